"""Many readers at one process: ``python -m tests.slow.bench_load [readers] [seconds]``; 50 for 120 seconds by default.

The app runs as a process of its own; readers without a browser (``tests.readers``) come by links, move a control
every second or so, and now and then come again by another link. Three waves, with pauses in which every session is
closed. The later ones take the steps of the first again, so what the app keeps is there already. The second still
spreads over the heap what the first has left in it; from then on only a leak grows. Ends with 1 if anything went wrong:
an exception on a page or in the server's log, a lost connection, more memory than the smallest host gives, or a third
wave whose peak is more than the tolerance above that of the second.
"""

import asyncio
import math
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles
from typing import Final

from tests.readers import Control, LostError, Reader
from tests.servers import Server, serving

LIMIT: Final = 690.0  # MB, what Streamlit Community Cloud promises at least
TOLERANCE: Final = 25.0  # MB that the peak of the third wave may lie above that of the second
PAUSE: Final = (0.5, 1.5)  # s between two movements of a reader
NEW_LINK: Final = 1 / 40  # how often a reader comes by another link instead
STAYS: Final = 0.7  # how often a reader moves the same control again
# Streamlit keeps the session of a reader who has gone for two minutes, in case they come back, at most 128 of them;
# those past their time are dropped when the next reader goes.
KEPT: Final = 125.0
KINDS: Final = ("slider", "select_slider", "button_group", "number_input", "selectbox", "bidi_component", "popover")
LINKS: Final = (
    ("", ""),
    ("", "z0=6"),
    ("formulas", "z=2"),
    ("formulas", "section=derivation"),
    ("formulas", "section=classes"),
    ("formulas", "section=labels"),
    ("formulas", "section=batch"),
    ("formulas", "section=laboratory"),
    ("predictions", ""),
    ("formulas", "section=errata"),
    ("training_race", ""),
    ("training_race", "section=law"),
    ("training_race", "data=moons"),
    ("training_race", "data=iris3"),
    ("training_race", "section=nielsen"),
    ("training_race", "section=convexity"),
    ("training_race", "section=softmax"),
    ("likelihood", "p=0.3"),
    ("likelihood", "section=coins"),
    ("likelihood", "section=runs"),
    ("likelihood", "section=noise"),
    ("likelihood", "section=underflow"),
    ("likelihood", "section=classifier"),
    ("kl_divergence", "p=0.5,0.5&q=0.9,0.1"),
    ("kl_divergence", "section=infinity"),
    ("kl_divergence", "section=near"),
    ("kl_divergence", "section=steps"),
    ("kl_divergence", "section=bell"),
    ("kl_divergence", "section=letters"),
)


@dataclass
class Wave:
    """What the readers of one wave have met."""

    name: str
    arrivals: list[float] = field(default_factory=list)
    reruns: list[tuple[str, float]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    steps: list[int] = field(default_factory=list)  # of each reader
    seconds: float = 0.0
    processor: float = 0.0

    def note(self, reader: Reader) -> None:
        """Take over what a reader has met, with where it happened."""
        self.troubles += [f"/{reader.page}?{reader.query}: {trouble}" for trouble in reader.troubles]
        reader.troubles.clear()


def pick(reader: Reader, chance: Random, last: str = "") -> tuple[Control, object] | None:
    """A control of the page and a value for it: mostly the one moved ``last``, as readers do, else any."""
    found = reader.controls(*KINDS)
    chance.shuffle(found)
    if chance.random() < STAYS:
        found.sort(key=lambda control: control.id != last or control.kind == "popover")
    for control in found:
        value = not reader.held(control) if control.kind == "popover" else control.choose(chance)
        if value is not None:
            return control, value
    return None


async def arrive(reader: Reader, wave: Wave, chance: Random) -> None:
    """Come to some page by its link."""
    page, query = chance.choice(LINKS)
    try:
        wave.arrivals.append(await reader.open(page, query))
    except LostError as problem:
        wave.troubles.append(f"/{page}?{query}: {problem}")
    wave.note(reader)


async def stay(reader: Reader, wave: Wave, chance: Random, ends: float, most: float = math.inf) -> int:
    """Move something every second or so until the time is over; the number of steps taken, ``most`` at most."""
    await asyncio.sleep(chance.uniform(0, PAUSE[1]))
    last, steps = "", 0
    while time.monotonic() < ends and steps < most:
        steps += 1
        choice = pick(reader, chance, last)
        if choice is None or chance.random() < NEW_LINK:
            await arrive(reader, wave, chance)
        else:
            control, value = choice
            last = control.id
            try:
                wave.reruns.append((reader.page or "home", await reader.move(control, value)))
            except LostError as problem:
                wave.troubles.append(f"/{reader.page}?{reader.query}, {control.label} to {value}: {problem}")
                await arrive(reader, wave, chance)
            wave.note(reader)
        await asyncio.sleep(chance.uniform(*PAUSE))
    return steps


async def visit(server: Server, name: str, count: int, seconds: float, like: Wave | None = None) -> Wave:
    """One wave of readers, from the first arrival until the last has closed; with no more steps than one before."""
    wave = Wave(name)
    wave.memory["before"] = server.memory()
    chances = [Random(number) for number in range(count)]
    readers = [Reader(server.address) for _ in range(count)]
    for number, (reader, chance) in enumerate(zip(readers, chances, strict=True), start=1):
        await arrive(reader, wave, chance)
        if number in (1, 10, 50):
            wave.memory[f"{number} session{'s' if number > 1 else ''}"] = server.memory()
    begun, used = time.monotonic(), server.processor_seconds()
    together = zip(readers, chances, like.steps if like else [math.inf] * count, strict=True)
    staying = [stay(reader, wave, chance, begun + seconds, most) for reader, chance, most in together]
    wave.steps = list(await asyncio.gather(*staying))
    wave.seconds, wave.processor = time.monotonic() - begun, server.processor_seconds() - used
    wave.memory["moving"] = server.memory()
    wave.memory["peak so far"] = server.memory("VmHWM")
    await asyncio.gather(*(reader.close() for reader in readers))
    return wave


async def emptied(server: Server, wait: float = KEPT) -> float:
    """Memory once no session is left, not even among those kept for a reader who might come back."""
    ends = time.monotonic() + 60
    while server.metric("active_sessions") > 0:
        if time.monotonic() > ends:
            raise TimeoutError("sessions stay open although every reader has gone")
        await asyncio.sleep(0.5)
    await asyncio.sleep(wait)
    async with Reader(server.address) as last:
        await last.open()
    await asyncio.sleep(2)
    return server.memory()


def percentile(values: Iterable[float], place: int) -> float:
    """A percentile; of one value that value."""
    listed = sorted(values)
    return quantiles(listed, n=100, method="inclusive")[place - 1] if len(listed) > 1 else listed[0]


def table(rows: list[list[str]]) -> str:
    """Rows as a table in Markdown, the first being its head."""
    head, *body = rows
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *body])


