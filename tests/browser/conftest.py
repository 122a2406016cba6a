"""A real Chromium before a real server."""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.servers import ROOT, fetch, serving

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--font-render-hinting=none",  # letters as wide as in a window
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # ms; a cold start imports everything
FRAMES = 4  # what a page was asked to do begins within the next two
CALM = """() => {
  const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].filter(e => e.checkVisibility())
  return document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && charts.every(e => e.querySelector('svg, canvas')) // what a talk hides is not drawn
    && (!document.querySelector('.st-key-home_controls') || document.querySelector('.st-key-story')) // in two runs
}"""
STILL = f"""() => {{
  const now = [...document.querySelectorAll('svg.marks')].map(e => Object.values(e.getBoundingClientRect().toJSON()))
  const drawn = JSON.stringify(now) + [...document.querySelectorAll('svg.marks')].map(e => e.innerHTML)
  const before = window.drawnBefore
  window.drawnBefore = drawn
  return drawn === before && !document.getAnimations().some(a => a.playState === 'running') && ({CALM})()
}}"""
# After the window has changed: every chart is as wide as its place, and all is still.
FITTED = f"""() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(place => {{
  const picture = place.querySelector('svg.marks, canvas.marks')
  return !picture || !place.checkVisibility() || Math.abs(picture.getBoundingClientRect().width - place.clientWidth) < 2
}}) && ({STILL})()"""
# The charts follow the page's colours once Streamlit has seen that its own have changed.
TURNED = f"""() => {{
  const scheme = '%s'
  const light = (colour) => Math.max(...colour.match(/[\\d.]+/g).slice(0, 3).map(Number)) > 128 ? 'light' : 'dark'
  const words = [...document.querySelectorAll('svg.marks .role-axis text')].filter(e => e.checkVisibility())
  return light(getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor) === scheme
    && words.every(e => light(getComputedStyle(e).fill) !== scheme) && ({STILL})()
}}"""
# When a hand moved a slider or a point of a chart, and when it let go. The charts' own small sliders are moved by ours.
WATCH_HAND = """() => {
  window.handAt = []
  window.letGo = 0
  let isHeld = false
  const note = (event) => {
    if (event.type === 'input' && event.target.closest('.vega-bindings')) return
    if (event.type === 'pointerdown') isHeld = true
    window.handAt.push({ time: performance.now(), isHeld })
  }
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'input']) document.addEventListener(kind, note, true)
  for (const kind of ['pointerup', 'pointercancel']) document.addEventListener(kind, (event) => {
    isHeld = false
    window.letGo += 1
    note(event)
  }, true)
}"""
# How often the hand let go, or rested without holding anything.
RESTS = """() => {
  const moves = window.handAt
  const rested = (move, i) => !move.isHeld && (moves[i + 1]?.time ?? performance.now()) - move.time > 100
  return window.letGo + moves.filter(rested).length
}"""


# The headless shell draws the same and takes a quarter less of the processor: there is no window around the page.
SHELL = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed(names: tuple[str, ...] = (SHELL, *WHOLE)) -> str | None:
    """The first Chromium of these names that the machine has, else the one Playwright fetched, if it has."""
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # By the machine's own means, else by Playwright's download.
    if installed() is None and not fetch(SHELL, "fonts-noto-cjk"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True, timeout=1200)
    path = installed()
    assert path is not None, "these tests need a Chromium, and none could be had"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def serve(folder: Path = ROOT) -> Iterator[str]:
    """The address of the app of a folder for as long as the block lasts."""
    with serving(folder=folder) as server:
        yield server.address


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    with serve() as address:
        yield address


@pytest.fixture
def just_started() -> Iterator[str]:
    with serve() as address:
        yield address


