"""KL after smoothing, against ε on a log axis: a line that never levels off where something was ruled out."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.scripts import superscript
from core.charts.theme import NEUTRAL, Units, axis, colour, finish
from core.simulation.smoothed_divergence import smoothed_divergence

SMALLEST: Final = 1e-16
LARGEST: Final = 0.5
POINTS: Final = 81
Row = tuple[float, ...]


def epsilons() -> np.ndarray:
    """Where the lines are drawn."""
    return np.geomspace(SMALLEST, LARGEST, POINTS)


def line_rows(pairs: Mapping[str, tuple[Row, Row]], units: Units) -> pd.DataFrame:
    """A line for each direction: ``epsilon``, ``value``, ``direction``, and at one place its ``name``."""
    parts = []
    for place, (name, (p, q)) in enumerate(pairs.items()):
        values = smoothed_divergence(p, q, epsilons()) * units.per_nat
        words = [""] * POINTS
        words[place * POINTS // 4] = name  # apart, since the two lines may be one
        parts.append(
            pd.DataFrame(
                {
                    "epsilon": epsilons(),
                    "value": values,
                    "direction": name,
                    "name": words,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def mark_rows(pairs: Mapping[str, tuple[Row, Row]], marks: Sequence[float], units: Units) -> pd.DataFrame:
    """The numbers that some ε in use would invent: ``epsilon``, ``value``, ``direction``, ``text``."""
    rows = []
    for name, (p, q) in pairs.items():
        values = smoothed_divergence(p, q, marks) * units.per_nat
        rows += [(epsilon, value, name, f"{value:.2f}") for epsilon, value in zip(marks, values, strict=True)]
    return pd.DataFrame(rows, columns=["epsilon", "value", "direction", "text"])


def smoothing_chart(
    lines: pd.DataFrame, marks: pd.DataFrame, order: list[str], words: dict[str, str]
) -> alt.LayerChart:
    """Both directions against ε. ``order``: their names, the first is solid. ``words``: titles "epsilon", "value"."""
    ticks = [1e-15, 1e-12, 1e-9, 1e-6, 1e-3]
    powers = [superscript(round(np.log10(tick))) for tick in ticks]
    label = "".join(f"datum.value < {3 * tick!r} ? '10{power}' : " for tick, power in zip(ticks, powers, strict=True))
    x = alt.X(
        "epsilon:Q",
        scale=alt.Scale(type="log", domain=[SMALLEST, LARGEST], nice=False),
        axis=axis(words["epsilon"], values=ticks, labelExpr=f"{label}''"),
    )
    y = alt.Y("value:Q", scale=alt.Scale(zero=True, nice=True), axis=axis(words["value"]))
    dashes = alt.StrokeDash("direction:N", scale=alt.Scale(domain=order, range=[[1, 0], [6, 4]]), legend=None)
    tone = colour()
    base = alt.Chart(lines).transform_calculate(quantity="'model'")
    curves = base.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=tone, strokeDash=dashes)
    looks: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 6, "dy": -8}
    said = (
        base.transform_filter("datum.name !== ''")
        .mark_text(fontSize=15, fontWeight=600, **looks)
        .encode(x=x, y=y, text="name:N", color=tone)
    )
    points = alt.Chart(marks).transform_calculate(quantity="'model'")
    dots = points.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=tone)
    numbers = points.mark_text(fontSize=13, align="left", dx=8, dy=-8, color=NEUTRAL).encode(x=x, y=y, text="text:N")
    chart: alt.LayerChart = finish(alt.layer(curves, said, dots, numbers), 250)
    return chart
