"""Draws from several classes: counts as people type them, and what they say about weights normalised to p."""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np

from core.maths.activations import softmax
from core.maths.distributions import (
    MOST_TRIALS,
    categorical_log_likelihood,
    categorical_mle,
    log_multinomial_coefficient,
    multinomial_log_pmf,
)
from core.maths.information import cross_entropy, entropy, kl_divergence
from core.maths.validation import Floats

FEWEST, MOST = 2, 10  # classes
STEP: Final = 1e-5  # of the central differences: their error is least near the cube root of a float's precision
LONGEST_COUNT: Final = 30  # signs of one entry
_SEPARATORS: Final = re.compile(r"[\s,;、]+")

Reason = Literal["not_whole", "too_few", "too_many", "too_large"]


class Unreadable(ValueError):
    """A text that holds no counts: why, and which entry it is, counted from 1."""

    def __init__(self, reason: Reason, entry: str = "", place: int = 0) -> None:
        super().__init__(f"no counts ({reason})" + (f": {entry[:LONGEST_COUNT]!r} at {place}" if entry else ""))
        self.reason: Reason = reason
        self.entry = entry
        self.place = place


def read_counts(text: str) -> tuple[int, ...]:
    """The counts of a text, one for each class, between commas, blanks or semicolons.

    Full-width signs are read as their usual forms. Unreadable: fewer than 2 or more than 10 entries, an entry that is
    no whole number from 0 up, and more than 10⁶ draws in total.
    """
    entries = [entry for entry in _SEPARATORS.split(unicodedata.normalize("NFKC", text), MOST + 1) if entry]
    if len(entries) > MOST:
        raise Unreadable("too_many")
    for place, entry in enumerate(entries, start=1):
        if len(entry) > LONGEST_COUNT or not (entry.isascii() and entry.isdigit()):
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
    ValueError: other than 2 to 10 classes, counts that are not whole or above 10⁶ in total, weights that are negative,
    not finite or all 0, and different lengths.
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
    def p(self) -> Floats:
        """The probabilities p_i = w_i / Σ_j w_j."""
        weights = np.asarray(self.weights, dtype=np.float64) / max(self.weights)  # the sum of huge ones stays finite
        shares: Floats = weights / weights.sum()
        return shares

    @property
    def count(self) -> int:
        """The number n of draws."""
        return sum(self.counts)

    @cached_property
    def shares(self) -> Floats | None:
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

    formula: Floats  # x_i − n p_i
    ordered: Floats  # of the categorical product, by central differences
    unordered: Floats  # of the multinomial mass function, by central differences


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
    return Gradients(
        np.asarray(faces.counts) - faces.count * faces.p,
        _slope(categorical_log_likelihood(faces.counts, ahead), categorical_log_likelihood(faces.counts, behind)),
        _slope(multinomial_log_pmf(faces.counts, ahead), multinomial_log_pmf(faces.counts, behind)),
    )


def _slope(ahead: Floats, behind: Floats) -> Floats:
    return (ahead - behind) / (2.0 * STEP)
