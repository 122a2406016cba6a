"""Snippets out of real functions and the reader's numbers: what they print is what stands on the screen."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.app.take_home.snippet import Snippet
from core.charts.kit.theme import Units


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of the screen: the Python for it, its value there, its digits as for ``plain``, and what it is.

    form: a format of its own, where ``plain`` has not shown it.
    """

    expression: str
    value: float
    digits: int = 3
    what: str = ""
    form: str | None = None

    @property
    def spec(self) -> str:
        """The format by which Python prints the digits that the screen shows."""
        return spec(self.value, self.digits) if self.form is None else self.form


def behind(functions: Iterable[Callable[..., Any]], code: str, *printed: Printed) -> Snippet:
    """The lines of code, then a line for each number, which prints it as the screen has it."""
    lines = [
        f'print(f"{{{one.expression}{f":{one.spec}" if one.spec else ""}}}")' + (f"  # {one.what}" if one.what else "")
        for one in printed
    ]
    shown = "\n".join(format(one.value, one.spec) for one in printed)
    above = [code.strip()] if code.strip() else []
    if "def " in code:
        above += ["", ""]
    return Snippet(tuple(functions), "\n".join([*above, *lines]), shown)


def spec(value: float, digits: int = 3) -> str:
    """The format that gives the digits of ``core.app.frame.figures.plain``; a whole number keeps all of its own."""
    if isinstance(value, int):
        return "d"
    size = abs(value)
    if 0.0 < size < 0.5 * 10.0**-digits or 1e7 <= size < math.inf:
        return ".2e"
    if 1e4 <= size < math.inf:
        return ".0f"
    # A zero with a sign is shown without it.
    return f"{'z' if value == 0.0 and math.copysign(1.0, value) < 0.0 else ''}.{digits}f"


def in_units(expression: str, units: Units) -> str:
    """The Python for a number of nats, in the reader's unit."""
    return expression if units.name == "nats" else f"{expression} / math.log(2.0)"


def listed(values: ArrayLike) -> str:
    """Numbers, or rows of numbers, as a list in Python, with all their digits."""
    return repr(np.asarray(values, dtype=np.float64).tolist())
