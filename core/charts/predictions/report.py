"""The charts of the reader's own predictions: losses row by row, reliability, and two models' difference.

Both models are predictions, so both have the colour of the model. The first is filled and dashed, the second hollow
and drawn through; a key in the picture names them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.expressions import thousands
from core.charts.kit.theme import LABEL_SIZE, NEUTRAL, axis, colour, finish
from core.maths.checks import FloatArray, IntArray
from core.simulation.predictions.bootstrap import Interval
from core.simulation.predictions.calibration import Reliability
from core.simulation.predictions.evaluation import Histogram

HEIGHT: Final = 200
SQUARE: Final = 320
STRIP: Final = 130
FIRST, SECOND = "first", "second"
SIGNS: Final = {FIRST: "■", SECOND: "□"}  # what the key draws before a model's name
TICKS: Final = 5  # about so many numbers below a histogram
LARGEST_POINT, SMALLEST_POINT = 520.0, 24.0  # px² of a bin with all the rows, and with hardly any
_STRENGTH: Final = 0.45
_OUTLINE: Final = 2.0
_DASH: Final = [7, 3]
_KEY: Final[dict[str, Any]] = {"fontSize": 14, "fontWeight": 600, "baseline": "middle"}
_UNIT: Final = alt.Scale(domain=[0, 1], nice=False)

Show = Callable[[float], str]


def histogram_rows(histograms: Sequence[Histogram], names: Sequence[str], show: Show) -> pd.DataFrame:
    """The bars of one or two histograms with the same edges, and what is written at them.

    Columns: ``layer`` "bar", "outline", "count", "tick", "key"; ``model``; ``x``, ``x2`` in units of the loss; ``y``,
    ``y2`` in rows; ``text``; ``tip``; ``align``. Two bars apart, right of the last edge, hold the rows beyond it and
    the infinite ones, if any, with their number (the first model's over the second's). ``names``: the models', for
    the key; one model needs none. ValueError: the edges differ.
    """
    edges = histograms[0].edges
    if any(not np.array_equal(edges, other.edges) for other in histograms):
        raise ValueError("the histograms have different edges: give histogram_edges the losses of both models")
    top, wide = float(edges[-1]), 0.07 * float(edges[-1])
    apart = []  # (sign, rows of each model)
    if any(found.beyond for found in histograms):
        apart.append((f"> {show(top)}", [found.beyond for found in histograms]))
    if any(found.infinite for found in histograms):
        apart.append(("∞", [found.infinite for found in histograms]))
    lefts = [top + (0.5 + 1.5 * place) * wide for place in range(len(apart))]
    tallest = max([max(int(found.counts.max()) for found in histograms), *(max(rows) for _, rows in apart)])
    ticks = _round_ticks(edges, bool(apart))
    rows = [_text("tick", value, 0.0, show(value) if value else "0") for value in ticks]
    for number, (model, found) in enumerate(zip((FIRST, SECOND), histograms, strict=False)):
        bars = zip(edges[:-1], edges[1:], found.counts, strict=True)
        who = f"{names[number]}: " if len(histograms) > 1 else ""
        rows += [_bar(model, left, right, n, f"{who}{show(left)} – {show(right)}") for left, right, n in bars]
        for left, (sign, counts) in zip(lefts, apart, strict=True):
            rows.append(_bar(model, left, left + wide, counts[number], f"{who}{sign}"))
        if model == SECOND:
            rows += _outline(found.edges, found.counts)
            for left, (_, counts) in zip(lefts, apart, strict=True):
                rows += _outline(np.array([left, left + wide]), np.array(counts[1:]))
    for left, (sign, counts) in zip(lefts, apart, strict=True):
        # Away from each other: on a phone the two bars are narrower than their words.
        place, side = (left, "left") if sign == "∞" else (left + wide, "right")
        text = "\n".join(f"{count:,}".replace(",", "\u202f") for count in counts)
        rows += [_text("tick", place, 0.0, sign, side), _text("count", place, max(counts), text, side)]
    if len(histograms) > 1:
        rows += [_key(model, name) for model, name in zip((FIRST, SECOND), names, strict=True)]
    rows.append(_text("end", lefts[-1] + 1.5 * wide if apart else top, 1.08 * tallest, ""))
    return pd.DataFrame(rows)


def histogram_chart(rows: pd.DataFrame, words: Mapping[str, str], both: bool) -> alt.LayerChart:
    """How many rows have which loss, from `histogram_rows`. ``words``: axis titles "loss", "rows"; ``both``: models."""
    across = alt.X(
        "x:Q",
        scale=alt.Scale(domainMin=0, nice=False, zero=True),
        axis=axis(words["loss"], labels=False, ticks=False, grid=False, titlePadding=26),
    )
    whole: dict[str, Any] = {"tickCount": 4, "tickMinStep": 1, "labelExpr": thousands()}
    up = alt.Y("y:Q", scale=alt.Scale(domainMin=0, nice=False), axis=axis(words["rows"], **whole))
    tip = [
        alt.Tooltip("tip:N", title=words["loss"]),
        alt.Tooltip("y:Q", title=words["rows"], format=","),
    ]
    bars = _of(rows, "bar").encode(x=across, x2="x2:Q", y=up, y2="y2:Q", color=colour(), tooltip=tip)
    layers = [bars.transform_filter(_model(FIRST)).mark_rect(opacity=_STRENGTH if both else 0.85)]
    if both:
        layers.append(bars.transform_filter(_model(SECOND)).mark_rect(fillOpacity=0.0, strokeWidth=0))
        outline = _of(rows, "outline").encode(x=across, x2="x2:Q", y=up, y2="y2:Q", color=colour())
        layers.append(outline.mark_rule(strokeWidth=_OUTLINE, strokeCap="square"))
        layers.append(_key_layer(rows))
    written: dict[str, Any] = {
        "fontSize": LABEL_SIZE,
        "color": NEUTRAL,
        "clip": False,
        "align": alt.ExprRef("datum.align"),
    }
    places = {"x": across, "y": up}
    layers += [
        _of(rows, "count")
        .mark_text(dy=-24 if both else -8, lineBreak="\n", fontWeight=600, **written)
        .encode(**places, text="text:N"),
        _of(rows, "tick").mark_text(dy=14, **written).encode(**places, text="text:N"),
        _of(rows, "end").mark_point(opacity=0).encode(**places),
    ]
    return finish(alt.layer(*layers), HEIGHT)


def reliability_rows(found: Sequence[Reliability], names: Sequence[str], show: Show) -> pd.DataFrame:
    """The filled bins of one or two models: ``layer`` "point" or "key", ``model``, ``mean``, ``share``, ``size``, tips.

    The area of a point follows the share of the rows in its bin. ``names``: for the key; one model needs none.
    """
    rows = []
    for model, result in zip((FIRST, SECOND), found, strict=False):
        total = int(result.counts.sum())
        for place in np.flatnonzero(result.filled):
            count = int(result.counts[place])
            rows.append(
                {
                    "layer": "point",
                    "model": model,
                    "quantity": "model",
                    "mean": float(result.means[place]),
                    "share": float(result.shares[place]),
                    "size": max(SMALLEST_POINT, LARGEST_POINT * count / total),
                    "count": count,
                    "text": f"{show(float(result.edges[place]))} – {show(float(result.edges[place + 1]))}",
                }
            )
    blank = {"quantity": "model", "mean": 0.0, "share": 0.0, "size": 0.0, "count": 0}
    if len(found) > 1:
        named = zip((FIRST, SECOND), names, strict=True)
        rows += [{"layer": "key", "model": model, "text": f"{SIGNS[model]} {name}"} | blank for model, name in named]
    rows += [
        {"layer": "diagonal", "model": FIRST, "text": ""} | blank | {"mean": end, "share": end} for end in (0.0, 1.0)
    ]
    return pd.DataFrame(rows)


def reliability_chart(rows: pd.DataFrame, words: Mapping[str, str], both: bool) -> alt.LayerChart:
    """What was said against what happened, with the diagonal of a calibrated model, from `reliability_rows`.

    ``words``: axis titles "said" and "happened", and "bin", "rows", "calibrated" for what is shown at a point and at
    the diagonal. A thin rule leads from each point to the diagonal: the error that the expected calibration error
    weighs by the rows.
    """
    x = alt.X("mean:Q", scale=_UNIT, axis=axis(words["said"], tickCount=5))
    y = alt.Y("share:Q", scale=_UNIT, axis=axis(words["happened"], tickCount=5))
    tip = [
        alt.Tooltip("text:N", title=words["bin"]),
        alt.Tooltip("mean:Q", title=words["said"], format=".3f"),
        alt.Tooltip("share:Q", title=words["happened"], format=".3f"),
        alt.Tooltip("count:Q", title=words["rows"], format=","),
    ]
    diagonal = _of(rows, "diagonal").encode(x=x, y=y)
    points = _of(rows, "point").encode(x=x, y=y, color=colour())
    layers = [
        diagonal.mark_line(color=NEUTRAL, strokeWidth=1.5, strokeDash=[2, 3]),
        diagonal.transform_filter("datum.mean === 1").mark_text(
            text=words["calibrated"], align="right", dy=-18, color=NEUTRAL, fontSize=LABEL_SIZE, clip=False
        ),
    ]
    for model in (FIRST, SECOND) if both else (FIRST,):
        mine = points.transform_filter(_model(model))
        dashes: dict[str, Any] = {"strokeDash": _DASH} if model == FIRST else {}
        shape: dict[str, Any] = (
            {"filled": True, "opacity": 0.9}
            if model == FIRST
            else {"shape": "square", "filled": False, "strokeWidth": _OUTLINE, "opacity": 1}
        )
        layers += [
            mine.mark_rule(strokeWidth=1, opacity=0.6).encode(y2="mean:Q"),
            mine.mark_line(strokeWidth=1.5, opacity=0.7, **dashes),
            mine.mark_point(clip=False, **shape).encode(size=alt.Size("size:Q", scale=None), tooltip=tip),
        ]
    if both:
        layers.append(_key_layer(rows))
    return finish(alt.layer(*layers), SQUARE)


def interval_rows(interval: Interval, per_nat: float, names: Sequence[str], show: Show) -> pd.DataFrame:
    """The interval of a difference in the reader's unit: ``layer``, ``x``, ``x2``, ``text``.

    Layers: "interval", "middle" (the difference), "zero", and "left", "right" for the models' names. Below 0 the
    first model is better, so its name stands left. ValueError: there is no interval.
    """
    if interval.low is None or interval.high is None or interval.difference is None:
        raise ValueError("there is no interval to draw")
    low, high, middle = (per_nat * value for value in (interval.low, interval.high, interval.difference))
    reach = 1.15 * max(abs(low), abs(high)) or 1.0
    blank = {"quantity": "cross_entropy", "x2": 0.0, "text": ""}
    return pd.DataFrame(
        [
            blank | {"layer": "interval", "x": low, "x2": high},
            blank | {"layer": "middle", "x": middle, "text": show(middle)},
            blank | {"layer": "zero", "x": 0.0},
            blank | {"layer": "left", "x": -reach, "text": f"◂ {names[0]}"},
            blank | {"layer": "right", "x": reach, "text": f"{names[1]} ▸"},
        ]
    )


def interval_chart(rows: pd.DataFrame, words: Mapping[str, str]) -> alt.LayerChart:
    """One rule with the difference and its interval beside 0, from `interval_rows`. ``words``: "difference"."""
    x = alt.X("x:Q", scale=alt.Scale(nice=False, zero=True), axis=axis(words["difference"], tickCount=5))
    height: Any = alt.YValue(alt.expr("height * 0.72"))
    beside: dict[str, Any] = {"fontSize": LABEL_SIZE, "color": NEUTRAL, "baseline": "top"}
    reach = _of(rows, "interval").encode(x=x, x2="x2:Q", y=height, color=colour())
    middle = _of(rows, "middle").encode(x=x, y=height, color=colour())
    layers = [
        _of(rows, "zero").mark_rule(color=NEUTRAL, strokeWidth=1.5, strokeDash=[2, 3]).encode(x=x),
        _of(rows, "left").mark_text(align="left", **beside).encode(x=x, y=alt.YValue(0), text="text:N"),
        _of(rows, "right").mark_text(align="right", **beside).encode(x=x, y=alt.YValue(0), text="text:N"),
        reach.mark_rule(strokeWidth=6, opacity=_STRENGTH),
        middle.mark_point(filled=True, size=130, opacity=1),
        middle.mark_text(dy=-15, **_KEY).encode(text="text:N"),
    ]
    return finish(alt.layer(*layers), STRIP)


def _of(rows: pd.DataFrame, layer: str) -> alt.Chart:
    return alt.Chart(rows).transform_filter(f"datum.layer === '{layer}'")


def _model(model: str) -> str:
    return f"datum.model === '{model}'"


def _key_layer(rows: pd.DataFrame) -> Any:
    """The models' names one above the other, over the plane, where no data can be."""
    key = _of(rows, "key")
    lines = [
        key.transform_filter(_model(model))
        .mark_text(align="left", clip=False, **_KEY)
        .encode(x=alt.XValue(0), y=alt.YValue(height), text="text:N", color=colour())
        for model, height in ((FIRST, -36), (SECOND, -18))
    ]
    return alt.layer(*lines)


