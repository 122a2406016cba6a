"""The charts of the training race. All follow one frame, the epoch, inside the browser.

Every chart gets the whole race as data: for each loss one row with the logits of all epochs, written as one text
(``series``). What a chart shows at the current frame is computed from that by Vega, so that playing sends nothing.
"""

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.theme import NEUTRAL, Units, axis, colour, column_headings, dash, finish, frame_parameter
from core.maths.activations import sigmoid
from core.simulation.checks import LOSSES
from core.simulation.race import Race

FRAME: Final = "epoch"
DRAWN: Final = 400  # points of a curve; more cannot be told apart on a screen
SPAN: Final = 10.0  # the sigmoid is drawn over −SPAN … SPAN
FACTORS: Final = ("error", "slope", "input", "gradient")
_LABEL: Final[dict[str, Any]] = {"fontSize": 15, "fontWeight": 600}


def runners(race: Race, names: dict[str, str]) -> pd.DataFrame:
    """One row for each loss: its name, label, input and the logits of all epochs as one text."""
    logits = race.trajectory.logits[:, :, 0]
    return pd.DataFrame(
        {
            "quantity": list(race.losses),
            "name": [names[loss] for loss in race.losses],
            "label": race.settings.label,
            "input": race.settings.x,
            "series": [",".join(f"{z:.5g}" for z in run) for run in logits],
        }
    )


def curves(race: Race, measure: str, units: Units) -> pd.DataFrame:
    """A measure of both runs against the epoch, thinned out to what a screen can show: ``epoch``, ``value``.

    ``measure`` is "error" (|a − y|) or the loss, "cross_entropy" or "squared_error", under which both are judged.
    """
    trajectory = race.trajectory
    values = {
        "error": np.abs(trajectory.errors[:, :, 0]),
        "cross_entropy": trajectory.cross_entropy * units.per_nat,
        "squared_error": trajectory.squared_error,
    }[measure]
    epochs = np.unique(np.linspace(0, trajectory.epochs, min(DRAWN, trajectory.epochs + 1)).round().astype(int))
    return pd.DataFrame(
        {
            "epoch": np.tile(epochs, len(race.losses)),
            "value": values[:, epochs].ravel(),
            "quantity": np.repeat(list(race.losses), len(epochs)),
        }
    )


def finish_marks(race: Race, names: dict[str, str]) -> pd.DataFrame:
    """Where each run crosses the finish line, for those that do: ``epoch``, ``value``, ``label``."""
    rows = [
        {"quantity": loss, "epoch": epochs, "value": race.settings.target, "text": names[loss]}
        for loss, epochs in race.epochs_to_target.items()
        if epochs is not None
    ]
    return pd.DataFrame(rows, columns=["quantity", "epoch", "value", "text"])


def _at_frame(data: pd.DataFrame) -> alt.Chart:
    """The runners with their logit ``z``, output ``a``, slope and error at the current frame."""
    return (
        alt.Chart(data)
        .transform_calculate(logits="split(datum.series, ',')")
        .transform_calculate(z=f"toNumber(datum.logits[min({FRAME}, length(datum.logits) - 1)])", frame=FRAME)
        .transform_calculate(a="1 / (1 + exp(-datum.z))")
        .transform_calculate(slope="datum.a * (1 - datum.a)", error="datum.a - datum.label")
    )


_MEASURE: Final = {
    "error": "abs(datum.error)",
    # ln(1 + e^x) written so that neither a large nor a small logit overflows
    "cross_entropy": (
        "(datum.label * (max(-datum.z, 0) + log(1 + exp(-abs(datum.z))))"
        " + (1 - datum.label) * (max(datum.z, 0) + log(1 + exp(-abs(datum.z)))))"
    ),
    "squared_error": "0.5 * datum.error * datum.error",
}


def finish_line(race: Race, text: str) -> pd.DataFrame:
    """The error at which a run has arrived, and what is written on the line there."""
    return pd.DataFrame({"value": [race.settings.target], "text": [text]})


