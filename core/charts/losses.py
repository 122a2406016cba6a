"""The charts of the formulas page: both losses with a tangent, and the chain rule as bars."""

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.theme import Units, axis, colour, column_headings, dash, finish
from core.maths.activations import sigmoid, sigmoid_derivative
from core.maths.losses import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    squared_error,
    squared_error_gradient,
    squared_error_with_logits,
    squared_error_with_logits_gradient,
)

LOGITS: Final = (-10.0, 10.0)
TALLEST: Final = {"z": 10.5, "a": 6.0}  # nats
_LOSSES_OF: Final = {
    "z": (binary_cross_entropy_with_logits, squared_error_with_logits),
    "a": (binary_cross_entropy, squared_error),
}
_SLOPES_OF: Final = {
    "z": (binary_cross_entropy_with_logits_gradient, squared_error_with_logits_gradient),
    "a": (binary_cross_entropy_gradient, squared_error_gradient),
}


def loss_curves(label: float, against: str, units: Units) -> pd.DataFrame:
    """Both losses along the whole axis: columns ``x``, ``loss``, ``quantity``."""
    # In a, points are dense near 0 and 1, where cross-entropy turns steep.
    x = (
        np.linspace(*LOGITS, 161)
        if against == "z"
        else np.concatenate([[0.0], sigmoid(np.linspace(-9, 9, 181)), [1.0]])
    )
    cross_entropy, squared = (loss(label, x) for loss in _LOSSES_OF[against])
    shown = np.minimum(cross_entropy, TALLEST[against] * 1.05) * units.per_nat
    return pd.DataFrame(
        {
            "x": np.concatenate([x, x]),
            "loss": np.concatenate([shown, squared]),
            "quantity": np.repeat(["cross_entropy", "squared_error"], len(x)),
        }
    )


def point_and_tangent(
    label: float, z: float, against: str, units: Units, names: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where the reader stands on both curves, and a piece of the tangent there."""
    here = z if against == "z" else float(sigmoid(z))
    reach = 3.0 if against == "z" else 0.16
    points, tangents = [], []
    for quantity, loss, slope, scale in zip(
        ("cross_entropy", "squared_error"),
        _LOSSES_OF[against],
        _SLOPES_OF[against],
        (units.per_nat, 1.0),
        strict=True,
    ):
        height, incline = float(loss(label, here)) * scale, float(slope(label, here)) * scale
        # A steep tangent keeps its length on the screen rather than its width.
        span = reach / max(1.0, abs(incline) * reach / (TALLEST[against] * units.per_nat * 0.25))
        points.append({"quantity": quantity, "x": here, "loss": height, "name": names[quantity], "slope": incline})
        tangents += [
            {"quantity": quantity, "x": here + side * span, "loss": height + side * span * incline} for side in (-1, 1)
        ]
    return pd.DataFrame(points), pd.DataFrame(tangents)


def curve_names(label: float, against: str, units: Units, names: dict[str, str]) -> pd.DataFrame:
    """Where the name of each curve stands: on the arm that a wrong output climbs, clear of the other curve."""
    side = 1 if label <= 0.5 else -1
    places = (side * 6.5, side * 9.6) if against == "z" else (0.5 + side * 0.44, 0.5 + side * 0.44)
    cross_entropy, squared = (
        float(loss(label, place)) for loss, place in zip(_LOSSES_OF[against], places, strict=True)
    )
    return pd.DataFrame(
        {
            "x": places,
            "loss": [units.of(cross_entropy), squared],
            "quantity": ["cross_entropy", "squared_error"],
            "name": [names["cross_entropy"], names["squared_error"]],
            "side": side,
        }
    )


def loss_chart(
    curves: pd.DataFrame,
    points: pd.DataFrame,
    tangents: pd.DataFrame,
    labels: pd.DataFrame,
    against: str,
    units: Units,
    words: dict[str, str],
) -> alt.LayerChart:
    """Both losses, the reader's point on each and the tangent there. ``words``: titles "x", "y" and "slope"."""
    span = list(LOGITS) if against == "z" else [0.0, 1.0]
    x = alt.X("x:Q", scale=alt.Scale(domain=span, nice=False), axis=axis(words["x"]))
    y = alt.Y(
        "loss:Q",
        scale=alt.Scale(domain=[0, TALLEST[against] * units.per_nat], nice=False),
        axis=axis(words["y"]),
    )
    lines = alt.Chart(curves).mark_line(strokeWidth=3, clip=True).encode(x=x, y=y, color=colour(), strokeDash=dash())
    tangent = alt.Chart(tangents).mark_line(strokeWidth=1.5, clip=True).encode(x=x, y=y, color=colour())
    base = alt.Chart(points).encode(x=x, y=y)
    dots = base.mark_point(size=150, filled=True, opacity=1, clip=True).encode(
        color=colour(),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("loss:Q", format=".4f", title=words["y"]),
            alt.Tooltip("slope:Q", format=".4f", title=words["slope"]),
        ],
    )
    name = alt.Chart(labels).encode(x=x, y=y, text="name:N", color=colour())
    style: dict[str, Any] = {"fontSize": 15, "fontWeight": 600}
    left = name.transform_filter("datum.side > 0").mark_text(align="right", dx=-12, dy=-10, **style)
    right = name.transform_filter("datum.side < 0").mark_text(align="left", dx=12, dy=-10, **style)
    chart: alt.LayerChart = finish(alt.layer(lines, tangent, dots, left, right), height=320)
    return chart


