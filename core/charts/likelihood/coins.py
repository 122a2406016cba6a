"""n coins: the binomial mass as bars, and the log-likelihood with and without its coefficient."""

from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from core.charts.kit.axes import SHARES, TIGHT, UPRIGHT, across, at_x, at_y, scale, up
from core.charts.kit.expressions import POWERS_OF_TEN
from core.charts.kit.layers import Frame, Plane, beside, finish, only, row, select, stacked, table, tinted
from core.charts.kit.live import Live
from core.charts.kit.theme import Units, colour, dash
from core.charts.likelihood.hero import TALLEST, log_likelihood_grid
from core.charts.likelihood.picture import Y_AXES, log_likelihood
from core.maths.distributions import bernoulli_log_likelihood, log_binomial_coefficient
from core.simulation.likelihood.coins import Bars

HEIGHT: Final = 310
DECADES: Final = 12  # below the highest bar: where the logarithmic axis ends
_ROOM: Final = 1.2  # of the height of the bars: above them stands the word of the marked one
_TANGENT: Final = 0.07  # of p to either side


def bar_rows(bars: Bars, log_scale: bool, k: int | None, live: int = 0) -> Frame:
    """The bars that can be seen, from ``left`` to ``right`` and ``foot`` to ``mass``; the one with k in its own colour.

    On a logarithmic scale a bar of less than 10⁻¹² of the highest has no height. ``live``: n, where every k has its own
    bar and p moves them in the browser.
    """
    mass = np.exp(bars.log_mass)
    top = float(mass.max())
    foot = top * 10.0**-DECADES if log_scale else 0.0
    # Where bars touch they overlap by a hair, since the seams between them would show as stripes.
    gap = 0.08 if bars.width == 1 and bars.first.size <= 60 else -0.02 * bars.width
    left, right = bars.first - 0.5 + gap, bars.last + 0.5 - gap
    rows = Frame({"left": left, "right": right, "foot": foot, "mass": mass, "quantity": "model"})
    rows = rows.assign(**_by_formula(bars.first, live))
    place = None if k is None else bars.holding(k)
    if place is not None:
        rows.loc[place, "quantity"] = "truth"
    return rows[(mass > foot) | (live > 0)].reset_index(drop=True)


def _by_formula(k: ArrayLike, n: int) -> dict[str, Any]:
    """What the browser needs for the mass of k of n coins; of none where n is 0."""
    heads = np.asarray(k)
    return {
        "live": n > 0,
        "heads": heads,
        "tails": n - heads,
        "log_c": log_binomial_coefficient(n, heads) if n else np.zeros(heads.shape),
    }


def bar_ends(bars: Bars, log_scale: bool) -> Frame:
    """The corners of the plane: two rows of k and mass."""
    top = float(np.exp(bars.log_mass.max()))
    low, high = (top * 10.0**-DECADES, top * 30.0) if log_scale else (0.0, top * _ROOM)
    return Frame({"k": [bars.first[0] - 0.5, bars.last[-1] + 0.5], "mass": [low, high]})


def mark_rows(bars: Bars, k: int | None, label: str, live: int = 0) -> Frame:
    """The word above the data's k: at the nearest end of the plane where k lies outside, none without k.

    With ``live`` coins it has its number from the browser, in place of the sign #.
    """
    low, high = float(bars.first[0]), float(bars.last[-1])
    if k is None:
        return row(k=low, label="", late=False, seen=0.0).assign(**_by_formula([0], live))
    place = min(max(float(k), low), high)
    marked = row(k=place, label=label, late=k > 0.5 * (low + high), seen=0.8)
    return marked.assign(**_by_formula([k], live))


