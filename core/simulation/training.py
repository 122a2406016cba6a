"""Full-batch gradient descent for one sigmoid neuron, many runs at once."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.simulation.checks import LARGEST, FloatArray, finite_numbers, known_loss, refuse_where, whole_number
from core.simulation.trajectory import MOST_VALUES, Trajectory

__all__ = ["MOST_EPOCHS", "Trajectory", "descend_one_example", "train"]

MOST_EPOCHS = 5000
FEW_RUNS = 32  # up to here plain floats beat NumPy on a single example


def train(
    inputs: ArrayLike,
    labels: ArrayLike,
    start_weights: ArrayLike,
    start_biases: ArrayLike,
    losses: Sequence[str],
    learning_rates: ArrayLike,
    epochs: int,
) -> Trajectory:
    """Descend the mean loss over all samples: w ← w − η ∂C/∂w, b ← b − η ∂C/∂b, once per epoch.

    With z_s = w·x_s + b and a_s = σ(z_s): ∂C/∂w = (1/n) Σ_s δ_s x_s and ∂C/∂b = (1/n) Σ_s δ_s, where δ_s = a_s − y_s
    for "cross_entropy" (10), (11) and (a_s − y_s) σ'(z_s) for "squared_error" (4), (5).

    Shapes: inputs (n, d); labels (n,), hard or soft, in [0, 1]; start_weights (R, d); start_biases (R,); losses R
    names; learning_rates one number or (R,), above 0; epochs 1 to 5000. Numbers up to 1e100 in size.
    Returns the Trajectory of all R runs. Never nan: see `Trajectory.diverged_at`.
    ValueError: anything else, or arrays of more than 2e7 numbers (R·n, or R·(E+1)·(d+1) to record).
    """
    x = finite_numbers("inputs", inputs)
    if x.ndim != 2 or 0 in x.shape:
        raise ValueError(f"inputs has shape {x.shape}, not (samples, inputs) with at least one of each")
    if isinstance(losses, str) or len(losses) == 0:
        raise ValueError(f"losses = {losses!r} is not a sequence with one loss for each run")
    samples, runs = len(x), len(losses)
    names = tuple(known_loss(loss) for loss in losses)
    y = finite_numbers("labels", validation.labels(labels, "labels"), (samples,))
    weights = finite_numbers("start_weights", start_weights, (runs, x.shape[1]))
    biases = finite_numbers("start_biases", start_biases, (runs,))
    rates = finite_numbers("learning_rates", learning_rates, () if np.ndim(learning_rates) == 0 else (runs,))
    refuse_where(rates <= 0.0, "learning_rates", rates, "is not above 0")
    rates = np.broadcast_to(rates, (runs,)).copy()
    count = whole_number("epochs", epochs, 1, MOST_EPOCHS)
    start = np.column_stack([weights, biases])
    if max(start.size * (count + 1), runs * samples) > MOST_VALUES:
        raise ValueError(
            f"{runs} runs × {count + 1} epochs × {start.shape[1]} parameters, or {runs} runs × {samples} samples: "
            f"more than {MOST_VALUES} numbers"
        )

    descend = _descend_floats if x.size == 1 and runs <= FEW_RUNS else _descend_arrays
    history, diverged_at = _end_where_diverged(descend(x, y, start, names, rates, count))
    return Trajectory(x, y, names, rates, history[..., :-1].copy(), history[..., -1].copy(), diverged_at)


def descend_one_example(
    x: float, label: float, weight: float, bias: float, loss: str, learning_rate: float
) -> Iterator[tuple[float, float, float]]:
    """Weight, bias and error a − y at epochs 0, 1, 2, …, for one example with one input, without end.

    In plain floats, which are the fastest for so little; the arguments are not checked again.
    """
    damped = loss == "squared_error"
    while True:
        z = weight * x + bias
        e = math.exp(-abs(z))
        smaller = e / (1.0 + e)  # of a and 1 − a: keeps its digits where a is rounded to 1
        error = (1.0 - label) - smaller if z >= 0.0 else smaller - label
        yield weight, bias, error
        step = learning_rate * error
        if damped:
            step *= smaller / (1.0 + e)
        weight -= step * x
        bias -= step


def _descend_floats(
    x: FloatArray, y: FloatArray, start: FloatArray, losses: Sequence[str], rates: FloatArray, epochs: int
) -> FloatArray:
    """Parameters (R, E+1, 2) of each run on a single example with one input."""
    example = (float(x[0, 0]), float(y[0]))
    runs = zip(start.tolist(), losses, rates.tolist(), strict=True)
    steps = (descend_one_example(*example, w, b, loss, rate) for (w, b), loss, rate in runs)
    return np.array([[(w, b) for w, b, _ in islice(run, epochs + 1)] for run in steps])


def _descend_arrays(
    x: FloatArray, y: FloatArray, start: FloatArray, losses: Sequence[str], rates: FloatArray, epochs: int
) -> FloatArray:
    """Parameters (R, E+1, d+1) of each run on any data: all runs step together, only parameters are kept."""
    # With the cross-entropy runs first, the factor σ' falls on one block of rows: a view, not a copy.
    damped = np.array([loss == "squared_error" for loss in losses])
    order, first = np.argsort(damped, kind="stable"), int(np.sum(~damped))
    design = np.column_stack([x, np.ones(len(x))])
    rate = rates[order, None] / len(x)
    parameters = start[order]
    history = np.empty((epochs + 1, *start.shape))
    history[0] = parameters
    a, e = np.empty((2, len(start), len(x)))
    with np.errstate(over="ignore", invalid="ignore"):  # what diverges is cut away afterwards
        for epoch in range(1, epochs + 1):
            np.matmul(parameters, design.T, out=a)
            np.maximum(a, -700.0, out=a)  # e^−z stays finite, and σ' = e^−z a² right
            np.negative(a, out=e)
            np.exp(e, out=e)
            np.add(e, 1.0, out=a)
            np.reciprocal(a, out=a)
            slope = e[first:] * a[first:] * a[first:]
            np.subtract(a, y, out=a)
            a[first:] *= slope
            parameters = parameters - rate * (a @ design)
            history[epoch] = parameters
    return history[:, np.argsort(order)].transpose(1, 0, 2)


def _end_where_diverged(history: FloatArray) -> tuple[FloatArray, tuple[int | None, ...]]:
    """Hold each run at its last parameters within ±LARGEST, and end where no run is left."""
    lost = ~np.all(np.abs(history) <= LARGEST, axis=-1)
    diverged_at = tuple(int(run.argmax()) if run.any() else None for run in lost)
    for parameters, epoch in zip(history, diverged_at, strict=True):
        if epoch is not None:
            parameters[epoch:] = parameters[epoch - 1]
    ends = [epoch for epoch in diverged_at if epoch is not None]
    return (history[:, : max(ends)] if len(ends) == len(history) else history), diverged_at
