"""Logistic regression on one feature: each sample's likelihood, and the slope and intercept that make all likeliest.

The prediction for a feature x is a = σ(w x + b); a label y ∈ {0, 1} then has the likelihood a^y (1 − a)^(1−y).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.activations import sigmoid_derivative
from core.maths.checks import FloatArray, finite_numbers
from core.maths.losses import binary_cross_entropy_with_logits
from core.simulation.descent.curvature import weighed_slopes, with_ones
from core.simulation.descent.minima import full_rank, newton, separable

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
    return -binary_cross_entropy_with_logits(y, slope * finite_numbers("x", x) + intercept)


def fit(x: ArrayLike, y: ArrayLike) -> Fit:
    """The w and b of the greatest likelihood, by Newton's method (iteratively reweighted least squares).

    θ ← θ − H⁻¹ g with g = (1/n) Σ (a_s − y_s) x̃_s, H = (1/n) Σ a_s(1 − a_s) x̃_s x̃_sᵀ and x̃ = (x, 1).
    Raises: ValueError if a label is not 0 or 1, x is the same for all, or a threshold parts the samples: then the
    likelihood has no maximum. Source: (10), (11), erratum 8; Bishop, PRML (4.92).
    """
    inputs, labels = finite_numbers("x", x), validation.labels(y, "y")
    validation.refuse_where((labels != 0.0) & (labels != 1.0), "y", labels, "is neither 0 nor 1")
    if not full_rank(inputs) or separable(inputs, labels):
        raise ValueError("no finite slope and intercept make these samples likeliest")
    extended, count = with_ones(inputs), len(labels)

    def mean_loss(at: FloatArray) -> float:
        return float(binary_cross_entropy_with_logits(labels, extended @ at).mean())

    place, gradient, steps = newton(
        mean_loss,
        lambda at: weighed_slopes("cross_entropy", extended, labels, at),
        lambda at: np.asarray((extended.T * (sigmoid_derivative(extended @ at) / count)) @ extended),
        lambda at, gradient, step: float(np.hypot(*gradient)) <= SMALLEST_SLOPE,
    )
    slope, intercept = place.tolist()
    return Fit(slope, intercept, -mean_loss(place) * count, float(np.hypot(*gradient)), steps)
