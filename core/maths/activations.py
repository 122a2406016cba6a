"""Sigmoid and softmax: from logits to probabilities, and back."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from core.maths import validation
from core.maths.validation import FloatArray


def sigmoid(z: ArrayLike) -> FloatArray:
    """The probability whose log-odds are z.

    σ(z) = 1 / (1 + e^−z), from 0 at z = −∞ to 1 at z = +∞.
    Shapes: any, elementwise.
    Raises: ValueError if z is NaN.
    Source: the a = σ(z) of the ledger; Bishop, PRML (4.59).
    """
    z = validation.logits(z, "z")
    e = np.exp(-np.abs(z))  # never overflows; for z < 0 the same fraction is e / (1 + e)
    return np.where(z >= 0.0, 1.0, e) / (1.0 + e)


def sigmoid_derivative(z: ArrayLike) -> FloatArray:
    """The slope of the sigmoid at z, at most 1/4.

    σ'(z) = a (1 − a) with a = σ(z).
    Shapes: any, elementwise.
    Raises: ValueError if z is NaN.
    Source: the σ'(z) of (4), (5) and (9); Bishop, PRML (4.88).
    """
    z = validation.logits(z, "z")
    e = np.exp(-np.abs(z))  # a (1 − a) itself would be 0 from z = 37 on, where 1 − a rounds to 0
    return e / (1.0 + e) ** 2


def logit(a: ArrayLike) -> FloatArray:
    """The log-odds of a probability, the inverse of the sigmoid.

    logit(a) = ln(a / (1 − a)), −∞ at a = 0 and +∞ at a = 1.
    Shapes: any, elementwise. Units: nats.
    Raises: ValueError if a is NaN or outside [0, 1].
    Source: Bishop, PRML (4.60).
    """
    return special.logit(validation.probabilities(a, "a"))


def softmax(z: ArrayLike) -> FloatArray:
    """The probabilities of K classes whose logarithms differ as the logits do.

    a_i = e^(z_i) / Σ_j e^(z_j).
    Shapes: (..., K) → (..., K).
    Raises: ValueError if z holds NaN, +∞, or a row of −∞ only.
    Source: the predictions of (3) and (22); Bishop, PRML (4.62).
    """
    below, rivals, _ = split_at_top(validation.logit_rows(z, "z"))
    return np.exp(below) / (1.0 + rivals)


def log_softmax(z: ArrayLike) -> FloatArray:
    """The logarithms of the softmax probabilities, finite long after those have underflowed to 0.

    ln a_i = z_i − ln Σ_j e^(z_j).
    Shapes: (..., K) → (..., K). Units: nats.
    Raises: ValueError if z holds NaN, +∞, or a row of −∞ only.
    Source: the ln prediction of (17); Blanchard, Higham & Higham, "Accurately computing the log-sum-exp
    and softmax functions", IMA J. Numer. Anal. 41 (2021).
    """
    below, rivals, _ = split_at_top(validation.logit_rows(z, "z"))
    return below - np.log1p(rivals)


def split_at_top(z: FloatArray) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """How far each logit of checked rows lies below the top one, the odds against the top class, and its mask.

    (z_i − z_top, Σ_{j≠top} e^(z_j − z_top), i = top), of shapes (..., K), (..., 1) and (..., K).

    The top class's own e^0 = 1 stays out of the sum: added to it, a rival below 1e-16 would be rounded away,
    and with it the whole loss of a model that is right and sure. So ln a_i = (z_i − z_top) − log1p(odds)
    adds two terms of one sign, and 1 − a_top = odds / (1 + odds) needs no subtraction.
    """
    top = np.arange(z.shape[-1]) == z.argmax(axis=-1, keepdims=True)
    with np.errstate(over="ignore"):  # a difference beyond the largest float is rightly −∞
        below = z - z.max(axis=-1, keepdims=True)
    rivals = np.where(top, 0.0, np.exp(below)).sum(axis=-1, keepdims=True)
    return below, rivals, top
