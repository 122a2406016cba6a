"""Gradient descent on a loss, many runs at once, with everything a run went through."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.checks import LARGEST, FloatArray, finite_numbers, known_loss, refuse_where, whole_number
from core.simulation.descent.descent import batches_by_epoch, descend_arrays, descend_floats, gradients
from core.simulation.descent.heads import lengths
from core.simulation.descent.method import OPTIMISERS, known_optimiser
from core.simulation.descent.models import Model
from core.simulation.descent.trajectory import MOST_VALUES, Trajectory

__all__ = ["MOST_EPOCHS", "Trajectory", "first_steps", "train"]

MOST_EPOCHS = 5000
FEW_RUNS = 32  # up to here plain floats beat NumPy on a single example


def train(
    model: Model,
    inputs: ArrayLike,
    labels: ArrayLike,
    starts: ArrayLike,
    losses: Sequence[str],
    learning_rates: ArrayLike,
    epochs: int,
    optimiser: str = "gradient_descent",
    batch_size: int | None = None,
    seed: int = 0,
) -> Trajectory:
    """Descend the mean loss over all samples: θ ← θ − η ∂C/∂θ once per epoch, or once per batch of an epoch.

    ∂C/∂θ is the mean over samples, by (4), (5) for "squared_error" and (10), (11) for "cross_entropy", behind a
    softmax by erratum 11; `Model` says what θ is.

    Shapes: inputs (n, d); labels (n,) in [0, 1] for a model of one output, or rows (n, K) that each sum to 1;
    starts (R, P); losses R names; learning_rates one number or (R,), above 0; epochs 1 to 5000. Numbers up to 1e100
    in size. optimiser: a name in core.simulation.descent.method. batch_size: None for all samples at once, else the
    samples of each step, shuffled every epoch by the seed, in the same order for all runs.
    Returns the Trajectory of all R runs. Never nan: see `Trajectory.diverged_at`.
    ValueError: anything else, or arrays of more than 2e7 numbers (R·n·(K + hidden units), or R·(E+1)·P to record).
    """
    known_optimiser(optimiser)
    x, y, start, names = _checked(model, inputs, labels, starts, losses)
    runs = len(names)
    rates = finite_numbers("learning_rates", learning_rates, () if np.ndim(learning_rates) == 0 else (runs,))
    refuse_where(rates <= 0.0, "learning_rates", rates, "is not above 0")
    rates = np.broadcast_to(rates, (runs,)).copy()
    count = whole_number("epochs", epochs, 1, MOST_EPOCHS)
    width = model.outputs + model.hidden
    if max(start.size * (count + 1), runs * len(x) * width) > MOST_VALUES:
        raise ValueError(
            f"{runs} runs × {count + 1} epochs × {model.parameters} parameters, or {runs} runs × {len(x)} samples "
            f"× {width} units: more than {MOST_VALUES} numbers"
        )
    size = None if batch_size is None else whole_number("batch_size", batch_size, 1, len(x))
    seed = whole_number("seed", seed, 0, 2**63 - 1)
    again = partial(_descended, model, x, y, start, names, count, optimiser, size, seed)
    return replace(again(rates), again=again)


def first_steps(
    model: Model,
    inputs: ArrayLike,
    labels: ArrayLike,
    starts: ArrayLike,
    losses: Sequence[str],
    optimiser: str = "gradient_descent",
    batch_size: int | None = None,
    seed: int = 0,
) -> FloatArray:
    """Length of each run's first step at learning rate 1, (R,). Arguments and errors as `train`."""
    known_optimiser(optimiser)
    x, y, start, names = _checked(model, inputs, labels, starts, losses)
    size = None if batch_size is None else whole_number("batch_size", batch_size, 1, len(x))
    batch = next(iter(batches_by_epoch(model, x, y, 1, size, whole_number("seed", seed, 0, 2**63 - 1))()))
    slopes = [
        gradients(model, run[None], batch, plain=int(loss == "cross_entropy"))
        for run, loss in zip(start, names, strict=True)
    ]
    return lengths(OPTIMISERS[optimiser](np.ones((1, 1)))(np.concatenate(slopes)))


def _checked(
    model: Model, inputs: ArrayLike, labels: ArrayLike, starts: ArrayLike, losses: Sequence[str]
) -> tuple[FloatArray, FloatArray, FloatArray, tuple[str, ...]]:
    """Inputs, labels, starts and losses that go together."""
    x = finite_numbers("inputs", inputs)
    if x.ndim != 2 or len(x) == 0 or x.shape[1] != model.inputs:
        raise ValueError(f"inputs has shape {x.shape}, not (samples, {model.inputs}) with at least one sample")
    if isinstance(losses, str) or len(losses) == 0:
        raise ValueError(f"losses = {losses!r} is not a sequence with one loss for each run")
    names = tuple(known_loss(loss) for loss in losses)
    if model.outputs == 1:
        y = finite_numbers("labels", validation.labels(labels, "labels"), (len(x),))
    else:
        rows = validation.distributions(labels, "labels", "label")
        y = finite_numbers("labels", rows, (len(x), model.outputs))
    return x, y, finite_numbers("starts", starts, (len(names), model.parameters)), names


def _descended(
    model: Model,
    x: FloatArray,
    y: FloatArray,
    start: FloatArray,
    names: tuple[str, ...],
    epochs: int,
    optimiser: str,
    batch_size: int | None,
    seed: int,
    rates: FloatArray,
) -> Trajectory:
    """One descent of checked arguments."""
    if x.size == 1 and model == Model(1) and len(names) <= FEW_RUNS:
        history = descend_floats(float(x[0, 0]), float(y[0]), start, names, rates, epochs, optimiser)
    else:
        history = descend_arrays(model, x, y, start, names, rates, epochs, optimiser, batch_size, seed)
    history, diverged_at = _end_where_diverged(history)
    return Trajectory(model, x, y, names, rates, np.ascontiguousarray(history), diverged_at)


def _end_where_diverged(history: FloatArray) -> tuple[FloatArray, tuple[int | None, ...]]:
    """Hold each run at its last parameters within ±LARGEST, and end where no run is left."""
    lost = ~np.all(np.abs(history) <= LARGEST, axis=-1)
    diverged_at = tuple(int(run.argmax()) if run.any() else None for run in lost)
    for parameters, epoch in zip(history, diverged_at, strict=True):
        if epoch is not None:
            parameters[epoch:] = parameters[epoch - 1]
    ends = [epoch for epoch in diverged_at if epoch is not None]
    return (history[:, : max(ends)] if len(ends) == len(history) else history), diverged_at
