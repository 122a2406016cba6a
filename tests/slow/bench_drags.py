"""Dragging, for the main control of every page beside a bare app: ``python -m tests.slow.bench_drags``.

While a handle is dragged: milliseconds from a movement to the last change of a picture or of words that follow it and
are in the window, and the bytes that go over the line, which are none. When it is let go of: milliseconds until
everything is at rest, beside a bare app with one slider and one chart, in turns in one run. Then the same movements by
a finger on a phone, upright and on its side, whose processor is four times slower. Ends with 1 if a movement takes more
than two frames in the median, on the phone 100 ms, if a byte moves while dragging, or if letting go takes more than 1.5
times as long as in the bare app.
"""

import datetime
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import ROOT, serve
from tests.browser.hands import Hand
from tests.slow.bench import QUIET, TARGETS, Traffic, settle, tenths, with_browser
from tests.slow.bench_load import table

TURNS: Final = 3
MOVES: Final = 8
TWO_FRAMES: Final = 33.4  # ms
PHONE_LIMIT: Final = 100.0  # ms
LIMIT: Final = 1.5
BARE: Final = "[data-testid=stSlider] div:has(> div > input)"
# After a movement any change of a picture, a word or a formula counts. After letting go much is sent anew as it was:
# what counts is the last change one can see, as in the table of key presses.
WATCH: Final = """() => {
  const now = () => performance.now()
  const looks = () => [...document.querySelectorAll('svg.marks, .stMain p, .stMain li, .stMain label')]
    .map((e) => e.matches('svg') ? e.innerHTML : e.innerText).join()
  let last = ''
  window.seen = { moved: 0, drawn: 0, changed: 0, visible: 0 }
  // What is out of the window may follow later.
  const told = 'svg.marks, .live, .katex-html, p, li'
  const unseen = new Set()
  const sight = new IntersectionObserver((entries) =>
    entries.forEach(({ target, isIntersecting }) => unseen[isIntersecting ? 'delete' : 'add'](target)))
  document.querySelectorAll(told).forEach((one) => sight.observe(one))
  const isShown = (node) => {
    const shown = (node.closest ? node : node.parentElement)?.closest(told)
    return shown && !unseen.has(shown)
  }
  new MutationObserver((changes) => {
    window.seen.changed = now()
    if (!changes.some((change) => isShown(change.target) || [...change.addedNodes].some(isShown))) return
    window.seen.drawn = now()
    if (window.seen.isHeld) return
    const at = now(), before = last
    last = looks()
    if (last !== before) window.seen.visible = at
  }).observe(document.body, { subtree: true, attributes: true, childList: true, characterData: true })
  for (const kind of ['pointermove', 'pointerup']) document.addEventListener(kind, (event) => {
    if (kind === 'pointerup') last = looks()
    window.seen = { moved: event.timeStamp, drawn: 0, changed: 0, visible: 0, isHeld: kind === 'pointermove' }
  }, true)
}"""
# Where a hand takes hold of a slider, and which way it can go: of an input at its value, of a bar at its top, of the
# bare app's thumb in its middle.
THUMB: Final = """(e) => {
  const box = e.getBoundingClientRect()
  if (e.ariaOrientation === 'vertical')
    return [box.x + box.width / 2, box.bottom - e.style.getPropertyValue('--share') * box.height, [0, 1]]
  const input = e.matches('input') ? e : e.querySelector('input')
  const share = (input.value - input.min) / (input.max - input.min)
  const x = e === input ? 8 + share * (box.width - 16) : box.width / 2
  return [box.x + x, box.y + box.height / 2, [share > 0.5 ? -1 : 1, 0]]
}"""


