"""Gradient flow of cross-entropy beyond one hard label: soft labels, and softmax with K classes.

As in `flow`: infinitely small steps, one example x, κ = ‖x‖² + 1, time in learning rate × epochs. Arguments
broadcast; scalars give a float. Source: derived for this project, checked by numerical integration.
"""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.activations import logit
from core.maths.checks import (
    FloatArray,
    finite_numbers,
    open_unit_numbers,
    positive_numbers,
    refuse_where,
    whole_number,
)
from core.simulation.training_race.flow import exp_change


@overload
def soft_label_flow_time(z_start: float, z_end: float, label: float, kappa: float) -> float: ...
@overload
def soft_label_flow_time(z_start: ArrayLike, z_end: ArrayLike, label: ArrayLike, kappa: ArrayLike) -> FloatArray: ...
def soft_label_flow_time(
    z_start: ArrayLike, z_end: ArrayLike, label: ArrayLike, kappa: ArrayLike
) -> float | FloatArray:
    """Time of cross-entropy's flow towards a soft label 0 < y < 1: [S(z_start) − S(z_end)] / κ.

    S(z) = [ln|(1−y)e^z − y|/(1−y) − z] / y. With d = |z − logit(y)| the same time is, without cancellation,
    κT = [ln(1−e^−d)]/(y(1−y)) + d/(1−y) above logit(y), d/y below it, start minus end. Negative if z_end is
    further from logit(y) than z_start. ValueError: a label not strictly between 0 and 1, kappa ≤ 0, z_start
    or z_end at logit(y) or on different sides of it (the flow never arrives there).
    """
    y, rate = open_unit_numbers("label", label), positive_numbers("kappa", kappa)
    start, end = finite_numbers("z_start", z_start), finite_numbers("z_end", z_end)
    validation.broadcastable({"z_start": start, "z_end": end, "label": y, "kappa": rate})
    start, end = start - logit(y), end - logit(y)
    same_side = np.sign(start) * np.sign(end) > 0.0
    refuse_where(~same_side, "z_end − logit(label)", end, "is not on the side of z_start: never reached")
    near, far = np.minimum(np.abs(start), np.abs(end)), np.maximum(np.abs(start), np.abs(end))
    with np.errstate(over="ignore"):  # 1/inf is the right 0
        bend = np.log1p(-np.expm1(near - far) / np.expm1(near)) / (y * (1.0 - y))
    straight = (far - near) / np.where(start > 0.0, 1.0 - y, y)
    time = np.asarray(np.sign(np.abs(start) - np.abs(end)) * (bend + straight) / rate)
    return time if time.ndim else float(time)


@overload
def softmax_flow_time(u_start: float, u_end: float, classes: int, kappa: float) -> float: ...
@overload
def softmax_flow_time(u_start: ArrayLike, u_end: ArrayLike, classes: int, kappa: ArrayLike) -> FloatArray: ...
def softmax_flow_time(u_start: ArrayLike, u_end: ArrayLike, classes: int, kappa: ArrayLike) -> float | FloatArray:
    """Time of softmax cross-entropy's flow from lead u_start to u_end: [(K−1) Δu + Δe^u] / (K κ).

    K classes with equal wrong logits, one-hot label, u = z_label − z_other, which rises. Negative if
    u_end < u_start; inf where e^u leaves float64. ValueError: classes below 2, u not finite, kappa ≤ 0.
    """
    count = whole_number("classes", classes, 2, 10**9)
    start, end = finite_numbers("u_start", u_start), finite_numbers("u_end", u_end)
    rate = positive_numbers("kappa", kappa)
    validation.broadcastable({"u_start": start, "u_end": end, "kappa": rate})
    time = np.asarray(((count - 1) * (end - start) + exp_change(end, start)) / (count * rate))
    return time if time.ndim else float(time)
