"""Everything that the page says about p and q, in the reader's unit of information."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from scipy import special

from core.app.wording.figures import equals
from core.charts.kit.theme import Units
from core.maths import information
from core.maths.validation import ROW_SUM_TOLERANCE, FloatArray

Row: TypeAlias = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The quantities of the truth p and the model q; perplexity and total variation have no unit.

    ``terms``: p log (p/q) of each outcome, its part of KL.
    """

    p: Row
    q: Row
    entropy_p: float
    entropy_q: float
    cross_pq: float
    cross_qp: float
    kl_pq: float
    kl_qp: float
    jensen_shannon: float
    perplexity: float
    total_variation: float
    terms: Row

    def said(self, show: Callable[[float], str]) -> dict[str, str]:
        """The quantities in words, by their names."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: show(value) for name, value in values.items() if isinstance(value, float)}

    def adds_up(self, digits: int) -> bool:
        """Whether H(p) + KL = H(p, q) holds for the rounded numbers too, as it does for the exact ones."""
        return equals(self.cross_pq, self.entropy_p, self.kl_pq, digits=digits) == "="


def as_a_sum(p: str, q: str, entropy: str, divergence: str, cross_entropy: str, equals: str = "=") -> str:
    """H(p) + KL(p‖q) = H(p, q) as a formula, each with its number in LaTeX; p and q are what the two are called."""
    return (
        rf"\entropy{{H({p})\ {entropy}}} + \model{{\mathrm{{KL}}({p}\|{q})\ {divergence}}}"
        rf" \mathrel{{{equals}}} \ce{{H({p}, {q})\ {cross_entropy}}}"
    )


def sums_to_one(values: Row) -> bool:
    """Whether the formulas take these probabilities as a distribution."""
    return abs(total(values) - 1.0) <= ROW_SUM_TOLERANCE * len(values)


def total(values: Row) -> float:
    """The sum of the probabilities, added up as the formulas do it."""
    return float(np.asarray(values).sum())


def normalised(values: Row) -> Row:
    """The values divided by their sum; nothing but zeros stays as it is."""
    return tuple((np.asarray(values) / (total(values) or 1.0)).tolist())


@lru_cache(maxsize=64)
def compare(p: Row, q: Row, units: Units) -> Comparison:
    """Compare two distributions, each summing to 1."""

    def of(nats: FloatArray) -> float:
        return units.of(float(nats))

    truth, model = np.asarray(p), np.asarray(q)
    return Comparison(
        p=p,
        q=q,
        entropy_p=of(information.entropy(truth)),
        entropy_q=of(information.entropy(model)),
        cross_pq=of(information.cross_entropy(truth, model)),
        cross_qp=of(information.cross_entropy(model, truth)),
        kl_pq=of(information.kl_divergence(truth, model)),
        kl_qp=of(information.kl_divergence(model, truth)),
        jensen_shannon=of(information.jensen_shannon_divergence(truth, model)),
        perplexity=float(information.perplexity(truth, model)),
        total_variation=float(information.total_variation(truth, model)),
        terms=tuple((units.per_nat * special.rel_entr(truth, model)).tolist()),
    )
