"""Calculations written out in numbers, with so many digits that the operands printed give the result printed."""

import math
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from core.app.wording.figures import raised

RESULT: Final = 4  # significant digits of a result
MOST: Final = 12  # significant digits that are tried
NEAR_ONE: Final = 5e-4


class Share(NamedTuple):
    """A number next to which 1 may be, with what is missing to 1, where its digits are."""

    value: float
    complement: float


Operand = float | str | Share  # a text is a number that is written as it is


def written(value: float, digits: int) -> str:
    """A number to so many significant digits: 0.01766, −12.40, 1.766 × 10⁻⁵."""
    if not value or math.isinf(value):
        return "0" if not value else "∞" if value > 0 else "−∞"
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    text = f"{value:.{max(0, digits - 1 - int(power))}f}" if -4 <= int(power) < 6 else raised(mantissa, int(power))
    return text.replace("-", "−")


def read(text: str) -> float:
    """The number that a written one stands for."""
    plain = text.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789"))
    return float(plain.replace(" × 10", "e"))


def reckoned(
    result: float, formula: Callable[..., float], operands: Mapping[str, Operand], most: int = RESULT
) -> dict[str, str]:
    """The operands, under their names, and the "result" of a formula of theirs, as they are to be printed.

    The result has so many significant digits at most, or fewer where no operands of a bearable length give them.
    """
    for bears in range(most, 0, -1):
        target = written(result, bears)
        for digits in range(bears, MOST + 1):
            printed = {name: _printed(operand, digits) for name, operand in operands.items()}
            if written(formula(**{name: number for name, (_, number) in printed.items()}), bears) == target:
                return {name: text for name, (text, _) in printed.items()} | {"result": target}
    raise ValueError(f"no digits of {operands} give {result}")


def _printed(operand: Operand, digits: int) -> tuple[str, float]:
    """An operand as it stands inside a formula, a negative one in parentheses, and the number that stands there."""
    if isinstance(operand, Share):
        if 0 < operand.complement < NEAR_ONE:
            missing = written(operand.complement, digits)
            return f"(1 − {missing})", 1.0 - read(missing)
        operand = operand.value
    text = operand.replace("-", "−") if isinstance(operand, str) else written(operand, digits)
    return f"({text})" if text.startswith("−") else text, read(text)
