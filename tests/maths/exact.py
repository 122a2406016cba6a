"""The definitions in high precision without any rearrangement, and the points they are tried at."""

from collections.abc import Iterable, Sequence

import mpmath
import numpy as np
from mpmath import mpf

DIGITS = 50
BESIDE = 800  # digits: 1 beside e^−1600, or beside the smallest float


def sigmoid(z: float | mpf) -> mpf:
    return 1 / (1 + mpmath.exp(-mpf(z)))


def softmax(z: Iterable[float]) -> list[mpf]:
    powers = [mpmath.exp(mpf(z_i)) for z_i in z]
    whole = mpmath.fsum(powers)
    return [power / whole for power in powers]


def cross_entropy(p: Iterable[float | mpf], q: Iterable[float | mpf]) -> mpf:
    return -mpmath.fsum(mpf(p_i) * mpmath.log(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i)


def kl_divergence(p: Iterable[float | mpf], q: Iterable[float | mpf]) -> mpf:
    return mpmath.fsum(mpf(p_i) * mpmath.log(mpf(p_i) / q_i) for p_i, q_i in zip(p, q, strict=True) if p_i)


def jensen_shannon(p: Sequence[float], q: Sequence[float]) -> mpf:
    m = [(mpf(p_i) + mpf(q_i)) / 2 for p_i, q_i in zip(p, q, strict=True)]
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2


def log_factorial(n: int) -> mpf:
    return mpmath.loggamma(mpf(int(n)) + 1)


def complement(p: float) -> mpf:
    with mpmath.workdps(BESIDE):
        return 1 - mpf(p)


def squared_error_slopes(y: Sequence[float], a: Sequence[mpf]) -> list[mpf]:
    """∂/∂z_i of ½ Σ_j (a_j − y_j)² by the chain rule, with ∂a_j/∂z_i = a_j ([i = j] − a_i)."""
    errors = [a_j - mpf(y_j) for y_j, a_j in zip(y, a, strict=True)]
    return [
        mpmath.fsum(errors[j] * a[j] * ((i == j) - a[i]) for j in range(len(a)))  # one Jacobian column
        for i in range(len(a))
    ]


# The points: a seeded draw and the extremes.


def logit_points(reach: float, size: int, rng: np.random.Generator) -> np.ndarray:
    extremes = [0.0, 1e-300, -1e-300, 1e-16, -1e-16, 36.7, -36.7, 37.5, -37.5, 709.5, -709.5, -744.0, reach, -reach]
    return np.concatenate([rng.uniform(-reach, reach, size), rng.normal(0.0, 5.0, size), extremes])


def probability_points(size: int, rng: np.random.Generator) -> np.ndarray:
    near_0, near_1 = 10.0 ** rng.uniform(-323.0, 0.0, size), 1.0 - 10.0 ** rng.uniform(-15.9, 0.0, size)
    extremes = [5e-324, 1e-310, 1e-300, 2.0**-53, 0.5, 1.0 - 1e-10, 1.0 - 2.0**-53]
    return np.concatenate([rng.uniform(size=size), near_0, near_1, extremes])


def dyadic_row(classes: int, rng: np.random.Generator) -> np.ndarray:
    """A distribution in units of 2^−52, whose floats sum to exactly 1, so that D(p‖q) has one meaning."""
    row = (rng.dirichlet(np.full(classes, 3.0)) * 2**51).astype(np.int64) + 2**32
    row[row.argmax()] += 2**52 - row.sum()
    return row


def dyadic_pairs(gap: float, rng: np.random.Generator, size: int = 120) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of such distributions at about this relative gap, or drawn independently where it is infinite."""
    pairs = []
    for classes in np.resize([2, 3, 10], size):
        p, q = dyadic_row(classes, rng), dyadic_row(classes, rng)
        if np.isfinite(gap):
            step = np.round(p * gap * rng.uniform(-1.0, 1.0, classes)).astype(np.int64)
            step[p.argmax()] -= step.sum()
            q = p + step
        pairs.append((p / 2**52, q / 2**52))
    return pairs


def tiny_pairs(rng: np.random.Generator, size: int = 120) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of three classes in which the model gives the first one 1e-300 or less, down to the smallest float."""
    pairs = []
    for power in np.resize([-300.0, -305.0, -310.0, -318.0, -323.3], size):
        first = (rng.integers(2**20, 2**52 - 2**20)) / 2**52
        pairs.append((dyadic_row(3, rng) / 2**52, np.array([10.0**power, first, 1.0 - first])))
    return pairs
