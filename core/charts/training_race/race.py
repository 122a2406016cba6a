"""The charts of the race on a single example. All follow one frame, the epoch, inside the browser."""

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit import measure as charts
from core.charts.kit.measure import FRAME, LABEL, at_frame, series, strip
from core.charts.kit.theme import Units, axis, colour, finish, frame_parameter
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES
from core.simulation.training_race.race import Race

SPAN: Final = 10.0  # the sigmoid is drawn over −SPAN … SPAN
FACTORS: Final = ("error", "slope", "input", "gradient")


def runners(race: Race, names: dict[str, str]) -> pd.DataFrame:
    """One row for each loss: its name, label, input and the logits of all epochs as one text."""
    return _runners(race, names, race.trajectory.logits[:, :, 0])


def measure_frames(
    race: Race, measure: str, units: Units, names: dict[str, str], target: str, revealed: bool
) -> tuple[pd.DataFrame, ...]:
    """The frames of a measure for `measure.measure_chart`: runners, curves, ends of the axis, finish line, arrivals.

    ``measure`` is "error" (|a − y|) or the loss, "cross_entropy" or "squared_error", under which both are judged.
    ``target``: what is written beside the finish line. Before the race is ``revealed`` nothing ahead is given away.
    """
    trajectory, settings = race.trajectory, race.settings
    values = {
        "error": np.abs(trajectory.errors[:, :, 0]),
        "cross_entropy": trajectory.cross_entropy * units.per_nat,
        "squared_error": trajectory.squared_error,
    }[measure]
    top = charts.top_of(values, measure)
    values = values / top
    epochs = charts.bends(values)
    runs = zip(race.losses, values[:, epochs], charts.kept_of(race.strays, epochs), strict=True)
    curves = charts.curves(epochs, {loss: run[:end] for loss, run, end in runs})
    arrived = race.epochs_to_target if revealed else {}
    return (
        _runners(race, names, values),
        curves,
        curves if revealed else curves.iloc[:0],
        charts.ends(top),
        charts.finish_line(settings.target, target),
        charts.marks(arrived, settings.target),
    )


def _runners(race: Race, names: dict[str, str], values: np.ndarray[Any, np.dtype[np.float64]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quantity": list(race.losses),
            "name": [names[loss] for loss in race.losses],
            "label": race.settings.label,
            "input": race.settings.x,
            "every": 1,
            "last": race.settings.epochs,
            "largest": max(1.0, abs(race.settings.x)),  # the size of a factor whose bar fills its column
            "series": [series(run) for run in values],
        }
    )


def _at_frame(data: pd.DataFrame) -> alt.Chart:
    """The runners with their logit ``z``, output ``a``, slope and error at the current frame."""
    return (
        at_frame(data)
        .transform_calculate(z="datum.value")
        .transform_calculate(a="1 / (1 + exp(-datum.z))")
        .transform_calculate(slope="datum.a * (1 - datum.a)", error="datum.a - datum.label")
    )


def sigmoid_chart(runners: pd.DataFrame, words: dict[str, str]) -> alt.LayerChart:
    """Both neurons on the sigmoid at the frame, with tangent and σ'(z). ``words``: titles "logit" and "output"."""
    z = np.linspace(-SPAN, SPAN, 161)
    x_options: dict[str, Any] = {"scale": alt.Scale(domain=[-SPAN, SPAN], nice=False), "axis": axis(words["logit"])}
    y_options: dict[str, Any] = {
        "scale": alt.Scale(domain=[0, 1.12], nice=False),
        "axis": axis(words["output"], values=[0, 0.25, 0.5, 0.75, 1], format=".2f"),
    }
    x, y = alt.X("z:Q", **x_options), alt.Y("a:Q", **y_options)
    curve = (
        alt.Chart(pd.DataFrame({"z": z, "a": sigmoid(z), "quantity": "slope"}))
        .mark_line(strokeWidth=2, clip=True)
        .encode(x=x, y=y, color=colour())
    )
    now = _at_frame(runners).encode(color=colour())
    reach = 2.2
    tangents = (
        now.transform_calculate(
            left=f"datum.z - {reach}",
            right=f"datum.z + {reach}",
            low=f"datum.a - {reach} * datum.slope",
            high=f"datum.a + {reach} * datum.slope",
        )
        .mark_rule(strokeWidth=3, clip=True)
        .encode(x=alt.X("left:Q", **x_options), x2="right:Q", y=alt.Y("low:Q", **y_options), y2="high:Q")
    )
    dots = now.mark_point(size=150, filled=True, opacity=1, clip=True).encode(x=x, y=y)
    # The slopes stand in fixed places: the dots move, and numbers that move with them are hard to read.
    slopes = [
        now.transform_filter(f"datum.quantity === '{loss}'")
        .transform_calculate(text="datum.name + (width < 320 ? ' ' : ':  σ′(z) = ') + format(datum.slope, '.4f')")
        .mark_text(align="right", dx=-8, dy=20 * place - 34, **LABEL)
        .encode(x=alt.XValue("width"), y=alt.YValue("height"), text="text:N")
        for place, loss in enumerate(LOSSES)
    ]
    return finish(alt.layer(curve, tangents, dots, *slopes).add_params(frame_parameter(FRAME)), height=240)


def factors_chart(runners: pd.DataFrame, titles: dict[str, str]) -> alt.LayerChart:
    """The gradient in its factors at the frame, a thin strip: (a − y) · σ'(z) · x against (a − y) · x."""
    cells = (
        _at_frame(runners)
        .transform_calculate(
            gradient="datum.error * datum.input * (datum.quantity === 'cross_entropy' ? 1 : datum.slope)"
        )
        .transform_fold(list(FACTORS), as_=["factor", "value"])
        .transform_filter("!(datum.factor === 'slope' && datum.quantity === 'cross_entropy')")
        .transform_calculate(
            place=f"indexof({list(FACTORS)!r}, datum.factor)",
            row="datum.quantity === 'cross_entropy' ? 0 : 1",
            tint="datum.factor === 'slope' ? 'slope' : datum.quantity",
            text=(
                "replace(abs(datum.value) >= 0.0005 || datum.value === 0 ? format(datum.value, '.3f')"
                " : format(datum.value, '.1e'), '-', '−')"
            ),
        )
        .transform_calculate(end="datum.place + 0.85 * abs(datum.value) / datum.largest")
    )
    names = alt.Chart(runners).transform_calculate(row="datum.quantity === 'cross_entropy' ? 0 : 1")
    return strip(cells, names, [titles[factor] for factor in FACTORS])
