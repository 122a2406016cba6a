"""Entropy, cross-entropy and the divergences between two distributions, in nats.

p and q are distributions along their last axis: rows in [0, 1] that sum to 1. 0 · ln 0 = 0, and −ln 0 = ∞.
"""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from core.maths import validation
from core.maths.terms import over_classes, times_log
from core.maths.validation import FloatArray


def surprisal(p: ArrayLike) -> FloatArray:
    """How surprising an outcome of probability p is: −ln p.

    Shapes: any, elementwise. Units: nats.
    Raises: ValueError if p is NaN or outside [0, 1].
    Source: the −ln a of (3); MacKay, "Information Theory, Inference, and Learning Algorithms" (2.34).
    """
    p = validation.probabilities(p, "p")
    with np.errstate(divide="ignore"):  # −ln 0 is ∞: an impossible outcome surprises without bound
        return 0.0 - np.log(p)


def entropy(p: ArrayLike) -> FloatArray:
    """The mean surprisal of a distribution about itself.

    H(p) = −Σ p ln p.
    Shapes: (..., K) → (...). Units: nats.
    Raises: ValueError if a row is no distribution.
    Source: (20); Cover & Thomas, "Elements of Information Theory" (2.1).
    """
    p = validation.distributions(p, "p")
    return 0.0 - over_classes(times_log(p, p))


def cross_entropy(p: ArrayLike, q: ArrayLike) -> FloatArray:
    """The mean surprisal, under the model q, of outcomes drawn from p.

    H(p, q) = −Σ p ln q, ∞ where q = 0 < p.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Raises: ValueError if a row is no distribution, or the shapes do not match.
    Source: (18); Murphy, "Probabilistic Machine Learning: An Introduction" (6.4).
    """
    p, q = _two_distributions(p, q)
    return 0.0 - over_classes(times_log(p, q))


def perplexity(p: ArrayLike, q: ArrayLike) -> FloatArray:
    """The number of equally likely outcomes that would surprise the model q as much as p does.

    e^H(p, q); 2^ of the cross-entropy in bits is the same number.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: outcomes.
    Raises: ValueError if a row is no distribution, or the shapes do not match.
    Source: Murphy, "Probabilistic Machine Learning: An Introduction", section 6.1.5.
    """
    with np.errstate(over="ignore"):  # beyond the largest float: ∞
        return cast(FloatArray, np.exp(cross_entropy(p, q)))


def kl_divergence(p: ArrayLike, q: ArrayLike) -> FloatArray:
    """The nats that the model q costs on outcomes from p, over the entropy of p.

    D(p‖q) = Σ p ln(p/q) = H(p, q) − H(p); 0 only at q = p, ∞ where q = 0 < p.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Raises: ValueError if a row is no distribution, or the shapes do not match.
    Source: (19), (20); Cover & Thomas, "Elements of Information Theory" (2.26).
    """
    p, q = _two_distributions(p, q)
    return over_classes(_excess(p, q, q - p))


def jensen_shannon_divergence(p: ArrayLike, q: ArrayLike) -> FloatArray:
    """The mean divergence of p and q from their mixture: symmetric, and never above ln 2.

    JS(p, q) = ½ D(p‖m) + ½ D(q‖m) with m = ½ (p + q).
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Raises: ValueError if a row is no distribution, or the shapes do not match.
    Source: Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37 (1991).
    """
    p, q = _two_distributions(p, q)
    # Everything doubled: halving the smallest floats would lose them, and m − p = ½ (q − p) is not rounded twice.
    terms = _excess(2.0 * p, p + q, q - p) + _excess(2.0 * q, p + q, p - q)
    return over_classes(terms) / 4.0


def total_variation(p: ArrayLike, q: ArrayLike) -> FloatArray:
    """The largest difference in probability that p and q give to any one event.

    ½ Σ |p − q|, from 0 to 1.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: probability.
    Raises: ValueError if a row is no distribution, or the shapes do not match.
    Source: Levin & Peres, "Markov Chains and Mixing Times", proposition 4.2.
    """
    p, q = _two_distributions(p, q)
    return over_classes(np.abs(p - q)) / 2.0


def _two_distributions(p: ArrayLike, q: ArrayLike) -> tuple[FloatArray, FloatArray]:
    p, q = validation.distributions(p, "p"), validation.distributions(q, "q")
    validation.same_classes({"p": p, "q": q})
    return p, q


def _excess(p: FloatArray, q: FloatArray, difference: FloatArray) -> FloatArray:
    """The terms p ln(p/q) + (q − p), each ≥ 0, given the difference q − p.

    Where p and q sum to 1, Σ (q − p) = 0 and the terms sum to the divergence. Between near distributions
    Σ p ln(p/q) alone cancels: at a relative gap of 1e-8 no digit survives. With t = (q − p)/p the term is
    p (t − ln(1 + t)); with s = t/(2 + t), ln(1 + t) = 2 artanh(s), hence t − ln(1 + t) = s t − 2 (s³/3 + s⁵/5 + …).
    """
    near = np.abs(difference) < 0.3 * p
    t = np.where(near, difference, 0.0) / np.where(near, p, 1.0)
    s = t / (2.0 + t)  # |s| < 0.18: ten terms of the series are more than a float can hold
    series = np.polynomial.polynomial.polyval(s * s, 1.0 / np.arange(3.0, 23.0, 2.0))
    far: FloatArray = special.rel_entr(p, q) + difference
    return np.where(near, p * (s * t - 2.0 * s**3 * series), far)
