"""Derivatives by the complex step: an independent route to every gradient of one neuron, with no subtraction in it.

f'(x) ≈ Im f(x + ih) / h. Since nothing is subtracted, h may be so small that the error is that of f alone. The losses
are written out here once more, in complex arithmetic: nothing of core.maths is used, so that agreement says something.
Source: Squire & Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review 40 (1998).
"""

import cmath
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

STEP: Final = 1e-60
Function = Callable[[complex], complex]


@dataclass(frozen=True, slots=True)
class Check:
    """A derivative by its formula and by the complex step."""

    formula: float
    stepped: float

    @property
    def relative_error(self) -> float:
        """How far the formula is from the complex step, as a share of it; 0 where both are 0."""
        if self.formula == self.stepped:
            return 0.0
        return abs(self.formula - self.stepped) / max(abs(self.stepped), 1e-300)


def complex_step(function: Function, x: float) -> float:
    """f'(x) = Im f(x + ih) / h."""
    return function(complex(x, STEP)).imag / STEP


def sigma(z: complex) -> complex:
    """σ(z) = 1 / (1 + e^(−z))."""
    return 1.0 / (1.0 + cmath.exp(-z))


def cross_entropy(y: float, a: complex, not_a: complex) -> complex:
    """−[y ln a + (1 − y) ln(1 − a)], with 1 − a given, which would lose its digits near a = 1.

    A term whose weight is 0 is left out, so that no 0 · ln 0 is met.
    """
    return -((y * cmath.log(a) if y else 0.0) + ((1.0 - y) * cmath.log(not_a) if y != 1.0 else 0.0))


def in_logit(loss: str, y: float) -> Function:
    """The loss as a function of the logit z."""
    if loss == "squared_error":
        return lambda z: 0.5 * (sigma(z) - y) ** 2
    return lambda z: cross_entropy(y, sigma(z), sigma(-z))


def in_output(loss: str, y: float, not_a: float) -> Function:
    """The loss as a function of the output a, near 1 − not_a."""
    if loss == "squared_error":
        return lambda a: 0.5 * (a - y) ** 2
    return lambda a: cross_entropy(y, a, complex(not_a, -a.imag))


def in_parameter(loss: str, y: float, factor: float, rest: float) -> Function:
    """The loss as a function of a parameter θ with z = factor · θ + rest: of w with x and b, of b with 1 and w x."""
    return lambda theta: in_logit(loss, y)(factor * theta + rest)


def softmax_share(place: int) -> Function:
    """The output of a class, as a function of the first logit, at the logits (z, 0, 0)."""
    return lambda z: (cmath.exp(z) if place == 0 else 1.0) / (cmath.exp(z) + 2.0)


def softmax_cross_entropy(y: float) -> Function:
    """−[y ln a₁ + (1 − y) ln a₂] at the logits (z, 0, 0), as a function of the first."""
    return lambda z: cmath.log(cmath.exp(z) + 2.0) - y * z