def report(waves: list[Wave], closed: list[float]) -> str:
    """The figures of all waves side by side."""

    def row(name: str, figure: Callable[[Wave], str]) -> list[str]:
        return [name, *(figure(wave) for wave in waves)]

    times = [[taken for _, taken in wave.reruns] for wave in waves]
    moments = dict.fromkeys(moment for wave in waves for moment in wave.memory)
    rows = [
        ["", *(wave.name for wave in waves)],
        row("reruns", lambda wave: f"{len(wave.reruns)}"),
        row("arrivals by link", lambda wave: f"{len(wave.arrivals)}"),
        row("errors", lambda wave: f"{len(wave.troubles)}"),
        row("reruns per second", lambda wave: f"{len(wave.reruns) / wave.seconds:.1f}"),
        ["rerun, p50", *(f"{1000 * percentile(each, 50):.0f} ms" for each in times)],
        ["rerun, p95", *(f"{1000 * percentile(each, 95):.0f} ms" for each in times)],
        row("processors busy", lambda wave: f"{wave.processor / wave.seconds:.2f}"),
        *(
            [f"memory, {moment}", *(f"{wave.memory[moment]:.0f} MB" if moment in wave.memory else "" for wave in waves)]
            for moment in moments
        ),
    ]
    rows.append(["memory, all sessions gone", *(f"{each:.0f} MB" for each in closed)])
    pages = sorted({page for wave in waves for page, _ in wave.reruns})
    by_page = [["rerun, p50 / p95 in ms", *(wave.name for wave in waves)]]
    for page in pages:
        cells = []
        for wave in waves:
            own = [taken for where, taken in wave.reruns if where == page]
            cells.append(f"{1000 * percentile(own, 50):.0f} / {1000 * percentile(own, 95):.0f}" if own else "")
        by_page.append([page, *cells])
    return f"{table(rows)}\n\n{table(by_page)}"


async def measure(count: int, seconds: float) -> int:
    """All waves and their judgement."""
    with serving() as server:
        waves = [await visit(server, "first wave", count, seconds)]
        closed = [await emptied(server)]
        for name in ("second wave", "third wave"):
            # Three times as long at most: it may be a slow moment of the machine.
            waves.append(await visit(server, name, count, 3 * seconds, like=waves[0]))
            closed.append(await emptied(server))
        complaints, log = server.complaints(), server.log()
    print(f"{count} readers for {seconds:g} s at one process\n\n{report(waves, closed)}\n")
    troubles = [trouble for wave in waves for trouble in wave.troubles]
    peaks = [wave.memory["peak so far"] for wave in waves]
    growth = peaks[-1] - peaks[-2]
    failed = []
    if troubles:
        failed.append(f"{len(troubles)} errors, such as:\n  " + "\n  ".join(troubles[:10]))
    if complaints:
        failed.append(f"{len(complaints)} stack traces in the server's log:\n{log[-3000:]}")
    if max(peaks) > LIMIT:
        failed.append(f"memory of {max(peaks):.0f} MB, more than {LIMIT:.0f} MB")
    if growth > TOLERANCE:
        failed.append(f"the third wave took {growth:.0f} MB more than the second, more than {TOLERANCE:.0f} MB")
    print(
        "\n".join(failed)
        or f"no errors; the third wave took {growth:.0f} MB more than the second (tolerance {TOLERANCE:.0f} MB)"
    )
    return 1 if failed else 0


def main() -> None:
    count, seconds = (int(given) for given in (*sys.argv[1:], *("50", "120")[len(sys.argv) - 1 :]))
    raise SystemExit(asyncio.run(measure(count, seconds)))


if __name__ == "__main__":
    main()
