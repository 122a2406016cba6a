"""A table from outside as a data set: the good rows stay, each bad one has its line and reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.data.own_table import (
    BadRow,
    RowReason,
    Table,
    TableReason,
    UnreadableTableError,
    cut,
    label_place,
    number,
    read_table,
    shortened,
)
from core.data.samples import Dataset
from core.maths.checks import LARGEST, FloatArray

__all__ = ["EXAMPLE", "BadRow", "OwnData", "UnreadableTableError", "read_own_data"]

FEWEST_ROWS = 4
MOST_CLASSES = 10

EXAMPLE: Final = """\
hours slept,hours studied,passed
7.5,6,yes
6,2,no
8,3.5,yes
5,5,no
7,4.5,yes
4.5,7,yes
6.5,1,no
8.5,2,yes
5.5,3,no
7,2.5,no
6,5.5,yes
4,4,no
7.5,1.5,no
5.5,6.5,yes
6.5,4,no
6,4.5,yes
"""
"""A table to begin with, made up for this app; the two classes overlap a little."""

_DIGITS: Final = re.compile(r"([0-9]+)")


@dataclass(frozen=True, eq=False)
class OwnData:
    """The rows that can be used as a data set, the ones that cannot, and which of the columns is the label."""

    dataset: Dataset
    bad: tuple[BadRow, ...]
    columns: tuple[str, ...]  # all of them, as in the header
    label_column: str


def read_own_data(content: bytes | str, label_column: str | None = None, standardise: bool = True) -> OwnData:
    """A data set out of a CSV file with a header, two to eight columns of numbers, and a label of 2 to 10 values.

    Comma, semicolon and tab part the cells; UTF-8, UTF-16 and GB 18030 are understood. `label_column` is a name out
    of `OwnData.columns`; None guesses: a column called label, class, target, species, 标签 or 类别, else the only one
    that is mostly not numbers, else one called y, else the last. Classes are in natural order, 2 before 10; labels
    are told apart as texts ("1" is not "1.0"), blanks around and doubled within them aside. Names and labels longer
    than 40 signs are cut and stay distinct. Blank lines, and blank cells beyond the header's last name, count for
    nothing; a column without a name is refused (it may be a row number, and a row number gives the label away).

    Raises:
        UnreadableTableError: the table as a whole is of no use. Nothing else, whatever the content.
    """
    table = read_table(content)
    label = label_place(table, label_column)
    _refuse_words(table, label)
    columns, name = table.columns, table.columns[label]
    faults = [_fault(row, columns, label) for row in table.rows]
    bad = tuple(BadRow(line, *fault) for line, fault in zip(table.lines, faults, strict=True) if fault)
    good = [row for row, fault in zip(table.rows, faults, strict=True) if not fault]
    classes = sorted({row[label] for row in good}, key=_natural)
    raw = np.array([[float(cell) for cell in _inputs(row, label)] for row in good])
    reason, detail = _complaint(raw, _inputs(columns, label), classes, name, standardise)
    if reason is not None:
        raise UnreadableTableError(reason, detail, columns, name, bad)
    labels = np.array([classes.index(row[label]) for row in good])
    return OwnData(Dataset(_inputs(columns, label), shortened(classes), raw, labels, standardise), bad, columns, name)


def _refuse_words(table: Table, label: int) -> None:
    """Refuse a table of which a column beside the label has not a single number: no row could be used."""
    for place, column in enumerate(table.columns):
        cells = table.cells(place)
        if place != label and cells and all(number(cell) is None for cell in cells):
            raise UnreadableTableError("no_numbers", column, table.columns, table.columns[label])


def _complaint(
    raw: FloatArray, inputs: Sequence[str], classes: Sequence[str], label_column: str, standardise: bool
) -> tuple[TableReason | None, str]:
    """Why the good rows are no data set, if they are none, and what is at fault."""
    if len(raw) < FEWEST_ROWS:
        return "few_rows", str(len(raw))
    if len(classes) < 2:
        return "one_class", label_column
    if len(classes) > MOST_CLASSES:
        return "many_classes", label_column
    constant = np.flatnonzero(raw.min(axis=0) == raw.max(axis=0))
    if standardise and len(constant):
        return "constant_column", inputs[constant[0]]
    return None, ""


def _inputs(row: tuple[str, ...], label: int) -> tuple[str, ...]:
    return row[:label] + row[label + 1 :]


def _fault(row: Sequence[str], columns: Sequence[str], label: int) -> tuple[RowReason, str, str] | None:
    if len(row) != len(columns):
        return "cell_count", "", str(len(row))
    for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
        if not cell:
            return "label_missing" if place == label else "missing", column, ""
        if place == label:
            continue
        value = number(cell)
        if value is None:
            return "not_a_number", column, cut(cell)
        if abs(value) > LARGEST:
            return "too_large", column, cut(cell)
    return None


def _natural(text: str) -> tuple[object, ...]:
    """A key that sorts numbers by value, before words; in words, runs of digits by value, and letters of any case."""
    value = number(text)
    if value is not None:
        return 0, value, text
    # As (length, digits) without zeros in front, since int() refuses very long runs.
    parts = [(len(part.lstrip("0")), part.lstrip("0")) if odd else part for odd, part in _split(text.casefold())]
    return 1, parts, text


def _split(text: str) -> list[tuple[int, str]]:
    return [(place % 2, part) for place, part in enumerate(_DIGITS.split(text))]
