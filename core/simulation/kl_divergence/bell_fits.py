"""Fitting one bell to two: descent on forward KL, reverse KL or Jensen–Shannon, and where every start of it ends.

q is N(m, s²) with the parameters (m, u = ln s). An objective takes such parameters (n, 2) and answers with values,
gradients and Hessians. The descent follows the gradient flow d(m, u)/dt = −∇D by linearly implicit steps: stiff
directions are damped, none is longer than STEP, and near the end they are Newton's.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.maths.checks import FloatArray, finite_numbers, known, positive_numbers
from core.simulation.descent.minima import Ends, distinct
from core.simulation.kl_divergence.bell import LOG_ROOT, Bells, grid, integral, log_bell

FINE, COARSE = 2001, 129  # places under q for one fit, and for thousands
DEVIATIONS: Final = {FINE: 9.0, COARSE: 6.5}  # so far they reach, in widths of q
STEP: Final = 0.25  # the longest step, in m and ln s
MOST_STEPS: Final = 400
TOLERANCE: Final = 1e-10  # of the gradient's norm
AT_REST: Final = 1e-6  # up to which a gradient counts as none
SAME_END: Final = 0.1
RIDGE: Final = -1e-6  # an end with a smaller curvature is no minimum
NOWHERE: Final = -1  # the number of a start whose end is none of the minima

Slopes = tuple[FloatArray, FloatArray, FloatArray]  # value (n,), gradient (n, 2), Hessian (n, 2, 2)
Objective = Callable[[FloatArray], Slopes]


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """Where a descent went: ``path`` (steps + 1, 2) of mean and width, its end, and the gradient's norm there."""

    path: FloatArray
    gradient: float
    curvature: float  # the Hessian's smallest eigenvalue at the end

    @property
    def mean(self) -> float:
        """The mean of q at the end."""
        return float(self.path[-1, 0])

    @property
    def width(self) -> float:
        """The width of q at the end."""
        return float(self.path[-1, 1])

    @property
    def settled(self) -> bool:
        """Whether the descent came to rest."""
        return self.gradient <= AT_REST

    @property
    def on_ridge(self) -> bool:
        """Whether it rests where a nudge to the side would let it roll on."""
        return self.curvature < RIDGE


def kinds(bells: Bells, minima: FloatArray) -> list[str]:
    """What each end (k, 2), from the left, is: "left" or "right" bell, or "across" both, two widths from each centre.

    Two ends across both lean to a side each; then that is what they are.
    """
    centres = np.array([-bells.distance, bells.distance])
    gaps = np.abs(minima[:, :1] - centres)
    sides = ["left" if near_left <= near_right else "right" for near_left, near_right in gaps]
    across = (gaps <= 2.0 * minima[:, 1:]).all(axis=1)
    named = ["across" if both else side for both, side in zip(across, sides, strict=True)]
    return ["left", "right"] if named == ["across", "across"] else named


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


def descend(objective: Objective, starts: FloatArray, tolerance: float = TOLERANCE) -> list[FloatArray]:
    """The way of each start (n, 2) of (m, ln s) down the objective, as a list of (n, 2); those at rest stay.

    A step solves (1/τ + H₊) δ = −∇D with H₊ the Hessian without its negative eigenvalues and τ = STEP / |∇D|; one that
    would raise D is not taken, and the next is a quarter as long.
    """
    now = starts.copy()
    longest = np.full(len(now), STEP)
    value, gradient, hessian = objective(now)
    path = [now.copy()]
    for _ in range(MOST_STEPS):
        size = np.linalg.norm(gradient, axis=1)
        moving = np.flatnonzero((size > tolerance) & (longest > 1e-9))
        if not len(moving):
            break
        roots, axes = np.linalg.eigh(hessian[moving])
        along = np.einsum("nij,ni->nj", axes, gradient[moving])
        damping = (size / longest)[moving, None] + np.maximum(roots, 0.0)
        tried = now[moving] - np.einsum("nij,nj->ni", axes, along / damping)
        new_value, new_gradient, new_hessian = objective(tried)
        # Close to the end a step's gain is below the rounding of D; there the gradient decides.
        better = (new_value <= value[moving]) | (np.linalg.norm(new_gradient, axis=1) < 0.5 * size[moving])
        taken = moving[better]
        now[taken], value[taken] = tried[better], new_value[better]
        gradient[taken], hessian[taken] = new_gradient[better], new_hessian[better]
        longest[taken] = np.minimum(2.0 * longest[taken], STEP)
        longest[moving[~better]] /= 4.0
        path.append(now.copy())
    return path


def fit(name: str, bells: Bells, mean: float, width: float) -> Fit:
    """The fit of one bell under an objective, "forward", "reverse" or "js", from a start.

    Raises: ValueError if the objective is unknown, a start not finite, or a width not above 0.
    """
    objective = OBJECTIVES[known("objective", name, OBJECTIVES)](bells)
    start = [finite_numbers("mean", mean, ()), np.log(positive_numbers("width", width, ()))]
    path = np.vstack(descend(objective, np.array([start])))
    _, gradient, hessian = objective(path[-1:])
    path[:, 1] = np.exp(path[:, 1])
    return Fit(path, float(np.linalg.norm(gradient)), float(np.linalg.eigvalsh(hessian[0])[0]))


def basins(bells: Bells, means: FloatArray, widths: FloatArray) -> Ends:
    """Where reverse KL ends from every start, means (M,) by widths (W,).

    The minima (k, 2) of mean and width from the left, and their numbers (W, M), or NOWHERE.

    The flow of thousands goes on COARSE places; the few ends that it finds are then made exact on FINE ones.
    """
    starts = np.stack([axis.ravel() for axis in np.meshgrid(means, np.log(widths))], axis=1)
    ends = descend(reverse_objective(bells, COARSE), starts, 1e-5)[-1]
    # The rougher integral shifts an end a little, so each goes on from where it was led, to the exact one.
    candidates, led = np.unique(np.round(ends / SAME_END) * SAME_END, axis=0, return_inverse=True)
    objective = reverse_objective(bells)
    exact = descend(objective, candidates)[-1]
    _, gradient, hessian = objective(exact)
    minimum = (np.linalg.norm(gradient, axis=1) < AT_REST) & (np.linalg.eigvalsh(hessian)[:, 0] >= RIDGE)
    found = distinct(exact[minimum], SAME_END / 2.0)[::-1]
    away = np.linalg.norm(exact[:, None, :] - found[None, :, :], axis=2)
    of_candidate = np.where(minimum, away.argmin(axis=1), NOWHERE) if len(found) else np.full(len(exact), NOWHERE)
    numbers = of_candidate[led.ravel()]
    found[:, 1] = np.exp(found[:, 1])
    return Ends(found, numbers.astype(np.int64).reshape(len(widths), len(means)))
