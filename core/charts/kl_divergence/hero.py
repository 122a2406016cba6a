"""The charts of the KL divergence page: lengths of p and q as areas, and entropy + KL = cross-entropy.

Both are drawn from p and q alone, in the browser, so that they follow bars that are dragged. Everything that changes
is data, even the ends of the axes. What is infinite runs to the end of its axis and is named by a sign. KL has no
colour of its own: the price of believing q is drawn in the model's.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import FROM_ZERO, SHARES, across, scale, up
from core.charts.kit.expressions import first_stop, signed_expression
from core.charts.kit.layers import Frame, Plane, finish, select, table, tinted
from core.charts.kit.live import LiveRow
from core.charts.kit.theme import colour, dash, outline

P: Final = LiveRow("p")
Q: Final = LiveRow("q")
# Where an axis may end: few places, so that it stands still while bars are dragged. Beyond the last of them a length
# runs out of the chart and only its number tells it.
STOPS: Final = (0.5, 1.0, 2.5, 4.0, 7.0, 10.0)
VISIBLE: Final = 0.01  # narrower areas do not decide how high the chart is
CEILING: Final = 0.88  # of the axis: where an area ends that is higher than it
ROOM: Final = 0.94  # the part of the axis that infinite bars take; the rest is for their sign
HEADLINE, BAR, GAP, GROUP, LAST = 20, 17, 2, 70, 8  # places down the chart of the sums, close to pixels
LETTER: Final = 7.2  # px, the mean width of a sign in a headline
TIPS: Final = {"outcome": "called", "p": "p_said", "q": "q_said", "own": "own_said", "believed": "cost", "term": "term"}
_SIDES: Final = (("cpq", "hp"), ("cqp", "hq"))  # cross-entropy and entropy in both directions
# The house's frame without its margin below: the charts and their words share one screen.
_PADDING: Final = {"left": 0, "right": 2, "top": 12, "bottom": 2}


def rows(p: Sequence[float], q: Sequence[float], called: Sequence[str] = ()) -> Frame:
    """A row for each outcome: its place among how many, p and q, and what it is ``called``, or else its number."""
    numbered = called or [str(place) for place in range(1, len(p) + 1)]
    return table("place p q called", zip(range(len(p)), p, q, numbered, strict=True), count=len(p))


def areas(rows: Frame, titles: Mapping[str, str], per_nat: float) -> alt.LayerChart:
    """Cross-entropy as area: each outcome p wide and −log q high, against −log p, so that the excess is KL.

    ``titles`` has the axes' under "x" and "y" and the tooltip's words under "outcome", "own", "believed" and "term".
    """
    # Widths need no ticks: they sum to 1, and under each stands its outcome.
    x = across(SHARES, titles["x"], labels=False, ticks=False, grid=False, titlePadding=20)("x")
    y = up(FROM_ZERO, titles["y"], tickCount=5)("y")
    inset: dict[str, Any] = {"xOffset": 1, "x2Offset": -1}
    outcomes = _outcomes(rows, per_nat)
    plane, words = Plane(x, alt.X2("x2:Q"), y, alt.Y2("y2:Q"), colour()), Plane(alt.X("middle:Q"), y)
    wide: dict[str, Any] = {"opacity": alt.expr("datum.share * width > 6.3 * length(datum.label) ? 1 : 0")}
    tips = [alt.Tooltip(f"{column}:N", title=titles.get(name, name)) for name, column in TIPS.items()]
    low, high = "min(datum.own, datum.believed, datum.ceiling)", "min(max(datum.own, datum.believed), datum.ceiling)"
    kinds: dict[str, tuple[str, str, str, dict[str, Any]]] = {
        "entropy": ("true", "0", low, {"fillOpacity": 0.45}),
        "added": ("datum.own < datum.believed", low, high, {"fillOpacity": 0.85}),
        "saved": ("datum.own > datum.believed", low, high, {"fillOpacity": 0.08, "strokeOpacity": 1}),
        "whole": ("true", "0", "datum.top", {"fillOpacity": 0}),  # for its tooltip, and for the axis
    }
    layers = [
        plane.rect(
            tinted(select(outcomes, where, y=foot, y2=head), "entropy" if kind == "entropy" else "model"),
            outline(),
            **inset | {"strokeDash": [4, 3], "strokeWidth": 1.5, "strokeOpacity": 0} | looks,
        ).encode(tooltip=tips)
        for kind, (where, foot, head, looks) in kinds.items()
    ]
    for quantity, length, width in (("entropy", "own", 2), ("cross_entropy", "believed", 3)):
        edges = tinted(select(outcomes, f"datum.{length} <= datum.ceiling", y=f"datum.{length}"), quantity)
        layers.append(Plane(x, alt.X2("x2:Q"), y, colour()).rule(edges, dash(), strokeWidth=width, **inset))
    arrow = "datum.believed > datum.top ? '↑ ' : ''"
    finite = select(outcomes, "isFinite(datum.believed)", y=high, label=f"({arrow}) + datum.term")
    endless = select(outcomes, "!isFinite(datum.believed)", y="datum.ceiling", label="'∞'")
    layers += [
        words.text(tinted(finite, "model"), "label", colour(), dy=-9, **wide),
        words.text(tinted(endless, "model"), "label", colour(), size=20, dy=-9),  # never left out
        words.note(select(outcomes, y="0", label="datum.called"), "label", dy=13, **wide),
    ]
    return finish(layers, height=214, padding=_PADDING, params=[P.parameter(), Q.parameter()])


def sums(rows: Frame, unit: str, names: Sequence[str], per_nat: float) -> alt.LayerChart:
    """Entropy + KL = cross-entropy as a stacked bar over a bar of the same length, once for each direction.

    ``names`` are those of the six lengths, direction by direction; ``unit`` is the axis title.
    """
    x, y = across(FROM_ZERO, unit, titlePadding=2)("x"), up(scale(2 * GROUP - LAST, 0))("y")
    plane, headlines = Plane(x, y, colour()), Plane(y, colour())
    lengths = _lengths(rows, per_nat, names)
    bars = select(
        lengths,
        x="datum.part === 1 ? min(datum.entropy, datum.end) : 0",
        x2="datum.part === 0 ? min(datum.entropy, datum.end) : datum.end",
        y=f"datum.first + {HEADLINE} + (datum.part === 2 ? {BAR + GAP} : 0)",
        y2=f"datum.y + {BAR}",
    )
    axis = tinted(select(lengths, "datum.part === 0", x="0", x2="datum.top", y="0", y2="0", label="''"), "entropy")
    spread = (alt.X2("x2:Q"), alt.Y2("y2:Q"), alt.Tooltip("label:N", title=" "))
    ends = select(lengths, "!isFinite(datum.length)", x="datum.end", sign="'∞'")
    ends = select(ends, y=f"datum.first + {HEADLINE + BAR / 2} + (datum.part === 2 ? {BAR + GAP} : 0)")
    headline = select(lengths, y="datum.first + 8", words="['', '+ ', '= '][datum.part] + datum.label")
    said: dict[str, Any] = {"align": "left", "baseline": "middle", "x": alt.ExprRef("datum.offset")}
    layers = [
        plane.rect(axis, *spread, opacity=0),
        plane.rect(bars, *spread, cornerRadius=2),
        plane.text(ends, "sign", align="left", baseline="middle", dx=5, size=20),
        headlines.text(headline, "words", size=14, **said),
    ]
    return finish(layers, height=168, padding=_PADDING, params=[P.parameter(), Q.parameter()])


def _said(value: str) -> str:
    """The expression that writes a length; what is left of 0 by rounding is 0."""
    return f"isFinite({value}) ? abs({value}) < 1e-12 ? '0' : {signed_expression(value)} : '∞'"


def _outcomes(rows: Frame, per_nat: float) -> Any:
    """The outcomes that happen: where they stand, own = −log p, believed = −log q, their term of KL, the axis' end."""
    lengths = {name: f"-log(datum.{row}) * {per_nat!r}" for name, row in (("own", "p"), ("believed", "q"))}
    longest = "max(datum.own * 1.08, isFinite(datum.believed) ? datum.believed * 1.08 : datum.own * 1.6)"
    now = select(select(rows, p=P.value, q=Q.value), "datum.p > 0", **lengths)
    now = select(now, reach=f"datum.p >= {VISIBLE} ? {longest} : 0")
    now = now.transform_window(x2="sum(p)", sort=[alt.SortField("place")]).transform_joinaggregate(longest="max(reach)")
    return select(
        now,
        x2="min(datum.x2, 1)",
        x="datum.x2 - datum.p",
        middle="(datum.x + datum.x2) / 2",
        share="datum.p",
        top=first_stop("datum.longest", STOPS),
        # What runs out of the chart leaves room for its number.
        ceiling=f"max(datum.own, datum.believed) > datum.top ? {CEILING} * datum.top : datum.top",
        excess="datum.p * (datum.believed - datum.own)",
        term=f"(datum.excess > 1e-12 ? '+' : '') + ({_said('datum.excess')})",
        own_said=_said("datum.own"),
        cost=_said("datum.believed"),
        p_said="format(datum.p, '.6~g')",
        q_said="format(datum.q, '.6~g')",
    )


