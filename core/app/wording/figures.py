"""Numbers as people read them: real minus signs, ∞ as ∞, small numbers in powers of ten."""

import math
from collections.abc import Callable
from typing import Final

from core.charts.kit.expressions import superscript

LN2: Final = math.log(2.0)
ROUNDING: Final = (-12, -9, -6)  # powers of ten that errors are held against


def raised(mantissa: str, power: int) -> str:
    """A number in powers of ten, for prose: 1.77 × 10⁻⁵."""
    return f"{mantissa} × 10{superscript(power)}"


def raised_in_formula(mantissa: str, power: int) -> str:
    """The same for a formula."""
    return rf"{mantissa} \cdot 10^{{{power}}}"


def plain(value: float, digits: int = 3) -> str:
    """A number for prose: ``digits`` decimals, or significant digits in a power of ten where it is tiny or huge."""
    return _render(value, digits, raised, "∞")


def error_size(error: float) -> str:
    """How large an error is, where its digits are those of rounding and no two processors need agree on them."""
    bound = next((power for power in ROUNDING if abs(error) <= 10.0**power), None)
    return plain(abs(error)) if bound is None else f"≤\u00a010{superscript(bound)}"


def free_of_rounding(value: float) -> float:
    """The value, or 0 where it is as small as what a search or an integral leaves of 0."""
    return 0.0 if abs(value) <= 10.0 ** ROUNDING[1] else value


def equals(total: float, *parts: float, digits: int = 3) -> str:
    """The sign between rounded parts and their rounded total: "=" where the digits shown add up, else "≈"."""
    shown = sum(round(part, digits) for part in parts)
    return "=" if shown == total or round(shown, digits) == round(total, digits) else "≈"


def latex(value: float, digits: int = 3) -> str:
    """A number for a formula, with the same rounding as :func:`plain`; a negative one brings its own sign."""
    text = _render(value, digits, raised_in_formula, r"\infty")
    return text.replace("−", "-").replace("\u202f", r"\,")


def latex_factor(value: float, digits: int = 3) -> str:
    """A number as a factor or a summand inside a formula: negative ones stand in parentheses."""
    text = latex(value, digits)
    return f"({text})" if text.startswith("-") else text


def whole(value: int) -> str:
    """A whole number with thin spaces between the thousands: 10 265."""
    return f"{value:,}".replace(",", "\u202f").replace("-", "−")


def whole_percent(share: float) -> str:
    """A share in whole percent, which says 0 or 100 only where it is that."""
    percent = round(100.0 * share)
    if percent == 0 and share > 0.0:
        return "< 1 %"
    if percent == 100 and share < 1.0:
        return "> 99 %"
    return f"{percent} %"


def _render(value: float, digits: int, power_form: Callable[[str, int], str], infinity: str) -> str:
    if math.isnan(value):
        raise ValueError("there is no way to show a number that is not a number")
    if math.isinf(value):
        return infinity if value > 0 else f"−{infinity}"
    if value == 0:
        return f"{0:.{digits}f}"
    size = abs(value)
    if size < 0.5 * 10.0**-digits or size >= 1e7:
        power = math.floor(math.log10(size))
        mantissa = round(value / 10.0**power, 2) if power > -300 else round(value * 1e20 / 10.0 ** (power + 20), 2)
        if abs(mantissa) >= 10:  # 9.999 rounds up into the next power
            mantissa, power = mantissa / 10, power + 1
        return power_form(f"{mantissa:.2f}".replace("-", "−"), power)
    if size >= 1e4:
        return f"{value:,.0f}".replace(",", "\u202f").replace("-", "−")
    shown = f"{value:.{digits}f}"
    return shown.replace("-", "−")
