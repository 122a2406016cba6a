"""Which loss is whose likelihood: minus the log-likelihood of the same data under three models of the noise.

Each model takes the data as it reads them, has −ℓ as a function of one parameter, and the closed form of its minimum.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from core.maths import validation
from core.maths.checks import FloatArray, whole_number
from core.maths.distributions import categorical_mle
from core.maths.information import cross_entropy
from core.maths.terms import over_classes, times_log, times_log_complement
from core.simulation.likelihood.coins import highest

MOST_CLASSES: Final = 5  # 0 to 4
FURTHEST: Final = 1e6  # size of a value: then no square can lose the others

Fault = Literal["binary", "class", "far"]


class DoesNotFit(ValueError):
    """A value that a model of the noise cannot produce: which of the values, counted from 1, and why."""

    def __init__(self, reason: Fault, place: int, value: float) -> None:
        super().__init__(f"value {place}, {value:g}, does not fit ({reason})")
        self.reason: Fault = reason
        self.place = place
        self.value = value


@dataclass(frozen=True)
class NoiseModel(ABC):
    """A model of the noise with its n ≥ 1 values: −ℓ along one parameter, and where its minimum is."""

    values: tuple[float, ...]

    @property
    def marks(self) -> FloatArray:
        """The values on the axis of the parameter, whose mean is the closed form."""
        return np.array(self.values)

    @property
    @abstractmethod
    def closed_form(self) -> float:
        """The parameter that makes the values likeliest."""

    @property
    def span(self) -> tuple[float, float]:
        """The parameters among which it is looked for."""
        return 0.0, 1.0

    @abstractmethod
    def loss(self, parameter: ArrayLike) -> FloatArray:
        """−ℓ in nats, any shape."""


class OfClasses(NoiseModel):
    """Classes 0, 1, … of which the `chosen` one has the probability p, the others sharing 1 − p as best they can.

    −ℓ(p) = −Σ_i n_i ln p_i with p_i = (1 − p) n_i / (n − n_chosen) for the others. Source: (16), (17).
    """

    chosen: int

    @property
    def counts(self) -> tuple[int, ...]:
        """How often each class came: two classes at least, and all up to the highest that came or is chosen."""
        classes = max(1, self.chosen, *(int(value) for value in self.values)) + 1
        return tuple(self.values.count(number) for number in range(classes))

    @property
    def shares(self) -> FloatArray:
        """The share of each class: the best probabilities of all."""
        return categorical_mle(self.counts)

    @property
    def marks(self) -> FloatArray:
        """1 where a value is of the chosen class, else 0."""
        return np.array([float(value == self.chosen) for value in self.values])

    @property
    def closed_form(self) -> float:
        """The share of the chosen class."""
        return float(self.shares[self.chosen])

    def loss(self, parameter: ArrayLike) -> FloatArray:
        """−ℓ(p)."""
        p = validation.probabilities(parameter, "parameter")
        counts = np.array(self.counts, dtype=np.float64)
        hits, others = counts[self.chosen], np.delete(counts, self.chosen)
        among = 0.0 - times_log(others, others / max(others.sum(), 1.0)).sum()
        either = times_log(hits, p) + times_log_complement(others.sum(), p)
        return 0.0 - either + float(among)


@dataclass(frozen=True)
class Bernoulli(OfClasses):
    """Values 0 and 1, of which 1 has the probability p: −ℓ(p) = −k ln p − (n − k) ln(1 − p). Source: (14), (16)."""

    chosen = 1

    def __post_init__(self) -> None:
        _refuse_unfit(self.values, lambda value: value in (0.0, 1.0), "binary")


@dataclass(frozen=True)
class Categorical(OfClasses):
    """Classes 0 to 4, of which the reader has chosen one."""

    chosen: int

    def __post_init__(self) -> None:
        _refuse_unfit(self.values, lambda value: value == round(value) and 0 <= value < MOST_CLASSES, "class")
        whole_number("chosen", self.chosen, 0, MOST_CLASSES - 1)


@dataclass(frozen=True)
class Gaussian(NoiseModel):
    """Numbers that scatter by a fixed σ around μ: −ℓ(μ) = Σ (x − μ)²/(2σ²) + n ln(σ√(2π)).

    f is a density, so −ℓ may be negative, and depends on the unit in which x is measured.
    Source: Bishop, PRML (1.54).
    """

    sigma: float

    def __post_init__(self) -> None:
        _refuse_unfit(self.values, lambda value: abs(value) <= FURTHEST, "far")
        if not 0.0 < self.sigma < math.inf:
            raise ValueError(f"sigma = {self.sigma!r} is not above 0 and finite")

    @property
    def closed_form(self) -> float:
        """The mean."""
        return math.fsum(self.values) / len(self.values)

    @property
    def span(self) -> tuple[float, float]:
        """From below the lowest value to above the highest."""
        low, high = min(self.values), max(self.values)
        beyond = max(0.15 * (high - low), self.sigma)
        return low - beyond, high + beyond

    @property
    def constant(self) -> float:
        """What every value costs, wherever μ is: ln(σ√(2π))."""
        return math.log(self.sigma) + 0.5 * math.log(2.0 * math.pi)

    def squares(self, parameter: ArrayLike) -> FloatArray:
        """Σ (x − μ)², any shape."""
        mu = validation.numbers(parameter, "parameter")
        return over_classes((np.array(self.values) - mu[..., None]) ** 2)

    def loss(self, parameter: ArrayLike) -> FloatArray:
        """−ℓ(μ)."""
        return self.squares(parameter) / (2.0 * self.sigma**2) + len(self.values) * self.constant


MODELS: Final[Mapping[str, Callable[[Sequence[float], int, float], NoiseModel]]] = {
    "bernoulli": lambda values, chosen, sigma: Bernoulli(tuple(values)),
    "categorical": lambda values, chosen, sigma: Categorical(tuple(values), chosen),
    "gaussian": lambda values, chosen, sigma: Gaussian(tuple(values), sigma),
}


def minimiser(model: NoiseModel) -> float:
    """The parameter of the least −ℓ, found by Brent's search: from values of −ℓ alone, without the closed form.

    Near its foot −ℓ is level to within rounding, so that about half of the digits are found.
    """
    return highest(lambda at: -float(model.loss(at)), model.span)


def cross_entropy_of(model: OfClasses, parameter: float) -> float:
    """H(p̂, q) of the shares p̂ and the model q at a parameter, in nats: without any likelihood."""
    shares, hit = model.shares, model.closed_form
    rest = len(shares) - 1
    # Where only the chosen class came, nothing tells the others apart: they share evenly.
    q = (1.0 - parameter) * (shares / (1.0 - hit) if hit < 1.0 else np.full(rest + 1, 1.0 / rest))
    q[model.chosen] = parameter
    return float(cross_entropy(shares, q))


def _refuse_unfit(values: tuple[float, ...], fits: Callable[[float], bool], reason: Fault) -> None:
    if not values:
        raise ValueError("there are no values")
    for place, value in enumerate(values, start=1):
        if not math.isfinite(value):
            raise ValueError(f"value {place} is {value}")
        if not fits(value):
            raise DoesNotFit(reason, place, value)