STEPS: Final = ("error", "slope", "input", "gradient")


def chain_factors(label: float, z: float, x: float, names: dict[str, str], titles: dict[str, str]) -> pd.DataFrame:
    """The gradient in its factors, for both losses, one row for each bar.

    ``names`` has the word for each loss, ``titles`` for each factor. A bar begins at the ``start`` of its column,
    which is 1 wide, and ends at ``end``: at most 0.8 of the column, for a factor of size 1 or, beyond, the largest.
    """
    slope = float(sigmoid_derivative(z))
    error = float(binary_cross_entropy_with_logits_gradient(label, z))
    gradients = {
        "cross_entropy": {"error": error, "input": x, "gradient": error * x},
        "squared_error": {"error": error, "slope": slope, "input": x, "gradient": error * slope * x},
    }
    largest = max(1.0, abs(x))
    return pd.DataFrame(
        {
            "row": names[quantity],
            "column": titles[step],
            "first": step == "error",
            "start": STEPS.index(step),
            "end": STEPS.index(step) + 0.8 * abs(value) / largest,
            "value": value,
            "shown": signed(value),
            "quantity": "slope" if step == "slope" else quantity,
        }
        for quantity, factors in gradients.items()
        for step, value in factors.items()
    )


def chain_chart(factors: pd.DataFrame, titles: dict[str, str], order: list[str]) -> alt.LayerChart:
    """Each factor of the gradient as a bar; all of one scale, so that the shrinking one stands out.

    ``titles`` names the four columns; ``order`` is the order of the two rows.
    """
    x = alt.X(
        "start:Q",
        scale=alt.Scale(domain=[0, 4], nice=False),
        axis=column_headings(list(titles.values()), size=15),
    )
    y = alt.Y(
        "row:N",
        sort=order,
        scale=alt.Scale(paddingInner=0.35, paddingOuter=0.1),
        axis=axis(None, labels=False, ticks=False, domain=False, grid=False),
    )
    base = alt.Chart(factors).encode(y=y)
    bars = base.mark_bar(cornerRadiusEnd=3, height=30).encode(
        x=x,
        x2="end:Q",
        color=colour(),
        tooltip=[alt.Tooltip("column:N", title=" "), alt.Tooltip("value:Q", format=".6g", title=" ")],
    )
    numbers = base.mark_text(align="left", dx=2, dy=30, fontSize=16, fontWeight=600).encode(
        x=x, text="shown:N", color=colour()
    )
    headings = (
        base.transform_filter("datum.first")
        .mark_text(align="left", dx=0, dy=-28, fontSize=15, fontWeight=600)
        .encode(x=x, text="row:N", color=colour())
    )
    chart: alt.LayerChart = finish(alt.layer(bars, numbers, headings), height=300)
    return chart


def signed(value: float) -> str:
    """A factor as it stands beside its bar: three decimals, a real minus, powers of ten where it is tiny."""
    text = f"{value:.3f}" if value == 0 or abs(value) >= 5e-4 else f"{value:.1e}"
    return text.replace("-", "−")
