"""Bernoulli, binomial, categorical and multinomial: log-pmf, log-likelihood and its maximum.

One formula, read twice: a log-pmf varies the outcome, a log-likelihood the parameter. Logarithms are natural,
the impossible has −∞, and counts are whole numbers from 0 up.
"""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from core.maths import validation
from core.maths.terms import over_classes, times_log, times_log_complement
from core.maths.validation import FloatArray

# ln n! grows as n ln n, and the small differences between such numbers lose digits: 2e-9 here, 2e-6 at 10⁹.
MOST_TRIALS = 10**6


def bernoulli_log_pmf(x: ArrayLike, p: ArrayLike) -> FloatArray:
    """The log-probability of one outcome x: 1 with probability p, otherwise 0.

    ln f(x) = x ln p + (1 − x) ln(1 − p).
    Shapes: any, broadcasting. Units: nats.
    Raises: ValueError if x is not 0 or 1, p is outside [0, 1], or the shapes do not broadcast.
    Source: (14); Bishop, PRML (2.2).
    """
    x, p = validation.counts(x, "x", most=1), validation.probabilities(p, "p")
    validation.broadcastable({"x": x, "p": p})
    return times_log(x, p) + times_log_complement(1.0 - x, p)


def bernoulli_log_likelihood(heads: ArrayLike, tosses: ArrayLike, p: ArrayLike) -> FloatArray:
    """The log-likelihood of p, given an ordered run of tosses with so many heads.

    ℓ(p) = heads · ln p + (tosses − heads) · ln(1 − p), with no coefficient, since the order is known.
    Shapes: any, broadcasting. Units: nats.
    Raises: ValueError if a count is not whole, heads > tosses, p is outside [0, 1], or the shapes do not broadcast.
    Source: (17) for two classes, claim D; Bishop, PRML (2.6).
    """
    heads, tosses = _part_and_whole(heads, tosses, ("heads", "tosses"))
    p = validation.probabilities(p, "p")
    validation.broadcastable({"heads": heads, "tosses": tosses, "p": p})
    return times_log(heads, p) + times_log_complement(tosses - heads, p)


def bernoulli_mle(heads: ArrayLike, tosses: ArrayLike) -> FloatArray:
    """The p that makes the tosses likeliest: the share of heads.

    p̂ = heads / tosses.
    Shapes: any, broadcasting.
    Raises: ValueError if a count is not whole, heads > tosses, or there is no toss.
    Source: claim D; Bishop, PRML (2.8).
    """
    heads, tosses = _part_and_whole(heads, tosses, ("heads", "tosses"), least=1)
    return heads / tosses


