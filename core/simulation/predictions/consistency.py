"""What a perfectly calibrated model that says the same numbers would show: chance bends its curve as well."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.special import xlogy

from core.maths.checks import FloatArray, seeded, whole_number
from core.simulation.predictions.murphy import logs
from core.simulation.predictions.scores import Pooled, Scores

LEVEL: Final = 0.9  # of the curves lie in the band, at each place
PLACES: Final = 101
MOST_DRAWS: Final = 1000
LEAST_DRAWS: Final = 20
MOST_DRAWN: Final = 20_000_000  # labels in all draws together: of more than 200,000 rows a hundred draws are not needed


@dataclass(frozen=True, eq=False, slots=True)
class Band:
    """Where 90 % of the isotonic curves of a perfectly calibrated model lie, and the miscalibration it would show.

    grid: probabilities from the smallest to the largest that the model says, (g,); low, high: the band there.
    miscalibration: the mean of cross-entropy's, in nats. It is above 0 since a curve is fitted to chance too. For
    predictions even in [0, 1] it is 0.049 at 200 rows, 0.018 at 1000 and 0.004 at 10,000; others differ by
    up to a seventh.
    """

    grid: FloatArray
    low: FloatArray
    high: FloatArray
    miscalibration: float
    draws: int


def consistency(scores: Scores, seed: int = 1, draws: int = 100) -> Band:
    """The consistency band of two-class predictions: labels y* ~ Bernoulli(a) drawn anew on the same predictions a.

    Each draw is recalibrated like the real labels; equal predictions are pooled first. From 200,000 different
    predictions on there are fewer draws, at least 20: the band is narrow there. Soft labels vary less than drawn ones,
    so that for them band and miscalibration are upper limits.
    Source: Dimitriadis, Gneiting, Jordan (2021); Bröcker & Smith, "Increasing the reliability of reliability
    diagrams" (2007). ValueError: more classes, seed or draws no whole number from 0, or from 20 to 1000.
    """
    rows, rng = scores.pooled, seeded(seed)
    whole_number("draws", draws, LEAST_DRAWS, MOST_DRAWS)
    draws = max(LEAST_DRAWS, min(draws, MOST_DRAWN // len(rows.values)))
    few = len(rows.said) <= PLACES
    grid = rows.said if few else np.linspace(rows.said[0], rows.said[-1], PLACES)
    curves, excess = np.empty((draws, len(grid))), np.empty(draws)
    # Where a is 0 or 1 the drawn label is a, and costs nothing.
    of_one, of_zero = (np.where(np.isfinite(part), part, 0.0) for part in logs(rows.values, scores.kind))
    always, gap = float((rows.masses * of_zero).sum()), of_one - of_zero
    for number in range(draws):
        positives = _drawn(rows, rng)
        fit = isotonic_regression(positives / rows.masses, weights=rows.masses)
        curves[number] = fit.x if few else np.interp(grid, rows.said, fit.x)
        level = np.clip(fit.x[fit.blocks[:-1]], 0.0, 1.0)
        lowest = float((fit.weights * (xlogy(level, level) + xlogy(1.0 - level, 1.0 - level))).sum())
        excess[number] = lowest - always - float(positives @ gap)
    low, high = np.clip(np.quantile(curves, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0], axis=0), 0.0, 1.0)
    return Band(grid, low, high, max(0.0, float(excess.mean())) / scores.count, draws)


def _drawn(rows: Pooled, rng: np.random.Generator) -> FloatArray:
    """The sums of labels drawn from what was said, for each different prediction."""
    count = len(rows.said)
    if rows.weights is not None:
        said = np.repeat(rows.said, np.diff(rows.starts, append=len(rows.weights)))
        weighted: FloatArray = np.add.reduceat(rows.weights * (rng.random(len(said)) < said), rows.starts)
        return weighted
    if rows.masses.sum() == count:
        return (rng.random(count) < rows.said).astype(np.float64)
    return rng.binomial(rows.masses.astype(np.int64), rows.said).astype(np.float64)
