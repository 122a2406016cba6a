"""Which loss is whose likelihood: −ℓ/n against the parameter of a model of the noise, and the data under it."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import altair as alt
import numpy as np
import pandas as pd
from scipy.special import expit

from core.charts.kit.theme import LABEL_SIZE, Quantity, Units, axis, colour, finish
from core.maths.validation import Floats
from core.simulation.likelihood.noise import Gaussian, NoiseModel

HEIGHT: Final = 300
_POINTS: Final = 241
_RISE: Final = 2.0  # nats per value: how far above its foot a probability's curve is drawn
_FOOT: Final = 0.3  # of the height, under the curve: the data
_STEP, _STACK = 0.05, 0.22  # of the height: from dot to dot, and the tallest stack


def quantity_of(model: NoiseModel) -> Quantity:
    """The colour of a model's loss."""
    return "squared_error" if isinstance(model, Gaussian) else "cross_entropy"


def curve_rows(model: NoiseModel, units: Units) -> pd.DataFrame:
    """−ℓ/n along the parameter: ``parameter``, ``loss``."""
    grid = _grid(model)
    loss = model.loss(grid) / len(model.values)
    kept = loss <= _top(model) + 1e-9
    return pd.DataFrame({"parameter": grid[kept], "loss": loss[kept] * units.per_nat, "quantity": quantity_of(model)})


def best_rows(model: NoiseModel, units: Units, name: str) -> pd.DataFrame:
    """The minimum by the closed form, with its ``name`` on the side that has room."""
    low, high = model.span
    best = model.closed_form
    loss = float(model.loss(best)) / len(model.values)
    right = (best - low) / (high - low) > 0.5
    return pd.DataFrame(
        {
            "parameter": [best],
            "loss": [loss * units.per_nat],
            "name": [name],
            "side": ["right" if right else "left"],
            "quantity": "truth",
        }
    )


def dot_rows(model: NoiseModel) -> pd.DataFrame:
    """The data as stacks of dots on the axis: ``parameter``, and ``stack``, a share of the height."""
    seen: Counter[float] = Counter()
    tallest = max(Counter(model.marks.tolist()).values())
    step = min(_STEP, _STACK / tallest)
    rows = []
    for mark in model.marks.tolist():
        rows.append((mark, 0.03 + step * seen[mark]))
        seen[mark] += 1
    return pd.DataFrame(rows, columns=["parameter", "stack"]).assign(quantity="truth")


def corner_rows(model: NoiseModel, units: Units) -> pd.DataFrame:
    """Two opposite corners of the picture, from which its axes take their ranges."""
    low = float(model.loss(model.closed_form)) / len(model.values)
    top = _top(model)
    foot = low - (top - low) * _FOOT / (1.0 - _FOOT)
    return pd.DataFrame({"parameter": list(model.span), "loss": [foot * units.per_nat, top * units.per_nat]})


def noise_chart(
    curve: pd.DataFrame,
    best: pd.DataFrame,
    dots: pd.DataFrame,
    corners: pd.DataFrame,
    words: Mapping[str, str],
    negative: bool,
) -> alt.LayerChart:
    """The picture, from the rows above. ``words``: axis titles "parameter" and "loss".

    ``negative``: whether −ℓ may be negative, as it may for a density; else the axis has no numbers below 0.
    """
    x = alt.X("parameter:Q", scale=alt.Scale(zero=False, nice=False), axis=axis(words["parameter"]))
    number = "abs(datum.value) >= 1e5 ? format(datum.value, '~e') : datum.label"
    shown = number if negative else f"datum.value < 0 ? '' : {number}"
    y = alt.Y("loss:Q", scale=alt.Scale(zero=False, nice=False), axis=axis(words["loss"], labelExpr=shown))
    share = alt.Y("stack:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    minimum = alt.Chart(best).encode(x=x, y=y, color=colour())
    layers = alt.layer(
        alt.Chart(corners).mark_point(opacity=0).encode(x=x, y=y),
        alt.Chart(best)
        .mark_rule(strokeWidth=1.5, opacity=0.7, strokeDash=[4, 3])
        .encode(x=x, y=alt.YValue(0), y2=alt.Y2Value("height"), color=colour()),
        alt.Chart(curve).mark_line(strokeWidth=3, clip=True).encode(x=x, y=y, color=colour(), order="parameter:Q"),
        minimum.mark_point(size=260, strokeWidth=2.5, opacity=1),
        minimum.mark_text(
            fontSize=LABEL_SIZE,
            fontWeight=600,
            baseline="top",
            align={"expr": "datum.side"},
            dx={"expr": "datum.side === 'right' ? -10 : 10"},
        ).encode(y=alt.YValue(4), text="name:N"),
    )
    data = alt.Chart(dots).mark_point(filled=True, size=70, opacity=0.75).encode(x=x, y=share, color=colour())
    together = alt.layer(layers, data).resolve_scale(y="independent")
    chart: alt.LayerChart = finish(together, height=HEIGHT)
    return chart


def _top(model: NoiseModel) -> float:
    """The upper end of the axis in nats."""
    count = len(model.values)
    if isinstance(model, Gaussian):
        return float(np.max(model.loss(np.array(model.span)))) / count
    return float(model.loss(model.closed_form)) / count + _RISE


def _grid(model: NoiseModel) -> Floats:
    """Points along the parameter, dense where a probability's curve is steep."""
    if isinstance(model, Gaussian):
        return np.linspace(*model.span, _POINTS)
    spread = expit(np.linspace(-12.0, 12.0, 6 * _POINTS))
    return np.concatenate([[0.0], spread, [1.0]])
