"""Gradient flow: descent by infinitely small steps, which one sigmoid neuron follows in closed form.

One neuron, one example x, label y = 0; for y = 1 flip the sign of z. κ = ‖x‖² + 1 (the 1 is the bias), z the
logit in nats, o = e^z = a/(1 − a) the odds. Time is learning rate × epochs. From dz/dt = −κ ∂C/∂z:

    cross-entropy  dz/dt = −κ a             F(z) = z − e^−z
    squared error  dz/dt = −κ a² (1 − a)    G(z) = e^z + 3z − 3e^−z − e^−2z / 2

fall steadily: F(z(t)) = F(z(0)) − κt, and G likewise. A badly wrong start costs cross-entropy its log-odds and
squared error its odds. Arguments broadcast; scalars give a float. Source: derived for this project.
"""

from collections.abc import Callable
from typing import overload

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import wrightomega

from core.maths import validation
from core.maths.checks import FloatArray, finite_numbers, known_loss, positive_numbers, refuse_where

LONGEST = 1e305  # κ·time; not far beyond it e^−2z leaves float64
LOWEST_LOGIT = {"cross_entropy": -700.0, "squared_error": -350.0}  # F and G stay inside float64 above these
HIGHEST_LOGIT = 700.0


def exp_change(u_start: FloatArray, u_end: FloatArray) -> FloatArray:
    """e^u_start − e^u_end, without cancellation and never inf − inf."""
    gap = u_start - u_end
    with np.errstate(over="ignore", invalid="ignore"):
        change = np.sign(gap) * np.exp(np.maximum(u_start, u_end)) * -np.expm1(-np.abs(gap))
    return np.where(gap == 0.0, 0.0, change)


def _cross_entropy_elapsed(z_start: FloatArray, z_end: FloatArray) -> FloatArray:
    """F(z_start) − F(z_end); both terms have one sign, so nothing cancels."""
    return (z_start - z_end) - exp_change(-z_start, -z_end)


def _squared_error_elapsed(z_start: FloatArray, z_end: FloatArray) -> FloatArray:
    """G(z_start) − G(z_end); all terms have one sign, so nothing cancels."""
    return (
        exp_change(z_start, z_end)
        + 3.0 * (z_start - z_end)
        - 3.0 * exp_change(-z_start, -z_end)
        - 0.5 * exp_change(-2.0 * z_start, -2.0 * z_end)
    )


_ELAPSED: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "cross_entropy": _cross_entropy_elapsed,
    "squared_error": _squared_error_elapsed,
}


def _cross_entropy_position(z_start: FloatArray, elapsed: FloatArray) -> FloatArray:
    """The z where F(z) = c = F(z_start) − elapsed: with the Wright function ω + ln ω = −c, z = c + ω = −ln ω."""
    c = z_start - np.exp(-z_start) - elapsed
    omega: FloatArray = wrightomega(-c)
    with np.errstate(divide="ignore"):  # the branch not taken: ln 0 where c is large
        return np.where(c > 0.0, c + omega, -np.log(omega))


def _squared_error_position(z_start: FloatArray, elapsed: FloatArray) -> FloatArray:
    """The z where G(z) = c = G(z_start) − elapsed, by Newton's method.

    G rises everywhere, is concave below z = ln 2 (a = 2/3) and convex above. Each start below lies where Newton
    runs to the root from one side only, so it needs no bracket: above the root at ln c, below it at
    −½ ln(−2c), or on the point of inflection itself.
    """
    odds, inverse = np.exp(z_start), np.exp(-z_start)
    c = odds + 3.0 * z_start - 3.0 * inverse - 0.5 * inverse**2 - elapsed
    far = np.log(np.maximum(np.abs(c), 3.0))
    z = np.where(c > 3.0, far, np.where(c < -3.0, -0.5 * (far + np.log(2.0)), np.log(2.0)))
    for _ in range(60):  # six or seven do; the bound only keeps rounding from looping for ever
        odds, inverse = np.exp(z), np.exp(-z)
        excess = odds + 3.0 * z - 3.0 * inverse - 0.5 * inverse**2 - c
        step = excess / (odds + 3.0 + 3.0 * inverse + inverse**2)
        z = z - step
        if np.all(np.abs(step) <= 1e-15 * np.maximum(1.0, np.abs(z))):
            break
    return z


_POSITION: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "cross_entropy": _cross_entropy_position,
    "squared_error": _squared_error_position,
}


