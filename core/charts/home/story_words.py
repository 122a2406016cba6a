"""The words in the picture of the story: what stands along its axes and beside its things, at each step."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from core.charts.home.story_rows import LANES, LOGITS, MEANS, SHARES, SURPRISES, across, entropy_of, up
from core.charts.kit.layers import Frame, table
from core.charts.kit.theme import Units

_LIVE: Final = re.compile(r"\[\[(\w+)\]\]")
_COLUMNS: Final = "at quantity x y before number after align baseline dx dy"


def word_rows(template: Callable[[str], str], units: Units, tosses: str) -> Frame:
    """Each word with its step ``at``, its place as in `thing_rows`, and its text around at most one live number.

    template: the words of a key; a number stands in them by its name, as [[name]].
    """
    rows = [*_along_axes(template, units), *_beside_things(template, tosses)]
    return table(_COLUMNS, [(*row[:4], *_split(row[4]), *row[5:]) for row in rows])


def _split(words: str) -> tuple[str, str, str]:
    before, name, after = [*_LIVE.split(words), "", ""][:3]
    return before, name and f"said_{name}", after


def _along_axes(template: Callable[[str], str], units: Units) -> Iterator[tuple[Any, ...]]:
    logits = [(across(z, LOGITS), f"{z:g}".replace("-", "−")) for z in (-5, 0, 5, 10)]
    shares = [(across(p), f"{p:g}") for p in (0, 0.5, 1)]
    tosses: list[tuple[Any, str]] = []
    most = units.of(SURPRISES[1])
    losses = [(up(n, (0, most)), f"{n:g}") for n in (5, 10, 15) if n <= most]
    slopes = [(up(a, SHARES), f"{a:g}") for a in (0.5, 1)]
    highest = units.of(MEANS[1])
    means = [(up(n, (0, highest)), f"{n:g}") for n in (2, 4, 6) if n <= highest]
    axes = {1: (logits, slopes), 2: (shares, losses), 3: (logits, losses), 4: (logits, slopes)}
    axes |= {5: (tosses, tosses), 6: (tosses, losses), 7: (logits, means)}
    for step, (below, beside) in axes.items():
        for x, number in below:
            yield step, "", f"{x:.4f}", f"{up(0.0):.4f}", number, "center", "top", 0, 8
        for y, number in beside:
            yield step, "", f"{across(0.0):.4f}", f"{y:.4f}", number, "right", "middle", -8, 0
        yield step, "", f"{across(0.5):.4f}", "0.005", template(f"story.x{step}"), "center", "bottom", 0, 0
        yield step, "", "0.005", "0.995", template(f"story.y{step}"), "left", "top", 0, 0


def _beside_things(template: Callable[[str], str], tosses: str) -> Iterator[tuple[Any, ...]]:
    left, right, foot = f"{across(0.0):.4f}", f"{across(1.0):.4f}", f"{up(0.0):.4f}"
    # Where no neuron's curve comes: in the corner, and between the arms of the bowl.
    corner, between, first = f"{across(0.02):.4f}", f"{across(0.27):.4f}", "0.9"
    heads = tosses.count("H")
    floor = f"{up(entropy_of(heads, len(tosses)), MEANS):.4f}"
    lanes = [f"{up(lane):.4f}" for lane in LANES]
    top = f"{up(0.27, SHARES):.4f}"
    yield 1, "model", "z", "middle", template("story.error"), "side", "middle", 14, 0
    yield 1, "truth", left, foot, template("story.label"), "left", "top", 0, 26
    yield 2, "cross_entropy", "gave", "ce", template("story.surprise"), "side", "bottom", 14, -6
    yield 3, "cross_entropy", corner, first, template("story.slope_ce"), "left", "top", 0, 0
    yield 3, "squared_error", corner, first, template("story.slope_se"), "left", "top", 0, 24
    yield 4, "cross_entropy", corner, first, template("story.left"), "left", "top", 0, 0
    yield 4, "squared_error", corner, first, template("story.product"), "left", "top", 0, 24
    yield 4, "slope", f"{across(0.0, LOGITS):.4f}", top, "σ′(z)", "center", "bottom", 0, -4
    yield 5, "cross_entropy", left, lanes[0], template("story.road_ce"), "left", "bottom", 0, -18
    yield 5, "squared_error", left, lanes[1], template("story.road_se"), "left", "bottom", 0, -18
    yield 6, "cross_entropy", right, "0.995", template("story.mean"), "right", "top", 0, 0
    for place, toss in enumerate(tosses):
        x = f"{across((place + 0.5) / len(tosses)):.4f}"
        yield 6, "truth", x, foot, template("story.head" if toss == "H" else "story.tail"), "center", "top", 0, 8
    yield 7, "entropy", left, floor, template("story.entropy"), "left", "top", 6, 8
    yield 7, "model", between, first, template("story.divergence"), "left", "top", 0, 24
    yield 7, "cross_entropy", between, first, template("story.total"), "left", "top", 0, 0
