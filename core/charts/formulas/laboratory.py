"""The errors of several ways to compute one loss, a row for each way, along one axis that is logarithmic beyond 10."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.charts.kit.theme import NEUTRAL, axis, colour, finish

ROW_HEIGHT: Final = 64
OURS: Final = "ours"  # the way that has the colour of cross-entropy
EXACT: Final = -17.0  # log₁₀ of an error that is drawn as none
_FLOOR, _CEILING = 0.94, 0.42  # of a row, from its top: where no error and an error of 1 stand
_NAME: Final = 0.22
_TICKS: Final = {1e-16: "10⁻¹⁶", 1e-8: "", 1.0: "1"}
_SIDES: Final = (-700, -100, -30, -10, 0, 10, 30, 100, 700)

_SIGNED: Final = "replace(datum.label, '-', '−')"


def height(error: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """How far from the top of its row an error stands; below 10⁻¹⁷ it counts as none, above 1 as 1."""
    with np.errstate(divide="ignore"):
        level = np.clip(np.log10(error), EXACT, 0.0)
    return np.asarray(_FLOOR + (_CEILING - _FLOOR) * (level - EXACT) / -EXACT)


def curve_rows(
    places: NDArray[np.float64], values: Mapping[str, NDArray[np.float64]], errors: Mapping[str, NDArray[np.float64]]
) -> pd.DataFrame:
    """The errors where a way returns a number above 0: ``way``, ``place``, ``y``, ``floor``, ``piece``, ``quantity``.

    A line is broken where there is none: each ``piece`` is drawn by itself.
    """
    parts = []
    for row, (way, found) in enumerate(values.items()):
        ordinary = np.isfinite(found) & (found != 0.0)
        piece = np.cumsum(np.diff(ordinary, prepend=ordinary[:1]))
        parts.append(
            pd.DataFrame(
                {
                    "way": way,
                    "place": places[ordinary],
                    "y": row + height(errors[way][ordinary]),
                    "floor": row + _FLOOR,
                    "piece": [f"{way}{number}" for number in piece[ordinary]],
                    "quantity": "cross_entropy",
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def special_rows(places: NDArray[np.float64], values: Mapping[str, NDArray[np.float64]]) -> pd.DataFrame:
    """Where a way returns 0, inf or nan: ``way``, ``start``, ``end``, ``top``, ``floor``, and the ``word`` inside."""
    found = []
    for row, (way, run) in enumerate(values.items()):
        words = np.where(np.isnan(run), "nan", np.where(np.isinf(run), "inf", np.where(run == 0.0, "0", "")))
        edges = [0, *(np.flatnonzero(words[1:] != words[:-1]) + 1), len(words)]
        for first, after in pairwise(edges):
            if words[first]:
                start, end = float(places[first]), float(places[after - 1])
                found.append((way, start, end, _between(start, end), row + _CEILING, row + _FLOOR, str(words[first])))
    frame = pd.DataFrame(found, columns=["way", "start", "end", "middle", "top", "floor", "word"])
    return frame.assign(at=(frame["top"] + frame["floor"]) / 2.0, quantity="cross_entropy")


def _between(start: float, end: float) -> float:
    """The place that stands in the middle of two on the axis."""
    middle = (_along(start) + _along(end)) / 2.0
    return math.copysign(10.0 * math.expm1(abs(middle)), middle)


def _along(place: float) -> float:
    return math.copysign(math.log1p(abs(place) / 10.0), place)


def name_rows(names: Mapping[str, str]) -> pd.DataFrame:
    """The names of the ways, each at the top of its row: ``way``, ``y``, ``name``."""
    rows = [(way, row + _NAME, name) for row, (way, name) in enumerate(names.items())]
    return pd.DataFrame(rows, columns=["way", "y", "name"]).assign(quantity="cross_entropy")


def reader_rows(place: float, errors: Mapping[str, float | None]) -> pd.DataFrame:
    """Where the reader stands: ``place``, and ``y`` in each row; an error that is no number stands at the top."""
    heights = [row + float(height(1.0 if error is None else error)) for row, error in enumerate(errors.values())]
    return pd.DataFrame({"way": list(errors), "place": float(place), "y": heights, "quantity": "cross_entropy"})


def error_chart(
    curves: pd.DataFrame,
    specials: pd.DataFrame,
    names: pd.DataFrame,
    reader: pd.DataFrame,
    count: int,
    furthest: float,
    words: Mapping[str, str],
) -> alt.LayerChart:
    """The relative error of ``count`` ways on −furthest … furthest. ``words``: axis titles "place" and "error"."""
    scale = alt.Scale(type="symlog", constant=10, domain=[-furthest, furthest], nice=False)
    along: dict[str, Any] = {
        "scale": scale,
        "axis": axis(
            words["place"],
            values=list(_SIDES),
            tickCount=len(_SIDES),
            labelOverlap="greedy",
            labelExpr="replace(datum.label, '-', '−')",
        ),
    }
    levels = [row + float(height(tick)) for row in range(count) for tick in _TICKS]
    up: dict[str, Any] = {
        "scale": alt.Scale(domain=[count, 0], nice=False),
        "axis": axis(
            words["error"],
            values=levels,
            tickCount=len(levels),
            labelExpr=_labels(levels),
            labelOverlap=False,
            labelFontSize=11,
            ticks=False,
        ),
    }
    x, y = alt.X("place:Q", **along), alt.Y("y:Q", **up)
    span = {"x": alt.X("start:Q", **along), "x2": "end:Q", "y": alt.Y("top:Q", **up), "y2": "floor:Q"}
    layers: list[alt.Chart] = []
    looks: list[tuple[bool, dict[str, Any]]] = [(False, {"color": NEUTRAL}), (True, {})]
    for ours, shade in looks:
        tint: dict[str, Any] = {"color": colour()} if ours else {}
        only = f"datum.way {'===' if ours else '!=='} '{OURS}'"
        lines = alt.Chart(curves).transform_filter(only).encode(x=x, detail="piece:N", **tint)
        bars = alt.Chart(specials).transform_filter(only)
        called = alt.Chart(names).transform_filter(only)
        dots = alt.Chart(reader).transform_filter(only)
        word: dict[str, Any] = {"fontWeight": 600, **shade}
        layers += [
            lines.mark_area(opacity=0.22, **shade).encode(y=y, y2="floor:Q"),
            lines.mark_line(strokeWidth=1.5, **shade).encode(y=y),
            bars.mark_rect(opacity=0.3, **shade).encode(**span, **tint),
            bars.mark_text(fontSize=14, **word).encode(
                x=alt.X("middle:Q", **along), y=alt.Y("at:Q", **up), text="word:N", **tint
            ),
            called.mark_text(align="left", fontSize=14, **word).encode(x=alt.XValue(2), y=y, text="name:N", **tint),
            dots.mark_point(filled=True, size=70, opacity=1, **shade).encode(x=x, y=y, **tint),
        ]
    here = alt.Chart(reader).mark_rule(color=NEUTRAL, strokeWidth=1.5, strokeDash=[3, 3]).encode(x=x)
    return finish(alt.layer(here, *layers), height=ROW_HEIGHT * count)


def _labels(levels: Sequence[float]) -> str:
    """A Vega expression for the ticks: the words of a row's levels, row after row."""
    named = zip(levels, list(_TICKS.values()) * (len(levels) // len(_TICKS)), strict=True)
    return " : ".join([*(f"abs(datum.value - {level!r}) < 1e-6 ? '{word}'" for level, word in named), "''"])
