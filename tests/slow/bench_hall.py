"""A hall that arrives while the talk goes on: ``python -m tests.slow.bench_hall [another checkout …]``.

A hundred readers come by one link within fifteen seconds, while a lecturer goes from scene to scene. The table has how
long the lecturer's presses took, from the press to the end of the script, and the readers' arrivals. Ends with 1 if a
press took longer than a second in this checkout.
"""

import asyncio
import sys
from pathlib import Path
from random import Random
from typing import Final

from core.app.talk.scenes import STORYLINES
from tests.readers import Reader
from tests.servers import ROOT, Server, serving
from tests.slow.bench_load import percentile, table

READERS: Final = 100
SPAN: Final = 15.0  # s within which they come
PAUSE: Final = 0.7  # s between the lecturer's presses
LIMIT: Final = 1.0  # s
FIRST: Final = next(iter(STORYLINES.values())).scenes[0]
PAGE: Final = "" if FIRST.page == "home" else FIRST.page


async def talk(server: Server, presses: list[float], over: asyncio.Event) -> None:
    """From scene to scene, a question and its answer each, as long as readers come."""
    async with Reader(server.address, patience=120) as lecturer:
        await lecturer.open(PAGE, f"scene={FIRST.name}&talk=1")
        while not over.is_set():
            forward = next((button for button in lecturer.controls("button") if "stage_next" in button.id), None)
            if forward is None:  # the storyline is at its end
                await lecturer.open(PAGE, f"scene={FIRST.name}&talk=1")
                continue
            presses.append(await lecturer.move(forward, True))
            await asyncio.sleep(PAUSE)
        if lecturer.troubles:
            raise RuntimeError(lecturer.troubles[0])


async def arrive(server: Server, wait: float, arrivals: list[float]) -> None:
    """One reader who comes and stays."""
    await asyncio.sleep(wait)
    async with Reader(server.address, patience=120) as reader:
        arrivals.append(await reader.open(PAGE, f"scene={FIRST.name}"))
        await asyncio.sleep(SPAN - wait)
        if reader.troubles:
            raise RuntimeError(reader.troubles[0])


async def hall(server: Server) -> tuple[list[float], list[float]]:
    """Seconds of the lecturer's presses, and of the readers' arrivals."""
    presses: list[float] = []
    arrivals: list[float] = []
    over, chance = asyncio.Event(), Random(1)
    lecturer = asyncio.create_task(talk(server, presses, over))
    await asyncio.gather(*(arrive(server, chance.uniform(0, SPAN), arrivals) for _ in range(READERS)))
    over.set()
    await lecturer
    return presses, arrivals


def main() -> None:
    rows = [["", "presses", "median, s", "longest, s", "arrivals, median, s", "longest, s"]]
    longest = {}
    for folder in (ROOT, *map(Path, sys.argv[1:])):
        with serving(folder=folder) as server:
            server.rest()
            presses, arrivals = asyncio.run(hall(server))
        longest[folder] = max(presses)
        figures = [f"{value:.2f}" for times in (presses, arrivals) for value in (percentile(times, 50), max(times))]
        rows.append([folder.name, str(len(presses)), *figures])
    print(table(rows))
    raise SystemExit(f"a press took {longest[ROOT]:.2f} s" if longest[ROOT] > LIMIT else 0)


if __name__ == "__main__":
    main()
