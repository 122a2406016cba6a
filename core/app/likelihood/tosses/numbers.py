"""The numbers of the likelihood page at the reader's tosses and p, and their words."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.app.take_home.snippet import Snippet
from core.app.wording.figures import plain, whole
from core.app.wording.language import Texts
from core.app.wording.powers import plain_exp
from core.charts.kit.theme import Units
from core.maths.distributions import bernoulli_log_likelihood, bernoulli_mle
from core.maths.information import cross_entropy, entropy
from core.simulation.likelihood.tosses import Tosses, log_area


class Written(NamedTuple):
    """The tosses and p as formulas write them; ``terms`` and ``shares`` are sums over the faces that came."""

    p: str
    q: str
    heads: str
    tails: str
    factors: list[str]
    terms: str
    shares: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the tosses say about p. Logarithms are in nats; what needs a toss is None without one."""

    tosses: Tosses
    p: float
    units: Units

    @property
    def share(self) -> float | None:
        """The share p̂ of heads, at which the likelihood is largest."""
        return float(bernoulli_mle(self.tosses.heads, self.tosses.count)) if self.tosses.count else None

    @property
    def log_likelihood(self) -> float:
        """ln L at the reader's p."""
        return float(bernoulli_log_likelihood(self.tosses.heads, self.tosses.count, self.p))

    @property
    def highest(self) -> float:
        """ln L at its maximum."""
        share = self.share
        return 0.0 if share is None else float(bernoulli_log_likelihood(self.tosses.heads, self.tosses.count, share))

    @property
    def mean(self) -> float | None:
        """−ln L / n: from the likelihood."""
        return -self.log_likelihood / self.tosses.count if self.tosses.count else None

    @property
    def cross_entropy(self) -> float | None:
        """H(p̂, p): from the two distributions, without any likelihood."""
        if self.share is None:
            return None
        return float(cross_entropy(np.array([self.share, 1 - self.share]), np.array([self.p, 1 - self.p])))

    @property
    def lowest(self) -> float | None:
        """H(p̂), the least that the cross-entropy can be."""
        return None if self.share is None else float(entropy(np.array([self.share, 1 - self.share])))

    @property
    def log_area(self) -> float:
        """The logarithm of the area under L over all p."""
        return float(log_area(self.tosses.heads, self.tosses.count))

    @property
    def written(self) -> Written:
        """The pieces of the formulas with these numbers."""
        return self.written_with(f"{self.p:.4g}", f"{1 - self.p:.4g}")

    def written_with(self, p: str, q: str) -> Written:
        """The same with other words for p and for 1 − p: places that follow p."""
        log, tosses = self.units.logarithm, self.tosses
        p, q = rf"\model{{{p}}}", rf"\model{{{q}}}"
        heads, tails = rf"\truth{{{tosses.heads}}}", rf"\truth{{{tosses.tails}}}"
        faces = ((tosses.heads, heads, p), (tosses.tails, tails, q))
        came = [(weight, rf"\,{log}{value}") for often, weight, value in faces if often]
        return Written(
            p,
            q,
            heads,
            tails,
            factors=[p if face == "H" else q for face in tosses.run or ()],
            terms=" + ".join(f"{weight}{value}" for weight, value in came),
            shares=" + ".join(rf"\tfrac{{{weight}}}{{{tosses.count}}}{value}" for weight, value in came),
        )

    @property
    def at_p(self) -> dict[str, str]:
        """The numbers that follow p, as plain words; those of a mean only where there is a toss."""
        of = self.units.of
        said = {"p": plain(self.p), "likelihood": plain_exp(self.log_likelihood)}
        said["log_likelihood"] = plain(of(self.log_likelihood), 2)
        if self.mean is not None and self.cross_entropy is not None:
            said |= {"mean": plain(of(self.mean), 4), "cross_entropy": plain(of(self.cross_entropy), 4)}
        return said

    def said(self, text: Texts) -> dict[str, str]:
        """The same numbers as plain words, for the description of the pictures."""
        of = self.units.of
        none = text("none")
        return {
            "heads": whole(self.tosses.heads),
            "count": whole(self.tosses.count),
            "log": self.units.log,
            "logarithm": self.units.logarithm,
            "share": none if self.share is None else plain(self.share),
            "highest": plain_exp(self.highest),
            "area": plain_exp(self.log_area),
            "highest_log": plain(of(self.highest), 2),
            "mean": none,
            "cross_entropy": none,
            "lowest": none if self.lowest is None else plain(of(self.lowest), 4),
            **self.at_p,
        }


@lru_cache(maxsize=8192)
def at_p(tosses: Tosses, units: Units, p: float) -> dict[str, str]:
    """The numbers of some tosses at a p, kept: a line of words asks for every p at each run."""
    return Numbers(tosses, p, units).at_p


def numbers_behind(numbers: Numbers, digits: int = 2) -> Snippet:
    """The Python for the log-likelihood to so many digits and, once there is a toss, for its mean by both routes."""
    code = f"""
    heads, count, p = {numbers.tosses.heads}, {numbers.tosses.count}, {numbers.p!r}
    total = bernoulli_log_likelihood(heads, count, p)
    total  # {digits} nats: log-likelihood
    """
    if numbers.tosses.count:
        code += """share = bernoulli_mle(heads, count)
    -total / count  # 4 nats: its mean, with a minus
    cross_entropy([share, 1 - share], [p, 1 - p])  # 4 nats: the cross-entropy of the shares and p
    """
    return Snippet(code, numbers.units, (bernoulli_log_likelihood, bernoulli_mle, cross_entropy))
