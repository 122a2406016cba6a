"""Cross-entropy and squared error, each beside its gradient.

Per sample: the caller takes the mean over the batch. y is the label, hard or soft; a the predicted probability;
z the logit. The losses from logits stay accurate where a has long been rounded to 0 or 1: prefer them.
A label of weight 0 costs nothing, whatever the prediction: 0 · ln 0 = 0.
"""

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.activations import sigmoid, sigmoid_derivative, softmax, split_at_top
from core.maths.terms import over_classes, times, times_log, times_log_complement
from core.maths.validation import FloatArray


def binary_cross_entropy(y: ArrayLike, a: ArrayLike) -> FloatArray:
    """The surprisal of a label y under the predicted probability a of label 1.

    C = −[y ln a + (1 − y) ln(1 − a)], ∞ for a certain prediction that is wrong.
    Shapes: any, broadcasting. Units: nats. Source: (1), (2); Bishop, PRML (4.90).
    Raises: ValueError if y or a is NaN or outside [0, 1], or the shapes do not broadcast.
    """
    y, a = _checked(y, validation.probabilities, a, "a")
    return 0.0 - (times_log(y, a) + times_log_complement(1.0 - y, a))


def binary_cross_entropy_gradient(y: ArrayLike, a: ArrayLike) -> FloatArray:
    """The slope of the binary cross-entropy in the prediction a.

    ∂C/∂a = −y/a + (1 − y)/(1 − a) = (a − y) / (a (1 − a)). At a certain prediction: ±1 if right, ±∞ if wrong.
    Shapes: any, broadcasting. Units: nats per unit of probability. Source: (8).
    Raises: ValueError if y or a is NaN or outside [0, 1], or the shapes do not broadcast.
    """
    y, a = _checked(y, validation.probabilities, a, "a")
    # A hard label cancels a factor, which leaves a limit in place of 0/0.
    numerator = np.where(y == 0.0, 1.0, np.where(y == 1.0, -1.0, a - y))
    denominator = np.where(y == 0.0, 1.0, a) * np.where(y == 1.0, 1.0, 1.0 - a)
    with np.errstate(divide="ignore", over="ignore"):
        return cast(FloatArray, numerator / denominator)


