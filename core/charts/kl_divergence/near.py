"""Near equality: every curve along q_t, its name at the right end, and the reader's t.

It is drawn from p, q and t alone, in the browser, so that it follows whatever is dragged. What is infinite has no
place; a curve that climbs there is cut far above the plane and runs out of it.
"""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import FROM_ZERO, SHARES, TIGHT, across, at_x, up
from core.charts.kit.expressions import chosen, first_stop
from core.charts.kit.layers import GREY, THIN, Frame, Plane, finish, select
from core.charts.kit.live import Live
from core.charts.kit.theme import colour, dash
from core.charts.kl_divergence.hero import P, Q
from core.simulation.kl_divergence.near import GRID

HEIGHT: Final = 320
# The two directions of KL have the model's colour, bounds have none.
TINTS: Final = {"forward": "model", "reverse": "model", "squared": "squared_error", "quadratic": "", "pinsker": ""}
DASHES: Final[Mapping[str, list[int]]] = {
    "forward": [1, 0],
    "quadratic": [10, 4],
    "reverse": [3, 3],
    "pinsker": [1, 3],
    "squared": [7, 3],
}
# Where the axis may end, times a power of ten: few places, so that it stands while bars are dragged.
TOPS: Final = (1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
_CUT: Final = 20.0  # planes above the foot
_LINE: Final = 0.09  # the height of a name, on a stage
_PLACES: Final = 160
# Where else the curves are drawn: at the reader's t, at q, at p, where what is infinite at the ends still is a number,
# and next to the ends.
_HERE, _AT_Q, _NEARLY = _PLACES, _PLACES + 1, (_PLACES + 3, _PLACES + 4)
_NEXT: Final = [f"{1 - gap}{end}" for gap in (0.003, 0.001, 0.0001, 0.00001) for end in ("", " * datum.low")]
_FURTHER: Final = ("1", "0", "0.9 * datum.low", "0.9", *_NEXT)


def curves(rows: Frame, at: Live, per_nat: float) -> Any:
    """A row for each curve and place: ``t``, ``curve``, ``value``, its ``share`` of the plane, ``is_drawn``, ``nth``.

    r and s are how far q_t is from p and p from q_t, as shares of them; the first terms of r − ln(1 + r) near r = 0,
    where the difference itself would cancel.
    """
    now: Any = select(rows, p=P.value, q=Q.value).transform_joinaggregate(all_p="sum(p)", all_q="sum(q)")
    now = select(now, p="datum.p / datum.all_p", q="datum.q / datum.all_q", d="datum.q - datum.p")
    now = select(now, room="datum.d > 0 ? datum.p / datum.d : 1").transform_joinaggregate(room="min(room)")
    places = f"sequence({_PLACES + 1 + len(_FURTHER)})"
    now = select(now, low=f"0 - floor(min(datum.room, 1) * {GRID} + 1e-9) / {GRID}", nth=places)
    further = ", ".join((f"max({at.name}, datum.low)", *_FURTHER))
    even = f"datum.low + datum.nth / {_PLACES} * (1 - datum.low)"
    terms = select(
        now.transform_flatten(["nth"]),
        t=f"datum.nth < {_PLACES} ? {even} : [{further}][datum.nth - {_PLACES}]",
        m="clamp((1 - datum.t) * datum.p + datum.t * datum.q, 0, 1)",
        r="datum.t * datum.d / datum.p",
        s="-datum.t * datum.d / datum.m",
        forward=f"datum.p > 0 ? datum.p * ({_excess('datum.r', 'datum.m / datum.p')}) : datum.m",
        reverse=f"datum.m > 0 ? datum.m * ({_excess('datum.s', 'datum.p / datum.m')}) : datum.p",
        quadratic="datum.t * datum.d === 0 ? 0 : datum.t * datum.t * datum.d * datum.d / datum.p / 2",
        variation="abs(datum.t * datum.d) / 2",
        squared="datum.t * datum.t * datum.d * datum.d / 2",
    )
    sums = {name: f"sum({name})" for name in ("forward", "reverse", "quadratic", "variation", "squared")}
    at_t = select(
        terms.transform_aggregate(**sums, groupby=["nth", "t", "low"]), pinsker="2 * datum.variation * datum.variation"
    )
    each = select(
        at_t.transform_fold(list(TINTS), as_=["curve", "number"]),
        value=f"datum.number * (datum.curve === 'squared' ? 1 : {per_nat!r})",
        quantity=chosen("curve", {name: repr(tint) for name, tint in TINTS.items() if tint}, "''"),
        finite="isFinite(datum.value) ? datum.t : null",
        # The parabola of a p next to 0 would leave nothing else to be seen.
        is_bent="datum.curve === 'quadratic'",
        high=f"indexof({[_AT_Q, *_NEARLY]}, datum.nth) >= 0 && datum.finite !== null ? datum.value : 0",
        straight="datum.is_bent ? 0 : datum.high",
        bent=f"datum.is_bent && datum.nth === {_AT_Q} ? datum.high : 0",
    )
    each = each.transform_joinaggregate(straight="max(straight)", bent="max(bent)")
    each = each.transform_joinaggregate(first="min(finite)", last="max(finite)", groupby=["curve"])
    return select(
        each,
        highest="max(datum.straight, datum.bent < 2 * datum.straight ? datum.bent : 0) * 1.02 || 1",
        power="pow(10, floor(log(datum.highest) / LN10))",
        top=f"datum.power * ({first_stop('datum.highest / datum.power', TOPS)})",
        share=f"min(datum.value / datum.top, {_CUT})",
        is_drawn="datum.first < datum.last",  # a lonely number at t = 0 is no curve
    )


def _excess(r: str, ratio: str) -> str:
    """The expression of r − ln(1 + r), where 1 + r is the ratio."""
    series = " - ".join(f"{r} * (1 / {power}" for power in range(2, 9)) + ")" * 7
    return f"abs({r}) < 0.01 ? {r} * {series} : {ratio} - 1 - log({ratio})"


def _named(each: Any, names: Mapping[str, str]) -> Any:
    """The names at the right end, one above the other where curves end close by, in the order of the curves."""
    ends = select(each, f"datum.nth === {_AT_Q} && datum.is_drawn", place="min(datum.share, 1)")
    ends = ends.transform_window(rank="row_number()", sort=[alt.SortField("place")], frame=[None, None])
    ends = ends.transform_joinaggregate(count="count()")
    lifted = select(ends, lift=f"min(datum.place, 1 - {_LINE} * (datum.count - datum.rank)) - {_LINE} * datum.rank")
    lifted = lifted.transform_window(lift="max(lift)", sort=[alt.SortField("rank")])
    text = f"({chosen('curve', {name: repr(called) for name, called in names.items()}, repr(''))})"
    return select(
        lifted,
        share=f"min(datum.lift + {_LINE} * datum.rank, 1)",
        text=f"{text} + (isFinite(datum.value) ? '' : ' → ∞')",
    )


def chart(rows: Frame, at: Live, names: Mapping[str, str], words: Mapping[str, str], per_nat: float) -> alt.LayerChart:
    """The curves against t, and the reader's t. ``rows``: those of the first screen (`hero.rows`).

    ``names``: of the curves; ``words``: axis titles "t" and "value".
    """
    x, y = across(TIGHT, words["t"])("t"), up(SHARES)("share")
    side = up(FROM_ZERO, words["value"], tickCount=5, format="~g")("top")
    each = curves(rows, at, per_nat)
    one = select(each, f"datum.nth === {_AT_Q} && datum.curve === 'squared'")
    here = select(each, f"datum.nth === {_HERE}")
    layers = [Plane(x, side).ends(one), Plane(x).rule(select(here, "datum.curve === 'squared'"), **THIN)]
    wide = alt.expr("datum.curve === 'forward' ? 3.5 : 2.5")
    aside: dict[str, Any] = {"align": "left", "baseline": "middle", "clip": False}
    for some, tint in (("datum.quantity === ''", GREY), ("datum.quantity", colour())):
        plane = Plane(x, y, tint)
        layers += [
            plane.line(
                select(each, f"{some} && datum.is_drawn && datum.finite !== null"),
                wide,
                dash("curve", DASHES),
                clip=True,
            ),
            plane.text(select(_named(each, names), some), "text", at_x("width + 8"), **aside),
            plane.dots(select(here, f"{some} && datum.finite !== null && datum.value <= datum.top"), 110),
        ]
    return finish(layers, height=HEIGHT, apart="y", params=[at.parameter(), P.parameter(), Q.parameter()])
