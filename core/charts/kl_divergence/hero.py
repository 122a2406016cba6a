"""The charts of the KL divergence page: p beside q, their lengths as areas, and entropy + KL = cross-entropy.

Everything that changes with the numbers is in the data, even the ends of the axes and the looks, so that a change
swaps data in place. What is infinite runs to the end of its axis and is named by a sign. KL has no colour of its
own: the price of believing q is drawn in the model's.
"""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import FROM_ZERO, SHARES, across, axis, scale, up
from core.charts.kit.frames import Frame
from core.charts.kit.layers import Plane, finish, of_row, only
from core.charts.kit.theme import QUANTITIES, colour, dash
from core.charts.kl_divergence.hero_rows import GROUP, LAST, TIPS

# The house's frame without its margin below: three charts and their words share one screen.
_PADDING: Final = {"left": 0, "right": 2, "top": 2, "bottom": 2}


def probability_bars(rows: Frame, outcome: str, height: int) -> alt.LayerChart:
    """Bars of p and q side by side for each outcome, to stand over the boxes they are typed into.

    ``rows`` come from ``bar_rows``; ``outcome`` is the axis title.
    """
    x_axis = axis(outcome, labels=False, grid=False, ticks=False, titlePadding=22)
    x = alt.X("outcome:O", axis=x_axis, scale=alt.Scale(paddingInner=0.22, paddingOuter=0.11))
    side = alt.XOffset("quantity:N", sort=["truth", "model"], scale=alt.Scale(paddingInner=0.08))
    y = alt.Y("value:Q", stack=None, axis=None, scale=FROM_ZERO)
    plane, tip = Plane(x, side, y, colour()), alt.Tooltip("tip:N", title=" ")
    bars = plane.bar(only(rows, layer="bar"), alt.FillOpacity("fill:Q", scale=None), tip, cornerRadiusEnd=2)
    numbers = plane.text(only(rows, layer="bar"), "label", dy=-8, size=12, fontWeight="normal")
    first = "datum.quantity === 'truth'"
    ends: dict[str, Any] = {"x": alt.expr(f"{first} ? 0 : width / 2"), "align": "left"}
    names = Plane(colour()).text(only(rows, layer="name"), "label", y=-18, baseline="bottom", size=14, **ends)
    # The words under the bars are data, not an axis: they change without a new specification.
    under = Plane(x, y, tip).note(only(rows, layer="under"), "label", dy=14)
    return finish([bars, numbers, names, under], height=height, padding=_PADDING)


def areas(rows: Frame, titles: Mapping[str, str]) -> alt.LayerChart:
    """Cross-entropy as area: each outcome p wide and −log q high, against −log p, so that the excess is KL.

    ``rows`` come from ``area_rows``; ``titles`` has the axes' under "x" and "y" and the tooltip's words under
    "outcome", "own", "believed" and "term".
    """
    # Widths need no ticks: they sum to 1, and under each stands its outcome.
    x = across(SHARES, titles["x"], labels=False, ticks=False, grid=False, titlePadding=20)("x")
    y = up(FROM_ZERO, titles["y"], tickCount=5)("y")
    inset: dict[str, Any] = {"xOffset": 1, "x2Offset": -1}
    plane, words = Plane(x, alt.X2("x2:Q"), y, colour()), Plane(alt.X("middle:Q"), y)
    rectangles = plane.rect(
        only(rows, layer="area"),
        alt.Y2("y2:Q"),
        alt.Stroke("quantity:N", scale=alt.Scale(domain=list(QUANTITIES)), legend=None),
        alt.FillOpacity("fill:Q", scale=None),
        alt.StrokeOpacity("line:Q", scale=None),
        strokeDash=[4, 3],
        strokeWidth=1.5,
        **inset,
    )
    tips = [alt.Tooltip(f"{name}:N", title=titles.get(name, name)) for name in TIPS]
    wide = alt.expr("datum.quantity === 'entropy' ? 2 : 3")
    looks: dict[str, Any] = {"opacity": alt.expr("datum.share * width > 6.3 * length(datum.label) ? 1 : 0")}
    looks |= of_row("dy") | {"size": alt.ExprRef("datum.size")}
    layers = [
        rectangles.encode(tooltip=tips),
        plane.rule(only(rows, layer="edge"), dash(), strokeWidth=wide, **inset),
        words.text(only(rows, layer="term"), "label", colour(), **looks),
        words.note(only(rows, layer="word"), "label", **looks),
    ]
    return finish(layers, height=214, padding=_PADDING)


def sums(rows: Frame, unit: str) -> alt.LayerChart:
    """Entropy + KL = cross-entropy as a stacked bar over a bar of the same length, once for each direction.

    ``rows`` come from ``sum_rows``; ``unit`` is the axis title.
    """
    x, y = across(FROM_ZERO, unit, titlePadding=2)("x"), up(scale(2 * GROUP - LAST, 0))("y")
    plane, headlines = Plane(x, y, colour()), Plane(y, colour())
    spread = (alt.X2("x2:Q"), alt.Y2("y2:Q"), alt.Tooltip("label:N", title=" "))
    said: dict[str, Any] = {"align": "left", "baseline": "middle", "x": alt.ExprRef("datum.x2")}
    layers = [
        plane.rect(only(rows, layer="bar"), *spread, cornerRadius=2),
        plane.text(only(rows, layer="infinite"), "label", align="left", dx=5, size=20),
        headlines.text(only(rows, layer="headline"), "label", size=14, **said),
    ]
    return finish(layers, height=168, padding=_PADDING)
