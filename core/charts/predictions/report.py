"""The charts of the reader's own predictions: losses row by row, reliability, and two models' difference.

Both models are predictions, so both have the colour of the model. The first is filled and dashed, the second hollow
and drawn through; a key in the picture names them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import FROM_ZERO, SHARES, across, at_x, at_y, scale, up
from core.charts.kit.expressions import thousands
from core.charts.kit.frames import Frame, table
from core.charts.kit.layers import DOTTED, Plane, finish, of_row, only, select
from core.charts.kit.theme import LABEL_SIZE, NEUTRAL, colour
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

Show = Callable[[float], str]


def histogram_rows(histograms: Sequence[Histogram], names: Sequence[str], show: Show) -> Frame:
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
        bins = zip(edges[:-1], edges[1:], found.counts, strict=True)
        who = f"{names[number]}: " if len(histograms) > 1 else ""
        beyond = [(left, left + wide, counts[number], sign) for left, (sign, counts) in zip(lefts, apart, strict=True)]
        bars = [(left, right, n, f"{show(left)} – {show(right)}") for left, right, n in bins]
        rows += [_row("bar", model, (*ends, n, 0.0), tip=who + said) for *ends, n, said in (*bars, *beyond)]
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
        named = zip(SIGNS.items(), names, strict=True)
        rows += [_row("key", model, (0, 0, 0, 0), f"{sign} {name}", align="center") for (model, sign), name in named]
    rows.append(_text("end", lefts[-1] + 1.5 * wide if apart else top, 1.08 * tallest, ""))
    return table("layer model quantity text tip align x x2 y y2", rows)


def histogram_chart(rows: Frame, words: Mapping[str, str], both: bool) -> alt.LayerChart:
    """How many rows have which loss, from `histogram_rows`. ``words``: axis titles "loss", "rows"; ``both``: models."""
    # The numbers below the bars are marks: those of an axis would run into the words of the bars apart.
    bare: dict[str, Any] = {"labels": False, "ticks": False, "grid": False, "titlePadding": 26}
    x = across(scale(domainMin=0, zero=True), words["loss"], **bare)("x")
    whole: dict[str, Any] = {"tickCount": 4, "tickMinStep": 1, "labelExpr": thousands()}
    y = up(scale(domainMin=0), words["rows"], **whole)("y")
    plane, grey = Plane(x, alt.X2("x2:Q"), y, alt.Y2("y2:Q"), colour()), Plane(x, y)
    tip = [alt.Tooltip("tip:N", title=words["loss"]), alt.Tooltip("y:Q", title=words["rows"], format=",")]
    first, second = (only(rows, layer="bar", model=model) for model in (FIRST, SECOND))
    layers = [plane.rect(first, opacity=_STRENGTH if both else 0.85).encode(tooltip=tip)]
    if both:
        outline = plane.rule(only(rows, layer="outline"), strokeWidth=_OUTLINE, strokeCap="square")
        layers += [plane.rect(second, fillOpacity=0.0, strokeWidth=0).encode(tooltip=tip), outline, *_key_layers(rows)]
    over: dict[str, Any] = {"dy": -24 if both else -8, "lineBreak": "\n", "fontWeight": 600}
    layers += [
        grey.note(only(rows, layer="count"), "text", clip=False, **over, **of_row("align")),
        grey.note(only(rows, layer="tick"), "text", clip=False, dy=14, **of_row("align")),
        grey.ends(only(rows, layer="end")),
    ]
    return finish(layers, height=HEIGHT)


def reliability_rows(found: Sequence[Reliability], names: Sequence[str], show: Show) -> Frame:
    """The filled bins of one or two models: ``layer`` "point" or "key", ``model``, ``mean``, ``share``, ``size``, tips.

    The area of a point follows the share of the rows in its bin. ``names``: for the key; one model needs none.
    """
    rows: list[tuple[Any, ...]] = []
    for model, result in zip((FIRST, SECOND), found, strict=False):
        for place in np.flatnonzero(result.filled):
            count = int(result.counts[place])
            size = max(SMALLEST_POINT, LARGEST_POINT * count / int(result.counts.sum()))
            edges = f"{show(float(result.edges[place]))} – {show(float(result.edges[place + 1]))}"
            rows.append(("point", model, float(result.means[place]), float(result.shares[place]), size, count, edges))
    if len(found) > 1:
        named = zip(SIGNS.items(), names, strict=True)
        rows += [("key", model, 0.0, 0.0, 0.0, 0, f"{sign} {name}") for (model, sign), name in named]
    rows += [("diagonal", FIRST, end, end, 0.0, 0, "") for end in (0.0, 1.0)]
    return table("layer model mean share size count text", rows, quantity="model")


def reliability_chart(rows: Frame, words: Mapping[str, str], both: bool) -> alt.LayerChart:
    """What was said against what happened, with the diagonal of a calibrated model, from `reliability_rows`.

    ``words``: axis titles "said" and "happened", and "bin", "rows", "calibrated" for what is shown at a point and at
    the diagonal. A thin rule leads from each point to the diagonal: the error that the expected calibration error
    weighs by the rows.
    """
    x, y = across(SHARES, words["said"], tickCount=5)("mean"), up(SHARES, words["happened"], tickCount=5)("share")
    plane, grey, diagonal = Plane(x, y, colour()), Plane(x, y), only(rows, layer="diagonal")
    tip = [
        alt.Tooltip("text:N", title=words["bin"]),
        alt.Tooltip("mean:Q", title=words["said"], format=".3f"),
        alt.Tooltip("share:Q", title=words["happened"], format=".3f"),
        alt.Tooltip("count:Q", title=words["rows"], format=","),
    ]
    named: dict[str, Any] = {"text": words["calibrated"], "color": NEUTRAL, "fontSize": LABEL_SIZE}
    layers = [
        grey.mark("line", diagonal, **DOTTED),
        grey.mark("text", select(diagonal, "datum.mean === 1"), align="right", dy=-18, clip=False, **named),
    ]
    solid = {"filled": True, "opacity": 0.9}
    hollow = {"shape": "square", "filled": False, "strokeWidth": _OUTLINE, "opacity": 1}
    looks: dict[str, tuple[Any, ...]] = {FIRST: ({"strokeDash": _DASH}, solid), SECOND: ({}, hollow)}
    for model in (FIRST, SECOND) if both else (FIRST,):
        mine, (dashes, shape) = only(rows, layer="point", model=model), looks[model]
        dots = plane.mark("point", mine, alt.Size("size:Q", scale=None), clip=False, **shape)
        layers += [
            plane.rule(mine, alt.Y2("mean:Q"), strokeWidth=1, opacity=0.6),
            plane.line(mine, 1.5, opacity=0.7, **dashes),
            dots.encode(tooltip=tip),
        ]
    return finish([*layers, *(_key_layers(rows) if both else ())], height=SQUARE)


def interval_rows(interval: Interval, per_nat: float, names: Sequence[str], show: Show) -> Frame:
    """The interval of a difference in the reader's unit: ``layer``, ``x``, ``x2``, ``text``.

    Layers: "interval", "middle" (the difference), "zero", and "left", "right" for the models' names. Below 0 the
    first model is better, so its name stands left. ValueError: there is no interval.
    """
    if interval.low is None or interval.high is None or interval.difference is None:
        raise ValueError("there is no interval to draw")
    low, high, middle = (per_nat * value for value in (interval.low, interval.high, interval.difference))
    reach = 1.15 * max(abs(low), abs(high)) or 1.0
    found = [
        ("interval", low, high, ""),
        ("middle", middle, 0.0, show(middle)),
        ("zero", 0.0, 0.0, ""),
        ("left", -reach, 0.0, f"◂ {names[0]}"),
        ("right", reach, 0.0, f"{names[1]} ▸"),
    ]
    return table("layer x x2 text", found, quantity="cross_entropy")


def interval_chart(rows: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """One rule with the difference and its interval beside 0, from `interval_rows`. ``words``: "difference"."""
    x, height = across(FROM_ZERO, words["difference"], tickCount=5)("x"), at_y("height * 0.72")
    plane, top, middle = Plane(x, height, colour()), Plane(x, at_y(0)), only(rows, layer="middle")
    layers = [
        Plane(x).rule(only(rows, layer="zero"), **DOTTED),
        top.note(only(rows, layer="left"), "text", align="left", baseline="top"),
        top.note(only(rows, layer="right"), "text", align="right", baseline="top"),
        plane.rule(only(rows, layer="interval"), alt.X2("x2:Q"), strokeWidth=6, opacity=_STRENGTH),
        plane.dots(middle, 130),
        plane.text(middle, "text", size=14, baseline="middle", dy=-15),
    ]
    return finish(layers, height=STRIP)


def _key_layers(rows: Frame) -> list[alt.Chart]:
    """The models' names one above the other, over the plane, where no data can be."""
    looks: dict[str, Any] = {"size": 14, "align": "left", "baseline": "middle", "clip": False}
    return [
        Plane(at_x(0), at_y(height), colour()).text(only(rows, layer="key", model=model), "text", **looks)
        for model, height in ((FIRST, -36), (SECOND, -18))
    ]


