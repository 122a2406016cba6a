"""n coins: the binomial mass as bars, and the log-likelihood with and without its coefficient."""

import math
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import SHARES, TIGHT, UPRIGHT, across, at_x, at_y, scale, up
from core.charts.kit.expressions import POWERS_OF_TEN
from core.charts.kit.frames import Frame, row, stacked, table
from core.charts.kit.layers import Plane, beside, finish, only, tinted
from core.charts.kit.theme import Units, colour, dash
from core.charts.likelihood.hero import TALLEST, log_likelihood_grid
from core.charts.likelihood.picture import Y_AXES
from core.maths.distributions import bernoulli_log_likelihood, log_binomial_coefficient
from core.simulation.likelihood.coins import Bars

HEIGHT: Final = 310
DECADES: Final = 12  # below the highest bar: where the logarithmic axis ends
_ROOM: Final = 1.2  # of the height of the bars: above them stands the word of the marked one
_TANGENT: Final = 0.07  # of p to either side


def bar_rows(bars: Bars, log_scale: bool, k: int | None) -> Frame:
    """The bars that can be seen, from ``left`` to ``right`` and ``foot`` to ``mass``; the one with k in its own colour.

    On a logarithmic scale a bar of less than 10⁻¹² of the highest has no height.
    """
    mass = np.exp(bars.log_mass)
    top = float(mass.max())
    foot = top * 10.0**-DECADES if log_scale else 0.0
    # Where bars touch they overlap by a hair, since the seams between them would show as stripes.
    gap = 0.08 if bars.width == 1 and bars.first.size <= 60 else -0.02 * bars.width
    left, right = bars.first - 0.5 + gap, bars.last + 0.5 - gap
    rows = Frame({"left": left, "right": right, "foot": foot, "mass": mass, "quantity": "model"})
    place = None if k is None else bars.holding(k)
    if place is not None:
        rows.loc[place, "quantity"] = "truth"
    return rows[mass > foot].reset_index(drop=True)


def bar_ends(bars: Bars, log_scale: bool) -> Frame:
    """The corners of the plane: two rows of k and mass."""
    top = float(np.exp(bars.log_mass.max()))
    low, high = (top * 10.0**-DECADES, top * 30.0) if log_scale else (0.0, top * _ROOM)
    return Frame({"k": [bars.first[0] - 0.5, bars.last[-1] + 0.5], "mass": [low, high]})


def mark_rows(bars: Bars, k: int | None, label: str) -> Frame:
    """The word above the data's k: at the nearest end of the plane where k lies outside, none without k."""
    low, high = float(bars.first[0]), float(bars.last[-1])
    if k is None:
        return row(k=low, label="", late=False, seen=0.0)
    return row(k=min(max(float(k), low), high), label=label, late=k > 0.5 * (low + high), seen=0.8)


def bar_chart(rows: Frame, ends: Frame, marks: Frame, log_scale: bool, titles: tuple[str, str, str]) -> alt.LayerChart:
    """The binomial mass against k. ``titles``: of the picture, of k and of the mass."""
    looks: dict[str, Any] = {"labelExpr": POWERS_OF_TEN, "tickCount": 8} if log_scale else {"tickCount": 5}
    whole: dict[str, Any] = {"format": ",~f", "tickMinStep": 1, "labelExpr": "replace(datum.label, /,/g, '\u202f')"}
    x, y = across(TIGHT, titles[1], **whole), up(scale(type="log") if log_scale else scale(), titles[2], **looks)
    marked, seen = tinted(marks, "truth"), alt.Opacity("seen:Q", scale=None)
    mark = Plane(x("k"), colour(), seen)
    layers = [
        Plane(x("k"), y("mass")).ends(ends),
        Plane(x("left"), alt.X2("right:Q"), y("mass"), alt.Y2("foot:Q"), colour()).rect(rows),
        mark.rule(marked, *UPRIGHT, strokeWidth=1.5, strokeDash=[4, 3]),
        mark.text(marked, "label", at_y(8), **beside("datum.late", 8)),
    ]
    return finish(layers, height=HEIGHT, title=titles[0])


def parallel_rows(heads: int, count: int, p: float, units: Units, gap: str) -> tuple[Frame, Frame]:
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
        curves.append({"p": grid, "y": np.maximum(y, floor), "quantity": quantity})
    marks: list[tuple[object, ...]] = []
    for quantity, more in kinds.items():
        marks.append(("best", share, height(share) + more, quantity, 0.0, 0.0, ""))
        if 0.0 < p < 1.0:
            steep = units.of(heads / p - (count - heads) / (1.0 - p))
            # Short enough that a steep tangent stays a tangent: its length on the screen is about the same.
            half = _TANGENT / math.hypot(1.0, 0.5 * steep / floor)
            at = height(p) + more
            marks.append(("tangent", p - half, at - half * steep, quantity, p + half, at + half * steep, ""))
            marks.append(("dot", p, at, quantity, 0.0, 0.0, ""))
    marks += [
        ("gap", share, height(share), "slope", share, height(share) + constant, ""),
        ("word", share, height(share) + 0.5 * constant, "slope", 0.0, 0.0, gap),
        *(("end", 0.0, end, "slope", 0.0, 0.0, "") for end in (floor, 0.0)),
    ]
    found = table("kind p y quantity to_p to_y label", marks)
    return stacked(curves), found.assign(y=found["y"].clip(lower=floor))


def parallel_chart(curves: Frame, marks: Frame, titles: tuple[str, str, str], names: tuple[str, str]) -> alt.LayerChart:
    """Two parallel curves of p. ``names``: of the curve without the coefficient and of the one with it."""
    x = across(SHARES, titles[1], labelExpr="datum.value")("p")
    plane = Plane(x, up(TIGHT, titles[2], **Y_AXES["large"])("y"), colour())
    of: dict[str, Any] = {kind: only(marks, kind=kind) for kind in ("end", "gap", "tangent", "best", "dot", "word")}
    legend = [
        Plane(at_x("0.5 * width"), at_y("height"), colour()).text(
            alt.Chart(alt.InlineData(values=[{"name": name, "quantity": quantity}])), "name", align="center", dy=dy
        )
        for name, quantity, dy in zip(names, ("model", "slope"), (-12, -32), strict=True)
    ]
    layers = [
        plane.ends(of["end"]),
        plane.line(curves, 2.5, dash(), clip=True),
        plane.rule(of["gap"], alt.Y2("to_y:Q"), strokeWidth=1.5, strokeDash=[3, 3]),
        plane.rule(of["tangent"], alt.X2("to_p:Q"), alt.Y2("to_y:Q"), strokeWidth=5, opacity=0.45, clip=True),
        plane.rings(of["best"], 220),
        plane.dots(of["dot"], 80, clip=True),
        plane.text(of["word"], "label", **beside("datum.p > 0.5", 8)),
        *legend,
    ]
    return finish(layers, height=HEIGHT, title=titles[0])
