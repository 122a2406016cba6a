"""Both losses with the reader's point and tangent, which move in the browser while the logit is dragged."""

from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import across, at_x, at_y, scale, up
from core.charts.kit.expressions import signed_expression
from core.charts.kit.layers import Frame, Plane, finish, select, stacked, table
from core.charts.kit.live import Live
from core.charts.kit.theme import Units, colour, dash
from core.maths import losses
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES

LOGITS: Final = (-10.0, 10.0)
TALLEST: Final = {"z": 10.5, "a": 6.0}  # nats
REACH: Final = {"z": 6.0, "a": 0.3}  # of a level tangent to either side
_LOSSES_OF: Final = {
    "z": (losses.binary_cross_entropy_with_logits, losses.squared_error_with_logits),
    "a": (losses.binary_cross_entropy, losses.squared_error),
}


def loss_curves(label: float, against: str, units: Units) -> Frame:
    """Both losses along the whole axis: columns ``x``, ``loss``, ``quantity``."""
    # In a, points are dense near 0 and 1, where cross-entropy turns steep.
    x = (
        np.linspace(*LOGITS, 161)
        if against == "z"
        else np.concatenate([[0.0], sigmoid(np.linspace(-9, 9, 181)), [1.0]])
    )
    cross_entropy, squared = (loss(label, x) for loss in _LOSSES_OF[against])
    shown = np.minimum(cross_entropy, TALLEST[against] * 1.05) * units.per_nat
    return stacked(
        {"x": x, "loss": loss, "quantity": quantity} for quantity, loss in zip(LOSSES, (shown, squared), strict=True)
    )


def reader_rows(label: float, units: Units, names: dict[str, str]) -> Frame:
    """What the reader's point and tangent are computed from in the browser: two rows for each loss, one per ``side``.

    Columns: ``quantity``, ``name``, the label ``y``, ``per_nat`` (the loss's unit), ``side`` −1 or 1 along the tangent.
    """
    unit = {"cross_entropy": units.per_nat, "squared_error": 1.0}
    rows = [(loss, names[loss], float(label), unit[loss], side) for loss in LOSSES for side in (-1.0, 1.0)]
    return table("quantity name y per_nat side", rows)


def _at_logit(rows: Frame, parameter: str, against: str, tallest: float) -> Any:
    """Columns for the moment's logit, in Vega's expressions: ``x``, ``loss``, ``slope``, and the tangent's two ends.

    The losses from the logit, as `binary_cross_entropy_with_logits` and `squared_error` have them.
    """
    z = f"({parameter})"
    a = f"(1 / (1 + exp(-{z})))"
    cross_entropy = f"(({z} >= 0 ? (1 - datum.y) * {z} : -datum.y * {z}) + log(1 + exp(-abs({z}))))"
    in_z = f"({a} - datum.y) * (datum.quantity === 'cross_entropy' ? 1 : {a} * (1 - {a}))"
    in_a = f"({a} - datum.y) / (datum.quantity === 'cross_entropy' ? {a} * (1 - {a}) : 1)"
    reach = REACH[against]
    return select(
        rows,
        x=z if against == "z" else a,
        loss=f"datum.quantity === 'cross_entropy' ? datum.per_nat * {cross_entropy} : pow({a} - datum.y, 2) / 2",
        slope=f"datum.per_nat * {in_z if against == 'z' else in_a}",
        # A steep tangent keeps its length on the screen rather than its width.
        span=f"{reach} / max(1, abs(datum.slope) * {reach} / {tallest * 0.42!r})",
        end_x="datum.x + datum.side * datum.span",
        end_loss="datum.loss + datum.side * datum.span * datum.slope",
        # Beside its curve, not on it: below where cross-entropy rises, above where a curve is level.
        aside="datum.quantity === 'cross_entropy' ? 11 * clamp(4 * abs(datum.slope) - 1, -1, 1) : -11",
    )


def curve_names(label: float, against: str, units: Units, names: dict[str, str]) -> Frame:
    """Where the name of each curve stands: on the arm that a wrong output climbs, clear of the other curve."""
    side = 1 if label <= 0.5 else -1
    places = (side * 6.5, side * 9.6) if against == "z" else (0.5 + side * 0.44, 0.5 + side * 0.44)
    cross_entropy, squared = (
        float(loss(label, place)) for loss, place in zip(_LOSSES_OF[against], places, strict=True)
    )
    # Above the tangent, which stands above its curve.
    heights = (units.of(cross_entropy), squared + 0.06 * TALLEST[against] * units.per_nat)
    rows = zip(places, heights, LOSSES, (names[loss] for loss in LOSSES), strict=True)
    return table("x loss quantity name", rows, side=side)


def loss_chart(
    curves: Frame, reader: Frame, labels: Frame, against: str, units: Units, logit: Live, words: dict[str, str]
) -> alt.LayerChart:
    """Both losses, and the point on each with its tangent and its numbers, moved by the logit in the browser.

    ``words``: titles "x", "y", and "slope" before a number.
    """
    tallest = TALLEST[against] * units.per_nat
    x = across(scale(*(LOGITS if against == "z" else (0.0, 1.0))), words["x"])
    y = up(scale(0, tallest), words["y"])
    plane, fixed = Plane(x("x"), y("loss"), colour()), Plane(at_x("width / 2"), colour())
    here = _at_logit(reader, logit.name, against, tallest)
    said = (
        f"datum.name + ' ' + {signed_expression('datum.loss')}"
        f" + ' · ' + {words['slope']!r} + ' ' + {signed_expression('datum.slope')}"
    )
    point, line = select(here, "datum.side > 0"), at_y("datum.quantity === 'cross_entropy' ? 0 : 22")
    left, right = (select(labels, f"datum.side {sign} 0") for sign in "><")
    layers = [
        plane.line(curves, 3, dash(), clip=True),
        plane.line(here, 1.5, x("end_x"), y("end_loss"), clip=True, yOffset=alt.expr("datum.aside")),
        plane.dots(point, 170, clip=True),
        plane.text(left, "name", align="right", dx=-12, dy=-10, size=15),
        plane.text(right, "name", align="left", dx=12, dy=-10, size=15),
        fixed.text(select(point, said=said), "said", line, baseline="top", dy=2, size=15),
    ]
    return finish(layers, height=320, params=[logit.parameter()])
