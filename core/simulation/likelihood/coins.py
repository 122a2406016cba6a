"""n coins at once: the binomial mass around its mean, and what its coefficient does to the log-likelihood: nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.optimize import minimize_scalar

from core.maths.checks import FloatArray, number_within, whole_number
from core.maths.distributions import MOST_TRIALS, binomial_log_pmf

MOST_BARS: Final = 201  # up to n = 200 every k has its own
REACH: Final = 5.0  # standard deviations to either side: beyond lies less than a millionth
FINEST: Final = 1e-12  # of the span of a search: there it ends
_STEP: Final = 1e-5  # of a difference quotient, as a share of the way to the nearer end of [0, 1]


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """The mass of k = first … last for each bar, as its logarithm (−∞ for none), and how much lies in no bar."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    log_mass: FloatArray
    left_out: float

    @property
    def width(self) -> int:
        """How many values of k a bar holds; the last one may hold fewer."""
        return int(self.last[0] - self.first[0] + 1)

    def holding(self, k: int) -> int | None:
        """The place of the bar that holds k, if any does."""
        place = int(np.searchsorted(self.last, k))
        return place if place < self.last.size and self.first[place] <= k else None


def bars(n: int, p: float, reach: float = REACH) -> Bars:
    """The binomial mass in at most 201 bars: of every k, or for large n of those within ``reach`` deviations.

    Raises: ValueError if n is not 1 to 10⁶, or p outside [0, 1].
    """
    whole_number("n", n, 1, MOST_TRIALS)
    number_within("p", p, 0.0, 1.0)
    low, high = 0, n
    if n >= MOST_BARS:
        # A few whole steps at least: near p = 0 or 1 the deviation is less than one.
        margin = max(reach * float(np.sqrt(n * p * (1.0 - p))), 10.0)
        low, high = max(0, int(np.floor(n * p - margin))), min(n, int(np.ceil(n * p + margin)))
    width = -(-(high - low + 1) // MOST_BARS)
    first = np.arange(low, high + 1, width)
    log_pmf = binomial_log_pmf(np.arange(low, high + 1), n, p)
    outside = (float(special.bdtr(low - 1, n, p)) if low else 0.0) + float(special.bdtrc(high, n, p) if high < n else 0)
    return Bars(first, np.minimum(first + width - 1, high), np.logaddexp.reduceat(log_pmf, first - low), outside)


def slope(log_likelihood: Callable[[float], float], p: float) -> float:
    """The slope at p, 0 < p < 1, by the central difference quotient: off by about 10⁻⁹ of its largest term."""
    step = _STEP * min(p, 1.0 - p)
    return (log_likelihood(p + step) - log_likelihood(p - step)) / (2.0 * step)


def highest(log_likelihood: Callable[[float], float], span: tuple[float, float] = (0.0, 1.0)) -> float:
    """Where in a span a function with a single peak is largest, by Brent's search, from its values alone."""
    xatol = FINEST * (span[1] - span[0])
    return float(minimize_scalar(lambda at: -log_likelihood(at), bounds=span, options={"xatol": xatol}).x)
