"""Logistic regression on one feature: each sample's likelihood, and the slope and intercept that make all likeliest.

The prediction for a feature x is a = σ(w x + b); a label y ∈ {0, 1} then has the likelihood a^y (1 − a)^(1−y).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.activations import sigmoid, sigmoid_derivative
from core.maths.checks import FloatArray, finite_numbers, refuse_where
from core.maths.losses import binary_cross_entropy_with_logits, binary_cross_entropy_with_logits_gradient
from core.simulation.descent.minima import full_rank, separable

MOST_STEPS: Final = 100
SMALLEST_SLOPE: Final = 1e-9  # of the mean loss: there the search ends


@dataclass(frozen=True, slots=True)
class Fit:
    """The maximum of the likelihood: w, b, ln L in nats, the length of its mean slope there, and the steps taken."""

    slope: float
    intercept: float
    log_likelihood: float
    gradient_norm: float
    steps: int


def log_likelihoods(x: ArrayLike, y: ArrayLike, slope: float, intercept: float) -> FloatArray:
    """Each sample's log-likelihood, ln L_s = y ln a + (1 − y) ln(1 − a) with a = σ(w x + b), from the logit.

    Shapes: (n,). Units: nats. Source: (14), (16); the negative of (2) for one sample.
    """
    return -binary_cross_entropy_with_logits(y, _logits(x, slope, intercept))


def fit(x: ArrayLike, y: ArrayLike) -> Fit:
    """The w and b of the greatest likelihood, by Newton's method (iteratively reweighted least squares).

    θ ← θ − H⁻¹ g with g = (1/n) Σ (a_s − y_s) x̃_s, H = (1/n) Σ a_s(1 − a_s) x̃_s x̃_sᵀ and x̃ = (x, 1); a step that would
    raise the loss is halved.
    ValueError: labels other than 0 and 1, one and the same x for all, and samples that a threshold parts: then the
    likelihood has no maximum. Source: (10), (11), erratum 8; Bishop, PRML (4.92).
    """
    inputs = finite_numbers("x", x)
    labels = validation.labels(y, "y")
    refuse_where((labels != 0.0) & (labels != 1.0), "y", labels, "is neither 0 nor 1")
    if not full_rank(inputs) or separable(inputs, labels):
        raise ValueError("no finite slope and intercept make these samples likeliest")
    extended = np.stack([inputs, np.ones_like(inputs)], axis=1)
    place = np.zeros(2)
    for step in range(MOST_STEPS + 1):
        gradient = _gradient(extended, labels, place)
        norm = float(np.hypot(*gradient))
        if norm <= SMALLEST_SLOPE:
            total = -_mean_loss(extended, labels, place) * len(labels)
            return Fit(float(place[0]), float(place[1]), total, norm, step)
        weights = sigmoid_derivative(extended @ place) / len(labels)
        direction = np.linalg.solve((extended.T * weights) @ extended, gradient)
        place = _downhill(extended, labels, place, np.asarray(direction, dtype=np.float64))
    raise ArithmeticError(f"no maximum after {MOST_STEPS} steps")


def curve(x: ArrayLike, slope: float, intercept: float) -> FloatArray:
    """The prediction a = σ(w x + b) along x."""
    return sigmoid(_logits(x, slope, intercept))


def _logits(x: ArrayLike, slope: float, intercept: float) -> FloatArray:
    return slope * finite_numbers("x", x) + intercept


def _gradient(extended: FloatArray, labels: FloatArray, place: FloatArray) -> FloatArray:
    errors = binary_cross_entropy_with_logits_gradient(labels, extended @ place)
    gradient: FloatArray = errors @ extended / len(labels)
    return gradient


def _mean_loss(extended: FloatArray, labels: FloatArray, place: FloatArray) -> float:
    return float(binary_cross_entropy_with_logits(labels, extended @ place).mean())


def _downhill(extended: FloatArray, labels: FloatArray, place: FloatArray, direction: FloatArray) -> FloatArray:
    """The Newton step, halved until it does not raise the loss beyond rounding."""
    before = _mean_loss(extended, labels, place)
    share = 1.0
    while share > 1e-6 and _mean_loss(extended, labels, place - share * direction) > before + 1e-12:
        share /= 2.0
    return place - share * direction
