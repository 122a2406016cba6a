"""Long runs of a coin under a model: minus the log-likelihood per toss, on its way to the cross-entropy.

A toss of the coin p costs the model q its surprisal, −ln q for heads and −ln(1 − q) for tails. The mean cost of the
first n tosses is −ℓₙ/n. By the law of large numbers it goes to H(p, q) = H(p) + D(p‖q), with the standard error sd/√n.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.data.datasets import MOST_DRAWS, draw_tosses
from core.maths.checks import FloatArray, IntArray, number_within, whole_number
from core.maths.distributions import bernoulli_log_likelihood
from core.maths.information import cross_entropy, entropy, kl_divergence

MOST_SERIES: Final = 8
LAST_SEED: Final = 9999
BUDGET: Final = MOST_DRAWS  # tosses of all series together
PLACES: Final = 200  # of a line; more would not be seen
_ROUNDING: Final = 1e-12  # where every toss costs the same, the funnel is narrower than a sum's rounding


@dataclass(frozen=True, slots=True)
class Setting:
    """``series`` runs of ``length`` tosses of a coin ``truth`` under the model ``model``, with seeds from ``seed`` on.

    Raises: ValueError if a probability is outside [0, 1], length not 1 to 10⁶, series not 1 to 8, seed not 0 to 9999.
    """

    truth: float
    model: float
    length: int
    series: int
    seed: int

    def __post_init__(self) -> None:
        for name in ("truth", "model"):
            number_within(name, getattr(self, name), 0.0, 1.0)
        whole_number("length", self.length, 1, MOST_DRAWS)
        whole_number("series", self.series, 1, MOST_SERIES)
        whole_number("seed", self.seed, 0, LAST_SEED)

    @property
    def affordable(self) -> int:
        """How many of the series are tossed: as many as the budget pays for, at least one."""
        return max(1, min(self.series, BUDGET // self.length))


@dataclass(frozen=True, slots=True)
class Levels:
    """Where the runs go, in nats: H(p), D(p‖q), H(p, q), and the standard deviation of one toss's surprisal."""

    entropy: float
    kl: float
    cross_entropy: float
    sd: float  # ∞ where the model rules out what can happen: then there is no funnel

    def funnel(self, tosses: FloatArray | float) -> FloatArray:
        """Half the width of the funnel, 2 · sd/√n."""
        return 2.0 * self.sd / np.sqrt(np.asarray(tosses, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Run:
    """One series: −ℓₙ/n in nats at some n, and the toss that the model had ruled out, counted from 1."""

    seed: int
    tosses: IntArray  # (m,) the n, rising; they end before the toss that was ruled out
    means: FloatArray  # (m,) all finite
    last: float  # −ℓₙ/n at the last toss of the series, ∞ once something impossible has happened
    ruled_out: int | None


def levels(truth: float, model: float) -> Levels:
    """The levels of a coin and a model.

    sd = |ln q − ln(1 − q)| √(p(1 − p)), 0 for a coin that has no choice. Units: nats.
    Raises: ValueError if a probability is outside [0, 1]. Source: (18) to (20).
    """
    p, q = np.array([truth, 1.0 - truth]), np.array([model, 1.0 - model])
    spread = math.sqrt(truth * (1.0 - truth))
    certain = model in (0.0, 1.0)
    sd = 0.0 if spread == 0.0 else math.inf if certain else spread * abs(math.log(model) - math.log1p(-model))
    return Levels(float(entropy(p)), float(kl_divergence(p, q)), float(cross_entropy(p, q)), sd)


def runs(setting: Setting) -> tuple[Run, ...]:
    """The series of a setting, each with a seed of its own: ``seed``, ``seed`` + 1, …"""
    return tuple(_run(setting, setting.seed + place) for place in range(setting.affordable))


def places(length: int) -> IntArray:
    """About 200 n from 1 to ``length``, evenly spread on a logarithmic axis, both ends among them."""
    return np.unique(np.rint(np.geomspace(1.0, float(length), PLACES)).astype(np.int64))


def inside(run: Run, setting: Setting) -> bool:
    """Whether a series ends in the funnel around H(p, q); it cannot where H(p, q) is infinite."""
    known = levels(setting.truth, setting.model)
    if not math.isfinite(run.last) or not math.isfinite(known.cross_entropy):
        return False
    allowed = float(known.funnel(setting.length)) + _ROUNDING * (1.0 + known.cross_entropy)
    return abs(run.last - known.cross_entropy) <= allowed


def _run(setting: Setting, seed: int) -> Run:
    tossed = draw_tosses(setting.truth, setting.length, seed)
    impossible = (setting.model in (0.0, 1.0)) & (tossed != setting.model)
    first = int(impossible.argmax()) + 1 if impossible.any() else None
    at = places(setting.length)
    at = at if first is None else at[at < first]
    heads = np.cumsum(tossed)
    means = -bernoulli_log_likelihood(heads[at - 1], at, setting.model) / at + 0.0
    return Run(seed, at, means, float(means[-1]) if first is None else math.inf, first)
