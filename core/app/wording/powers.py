"""A number known by its logarithm, as people read it: also where no float can hold it."""

import math
from typing import Final

from core.app.wording.figures import latex, plain
from core.charts.kit.expressions import superscript

LEAST_PLAIN: Final = 1e-3  # below it, four decimals would hide most of the number
LEAST_SIGNIFICANT: Final = 1e-2
MOST_PLAIN: Final = 1e7


def plain_exp(logarithm: float) -> str:
    """The number e^logarithm for prose: 0.0050, or 1.01 × 10⁻³⁰¹⁰³⁰."""
    if logarithm == -math.inf:
        return "0"
    power = _power_of_ten(logarithm, LEAST_PLAIN, 2)
    if power is None:
        return plain(math.exp(logarithm), 4)
    return f"{power[0]} × 10{superscript(power[1])}"


def latex_exp(logarithm: float) -> str:
    """The same for a formula."""
    if logarithm == -math.inf:
        return "0"
    power = _power_of_ten(logarithm, LEAST_PLAIN, 2)
    return latex(math.exp(logarithm), 4) if power is None else rf"{power[0]} \cdot 10^{{{power[1]}}}"


def latex_exp_to_reckon(logarithm: float) -> str:
    """The same with four significant digits, for a formula whose reader may check it by hand: 0.7, 5.028 · 10⁻³."""
    power = _power_of_ten(logarithm, LEAST_SIGNIFICANT, 3)
    if power is not None:
        return rf"{power[0]} \cdot 10^{{{power[1]}}}"
    number = math.exp(logarithm)
    return latex(number, 0) if number >= 1e4 else f"{number:.4g}"


def plain_exp_to_reckon(logarithm: float) -> str:
    """The same for prose, and for a place of a formula that follows a control."""
    power = _power_of_ten(logarithm, LEAST_SIGNIFICANT, 3)
    if power is not None:
        return f"{power[0]} × 10{superscript(power[1])}"
    number = math.exp(logarithm)
    return plain(number, 0) if number >= 1e4 else f"{number:.4g}"


def _power_of_ten(logarithm: float, least: float, decimals: int) -> tuple[str, int] | None:
    """Mantissa and power of a number below ``least`` or above 10⁷, from its logarithm alone."""
    if logarithm == -math.inf or math.log(least) <= logarithm < math.log(MOST_PLAIN):
        return None
    exponent = logarithm / math.log(10.0)
    power = math.floor(exponent)
    mantissa = f"{10.0 ** (exponent - power):.{decimals}f}"
    # 9.999 rounds up into the next power.
    return (f"{1:.{decimals}f}", power + 1) if mantissa.startswith("10") else (mantissa, power)