@dataclass
class Drags:
    """What dragging took: milliseconds to the last change of a picture or word, and of anything once it is let go."""

    moves: list[float] = field(default_factory=list)
    releases: list[float] = field(default_factory=list)
    bytes: int = 0

    def add(self, page: Page, thumb: Locator, traffic: Traffic, kind: str = "mouse") -> None:
        """One drag."""
        page.bring_to_front()
        hand = Hand(page, kind)
        thumb.scroll_into_view_if_needed()
        x, y, (across, down) = thumb.evaluate(THUMB)
        hand.take(x, y)
        rest(page)
        begun = traffic.total
        for move in range(1, MOVES + 1):
            hand.move(x + 5 * move * across, y + 5 * move * down)
            rest(page)
            if took := page.evaluate("seen.drawn && seen.drawn - seen.moved"):
                self.moves.append(took)
        self.bytes += traffic.total - begun
        hand.let_go()
        rest(page)
        self.releases.append(page.evaluate("Math.max(0, seen.visible - seen.moved)"))


def rest(page: Page) -> None:
    """Wait until nothing has changed for a while, whether or not anything did."""
    page.wait_for_function(f"performance.now() - Math.max(seen.moved, seen.changed) > {QUIET}", timeout=20_000)


def ready(browser: Browser, address: str, **options: Any) -> tuple[Page, Traffic]:
    """A page that has come to rest and is watched."""
    page, traffic = browser.new_page(**options), Traffic()
    traffic.watch(page)
    page.goto(address)
    settle(page)
    page.evaluate(WATCH)
    return page, traffic


def at_a_desk(browser: Browser, bare_address: str, address: str) -> list[str]:
    """Every page in turns with the bare app, printed; what is beyond its limit."""
    rows, beyond = [["by mouse", "a movement, median", "nine tenths", "bytes", "let go, ratio", "ms, own / bare"]], []
    size = {"width": 1280, "height": 720}
    bare, bare_traffic = ready(browser, bare_address, viewport=size)
    for topic, (path, name) in TARGETS.items():
        page, traffic = ready(browser, f"{address}/{path}", viewport=size)
        own, other = Drags(), Drags()
        for _ in range(TURNS):
            own.add(page, page.get_by_role("slider", name=name).first, traffic)
            other.add(bare, bare.locator(BARE), bare_traffic)
        page.close()
        move, let_go, bare_let_go = map(statistics.median, (own.moves, own.releases, other.releases))
        ratio = let_go / bare_let_go
        numbers = [f"{move:.0f} ms", f"{tenths(own.moves):.0f} ms", f"{own.bytes}", f"{ratio:.2f}"]
        rows.append([topic, *numbers, f"{let_go:.0f} / {bare_let_go:.0f}"])
        limits = {"a movement": (move, TWO_FRAMES), "bytes": (own.bytes, 0), "letting go": (ratio, LIMIT)}
        beyond += [f"{topic}: {what} {found:.2f}" for what, (found, limit) in limits.items() if found > limit]
    bare.close()
    print(table(rows))
    return beyond


def on_a_phone(browser: Browser, address: str) -> list[str]:
    """Every page by finger on a slow phone, printed; what is beyond its limit."""
    rows, beyond = (
        [["by finger, four times slower", "upright", "nine tenths", "on its side", "nine tenths"]],
        [],
    )
    for topic, (path, name) in TARGETS.items():
        row = [topic]
        for width, height in ((390, 844), (844, 390)):
            options = {"viewport": {"width": width, "height": height}, "has_touch": True, "is_mobile": True}
            page, traffic = ready(browser, f"{address}/{path}", **options)
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
            drags = Drags()
            for _ in range(TURNS):
                drags.add(page, page.get_by_role("slider", name=name).first, traffic, "finger")
            page.close()
            median = statistics.median(drags.moves)
            row += [f"{median:.0f} ms", f"{tenths(drags.moves):.0f} ms"]
            if median > PHONE_LIMIT:
                beyond.append(f"{topic}: a movement at {width} x {height} {median:.0f} ms")
        rows.append(row)
    print(f"\n{table(rows)}")
    return beyond


def measured(browser: Browser, bare_folder: Path) -> list[str]:
    """Measure everything and print it; what is beyond its limit."""
    print(f"Measured on {datetime.date.today()}; {TURNS} drags of {MOVES} movements each.\n")
    with serve(folder=bare_folder) as bare_address, serve(folder=ROOT) as address:
        return at_a_desk(browser, bare_address, address) + on_a_phone(browser, address)


if __name__ == "__main__":
    with_browser(measured)