def measure_chart(
    runners: pd.DataFrame,
    curves: pd.DataFrame,
    line: pd.DataFrame,
    marks: pd.DataFrame,
    measure: str,
    epochs: int,
    units: Units,
    words: dict[str, str],
) -> alt.LayerChart:
    """A measure of both runs against the epoch, the finish line, and where both are at the frame.

    ``words``: axis titles "epoch" and "measure".
    """
    scale = units.per_nat if measure == "cross_entropy" else 1.0
    x = alt.X("epoch:Q", scale=alt.Scale(domain=[0, epochs], nice=False), axis=axis(words["epoch"], format="~d"))
    y_scale = alt.Scale(domain=[0, 1], nice=False) if measure == "error" else alt.Scale(zero=True, nice=True)
    y = alt.Y("value:Q", scale=y_scale, axis=axis(words["measure"]))
    lines = alt.Chart(curves).mark_line(strokeWidth=2.5, clip=True)
    layers: list[alt.Chart] = [lines.encode(x=x, y=y, color=colour(), strokeDash=dash())]
    if measure == "error":
        rule = alt.Chart(line).encode(y=y)
        layers.append(rule.mark_rule(color=NEUTRAL, strokeDash=[4, 4]))
        layers.append(
            rule.mark_text(align="right", dx=-4, dy=-9, fontSize=13, color=NEUTRAL).encode(
                x=alt.value("width"), text="text:N"
            )
        )
        arrivals = alt.Chart(marks).encode(x=x, y=y, color=colour())
        layers.append(arrivals.mark_point(shape="triangle-down", size=90, filled=True, opacity=1, yOffset=-8))
    now = _at_frame(runners).transform_calculate(value=f"{scale!r} * {_MEASURE[measure]}", epoch="datum.frame")
    layers.append(
        now.transform_filter("datum.quantity === 'cross_entropy'").mark_rule(color=NEUTRAL, strokeWidth=1).encode(x=x)
    )
    dots = now.encode(x=x, y=y, color=colour())
    layers.append(dots.mark_point(size=130, filled=True, opacity=1))
    # The name follows its dot, above it, on the side that has room.
    half = epochs / 2
    left = dots.transform_filter(f"datum.frame > {half}").mark_text(align="right", dx=-9, dy=-11, **_LABEL)
    right = dots.transform_filter(f"datum.frame <= {half}").mark_text(align="left", dx=9, dy=-11, **_LABEL)
    layers += [left.encode(text="name:N"), right.encode(text="name:N")]
    chart: alt.LayerChart = finish(alt.layer(*layers).add_params(frame_parameter(FRAME, epochs)), height=240)
    return chart


def sigmoid_chart(runners: pd.DataFrame, epochs: int, words: dict[str, str]) -> alt.LayerChart:
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
        .transform_calculate(text="datum.name + ':  σ′(z) = ' + format(datum.slope, '.4f')")
        .mark_text(align="right", dx=-8, dy=20 * place - 34, **_LABEL)
        .encode(x=alt.value("width"), y=alt.value("height"), text="text:N")
        for place, loss in enumerate(LOSSES)
    ]
    chart: alt.LayerChart = finish(
        alt.layer(curve, tangents, dots, *slopes).add_params(frame_parameter(FRAME, epochs)), height=240
    )
    return chart


def factors_chart(runners: pd.DataFrame, epochs: int, largest: float, titles: dict[str, str]) -> alt.LayerChart:
    """The gradient in its factors at the frame, a thin strip: (a − y) · σ'(z) · x against (a − y) · x.

    ``largest`` is the size of a factor whose bar fills its column.
    """
    cells = (
        _at_frame(runners)
        .transform_calculate(
            gradient="datum.error * datum.input * (datum.quantity === 'cross_entropy' ? 1 : datum.slope)"
        )
        .transform_fold(list(FACTORS), as_=["factor", "value"])
        .transform_filter("!(datum.factor === 'slope' && datum.quantity === 'cross_entropy')")
        .transform_calculate(
            place=f"indexof({list(FACTORS)!r}, datum.factor)",
            tint="datum.factor === 'slope' ? 'slope' : datum.quantity",
            text=(
                "replace(abs(datum.value) >= 0.0005 || datum.value === 0 ? format(datum.value, '.3f')"
                " : format(datum.value, '.1e'), '-', '−')"
            ),
        )
        .transform_calculate(end=f"datum.place + 0.85 * abs(datum.value) / {largest!r}")
    )
    x_options: dict[str, Any] = {
        "scale": alt.Scale(domain=[0, 4], nice=False),
        "axis": column_headings([titles[factor] for factor in FACTORS]),
    }
    y = alt.Y(
        "name:N",
        sort=None,
        scale=alt.Scale(paddingInner=0.25, paddingOuter=0.05),
        axis=axis(None, labelFontSize=14, labelLimit=140, ticks=False, domain=False, grid=False),
    )
    base = cells.encode(y=y, color=colour("tint"))
    # The numbers keep their places while the bars under them move.
    bars = base.mark_bar(cornerRadiusEnd=2, height=9, yOffset=10).encode(x=alt.X("place:Q", **x_options), x2="end:Q")
    numbers = base.mark_text(align="left", dy=-6, **_LABEL).encode(x=alt.X("place:Q", **x_options), text="text:N")
    chart: alt.LayerChart = finish(alt.layer(bars, numbers).add_params(frame_parameter(FRAME, epochs)), height=108)
    return chart
