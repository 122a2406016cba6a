"""The mean loss of the same batch under the mean and under the sum, epoch by epoch."""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.charts.kit.measure import LABEL
from core.charts.kit.theme import NEUTRAL, axis, colour, finish

HEIGHT: Final = 280
SUM_DASH: Final = (5, 4)  # a second run of the same loss: its colour, but not its line
_TICKS: Final = (0, 1, 2, 5, 10, 20, 50, 100, 200)
_RINGS: Final = (0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 40, 60, 80, 110, 150, 200)  # epochs that get one, evenly apart


def run_rows(losses: Mapping[str, NDArray[np.float64]]) -> pd.DataFrame:
    """The runs in long form: ``run``, ``epoch``, ``loss``, and the loss they all are as ``quantity``."""
    parts = [pd.DataFrame({"run": run, "epoch": range(len(values)), "loss": values}) for run, values in losses.items()]
    return pd.concat(parts, ignore_index=True).astype({"epoch": float}).assign(quantity="cross_entropy")


def name_rows(losses: Mapping[str, NDArray[np.float64]], names: Mapping[str, str]) -> pd.DataFrame:
    """The name of each run at the right of the plane, at its last loss; those that would touch are moved apart.

    Columns ``run``, ``loss``, ``name``, and ``shift`` in pixels: the higher run's name up, the lower one's down.
    """
    last = {run: float(losses[run][-1]) for run in names}
    order = sorted(names, key=lambda run: -last[run])
    shifts = {run: float(-10 + 20 * place) for place, run in enumerate(order)}
    rows = [(run, last[run], names[run], shifts[run]) for run in names]
    return pd.DataFrame(rows, columns=["run", "loss", "name", "shift"]).assign(quantity="cross_entropy")


def least_rows(least: float, name: str) -> pd.DataFrame:
    """The loss at the minimum, and the word on its line."""
    return pd.DataFrame({"loss": [least], "name": [name]})


def run_chart(
    runs: pd.DataFrame, names: pd.DataFrame, least: pd.DataFrame, epochs: int, words: Mapping[str, str]
) -> alt.LayerChart:
    """The runs "mean", "sum" and "scaled" (the sum at η/n, as dots) on log axes. ``words``: titles "epoch", "loss"."""
    x = alt.X(
        "epoch:Q",
        scale=alt.Scale(type="symlog", constant=1, domain=[0, epochs], nice=False),
        axis=axis(words["epoch"], values=list(_TICKS), tickCount=len(_TICKS)),
    )
    y = alt.Y(
        "loss:Q",
        scale=alt.Scale(type="log", nice=False, padding=14),
        axis=axis(words["loss"], format="~g", labelOverlap="greedy"),
    )
    bottom = alt.Chart(least).encode(y=y)
    looks: dict[str, dict[str, Any]] = {
        "mean": {"strokeWidth": 3.5, "opacity": 0.6},
        "sum": {"strokeWidth": 2, "strokeDash": list(SUM_DASH), "point": {"size": 16, "filled": True}},
    }
    layers = [
        bottom.mark_rule(color=NEUTRAL, strokeDash=[2, 3]),
        bottom.mark_text(align="left", baseline="top", dx=4, dy=4, fontSize=12, color=NEUTRAL).encode(
            x=alt.XValue(0), text="name:N"
        ),
        *(
            alt.Chart(runs)
            .transform_filter(f"datum.run === '{run}'")
            .mark_line(**look)
            .encode(x=x, y=y, color=colour())
            for run, look in looks.items()
        ),
        alt.Chart(runs)
        .transform_filter(f"datum.run === 'scaled' && indexof({list(_RINGS)}, datum.epoch) >= 0")
        .mark_point(size=34, filled=False, strokeWidth=1.5, opacity=1, color=NEUTRAL)
        .encode(x=x, y=y),
        alt.Chart(names)
        .mark_text(align="left", baseline="middle", dy=alt.ExprRef("datum.shift"), clip=False, lineBreak="\n", **LABEL)
        .encode(x=alt.XValue(alt.expr("width + 8")), y=y, text="name:N", color=colour()),
    ]
    return finish(alt.layer(*layers), height=HEIGHT)
