"""The rows of a table that cannot be used, each with the first fault that was found in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.reading.cells import Column, cut, missing
from core.data.reading.sheet import Sheet
from core.maths.checks import FloatArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its line in the file, why, the column and what was there (cells, sum: how many)."""

    number: int
    reason: str
    column: str
    given: str


class Faults:
    """The first fault of each row, as they are looked for one after another."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.reasons: list[tuple[str, Column | FloatArray]] = []
        self.of_row: NDArray[np.int16] = np.zeros(len(sheet.lines), dtype=np.int16)  # number of the fault, from 1 up
        if sheet.widths:
            widths = np.full(len(sheet.lines), np.nan)
            widths[list(sheet.widths)] = list(sheet.widths.values())
            self.add(~np.isnan(widths), "cell_count", widths)

    @property
    def good(self) -> BoolArray:
        """Which rows have no fault."""
        good: BoolArray = self.of_row == 0
        return good

    def add(self, wrong: BoolArray, reason: str, found: Column | FloatArray) -> None:
        """Note a fault in the rows that have none yet; ``found``: the column at fault, or a number for each row."""
        new = wrong & self.good
        if new.any():
            self.reasons.append((reason, found))
            self.of_row[new] = len(self.reasons)

    def words(self, column: Column, suspect: BoolArray, nothing: str, nan: str, other: str) -> None:
        """Note each word that stands where none should, by what it says."""
        if len(column.words) == 1:
            return
        kinds = [nothing if not word else nan if missing(word) else other for word in column.words]
        for reason in dict.fromkeys(kinds[1:]):
            codes = [code for code, kind in enumerate(kinds) if code and kind == reason]
            self.add(suspect & np.isin(column.codes, codes), reason, column)

    def named(self, most: int | None = None) -> tuple[BadRow, ...]:
        """The rows with a fault, or the first so many."""
        rows: list[BadRow] = []
        for row in np.flatnonzero(self.of_row)[:most].tolist():
            reason, at = self.reasons[self.of_row[row] - 1]
            column, given = (at.name, cut(at.text(row))) if isinstance(at, Column) else ("", f"{at[row]:.9g}")
            rows.append(BadRow(int(self.sheet.lines[row]), reason, column, given))
        return tuple(rows)