def bar_chart(
    rows: Frame, ends: Frame, marks: Frame, log_scale: bool, titles: tuple[str, str, str], live: Live
) -> alt.LayerChart:
    """The binomial mass against k. ``titles``: of the picture, of k and of the mass."""
    looks: dict[str, Any] = {"labelExpr": POWERS_OF_TEN, "tickCount": 8} if log_scale else {"tickCount": 5}
    whole: dict[str, Any] = {"format": ",~f", "tickMinStep": 1, "labelExpr": "replace(datum.label, /,/g, '\u202f')"}
    x, y = across(TIGHT, titles[1], **whole), up(scale(type="log") if log_scale else scale(), titles[2], **looks)
    mass = f"exp(datum.log_c + {log_likelihood('datum.heads', 'datum.tails', live.name)})"
    shown = select(rows, mass_at=f"datum.live ? {mass} : datum.mass", room=f"{_ROOM} * datum.mass_at")
    number = f"replace(datum.label, '#', format({mass}, {mass} < 0.001 ? '.2e' : '.4f'))"
    marked, seen = (
        tinted(select(marks, said=f"datum.live ? {number} : datum.label"), "truth"),
        alt.Opacity("seen:Q", scale=None),
    )
    mark = Plane(x("k"), colour(), seen)
    layers = [
        Plane(x("k"), y("mass")).ends(ends),
        Plane(x("left"), y("room")).ends(select(shown, "datum.live")),
        Plane(x("left"), alt.X2("right:Q"), y("mass_at"), alt.Y2("foot:Q"), colour()).rect(shown),
        mark.rule(marked, *UPRIGHT, strokeWidth=1.5, strokeDash=[4, 3]),
        mark.text(marked, "said", at_y(8), **beside("datum.late", 8)),
    ]
    return finish(layers, height=HEIGHT, title=titles[0], params=[live.parameter()])


def moving_rows(heads: int, count: int, units: Units) -> Frame:
    """What the point and the tangent at the reader's p are computed from, on each curve; two rows by ``side``."""
    constant, floor = units.of(float(log_binomial_coefficient(count, heads))), -TALLEST * units.of(float(count))
    rows = [(quantity, more, side) for quantity, more in (("model", 0.0), ("slope", constant)) for side in (-1.0, 1.0)]
    same = {"heads": float(heads), "tails": float(count - heads), "floor": floor, "per_nat": units.per_nat}
    return table("quantity more side", rows, **same)


def _moved(rows: Frame, p: str) -> Any:
    return select(
        select(rows, f"{p} > 0 && {p} < 1"),
        p=p,
        y=f"datum.per_nat * {log_likelihood('datum.heads', 'datum.tails', p)} + datum.more",
        steep=f"datum.per_nat * (datum.heads / {p} - datum.tails / (1 - {p}))",
        # Short enough that a steep tangent stays a tangent: its length on the screen is about the same.
        half=f"{_TANGENT} / sqrt(1 + pow(0.5 * datum.steep / datum.floor, 2))",
        to_p="datum.p + datum.side * datum.half",
        to_y="datum.y + datum.side * datum.half * datum.steep",
    )


def parallel_rows(heads: int, count: int, units: Units, gap: str) -> tuple[Frame, Frame]:
    """Both curves, and the marks on them: their best p, and the gap between them with its word.

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
    marks = [
        *(("best", share, height(share) + more, quantity, 0.0, 0.0, "") for quantity, more in kinds.items()),
        ("gap", share, height(share), "slope", share, height(share) + constant, ""),
        ("word", share, height(share) + 0.5 * constant, "slope", 0.0, 0.0, gap),
        *(("end", 0.0, end, "slope", 0.0, 0.0, "") for end in (floor, 0.0)),
    ]
    found = table("kind p y quantity to_p to_y label", marks)
    return stacked(curves), found.assign(y=found["y"].clip(lower=floor))


def parallel_chart(
    curves: Frame, marks: Frame, moving: Frame, titles: tuple[str, str, str], names: tuple[str, str], live: Live
) -> alt.LayerChart:
    """Two parallel curves of p. ``names``: of the curve without the coefficient and of the one with it."""
    x = across(SHARES, titles[1], labelExpr="datum.value")("p")
    plane = Plane(x, up(TIGHT, titles[2], **Y_AXES["large"])("y"), colour())
    of: dict[str, Any] = {kind: only(marks, kind=kind) for kind in ("end", "gap", "best", "word")}
    here = _moved(moving, live.name)
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
        plane.rule(here, alt.X2("to_p:Q"), alt.Y2("to_y:Q"), strokeWidth=5, opacity=0.45, clip=True),
        plane.rings(of["best"], 220),
        plane.dots(select(here, "datum.side > 0"), 80, clip=True),
        plane.text(of["word"], "label", **beside("datum.p > 0.5", 8)),
        *legend,
    ]
    return finish(layers, height=HEIGHT, title=titles[0], params=[live.parameter()])
