"""The rows of the KL divergence charts: every rectangle, edge and word, with its place and its looks.

A length that is infinite, or longer than its axis, runs to the end of the axis: no row holds an infinity.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.charts.kit.frames import Frame, table

# Where an axis may end. Beyond the last stop a length runs out of the chart and only its number tells it.
STOPS: Final = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
EMPTY: Final = 2.0  # where the axes of a chart without numbers end
VISIBLE: Final = 0.01  # narrower areas do not decide how high the chart is
UNDER: Final = 52  # signs under all bars together; longer names are cut
FEW: Final = 5  # outcomes; the bars of more are too narrow for numbers
BAR, GAP, HEADLINE, GROUP, LAST = 17, 2, 20, 70, 8  # places down the chart of the sums, close to pixels
LETTER: Final = 7.2  # px, the mean width of a sign in a headline
ROOM: Final = 0.94  # the part of the axis that infinite bars take; the rest is for their sign

TIPS: Final = ("outcome", "p", "q", "own", "believed", "term")  # what is said at an area

Show = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome under p and q: own = −log p, believed = −log q, and term = p log (p/q), its part of KL."""

    number: int
    p: float
    q: float
    own: float
    believed: float
    term: float
    name: str = ""

    @property
    def called(self) -> str:
        """Its name, or else its number."""
        return self.name or str(self.number)


def end_of_axis(lengths: Iterable[float], room: float = 1.0) -> float:
    """The first stop that holds all finite lengths and the room for their labels."""
    longest = max((length for length in lengths if math.isfinite(length)), default=0.0) * room
    return next((stop for stop in STOPS if stop >= longest), STOPS[-1])


def signed(value: float, show: Show) -> str:
    """A number with its sign, also where it is positive; 0 has none."""
    return f"+{show(value)}" if value > 0 else show(value) if value < 0 else "0"


