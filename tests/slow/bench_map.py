"""Time of the 256 × 256 map of epochs beside simulating it, and to draw it: ``python -m tests.slow.bench_map``.

Both count the same epochs in every cell, which the bench checks; they take turns, and the ratio is the claim. The
simulation is the plain one: all cells at once in NumPy, those that have arrived drop out. It is timed on starts within
±4, where squared error needs up to ten thousand epochs; within the page's ±6 it needs half a million.
Drawing is timed in a real browser on the page itself: from the release of a key to the last change of a map, with the
longest time in which the page could not answer.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from playwright.sync_api import sync_playwright

from core.charts.training_race.law import band_edges, map_picture
from core.maths.checks import LOSSES, FloatArray
from core.simulation.descent.landscape import Window
from core.simulation.training_race.law_map import epochs_map
from tests.browser.conftest import ARGUMENTS, ROOT, installed, serve

PIXELS, REACH, TARGET, RATE = 256, 4.0, 0.1, 0.15
TURNS, LEAST = 5, 20.0  # how many times faster the map must be
LONGEST_STALL = 200.0  # ms
WATCH = """() => {
  window.stalls = []
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.stalls.push(task.duration)
  }).observe({ type: 'longtask' })
  document.addEventListener('keydown', () => { window.pressed = performance.now(); window.drawn = 0 }, true)
  new MutationObserver((changes) => {
    const isMap = (node) => node.closest?.('[class*=st-key-race_law_map]')
    if (changes.some((change) => isMap(change.target))) window.drawn = performance.now()
  }).observe(document.body, { subtree: true, attributes: true, childList: true })
}"""


def simulated(loss: str, window: Window) -> FloatArray:
    """Epochs to the target in every cell, by running descent from each."""
    weights, biases = window.grid(PIXELS)
    z = (weights[None, :] + biases[:, None]).ravel()
    counts = np.zeros(z.size)
    going = np.arange(z.size)
    limit = float(np.log(TARGET / (1.0 - TARGET)))
    for epoch in range(10**7):
        arrived = z <= limit
        counts[going[arrived]] = epoch
        going, z = going[~arrived], z[~arrived]
        if not going.size:
            return counts.reshape(PIXELS, PIXELS)
        a = 1.0 / (1.0 + np.exp(-z))
        z = z - 2.0 * RATE * (a if loss == "cross_entropy" else a * a * (1.0 - a))
    raise AssertionError("it does not arrive")


def mapped(loss: str, window: Window) -> FloatArray:
    """The same from the map of the app."""
    return epochs_map(loss, *window.grid(PIXELS), 1.0, 0, TARGET, RATE)


def seconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def compare() -> None:
    window = Window((-REACH, REACH), (-REACH, REACH))
    own: dict[str, list[float]] = {loss: [] for loss in LOSSES}
    other: dict[str, list[float]] = {loss: [] for loss in LOSSES}
    for loss in LOSSES:
        if not np.array_equal(mapped(loss, window), simulated(loss, window)):
            raise SystemExit(f"{loss}: the map and the simulation differ")
    for _ in range(TURNS):
        for loss in LOSSES:
            own[loss].append(seconds(partial(mapped, loss, window)))
            other[loss].append(seconds(partial(simulated, loss, window)))
    both = (
        {"both": [sum(turn) for turn in zip(*own.values(), strict=True)]},
        {"both": [sum(turn) for turn in zip(*other.values(), strict=True)]},
    )
    for name in (*LOSSES, "both"):
        fast, slow = (own | both[0])[name], (other | both[1])[name]
        ratio = statistics.median(b / a for a, b in zip(fast, slow, strict=True))
        times = [1e3 * statistics.median(values) for values in (fast, slow)]
        print(f"{name:14} map {times[0]:7.1f} ms   simulation {times[1]:9.1f} ms   {ratio:6.0f} times")
    if ratio < LEAST:
        raise SystemExit(f"less than {LEAST:g} times")
    counts = mapped("squared_error", Window((-6.0, 6.0), (-6.0, 6.0)))
    edges = band_edges(counts)
    print(f"picture of a map {1e3 * seconds(lambda: map_picture(counts, edges, window)):.1f} ms")


def draw() -> None:
    path = installed()
    if path is None:
        raise SystemExit("no Chromium found")
    with sync_playwright() as playwright, serve(folder=ROOT) as address:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 2400})
        page.goto(f"{address}/training_race?section=law&guess=shown&start=own&w=2&b=2")
        page.wait_for_selector(".st-key-race_law_map_ratio svg.marks", timeout=60_000)
        page.wait_for_timeout(3000)
        page.get_by_role("slider", name="learning rate").first.focus()
        page.evaluate(WATCH)
        times = []
        for key in ("ArrowRight", "ArrowLeft") * 4:
            page.keyboard.press(key)
            page.wait_for_function("window.drawn > 0 && performance.now() - window.drawn > 500", timeout=20_000)
            times.append(page.evaluate("window.drawn - window.pressed"))
        stalls = page.evaluate("window.stalls")
        browser.close()
    longest = max(stalls, default=0.0)
    print(f"key press to the last of three maps: median {statistics.median(times):.0f} ms of {len(times)}")
    print(f"longest time in which the page could not answer: {longest:.0f} ms ({len(stalls)} beyond 50 ms)")
    if longest > LONGEST_STALL:
        raise SystemExit(f"a stall of more than {LONGEST_STALL:g} ms")


if __name__ == "__main__":
    compare()
    draw()
