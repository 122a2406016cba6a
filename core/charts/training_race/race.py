"""The charts of the race on a single example. All follow one frame, the epoch, inside the browser."""

from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit import measure as charts
from core.charts.kit.axes import across, scale, up
from core.charts.kit.expressions import signed_expression
from core.charts.kit.frames import Frame
from core.charts.kit.layers import Plane, finish, select
from core.charts.kit.theme import Units, colour, frame_parameter
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES
from core.simulation.training_race.race import Race

SPAN: Final = 10.0  # the sigmoid is drawn over −SPAN … SPAN
FACTORS: Final = ("error", "slope", "input", "gradient")
_REACH: Final = 2.2  # of a tangent to either side


def runners(race: Race, names: dict[str, str]) -> Frame:
    """One row for each loss: its name, label, input and the logits of all epochs as one text."""
    return _runners(race, names, race.trajectory.logits[:, :, 0])


def measure_frames(
    race: Race, measure: str, units: Units, names: dict[str, str], target: str, revealed: bool
) -> tuple[Frame, ...]:
    """The frames of a measure for `measure.measure_chart`: runners, curves, ends of the axis, finish line, arrivals.

    ``measure`` is "error" (|a − y|) or the loss, "cross_entropy" or "squared_error", under which both are judged.
    ``target``: what is written beside the finish line. Before the race is ``revealed`` nothing ahead is given away.
    """
    trajectory, settings = race.trajectory, race.settings
    losses = {name: getattr(trajectory, name) for name in LOSSES}
    top, values = charts.shares(measure, units, error=np.abs(trajectory.errors[:, :, 0]), **losses)
    curves = charts.run_curves(race.losses, values, race.strays)
    return (
        _runners(race, names, values),
        curves,
        curves if revealed else curves.iloc[:0],
        charts.ends(top),
        charts.finish_line(settings.target, target),
        charts.marks(race.epochs_to_target if revealed else {}, settings.target),
    )


def _runners(race: Race, names: dict[str, str], values: np.ndarray[Any, np.dtype[np.float64]]) -> Frame:
    settings = race.settings
    return charts.runners(
        dict(zip(race.losses, values, strict=True)),
        names,
        label=settings.label,
        input=settings.x,
        every=1,
        last=settings.epochs,
        largest=max(1.0, abs(settings.x)),  # the size of a factor whose bar fills its column
    )


def _at_frame(data: Frame) -> Any:
    """The runners with their logit ``z``, output ``a``, slope and error at the current frame."""
    a, slope, error = "1 / (1 + exp(-datum.z))", "datum.a * (1 - datum.a)", "datum.a - datum.label"
    return select(charts.at_frame(data), z="datum.value", a=a, slope=slope, error=error)


def sigmoid_chart(runners: Frame, words: dict[str, str]) -> alt.LayerChart:
    """Both neurons on the sigmoid at the frame, with tangent and σ'(z). ``words``: titles "logit" and "output"."""
    z = np.linspace(-SPAN, SPAN, 161)
    x = across(scale(-SPAN, SPAN), words["logit"])
    y = up(scale(0, 1.12), words["output"], values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    plane, now = Plane(x("z"), y("a"), colour()), _at_frame(runners)
    tangents = select(
        now,
        left=f"datum.z - {_REACH}",
        right=f"datum.z + {_REACH}",
        low=f"datum.a - {_REACH} * datum.slope",
        high=f"datum.a + {_REACH} * datum.slope",
    )
    ends = (x("left"), alt.X2("right:Q"), y("low"), alt.Y2("high:Q"))
    text = "datum.name + (width < 320 ? ' ' : ':  σ′(z) = ') + format(datum.slope, '.4f')"
    layers = [
        plane.line(Frame({"z": z, "a": sigmoid(z), "quantity": "slope"}), 2, clip=True),
        plane.rule(tangents, *ends, strokeWidth=3, clip=True),
        plane.dots(now, 150, clip=True),
        *charts.in_corner(now, text, -8, -34),
    ]
    return finish(layers, height=240, params=[frame_parameter(charts.FRAME)])


def factors_chart(runners: Frame, titles: dict[str, str]) -> alt.LayerChart:
    """The gradient in its factors at the frame, a thin strip: (a − y) · σ'(z) · x against (a − y) · x."""
    gradient = "datum.error * datum.input * (datum.quantity === 'cross_entropy' ? 1 : datum.slope)"
    folded = select(_at_frame(runners), gradient=gradient).transform_fold(list(FACTORS), as_=["factor", "value"])
    cells = select(
        folded,
        "!(datum.factor === 'slope' && datum.quantity === 'cross_entropy')",
        place=f"indexof({list(FACTORS)!r}, datum.factor)",
        tint="datum.factor === 'slope' ? 'slope' : datum.quantity",
        text=signed_expression("datum.value"),
        end="datum.place + 0.85 * abs(datum.value) / datum.largest",
    )
    return charts.strip(cells, runners, [titles[factor] for factor in FACTORS])
