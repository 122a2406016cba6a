"""n coins: the binomial mass as bars, and the log-likelihood with and without its coefficient."""

import math
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.theme import LABEL_SIZE, Units, axis, colour, dash, finish
from core.charts.likelihood.hero import TALLEST, log_likelihood_grid
from core.charts.likelihood.picture import Y_AXES
from core.maths.distributions import bernoulli_log_likelihood, log_binomial_coefficient
from core.simulation.likelihood.coins import Bars

HEIGHT: Final = 310
DECADES: Final = 12  # below the highest bar: where the logarithmic axis ends
_ROOM: Final = 1.2  # of the height of the bars: above them stands the word of the marked one
_TANGENT: Final = 0.07  # of p to either side
_DIGITS: Final = list("⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWERS_OF_TEN: Final = (
    "abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) > 1e-6 ? ''"
    " : datum.value > 0.99 ? '1' : '10⁻' + (-log(datum.value) / LN10 > 9.5"
    f" ? {_DIGITS!r}[floor(-round(log(datum.value) / LN10) / 10)] : '')"
    f" + {_DIGITS!r}[(-round(log(datum.value) / LN10)) % 10]"
)


def bar_rows(bars: Bars, log_scale: bool, k: int | None) -> pd.DataFrame:
    """The bars that can be seen, from ``left`` to ``right`` and ``foot`` to ``mass``; the one with k in its own colour.

    On a logarithmic scale a bar of less than 10⁻¹² of the highest has no height.
    """
    mass = np.exp(bars.log_mass)
    top = float(mass.max())
    foot = top * 10.0**-DECADES if log_scale else 0.0
    # Where bars touch they overlap by a hair, since the seams between them would show as stripes.
    gap = 0.08 if bars.width == 1 and bars.first.size <= 60 else -0.02 * bars.width
    rows = pd.DataFrame(
        {
            "left": bars.first - 0.5 + gap,
            "right": bars.last + 0.5 - gap,
            "foot": foot,
            "mass": mass,
            "quantity": "model",
        }
    )
    place = None if k is None else bars.holding(k)
    if place is not None:
        rows.loc[place, "quantity"] = "truth"
    return rows[mass > foot].reset_index(drop=True)


def bar_ends(bars: Bars, log_scale: bool) -> pd.DataFrame:
    """The corners of the plane: two rows of k and mass."""
    top = float(np.exp(bars.log_mass.max()))
    low, high = (top * 10.0**-DECADES, top * 30.0) if log_scale else (0.0, top * _ROOM)
    return pd.DataFrame({"k": [bars.first[0] - 0.5, bars.last[-1] + 0.5], "mass": [low, high]})


def mark_rows(bars: Bars, k: int | None, label: str) -> pd.DataFrame:
    """The word above the data's k: at the nearest end of the plane where k lies outside, none without k."""
    low, high = float(bars.first[0]), float(bars.last[-1])
    if k is None:
        return pd.DataFrame({"k": [low], "label": [""], "late": [False], "seen": [0.0]})
    late = k > 0.5 * (low + high)
    return pd.DataFrame({"k": [min(max(float(k), low), high)], "label": [label], "late": [late], "seen": [0.8]})


def bar_chart(
    rows: pd.DataFrame, ends: pd.DataFrame, marks: pd.DataFrame, log_scale: bool, titles: tuple[str, str, str]
) -> alt.LayerChart:
    """The binomial mass against k. ``titles``: of the picture, of k and of the mass."""
    scale = alt.Scale(type="log", nice=False) if log_scale else alt.Scale(nice=False)
    options: dict[str, Any] = {"labelExpr": _POWERS_OF_TEN, "tickCount": 8} if log_scale else {"tickCount": 5}
    along: dict[str, Any] = {
        "scale": alt.Scale(nice=False, zero=False),
        "axis": axis(titles[1], format=",~f", tickMinStep=1, labelExpr="replace(datum.label, /,/g, '\u202f')"),
    }
    up: dict[str, Any] = {"scale": scale, "axis": axis(titles[2], **options)}
    corners = alt.Chart(ends).mark_point(opacity=0).encode(x=alt.X("k:Q", **along), y=alt.Y("mass:Q", **up))
    bars = (
        alt.Chart(rows)
        .mark_rect()
        .encode(x=alt.X("left:Q", **along), x2="right:Q", y=alt.Y("mass:Q", **up), y2="foot:Q", color=colour())
    )
    mark = (
        alt.Chart(marks)
        .transform_calculate(quantity="'truth'")
        .encode(x=alt.X("k:Q", **along), color=colour(), opacity=alt.Opacity("seen:Q", scale=None))
    )
    rule = mark.mark_rule(strokeWidth=1.5, strokeDash=[4, 3]).encode(y=alt.YValue(0), y2=alt.Y2Value("height"))
    late: Any = {
        "align": alt.expr("datum.late ? 'right' : 'left'"),
        "dx": alt.expr("datum.late ? -8 : 8"),
    }
    word = mark.mark_text(fontSize=LABEL_SIZE, fontWeight=600, **late).encode(y=alt.YValue(8), text="label:N")
    return finish(alt.layer(corners, bars, rule, word), height=HEIGHT, title=titles[0])


