"""The loops of gradient descent, made fast: all runs step together, and only parameters are kept.

Losses, outputs and gradients follow from the parameters in one pass afterwards (core.simulation.descent.trajectory),
which costs far less than writing them down at each step. Arguments are not checked again here.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

from core.maths.checks import FloatArray, IntArray
from core.simulation.descent.method import OPTIMISERS
from core.simulation.descent.models import ACTIVATIONS, Model

HIGHEST, ONE = np.array(700.0), np.array(1.0)  # e^700 is still a float; as arrays, which NumPy takes in sooner


class Batch(NamedTuple):
    """Samples as the loop wants them."""

    design: FloatArray  # (d+1, n): the inputs and a last row of ones
    averaging: FloatArray  # (n, d+1): the same, turned and divided by n
    targets: FloatArray  # 1 − y once for each run, (R, n), behind a sigmoid; y, (K, n), behind a softmax


def sigmoid_slopes(z: FloatArray, unlikely: FloatArray, plain: int) -> FloatArray:
    """∂C/∂z of logits (R, n) behind a sigmoid, of cross-entropy in the first `plain` rows; z is used up.

    a − y (9), and (a − y) σ'(z) in the other rows (5), the error to within 3e-16 and σ' to all digits: with
    r = 1 − a = 1 / (1 + e^z), a − y is (1 − y) − r, and σ' is e^z r². unlikely: 1 − y, of the shape of z.
    In place: 3 to 6 times faster than by whole formulas.
    """
    np.minimum(z, HIGHEST, out=z)  # e^z stays finite
    e = np.exp(z, out=z)
    r: FloatArray = np.add(e, ONE)
    np.reciprocal(r, out=r)
    slope, damped = e[plain:], r[plain:]
    slope *= damped
    slope *= damped
    np.subtract(unlikely, r, out=r)
    damped *= slope
    return r


def softmax_slopes(z: FloatArray, y: FloatArray, plain: int) -> FloatArray:
    """∂C/∂z of logits (R, K, n) behind a softmax, of cross-entropy in the first `plain` rows; z is used up.

    a_i − y_i, and a_i [(a_i − y_i) − Σ_j (a_j − y_j) a_j] in the other rows (erratum 11), to within 5e-16: beyond
    that a saturated squared error may stand still here, where its true slope is e^−|z|.
    """
    z -= np.maximum.reduce(z, axis=1, keepdims=True)
    a = np.exp(z, out=z)
    a /= np.add.reduce(a, axis=1, keepdims=True)
    output = a[plain:].copy()
    a -= y
    errors = a[plain:]
    errors -= np.einsum("rkn,rkn->rn", errors, output)[:, None]
    errors *= output
    return a


def gradients(model: Model, parameters: FloatArray, batch: Batch, plain: int) -> FloatArray:
    """∂C/∂θ (R, P) of the mean loss over a batch, of cross-entropy in the first `plain` runs; as `Model.gradient`."""
    if model.hidden:
        return _network_gradients(model, parameters, batch, plain)
    z = parameters.reshape(-1, len(batch.design)).dot(batch.design)
    if model.outputs == 1:
        slopes = sigmoid_slopes(z, batch.targets, plain)
    else:
        slopes = softmax_slopes(z.reshape(len(parameters), model.outputs, -1), batch.targets, plain).reshape(z.shape)
    return np.asarray(slopes.dot(batch.averaging)).reshape(parameters.shape)


def _network_gradients(model: Model, parameters: FloatArray, batch: Batch, plain: int) -> FloatArray:
    runs, samples = len(parameters), batch.design.shape[1]
    first, last = model.layers(parameters)
    assert first is not None
    activation = ACTIVATIONS[model.activation]
    u = first.reshape(runs * model.hidden, -1).dot(batch.design)
    h = activation.value(u).reshape(runs, model.hidden, samples)
    z = last[..., :-1] @ h
    z += last[..., -1:]
    if model.outputs == 1:
        slopes = sigmoid_slopes(z[:, 0], batch.targets, plain)[:, None]
    else:
        slopes = softmax_slopes(z, batch.targets, plain)
    back = np.swapaxes(last[..., :-1], 1, 2) @ slopes
    back *= activation.slope(h)
    found = np.empty_like(parameters)
    into_first, into_last = model.layers(found)
    assert into_first is not None
    into_first[...] = back.reshape(u.shape).dot(batch.averaging).reshape(into_first.shape)
    slopes /= samples
    np.matmul(slopes, np.swapaxes(h, 1, 2), out=into_last[..., :-1])
    into_last[..., -1] = slopes.sum(axis=-1)
    return found


def batches_by_epoch(
    model: Model, x: FloatArray, y: FloatArray, runs: int, size: int | None = None, seed: int = 0
) -> Callable[[], Iterable[Batch]]:
    """What gives, once per epoch, its batches: all samples, or shuffled ones `size` at a time."""
    samples = len(x)
    targets = np.tile(1.0 - y, (runs, 1)) if model.outputs == 1 else np.ascontiguousarray(y.T)
    everything = _batch(np.vstack([x.T, np.ones(samples)]), targets)
    if size is None or size >= samples:
        return lambda: (everything,)
    rng = np.random.default_rng(seed)

    def shuffled() -> Iterator[Batch]:
        order: IntArray = rng.permutation(samples)
        design, aims = everything.design[:, order], targets[:, order]
        for start in range(0, samples, size):
            yield _batch(design[:, start : start + size], aims[:, start : start + size])

    return shuffled


def _batch(design: FloatArray, targets: FloatArray) -> Batch:
    return Batch(design, design.T / design.shape[1], targets)


def descend_arrays(
    model: Model,
    x: FloatArray,
    y: FloatArray,
    starts: FloatArray,
    losses: Sequence[str],
    rates: FloatArray,
    epochs: int,
    optimiser: str = "gradient_descent",
    batch_size: int | None = None,
    seed: int = 0,
) -> FloatArray:
    """Parameters (R, E+1, P) of each run on any data."""
    # With the cross-entropy runs first, the factor σ' falls on one block of rows: a view, not a copy.
    damped = np.array([loss == "squared_error" for loss in losses])
    order, plain = np.argsort(damped, kind="stable"), int(np.sum(~damped))
    step = OPTIMISERS[optimiser](rates[order, None])
    epoch_batches = batches_by_epoch(model, x, y, len(starts), batch_size, seed)
    history = np.empty((epochs + 1, *starts.shape))
    history[0] = parameters = starts[order]
    with np.errstate(over="ignore", invalid="ignore"):  # what diverges is cut away afterwards
        for now in history[1:]:
            for batch in epoch_batches():
                parameters = np.subtract(parameters, step(gradients(model, parameters, batch, plain)), out=now)
    return history[:, np.argsort(order)].transpose(1, 0, 2)


def descend_floats(
    x: float, label: float, starts: FloatArray, losses: Sequence[str], rates: FloatArray, epochs: int, optimiser: str
) -> FloatArray:
    """Parameters (R, E+1, 2) of each run of a neuron on a single example with one input."""
    runs = zip(starts.tolist(), losses, rates.tolist(), strict=True)
    steps = (descend_one_example(x, label, w, b, loss, rate, optimiser) for (w, b), loss, rate in runs)
    numbers = chain.from_iterable(chain.from_iterable(islice(run, epochs + 1) for run in steps))
    return np.fromiter(numbers, np.float64).reshape(len(losses), epochs + 1, 3)[..., :2]


def descend_one_example(
    x: float,
    label: float,
    weight: float,
    bias: float,
    loss: str,
    learning_rate: float,
    optimiser: str = "gradient_descent",
) -> Iterator[tuple[float, float, float]]:
    """Weight, bias and error a − y at epochs 0, 1, 2, … without end; in plain floats, the fastest for one example."""
    damped = loss == "squared_error"
    exp, unlikely = math.exp, 1.0 - label
    plain = optimiser == "gradient_descent"  # that step is taken here: a call for it would take half as long again
    by_weight, by_bias = OPTIMISERS[optimiser](learning_rate), OPTIMISERS[optimiser](learning_rate)
    while True:
        z = weight * x + bias
        e = exp(-abs(z))
        smaller = e / (1.0 + e)  # of a and 1 − a: keeps its digits where a is rounded to 1
        error = unlikely - smaller if z >= 0.0 else smaller - label
        yield weight, bias, error
        slope = error * smaller / (1.0 + e) if damped else error
        if plain:
            move = learning_rate * slope
            weight -= move * x
            bias -= move
        else:
            weight -= by_weight(slope * x)
            bias -= by_bias(slope)