def binomial_log_pmf(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """The log-probability of k successes, in any order, among n Bernoulli trials.

    ln f(k) = ln (n choose k) + k ln p + (n − k) ln(1 − p).
    Shapes: any, broadcasting. Units: nats.
    Raises: ValueError if a count is not whole, k > n, n > 10⁶, p is outside [0, 1], or the shapes do not broadcast.
    Source: the binomial beside (14), n being its m; Bishop, PRML (2.9).
    """
    k, n = _part_and_whole(k, n, ("k", "n"), most=MOST_TRIALS)
    p = validation.probabilities(p, "p")
    validation.broadcastable({"k": k, "n": n, "p": p})
    return log_binomial_coefficient(n, k) + times_log(k, p) + times_log_complement(n - k, p)


def log_binomial_coefficient(n: ArrayLike, k: ArrayLike) -> FloatArray:
    """The logarithm of the number of orders in which k of n trials can succeed.

    ln (n choose k) = ln n! − ln k! − ln (n − k)!.
    Shapes: any, broadcasting. Units: nats.
    Raises: ValueError if a count is not whole, k > n, or n > 10⁶.
    Source: Bishop, PRML (2.10).
    """
    k, n = _part_and_whole(k, n, ("k", "n"), most=MOST_TRIALS)
    return _log_factorial(n) - _log_factorial(k) - _log_factorial(n - k)


def categorical_log_pmf(x: ArrayLike, p: ArrayLike) -> FloatArray:
    """The log-probability of one outcome among K, written as a one-hot row x.

    ln f(x) = Σ_i x_i ln p_i.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Raises: ValueError if a row x is not one-hot, a row p no distribution, or the shapes do not match.
    Source: (15), one trial of the multinomial; Bishop, PRML (2.26).
    """
    x, p = validation.count_rows(x, "x", least=1, most=1), validation.distributions(p, "p")
    validation.same_classes({"x": x, "p": p})
    return over_classes(times_log(x, p))


def categorical_log_likelihood(counts: ArrayLike, p: ArrayLike) -> FloatArray:
    """The log-likelihood of p, given an ordered run of draws in which class i came up counts_i times.

    ℓ(p) = Σ_i counts_i ln p_i, with no coefficient, since the order is known.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Raises: ValueError if a count is not whole, a row p no distribution, or the shapes do not match.
    Source: (17) with one prediction for all, claim D; Bishop, PRML (2.29).
    """
    counts, p = validation.count_rows(counts, "counts"), validation.distributions(p, "p")
    validation.same_classes({"counts": counts, "p": p})
    return over_classes(times_log(counts, p))


def categorical_mle(counts: ArrayLike) -> FloatArray:
    """The p that makes the draws likeliest: the share of each class.

    p̂_i = counts_i / Σ_j counts_j.
    Shapes: (..., K) → (..., K).
    Raises: ValueError if a count is not whole, or a row has no draw.
    Source: claim D; Bishop, PRML (2.33).
    """
    counts = validation.count_rows(counts, "counts", least=1)
    return cast(FloatArray, counts / counts.sum(axis=-1, keepdims=True))


def multinomial_log_pmf(x: ArrayLike, p: ArrayLike) -> FloatArray:
    """The log-probability that class i comes up x_i times, in any order, in Σ x_i draws.

    ln f(x) = ln (m! / ∏ x_i!) + Σ_i x_i ln p_i with m = Σ_i x_i.
    Shapes: (..., K), broadcasting before the last axis → (...). Units: nats.
    Raises: ValueError if a count is not whole, m > 10⁶, a row p no distribution, or the shapes do not match.
    Source: the multinomial beside (14), erratum 7; Bishop, PRML (2.34).
    """
    x, p = validation.count_rows(x, "x", most=MOST_TRIALS), validation.distributions(p, "p")
    validation.same_classes({"x": x, "p": p})
    return log_multinomial_coefficient(x) + over_classes(times_log(x, p))


def log_multinomial_coefficient(counts: ArrayLike) -> FloatArray:
    """The logarithm of the number of orders in which draws with these counts can come.

    ln (m! / ∏ counts_i!) with m = Σ_i counts_i.
    Shapes: (..., K) → (...). Units: nats.
    Raises: ValueError if a count is not whole, or m > 10⁶.
    Source: erratum 7; Bishop, PRML (2.35).
    """
    counts = validation.count_rows(counts, "counts", most=MOST_TRIALS)
    return _log_factorial(over_classes(counts)) - over_classes(_log_factorial(counts))


def _log_factorial(n: FloatArray) -> FloatArray:
    return special.gammaln(n + 1.0)


def _part_and_whole(
    part: ArrayLike, whole: ArrayLike, names: tuple[str, str], least: int = 0, most: float = np.inf
) -> tuple[FloatArray, FloatArray]:
    parts, wholes = validation.counts(part, names[0]), validation.counts(whole, names[1], least, most)
    validation.broadcastable({names[0]: parts, names[1]: wholes})
    above, total = parts > wholes, np.broadcast_to(wholes, np.broadcast_shapes(parts.shape, wholes.shape))
    if above.any():
        validation.refuse_where(above, f"count {names[0]}", parts, f"is larger than {names[1]} = {total[above][0]:.0f}")
    return parts, wholes
