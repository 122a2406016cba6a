"""The charts of the KL divergence page: p beside q, their lengths as areas, and entropy + KL = cross-entropy.

Everything that changes with the numbers is in the data, even the ends of the axes and the looks, so that a change
swaps data in place. What is infinite runs to the end of its axis and is named by a sign. KL has no colour of its
own: the price of believing q is drawn in the model's.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from core.charts.kit.theme import NEUTRAL, QUANTITIES, axis, colour, dash, finish
from core.charts.kl_divergence.hero_rows import GROUP, LAST


def probability_bars(rows: pd.DataFrame, outcome: str, height: int) -> alt.LayerChart:
    """Bars of p and q side by side for each outcome, to stand over the boxes they are typed into.

    ``rows`` come from ``bar_rows``; ``outcome`` is the axis title.
    """
    place = {
        "x": alt.X(
            "outcome:O",
            axis=axis(outcome, labels=False, grid=False, ticks=False, titlePadding=22),
            scale=alt.Scale(paddingInner=0.22, paddingOuter=0.11),
        ),
        "xOffset": alt.XOffset("quantity:N", sort=["truth", "model"], scale=alt.Scale(paddingInner=0.08)),
        "y": alt.Y("value:Q", stack=None, axis=None, scale=alt.Scale(nice=False, zero=True)),
    }
    bars = (
        _only("bar")
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            **place,
            color=colour(),
            fillOpacity=alt.FillOpacity("fill:Q", scale=None),
            tooltip=alt.Tooltip("tip:N", title=" "),
        )
    )
    numbers = _only("bar").mark_text(dy=-8, fontSize=12).encode(**place, text="label:N", color=colour())
    names = (
        _only("name")
        .mark_text(
            x=alt.ExprRef("datum.quantity === 'truth' ? 0 : width"),
            align=alt.ExprRef("datum.quantity === 'truth' ? 'left' : 'right'"),
            y=-18,
            baseline="bottom",
            fontSize=14,
            fontWeight=600,
        )
        .encode(text="label:N", color=colour())
    )
    # The words under the bars are data, not an axis: they change without a new specification.
    under = (
        _only("under")
        .mark_text(dy=14, fontSize=13, color=NEUTRAL)
        .encode(x=place["x"], y=place["y"], text="label:N", tooltip=alt.Tooltip("tip:N", title=" "))
    )
    return _finished(rows, height, bars, numbers, names, under)


def areas(rows: pd.DataFrame, titles: Mapping[str, str]) -> alt.LayerChart:
    """Cross-entropy as area: each outcome p wide and −log q high, against −log p, so that the excess is KL.

    ``rows`` come from ``area_rows``; ``titles`` has the axes' under "x" and "y" and the tooltip's words under
    "outcome", "own", "believed" and "term".
    """
    # Widths need no ticks: they sum to 1, and under each stands its outcome.
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=axis(titles["x"], labels=False, ticks=False, grid=False, titlePadding=20),
    )
    y = alt.Y("y:Q", scale=alt.Scale(nice=False, zero=True), axis=axis(titles["y"], tickCount=5))
    inset: dict[str, Any] = {"xOffset": 1, "x2Offset": -1}
    rectangles = (
        _only("area")
        .mark_rect(strokeDash=[4, 3], strokeWidth=1.5, **inset)
        .encode(
            x=x,
            x2="x2:Q",
            y=y,
            y2="y2:Q",
            color=colour(),
            stroke=alt.Stroke("quantity:N", scale=alt.Scale(domain=list(QUANTITIES)), legend=None),
            fillOpacity=alt.FillOpacity("fill:Q", scale=None),
            strokeOpacity=alt.StrokeOpacity("line:Q", scale=None),
            tooltip=[
                alt.Tooltip(f"{name}:N", title=titles.get(name, name))
                for name in ("outcome", "p", "q", "own", "believed", "term")
            ],
        )
    )
    edges = (
        _only("edge")
        .mark_rule(strokeWidth=alt.ExprRef("datum.quantity === 'entropy' ? 2 : 3"), **inset)
        .encode(x=x, x2="x2:Q", y=y, color=colour(), strokeDash=dash())
    )
    label = {"x": alt.X("middle:Q"), "y": y, "text": "label:N"}
    looks: dict[str, Any] = {
        "dy": alt.ExprRef("datum.dy"),
        "fontSize": alt.ExprRef("datum.size"),
        "opacity": alt.ExprRef("datum.share * width > 6.3 * length(datum.label) ? 1 : 0"),
    }
    terms = _only("term").mark_text(fontWeight=600, **looks).encode(**label, color=colour())
    neutral = _only("word").mark_text(color=NEUTRAL, **looks).encode(**label)
    return _finished(rows, 214, rectangles, edges, terms, neutral)


def sums(rows: pd.DataFrame, unit: str) -> alt.LayerChart:
    """Entropy + KL = cross-entropy as a stacked bar over a bar of the same length, once for each direction.

    ``rows`` come from ``sum_rows``; ``unit`` is the axis title.
    """
    x = alt.X("x:Q", scale=alt.Scale(nice=False, zero=True), axis=axis(unit, titlePadding=2))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[2 * GROUP - LAST, 0], nice=False), axis=None)
    bars = (
        _only("bar")
        .mark_rect(cornerRadius=2)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=colour(), tooltip=alt.Tooltip("label:N", title=" "))
    )
    infinities = (
        _only("infinite")
        .mark_text(align="left", dx=5, fontSize=20, fontWeight=600)
        .encode(x=x, y=y, text="label:N", color=colour())
    )
    headlines = (
        _only("headline")
        .mark_text(align="left", baseline="middle", fontSize=14, fontWeight=600, x=alt.ExprRef("datum.x2"))
        .encode(y=y, text="label:N", color=colour())
    )
    return _finished(rows, 168, bars, infinities, headlines)


def _only(layer: str) -> alt.Chart:
    """A layer that asks for its own rows of the table all layers share."""
    chart: alt.Chart = alt.Chart().transform_filter(f"datum.layer === '{layer}'")
    return chart


def _finished(rows: pd.DataFrame, height: int, *layers: alt.Chart) -> alt.LayerChart:
    """The house's frame without its margin below: three charts and their words share one screen."""
    return finish(alt.layer(*layers, data=rows), height).properties(
        padding={"left": 0, "right": 2, "top": 2, "bottom": 2}
    )
