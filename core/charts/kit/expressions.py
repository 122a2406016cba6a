"""How charts write numbers: raised and lowered figures (10⁻¹⁵, z₂), and expressions by which Vega does the same."""

from collections.abc import Mapping, Sequence
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


_DIGITS: Final = list("⁰¹²³⁴⁵⁶⁷⁸⁹")
# For the ticks of a log axis from 1 down: words for whole powers only.
POWERS_OF_TEN: Final = (
    "abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) > 1e-6 ? ''"
    " : datum.value > 0.99 ? '1' : '10⁻' + (-log(datum.value) / LN10 > 9.5"
    f" ? {_DIGITS!r}[floor(-round(log(datum.value) / LN10) / 10)] : '')"
    f" + {_DIGITS!r}[(-round(log(datum.value) / LN10)) % 10]"
)


def signed(value: float) -> str:
    """A number as it stands in a chart: three decimals, a real minus, powers of ten where it is tiny."""
    text = f"{value:.3f}" if value == 0 or abs(value) >= 5e-4 else f"{value:.1e}"
    return text.replace("-", "−")


def signed_expression(value: str) -> str:
    """The same as a Vega expression of a Vega expression."""
    digits = f"({value}) === 0 || abs({value}) >= 0.0005 ? format({value}, '.3f') : format({value}, '.1e')"
    return f"replace({digits}, /-/g, '\u2212')"


def number_expression(value: str, digits: int) -> str:
    """The Vega expression for a number with so many decimals, whole from 10 000 on, ∞ as its sign."""
    return (
        f"!isFinite({value}) ? ({value} < 0 ? '−∞' : '∞') : abs({value}) < 1e4 ? format({value}, '.{digits}f')"
        f" : {thousands(value, ',.0f')}"
    )


def first_stop(longest: str, stops: Sequence[float]) -> str:
    """The Vega expression for the first stop that holds a length, the last one where none does."""
    return " : ".join(f"{longest} <= {stop} ? {stop}" for stop in stops) + f" : {stops[-1]}"


def chosen(column: str, cases: Mapping[str, object], otherwise: object) -> str:
    """The Vega expression that belongs to the word in a column."""
    return "".join(f"datum.{column} === {word!r} ? {case} : " for word, case in cases.items()) + str(otherwise)
