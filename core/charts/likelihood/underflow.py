"""Products of probabilities against their number, where each breaks, and the sum of logarithms that goes on."""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.expressions import thousands
from core.charts.kit.theme import NEUTRAL, Units, axis, colour, finish
from core.simulation.likelihood.underflow import Product, Run

HEIGHT: Final = 330
POINTS: Final = 240  # of a line
_POWERS: Final = tuple(10**power for power in range(6))
_DEPTHS: Final = tuple(10.0**power for power in range(-2, 7))
_QUANTITIES: Final = {"sum": "cross_entropy", "float64": "model", "float32": "slope"}
_MIDDLE: Final = 300  # n: an end further right has its words on its left


def line_rows(run: Run, units: Units) -> pd.DataFrame:
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
    return pd.concat(parts, ignore_index=True)


def end_rows(run: Run, units: Units, names: Mapping[str, str]) -> pd.DataFrame:
    """Where each product ends, with its words: ``n``, ``depth``, ``series``, ``name``, ``dx``, ``dy``, ``align``."""
    rows = [
        (float(place), _last_depth(product, place) * units.per_nat, name)
        for name, product in run.products.items()
        if (place := product.end) is not None
    ]
    frame = pd.DataFrame(rows, columns=["n", "depth", "series"]).astype({"n": float, "depth": float, "series": str})
    left = frame["n"] > _MIDDLE  # the lines fall to the right: room is above on the right, and below on the left
    return frame.assign(
        quantity=frame["series"].map(_QUANTITIES).astype(str),
        name=frame["series"].map(dict(names)).astype(str),
        align=np.where(left, "right", "left"),
        dx=np.where(left, -14.0, 12.0),
        dy=np.where(left, 14.0, -29.0),
    )


def sum_rows(run: Run, units: Units, name: str) -> pd.DataFrame:
    """The end of the sum with its words, and the lowest place of the picture, below it."""
    depth = -float(run.sums[-1]) * units.per_nat
    return pd.DataFrame(
        {
            "n": [float(len(run.sums))] * 2,
            "depth": [depth, 4.0 * depth],
            "name": [name, ""],
            "quantity": "cross_entropy",
        }
    )


def underflow_chart(
    lines: pd.DataFrame, ended: pd.DataFrame, last: pd.DataFrame, words: Mapping[str, str]
) -> alt.LayerChart:
    """The picture, from the rows above, both axes on a log scale. ``words``: axis titles "n" and "depth"."""
    x = alt.X(
        "n:Q",
        scale=alt.Scale(type="log", nice=False),
        axis=axis(words["n"], values=list(_POWERS), labelExpr=thousands(), grid=False),
    )
    y = alt.Y(
        "depth:Q",
        scale=alt.Scale(type="log", nice=False, reverse=True),
        axis=axis(words["depth"], values=list(_DEPTHS), labelExpr=f"'−' + {thousands()}"),
    )
    base = alt.Chart(lines).encode(x=x, y=y, color=colour())

    def line(series: str, part: str, **look: Any) -> alt.Chart:
        chosen = f"datum.series === '{series}' && datum.part === '{part}'"
        drawn: alt.Chart = base.transform_filter(chosen).mark_line(**look)
        return drawn

    ends = alt.Chart(ended).encode(x=x, y=y, color=colour())
    texts: dict[str, Any] = {"fontSize": 14, "fontWeight": 600, "baseline": "middle"}
    layers = [
        # One inside the other, so that each can be seen where all three agree.
        line("sum", "whole", strokeWidth=13, opacity=0.3, strokeCap="round"),
        line("float32", "whole", strokeWidth=7),
        line("float64", "whole", strokeWidth=2.5),
        *(
            line(series, "subnormal", strokeWidth=6, strokeDash=[0.1, 9], strokeCap="round")
            for series in ("float32", "float64")
        ),
        ends.mark_point(shape="cross", angle=45, size=150, filled=True, opacity=1, stroke="white", strokeWidth=1),
        ends.mark_text(
            **texts,
            lineBreak="\n",
            align=alt.ExprRef("datum.align"),
            dx=alt.ExprRef("datum.dx"),
            dy=alt.ExprRef("datum.dy"),
        ).encode(text="name:N"),
        alt.Chart(last).mark_text(**texts, align="right", dy=17, dx=-6).encode(x=x, y=y, text="name:N", color=colour()),
        alt.Chart(last).mark_point(opacity=0, color=NEUTRAL).encode(x=x, y=y),
    ]
    return finish(alt.layer(*layers), height=HEIGHT)


def _places(run: Run) -> Any:
    """Numbers of factors, even on a log axis, with every place where something happens."""
    even = np.geomspace(1, len(run.sums), POINTS).round().astype(int)
    marks = [n for p in run.products.values() for n in (p.subnormal, p.zero, p.stuck) if n is not None]
    around = [n + step for n in marks for step in (-1, 0) if n + step >= 1]
    return np.unique(np.concatenate([even, np.array(around, dtype=int)]))


def _line(series: str, part: str, places: Any, depth: Any, units: Units) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "n": places.astype(float),
            "depth": np.asarray(depth, dtype=np.float64) * units.per_nat,
            "series": series,
            "part": part,
            "quantity": _QUANTITIES[series],
        }
    )


def _last_depth(product: Product, place: int) -> float:
    """−ln of the last product above 0 that comes before its end, or at it."""
    value = product.partial[place - 1] or product.partial[place - 2]
    return -float(np.log(value))
