"""Two bells and one: a mixture p of two Gaussians, a single Gaussian q, and what each believes of the other.

Every integral is a sum over an even grid (trapezoids); densities are kept as logarithms, so that none underflows.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import (
    FloatArray,
    finite_numbers,
    number_within,
    open_unit_numbers,
    positive_numbers,
    whole_number,
)
from core.maths.validation import refuse_where

REACH: Final = 40.0  # the grid goes from −REACH to REACH
POINTS: Final = 4001
LOG_ROOT: Final = 0.5 * math.log(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class Bells:
    """A mixture: the ``share`` of a bell at −distance, ``left`` wide, and the rest at +distance, ``right`` wide.

    Raises: ValueError if distance is outside [0, 5], a width outside [0.1, 2.5], or share outside (0, 1).
    """

    distance: float
    left: float
    right: float
    share: float

    def __post_init__(self) -> None:
        number_within("distance", self.distance, 0.0, REACH / 8.0)
        for name in ("left", "right"):
            number_within(name, getattr(self, name), 0.1, REACH / 16.0)
        open_unit_numbers("share", self.share, ())

    @property
    def mean(self) -> float:
        """The mean of the mixture: Σ_i share_i μ_i."""
        return self.distance * (1.0 - 2.0 * self.share)

    @property
    def variance(self) -> float:
        """The variance of the mixture: Σ_i share_i (s_i² + (μ_i − mean)²)."""
        rest = 1.0 - self.share
        within = self.share * self.left**2 + rest * self.right**2
        return within + 4.0 * self.share * rest * self.distance**2

    def log_density(self, x: ArrayLike) -> FloatArray:
        """ln p(x), (...) → (...)."""
        left = log_bell(x, -self.distance, self.left) + math.log(self.share)
        return np.logaddexp(left, log_bell(x, self.distance, self.right) + math.log1p(-self.share))


def grid(points: int = POINTS) -> FloatArray:
    """The places of the integrals: that many, even, from −REACH to REACH."""
    return np.linspace(-REACH, REACH, whole_number("points", points, 3, 100_001))


def log_bell(x: ArrayLike, mean: ArrayLike, width: ArrayLike) -> FloatArray:
    """ln N(x; mean, width²) = −½ ((x − mean)/width)² − ln width − ½ ln 2π, broadcast.

    Raises: ValueError if mean is not finite, or width not above 0.
    """
    m, s = finite_numbers("mean", mean), positive_numbers("width", width)
    z = (np.asarray(x, dtype=np.float64) - m) / s
    return np.asarray(-0.5 * z * z - np.log(s) - LOG_ROOT)


def integral(values: FloatArray) -> float:
    """The trapezoids over a grid from −REACH to REACH."""
    return float(np.trapezoid(values, dx=2.0 * REACH / (len(values) - 1)))


def divergence(log_p: FloatArray, log_q: FloatArray) -> float:
    """D(p‖q) = ∫ p (ln p − ln q) dx in nats, of two log-densities on one grid."""
    return integral(np.exp(log_p) * (log_p - log_q))


def jensen_shannon(log_p: FloatArray, log_q: FloatArray) -> float:
    """JS = ½ D(p‖½(p + q)) + ½ D(q‖½(p + q)) in nats, of two log-densities on one grid."""
    log_middle = np.logaddexp(log_p, log_q) - math.log(2.0)
    return 0.5 * divergence(log_p, log_middle) + 0.5 * divergence(log_q, log_middle)


def bell_divergence(mean: float, width: float, other_mean: float, other_width: float) -> float:
    """D of two bells in nats: ln(s2/s1) + (s1² + (m1 − m2)²)/(2 s2²) − ½.

    Raises: ValueError if a width is ≤ 0.
    """
    s1, s2 = float(positive_numbers("width", width)), float(positive_numbers("other_width", other_width))
    return math.log(s2 / s1) + (s1**2 + (mean - other_mean) ** 2) / (2.0 * s2**2) - 0.5


MEASURES: Final[dict[str, Callable[[FloatArray, FloatArray], float]]] = {
    "forward": divergence,  # what q leaves out costs
    "reverse": lambda log_p, log_q: divergence(log_q, log_p),  # what q adds where p has nothing costs
    "js": jensen_shannon,
}


def measured(bells: Bells, mean: float, width: float) -> dict[str, float]:
    """Forward KL, reverse KL and Jensen–Shannon of the mixture and one bell, in nats, all by the integral."""
    x = grid()
    log_p, log_q = bells.log_density(x), log_bell(x, mean, width)
    return {name: measure(log_p, log_q) for name, measure in MEASURES.items()}


def measured_all(bells: Bells, means: ArrayLike, widths: ArrayLike) -> dict[str, FloatArray]:
    """Forward and reverse KL of the mixture and the bells of every mean (M,) and width (W,), in nats: (M, W) each.

        forward   ∫ p ln p + ln s + ½ ln 2π + (variance + (mean − m)²)/(2 s²)
        reverse   −ln s − ½ ln 2π − ½ − ∫ q ln p, where a width has all its means as one convolution over the grid

    Raises: ValueError if a mean is beyond ±REACH/5 or between the places of the grid, or a width not from 0.1 to 4.
    """
    m, s = np.asarray(means, dtype=np.float64), positive_numbers("widths", widths)
    x = grid()
    step, middle = float(x[1] - x[0]), len(x) // 2
    at = np.rint(m / step).astype(np.int64)
    refuse_where(np.abs(at * step - m) > 1e-9, "means", m, "is between the places of the grid")
    refuse_where(np.abs(m) > REACH / 5.0, "means", m, f"is beyond ±{REACH / 5.0:g}")
    refuse_where(np.abs(s - 2.05) > 1.95 + 1e-9, "widths", s, "is not from 0.1 to 4")
    log_p = bells.log_density(x)
    apart = bells.variance + (bells.mean - m[:, None]) ** 2
    forward = integral(np.exp(log_p) * log_p) + np.log(s) + LOG_ROOT + apart / (2.0 * s * s)
    bell = step * np.exp(log_bell(x, 0.0, s[:, None]))
    size = 2 * len(x)
    sums = np.fft.irfft(np.fft.rfft(log_p, size) * np.fft.rfft(bell, size), size)[:, 2 * middle + at]
    return {"forward": forward, "reverse": -np.log(s) - LOG_ROOT - 0.5 - sums.T}
