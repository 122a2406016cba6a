"""The charts of a race on a data set that are not maps: measures against the epoch, and what drives the weights.

Each run's numbers travel as one text for all epochs (``series``), as in core.charts.training_race.race; here only every
few epochs where there are many, since no screen shows more.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import numpy as np

from core.charts.kit import measure as charts
from core.charts.kit.axes import SHARES, up
from core.charts.kit.expressions import signed_expression
from core.charts.kit.layers import Frame, Plane, finish, select, table
from core.charts.kit.theme import Units, colour, frame_parameter
from core.maths.checks import LOSSES, FloatArray
from core.simulation.training_race.data_race import DataRace, let_through

STRIP: Final = ("gap", "factor", "pull", "norm")


def measure_frames(
    race: DataRace, measure: str, units: Units, names: Mapping[str, str], target: str, is_open: bool
) -> tuple[Frame, ...]:
    """The frames of a measure for `measure.measure_chart`: runners, curves, ends of the axis, finish line, arrivals.

    ``measure``: "error", "cross_entropy" or "squared_error". ``target``: what is written beside the finish line. Before
    the race ``is_open`` nothing ahead of the frame is given away.
    """
    goal, losses = race.settings.target, {name: getattr(race.drawn, name) for name in LOSSES}
    top, shares = charts.shares(measure, units, error=race.drawn.mean_error, **losses)
    curves = _curves(race, shares)
    line, marks = charts.finish_line(goal, target), charts.marks(race.epochs_to_target if is_open else {}, goal)
    return _runners(race, names, shares), curves, curves if is_open else curves.iloc[:0], charts.ends(top), line, marks


def accuracy_frames(race: DataRace, names: Mapping[str, str], is_open: bool) -> tuple[Frame, ...]:
    """Curves, those ahead, and runners of the share of samples put into the right class."""
    curves = _curves(race, race.drawn.accuracy)
    return curves, curves if is_open else curves.iloc[:0], _runners(race, names, race.drawn.accuracy)


def strip(race: DataRace, names: Mapping[str, str]) -> Frame:
    """One row for each loss and column of STRIP, with its series."""
    numbers = {
        "gap": race.drawn.output_gap,
        "factor": let_through(race.drawn),
        "pull": race.drawn.pull,
        "norm": race.drawn.gradient_norm,
    }
    cells = []
    for place, column in enumerate(STRIP):
        largest = float(np.max(numbers[column])) or 1.0
        for (loss, name), text in zip(names.items(), map(charts.series, numbers[column]), strict=True):
            tint = "slope" if column == "factor" else loss
            cells.append((loss, name, tint, float(place), largest, race.every, text))
    return table("quantity name tint place largest every series", cells)


def _curves(race: DataRace, values: FloatArray) -> Frame:
    return charts.run_curves(race.losses, values, race.strays, race.drawn_epochs)


def _runners(race: DataRace, names: Mapping[str, str], values: FloatArray) -> Frame:
    runs = dict(zip(race.losses, values, strict=True))
    return charts.runners(runs, names, every=race.every, last=race.settings.epochs)


def strip_chart(rows: Frame, titles: Sequence[str]) -> alt.LayerChart:
    """What drives the weights at the frame: the error, what its loss lets through, and the gradient that is left."""
    end, text = "datum.place + 0.8 * datum.value / datum.largest", signed_expression("datum.value")
    cells = select(charts.at_frame(rows), end=end, text=text)
    return charts.strip(cells, select(rows, "datum.place === 0"), titles)


def accuracy_chart(so_far: Frame, ahead: Frame, runners: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """Share of samples put into the right class, against the epoch, and where both runs are at the frame.

    ``so_far``, ``ahead``: epoch, share, quantity. ``words``: axis titles "epoch" and "accuracy".
    """
    x = charts.along_epochs("runners", words["epoch"])
    y = up(SHARES, words["accuracy"], format=".0%", values=[0, 0.5, 1])
    now = select(charts.at_frame(runners), epoch="datum.frame", share="datum.value")
    layers = [
        *charts.both_curves(so_far, ahead, x, y),
        Plane(x("epoch"), y("share"), colour()).dots(now, 90),
        *charts.in_corner(now, "format(datum.value, '.1%')", -6, -32),
    ]
    return finish(layers, height=150, params=[frame_parameter(charts.FRAME)])
