"""Fitting one bell to two: descent on forward KL, reverse KL or Jensen–Shannon, and where every start of it ends.

q is N(m, s²) with the parameters (m, u = ln s). The descent follows the gradient flow d(m, u)/dt = −∇D by linearly
implicit steps: stiff directions are damped, none is longer than STEP, and near the end they are Newton's.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from core.maths.checks import FloatArray, finite_numbers, known, positive_numbers
from core.simulation.descent.minima import Ends, distinct
from core.simulation.kl_divergence.bell import Bells
from core.simulation.kl_divergence.bell_objectives import COARSE, OBJECTIVES, Objective, reverse_objective

STEP: Final = 0.25  # the longest step, in m and ln s
MOST_STEPS: Final = 400
TOLERANCE: Final = 1e-10  # of the gradient's norm
AT_REST: Final = 1e-6  # up to which a gradient counts as none
SAME_END: Final = 0.1
RIDGE: Final = -1e-6  # an end with a smaller curvature is no minimum
NOWHERE: Final = -1  # the number of a start whose end is none of the minima


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


Basins: TypeAlias = Ends  # with the minima (k, 2) of mean and width from the left, or NOWHERE


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


def basins(bells: Bells, means: FloatArray, widths: FloatArray) -> Basins:
    """Where reverse KL ends from every start, means (M,) by widths (W,): numbers (W, M) of the minima.

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
    return Basins(found, numbers.astype(np.int64).reshape(len(widths), len(means)))
