"""Which loss is whose likelihood: −ℓ/n against the parameter of a model of the noise, and the data under it."""

from collections.abc import Mapping
from typing import Final

import altair as alt
import numpy as np
from scipy.special import expit

from core.charts.kit.axes import SHARES, TIGHT, UPRIGHT, across, at_y, up
from core.charts.kit.layers import Frame, Plane, beside, finish, row
from core.charts.kit.theme import Quantity, Units, colour
from core.maths.validation import FloatArray
from core.simulation.likelihood.noise import Gaussian, NoiseModel

HEIGHT: Final = 300
_POINTS: Final = 241
_RISE: Final = 2.0  # nats per value: how far above its foot a probability's curve is drawn
_FOOT: Final = 0.3  # of the height, under the curve: the data
_STEP, _STACK = 0.05, 0.22  # of the height: from dot to dot, and the tallest stack


def quantity_of(model: NoiseModel) -> Quantity:
    """The colour of a model's loss."""
    return "squared_error" if isinstance(model, Gaussian) else "cross_entropy"


def curve_rows(model: NoiseModel, units: Units) -> Frame:
    """−ℓ/n along the parameter: ``parameter``, ``loss``."""
    grid = _grid(model)
    loss = model.loss(grid) / len(model.values)
    kept = loss <= _top(model) + 1e-9
    return Frame({"parameter": grid[kept], "loss": loss[kept] * units.per_nat, "quantity": quantity_of(model)})


def best_rows(model: NoiseModel, units: Units, name: str) -> Frame:
    """The minimum by the closed form, with its ``name`` on the side that has room."""
    low, high = model.span
    best = model.closed_form
    loss = float(model.loss(best)) / len(model.values)
    right = (best - low) / (high - low) > 0.5
    side = "right" if right else "left"
    return row(parameter=best, loss=loss * units.per_nat, name=name, side=side, quantity="truth")


def dot_rows(model: NoiseModel) -> Frame:
    """The data as stacks of dots on the axis: ``parameter``, and ``stack``, a share of the height."""
    dots = Frame({"parameter": model.marks})
    before = dots.groupby("parameter").cumcount()
    step = min(_STEP, _STACK / (before.max() + 1))
    return dots.assign(stack=0.03 + step * before, quantity="truth")


def corner_rows(model: NoiseModel, units: Units) -> Frame:
    """Two opposite corners of the picture, from which its axes take their ranges."""
    low = float(model.loss(model.closed_form)) / len(model.values)
    top = _top(model)
    foot = low - (top - low) * _FOOT / (1.0 - _FOOT)
    return Frame({"parameter": list(model.span), "loss": [foot * units.per_nat, top * units.per_nat]})


def noise_chart(
    curve: Frame, best: Frame, dots: Frame, corners: Frame, words: Mapping[str, str], negative: bool
) -> alt.LayerChart:
    """The picture, from the rows above. ``words``: axis titles "parameter" and "loss".

    ``negative``: whether −ℓ may be negative, as it may for a density; else the axis has no numbers below 0.
    """
    number = "abs(datum.value) >= 1e5 ? format(datum.value, '~e') : datum.label"
    x = across(TIGHT, words["parameter"])("parameter")
    y = up(TIGHT, words["loss"], labelExpr=number if negative else f"datum.value < 0 ? '' : {number}")("loss")
    plane = Plane(x, y, colour())
    picture = alt.layer(
        Plane(x, y).ends(corners),
        plane.rule(best, *UPRIGHT, strokeWidth=1.5, opacity=0.7, strokeDash=[4, 3]),
        plane.line(curve, 3, alt.Order("parameter:Q"), clip=True),
        plane.rings(best, 260),
        plane.text(best, "name", at_y(4), baseline="top", **beside("datum.side === 'right'", 10)),
    )
    data = Plane(x, up(SHARES)("stack"), colour()).dots(dots, 70, opacity=0.75)
    return finish([picture, data], height=HEIGHT, apart="y")


def dots_chart(dots: Frame, corners: Frame, title: str) -> alt.LayerChart:
    """The data alone, on the axis of the parameter."""
    x = across(TIGHT, title)("parameter")
    return finish([Plane(x).ends(corners), Plane(x, up(SHARES)("stack"), colour()).dots(dots, 200)], height=HEIGHT)


def _top(model: NoiseModel) -> float:
    """The upper end of the axis in nats."""
    count = len(model.values)
    if isinstance(model, Gaussian):
        return float(np.max(model.loss(np.array(model.span)))) / count
    return float(model.loss(model.closed_form)) / count + _RISE


def _grid(model: NoiseModel) -> FloatArray:
    """Points along the parameter, dense where a probability's curve is steep."""
    if isinstance(model, Gaussian):
        return np.linspace(*model.span, _POINTS)
    spread = expit(np.linspace(-12.0, 12.0, 6 * _POINTS))
    return np.concatenate([[0.0], spread, [1.0]])
