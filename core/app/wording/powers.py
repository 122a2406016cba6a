"""A number known by its logarithm, as people read it: also where no float can hold it."""

import math
from collections.abc import Callable
from typing import Final

from core.app.wording.figures import latex, plain, raised, raised_in_formula

LEAST_PLAIN: Final = 1e-3  # below it, four decimals would hide most of the number
LEAST_SIGNIFICANT: Final = 1e-2
MOST_PLAIN: Final = 1e7


def plain_exp(logarithm: float) -> str:
    """The number e^logarithm for prose: 0.0050, or 1.01 × 10⁻³⁰¹⁰³⁰."""
    return _exp(logarithm, plain, raised)


def latex_exp(logarithm: float) -> str:
    """The same for a formula."""
    return _exp(logarithm, latex, raised_in_formula)


def plain_exp_to_reckon(logarithm: float) -> str:
    """The same with four significant digits, for a reader who may check it by hand: 0.7, 5.028 × 10⁻³."""
    return _exp_to_reckon(logarithm, plain, raised)


def latex_exp_to_reckon(logarithm: float) -> str:
    """The same for a formula."""
    return _exp_to_reckon(logarithm, latex, raised_in_formula)


def _exp(logarithm: float, write: Callable[[float, int], str], in_powers: Callable[[str, int], str]) -> str:
    if logarithm == -math.inf:
        return "0"
    power = _power_of_ten(logarithm, LEAST_PLAIN, 2)
    return in_powers(*power) if power else write(math.exp(logarithm), 4)


def _exp_to_reckon(logarithm: float, write: Callable[[float, int], str], in_powers: Callable[[str, int], str]) -> str:
    if power := _power_of_ten(logarithm, LEAST_SIGNIFICANT, 3):
        return in_powers(*power)
    number = math.exp(logarithm)
    return write(number, 0) if number >= 1e4 else f"{number:.4g}"


def _power_of_ten(logarithm: float, least: float, decimals: int) -> tuple[str, int] | None:
    """Mantissa and power of a number below ``least`` or above 10⁷, from its logarithm alone."""
    if logarithm == -math.inf or math.log(least) <= logarithm < math.log(MOST_PLAIN):
        return None
    exponent = logarithm / math.log(10.0)
    power = math.floor(exponent)
    mantissa = f"{10.0 ** (exponent - power):.{decimals}f}"
    # 9.999 rounds up into the next power.
    return (f"{1:.{decimals}f}", power + 1) if mantissa.startswith("10") else (mantissa, power)
