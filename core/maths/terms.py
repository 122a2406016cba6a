"""The terms that every sum here is made of, and the sum over classes.

A weight of 0 makes a term 0, also beside an infinite logarithm: what never happens costs nothing.
"""

from typing import cast

import numpy as np
from scipy import special

from core.maths.validation import FloatArray


def times(weight: FloatArray, value: FloatArray) -> FloatArray:
    """The product weight · value, with 0 · ∞ = 0."""
    return weight * np.where(weight == 0.0, 0.0, value)


def times_log(weight: FloatArray, p: FloatArray) -> FloatArray:
    """The product weight · ln p, with 0 · ln 0 = 0."""
    return cast(FloatArray, special.xlogy(weight, p))


def times_log_complement(weight: FloatArray, p: FloatArray) -> FloatArray:
    """The product weight · ln(1 − p), with 0 · ln 0 = 0, accurate even where 1 − p rounds to 1."""
    with np.errstate(divide="ignore"):  # ln 0 is −∞
        return times(weight, np.log1p(-p))  # within 1 ulp, where special.xlog1py may be off by 2


def over_classes(terms: FloatArray) -> FloatArray:
    """The sum along the last axis, the classes; zeros of either sign sum to 0.0."""
    return cast(FloatArray, terms.sum(axis=-1))
