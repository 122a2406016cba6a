"""What is wrong with a row: its first fault, looked for one after another."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.simulation.checks import IntArray
from core.simulation.prediction_sheet import Column

_NAN: Final = frozenset({"nan", "na", "n/a", "#n/a", "null", "none", "-nan", "nil"})
_INFINITE: Final = frozenset({sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")} | {"−∞"})

BoolArray = NDArray[np.bool_]
RowReason = Literal[
    "cell_count",
    "label_missing",
    "label_nan",
    "label_not_a_number",
    "label_outside",
    "label_unknown",
    "missing",
    "nan",
    "infinite",
    "not_a_number",
    "outside",
    "too_large",
    "sum",
]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its line, why, the column and the text that was there ("sum": what it sums to)."""

    number: int
    reason: RowReason
    column: str
    given: str


class Faults:
    """The first fault found in each row, as they are looked for one after another."""

    def __init__(self, rows: int) -> None:
        self.reasons: list[tuple[RowReason, Column | None]] = []
        self.of_row: IntArray = np.zeros(rows, dtype=np.int64)  # number of the fault, from 1 up

    def add(self, wrong: BoolArray, reason: RowReason, column: Column | None = None) -> None:
        """Note a fault in the rows that have none yet."""
        new = wrong & (self.of_row == 0)
        if new.any():
            self.reasons.append((reason, column))
            self.of_row[new] = len(self.reasons)


def check_words(
    column: Column, suspect: BoolArray, faults: Faults, missing: RowReason, nan: RowReason, other: RowReason
) -> None:
    """Note each word that stands where a number should, by what it says."""
    if len(column.words) == 1:
        return
    kinds = [_kind(word, missing, nan, other) for word in column.words]
    for reason in dict.fromkeys(kinds[1:]):
        codes = [code for code, kind in enumerate(kinds) if code and kind == reason]
        faults.add(suspect & np.isin(column.codes, codes), reason, column)


def _kind(word: str, missing: RowReason, nan: RowReason, other: RowReason) -> RowReason:
    if not word:
        return missing
    if word.casefold() in _NAN:
        return nan
    return "infinite" if other == "not_a_number" and word.casefold() in _INFINITE else other
