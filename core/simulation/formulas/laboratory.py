"""Ways to compute one neuron's cross-entropy in float64, and the truth in 60 digits.

The ways are written as people write them; only ours checks what it is given.
"""

import decimal
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final

import numpy as np
from scipy.special import expit, xlog1py, xlogy

from core.maths.checks import FloatArray, number_within
from core.maths.losses import binary_cross_entropy_with_logits
from core.simulation.formulas.laboratory_survey import DIGITS, Experiment

Labels = float | FloatArray
OLD_TYPE: Final = "float_"


def from_predictions(y: Labels, a: FloatArray) -> FloatArray:
    """The textbook formula: −[y ln a + (1 − y) ln(1 − a)]."""
    loss: FloatArray = -(y * np.log(a) + (1 - y) * np.log(1 - a))
    return loss


def textbook(y: Labels, z: FloatArray) -> FloatArray:
    """Both formulas as they are written: σ(z) first, then the loss."""
    return from_predictions(y, 1 / (1 + np.exp(-z)))


def clipped(y: Labels, z: FloatArray, smallest: float = 1e-7) -> FloatArray:
    """The same, with σ(z) kept away from 0 and 1."""
    a = 1 / (1 + np.exp(-z))
    return from_predictions(y, np.clip(a, smallest, 1 - smallest))


def with_xlogy(y: Labels, z: FloatArray) -> FloatArray:
    """From a sound σ(z), with 0 · ln 0 = 0."""
    a = expit(z)
    loss: FloatArray = -np.asarray(xlogy(y, a) + xlog1py(1 - y, -a))
    return loss


VARIANTS: Final[Mapping[str, Callable[[float, FloatArray], FloatArray]]] = {
    "textbook": textbook,
    "clip_7": clipped,
    "clip_15": partial(clipped, smallest=1e-15),
    "xlogy": with_xlogy,
    "ours": binary_cross_entropy_with_logits,
}
"""Cross-entropy of a label y and logits z, by name: (y, z) → nats."""


def binary(y: float) -> Experiment:
    """The experiment for one neuron with label y; its axis is the logit z.

    Raises: ValueError for y outside [0, 1].
    """
    label = number_within("y", y, 0.0, 1.0)
    return Experiment({name: partial(of, label) for name, of in VARIANTS.items()}, partial(exact, label))


def exact(y: float, z: float) -> Decimal:
    """y ln(1 + e^−z) + (1 − y) ln(1 + e^z), the definition at a = σ(z), to 60 digits and more; |z| up to 1e5."""
    happened, did_not = log_one_plus_exp(-z), log_one_plus_exp(z)
    label = Decimal(y)
    with decimal.localcontext(DIGITS):
        return label * happened + (1 - label) * did_not


@lru_cache(maxsize=2**14)
def log_one_plus_exp(t: float) -> Decimal:
    """ln(1 + e^t), to 60 digits and more; |t| up to 1e5."""
    with decimal.localcontext(DIGITS):
        return log_one_plus(Decimal(t).exp())


def log_one_plus(u: Decimal) -> Decimal:
    """ln(1 + u) for u ≥ 0, to 60 digits and more; for a small u as 2 artanh(u / (2 + u)), since 1 + u would drop it."""
    with decimal.localcontext(DIGITS):
        if u > 1:
            return (1 + u).ln()
        ratio = u / (2 + u)
        power, total, odd = ratio, Decimal(0), 1
        while power > total.scaleb(-70):
            total += power / odd
            power *= ratio * ratio
            odd += 2
        return 2 * total


def old_type_gone() -> str | None:
    """What NumPy says to code that asks for np.float_; None where it still has it."""
    try:
        getattr(np, OLD_TYPE)
    except AttributeError as error:
        return str(error)
    return None