class Visit:
    """One fresh browser at one address, and everything that went wrong in it."""

    def __init__(self, context: BrowserContext, app: str) -> None:
        self.page: Page = context.new_page()
        self.app = app
        self.troubles: list[str] = []
        self.sent: list[str | bytes] = []
        self.received: list[str | bytes] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        self.page.on("request", self._on_request)
        self.page.on("websocket", self._on_websocket)

    def _on_console(self, message: object) -> None:
        text = message.text  # type: ignore[attr-defined]
        # Streamlit probes /<page>/_stcore/… before the root; those two 404s are its own.
        if message.type == "error" and "Failed to load resource" not in text:  # type: ignore[attr-defined]
            self.troubles.append(f"console: {text[:200]}")

    def _on_request(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if url.startswith(("http", "ws")) and "//127.0.0.1" not in url:
            self.troubles.append(f"another host: {url[:120]}")

    def _on_websocket(self, socket: object) -> None:
        socket.on("framesent", lambda data: self.sent.append(data))  # type: ignore[attr-defined]
        socket.on("framereceived", lambda data: self.received.append(data))  # type: ignore[attr-defined]

    def open(self, path: str = "") -> "Visit":
        self.page.goto(f"{self.app}/{path}")
        self.page.wait_for_selector("[data-testid=stMain] p", state="attached", timeout=PATIENCE)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until no run is asked for or under way, and the browser has drawn all that the last one said."""
        self._wait_for_frames(CALM)

    def still(self) -> None:
        """Wait until the page has settled and no chart moves, changes or is about to."""
        self._wait_for_frames(STILL)

    def resize(self, size: tuple[int, int]) -> None:
        """Make the window so wide and high, and wait until the page and its charts have followed, at its top."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
        self._wait_for_frames(FITTED)

    def turn(self, scheme: str) -> None:
        """Let the reader's system turn light or dark, and wait until the page has followed."""
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self._wait_for_frames(TURNED % scheme)

    def pass_frames(self, count: int) -> None:
        """Let the browser draw so many pictures."""
        self._wait_for_frames("() => true", count)

    def _wait_for_frames(self, holds: str, count: int = FRAMES) -> None:
        """Wait until something holds in so many animation frames, one after the other."""
        self.page.evaluate("window.framesInARow = 0")
        self.page.wait_for_function(
            f"() => (window.framesInARow = ({holds})() ? window.framesInARow + 1 : 0) > {count}", timeout=PATIENCE
        )

    def until(self, condition: Callable[[], bool], looks: int = 750) -> None:
        """Wait for what is reported with a delay, such as the address after a slider has come to rest.

        Patience is counted in looks, not by a clock: a machine that was halted for a while has lost no look.
        """
        for _ in range(looks):
            if condition():
                return
            self.page.wait_for_timeout(40)
        raise AssertionError(f"not within {looks} looks; the address is {self.page.url}")

    def watch_hand(self) -> None:
        """From now on note when the hand moves, and what is sent."""
        self.page.evaluate(WATCH_HAND)
        self.sent.clear()

    def has_sent_at_rest_only(self) -> None:
        """A value goes to Python once a hand lets go, or 150 ms after the last key.

        Movements are timed where they arrive: a busy machine delivers those of a swift hand late.
        """
        rests = self.page.evaluate(RESTS)
        assert len(self.sent) <= rests

    def text(self) -> str:
        return self.page.locator("[data-testid=stMain]").inner_text()

    def check(self) -> None:
        """No exception box, no console error, no formula in red, no other host, nothing out of the picture."""
        assert self.page.locator("[data-testid=stException]").count() == 0, self.text()[:500]
        red = "[...document.querySelectorAll('.katex-error, .katex mstyle[mathcolor=\"#cc0000\"]')].length"
        assert self.page.evaluate(red) == 0
        wide = "[...document.querySelectorAll('[data-testid=stMain]')].some(e => e.scrollWidth > e.clientWidth + 1)"
        assert not self.page.evaluate(wide), "something hangs out at the side"
        assert self.troubles == []


@pytest.fixture
def visit(chromium: Browser, app: str) -> Iterator[Callable[..., Visit]]:
    """A maker of fresh browsers: ``visit("formulas?z=2", width=390)``."""
    contexts: list[BrowserContext] = []

    def make(
        path: str = "",
        *,
        width: int = 1280,
        height: int = 720,
        scheme: str = "light",
        server: str = app,
        **options: object,
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        return Visit(context, server).open(path)

    yield make
    for context in contexts:
        context.close()
