"""Numbers of the laboratory as people read them: long decimals, values as returned, breaking places."""

from decimal import Decimal
from typing import Final

from core.app.wording.figures import plain
from core.app.wording.language import Texts
from core.charts.kit.expressions import superscript
from core.simulation.formulas.laboratory_survey import Breaks

_MOST_ULPS: Final = 1000
_WORDS: Final = {"zero": "0", "inf": "inf", "nan": "nan"}


def decimal_words(value: Decimal, digits: int) -> str:
    """A decimal number ≥ 0 to so many significant digits; in a power of ten where it is small or large.

    Its size may lie far outside of what a float can hold.
    """
    if value == 0:
        return "0"
    rounded = Decimal(f"{value:.{digits - 1}e}")
    power = rounded.adjusted()
    if -3 <= power < 7:
        return f"{rounded:.{max(digits - 1 - power, 0)}f}"
    return f"{rounded.scaleb(-power):.{digits - 1}f}\u00a0×\u00a010{superscript(power)}"


def as_returned(value: float) -> str:
    """A value as NumPy prints it, all its digits, in a code span."""
    return f"`{value!r}`"


def ulp_words(ulps: Decimal | None) -> str:
    """A distance in units of the last place; no number where so many say nothing."""
    if ulps is None:
        return "–"
    return f"{ulps:.1f}" if ulps < _MOST_ULPS else f">\u00a0{_MOST_ULPS}"


def breaking(text: Texts, breaks: Breaks) -> str:
    """From where the error is above 10⁻⁶, and from where the answer is 0, inf or nan."""
    if breaks.loose is None:
        return text("laboratory.holds")
    loose = plain(breaks.loose, 1)
    if breaks.special is None or breaks.kind is None:
        return loose
    special = text("laboratory.special", kind=_WORDS[breaks.kind], place=plain(breaks.special, 1))
    return special if plain(breaks.special, 1) == loose else f"{loose}; {special}"
