"""The charts of the KL divergence page: p beside q, their lengths as areas, and entropy + KL = cross-entropy.

Everything that changes with the numbers is in the data, even the end of an axis (rows of kind "frame"), so that a
change swaps data in place. What is infinite runs to the end of its axis and is named by a sign.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from core.charts.theme import NEUTRAL, QUANTITIES, axis, colour, finish

# Where an axis may end. Beyond the last stop a length runs out of the chart and only its number tells it.
STOPS: Final = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
EMPTY: Final = 2.0  # where the axes of a chart without numbers end
VISIBLE: Final = 0.01  # narrower areas do not decide how high the chart is
FEW: Final = 5  # outcomes; the bars of more are too narrow for numbers
BAR, GAP, HEADLINE, GROUP, LAST = 17, 2, 20, 70, 8  # places down the chart of the sums, close to pixels
ROOM: Final = 0.94  # the part of the axis that infinite bars take; the rest is for their sign
# KL has no colour of its own: the price of believing q is drawn in the model's.
DRAWN_IN: Final = {"own": "entropy", "own_edge": "entropy", "edge": "cross_entropy"}

Show = Callable[[float], str]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome under p and q: own = −log p, believed = −log q, and term = p log (p/q), its part of KL."""

    number: int
    p: float
    q: float
    own: float
    believed: float
    term: float


def end_of_axis(lengths: Iterable[float], room: float = 1.0) -> float:
    """The first stop that holds all finite lengths and the room for their labels."""
    longest = max((length for length in lengths if math.isfinite(length)), default=0.0) * room
    return next((stop for stop in STOPS if stop >= longest), STOPS[-1])


def signed(value: float, show: Show) -> str:
    """A number with its sign, also where it is positive; 0 has none."""
    return f"+{show(value)}" if value > 0 else show(value) if value < 0 else "0"


def probability_bars(p: Sequence[float], q: Sequence[float], words: Mapping[str, str], height: int) -> alt.LayerChart:
    """Bars of p and q side by side for each outcome, to stand over the boxes they are typed into.

    ``words`` has the names of both under "p" and "q" and the axis title under "outcome".
    """
    rows = [
        {
            "kind": "bar",
            "outcome": number,
            "quantity": quantity,
            "value": value,
            "label": f"{value:.3g}" if len(p) <= FEW else "",
            "tip": f"{name}({number}) = {value:.6g}",
        }
        for name, quantity, values in (("p", "truth", p), ("q", "model", q))
        for number, value in enumerate(values, 1)
    ]
    for kind, quantity in (("frame", "truth"), ("p", "truth"), ("q", "model")):
        end = end_of_axis((*p, *q))
        rows.append({"kind": kind, "outcome": 1, "quantity": quantity, "value": end, "label": "", "tip": ""})
    only = _layers(rows)
    place = {
        "x": alt.X(
            "outcome:O",
            axis=axis(words["outcome"], labelAngle=0, grid=False, ticks=False, labelPadding=4, titlePadding=2),
            scale=alt.Scale(paddingInner=0.22, paddingOuter=0.11),
        ),
        "xOffset": alt.XOffset("quantity:N", sort=["truth", "model"], scale=alt.Scale(paddingInner=0.08)),
        "y": alt.Y("value:Q", axis=None, scale=alt.Scale(nice=False, zero=True)),
    }
    left: dict[str, Any] = {"align": "left"}
    right: dict[str, Any] = {"align": "right"}
    names = [
        only(name)
        .mark_text(**align, baseline="bottom", fontSize=14, fontWeight=600)
        .encode(x=x, y=alt.value(-18), text=alt.value(words[name]), color=colour())
        for name, align, x in (("p", left, alt.value(0)), ("q", right, alt.value("width")))
    ]
    chart: alt.LayerChart = _finish(
        alt.layer(
            only("frame").mark_point(opacity=0).encode(**place),
            only("bar")
            .mark_bar(cornerRadiusEnd=2)
            .encode(**place, color=colour(), tooltip=alt.Tooltip("tip:N", title=" ")),
            only("bar").mark_text(dy=-8, fontSize=12).encode(**place, text="label:N", color=colour()),
            *names,
        ),
        height=height,
    )
    return chart


