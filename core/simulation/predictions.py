"""Labels and predictions from outside, checked on entry: the good rows stay, each bad one has its number and reason."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.simulation import tables

MOST_ROWS: Final = 1_000_000

RowReason = Literal["label_missing", "output_missing", "not_a_number", "label_outside", "output_outside"]
FileReason = Literal["empty", "encoding", "columns", "too_many_rows", "not_a_table"]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: its number, why, and the text that was there."""

    number: int
    reason: RowReason
    given: str


@dataclass(frozen=True, slots=True)
class Predictions:
    """The rows that can be used, in order, and the ones that cannot."""

    numbers: NDArray[np.int64]  # (n,) the number of each row where it came from
    labels: NDArray[np.float64]  # (n,) y in [0, 1]
    outputs: NDArray[np.float64]  # (n,) a in [0, 1]
    bad: tuple[BadRow, ...]


class UnreadableFileError(ValueError):
    """A file of which no row can be read; ``reason`` and ``detail`` say why."""

    def __init__(self, reason: FileReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def check_rows(rows: Iterable[tuple[int, str, str]]) -> Predictions:
    """Predictions out of (row number, text of y, text of a): the good rows as arrays, the bad ones by name.

    A label or a prediction must be a number in [0, 1]; an empty one is missing. Nothing is repaired.
    """
    numbers, labels, outputs, bad = [], [], [], []
    for number, label_text, output_text in rows:
        label, output = _number(label_text), _number(output_text)
        reason, given = _complaint(label, output, label_text, output_text)
        if reason is None:
            numbers.append(number)
            labels.append(label)
            outputs.append(output)
        else:
            bad.append(BadRow(number, reason, given))
    return Predictions(
        np.array(numbers, dtype=np.int64),
        np.array(labels, dtype=np.float64),
        np.array(outputs, dtype=np.float64),
        tuple(bad),
    )


def read_csv(content: bytes) -> Predictions:
    """Predictions out of a CSV file with the columns ``y`` and ``a``; row numbers are the file's line numbers.

    Comma, semicolon and tab are understood as delimiters, UTF-8 and GB 18030 as encodings.

    Raises:
        UnreadableFileError: empty, not a text, no such columns, or more than a million rows.
    """
    try:
        rows = tables.rows(tables.decode(content))
        _, names = next(rows)
        label, output = _columns(names)
        return check_rows(_cells(rows, label, output))
    except tables.NotATableError as error:
        raise UnreadableFileError(error.reason, error.detail) from error


def _cells(rows: Iterator[tuple[int, list[str]]], label: int, output: int) -> Iterable[tuple[int, str, str]]:
    for count, (number, row) in enumerate(rows):
        if count >= MOST_ROWS:
            raise UnreadableFileError("too_many_rows", str(MOST_ROWS))
        yield (
            number,
            row[label] if label < len(row) else "",
            row[output] if output < len(row) else "",
        )


def _columns(names: Sequence[str]) -> tuple[int, int]:
    known = [name.strip().lower() for name in names]
    if "y" not in known or "a" not in known:
        raise UnreadableFileError("columns", ", ".join(name.strip() for name in names[:8]))
    return known.index("y"), known.index("a")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _complaint(
    label: float | None, output: float | None, label_text: str, output_text: str
) -> tuple[RowReason | None, str]:
    checks: tuple[tuple[float | None, str, RowReason, RowReason], ...] = (
        (label, label_text, "label_missing", "label_outside"),
        (output, output_text, "output_missing", "output_outside"),
    )
    for value, text, missing, outside in checks:
        if not text.strip():
            return missing, ""
        if value is None or math.isnan(value):
            return "not_a_number", text.strip()
        if not 0 <= value <= 1:
            return outside, text.strip()
    return None, ""
