"""The two losses of the race as records: all that the engine and its laws ask of a loss stands here, side by side.

One sigmoid neuron has the logit z, the output a = σ(z) and the odds o = e^z = a/(1 − a); K classes with equal wrong
logits have the lead u = z_label − z_other. Flow is descent by infinitely small steps: dz/dt = −κ ∂C/∂z. Its speed
and its integral are for label y = 0; for y = 1 flip the sign of z.

    cross-entropy  C = −y ln a − (1 − y) ln(1 − a)   ∂C/∂z = a − y          F(z) = z − e^−z
    squared error  C = ½ (a − y)²                    ∂C/∂z = (a − y) σ'(z)  G(z) = e^z + 3z − 3e^−z − e^−2z / 2

fall steadily along the flow: F(z(t)) = F(z(0)) − κt, and G likewise. A badly wrong start costs cross-entropy its
log-odds and squared error its odds. Source: derived for this project, checked by numerical integration.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_expit

from core.maths import losses, validation
from core.maths.activations import sigmoid_derivative
from core.maths.checks import FloatArray, known

PerSample = Callable[[ArrayLike, ArrayLike], FloatArray]  # of labels y and logits z


@dataclass(frozen=True)
class LossRecord:
    """A loss and its flow. The terms of an elapsed time all have one sign, so that nothing cancels."""

    value: PerSample  # C at labels y and logits z
    slope: PerSample  # ∂C/∂z
    curvature: PerSample  # ∂²C/∂z²
    slopes_at: Callable[[float], tuple[float, float]]  # the latter two at y = 0 and one z
    log_speed: Callable[[FloatArray], FloatArray]  # ln of the flow's speed for κ = 1
    elapsed: Callable[[FloatArray, FloatArray], FloatArray]  # κ·time from one logit down to another
    correction: Callable[[FloatArray], FloatArray]  # R of an output, for steps of finite size
    rising: float  # the largest ηκ for which one step keeps the order of logits
    lead_speed: Callable[[float, int], float]  # du/dt for κ = 1 of K classes
    lead_elapsed: Callable[[FloatArray, FloatArray, int], FloatArray]  # κ·time from one lead up to another


def exp_change(u_start: FloatArray, u_end: FloatArray) -> FloatArray:
    """e^u_start − e^u_end, without cancellation and never inf − inf."""
    gap = u_start - u_end
    with np.errstate(over="ignore", invalid="ignore"):
        change = np.sign(gap) * np.exp(np.maximum(u_start, u_end)) * -np.expm1(-np.abs(gap))
    return np.where(gap == 0.0, 0.0, change)


def cross_entropy_curvature(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The second derivative of the binary cross-entropy in the logit z, never negative.

    ∂²C/∂z² = σ'(z) = a (1 − a), whatever the label y.
    Shapes: any, broadcasting. Units: nats per square unit of z. Source: erratum 8; Bishop, PRML (4.97).
    Raises: ValueError if y is outside [0, 1], a value is NaN, or the shapes do not broadcast.
    """
    y, z = validation.labels(y, "y"), validation.logits(z, "z")
    validation.broadcastable({"y": y, "z": z})
    return np.broadcast_to(sigmoid_derivative(z), np.broadcast_shapes(y.shape, z.shape))


def squared_error_curvature(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The second derivative of half the squared error of σ(z) in the logit z.

    ∂²C/∂z² = σ'(z) [σ'(z) + (a − y)(1 − 2a)]; for y = 0 it is a² (1 − a)(2 − 3a), negative beyond a = 2/3.
    Shapes: any, broadcasting. Units: per square unit of z. Source: erratum 9; the derivative of (5).
    Raises: as `cross_entropy_curvature`.
    """
    slope = sigmoid_derivative(z)
    error = losses.binary_cross_entropy_with_logits_gradient(y, z)
    return np.asarray(slope * (slope - error * np.tanh(np.asarray(z, dtype=np.float64) / 2.0)))  # 2a − 1


def _cross_entropy_slopes_at(z: float) -> tuple[float, float]:
    """a, and a (1 − a)."""
    a = 1.0 / (1.0 + math.exp(-z))
    return a, a * (1.0 - a)


def _squared_error_slopes_at(z: float) -> tuple[float, float]:
    """a² (1 − a), and a² (1 − a)(2 − 3a)."""
    odds = math.exp(-z)
    a = 1.0 / (1.0 + odds)
    value = a * a * odds * a
    return value, value * (2.0 - 3.0 * a)


def _squared_error_elapsed(z_start: FloatArray, z_end: FloatArray) -> FloatArray:
    """G(z_start) − G(z_end)."""
    return (
        exp_change(z_start, z_end)
        + 3.0 * (z_start - z_end)
        - 3.0 * exp_change(-z_start, -z_end)
        - 0.5 * exp_change(-2.0 * z_start, -2.0 * z_end)
    )


def _squared_error_lead_elapsed(start: FloatArray, end: FloatArray, classes: int) -> FloatArray:
    """[½ Δe^2u + 3m Δe^u + 3m² Δu − m³ Δe^−u] / K² with m = K − 1."""
    m = classes - 1.0
    rise = (
        0.5 * exp_change(2.0 * end, 2.0 * start)
        + 3.0 * m * exp_change(end, start)
        + 3.0 * m**2 * (end - start)
        - m**3 * exp_change(-end, -start)
    )
    return np.asarray(rise / float(classes) ** 2)


_RECORDS: Final[Mapping[str, LossRecord]] = {
    "cross_entropy": LossRecord(
        value=losses.binary_cross_entropy_with_logits,
        slope=losses.binary_cross_entropy_with_logits_gradient,
        curvature=cross_entropy_curvature,
        slopes_at=_cross_entropy_slopes_at,
        log_speed=lambda z: log_expit(z),
        elapsed=lambda start, end: (start - end) - exp_change(-start, -end),  # F(start) − F(end)
        correction=lambda a: a * (2.0 - 1.5 * a),
        rising=3.0,  # ∂²C/∂z² is at most 1/4
        lead_speed=lambda u, classes: classes / (math.exp(u) + classes - 1),
        lead_elapsed=lambda start, end, classes: ((classes - 1) * (end - start) + exp_change(end, start)) / classes,
    ),
    "squared_error": LossRecord(
        value=losses.squared_error_with_logits,
        slope=losses.squared_error_with_logits_gradient,
        curvature=squared_error_curvature,
        slopes_at=_squared_error_slopes_at,
        log_speed=lambda z: 2.0 * log_expit(z) + log_expit(-z),
        elapsed=_squared_error_elapsed,
        correction=lambda a: a**2 * ((2.0 - 3.0 * a) * (1.0 - a) + 2.0 - 4.0 * a + 2.25 * a**2),
        rising=10.0,  # ∂²C/∂z² is at most 0.076 for y = 0
        lead_speed=lambda u, classes: classes**2 * math.exp(u) / (math.exp(u) + classes - 1) ** 3,
        lead_elapsed=_squared_error_lead_elapsed,
    ),
}


def loss_record(name: str) -> LossRecord:
    """The record of a loss.

    Raises: ValueError if there is no such loss.
    """
    return _RECORDS[known("loss", name, _RECORDS)]
