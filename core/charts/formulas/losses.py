"""Both losses with the reader's point and tangent, which move in the browser while the logit is dragged."""

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.live import Live
from core.charts.kit.theme import Units, axis, colour, dash, finish
from core.maths.activations import sigmoid
from core.maths.losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    squared_error,
    squared_error_with_logits,
)

LOGITS: Final = (-10.0, 10.0)
TALLEST: Final = {"z": 10.5, "a": 6.0}  # nats
REACH: Final = {"z": 3.0, "a": 0.16}  # of a level tangent to either side
_LOSSES_OF: Final = {
    "z": (binary_cross_entropy_with_logits, squared_error_with_logits),
    "a": (binary_cross_entropy, squared_error),
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


def reader_rows(label: float, units: Units, names: dict[str, str]) -> pd.DataFrame:
    """What the reader's point and tangent are computed from in the browser: two rows for each loss, one per ``side``.

    Columns: ``quantity``, ``name``, the label ``y``, ``per_nat`` (the loss's unit), ``side`` −1 or 1 along the tangent.
    """
    return pd.DataFrame(
        {
            "quantity": quantity,
            "name": names[quantity],
            "y": float(label),
            "per_nat": units.per_nat if quantity == "cross_entropy" else 1.0,
            "side": side,
        }
        for quantity in ("cross_entropy", "squared_error")
        for side in (-1.0, 1.0)
    )


def _at_logit(rows: alt.Chart, parameter: str, against: str, tallest: float) -> alt.Chart:
    """Columns for the moment's logit, in Vega's expressions: ``x``, ``loss``, ``slope``, and the tangent's two ends.

    The losses from the logit, as `binary_cross_entropy_with_logits` and `squared_error` have them.
    """
    z = f"({parameter})"
    a = f"(1 / (1 + exp(-{z})))"
    cross_entropy = f"(({z} >= 0 ? (1 - datum.y) * {z} : -datum.y * {z}) + log(1 + exp(-abs({z}))))"
    in_z = f"({a} - datum.y) * (datum.quantity === 'cross_entropy' ? 1 : {a} * (1 - {a}))"
    in_a = f"({a} - datum.y) / (datum.quantity === 'cross_entropy' ? {a} * (1 - {a}) : 1)"
    reach = REACH[against]
    return rows.transform_calculate(
        x=z if against == "z" else a,
        loss=f"datum.quantity === 'cross_entropy' ? datum.per_nat * {cross_entropy} : pow({a} - datum.y, 2) / 2",
        slope=f"datum.per_nat * {in_z if against == 'z' else in_a}",
    ).transform_calculate(
        # A steep tangent keeps its length on the screen rather than its width.
        span=f"{reach} / max(1, abs(datum.slope) * {reach} / {tallest * 0.25!r})",
        end_x="datum.x + datum.side * datum.span",
        end_loss="datum.loss + datum.side * datum.span * datum.slope",
    )


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
    reader: pd.DataFrame,
    labels: pd.DataFrame,
    against: str,
    units: Units,
    logit: Live,
    words: dict[str, str],
) -> alt.LayerChart:
    """Both losses, and the point on each with its tangent and its numbers, moved by the logit in the browser.

    ``words``: titles "x", "y", and "slope" before a number.
    """
    span = list(LOGITS) if against == "z" else [0.0, 1.0]
    tallest = TALLEST[against] * units.per_nat
    across, up = alt.Scale(domain=span, nice=False), alt.Scale(domain=[0, tallest], nice=False)
    x, y = alt.X("x:Q", scale=across, axis=axis(words["x"])), alt.Y("loss:Q", scale=up, axis=axis(words["y"]))
    lines = alt.Chart(curves).mark_line(strokeWidth=3, clip=True).encode(x=x, y=y, color=colour(), strokeDash=dash())
    here = _at_logit(alt.Chart(reader), logit.name, against, tallest)
    tangent = here.mark_line(strokeWidth=1.5, clip=True).encode(
        x=alt.X("end_x:Q", scale=across), y=alt.Y("end_loss:Q", scale=up), color=colour()
    )
    point = here.transform_filter("datum.side > 0")
    dots = point.mark_point(size=170, filled=True, opacity=1, clip=True).encode(x=x, y=y, color=colour())
    style: dict[str, Any] = {"fontSize": 15, "fontWeight": 600}
    numbers = (
        point.transform_calculate(
            said=f"datum.name + ' ' + {signed_expression('datum.loss')}"
            f" + ' · ' + {words['slope']!r} + ' ' + {signed_expression('datum.slope')}"
        )
        .mark_text(baseline="top", dy=2, **style)
        .encode(
            x=alt.XValue(alt.expr("width / 2")),
            y=alt.YValue(alt.expr("datum.quantity === 'cross_entropy' ? 0 : 22")),
            text="said:N",
            color=colour(),
        )
    )
    name = alt.Chart(labels).encode(x=x, y=y, text="name:N", color=colour())
    left = name.transform_filter("datum.side > 0").mark_text(align="right", dx=-12, dy=-10, **style)
    right = name.transform_filter("datum.side < 0").mark_text(align="left", dx=12, dy=-10, **style)
    layers = alt.layer(lines, tangent, dots, left, right, numbers).add_params(logit.parameter())
    return finish(layers, height=320)


def signed(value: float) -> str:
    """A number as it stands in a chart: three decimals, a real minus, powers of ten where it is tiny."""
    text = f"{value:.3f}" if value == 0 or abs(value) >= 5e-4 else f"{value:.1e}"
    return text.replace("-", "−")


def signed_expression(value: str) -> str:
    """The same as a Vega expression of a Vega expression."""
    digits = f"({value}) === 0 || abs({value}) >= 0.0005 ? format({value}, '.3f') : format({value}, '.1e')"
    return f"replace({digits}, /-/g, '\u2212')"
