"""Near equality: KL along the straight line from p through q, beside what is said to be like it.

q_t = p + t d with d = q − p, for t from the edge of the simplex (or −1) to 1, where q_t is q:

    forward    KL(p‖q_t)                  ≈ t² Σ d²/p / 2 near t = 0
    reverse    KL(q_t‖p)                  the same near t = 0
    quadratic  ½ Σ (p − q_t)²/p           = t² Σ d²/p / 2 for every t
    pinsker    2 TV², TV = ½ Σ |p − q_t|  ≤ both divergences
    squared    ½ ‖q_t − p‖²               = t² Σ d² / 2; it has no unit, the others are in nats

Source: erratum 10; Cover & Thomas, "Elements of Information Theory", lemma 11.6.1 (Pinsker), problem 11.2 (quadratic).
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from core.maths.checks import FloatArray
from core.maths.information import kl_divergence, total_variation
from core.maths.validation import distributions, same_classes

FURTHEST: Final = -1.0  # as far to the other side of p as q is on this one
GRID: Final = 100  # steps of t from 0 to 1
_RELATIVE_STEP: Final = 1e-3  # of a probability, in the central difference


@dataclass(frozen=True)
class Line:
    """The straight line from p (K,) through q (K,).

    Raises: ValueError if a row is no distribution.
    """

    p: tuple[float, ...]
    q: tuple[float, ...]

    def __post_init__(self) -> None:
        same_classes({"p": distributions(self.p, "p"), "q": distributions(self.q, "q")})

    @cached_property
    def ends(self) -> tuple[FloatArray, FloatArray]:
        """p and q with sums of 1 to the last digit: near p the divergence is smaller than what sums may be off by."""
        p, q = np.asarray(self.p), np.asarray(self.q)
        return p / p.sum(), q / q.sum()

    @cached_property
    def direction(self) -> FloatArray:
        """d = q − p (K,)."""
        p, q = self.ends
        return q - p

    @property
    def is_a_point(self) -> bool:
        """Whether p and q are equal, so that there is no direction to walk in."""
        return not self.direction.any()

    @cached_property
    def lowest(self) -> float:
        """The lowest t of the grid, a multiple of 1/100 from −1 to 0, at which no probability is below 0."""
        p, d = self.ends[0], self.direction
        rising = d > 0.0
        with np.errstate(over="ignore"):  # a direction next to 0 takes us as far as we like
            room = float(np.min(p[rising] / d[rising], initial=-FURTHEST))
        return 0.0 - math.floor(room * GRID + 1e-9) / GRID  # room of 0.3 may be one of 0.29999999999999998

    def at(self, t: FloatArray) -> FloatArray:
        """q_t (..., K) for t (...) from ``lowest`` to 1; q itself at t = 1.

        Raises: ValueError if t is outside.
        """
        if not np.all((t >= self.lowest) & (t <= 1.0)):  # nan is neither
            raise ValueError(f"t = {t} is outside [{self.lowest}, 1]")
        p, q = self.ends
        there: FloatArray = (1.0 - t[..., None]) * p + t[..., None] * q
        return np.clip(there, 0.0, 1.0)  # at the edge of the simplex rounding may cross it

    @cached_property
    def curvature(self) -> float:
        """Σ d²/p, d²KL/dt² at t = 0 in nats; ∞ where p = 0 ≠ d."""
        p, d = self.ends[0], self.direction
        moving = d != 0.0
        with np.errstate(divide="ignore", over="ignore"):
            return float(np.sum(d[moving] ** 2 / p[moving]))

    @property
    def squared_curvature(self) -> float:
        """Σ d², the same of the squared error; no unit."""
        return float(np.sum(self.direction**2))

    @property
    def slope(self) -> float:
        """dKL(p‖q_t)/dt at t = 0 from the right: what q puts where p is 0, Σ_{p = 0} q; 0 where p has no such zero."""
        p, q = self.ends
        return float(q[p == 0.0].sum())

    @cached_property
    def measured_curvature(self) -> float:
        """The central difference (KL(p‖q_h) − 2 KL(p‖p) + KL(p‖q_−h)) / h², in nats; ∞ where the formula is.

        h moves no probability by more than a thousandth of itself: a relative error of some 1e-6.
        """
        p, d = self.ends[0], self.direction
        if self.is_a_point or not np.isfinite(self.curvature):
            return self.curvature
        moving = d != 0.0
        h = _RELATIVE_STEP / float(np.max(np.abs(d[moving]) / p[moving]))
        there, back = (kl_divergence(p, np.clip((1.0 - t) * p + t * self.ends[1], 0.0, 1.0)) for t in (h, -h))
        return float((there + back) / h / h)

    def values(self, t: FloatArray) -> dict[str, FloatArray]:
        """Every curve at t (...), by name: nats, except the squared error. ∞ where a divergence is.

        The parabola is 0 at t = 0 even where it is ∞ all around.
        """
        p, there, square = self.ends[0], self.at(t), np.square(t)
        return {
            "forward": kl_divergence(p, there),
            "quadratic": np.where(t == 0.0, 0.0, 0.5 * self.curvature * np.where(t == 0.0, 1.0, square)),
            "reverse": kl_divergence(there, p),
            "pinsker": 2.0 * np.square(total_variation(p, there)),
            "squared": 0.5 * self.squared_curvature * square,
        }
