"""Draws from several classes: counts as people type them, and what they say about weights normalised to p."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.maths.activations import softmax
from core.maths.distributions import (
    MOST_TRIALS,
    categorical_log_likelihood,
    categorical_mle,
    log_multinomial_coefficient,
    multinomial_log_pmf,
)
from core.maths.information import cross_entropy, entropy, kl_divergence
from core.maths.simplex import HEIGHT, distribution
from core.maths.validation import FloatArray
from core.simulation.likelihood.noise_values import LONGEST_VALUE, entries_of
from core.simulation.likelihood.noise_values import Unreadable as Unreadable

FEWEST, MOST = 2, 10  # classes
STEP: Final = 1e-5  # of the central differences: their error is least near the cube root of a float's precision


def read_counts(text: str) -> tuple[int, ...]:
    """The counts of a text, one for each class.

    Raises: Unreadable if entries are fewer than 2 or more than 10, an entry is no whole number from 0 up, or the
    draws are more than 10⁶ in total.
    """
    entries = entries_of(text, MOST)
    if len(entries) > MOST:
        raise Unreadable("too_many")
    for place, entry in enumerate(entries, start=1):
        if len(entry) > LONGEST_VALUE or not (entry.isascii() and entry.isdigit()):
            raise Unreadable("not_whole", entry, place)
    if len(entries) < FEWEST:
        raise Unreadable("too_few")
    counts = tuple(int(entry) for entry in entries)
    if sum(counts) > MOST_TRIALS:
        raise Unreadable("too_large")
    return counts


@dataclass(frozen=True)
class Faces:
    """Counts of K classes under weights, of which p is the share of each.

    Logarithms are in nats; what needs a draw is None without one.
    Raises: ValueError if classes are not 2 to 10, counts not whole or above 10⁶ in total, weights negative, not finite
    or all 0, or the lengths different.
    """

    counts: tuple[int, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not FEWEST <= len(self.counts) <= MOST or len(self.counts) != len(self.weights):
            raise ValueError(
                f"{len(self.counts)} counts and {len(self.weights)} weights: need 2 to 10 of each, as many"
            )
        log_multinomial_coefficient(self.counts)  # checks the counts
        if not all(weight >= 0.0 and math.isfinite(weight) for weight in self.weights) or not any(self.weights):
            raise ValueError(f"weights must be finite, not negative and not all 0: {self.weights}")

    @cached_property
    def p(self) -> FloatArray:
        """The probabilities p_i = w_i / Σ_j w_j."""
        weights = np.asarray(self.weights, dtype=np.float64)
        if max(self.weights) > 1.0:
            weights /= max(self.weights)  # the sum of huge ones stays finite
        return weights / math.fsum(weights)

    @property
    def count(self) -> int:
        """The number n of draws."""
        return sum(self.counts)

    @cached_property
    def shares(self) -> FloatArray | None:
        """The observed shares p̂, where the likelihood has its maximum."""
        return categorical_mle(self.counts) if self.count else None

    @property
    def log_likelihood(self) -> float:
        """ln L of the ordered draws: the categorical product, without a coefficient."""
        return float(categorical_log_likelihood(self.counts, self.p))

    @property
    def log_coefficient(self) -> float:
        """ln (n! / ∏ x_i!): the number of orders in which the draws could have come."""
        return float(log_multinomial_coefficient(self.counts))

    @property
    def log_pmf(self) -> float:
        """The multinomial's logarithm: of these counts, in any order."""
        return float(multinomial_log_pmf(self.counts, self.p))

    @property
    def highest(self) -> float:
        """ln L at its maximum, the shares."""
        return 0.0 if self.shares is None else float(categorical_log_likelihood(self.counts, self.shares))

    @property
    def entropy(self) -> float | None:
        """H(p̂): −ln L / n at the maximum."""
        return None if self.shares is None else float(entropy(self.shares))

    @property
    def cross_entropy(self) -> float | None:
        """H(p̂, p): from the two distributions, without any likelihood."""
        return None if self.shares is None else float(cross_entropy(self.shares, self.p))

    @property
    def kl(self) -> float | None:
        """KL(p̂ ‖ p): how far below its maximum ln L lies, per draw."""
        return None if self.shares is None else float(kl_divergence(self.shares, self.p))


@dataclass(frozen=True, slots=True)
class Gradients:
    """∂/∂z_i of three logarithms along the logits of p = softmax(z), one number for each class."""

    formula: FloatArray  # x_i − n p_i
    ordered: FloatArray  # of the categorical product, by central differences
    unordered: FloatArray  # of the multinomial mass function, by central differences


def gradients(faces: Faces) -> Gradients | None:
    """The gradient of both log-likelihoods; None where p rules out what was drawn: there is none at −∞.

    The derivative along z_i of Σ_j x_j ln softmax(z)_j is x_i − n p_i; the coefficient has none.
    """
    if faces.log_likelihood == -math.inf:
        return None
    with np.errstate(divide="ignore"):  # a class of probability 0 has the logit −∞, and stays at 0
        z = np.log(faces.p)
    moved = np.eye(len(z)) * STEP
    ahead, behind = softmax(z + moved), softmax(z - moved)
    ordered, unordered = (
        (function(faces.counts, ahead) - function(faces.counts, behind)) / (2.0 * STEP)
        for function in (categorical_log_likelihood, multinomial_log_pmf)
    )
    return Gradients(np.asarray(faces.counts) - faces.count * faces.p, ordered, unordered)


def below_maximum(shares: ArrayLike, pixels: int) -> FloatArray:
    """How far the log-likelihood per draw lies below its maximum: KL(p̂ ‖ p) over the triangle's frame.

    Shapes: (pixels, pixels), row 0 at the foot, at the middle of each pixel; nan outside the triangle. Units: nats.
    Source: claim D: (max ℓ − ℓ)/n = H(p̂, p) − H(p̂).
    """
    middles = (np.arange(pixels) + 0.5) / pixels
    x, y = np.meshgrid(middles, middles * HEIGHT)
    p = distribution(x, y)
    inside = (p >= 0.0).all(axis=-1)
    over: FloatArray = np.full(x.shape, np.nan)
    over[inside] = kl_divergence(np.asarray(shares, dtype=np.float64), p[inside])
    return over