def areas(
    outcomes: Sequence[Outcome], show: Show, words: Mapping[str, str], note: str = "", height: int = 236
) -> alt.LayerChart:
    """Cross-entropy as area: each outcome p wide and −log q high, against −log p, so that the excess is KL.

    Without outcomes the chart is empty and shows the ``note``. ``words`` has the axis titles under "x" and "y" and
    the tooltip's words under "outcome", "own", "believed" and "term".
    """
    visible = [outcome for outcome in outcomes if outcome.p >= VISIBLE]
    top = end_of_axis((length for o in visible for length in (o.own, o.believed)), room=1.02) if visible else EMPTY
    only = _layers([*_area_rows(outcomes, top, show), _area("frame", (0.0, 1.0), (0.0, top), note)])
    # Widths need no ticks: they sum to 1, and under each stands the outcome.
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=axis(words["x"], labels=False, ticks=False, grid=False, titlePadding=20),
    )
    y = alt.Y("y:Q", scale=alt.Scale(nice=False, zero=True), axis=axis(words["y"], tickCount=5))
    box = {"x": x, "x2": "x2:Q", "y": y, "y2": "y2:Q"}
    inset: dict[str, Any] = {"xOffset": 1, "x2Offset": -1}
    label = {"x": alt.X("middle:Q"), "y": y, "text": "label:N"}
    outline = alt.Stroke("quantity:N", scale=alt.Scale(domain=list(QUANTITIES)), legend=None)
    tooltip = [
        alt.Tooltip(f"{name}:N", title=words.get(name, name))
        for name in ("outcome", "p", "q", "own", "believed", "term")
    ]

    def where_it_fits(pixels: int) -> alt.ExprRef:
        return alt.ExprRef(f"datum.share * width > {pixels} ? 1 : 0")

    chart: alt.LayerChart = _finish(
        alt.layer(
            only("frame").mark_rect(opacity=0).encode(**box),
            only("own").mark_rect(opacity=0.4, **inset).encode(**box, color=colour()),
            only("excess").mark_rect(opacity=0.85, **inset).encode(**box, color=colour()),
            only("saving")
            .mark_rect(fillOpacity=0.08, strokeDash=[4, 3], strokeWidth=1.5, **inset)
            .encode(**box, color=colour(), stroke=outline),
            only("own_edge").mark_rule(strokeWidth=2, strokeDash=[2, 2], **inset).encode(**box, color=colour()),
            only("edge").mark_rule(strokeWidth=3, **inset).encode(**box, color=colour()),
            only("term")
            .mark_text(dy=-9, fontSize=13, fontWeight=600, opacity=where_it_fits(34))
            .encode(**label, color=colour()),
            only("infinite").mark_text(dy=-9, fontSize=20, fontWeight=600).encode(**label, color=colour()),
            only("name").mark_text(dy=13, fontSize=13, color=NEUTRAL, opacity=where_it_fits(14)).encode(**label),
            only("frame").mark_text(fontSize=15, color=NEUTRAL).encode(text="label:N"),
            only("hover").mark_rect(opacity=0).encode(**box, tooltip=tooltip),
        ),
        height=height,
    )
    return chart


def sums(
    directions: Sequence[tuple[float, float, float]],
    show: Show,
    names: Sequence[tuple[str, str, str]],
    words: Mapping[str, str],
    note: str = "",
) -> alt.LayerChart:
    """Entropy + KL = cross-entropy as a stacked bar over a bar of the same length, once for each direction.

    ``directions`` has entropy, KL and cross-entropy for each direction, ``names`` their names; without directions
    the chart is empty and shows the ``note``. ``words`` has the axis title under "x".
    """
    top = end_of_axis((length for lengths in directions for length in lengths), room=1.04) if directions else EMPTY
    rows = [
        row
        for place, (lengths, called) in enumerate(zip(directions, names, strict=False))
        for row in _sum_rows(place * GROUP, lengths, called, top, show)
    ]
    only = _layers([*rows, _bar("frame", 0.0, top, 0.0, 0.0, "entropy", note)])
    x = alt.X("x:Q", scale=alt.Scale(nice=False, zero=True), axis=axis(words["x"], titlePadding=2))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[2 * GROUP - LAST, 0], nice=False), axis=None)
    box = {"x": x, "x2": "x2:Q", "y": y, "y2": "y2:Q", "color": colour()}
    headline = [
        only(f"headline_{part}")
        .mark_text(align="left", baseline="middle", fontSize=14, fontWeight=600)
        .encode(x=alt.value(offset), y=y, text="label:N", color=colour())
        for part, offset in enumerate((0, 84, 204))
    ]
    chart: alt.LayerChart = _finish(
        alt.layer(
            only("frame").mark_rule(opacity=0).encode(x=x, x2="x2:Q"),
            only("bar").mark_rect(cornerRadius=2).encode(**box, tooltip=alt.Tooltip("label:N", title=" ")),
            only("infinite")
            .mark_text(align="left", dx=5, fontSize=20, fontWeight=600)
            .encode(x=x, y=y, text="label:N", color=colour()),
            *headline,
            only("frame").mark_text(fontSize=15, color=NEUTRAL).encode(text="label:N"),
        ),
        height=168,
    )
    return chart


