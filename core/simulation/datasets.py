"""Data drawn by chance, the same for the same seed."""

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.simulation.checks import IntArray, finite_numbers, whole_number

MOST_DRAWS = 10**6


def draw_tosses(probability: float, count: int, seed: int) -> IntArray:
    """Independent tosses of a coin that shows heads with `probability`: 1 for heads, 0 for tails, in order.

    Shape (count,). The first tosses of a longer series with the same seed are the same; so are the coin's
    random numbers for another probability, so heads only join as it grows.
    ValueError: probability outside [0, 1], count not 0 to 10⁶, seed not 0 to 2⁶³ − 1.
    """
    chance = finite_numbers("probability", validation.probabilities(probability, "probability"), ())
    rng = np.random.default_rng(whole_number("seed", seed, 0, 2**63 - 1))
    return (rng.random(whole_number("count", count, 0, MOST_DRAWS)) < chance).astype(np.int64)


def draw_categorical(probabilities: ArrayLike, count: int, seed: int) -> IntArray:
    """How often each of K outcomes came up in `count` independent draws: counts that sum to `count`.

    probabilities: one row (K,) that sums to 1. An outcome of probability 0 never comes up.
    ValueError: not such a row, count not 0 to 10⁶, seed not 0 to 2⁶³ − 1.
    """
    row = validation.distributions(probabilities, "probabilities")
    if row.ndim != 1:
        raise ValueError(f"probabilities has shape {row.shape}, not one row (K,)")
    # NumPy gives what rounding leaves over to the last outcome, so that one must be possible.
    possible = row > 0.0
    rng = np.random.default_rng(whole_number("seed", seed, 0, 2**63 - 1))
    counts = np.zeros(row.shape, dtype=np.int64)
    share = row[possible] / row.sum()
    counts[possible] = rng.multinomial(whole_number("count", count, 0, MOST_DRAWS), share)
    return counts
