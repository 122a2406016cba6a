"""How charts write numbers: raised and lowered figures (10⁻¹⁵, z₂), and expressions by which Vega does the same."""

from typing import Final

_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def superscript(number: int) -> str:
    """A whole number as an exponent: −15 gives ⁻¹⁵."""
    return str(number).translate(_RAISED)


def subscript(number: int) -> str:
    """A whole number ≥ 0 as an index: 12 gives ₁₂."""
    return str(number).translate(_LOWERED)


def thousands(value: str = "datum.value", form: str = ",~r") -> str:
    """The Vega expression for a number with a minus and with thin spaces between its thousands: −12 000.

    form: what d3 formats it by, with commas.
    """
    return f"replace(replace(format({value}, '{form}'), /,/g, '\u202f'), '-', '−')"
