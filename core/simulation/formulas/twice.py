"""Softmax twice: a loss that expects logits is given probabilities.

K classes; the right one is ahead of every other by the margin m = z_right − z_other. a = softmax(z), and the loss takes
either z or a for its logits. Losses in nats, gradients in nats per unit of a logit.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.maths.activations import softmax
from core.maths.checks import FloatArray
from core.maths.losses import (
    categorical_cross_entropy_with_logits,
    categorical_cross_entropy_with_logits_gradient,
)


class Losses(NamedTuple):
    """The loss of z and that of softmax(z), and the derivative of each with respect to z_right."""

    once: FloatArray
    twice: FloatArray
    slope_once: FloatArray
    slope_twice: FloatArray


def losses(margin: ArrayLike, classes: int) -> Losses:
    """Both losses at a margin.

    once = −ln a_right = ln(1 + (K − 1) e^−m), with ∂/∂z_right = a_right − 1.
    twice = ln(1 + (K − 1) e^−(a_right − a_other)), with ∂/∂z_right = Σ_j (b_j − y_j) a_j (δ_j,right − a_right),
    where b = softmax(a); the two are equal at m = 0, where both are ln K.
    Shapes: any, elementwise.
    Raises: ValueError if a margin is NaN or +∞.
    """
    y = np.eye(classes)[0]
    z = np.asarray(margin, dtype=np.float64)[..., None] * y
    a = softmax(z)
    error = categorical_cross_entropy_with_logits_gradient(y, a)
    return Losses(
        categorical_cross_entropy_with_logits(y, z),
        categorical_cross_entropy_with_logits(y, a),
        categorical_cross_entropy_with_logits_gradient(y, z)[..., 0],
        # The Jacobian ∂a_j/∂z_right has a_right as a factor: no difference of numbers near 1.
        a[..., 0] * (error[..., 0] * a[..., 1:].sum(-1) - (error * a)[..., 1:].sum(-1)),
    )


def bounds(classes: int) -> tuple[float, float]:
    """Between which two losses that of softmax(z) lies, whatever all the logits are.

    Lowest where a_right is 1, −ln(e/(e + K − 1)); highest where one other class has a = 1, ln(e + K − 1).
    """
    highest = math.log(math.e + classes - 1)
    return highest - 1.0, highest
