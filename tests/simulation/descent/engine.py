"""Kinds of models, random problems for them, and their losses written out anew, for the tests of the engine."""

import numpy as np
from scipy.special import logsumexp

from core.simulation.descent.models import Model

MODELS = {
    "neuron": Model(2),
    "softmax of 2": Model(3, 2),
    "softmax of 3": Model(2, 3),
    "softmax of 5": Model(1, 5),
    "tanh network": Model(2, 1, 3),
    "sigmoid network": Model(3, 1, 2, "sigmoid"),
    "tanh network of 3": Model(2, 3, 4),
    "sigmoid network of 2": Model(2, 2, 3, "sigmoid"),
}


def forward(model, row, x):
    """Logits (n, K) of one row of parameters, read as the documentation of Model has it, number by number."""
    numbers = iter(row)
    values = x
    if model.hidden:
        layer = np.array([[next(numbers) for _ in range(model.inputs + 1)] for _ in range(model.hidden)])
        u = np.array([[sum(v * c for v, c in zip(unit, [*s, 1.0], strict=True)) for unit in layer] for s in x])
        values = np.tanh(u) if model.activation == "tanh" else 1.0 / (1.0 + np.exp(-u))
    width = values.shape[1]
    layer = np.array([[next(numbers) for _ in range(width + 1)] for _ in range(model.outputs)])
    assert next(numbers, None) is None
    return values @ layer[:, :-1].T + layer[:, -1]


def mean_loss(model, loss, row, x, y):
    """The mean loss over the samples, from the textbook formulas."""
    z = forward(model, row, x)
    if model.outputs == 1:
        z = z[:, 0]
        if loss == "cross_entropy":
            return np.mean(y * np.logaddexp(0.0, -z) + (1.0 - y) * np.logaddexp(0.0, z))
        return np.mean((1.0 / (1.0 + np.exp(-z)) - y) ** 2) / 2.0
    log_a = z - logsumexp(z, axis=1, keepdims=True)
    if loss == "cross_entropy":
        return -np.mean(np.sum(y * log_a, axis=1))
    return np.mean(np.sum((np.exp(log_a) - y) ** 2, axis=1)) / 2.0


def labels(model, n, rng, soft=True):
    """Random labels for n samples; some of them soft, unless all are to be hard."""
    if model.outputs == 1:
        return rng.choice([0.0, 1.0, 0.3] if soft else [0.0, 1.0], n)
    hard = np.eye(model.outputs)[rng.integers(model.outputs, size=n)]
    return np.where(rng.random((n, 1)) < 0.3, rng.dirichlet(np.ones(model.outputs), n), hard) if soft else hard


def problem(model, seed, n=7, runs=4, soft=True):
    """Inputs, labels, starts and losses of some runs; the losses come in no order."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(0.0, 1.5, (n, model.inputs)), labels(model, n, rng, soft)
    losses = rng.permutation(["cross_entropy", "squared_error"] * (runs // 2)).tolist()
    return x, y, rng.normal(0.0, 1.5, (runs, model.parameters)), losses
