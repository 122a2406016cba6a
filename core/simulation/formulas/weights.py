"""Class weights: the mean loss of always giving one probability, where a positive counts w₁ times (w₀ = 1).

And the loss of labels −1 and +1. Losses in nats.
"""

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import FloatArray
from core.maths.losses import binary_cross_entropy


def weighted_loss(share: float, weight: float, a: ArrayLike) -> FloatArray:
    """The weighted loss of n samples divided by n, at one prediction a for all.

    w₁ ȳ (−ln a) + (1 − ȳ)(−ln(1 − a)), with ȳ the share of positives.
    Shapes: any, elementwise.
    Raises: ValueError if a is NaN or outside [0, 1].
    """
    positive, negative = (binary_cross_entropy(y, a) for y in (1.0, 0.0))
    mean: FloatArray = weight * share * positive + (1.0 - share) * negative
    return mean


def mean_weight(share: float, weight: float) -> float:
    """The sum of the weights divided by n, w₁ ȳ + 1 − ȳ: divided by it, the loss is a mean over the weights."""
    return weight * share + 1.0 - share


def minimiser(share: float, weight: float) -> float:
    """The prediction at which the weighted loss is smallest, w₁ ȳ/(w₁ ȳ + 1 − ȳ); its logit is logit ȳ + ln w₁."""
    return weight * share / mean_weight(share, weight)


def loss_of_signs(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The loss of labels y = ±1 from the logit, ln(1 + e^(−y z)): cross-entropy with the label (y + 1)/2."""
    loss: FloatArray = np.logaddexp(0.0, -np.multiply(y, z))
    return loss


def as_if_0_or_1(y: float, a: float) -> float:
    """−[y ln a + (1 − y) ln(1 − a)] for any y; a loss only where y lies in [0, 1], so that it may be below 0."""
    return float(-(y * np.log(a) + (1.0 - y) * np.log1p(-a)))