def binary_cross_entropy_with_logits(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The surprisal of a label y under the prediction σ(z).

    C = ln(1 + e^z) − y z.
    Shapes: any, broadcasting. Units: nats. Source: (1), (2) at a = σ(z); Mächler, "Accurately computing
    log(1 − exp(−|a|))" (2012), for ln(1 + e^z).
    Raises: ValueError if y is outside [0, 1], a value is NaN, or the shapes do not broadcast.
    """
    y, z = _checked(y, validation.logits, z, "z")
    # As a sum of two terms ≥ 0, since the difference above cancels when the neuron is right and sure.
    against = np.where(z >= 0.0, 1.0 - y, y)  # the label's weight on the class that z speaks against
    return times(against, np.abs(z)) + np.log1p(np.exp(-np.abs(z)))


def binary_cross_entropy_with_logits_gradient(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The slope of the binary cross-entropy in the logit z: the error of the prediction.

    ∂C/∂z = σ(z) − y.
    Shapes: any, broadcasting. Units: nats per unit of z. Source: (9), (11); Bishop, PRML (4.91).
    Raises: ValueError if y is outside [0, 1], a value is NaN, or the shapes do not broadcast.
    """
    y, z = _checked(y, validation.logits, z, "z")
    # For z ≥ 0 as (1 − y) − (1 − σ(z)): near 1 both differences keep the digits that σ(z) has rounded away.
    smaller = sigmoid(-np.abs(z))
    return np.where(z >= 0.0, 1.0 - y, smaller) - np.where(z >= 0.0, smaller, y)


def categorical_cross_entropy(y: ArrayLike, a: ArrayLike) -> FloatArray:
    """The mean surprisal of a label row y under the predicted row a.

    C = −Σ_i y_i ln a_i, ∞ where a_i = 0 < y_i.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Source: (3), (21), (22) for one sample; Bishop, PRML (4.108).
    Raises: ValueError if a row is no distribution, or the shapes do not match.
    """
    y, a = _checked_rows(y, validation.distributions, a, "a")
    return 0.0 - over_classes(times_log(y, a))


def categorical_cross_entropy_with_logits(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The mean surprisal of a label row y under the prediction softmax(z).

    C = −Σ_i y_i ln a_i with ln a_i = z_i − ln Σ_j e^(z_j).
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Source: (3), (21), (22) for one sample; Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021).
    Raises: ValueError if y is no distribution, z holds NaN, +∞ or a row of −∞ only, or the shapes do not match.
    """
    y, z = _checked_rows(y, validation.logit_rows, z, "z")
    below, rivals, _ = split_at_top(z)
    return over_classes(times(y, np.log1p(rivals) - below))


def categorical_cross_entropy_with_logits_gradient(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The slope of the categorical cross-entropy in each logit: the error of each prediction.

    ∂C/∂z_i = a_i − y_i with a = softmax(z), for label rows that sum to 1.
    Shapes: (..., K), broadcasting before the last axis. Units: nats per unit of z.
    Source: erratum 11; Bishop, PRML (4.109).
    Raises: ValueError if y is no distribution, z holds NaN, +∞ or a row of −∞ only, or the shapes do not match.
    """
    y, z = _checked_rows(y, validation.logit_rows, z, "z")
    _, rivals, top = split_at_top(z)
    # A class of more than ½ as (1 − y) − (1 − a), where 1 − a is known better than a.
    return np.where(top & (rivals < 1.0), (1.0 - y) - rivals / (1.0 + rivals), softmax(z) - y)


def squared_error(y: ArrayLike, a: ArrayLike) -> FloatArray:
    """Half the squared error of the predicted probability a.

    C = ½ (a − y)²; the app calls its mean MSE, which here carries the ½.
    Shapes: any, broadcasting. Units: none. Source: the squared error beside (4); Nielsen, "Neural Networks and
    Deep Learning" (54).
    Raises: ValueError if y or a is NaN or outside [0, 1], or the shapes do not broadcast.
    """
    y, a = _checked(y, validation.probabilities, a, "a")
    return 0.5 * (a - y) ** 2


def squared_error_with_logits(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """Half the squared error of the prediction σ(z).

    C = ½ (σ(z) − y)².
    Shapes: any, broadcasting. Units: none. Source: the squared error beside (4) at a = σ(z).
    Raises: ValueError if y is outside [0, 1], a value is NaN, or the shapes do not broadcast.
    """
    return 0.5 * binary_cross_entropy_with_logits_gradient(y, z) ** 2  # σ(z) − y, accurate near 0


def squared_error_with_logits_gradient(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The slope of the squared error in the logit z: the error, damped by the slope of the sigmoid.

    ∂C/∂z = (σ(z) − y) σ'(z).
    Shapes: any, broadcasting. Units: per unit of z. Source: (5); Nielsen, "Neural Networks and Deep Learning" (56).
    Raises: ValueError if y is outside [0, 1], a value is NaN, or the shapes do not broadcast.
    """
    return binary_cross_entropy_with_logits_gradient(y, z) * sigmoid_derivative(z)


def squared_error_softmax(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """Half the squared distance of the prediction softmax(z) from the label row y.

    C = ½ Σ_i (a_i − y_i)² with a = softmax(z).
    Shapes: (..., K), broadcasting before the last axis → (...). Units: none. Source: erratum 11.
    Raises: ValueError if y is no distribution, z holds NaN, +∞ or a row of −∞ only, or the shapes do not match.
    """
    return 0.5 * over_classes(categorical_cross_entropy_with_logits_gradient(y, z) ** 2)  # a − y, accurate near 0


def squared_error_softmax_gradient(y: ArrayLike, z: ArrayLike) -> FloatArray:
    """The slope of the squared error behind a softmax in each logit.

    ∂C/∂z_i = a_i [(a_i − y_i) − Σ_j (a_j − y_j) a_j] with a = softmax(z).
    Shapes: (..., K), broadcasting before the last axis. Units: per unit of z. Source: erratum 11.
    Raises: ValueError if y is no distribution, z holds NaN, +∞ or a row of −∞ only, or the shapes do not match.
    """
    errors, z = categorical_cross_entropy_with_logits_gradient(y, z), np.asarray(z, dtype=np.float64)
    _, rivals, top = split_at_top(z)
    a = softmax(z)
    # The bracket is Σ_j a_j (e_i − e_j). With the top class's term apart, a sure prediction loses no digits.
    a_top = 1.0 / (1.0 + rivals)
    others = np.where(top, 0.0, a * errors).sum(axis=-1, keepdims=True)
    error_top = np.where(top, errors, 0.0).sum(axis=-1, keepdims=True)
    return cast(FloatArray, a * (a_top * (errors - error_top) + (rivals * a_top * errors - others)))


def _checked(
    y: ArrayLike, check: Callable[[ArrayLike, str], FloatArray], value: ArrayLike, name: str
) -> tuple[FloatArray, FloatArray]:
    """Labels, hard or soft, and what is predicted for each of them."""
    y, checked = validation.labels(y, "y"), check(value, name)
    validation.broadcastable({"y": y, name: checked})
    return y, checked


def _checked_rows(
    y: ArrayLike, check: Callable[[ArrayLike, str], FloatArray], value: ArrayLike, name: str
) -> tuple[FloatArray, FloatArray]:
    """Label rows, and what is predicted for each class."""
    y, checked = validation.distributions(y, "y", "label"), check(value, name)
    validation.same_classes({"y": y, name: checked})
    return y, checked
