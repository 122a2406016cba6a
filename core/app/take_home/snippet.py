"""The Python behind a screen: the app's own functions, called with the reader's numbers.

What it prints is what stands on the screen. It imports ``core`` as it is, which is offered beside it as a zip.
"""

import io
import math
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from core.charts.kit.theme import Units

CORE: Final = Path(__file__).parents[2]
PACKAGES: Final = ("maths", "data", "simulation")  # which need NumPy and SciPy only
HEAD: Final = "# The Python behind a screen, with its numbers. Unpack core.zip beside this file."


@dataclass(frozen=True, slots=True)
class Snippet:
    """What prints a number of the screen outside the app, with NumPy and SciPy alone.

    functions: those of ``core.maths`` and ``core.simulation`` that ``code`` calls by name.
    code: lines that end in a ``print`` of the number, or numbers; ``np`` and ``math`` are at hand.
    shown: what that prints; each of its words stands on the screen as well.
    """

    functions: tuple[Callable[..., Any], ...]
    code: str
    shown: str

    def __post_init__(self) -> None:
        if "print(" not in self.code:
            raise ValueError("a snippet prints a number of the screen")

    def source(self) -> str:
        """The whole file: imports, then the lines."""
        standard = ["import math"] if "math." in self.code else []
        others = ["import numpy as np"] if "np." in self.code else []
        named = sorted({(function.__module__, function.__name__) for function in self.functions})
        ours = [
            f"from {module} import {', '.join(name for _, name in names)}"
            for module, names in groupby(named, lambda one: one[0])
        ]
        parts = ["\n".join(lines) for lines in ([HEAD], standard, others, ours, [self.code.strip()]) if lines]
        return "\n\n".join(parts) + "\n"


@cache
def core_zip() -> bytes:
    """The packages that snippets import, as they stand here."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("core/__init__.py", "")
        for package in PACKAGES:
            for file in sorted((CORE / package).rglob("*")):
                if file.suffix in (".py", ".csv", ".txt"):
                    archive.write(file, file.relative_to(CORE.parent))
    return packed.getvalue()


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
    """The format that gives the digits of ``core.app.wording.figures.plain``; a whole number keeps all of its own."""
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


def measured(expression: str, nats: float, units: Units, digits: int = 3, what: str = "", form: str = "") -> Printed:
    """A number of nats, which the screen shows in the reader's unit, and what it is: that unit, if nothing else."""
    return Printed(in_units(expression, units), units.of(nats), digits, what or f"in {units.name}", form or None)


def listed(values: ArrayLike) -> str:
    """Numbers, or rows of numbers, as a list in Python, with all their digits."""
    return repr(np.asarray(values, dtype=np.float64).tolist())
