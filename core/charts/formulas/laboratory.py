"""The errors of several ways to compute one loss, a row for each way, along one axis that is logarithmic beyond 10."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import across, at_x, scale, up
from core.charts.kit.layers import Frame, Plane, finish, select, stacked, table
from core.charts.kit.theme import NEUTRAL, colour
from core.maths.checks import FloatArray

ROW_HEIGHT: Final = 64
OURS: Final = "ours"  # the way that has the colour of cross-entropy
EXACT: Final = -17.0  # log₁₀ of an error that is drawn as none
_FLOOR, _CEILING = 0.94, 0.42  # of a row, from its top: where no error and an error of 1 stand
_NAME: Final = 0.22
_TICKS: Final = {1e-16: "10⁻¹⁶", 1e-8: "", 1.0: "1"}
_SIDES: Final = (-700, -100, -30, -10, 0, 10, 30, 100, 700)
_SIGNED: Final = "replace(datum.label, '-', '−')"


def height(error: float | FloatArray) -> FloatArray:
    """How far from the top of its row an error stands; below 10⁻¹⁷ it counts as none, above 1 as 1."""
    with np.errstate(divide="ignore"):
        level = np.clip(np.log10(error), EXACT, 0.0)
    return np.asarray(_FLOOR + (_CEILING - _FLOOR) * (level - EXACT) / -EXACT)


def curve_rows(places: FloatArray, values: Mapping[str, FloatArray], errors: Mapping[str, FloatArray]) -> Frame:
    """The errors where a way returns a number above 0: ``way``, ``place``, ``y``, ``floor``, ``piece``, ``quantity``.

    A line is broken where there is none: each ``piece`` is drawn by itself.
    """
    parts = []
    for row, (way, found) in enumerate(values.items()):
        ordinary = np.isfinite(found) & (found != 0.0)
        piece = np.cumsum(np.diff(ordinary, prepend=ordinary[:1]))
        here, heights = places[ordinary], row + height(errors[way][ordinary])
        pieces = [f"{way}{number}" for number in piece[ordinary]]
        parts.append({"way": way, "place": here, "y": heights, "floor": row + _FLOOR, "piece": pieces})
    return stacked(parts).assign(quantity="cross_entropy")


def special_rows(places: FloatArray, values: Mapping[str, FloatArray]) -> Frame:
    """Where a way returns 0, inf or nan: ``way``, ``start``, ``end``, ``top``, ``floor``, and the ``word`` inside."""
    found = []
    for row, (way, run) in enumerate(values.items()):
        words = np.where(np.isnan(run), "nan", np.where(np.isinf(run), "inf", np.where(run == 0.0, "0", "")))
        edges = [0, *(np.flatnonzero(words[1:] != words[:-1]) + 1), len(words)]
        for first, after in pairwise(edges):
            if words[first]:
                start, end = float(places[first]), float(places[after - 1])
                found.append((way, start, end, _between(start, end), row + _CEILING, row + _FLOOR, str(words[first])))
    frame = table("way start end middle top floor word", found)
    return frame.assign(at=(frame["top"] + frame["floor"]) / 2.0, quantity="cross_entropy")


def _between(start: float, end: float) -> float:
    """The place that stands in the middle of two on the axis."""
    middle = (_along(start) + _along(end)) / 2.0
    return math.copysign(10.0 * math.expm1(abs(middle)), middle)


def _along(place: float) -> float:
    return math.copysign(math.log1p(abs(place) / 10.0), place)


def name_rows(names: Mapping[str, str]) -> Frame:
    """The names of the ways, each at the top of its row: ``way``, ``y``, ``name``."""
    rows = [(way, row + _NAME, name) for row, (way, name) in enumerate(names.items())]
    return table("way y name", rows, quantity="cross_entropy")


def reader_rows(place: float, errors: Mapping[str, float | None]) -> Frame:
    """Where the reader stands: ``place``, and ``y`` in each row; an error that is no number stands at the top."""
    heights = [row + float(height(1.0 if error is None else error)) for row, error in enumerate(errors.values())]
    return Frame({"way": list(errors), "place": float(place), "y": heights, "quantity": "cross_entropy"})


def error_chart(
    curves: Frame, specials: Frame, names: Frame, reader: Frame, count: int, furthest: float, words: Mapping[str, str]
) -> alt.LayerChart:
    """The relative error of ``count`` ways on −furthest … furthest. ``words``: axis titles "place" and "error"."""
    sided = scale(-furthest, furthest, type="symlog", constant=10)
    sides: dict[str, Any] = {"values": list(_SIDES), "tickCount": len(_SIDES), "labelOverlap": "greedy"}
    levels = [row + float(height(tick)) for row in range(count) for tick in _TICKS]
    named: dict[str, Any] = {"values": levels, "tickCount": len(levels), "labelExpr": _labels(levels)}
    x = across(sided, words["place"], labelExpr=_SIGNED, **sides)
    y = up(scale(count, 0), words["error"], labelOverlap=False, labelFontSize=11, ticks=False, **named)
    layers = [Plane(x("place")).rule(reader, color=NEUTRAL, strokeWidth=1.5, strokeDash=[3, 3])]
    looks: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
        (f"datum.way !== '{OURS}'", (), {"color": NEUTRAL}),
        (f"datum.way === '{OURS}'", (colour(),), {}),
    )
    for whose, tint, shade in looks:
        plane = Plane(x("place"), y("y"), *tint)
        lines, bars = select(curves, whose), select(specials, whose)
        spread = Plane(x("start"), alt.X2("end:Q"), y("top"), alt.Y2("floor:Q"), *tint)
        layers += [
            plane.area(lines, alt.Y2("floor:Q"), alt.Detail("piece:N"), opacity=0.22, **shade),
            plane.line(lines, 1.5, alt.Detail("piece:N"), **shade),
            spread.rect(bars, opacity=0.3, **shade),
            plane.text(bars, "word", x("middle"), y("at"), size=14, **shade),
            plane.text(select(names, whose), "name", at_x(2), align="left", size=14, **shade),
            plane.dots(select(reader, whose), 70, **shade),
        ]
    return finish(layers, height=ROW_HEIGHT * count)


def _labels(levels: Sequence[float]) -> str:
    """A Vega expression for the ticks: the words of a row's levels, row after row."""
    named = zip(levels, list(_TICKS.values()) * (len(levels) // len(_TICKS)), strict=True)
    return " : ".join([*(f"abs(datum.value - {level!r}) < 1e-6 ? '{word}'" for level, word in named), "''"])
