"""A first visit on a phone: ``python -m tests.slow.bench_phone [another checkout …]``.

390 × 844, the processor four times slower, 1.6 Mbit/s with 150 ms to the server: from the address to the first words
and to the first chart, and the bytes until then, beside a bare app with one slider and one chart. All apps in turns in
one run, on servers that have had time to warm up; medians, and ratios to the bare app. Ends with 1 if this checkout
takes more than 1.3 times as long as the bare app.
"""

import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from tests.servers import ROOT, serving
from tests.slow.bench import with_browser
from tests.slow.bench_load import table

TURNS: Final = 3
LIMIT: Final = 1.3
PAGES: Final = ("", "training_race", "?scene=plateau")
PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True}
NETWORK: Final = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WORDS: Final = "[data-testid=stMain] :is(p, h1, h2, label)"
CHART: Final = "[data-testid=stVegaLiteChart] :is(svg.marks, canvas.marks)"


@dataclass
class Arrivals:
    """Seconds to the first words and to the first chart, and megabytes until then, of several visits."""

    words: list[float] = field(default_factory=list)
    chart: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def add(self, browser: Browser, address: str) -> None:
        """One visit of a phone that has seen nothing yet."""
        context = browser.new_context(**PHONE)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        received: list[float] = []
        session.on("Network.dataReceived", lambda event: received.append(event["encodedDataLength"]))
        begun = time.monotonic()
        page.goto(address, wait_until="commit", timeout=120_000)
        page.locator(WORDS).filter(visible=True).first.wait_for(timeout=120_000)
        self.words.append(time.monotonic() - begun)
        page.wait_for_selector(CHART, timeout=120_000)
        self.chart.append(time.monotonic() - begun)
        self.megabytes.append(sum(received) / 1e6)
        context.close()


def measure(browser: Browser, bare_folder: Path) -> list[str]:
    """Every app in turns; what is beyond the limit."""
    folders = {"bare": bare_folder, "this": ROOT} | {path.name: path for path in map(Path, sys.argv[1:])}
    found = {(name, page): Arrivals() for name in folders for page in (PAGES if name != "bare" else ("",))}
    for _ in range(TURNS):
        for name, folder in folders.items():
            with serving(folder=folder) as server:
                server.rest()
                for page in (page for app, page in found if app == name):
                    found[name, page].add(browser, f"{server.address}/{page}")
    bare = found["bare", ""]
    rows = [["app", "page", "first words, s", "first chart, s", "MB", "words / bare", "chart / bare"]]
    beyond = []
    for (name, page), own in found.items():
        words, chart, size = (statistics.median(values) for values in (own.words, own.chart, own.megabytes))
        ratios = words / statistics.median(bare.words), chart / statistics.median(bare.chart)
        rows.append(
            [name, f"/{page}", f"{words:.1f}", f"{chart:.1f}", f"{size:.2f}", *(f"{one:.2f}" for one in ratios)]
        )
        if name == "this" and max(ratios) > LIMIT:
            beyond.append(f"/{page}: {max(ratios):.2f} times the bare app, more than {LIMIT}")
    print(table(rows))
    return beyond


if __name__ == "__main__":
    with_browser(measure)
