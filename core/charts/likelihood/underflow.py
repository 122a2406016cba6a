"""Products of probabilities against their number, where each breaks, and the sum of logarithms that goes on."""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import across, scale, up
from core.charts.kit.expressions import thousands
from core.charts.kit.layers import Frame, Plane, finish, of_row, only, stacked, table
from core.charts.kit.theme import NEUTRAL, Units, colour
from core.simulation.likelihood.underflow import Product, Run

HEIGHT: Final = 330
POINTS: Final = 240  # of a line
_POWERS: Final = tuple(10**power for power in range(6))
_DEPTHS: Final = tuple(10.0**power for power in range(-2, 7))
_QUANTITIES: Final = {"sum": "cross_entropy", "float64": "model", "float32": "slope"}
_MIDDLE: Final = 300  # n: an end further right has its words on its left


def line_rows(run: Run, units: Units) -> Frame:
    """Every line: ``n``, ``depth`` = −ln of the product, ``series``, ``part``; a product of 0 has no place.

    ``part``: "whole", and for what is short of digits "subnormal", which begins where the whole part ends.
    """
    places = _places(run)
    parts = [_line("sum", "whole", places, -run.sums[places - 1], units)]
    for name, product in run.products.items():
        begin, end = product.subnormal or len(run.sums) + 1, product.zero or len(run.sums) + 1
        depth = -np.log(product.partial[: end - 1])
        whole = places[places <= min(begin, end - 1)]
        parts.append(_line(name, "whole", whole, depth[whole - 1], units))
        # Beyond the place where it is stuck, the line is level.
        short = places[(places >= begin) & (places < end)]
        parts.append(_line(name, "subnormal", short, depth[short - 1], units))
    return stacked(parts)


def end_rows(run: Run, units: Units, names: Mapping[str, str]) -> Frame:
    """Where each product ends, with its words: ``n``, ``depth``, ``series``, ``name``, ``dx``, ``dy``, ``align``."""
    rows = [
        (float(place), _last_depth(product, place) * units.per_nat, name)
        for name, product in run.products.items()
        if (place := product.end) is not None
    ]
    frame = table("n depth series", rows).astype({"n": float, "depth": float, "series": str})
    left = frame["n"] > _MIDDLE  # the lines fall to the right: room is above on the right, and below on the left
    return frame.assign(
        quantity=frame["series"].map(_QUANTITIES).astype(str),
        name=frame["series"].map(dict(names)).astype(str),
        align=np.where(left, "right", "left"),
        dx=np.where(left, -14.0, 12.0),
        dy=np.where(left, 14.0, -29.0),
    )


def sum_rows(run: Run, units: Units, name: str) -> Frame:
    """The end of the sum with its words, and the lowest place of the picture, below it."""
    depth = -float(run.sums[-1]) * units.per_nat
    n = float(len(run.sums))
    return table("n depth name", [(n, depth, name), (n, 20.0 * depth, "")], quantity="cross_entropy")


def underflow_chart(lines: Frame, ended: Frame, last: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """The picture, from the rows above, both axes on a log scale. ``words``: axis titles "n" and "depth"."""
    x = across(scale(type="log"), words["n"], values=list(_POWERS), labelExpr=thousands(), grid=False)("n")
    depths: dict[str, Any] = {"values": list(_DEPTHS), "labelExpr": f"'−' + {thousands()}"}
    y = up(scale(type="log", reverse=True), words["depth"], **depths)("depth")
    plane = Plane(x, y, colour())

    total, single, double = (only(lines, series=series, part="whole") for series in ("sum", "float32", "float64"))
    short: dict[str, Any] = {"strokeDash": [0.1, 9], "strokeCap": "round"}
    layers = [
        # One inside the other, so that each can be seen where all three agree.
        plane.line(total, 13, opacity=0.3, strokeCap="round"),
        plane.line(single, 7),
        plane.line(double, 2.5),
        *(plane.line(only(lines, series=name, part="subnormal"), 6, **short) for name in ("float32", "float64")),
        plane.dots(ended, 150, shape="cross", angle=45, stroke="white", strokeWidth=1),
        plane.text(ended, "name", size=14, baseline="middle", lineBreak="\n", **of_row("align", "dx", "dy")),
        plane.text(last, "name", size=14, baseline="middle", align="right", dy=17, dx=-6),
        Plane(x, y).mark("point", last, opacity=0, color=NEUTRAL),
    ]
    return finish(layers, height=HEIGHT)


def _places(run: Run) -> Any:
    """Numbers of factors, even on a log axis, with every place where something happens."""
    even = np.geomspace(1, len(run.sums), POINTS).round().astype(int)
    marks = [n for p in run.products.values() for n in (p.subnormal, p.zero, p.stuck) if n is not None]
    around = [n + step for n in marks for step in (-1, 0) if n + step >= 1]
    return np.unique(np.concatenate([even, np.array(around, dtype=int)]))


def _line(series: str, part: str, places: Any, depth: Any, units: Units) -> dict[str, Any]:
    depths, quantity = np.asarray(depth, dtype=np.float64) * units.per_nat, _QUANTITIES[series]
    return {"n": places.astype(float), "depth": depths, "series": series, "part": part, "quantity": quantity}


def _last_depth(product: Product, place: int) -> float:
    """−ln of the last product above 0 that comes before its end, or at it."""
    value = product.partial[place - 1] or product.partial[place - 2]
    return -float(np.log(value))
