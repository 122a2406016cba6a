"""Raised and lowered figures, for words that hold no markup: 10⁻¹⁵, z₂."""

from typing import Final

_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def superscript(number: int) -> str:
    """A whole number as an exponent: −15 gives ⁻¹⁵."""
    return str(number).translate(_RAISED)


def subscript(number: int) -> str:
    """A whole number ≥ 0 as an index: 12 gives ₁₂."""
    return str(number).translate(_LOWERED)
