"""A product of probabilities in float32 and float64, multiplied out until it breaks, beside the sum of logarithms."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.maths.checks import open_unit_numbers
from core.maths.validation import FloatArray, probabilities

LENGTH: Final = 10**5  # factors
FORMATS: Final[Mapping[str, type[np.floating[Any]]]] = {"float32": np.float32, "float64": np.float64}


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a format of floats ends, as ln of the number in nats, taken from the format itself."""

    normal: float  # ln of the smallest number with all its digits
    least: float  # ln of the smallest number above 0
    zero: float  # ln of its half: what is nearer to 0 than that, or as near, is rounded to 0


def limits(name: str) -> Limits:
    """The limits of "float32" or "float64": 2^−126, 2^−149 and 2^−150; or 2^−1022, 2^−1074 and 2^−1075."""
    about = np.finfo(FORMATS[name])
    # Of the smallest double no half exists, so the halving is done on its logarithm.
    least = math.log(float(about.smallest_subnormal))
    return Limits(math.log(float(about.smallest_normal)), least, least - math.log(2.0))


@dataclass(frozen=True, slots=True)
class Product:
    """The products of the first 1 … N factors in one format, and where they broke; None where they did not."""

    partial: FloatArray  # of the first n factors, as doubles, which hold every float32
    subnormal: int | None  # the first n whose product is below the smallest number with all its digits
    zero: int | None  # the first n whose product is 0.0
    stuck: int | None  # the first n from which a product above 0, short of digits, does not change any more

    @property
    def end(self) -> int | None:
        """The first n from which the product says nothing any more: 0, or stuck."""
        return self.stuck if self.zero is None else self.zero


@dataclass(frozen=True, slots=True)
class Run:
    """The factors' products in both formats, and the sums of their logarithms in nats."""

    products: Mapping[str, Product]
    sums: FloatArray
    mean: float  # of −ln p over all factors

    def predicted(self, name: str) -> float:
        """The n from which the true product is rounded to 0, were all factors alike: −ln(least / 2) / mean(−ln p)."""
        return -limits(name).zero / self.mean


def constant_factors(p: float) -> FloatArray:
    """10⁵ times the same probability."""
    return np.full(LENGTH, float(probabilities(p, "p")))


def drawn_factors(low: float, high: float, seed: int) -> FloatArray:
    """10⁵ probabilities drawn evenly between two.

    Raises: ValueError if low > high, or one is outside [0, 1].
    """
    probabilities([low, high], "range")
    if low > high:
        raise ValueError(f"the range runs from {low} down to {high}")
    return np.random.default_rng(seed).uniform(low, high, LENGTH)


def multiply(factors: FloatArray) -> Run:
    """The factors multiplied one by one in each format, and their logarithms added up.

    Raises: ValueError if a factor is not strictly between 0 and 1.
    """
    logs = np.log(open_unit_numbers("factors", factors))
    products = {name: _product(factors, kind) for name, kind in FORMATS.items()}
    return Run(products, logs.cumsum(), -math.fsum(logs.tolist()) / len(logs))


def _product(factors: FloatArray, kind: type[np.floating[Any]]) -> Product:
    with np.errstate(under="ignore"):  # the underflow is what is to be seen
        values = np.multiply.accumulate(factors.astype(kind)).astype(np.float64)
    least_normal = float(np.finfo(kind).smallest_normal)
    zero, last = _first(values == 0.0), float(values[-1])
    # With factors above one half the smallest numbers times a factor round back to themselves: 0 is never reached.
    unchanged = _first(values == last) if 0.0 < last < least_normal else None
    return Product(values, _first(values < least_normal), zero, unchanged if unchanged != len(values) else None)


def _first(marked: NDArray[np.bool_]) -> int | None:
    """The first n, counted from 1, that is marked."""
    return int(np.argmax(marked)) + 1 if marked.any() else None


def half_to_the(n: int) -> float:
    """0.5^n as a double: exact down to 2^−1074, the last one above 0."""
    return float(np.float64(0.5) ** n)
