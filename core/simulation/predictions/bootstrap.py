"""How far the difference of two models is more than chance: an interval over the rows both were asked about."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from core.maths import validation
from core.maths.checks import FloatArray, IntArray, whole_number

MOST_RESAMPLED: Final = 10_000  # rows; with more, the draws take long and the mean is as good as normal
MOST_DRAWS: Final = 10_000
BLOCK: Final = 2**18  # rows drawn at a time

Method = Literal["bootstrap", "normal", "none"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The mean difference of two models' losses, first − second, and an interval for it.

    Below 0 the first model is better. The difference is ±∞ where only one model's mean is ∞, None where both are.
    low, high: None, and method "none", where an interval has no meaning: an infinite loss, or a single row.
    """

    difference: float | None
    low: float | None
    high: float | None
    method: Method
    infinite: int = 0  # rows in which the first, the second or both models' loss is ∞


def paired_difference(
    first: ArrayLike,
    second: ArrayLike,
    seed: int,
    level: float = 0.95,
    draws: int = 2000,
    weights: FloatArray | None = None,
    groups: IntArray | None = None,
) -> Interval:
    """The mean difference of two models' losses on the same rows, and the interval in which chance alone leaves it.

    Up to 10 000 rows: the percentile bootstrap. The rows are drawn anew, with replacement and each with both its
    losses, `draws` times; the interval holds the middle `level` of the mean differences. More rows: the normal
    interval d ± z s/√n, which no draws are needed for. With weights both are of the weighted mean. With groups, which
    number the rows that belong together, whole groups are drawn and take the place of rows.
    Shapes: first, second, weights, groups (n,), n ≥ 1, losses that may be +∞. Units: those of the losses.
    ValueError: anything else, seed not 0 to 2⁶³ − 1, level not between 0 and 1, draws not 100 to 10⁴.
    Source: Efron & Tibshirani, "An Introduction to the Bootstrap", section 13.3.
    """
    whole_number("seed", seed, 0, 2**63 - 1)
    whole_number("draws", draws, 100, MOST_DRAWS)
    if not 0.0 < level < 1.0:
        raise ValueError(f"level = {level!r} is not between 0 and 1")
    a, b = validation.numbers(first, "first", "loss"), validation.numbers(second, "second", "loss")
    if a.ndim != 1 or a.shape != b.shape or not a.size:
        raise ValueError(f"first has shape {a.shape} and second {b.shape}: both must be the same (n,), n ≥ 1")
    for name, losses in (("first", a), ("second", b)):
        if losses.min() == -math.inf:
            raise ValueError(f"{name} holds a loss of -inf")
    infinite = int((np.isinf(a) | np.isinf(b)).sum())
    if infinite:
        both = np.isinf(a).any() and np.isinf(b).any()
        endless = None if both else math.inf if np.isinf(a).any() else -math.inf
        return Interval(endless, None, None, "none", infinite)
    masses = np.ones(len(a)) if weights is None else weights
    sums: FloatArray = masses * (a - b)
    if groups is not None:
        masses, sums = (np.asarray(np.bincount(groups, part), np.float64) for part in (masses, sums))
    mean, count = float(sums.sum() / masses.sum()), len(sums)
    if count == 1:
        return Interval(mean, None, None, "none")
    if count > MOST_RESAMPLED:
        spread = math.sqrt(float(((sums - mean * masses) ** 2).sum()) * count / (count - 1)) / float(masses.sum())
        reach = float(ndtri((1.0 + level) / 2.0)) * spread
        return Interval(mean, mean - reach, mean + reach, "normal")
    means = _resampled_means(sums, masses, draws, np.random.default_rng(seed))
    low, high = np.nanquantile(means, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Interval(mean, float(low), float(high), "bootstrap")


def _resampled_means(sums: FloatArray, masses: FloatArray, draws: int, rng: np.random.Generator) -> FloatArray:
    """The means of so many samples, each of as many sums with their masses, drawn with replacement."""
    means = np.empty(draws)
    at_once = max(1, BLOCK // len(sums))
    for start in range(0, draws, at_once):
        drawn = rng.integers(0, len(sums), (min(at_once, draws - start), len(sums)))
        with np.errstate(invalid="ignore"):  # a draw of rows without any weight
            means[start : start + at_once] = sums[drawn].sum(axis=1) / masses[drawn].sum(axis=1)
    return means
