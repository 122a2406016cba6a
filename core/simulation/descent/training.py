"""Gradient descent on a loss, many runs at once, with everything a run went through."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.checks import LARGEST, LOSSES, FloatArray, finite_numbers, known, positive_numbers, whole_number
from core.simulation.descent.descent import batches_by_epoch, descend_arrays, descend_floats, gradients
from core.simulation.descent.heads import lengths
from core.simulation.descent.method import OPTIMISERS
from core.simulation.descent.models import Model
from core.simulation.descent.trajectory import MOST_VALUES, Trajectory

MOST_EPOCHS = 5000
FEW_RUNS = 32  # up to here plain floats beat NumPy on a single example


class _Task(NamedTuple):
    """What is to be learnt by whom, checked: arrays as in the Trajectory, and how a step is taken."""

    model: Model
    x: FloatArray
    y: FloatArray
    starts: FloatArray
    losses: tuple[str, ...]
    optimiser: str
    batch_size: int | None
    seed: int


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

    By (4), (5) for "squared_error" and (10), (11) for "cross_entropy", behind a softmax by erratum 11.
    Shapes: inputs (n, d); labels (n,) in [0, 1] for a model of one output, or rows (n, K) that each sum to 1;
    starts (R, P); losses R names; learning_rates one number or (R,), above 0; epochs 1 to 5000. Numbers up to 1e100
    in size. optimiser: a name in core.simulation.descent.method. batch_size: None for all samples at once, else the
    samples of each step, shuffled every epoch by the seed, in the same order for all runs.
    Returns the Trajectory of all R runs. Never nan: see `Trajectory.diverged_at`.
    Raises: ValueError if anything else is given, or for more than 2e7 numbers in an array (R·n·(K + hidden units), or
    R·(E+1)·P to record).
    """
    task = _checked(model, inputs, labels, starts, losses, optimiser, batch_size, seed)
    runs, samples, width = len(task.losses), len(task.x), model.outputs + model.hidden
    rates = positive_numbers("learning_rates", learning_rates, () if np.ndim(learning_rates) == 0 else (runs,))
    count = whole_number("epochs", epochs, 1, MOST_EPOCHS)
    if max(task.starts.size * (count + 1), runs * samples * width) > MOST_VALUES:
        raise ValueError(
            f"{runs} runs × {count + 1} epochs × {model.parameters} parameters, or {runs} runs × {samples} samples "
            f"× {width} units: more than {MOST_VALUES} numbers"
        )
    again = partial(_descended, task, count)
    return replace(again(np.broadcast_to(rates, (runs,)).copy()), again=again)


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
    task = _checked(model, inputs, labels, starts, losses, optimiser, batch_size, seed)
    batch = next(iter(batches_by_epoch(model, task.x, task.y, 1, task.batch_size, task.seed)()))
    slopes = [
        gradients(model, run[None], batch, plain=int(loss == "cross_entropy"))
        for run, loss in zip(task.starts, task.losses, strict=True)
    ]
    return lengths(OPTIMISERS[optimiser](np.ones((1, 1)))(np.concatenate(slopes)))


def _checked(
    model: Model,
    inputs: ArrayLike,
    labels: ArrayLike,
    starts: ArrayLike,
    losses: Sequence[str],
    optimiser: str,
    batch_size: int | None,
    seed: int,
) -> _Task:
    known("optimiser", optimiser, OPTIMISERS)
    x = finite_numbers("inputs", inputs)
    if x.ndim != 2 or len(x) == 0 or x.shape[1] != model.inputs:
        raise ValueError(f"inputs has shape {x.shape}, not (samples, {model.inputs}) with at least one sample")
    if isinstance(losses, str) or len(losses) == 0:
        raise ValueError(f"losses = {losses!r} is not a sequence with one loss for each run")
    names = tuple(known("loss", loss, LOSSES) for loss in losses)
    if model.outputs == 1:
        y = finite_numbers("labels", validation.labels(labels, "labels"), (len(x),))
    else:
        rows = validation.distributions(labels, "labels", "label")
        y = finite_numbers("labels", rows, (len(x), model.outputs))
    start = finite_numbers("starts", starts, (len(names), model.parameters))
    size = None if batch_size is None else whole_number("batch_size", batch_size, 1, len(x))
    return _Task(model, x, y, start, names, optimiser, size, whole_number("seed", seed))


def _descended(task: _Task, epochs: int, rates: FloatArray) -> Trajectory:
    model, x, y, starts, losses, optimiser, batch_size, seed = task
    if x.size == 1 and model == Model(1) and len(losses) <= FEW_RUNS:
        history = descend_floats(float(x[0, 0]), float(y[0]), starts, losses, rates, epochs, optimiser)
    else:
        history = descend_arrays(model, x, y, starts, losses, rates, epochs, optimiser, batch_size, seed)
    history, diverged_at = _end_where_diverged(history)
    return Trajectory(model, x, y, losses, rates, np.ascontiguousarray(history), diverged_at)


def _end_where_diverged(history: FloatArray) -> tuple[FloatArray, tuple[int | None, ...]]:
    """Hold each run at its last parameters within ±LARGEST, and end where no run is left."""
    lost = ~np.all(np.abs(history) <= LARGEST, axis=-1)
    diverged_at = tuple(int(run.argmax()) if run.any() else None for run in lost)
    for parameters, epoch in zip(history, diverged_at, strict=True):
        if epoch is not None:
            parameters[epoch:] = parameters[epoch - 1]
    ends = [epoch for epoch in diverged_at if epoch is not None]
    return (history[:, : max(ends)] if len(ends) == len(history) else history), diverged_at
