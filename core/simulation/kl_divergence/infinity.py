"""What smoothing makes of an infinite KL divergence: a number that ε chose, growing without end as ε shrinks."""

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import FloatArray, IntArray
from core.maths.information import kl_divergence


def ruled_out(p: ArrayLike, q: ArrayLike) -> IntArray:
    """The outcomes, counted from 0, that happen under p and that q gives no chance: each alone makes KL(p‖q) infinite.

    Shapes: p and q (K,).
    """
    return np.flatnonzero((np.asarray(p) > 0.0) & (np.asarray(q) == 0.0))


def smoothed_divergence(p: ArrayLike, q: ArrayLike, epsilon: ArrayLike) -> FloatArray:
    """KL(p ‖ (1 − ε) q + ε/K), in nats: what is left of KL(p‖q) when q is mixed with the uniform distribution.

    For small ε it is R ln(1/ε) + a constant, where R is the probability that q rules out; see `slope`.
    Shapes: p and q (K,), epsilon (E,) → (E,).
    Raises: ValueError if an ε is outside (0, 1], or p or q no distribution.
    """
    shares = np.atleast_1d(np.asarray(epsilon, dtype=np.float64))
    if not np.all((shares > 0.0) & (shares <= 1.0)):
        raise ValueError("epsilon has a value outside (0, 1]")
    model = np.asarray(q, dtype=np.float64)
    return kl_divergence(p, (1.0 - shares[:, None]) * model + shares[:, None] / len(model))


def slope(p: ArrayLike, q: ArrayLike) -> float:
    """By how much the smoothed divergence grows, in nats, when ln(1/ε) is one more: the probability ruled out."""
    return float(np.asarray(p, dtype=np.float64)[ruled_out(p, q)].sum())
