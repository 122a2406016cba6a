"""Predictions to try: two made-up models side by side, and a model of Iris that is far too sure of itself."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np

from core.data.iris import iris_three
from core.maths.activations import sigmoid, softmax
from core.maths.checks import FloatArray

ROWS: Final = 60
SEED: Final = 32
FACTOR: Final = 4.0  # by which the logits of the model of Iris are too large
STEPS, RATE = 2_000, 10.0


@cache
def two_models() -> bytes:
    """Sixty made-up samples: model_1 is calibrated, model_2 sees less, is surer, and is rounded to two decimals.

    Of a chance of 0.4 % the rounding makes an impossibility: the label of one row is what model_2 gives 0 to.
    """
    draws = np.random.default_rng(SEED).random((3, ROWS))
    z = 8.0 * (draws[0] - 0.5)
    labels = (draws[1] < sigmoid(z)).astype(int)
    first, second = sigmoid(z), sigmoid(2.2 * (z + 3.0 * (draws[2] - 0.5)))
    rows = (f"{y},{a:.3f},{b:.2f}" for y, a, b in zip(labels, first, second, strict=True))
    return "\n".join(["y,model_1,model_2", *rows, ""]).encode()


@cache
def iris_overconfident() -> bytes:
    """The logits of a softmax layer that was trained on Iris's petals, four times too large and as they are.

    The likeliest species of a flower does not change by that, and so the accuracy does not: only how sure the model
    claims to be is wrong. The best temperature finds the factor again.
    """
    data, logits = iris_three(), petal_logits()
    header = ["species", *(f"logit_{model}_{name}" for model in ("sure", "plain") for name in data.classes)]
    rows = (
        [data.classes[label], *(f"{z:.4f}" for z in (*(FACTOR * row), *row))]
        for label, row in zip(data.labels, logits, strict=True)
    )
    return "\n".join([*map(",".join, (header, *rows)), ""]).encode()


@cache
def petal_logits() -> FloatArray:
    """The logits of a softmax layer after 2000 steps of gradient descent on the petals' lengths and widths.

    Shape: (150, 3).
    """
    data = iris_three()
    inputs = np.column_stack([data.inputs[:, 2:], np.ones(len(data.labels))])
    one_hot = np.eye(3)[data.labels]
    weights = np.zeros((3, 3))
    for _ in range(STEPS):
        weights -= RATE * inputs.T @ (softmax(inputs @ weights) - one_hot) / len(inputs)
    logits: FloatArray = inputs @ weights
    return logits


SAMPLES: Final[Mapping[str, Callable[[], bytes]]] = MappingProxyType({"models": two_models, "iris": iris_overconfident})