def parallel_rows(heads: int, count: int, p: float, units: Units, gap: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both curves, and the marks on them: their best p, a tangent at p, the gap between them with its word.

    Curves: ``p``, ``y``, ``quantity`` ("model" without the coefficient, "slope" with it). Marks: ``kind``.
    """
    constant = units.of(float(log_binomial_coefficient(count, heads)))
    floor = -TALLEST * units.of(float(count))
    share = heads / count
    kinds = {"model": 0.0, "slope": constant}

    def height(at: float) -> float:
        return units.of(float(bernoulli_log_likelihood(heads, count, at)))

    curves = []
    for quantity, more in kinds.items():
        grid = log_likelihood_grid(heads, count, more / units.per_nat)
        y = units.per_nat * bernoulli_log_likelihood(heads, count, grid) + more
        # Cut where the picture ends: −∞ has no place in it.
        curves.append(pd.DataFrame({"p": grid, "y": np.maximum(y, floor), "quantity": quantity}))
    marks: list[dict[str, object]] = []
    for quantity, more in kinds.items():
        marks.append(_mark("best", share, height(share) + more, quantity))
        if 0.0 < p < 1.0:
            steep = units.of(heads / p - (count - heads) / (1.0 - p))
            # Short enough that a steep tangent stays a tangent: its length on the screen is about the same.
            half = _TANGENT / math.hypot(1.0, 0.5 * steep / floor)
            at = height(p) + more
            marks.append(_mark("tangent", p - half, at - half * steep, quantity, p + half, at + half * steep))
            marks.append(_mark("dot", p, at, quantity))
    marks.append(_mark("gap", share, height(share), "slope", share, height(share) + constant))
    marks.append(_mark("word", share, height(share) + 0.5 * constant, "slope", label=gap))
    marks += [_mark("end", 0.0, floor, "slope"), _mark("end", 0.0, 0.0, "slope")]
    table = pd.DataFrame(marks)
    return pd.concat(curves, ignore_index=True), table.assign(y=table["y"].clip(lower=floor))


def _mark(
    kind: str, x: float, y: float, quantity: str, to_x: float = 0.0, to_y: float = 0.0, label: str = ""
) -> dict[str, object]:
    return {"kind": kind, "p": x, "y": y, "quantity": quantity, "to_p": to_x, "to_y": to_y, "label": label}


def parallel_chart(
    curves: pd.DataFrame, marks: pd.DataFrame, titles: tuple[str, str, str], names: tuple[str, str]
) -> alt.LayerChart:
    """Two parallel curves of p. ``names``: of the curve without the coefficient and of the one with it."""
    x = alt.X("p:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis(titles[1], labelExpr="datum.value"))
    y = alt.Y("y:Q", scale=alt.Scale(zero=False, nice=False), axis=axis(titles[2], **Y_AXES["large"]))
    line = alt.Chart(curves).mark_line(strokeWidth=2.5, clip=True).encode(x=x, y=y, color=colour(), strokeDash=dash())

    def only(kind: str) -> Any:
        return alt.Chart(marks).transform_filter(alt.datum.kind == kind).encode(x=x, y=y, color=colour())

    layers = [
        only("end").mark_point(opacity=0),
        line,
        only("gap").mark_rule(strokeWidth=1.5, strokeDash=[3, 3]).encode(y2="to_y:Q"),
        only("tangent").mark_rule(strokeWidth=5, opacity=0.45, clip=True).encode(x2="to_p:Q", y2="to_y:Q"),
        only("best").mark_point(size=220, strokeWidth=2.5, opacity=1),
        only("dot").mark_point(size=80, filled=True, opacity=1, clip=True),
        only("word")
        .mark_text(
            fontSize=LABEL_SIZE,
            fontWeight=600,
            align=alt.expr("datum.p > 0.5 ? 'right' : 'left'"),
            dx=alt.expr("datum.p > 0.5 ? -8 : 8"),
        )
        .encode(text="label:N"),
    ]
    legend = [
        alt.Chart(alt.InlineData(values=[{"name": name, "quantity": quantity}]))
        .mark_text(align="center", fontSize=LABEL_SIZE, fontWeight=600)
        .encode(
            x=alt.XValue(alt.expr("0.5 * width")),
            y=alt.YValue(alt.expr(f"height - {drop}")),
            text="name:N",
            color=colour(),
        )
        for name, quantity, drop in zip(names, ("model", "slope"), (12, 32), strict=True)
    ]
    return finish(alt.layer(*layers, *legend), height=HEIGHT, title=titles[0])
