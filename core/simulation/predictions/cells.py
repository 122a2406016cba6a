"""The cells of a column, block by block, as numbers and words."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.data.own_table import cut, number
from core.maths.checks import FloatArray

MOST_WORDS: Final = 10_000  # different ones that are kept; the others are only known not to be numbers
REST: Final = "…"


class ColumnBuilder:
    """A column that grows: its numbers, and a code for each word that stands in place of one."""

    def __init__(self, decimal_comma: bool) -> None:
        self._decimal_comma = decimal_comma
        self._numbers: list[FloatArray] = []
        self._codes: list[NDArray[np.int32]] = []
        self._known: dict[str, int] = {}  # text of a word -> its code, from 1 up
        self._points = self._commas = False

    def add(self, cells: Sequence[str]) -> None:
        """Add a block of cells."""
        joined = "".join(cells)
        self._points |= "." in joined
        numbers = plain_numbers(cells, joined)
        if numbers is None and self._decimal_comma and "," in joined and "." not in joined:
            numbers = plain_numbers([cell.replace(",", ".") for cell in cells], joined)
            self._commas |= numbers is not None
        if numbers is not None:
            self._numbers.append(numbers)
            self._codes.append(np.zeros(len(cells), dtype=np.int32))
            return
        found = [self._cell(cell) for cell in cells]
        self._numbers.append(np.array([value for value, _ in found], dtype=np.float64) + 0.0)
        self._codes.append(np.array([code for _, code in found], dtype=np.int32))

    @property
    def mixed(self) -> bool:
        """Whether commas were read as decimal signs in a column that has points as well."""
        return self._points and self._commas

    def done(self) -> tuple[FloatArray, NDArray[np.int32], tuple[str, ...]]:
        """The numbers, the codes, and the words they stand for."""
        if not self._numbers:
            return np.zeros(0), np.zeros(0, dtype=np.int32), ("",)
        return np.concatenate(self._numbers), np.concatenate(self._codes), ("", *self._known)

    def _cell(self, cell: str) -> tuple[float, int]:
        text = cell.strip()
        value = number(text)
        if value is None and self._decimal_comma and text.count(",") == 1:
            value = number(text.replace(",", "."))
            self._commas |= value is not None
        if value is not None:
            return value, 0
        text = cut(" ".join(text.split()))
        if text not in self._known and len(self._known) >= MOST_WORDS:
            text = REST
        return np.nan, self._known.setdefault(text, len(self._known) + 1)


def plain_numbers(cells: Sequence[str], joined: str) -> FloatArray | None:
    """The cells as numbers if every one of them is a finite one, much faster than one by one; else None.

    ``joined`` are the signs of all cells. Python's own reading is wider than ours by just these: nan, inf, 1_000 and
    the digits of other scripts.
    """
    if not joined.isascii() or "_" in joined:
        return None
    try:
        numbers = np.array(list(map(float, cells)), dtype=np.float64)
    except ValueError:
        return None
    return numbers + 0.0 if np.isfinite(numbers).all() else None
