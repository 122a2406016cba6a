"""The mean loss of the same batch under the mean and under the sum, epoch by epoch."""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import across, at_x, scale, up
from core.charts.kit.layers import ASIDE, Frame, Plane, finish, only, row, select, stacked, table
from core.charts.kit.theme import NEUTRAL, colour
from core.maths.checks import FloatArray

HEIGHT: Final = 280
SUM_DASH: Final = (5, 4)  # a second run of the same loss: its colour, but not its line
_TICKS: Final = (0, 1, 2, 5, 10, 20, 50, 100, 200)
_RINGS: Final = (0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 40, 60, 80, 110, 150, 200)  # epochs that get one, evenly apart


def run_rows(losses: Mapping[str, FloatArray]) -> Frame:
    """The runs in long form: ``run``, ``epoch``, ``loss``, and the loss they all are as ``quantity``."""
    runs = ({"run": run, "epoch": range(len(values)), "loss": values} for run, values in losses.items())
    return stacked(runs).astype({"epoch": float}).assign(quantity="cross_entropy")


def name_rows(losses: Mapping[str, FloatArray], names: Mapping[str, str]) -> Frame:
    """The name of each run at the right of the plane, at its last loss; those that would touch are moved apart.

    Columns ``run``, ``loss``, ``name``, and ``shift`` in pixels: the higher run's name up, the lower one's down.
    """
    last = {run: float(losses[run][-1]) for run in names}
    order = sorted(names, key=lambda run: -last[run])
    shifts = {run: float(-10 + 20 * place) for place, run in enumerate(order)}
    rows = [(run, last[run], names[run], shifts[run]) for run in names]
    return table("run loss name shift", rows, quantity="cross_entropy")


def least_rows(least: float, name: str) -> Frame:
    """The loss at the minimum, and the word on its line."""
    return row(loss=least, name=name)


def run_chart(runs: Frame, names: Frame, least: Frame, epochs: int, words: Mapping[str, str]) -> alt.LayerChart:
    """The runs "mean", "sum" and "scaled" (the sum at η/n, as dots) on log axes. ``words``: titles "epoch", "loss"."""
    ticks: dict[str, Any] = {"values": list(_TICKS), "tickCount": len(_TICKS)}
    x = across(scale(0, epochs, type="symlog", constant=1), words["epoch"], **ticks)("epoch")
    y = up(scale(type="log", padding=14), words["loss"], format=".6~g", labelOverlap="greedy")("loss")
    plane, level = Plane(x, y, colour()), Plane(y)
    dashed: dict[str, Any] = {"strokeDash": list(SUM_DASH), "point": {"size": 16, "filled": True}}
    rings = select(runs, f"datum.run === 'scaled' && indexof({list(_RINGS)}, datum.epoch) >= 0")
    layers = [
        level.rule(least, color=NEUTRAL, strokeDash=[2, 3]),
        level.note(least, "name", at_x(0), size=12, align="left", baseline="top", dx=4, dy=4),
        plane.line(only(runs, run="mean"), 3.5, opacity=0.6),
        plane.line(only(runs, run="sum"), 2, **dashed),
        Plane(x, y).dots(rings, 34, filled=False, strokeWidth=1.5, color=NEUTRAL),
        Plane(at_x("width + 8"), y, colour()).text(names, "name", dy=alt.ExprRef("datum.shift"), size=15, **ASIDE),
    ]
    return finish(layers, height=HEIGHT)
