"""What a fit of one bell q = N(m, s²) to two minimises: forward KL, reverse KL, Jensen–Shannon, with slopes and bends.

Each objective takes parameters (n, 2) of m and u = ln s and answers with values, gradients and Hessians.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from core.maths.checks import FloatArray
from core.simulation.kl_divergence.bell import LOG_ROOT, Bells, grid, integral, log_bell

FINE, COARSE = 2001, 129  # places under q for one fit, and for thousands
DEVIATIONS: Final = {FINE: 9.0, COARSE: 6.5}  # so far they reach, in widths of q

Slopes = tuple[FloatArray, FloatArray, FloatArray]  # value (n,), gradient (n, 2), Hessian (n, 2, 2)
Objective = Callable[[FloatArray], Slopes]


def _stacked(value: FloatArray, slopes: tuple[FloatArray, FloatArray], bends: tuple[FloatArray, ...]) -> Slopes:
    mm, mu, uu = bends
    hessian = np.stack([np.stack([mm, mu], axis=-1), np.stack([mu, uu], axis=-1)], axis=-2)
    return value, np.stack(slopes, axis=-1), hessian


def forward_objective(bells: Bells) -> Objective:
    """D(p‖q) = −H(p) + ln s + ½ ln 2π + E_p[(x − m)²] / 2s², H(p) from the integral."""
    log_p = bells.log_density(grid())
    minus_entropy, mean, variance = integral(np.exp(log_p) * log_p), bells.mean, bells.variance

    def evaluate(at: FloatArray) -> Slopes:
        gap, s2 = mean - at[:, 0], np.exp(2.0 * at[:, 1])
        spread = (variance + gap**2) / s2
        value = minus_entropy + at[:, 1] + LOG_ROOT + 0.5 * spread
        return _stacked(value, (-gap / s2, 1.0 - spread), (1.0 / s2, 2.0 * gap / s2, 2.0 * spread))

    return evaluate


def reverse_objective(bells: Bells, places: int = FINE) -> Objective:
    """D(q‖p) = −ln s − ½ − ½ ln 2π − E[ln p(m + s z)], z standard normal, by a sum over so many ``places`` of z."""
    z = np.linspace(-DEVIATIONS[places], DEVIATIONS[places], places)
    weight = np.exp(-0.5 * z * z)
    weight /= weight.sum()
    gap = 2.0 * bells.distance
    steep_left, steep_right = 1.0 / bells.left**2, 1.0 / bells.right**2
    offset = math.log(bells.share / bells.left) - LOG_ROOT
    balance = math.log1p(-bells.share) - math.log(bells.share) + math.log(bells.left / bells.right)

    def evaluate(at: FloatArray) -> Slopes:
        s = np.exp(at[:, 1])
        x = at[:, :1] + s[:, None] * z
        from_left = x + bells.distance
        from_right = from_left - gap
        # ln p by the softplus of how much more the right part has; r is the right part's share at x.
        lead = balance + 0.5 * (steep_left * from_left**2 - steep_right * from_right**2)
        small = np.exp(-np.abs(lead))
        log_p = offset - 0.5 * steep_left * from_left**2 + np.maximum(lead, 0.0) + np.log1p(small)
        r = np.where(lead >= 0.0, 1.0, small) / (1.0 + small)
        pull_left, pull_right = -steep_left * from_left, -steep_right * from_right
        first = pull_left + r * (pull_right - pull_left)
        second = -steep_left + r * (steep_left - steep_right) + r * (1.0 - r) * (pull_right - pull_left) ** 2
        value = -at[:, 1] - 0.5 - LOG_ROOT - log_p @ weight
        along = first @ (weight * z)
        slopes = (-(first @ weight), -1.0 - s * along)
        bends = (-(second @ weight), -s * (second @ (weight * z)), -s * along - s * s * (second @ (weight * z * z)))
        return _stacked(value, slopes, bends)

    return evaluate


def js_objective(bells: Bells) -> Objective:
    """½ D(p‖M) + ½ D(q‖M) with M = ½ (p + q); ∂/∂θ = ½ ∫ ∂q/∂θ ln(q/M) dx."""
    x = grid()
    step = x[1] - x[0]
    log_p = bells.log_density(x)
    p = np.exp(log_p)

    def evaluate(at: FloatArray) -> Slopes:
        s = np.exp(at[:, 1:])
        z = (x - at[:, :1]) / s
        log_q = log_bell(x, at[:, :1], s)
        q = np.exp(log_q) * step  # with the grid's step in it; at both ends the densities are 0
        log_m = np.logaddexp(log_p, log_q) - math.log(2.0)
        excess = log_q - log_m
        value = 0.5 * ((p * (log_p - log_m)).sum(axis=1) * step + (q * excess).sum(axis=1))
        a, b = z / s, z * z - 1.0  # ∂ ln q/∂m and ∂ ln q/∂u
        left = 1.0 - 0.5 * np.exp(excess)
        slopes = (0.5 * (q * a * excess).sum(axis=1), 0.5 * (q * b * excess).sum(axis=1))
        bends = (
            0.5 * (q * (b / s**2 * excess + a * a * left)).sum(axis=1),
            0.5 * (q * ((z**3 - 3.0 * z) / s * excess + a * b * left)).sum(axis=1),
            0.5 * (q * ((b * b - 2.0 * z * z) * excess + b * b * left)).sum(axis=1),
        )
        return _stacked(value, slopes, bends)

    return evaluate


OBJECTIVES: Final[dict[str, Callable[[Bells], Objective]]] = {
    "forward": forward_objective,
    "reverse": reverse_objective,
    "js": js_objective,
}
