"""KL after smoothing, against ε on a log axis: a line that never levels off where something was ruled out.

It is drawn from p and q alone, in the browser, so that it follows bars that are dragged.
"""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import across, scale, up
from core.charts.kit.expressions import POWERS_OF_TEN
from core.charts.kit.layers import Frame, Plane, finish, of_row, select, tinted
from core.charts.kit.theme import colour, dash
from core.charts.kl_divergence.hero import P, Q

SMALLEST: Final = 1e-16
LARGEST: Final = 0.5
POINTS: Final = 81
NAMED_AT: Final = 19  # of the points: between the first two numbers beside the line, where a phone has room for a name
_CLOSE: Final = 0.15  # of the highest value: the height of a name and the gap to its line


def smoothing_chart(
    rows: Frame, marks: Sequence[float], names: Sequence[str], words: Mapping[str, str], per_nat: float
) -> alt.LayerChart:
    """KL(p‖q) and KL(q‖p), of which ``names`` are the names, against ε; numbers at ``marks``.

    ``rows`` are those of the first screen (`hero.rows`); ``words`` has the titles "epsilon" and "value".
    """
    ticks = [1e-15, 1e-12, 1e-9, 1e-6, 1e-3]
    logarithmic = scale(SMALLEST, LARGEST, type="log")
    x = across(logarithmic, words["epsilon"], values=ticks, labelExpr=POWERS_OF_TEN)("epsilon")
    y = up(alt.Scale(zero=True, nice=True), words["value"])("value")
    lines = tinted(smoothed(rows, marks, names, per_nat), "model")
    curves = select(lines, f"datum.nth < {POINTS}")
    points = select(lines, f"datum.nth >= {POINTS} && datum.is_named", text="format(datum.value, '.2f')")
    plane = Plane(x, y, colour())
    layers = [
        plane.line(curves, 2.5, dash("direction", dict(zip(names, ([1, 0], [6, 4]), strict=True)))),
        plane.text(_placed(curves), "direction", size=15, baseline="bottom", **of_row("dy", "align")),
        plane.dots(points, 70),
        Plane(x, y).note(points, "text", align="left", dx=8, dy=-3),
    ]
    return finish(layers, height=250, params=[P.parameter(), Q.parameter()])


def smoothed(rows: Frame, marks: Sequence[float], names: Sequence[str], per_nat: float) -> Any:
    """A row for each ε and direction: ``epsilon``, ``direction``, ``value``, and whether numbers stand beside its line.

    Beside a line that hardly moves they would only cover those of the other. Each term of KL is p ln(p/m) + (m − p),
    which is never below 0 by rounding; m is the model (1 − ε) q + ε/K.
    """
    low, step = log10(SMALLEST), log10(LARGEST / SMALLEST) / (POINTS - 1)
    places = f"sequence({POINTS + len(marks)})"
    now: Any = select(rows, p=P.value, q=Q.value, nth=places).transform_flatten(["nth"])
    now = select(
        now,
        epsilon=f"datum.nth < {POINTS} ? pow(10, {low} + datum.nth * {step}) : {list(marks)!r}[datum.nth - {POINTS}]",
        pq=_term("p", "q"),
        qp=_term("q", "p"),
        pq_out="datum.q === 0 ? datum.p : 0",
        qp_out="datum.p === 0 ? datum.q : 0",
    )
    sums = {name: f"sum({name})" for name in ("pq", "qp", "pq_out", "qp_out")}
    now = now.transform_aggregate(**sums, groupby=["nth", "epsilon"]).transform_fold(["pq", "qp"], as_=["key", "nats"])
    return select(
        now,
        value=f"datum.nats * {per_nat!r}",
        direction=f"{list(names)!r}[datum.key === 'pq' ? 0 : 1]",
        is_named="datum.pq_out + datum.qp_out === 0 || (datum.key === 'pq' ? datum.pq_out : datum.qp_out) > 0",
    )


def _term(truth: str, model: str) -> str:
    """What an outcome adds to the divergence of the smoothed model from the truth, in nats."""
    m = f"((1 - datum.epsilon) * datum.{model} + datum.epsilon / datum.count)"
    return f"(datum.{truth} > 0 ? datum.{truth} * log(datum.{truth} / {m}) : 0) + {m} - datum.{truth}"


def _placed(curves: Any) -> Any:
    """Where the names stand, ``dy`` in px and ``align``: apart from each other even where the two lines are one.

    The higher line has its name above. The lower has it below and to the left, since lines fall to the right; where
    that would be below the axis it is above too, and a higher line close by makes room.
    """
    named: Any = curves.transform_joinaggregate(highest="max(nats)")
    close = f"{_CLOSE} * datum.highest"
    return select(
        select(named, f"datum.nth === {NAMED_AT}"),
        is_low="datum.pq === datum.qp ? datum.key === 'pq' : datum.nats === min(datum.pq, datum.qp)",
        is_below=f"min(datum.pq, datum.qp) > {close}",
        is_close=f"abs(datum.pq - datum.qp) < {close} || datum.highest === 0",
        dy="datum.is_below ? (datum.is_low ? 24 : -8) : !datum.is_low && datum.is_close ? -26 : -8",
        align="datum.is_below && datum.is_low ? 'right' : 'left'",
    )
