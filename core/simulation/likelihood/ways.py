"""−ln L of one run of tosses by four routes: the product, the sum of logarithms, n·H(p̂, p), and n·(H(p̂) + KL)."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from core.maths.distributions import bernoulli_mle
from core.maths.information import cross_entropy, entropy, kl_divergence
from core.maths.validation import probabilities

LEAST_NORMAL: Final = float(np.finfo(np.float64).tiny)  # 2^−1022: below it a double loses digits
CHUNK: Final = 1024  # factors

State = Literal["normal", "subnormal", "underflown", "impossible"]


@dataclass(frozen=True, slots=True)
class Ways:
    """The four results in nats, ∞ where p rules a toss out; the product itself, and the two parts of the last route."""

    product: float
    from_product: float  # −ln of the product
    from_sum: float  # −Σ ln of the factors
    from_cross_entropy: float  # n · H(p̂, p)
    entropy: float  # n · H(p̂)
    kl: float  # n · KL(p̂ ‖ p)

    @property
    def from_parts(self) -> float:
        """Both parts together: n · H(p̂) + n · KL(p̂ ‖ p)."""
        return self.entropy + self.kl

    @property
    def state(self) -> State:
        """What became of the product: whole, short of digits, lost, or truly 0."""
        if self.product >= LEAST_NORMAL:
            return "normal"
        if self.product > 0.0:
            return "subnormal"
        return "underflown" if math.isfinite(self.from_sum) else "impossible"

    @property
    def comparable(self) -> tuple[float, ...]:
        """The results that should be one number: without the product's once it has lost digits."""
        others = (self.from_sum, self.from_cross_entropy, self.from_parts)
        return others if self.state in ("subnormal", "underflown") else (self.from_product, *others)

    @property
    def difference(self) -> float:
        """The largest relative difference between them; 0 where all are ∞, or all 0."""
        low, high = min(self.comparable), max(self.comparable)
        return 0.0 if low == high else (high - low) / abs(high)


def four_ways(heads: int, count: int, p: float) -> Ways:
    """−ln L of so many heads in so many tosses, four times over, each by its own route.

    Raises: ValueError if there is no toss, heads are more than tosses, or p is outside [0, 1].
    """
    share = float(bernoulli_mle(heads, count))
    probabilities(p, "p")
    faces = ((p, heads), (1.0 - p, count - heads))  # heads first: neither a product nor a sum asks for their order
    product = 1.0
    for factor, often in faces:
        product = _multiplied(product, factor, often)
    with np.errstate(divide="ignore"):  # −ln 0 is ∞
        from_product = 0.0 - float(np.log(product))
        from_sum = 0.0 - sum(often * float(np.log(factor)) for factor, often in faces if often)
    observed, model = np.array([1.0 - share, share]), np.array([1.0 - p, p])
    return Ways(
        product,
        from_product,
        from_sum,
        count * float(cross_entropy(observed, model)),
        count * float(entropy(observed)),
        count * float(kl_divergence(observed, model)),
    )


def _multiplied(product: float, factor: float, often: int) -> float:
    """A product times a factor, one time after the other, until a whole chunk of times leaves it as it is."""
    for done in range(0, often, CHUNK):
        before = product
        product = float(np.multiply.accumulate([product, *[factor] * min(CHUNK, often - done)])[-1])
        if product == before:
            break
    return product
