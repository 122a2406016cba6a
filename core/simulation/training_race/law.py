"""The law of the race: how long a flow takes, and how many epochs gradient descent needs, without running it.

One sigmoid neuron, one example x with label y = 0 (y = 1: flip the sign of z), κ = ‖x‖² + 1 (the 1 is the bias),
learning rate η. Flow is descent by infinitely small steps; its time T is learning rate × epochs, its integrals are in
`core.simulation.descent.loss_records`. Descent from logit z0 first has a ≤ a1 after N epochs, N rounded up:

    N = T/η + ½ ln(g(a1)/g(a0)) + (ηκ/12) [R(a1) − R(a0)]
    cross-entropy:  g = a,          R = 2a − 1.5a²
    squared error:  g = a²(1 − a),  R = (2a − 3a²) a(1 − a) + 2a² − 4a³ + 2.25a⁴

The last two terms account for steps that are not infinitely small. It is an asymptotic law in ηκ: the ceiling is exact
in 99.7 % of cases for ηκ ≤ 1 (and off by one in the others), less often above. Arguments broadcast; scalars give a
number. Source: derived for this project, checked against simulation and numerical integration.
"""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.activations import logit, sigmoid
from core.maths.checks import FloatArray, IntArray, finite_numbers, open_unit_numbers, positive_numbers
from core.simulation.descent.loss_records import loss_record


def gradient_flow_time(loss: str, z_start: ArrayLike, z_end: ArrayLike, kappa: ArrayLike) -> FloatArray:
    """Time the flow takes from logit z_start down to z_end: [F(z_start) − F(z_end)] / κ, or G for squared error.

    Label 0. Unit: learning rate × epochs. Negative if z_end lies above z_start (the flow came from there).
    Accurate to a few ulp; a time beyond float64 is inf (squared error: z_start > 709 or z_end < −354;
    cross-entropy: z_end < −709), never nan.
    Raises: ValueError if the loss is unknown, z not finite, or kappa ≤ 0.
    """
    elapsed = loss_record(loss).elapsed
    start, end = finite_numbers("z_start", z_start), finite_numbers("z_end", z_end)
    rate = positive_numbers("kappa", kappa)
    validation.broadcastable({"z_start": start, "z_end": end, "kappa": rate})
    return elapsed(start, end) / rate


@overload
def continuous_epochs(loss: str, z_start: float, target: float, learning_rate: float, kappa: float) -> float: ...
@overload
def continuous_epochs(
    loss: str, z_start: ArrayLike, target: ArrayLike, learning_rate: ArrayLike, kappa: ArrayLike
) -> FloatArray: ...
def continuous_epochs(
    loss: str, z_start: ArrayLike, target: ArrayLike, learning_rate: ArrayLike, kappa: ArrayLike
) -> float | FloatArray:
    """The law's N before it is rounded up: its distance to a whole number tells how far to trust the ceiling.

    loss "cross_entropy" or "squared_error"; label 0; target is the output a1, 0 < a1 < 1. Arguments broadcast,
    scalars give a float. 0 where the start is at or below the target already, above 0 everywhere else; inf
    where the count leaves float64 (squared error from z_start near 709), never nan.
    Raises: ValueError if the loss is unknown, target outside (0, 1), a rate or kappa ≤ 0, or a value not finite.
    """
    record = loss_record(loss)
    start, goal = finite_numbers("z_start", z_start), open_unit_numbers("target", target)
    rate, scale = positive_numbers("learning_rate", learning_rate), positive_numbers("kappa", kappa)
    validation.broadcastable({"z_start": start, "target": goal, "learning_rate": rate, "kappa": scale})
    z_end, output = np.asarray(logit(goal)), np.asarray(sigmoid(start))
    with np.errstate(over="ignore"):
        flow = gradient_flow_time(loss, start, z_end, scale) / rate
        second = 0.5 * (record.log_speed(z_end) - record.log_speed(start))
        third = rate * scale / 12.0 * (record.correction(goal) - record.correction(output))
        count = flow + second + third
    # One epoch is needed even where a huge step makes the series negative: keep it above 0 for the ceiling.
    waiting = (start > z_end) & (output > goal)
    epochs = np.asarray(np.where(waiting, np.maximum(count, np.finfo(np.float64).tiny), 0.0))
    return epochs if epochs.ndim else float(epochs)


@overload
def epochs_to_target(loss: str, z_start: float, target: float, learning_rate: float, kappa: float) -> int: ...
@overload
def epochs_to_target(
    loss: str, z_start: ArrayLike, target: ArrayLike, learning_rate: ArrayLike, kappa: ArrayLike
) -> IntArray: ...
def epochs_to_target(
    loss: str, z_start: ArrayLike, target: ArrayLike, learning_rate: ArrayLike, kappa: ArrayLike
) -> int | IntArray:
    """Whole number of epochs after which descent first has output ≤ target: the law's N, rounded up.

    Arguments as `continuous_epochs`; scalars give an int, arrays an int64 array; 0 if already there.
    Raises: ValueError as there, and if a count is too large for int64 (`continuous_epochs` gives it as a float).
    """
    counts = np.ceil(np.asarray(continuous_epochs(loss, np.asarray(z_start), target, learning_rate, kappa)))
    validation.refuse_where(counts >= 2.0**63, f"{loss} epochs", counts, "is too many for int64")
    epochs = counts.astype(np.int64)
    return epochs if epochs.ndim else int(epochs)