def _bar(model: str, left: float, right: float, count: int, tip: str) -> dict[str, Any]:
    place = {"x": float(left), "x2": float(right), "y": float(count), "y2": 0.0}
    return {"layer": "bar", "model": model, "quantity": "model", "text": "", "tip": tip, "align": ""} | place


def _outline(edges: FloatArray, counts: IntArray) -> list[dict[str, Any]]:
    """The skyline of bars: their upper edges, and the steps between them."""
    heights = np.concatenate([[0], counts, [0]])
    tops = zip(edges[:-1], edges[1:], counts, counts, strict=True)
    steps = zip(edges, edges, heights[:-1], heights[1:], strict=True)
    lines = [line for line in tops if line[2]] + [line for line in steps if line[2] != line[3]]
    names = ("x", "x2", "y", "y2")
    blank = {"layer": "outline", "model": SECOND, "quantity": "model", "text": "", "tip": "", "align": ""}
    return [blank | dict(zip(names, map(float, line), strict=True)) for line in lines]


def _text(layer: str, x: float, y: float, text: str, align: str = "center") -> dict[str, Any]:
    place = {"x": float(x), "x2": float(x), "y": float(y), "y2": float(y)}
    return {"layer": layer, "model": FIRST, "quantity": "model", "text": text, "tip": "", "align": align} | place


def _key(model: str, name: str) -> dict[str, Any]:
    return _text("key", 0.0, 0.0, f"{SIGNS[model]} {name}") | {"model": model}


def _round_ticks(edges: FloatArray, crowded: bool) -> list[float]:
    """About TICKS of the edges, evenly spaced from 0; not the last where the next words would touch it."""
    bins = len(edges) - 1
    every = next(step for power in (1, 10, 100, 1000) for step in (power, 2 * power, 5 * power) if bins <= TICKS * step)
    ticks = [float(edge) for edge in edges[::every]]
    return ticks[:-1] if crowded and len(ticks) > 1 and bins % every == 0 else ticks
