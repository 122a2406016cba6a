"""Where training on a data set begins: at zero, at random, or confidently wrong."""

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import FloatArray, IntArray, positive_numbers, seeded
from core.simulation.descent.curvature import with_ones
from core.simulation.descent.models import Model

RIDGE = 0.01  # of the mean square of a feature
LEAST_LOGIT = 1e-9  # a fit this flat says nothing, and scaling it up would scale up rounding


def random(model: Model, seed: int) -> FloatArray:
    """Weights drawn from normal distributions of variance 1/inputs of their layer, (P,); the last biases are 0.

    So that a layer's values have about unit spread whatever its width. Biases of the hidden layer are drawn like its
    weights: without them every tanh unit would be an odd function of x, and the exclusive or is an even one.
    Source: LeCun et al., "Efficient BackProp" (1998), section 4.6.
    """
    rng = seeded(seed)
    row = np.zeros(model.parameters)
    first, last = model.layers(row)
    if first is not None:
        first[...] = rng.normal(0.0, 1.0 / np.sqrt(model.inputs), first.shape)
    last[:, :-1] = rng.normal(0.0, 1.0 / np.sqrt(model.features), (model.outputs, model.features))
    return row


def confidently_wrong(model: Model, inputs: FloatArray, labels: ArrayLike, logit: float, seed: int) -> FloatArray:
    """A start that takes each class for the next one, and is sure of it, (P,).

    The last layer is the ridge regression of the wrong labels (0 for 1 and 1 for 0; of more classes the next one),
    scaled until the logit that speaks for the wrong class against the right one has root mean square `logit`. A
    hidden layer before it is drawn by the seed, as `random` does. Where no such fit exists (a single neuron before
    an exact exclusive or), a random last layer takes its place.
    inputs (n, d), labels (n,) class numbers.
    Raises: ValueError if logit is not above 0.
    """
    size = float(positive_numbers("logit", logit))
    row = random(model, seed)
    _, last = model.layers(row)
    features = model.hidden_values(row, inputs).T
    design = with_ones(features)
    numbers: IntArray = np.asarray(labels, dtype=np.int64)
    wrong = (numbers + 1) % max(model.outputs, 2)
    chosen = np.eye(max(model.outputs, 2))[wrong]
    targets = (chosen - chosen.mean(axis=1, keepdims=True))[:, -model.outputs :]
    # Hidden units are much alike: without the ridge, huge weights of both signs would all but cancel.
    square = design.T @ design / len(design)
    fit = np.linalg.solve(square + RIDGE * np.trace(square) / len(square) * np.eye(len(square)), design.T @ targets).T
    if _spread(design @ fit.T, numbers, wrong) < LEAST_LOGIT:
        fit = last.copy()
    spread = _spread(design @ fit.T, numbers, wrong)
    last[...] = fit * (size / spread if spread > 0.0 else 0.0)
    return row


def _spread(z: FloatArray, numbers: IntArray, wrong: IntArray) -> float:
    """Root mean square of the logit for the wrong class against the right one."""
    each = np.arange(len(z))
    against = z[:, 0] if z.shape[1] == 1 else z[each, wrong] - z[each, numbers]
    return float(np.sqrt(np.mean(against**2)))