def _row(
    layer: str, model: str, place: Iterable[float], text: str = "", tip: str = "", align: str = ""
) -> tuple[Any, ...]:
    return (layer, model, "model", text, tip, align, *map(float, place))


def _text(layer: str, x: float, y: float, text: str, align: str = "center") -> tuple[Any, ...]:
    return _row(layer, FIRST, (x, x, y, y), text, align=align)


def _outline(edges: FloatArray, counts: IntArray) -> list[tuple[Any, ...]]:
    """The skyline of bars: their upper edges, and the steps between them."""
    heights = np.concatenate([[0], counts, [0]])
    tops = zip(edges[:-1], edges[1:], counts, counts, strict=True)
    steps = zip(edges, edges, heights[:-1], heights[1:], strict=True)
    lines = [line for line in tops if line[2]] + [line for line in steps if line[2] != line[3]]
    return [_row("outline", SECOND, line) for line in lines]


def _round_ticks(edges: FloatArray, crowded: bool) -> list[float]:
    """About TICKS of the edges, evenly spaced from 0; not the last where the next words would touch it."""
    bins = len(edges) - 1
    every = next(step for power in (1, 10, 100, 1000) for step in (power, 2 * power, 5 * power) if bins <= TICKS * step)
    ticks = [float(edge) for edge in edges[::every]]
    return ticks[:-1] if crowded and len(ticks) > 1 and bins % every == 0 else ticks