@overload
def gradient_flow_time(loss: str, z_start: float, z_end: float, kappa: float) -> float: ...
@overload
def gradient_flow_time(loss: str, z_start: ArrayLike, z_end: ArrayLike, kappa: ArrayLike) -> FloatArray: ...
def gradient_flow_time(loss: str, z_start: ArrayLike, z_end: ArrayLike, kappa: ArrayLike) -> float | FloatArray:
    """Time the flow takes from logit z_start down to z_end: [F(z_start) − F(z_end)] / κ, or G for squared error.

    Label 0. Unit: learning rate × epochs. Negative if z_end lies above z_start (the flow came from there).
    Accurate to a few ulp; a time beyond float64 is inf (squared error: z_start > 709 or z_end < −354;
    cross-entropy: z_end < −709), never nan. ValueError: unknown loss, z not finite, kappa ≤ 0.
    """
    elapsed = _ELAPSED[known_loss(loss)]
    start, end = finite_numbers("z_start", z_start), finite_numbers("z_end", z_end)
    rate = positive_numbers("kappa", kappa)
    validation.broadcastable({"z_start": start, "z_end": end, "kappa": rate})
    time = np.asarray(elapsed(start, end) / rate)
    return time if time.ndim else float(time)


@overload
def gradient_flow_logit(loss: str, z_start: float, time: float, kappa: float) -> float: ...
@overload
def gradient_flow_logit(loss: str, z_start: ArrayLike, time: ArrayLike, kappa: ArrayLike) -> FloatArray: ...
def gradient_flow_logit(loss: str, z_start: ArrayLike, time: ArrayLike, kappa: ArrayLike) -> float | FloatArray:
    """Logit z(time) the flow has reached from z_start: the inverse of `gradient_flow_time`, label 0.

    Cross-entropy: z = c + ω(−c), c = F(z_start) − κ·time, ω the Wright function. Squared error: the root of
    G(z) = G(z_start) − κ·time. ValueError: unknown loss, time < 0, κ·time > 1e305, kappa ≤ 0, z_start above
    700 or below −700 (cross-entropy) or −350 (squared error), where F or G leaves float64.
    """
    position = _POSITION[known_loss(loss)]
    start, duration = finite_numbers("z_start", z_start), validation.numbers(time, "time")
    rate = positive_numbers("kappa", kappa)
    validation.broadcastable({"z_start": start, "time": duration, "kappa": rate})
    outside = (start < LOWEST_LOGIT[loss]) | (start > HIGHEST_LOGIT)
    refuse_where(outside, "z_start", start, f"is not in [{LOWEST_LOGIT[loss]:g}, {HIGHEST_LOGIT:g}]")
    refuse_where(duration < 0.0, "time", duration, "is negative")
    with np.errstate(over="ignore"):
        elapsed = np.asarray(duration * rate)
    refuse_where(elapsed > LONGEST, "kappa × time", elapsed, f"is more than {LONGEST:g}")
    # The flow only falls: rounding must not lift it above its start, nor move it in no time.
    z = np.asarray(np.where(elapsed == 0.0, start, np.minimum(position(start, elapsed), start)))
    return z if z.ndim else float(z)


def weights_along_flow(
    loss: str, weight: ArrayLike, bias: float, x: ArrayLike, time: ArrayLike, label: int = 0
) -> tuple[FloatArray, FloatArray]:
    """Weights and bias at each time: w(t) = w₀ − x (z₀ − z(t))/κ, b(t) = b₀ − (z₀ − z(t))/κ.

    weight, x: numbers, or vectors of one length d; label: 0 or 1. Returns arrays of time's shape, the weights
    with a last axis d if x is a vector. ValueError: as `gradient_flow_logit`; shapes that differ; other labels.
    """
    inputs = finite_numbers("x", x)
    weights, start_bias = finite_numbers("weight", weight, inputs.shape), finite_numbers("bias", bias, ())
    if label not in (0, 1):
        raise ValueError(f"label must be 0 or 1, not {label!r}")
    kappa, z_start = float(np.sum(inputs**2)) + 1.0, float(np.sum(weights * inputs) + start_bias)
    sign = 1.0 - 2.0 * label  # label 1 is label 0 seen in the mirror z → −z
    fallen = sign * z_start - gradient_flow_logit(loss, sign * z_start, np.asarray(time), kappa)
    moved = np.asarray(sign * fallen / kappa)
    return weights - np.multiply.outer(moved, inputs), start_bias - moved