def bar_rows(p: Sequence[float], q: Sequence[float], words: Mapping[str, str], names: Sequence[str] = ()) -> Frame:
    """A bar for every probability, the outcomes' names or numbers, the names of p and q, and the end of the axis."""
    few = len(p) <= FEW
    called = [(names[place] if place < len(names) else "") or str(place + 1) for place in range(len(p))]
    room = max(2, UNDER // len(p))
    bars = [
        ("bar", number, quantity, value, 1.0, f"{value:.3g}" if few else "", f"{name}({word}) = {value:.6g}")
        for name, quantity, values in (("p", "truth", p), ("q", "model", q))
        for number, (value, word) in enumerate(zip(values, called, strict=True), 1)
    ]
    under = [
        ("under", number, "truth", 0.0, 0.0, word if len(word) <= room else word[: room - 1] + "…", word)
        for number, word in enumerate(called, 1)
    ]
    top = end_of_axis((*p, *q))  # and a bar as high as the axis
    heads = (("bar", "truth", ""), ("name", "truth", words["p"]), ("name", "model", words["q"]))
    named = [(layer, 1, quantity, top, 0.0, label, "") for layer, quantity, label in heads]
    return table("layer outcome quantity value fill label tip", [*bars, *under, *named])


def area_rows(outcomes: Sequence[Outcome], show: Show, note: str = "") -> Frame:
    """The areas of all outcomes, or the note in the middle, and the end of the axis."""
    heights = [height for o in outcomes if o.p >= VISIBLE for height in (o.own, o.believed)]
    top = end_of_axis(heights, room=1.6 if math.inf in heights else 1.02) if outcomes else EMPTY
    whole = (0.0, 1.0)
    rows = [
        _area("area", "model", whole, (0.0, top)),  # as high as the axis
        _area("word", "model", whole, (top / 2, top / 2), note),
    ]
    right = 0.0
    for outcome in outcomes:
        left, right = right, min(right + outcome.p, 1.0)
        if outcome.p > 0:  # what never happens has no width
            rows += _outcome_rows(outcome, (left, right), top, show)
    return Frame(rows)


def sum_rows(
    directions: Sequence[tuple[float, float, float]], show: Show, names: Sequence[tuple[str, str, str]]
) -> Frame:
    """For each direction a stacked bar, a bar below it and a headline; and the end of the axis.

    ``directions`` has entropy, KL and cross-entropy for each direction, ``names`` their names.
    """
    lengths = [length for direction in directions for length in direction]
    top = end_of_axis(lengths, room=1.3 if math.inf in lengths else 1.04) if directions else EMPTY
    rows: list[tuple[Any, ...]] = [("bar", 0.0, top, 0.0, 0.0, "entropy", "")]  # as long as the axis, without a height
    for place, (direction, called) in enumerate(zip(directions, names, strict=False)):
        rows += _direction_rows(place * GROUP, direction, called, top, show)
    return table("layer x x2 y y2 quantity label", rows)


def _outcome_rows(o: Outcome, across: tuple[float, float], top: float, show: Show) -> Iterator[dict[str, Any]]:
    own, believed = min(o.own, top), min(o.believed, top)
    low, high = min(own, believed), max(own, believed)
    yield _area("area", "entropy", across, (0.0, low), fill=0.45)
    if own < believed:
        yield _area("area", "model", across, (low, high), fill=0.85)
    if own > believed:
        yield _area("area", "model", across, (low, high), fill=0.08, line=1.0)
    tips = (o.called, f"{o.p:.6g}", f"{o.q:.6g}", show(o.own), show(o.believed), signed(o.term, show))
    yield _area("area", "model", across, (0.0, top)) | dict(zip(TIPS, tips, strict=True))
    if o.own <= top:
        yield _area("edge", "entropy", across, (own, own))
    if o.believed <= top:
        yield _area("edge", "cross_entropy", across, (believed, believed))
    if math.isinf(o.term):
        yield _area("term", "model", across, (top, top), "∞", size=20.0) | {"share": 1.0}  # never left out
    else:
        arrow = "↑ " if o.believed > top else ""
        yield _area("term", "model", across, (high, high), arrow + signed(o.term, show))
    yield _area("word", "model", across, (0.0, 0.0), o.called, dy=13.0)


def _area(
    layer: str, quantity: str, across: tuple[float, float], up: tuple[float, float], label: str = "", **looks: float
) -> dict[str, Any]:
    """A rectangle, an edge or a word; without a fill it is there for its tooltip or for the axis."""
    (left, right), (low, high) = across, up
    place = {"x": left, "x2": right, "middle": (left + right) / 2, "share": right - left, "y": low, "y2": high}
    plain = {"fill": 0.0, "line": 0.0, "size": 13.0, "dy": -9.0}
    return {"layer": layer, "quantity": quantity, "label": label} | place | plain | looks | dict.fromkeys(TIPS, "")


def _direction_rows(
    first: float, lengths: tuple[float, float, float], names: tuple[str, str, str], top: float, show: Show
) -> Iterator[tuple[Any, ...]]:
    stacked, below = first + HEADLINE, first + HEADLINE + BAR + GAP
    end = ROOM * top if math.isinf(lengths[2]) else min(lengths[2], top)
    split = min(lengths[0], end)
    said = [f"{name} {show(length)}" for name, length in zip(names, lengths, strict=True)]
    yield ("bar", 0.0, split, stacked, stacked + BAR, "entropy", said[0])
    yield ("bar", split, end, stacked, stacked + BAR, "model", said[1])
    yield ("bar", 0.0, end, below, below + BAR, "cross_entropy", said[2])
    offset = 0.0  # px: the headline reads as one formula, whatever the length of its numbers
    for quantity, sign, words in zip(("entropy", "model", "cross_entropy"), ("", "+ ", "= "), said, strict=True):
        yield ("headline", 0.0, offset, first + 8.0, 0.0, quantity, sign + words)
        offset += LETTER * len(sign + words) + 14
    if math.isinf(lengths[2]):
        yield ("infinite", end, end, stacked + BAR / 2, 0.0, "model", "∞")
        yield ("infinite", end, end, below + BAR / 2, 0.0, "cross_entropy", "∞")
