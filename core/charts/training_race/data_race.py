"""The charts of a race on a data set that are not maps: measures against the epoch, and what drives the weights.

Each run's numbers travel as one text for all epochs (``series``), as in core.charts.training_race.race; here only every
few epochs where there are many, since no screen shows more.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.charts.kit import measure as charts
from core.charts.kit.measure import FRAME, at_frame, series
from core.charts.kit.theme import Units, axis, colour, dash, finish, frame_parameter
from core.simulation.training_race.data_race import DataRace, let_through

STRIP: Final = ("gap", "factor", "pull", "norm")


def measure_frames(
    race: DataRace, measure: str, units: Units, names: Mapping[str, str], target: str
) -> tuple[pd.DataFrame, ...]:
    """The frames of a measure for `measure.measure_chart`: runners, curves, ends of the axis, finish line, arrivals.

    ``measure``: "error", "cross_entropy" or "squared_error". ``target``: what is written beside the finish line.
    """
    values = {
        "error": race.drawn.mean_error,
        "cross_entropy": race.drawn.cross_entropy * units.per_nat,
        "squared_error": race.drawn.squared_error,
    }[measure]
    top = charts.top_of(values, measure)
    shares, goal = values / top, race.settings.target
    curves = _curves(race, shares)
    line, marks = charts.finish_line(goal, target), charts.marks(race.epochs_to_target, goal)
    return _runners(race, names, shares), curves, curves, charts.ends(top), line, marks


def accuracy_frames(race: DataRace, names: Mapping[str, str]) -> tuple[pd.DataFrame, ...]:
    """Curves, twice, and runners of the share of samples put into the right class."""
    curves = _curves(race, race.drawn.accuracy)
    return curves, curves, _runners(race, names, race.drawn.accuracy)


def strip(race: DataRace, names: Mapping[str, str]) -> pd.DataFrame:
    """One row for each loss and column of STRIP, with its series."""
    numbers = {
        "gap": race.drawn.output_gap,
        "factor": let_through(race.drawn),
        "pull": race.drawn.pull,
        "norm": race.drawn.gradient_norm,
    }
    rows = []
    for place, column in enumerate(STRIP):
        largest = float(np.max(numbers[column])) or 1.0
        for (loss, name), text in zip(names.items(), map(series, numbers[column]), strict=True):
            tint = "slope" if column == "factor" else loss
            rows.append((loss, name, tint, float(place), largest, race.every, text))
    return pd.DataFrame(rows, columns=["quantity", "name", "tint", "place", "largest", "every", "series"])


def _curves(race: DataRace, values: NDArray[np.float64]) -> pd.DataFrame:
    places = charts.bends(values)
    epochs = race.drawn_epochs[places]
    runs = zip(race.losses, values[:, places], charts.kept_of(race.strays, epochs), strict=True)
    return charts.curves(epochs, {loss: run[:end] for loss, run, end in runs})


def _runners(race: DataRace, names: Mapping[str, str], values: NDArray[np.float64]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quantity": list(race.losses),
            "name": [names[loss] for loss in race.losses],
            "every": race.every,
            "last": race.settings.epochs,
            "series": [series(run) for run in values],
        }
    )


def strip_chart(rows: pd.DataFrame, titles: Sequence[str]) -> alt.LayerChart:
    """What drives the weights at the frame: the error, what its loss lets through, and the gradient that is left."""
    row = "datum.quantity === 'cross_entropy' ? 0 : 1"
    cells = at_frame(rows).transform_calculate(
        row=row,
        end="datum.place + 0.8 * datum.value / datum.largest",
        text="datum.value >= 0.0005 || datum.value === 0 ? format(datum.value, '.3f') : "
        "replace(format(datum.value, '.1e'), '-', '−')",
    )
    names = alt.Chart(rows).transform_filter("datum.place === 0").transform_calculate(row=row)
    return charts.strip(cells, names, titles)


def accuracy_chart(
    so_far: pd.DataFrame, ahead: pd.DataFrame, runners: pd.DataFrame, words: Mapping[str, str]
) -> alt.LayerChart:
    """Share of samples put into the right class, against the epoch, and where both runs are at the frame.

    ``so_far``, ``ahead``: epoch, share, quantity. ``words``: axis titles "epoch" and "accuracy".
    """
    along = charts.along_epochs("runners", words["epoch"])
    x = alt.X("epoch:Q", **along)
    up: dict[str, Any] = {
        "scale": alt.Scale(domain=[0, 1], nice=False),
        "axis": axis(words["accuracy"], format=".0%", values=[0, 0.5, 1]),
    }
    y = alt.Y("share:Q", **up)
    look = {"x": x, "y": y, "color": colour(), "strokeDash": dash()}
    faint = alt.Chart(ahead).mark_line(strokeWidth=2, clip=True, opacity=0.3).encode(**look)
    bold = charts.up_to_frame(so_far, look, along, up)
    now = at_frame(runners).transform_calculate(epoch="datum.frame", share="datum.value")
    dots = now.mark_point(size=90, filled=True, opacity=1).encode(x=x, y=y, color=colour())
    shares = [
        now.transform_filter(f"datum.quantity === '{loss}'")
        .transform_calculate(text="format(datum.value, '.1%')")
        .mark_text(align="right", dx=-6, dy=shift, fontSize=15, fontWeight=600)
        .encode(x=alt.XValue("width"), y=alt.YValue("height"), text="text:N", color=colour())
        for loss, shift in (("cross_entropy", -32), ("squared_error", -12))
    ]
    return finish(alt.layer(faint, bold, dots, *shares).add_params(frame_parameter(FRAME)), height=150)