def _lengths(rows: Frame, per_nat: float, names: Sequence[str]) -> Any:
    """A row for each of the six lengths of the sums: its part of its direction, what it says and from which pixel."""
    lengths = {
        "hp": "datum.p > 0 ? -datum.p * log(datum.p)",
        "kpq": "datum.p > 0 ? datum.p * log(datum.p / datum.q)",
        "cpq": "datum.p > 0 ? -datum.p * log(datum.q)",
        "hq": "datum.q > 0 ? -datum.q * log(datum.q)",
        "kqp": "datum.q > 0 ? datum.q * log(datum.q / datum.p)",
        "cqp": "datum.q > 0 ? -datum.q * log(datum.p)",
    }
    terms = {name: f"({term} : 0) * {per_nat!r}" for name, term in lengths.items()}
    now = select(select(rows, p=P.value, q=Q.value), **terms)
    now = now.transform_aggregate(**{name: f"sum({name})" for name in lengths})
    now = now.transform_fold(list(lengths), as_=["key", "length"])
    longest = [f"(isFinite(datum.{cross}) ? datum.{cross} * 1.04 : datum.{own} * 1.6)" for cross, own in _SIDES]
    now = select(
        now,
        nth=f"indexof({list(lengths)!r}, datum.key)",
        part="datum.nth % 3",
        first=f"datum.nth < 3 ? 0 : {GROUP}",
        entropy="datum.nth < 3 ? datum.hp : datum.hq",
        cross="datum.nth < 3 ? datum.cpq : datum.cqp",
        longest=f"max({', '.join(longest)})",
        top=first_stop("datum.longest", STOPS),
        end=f"isFinite(datum.cross) ? min(datum.cross, datum.top) : {ROOM} * datum.top",
        quantity="['entropy', 'model', 'cross_entropy'][datum.part]",
        label=f"{list(names)!r}[datum.nth] + ' ' + ({_said('datum.length')})",
        # The headline reads as one formula, whatever the length of its numbers.
        wide=f"{LETTER} * (length(datum.label) + (datum.part > 0 ? 2 : 0)) + 14",
    )
    cumulated: Any = now.transform_window(offset="sum(wide)", sort=[alt.SortField("nth")], groupby=["first"])
    return select(cumulated, offset="datum.offset - datum.wide")