def _finish(chart: Any, height: int) -> Any:
    """The house's frame without its margin below: three charts and their words share one screen."""
    return finish(chart, height).properties(padding={"left": 0, "right": 2, "top": 2, "bottom": 2})


def _layers(rows: Rows) -> Callable[[str], alt.Chart]:
    """One table for all layers of a chart; each layer asks for the rows of its kind."""
    base = alt.Chart(pd.DataFrame(rows))

    def only(kind: str) -> alt.Chart:
        layer: alt.Chart = base.transform_filter(f"datum.kind === '{kind}'")
        return layer

    return only


def _area_rows(outcomes: Sequence[Outcome], top: float, show: Show) -> Iterator[dict[str, Any]]:
    right = 0.0
    for o in outcomes:
        left, right = right, min(right + o.p, 1.0)
        if o.p == 0:
            continue  # no width, no area
        across = (left, right)
        own, believed = min(o.own, top), min(o.believed, top)
        yield _area("own", across, (0.0, min(own, believed)))
        if own != believed:
            yield _area("excess" if believed > own else "saving", across, (min(own, believed), max(own, believed)))
        if o.own <= top:
            yield _area("own_edge", across, (own, own))
        if o.believed <= top:
            yield _area("edge", across, (believed, believed))
        if math.isinf(o.term):
            yield _area("infinite", across, (top, top), "∞")
        else:
            arrow = "↑ " if o.believed > top else ""
            yield _area("term", across, (max(own, believed), top), arrow + signed(o.term, show))
        yield _area("name", across, (0.0, 0.0), str(o.number))
        numbers = {"p": f"{o.p:.6g}", "q": f"{o.q:.6g}", "own": show(o.own), "believed": show(o.believed)}
        tip = {"outcome": str(o.number), "term": signed(o.term, show)}
        yield _area("hover", across, (0.0, top)) | numbers | tip


def _area(kind: str, across: tuple[float, float], up: tuple[float, float], label: str = "") -> dict[str, Any]:
    (left, right), (low, high) = across, up
    place = {"x": left, "x2": right, "middle": (left + right) / 2, "share": right - left, "y": low, "y2": high}
    blank = dict.fromkeys(("outcome", "p", "q", "own", "believed", "term"), "")
    return {"kind": kind, "quantity": DRAWN_IN.get(kind, "model"), "label": label} | place | blank


def _sum_rows(
    first: float, lengths: tuple[float, float, float], names: tuple[str, str, str], top: float, show: Show
) -> Iterator[dict[str, Any]]:
    stacked, below = first + HEADLINE, first + HEADLINE + BAR + GAP
    end = ROOM * top if math.isinf(lengths[2]) else min(lengths[2], top)
    split = min(lengths[0], end)
    said = [f"{name} {show(length)}" for name, length in zip(names, lengths, strict=True)]
    yield _bar("bar", 0.0, split, stacked, stacked + BAR, "entropy", said[0])
    yield _bar("bar", split, end, stacked, stacked + BAR, "model", said[1])
    yield _bar("bar", 0.0, end, below, below + BAR, "cross_entropy", said[2])
    for part, (quantity, sign) in enumerate((("entropy", ""), ("model", "+ "), ("cross_entropy", "= "))):
        yield _bar(f"headline_{part}", 0.0, 0.0, first + 8.0, 0.0, quantity, sign + said[part])
    if math.isinf(lengths[2]):
        yield _bar("infinite", end, end, stacked + BAR / 2, 0.0, "model", "∞")
        yield _bar("infinite", end, end, below + BAR / 2, 0.0, "cross_entropy", "∞")


def _bar(kind: str, start: float, end: float, y: float, y2: float, quantity: str, label: str) -> dict[str, Any]:
    return {"kind": kind, "x": start, "x2": end, "y": y, "y2": y2, "quantity": quantity, "label": label}
