"""A table from outside as a data set: the good rows stay, each bad one has its line and reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from core.data.reading import encodings, words
from core.data.reading.cells import Column, cut, number, shortened
from core.data.reading.sheet import Sheet, read_sheet
from core.data.samples import Dataset
from core.maths.checks import LARGEST, IntArray

FEWEST_ROWS: Final = 4
MOST_ROWS: Final = 5_000  # of more a seeded draw is taken
MOST_INPUTS: Final = 8
MOST_CLASSES: Final = 10

NO_INPUT: Final = "–"  # the name of the column of zeros beside a single input

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

RowReason = Literal["cell_count", "missing", "label_missing", "not_a_number", "too_large"]
LeftOut = Literal["words", "counting", "constant", "many"]
TableReason = Literal[encodings.Reason, "few_columns", "unknown_label_column", "few_rows", "one_class", "many_classes"]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: its line in the file, why, and the first cell at fault ("cell_count": how many)."""

    number: int
    reason: RowReason
    column: str
    given: str


class UnreadableTableError(ValueError):
    """A table that is no data set: ``reason``, ``detail`` (the column, number or line at fault), and what was read."""

    def __init__(
        self,
        reason: TableReason,
        detail: str = "",
        columns: tuple[str, ...] = (),
        label_column: str | None = None,
        bad: tuple[BadRow, ...] = (),
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: TableReason = reason
        self.detail = detail
        self.columns = columns  # where the table could be read: another label column may do better
        self.label_column = label_column
        self.bad = bad


@dataclass(frozen=True, eq=False)
class OwnData:
    """The rows that can be used as a data set, the ones that cannot, and which of the columns is the label."""

    dataset: Dataset
    bad: tuple[BadRow, ...]
    columns: tuple[str, ...]  # all of them
    label_column: str
    left_out: tuple[tuple[LeftOut, str], ...]  # columns that are no inputs, each with its reason
    drawn_from: int | None = None  # rows there are, where only a draw of them is used


def read_own_data(content: bytes | str, label_column: str | None = None, standardise: bool = True) -> OwnData:
    """A data set out of a text table of any form: one to eight columns of numbers, and a label of 2 to 10 values.

    `label_column` is a name out of `OwnData.columns`; None guesses. Columns of words, of row numbers and, where they
    are to be standardised, of one value only are left out, and so are inputs beyond the eighth. Of more than 5000
    rows a seeded draw is taken. Classes are in natural order, 2 before 10.

    Raises:
        UnreadableTableError: the table as a whole is of no use. Nothing else, whatever the content.
    """
    try:
        sheet = read_sheet(content if isinstance(content, bytes) else content.encode())
    except encodings.UnreadableFileError as error:
        raise UnreadableTableError(error.reason, error.detail) from error
    except UnicodeEncodeError as error:  # half a character, which can be neither shown nor stored
        raise UnreadableTableError("encoding") from error
    if label_column is not None and label_column not in sheet.names:
        raise UnreadableTableError("unknown_label_column", cut(label_column), sheet.names)
    label = sheet.names.index(label_column) if label_column is not None else _guessed(sheet)
    name, left = sheet.names[label], list[tuple[LeftOut, str]]()
    inputs = _inputs(sheet, label, left)
    if not inputs:
        raise UnreadableTableError("few_columns", str(len(sheet.names)), sheet.names, name)
    drawn_from = len(sheet.lines) if len(sheet.lines) > MOST_ROWS else None
    if drawn_from:
        sheet = sheet.part(np.sort(np.random.default_rng(1).choice(drawn_from, MOST_ROWS, replace=False)))
    bad, good = _faults(sheet, inputs, label)
    texts = [sheet.columns[label].text(row) for row in good.tolist()]
    raw = np.stack([sheet.columns[place].numbers[good] for place in inputs], axis=1)
    if standardise and len(raw):
        varied = raw.min(axis=0) < raw.max(axis=0)
        left += [("constant", sheet.names[place]) for place, varies in zip(inputs, varied, strict=True) if not varies]
        raw, inputs = raw[:, varied], [place for place, varies in zip(inputs, varied, strict=True) if varies]
    classes = sorted(set(texts), key=_natural)
    complaints: dict[TableReason, bool] = {
        "few_rows": len(raw) < FEWEST_ROWS,
        "one_class": len(classes) < 2,
        "many_classes": len(classes) > MOST_CLASSES,
        "few_columns": not inputs,
    }
    for reason, holds in complaints.items():
        if holds:
            detail = str(len(raw)) if reason == "few_rows" else name
            raise UnreadableTableError(reason, detail, sheet.names, name, bad)
    labels = np.array([classes.index(text) for text in texts])
    columns = tuple(sheet.names[place] for place in inputs)
    if len(columns) == 1:  # pictures have two axes: beside a single input stands one of zeros, which teaches nothing
        scaled = Dataset(columns, shortened(classes), raw, labels, standardise).inputs
        columns, raw, standardise = (*columns, NO_INPUT), np.column_stack([scaled, np.zeros(len(raw))]), False
    dataset = Dataset(columns, shortened(classes), raw, labels, standardise)
    return OwnData(dataset, bad, sheet.names, name, tuple(left), drawn_from)


def _guessed(sheet: Sheet) -> int:
    """The column that is most likely the label: called so, else the only one of few words, else one of few numbers."""
    wordy = [place for place, one in enumerate(sheet.columns) if 2 * len(one.known()) < len(one.codes)]
    few = {
        place
        for place, one in enumerate(sheet.columns)
        if (count := len(one.counts(MOST_CLASSES))) > 0 and (place in wordy or 2 * count <= len(one.codes))
    }
    named = [
        place
        for place, name in enumerate(sheet.names)
        if words.words_of(name) & (words.TRUTH | words.TRULY | words.CLASS) - {"y"}
        and (place in wordy or _has_few(sheet.columns[place]))
    ]
    only = [place for place in wordy if place in few]
    # A column called y may be the second coordinate: it is the label only where no other can be.
    called_y = [place for place, name in enumerate(sheet.names) if name.casefold() == "y"]
    last = len(sheet.names) - 1
    of_numbers = [last] if last in few and last not in wordy else sorted(few - set(wordy))
    return [*named, *(only if len(only) == 1 else []), *called_y, *of_numbers, *only, last][0]


def _has_few(column: Column) -> bool:
    """Whether a column holds so few different values that they may be classes."""
    return bool(column.counts(MOST_CLASSES))


def _inputs(sheet: Sheet, label: int, left: list[tuple[LeftOut, str]]) -> list[int]:
    """The places of the columns of numbers; the others are noted with their reason."""
    found: list[int] = []
    for place, column in enumerate(sheet.columns):
        if place == label:
            continue
        reason: LeftOut | None = None
        if not len(column.known()):
            reason = "words"
        elif _counts_rows(column):
            reason = "counting"
        elif len(found) == MOST_INPUTS:
            reason = "many"
        if reason is None:
            found.append(place)
        else:
            left.append((reason, column.name))
    return found


def _counts_rows(column: Column) -> bool:
    """Whether a column numbers the rows: a row number gives the label away where the classes stand in order."""
    known = column.known()
    whole = bool(np.all(known == np.round(known))) and len(np.unique(known)) == len(known)
    nameless = column.name.startswith("(") and bool(np.all(np.diff(known) == 1.0)) and known[0] in (0.0, 1.0)
    return whole and (nameless or bool(words.words_of(column.name) & words.COUNTING))


def _faults(sheet: Sheet, inputs: Sequence[int], label: int) -> tuple[tuple[BadRow, ...], IntArray]:
    """The rows that cannot be used, each with its first fault, and the places of the others."""
    bad: dict[int, BadRow] = {
        row: BadRow(int(sheet.lines[row]), "cell_count", "", str(width)) for row, width in sheet.widths.items()
    }
    for place in sorted([*inputs, label]):
        column = sheet.columns[place]
        wrong = column.codes != 0 if place != label else column.codes == np.int32(_blank(column))
        with np.errstate(invalid="ignore"):
            large = np.abs(column.numbers) > LARGEST if place != label else np.zeros(len(wrong), dtype=bool)
        for row in np.flatnonzero(wrong | large).tolist():
            text = column.text(row)
            reason: RowReason = "too_large" if large[row] else "not_a_number" if text else "missing"
            if place == label:
                reason = "label_missing"
            bad.setdefault(row, BadRow(int(sheet.lines[row]), reason, column.name, cut(text)))
    good = np.setdiff1d(np.arange(len(sheet.lines)), np.array(list(bad), dtype=np.int64))
    return tuple(bad[row] for row in sorted(bad)), good


def _blank(column: Column) -> int:
    return column.words.index("", 1) if "" in column.words[1:] else -1


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
