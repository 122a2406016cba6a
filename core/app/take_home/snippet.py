"""A piece of Python to carry home: real functions of ``core``, called with the numbers of the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Snippet:
    """What prints a number of the screen outside the app, with NumPy and SciPy alone.

    functions: those of ``core.maths`` and ``core.simulation`` that ``code`` calls by name.
    code: lines that end in a ``print`` of the number, or numbers.
    shown: what that prints; each of its words stands on the screen as well.
    """

    functions: tuple[Callable[..., Any], ...]
    code: str
    shown: str

    def __post_init__(self) -> None:
        if "print(" not in self.code:
            raise ValueError("a snippet prints a number of the screen")
