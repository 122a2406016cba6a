"""A table from outside as a data set: the good rows stay, each bad one has its line and reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, cut, number, shortened
from core.data.reading.encodings import Reason, UnreadableFileError
from core.data.reading.faults import BadRow, Faults
from core.data.reading.sheet import Sheet, read_sheet
from core.data.samples import Dataset
from core.maths.checks import LARGEST

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
TableReason = Literal[Reason, "few_columns", "unknown_label_column", "few_rows", "one_class", "many_classes"]


class UnreadableTableError(ValueError):
    """A table that is no data set: ``reason``, ``detail`` (the column, number or line at fault), and what was read."""

    def __init__(self, reason: TableReason, detail: str = "", sheet: Sheet | None = None, label: int = -1) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: TableReason = reason
        self.detail = detail
        self.columns = sheet.names if sheet else ()  # where the table could be read: another label may do better
        self.label_column = sheet.names[label] if sheet and label >= 0 else None
        self.choices = input_choices(sheet) if sheet else {}
        self.bad: tuple[BadRow, ...] = ()


@dataclass(frozen=True, eq=False)
class OwnData:
    """The rows that can be used as a data set, the ones that cannot, and which of the columns is the label."""

    dataset: Dataset
    bad: tuple[BadRow, ...]
    columns: tuple[str, ...]  # all of them
    label_column: str
    left_out: tuple[tuple[LeftOut, str], ...]  # columns that are no inputs, each with its reason
    choices: Mapping[str, bool]  # the columns of numbers, and whether they only number the rows
    drawn_from: int | None = None  # rows there are, where only a draw of them is used


def read_own_data(
    content: bytes | str, label_column: str | None = None, standardise: bool = True, inputs: tuple[str, ...] = ()
) -> OwnData:
    """A data set out of a text table of any form: one to eight columns of numbers, and a label of 2 to 10 values.

    `label_column` and `inputs` are names out of `OwnData.columns`; None and () guess. Columns of words, of row numbers
    (unless asked for) and, where they are to be standardised, of one value only are left out, and so are inputs beyond
    the eighth. Of more than 5000 rows a seeded draw is taken. Classes are in natural order, 2 before 10.

    Raises:
        UnreadableTableError: the table as a whole is of no use. Nothing else, whatever the content.
    """
    try:
        sheet = read_sheet(content if isinstance(content, bytes) else content.encode())
    except UnreadableFileError as error:
        raise UnreadableTableError(error.reason, error.detail) from error
    except UnicodeEncodeError as error:  # half a character, which can be neither shown nor stored
        raise UnreadableTableError("encoding") from error
    if label_column is not None and label_column not in sheet.names:
        raise UnreadableTableError("unknown_label_column", cut(label_column), sheet)
    label = sheet.names.index(label_column) if label_column is not None else _guessed(sheet)
    name, left = sheet.names[label], list[tuple[LeftOut, str]]()
    places = _inputs(sheet, label, inputs, left)
    if not places:
        raise UnreadableTableError("few_columns", str(len(sheet.names)), sheet, label)
    drawn_from = len(sheet.lines) if len(sheet.lines) > MOST_ROWS else None
    if drawn_from:
        sheet = sheet.part(np.sort(np.random.default_rng(1).choice(drawn_from, MOST_ROWS, replace=False)))
    faults = _faults(sheet, places, label)
    good = np.flatnonzero(faults.good)
    texts = [sheet.columns[label].text(row) for row in good.tolist()]
    raw = sheet.values(places)[good]
    if standardise and len(raw):
        varied = (raw.min(axis=0) < raw.max(axis=0)).tolist()
        left += [("constant", sheet.names[place]) for place, varies in zip(places, varied, strict=True) if not varies]
        raw, places = raw[:, varied], [place for place, varies in zip(places, varied, strict=True) if varies]
    classes = sorted(set(texts), key=_natural)
    complaints: dict[TableReason, bool] = {
        "few_rows": len(raw) < FEWEST_ROWS,
        "one_class": len(classes) < 2,
        "many_classes": len(classes) > MOST_CLASSES,
        "few_columns": not places,
    }
    if reason := next((reason for reason, holds in complaints.items() if holds), None):
        refusal = UnreadableTableError(reason, str(len(raw)) if reason == "few_rows" else name, sheet, label)
        refusal.bad = faults.named()
        raise refusal
    labels = np.array([classes.index(text) for text in texts])
    columns = tuple(sheet.names[place] for place in places)
    if len(columns) == 1:  # pictures have two axes: beside a single input stands one of zeros, which teaches nothing
        scaled = Dataset(columns, shortened(classes), raw, labels, standardise).inputs
        columns, raw, standardise = (*columns, NO_INPUT), np.column_stack([scaled, np.zeros(len(raw))]), False
    dataset = Dataset(columns, shortened(classes), raw, labels, standardise)
    return OwnData(dataset, faults.named(), sheet.names, name, tuple(left), input_choices(sheet), drawn_from)


def _guessed(sheet: Sheet) -> int:
    """The column that is most likely the label: called so, else the only one of few words, else one of few numbers."""
    places = range(len(sheet.names))
    wordy = [place for place in places if not sheet.columns[place].numeric]
    different = [len(one.counts(MOST_CLASSES)) for one in sheet.columns]  # 0 where there are more
    few = [place for place in places if 0 < different[place] <= len(sheet.lines) / (1 if place in wordy else 2)]
    called = (words.TRUTH | words.TRULY | words.CLASS) - {"y"}
    named = [place for place in places if sheet.columns[place].said & called and (place in wordy or different[place])]
    only = [place for place in wordy if place in few]
    # A column called y may be the second coordinate: it is the label only where no other can be.
    called_y = [place for place in places if sheet.names[place].casefold() == "y"]
    numbers = [place for place in few if place not in wordy]
    of_numbers = numbers[-1:] if places[-1] in numbers else numbers
    return [*named, *(only if len(only) == 1 else []), *called_y, *of_numbers, *only, places[-1]][0]


def _inputs(sheet: Sheet, label: int, asked: Sequence[str], left: list[tuple[LeftOut, str]]) -> list[int]:
    """The places of the columns of numbers, all or those asked for; the others are noted with their reason."""
    found: list[int] = []
    for place, column in enumerate(sheet.columns):
        if place == label:
            continue
        if not len(column.known()):
            left.append(("words", column.name))
        elif not asked and _counts_rows(column):
            left.append(("counting", column.name))
        elif not asked or column.name in asked:
            if len(found) < MOST_INPUTS:
                found.append(place)
            else:
                left.append(("many", column.name))
    return found


def input_choices(sheet: Sheet) -> dict[str, bool]:
    """The columns that can be inputs, and whether each only numbers the rows."""
    return {column.name: _counts_rows(column) for column in sheet.columns if len(column.known())}


def _counts_rows(column: Column) -> bool:
    """Whether a column numbers the rows: a row number gives the label away where the classes stand in order."""
    known = column.known()
    whole = bool(np.all(known == np.round(known))) and len(np.unique(known)) == len(known)
    nameless = column.name.startswith("(") and bool(np.all(np.diff(known) == 1.0)) and known[0] in (0.0, 1.0)
    return whole and (nameless or bool(column.said & words.COUNTING))


def _faults(sheet: Sheet, inputs: Sequence[int], label: int) -> Faults:
    """The rows that cannot be used, each with its first fault."""
    faults = Faults(sheet)
    for place in sorted([*inputs, label]):
        column = sheet.columns[place]
        if place == label:
            none = column.words.index("", 1) if "" in column.words[1:] else -1
            faults.add(column.codes == none, "label_missing", column)
            continue
        faults.words(column, column.codes != 0, "missing", "not_a_number", "not_a_number")
        with np.errstate(invalid="ignore"):
            faults.add(np.abs(column.numbers) > LARGEST, "too_large", column)
    return faults


def _natural(text: str) -> tuple[object, ...]:
    """A key that sorts numbers by value, before words; in words, runs of digits by value, and letters of any case."""
    value = number(text)
    if value is not None:
        return 0, value, text
    parts = enumerate(_DIGITS.split(text.casefold()))  # every second one is a run of digits
    # As (length, digits) without zeros in front, since int() refuses very long runs.
    return 1, [(len(part.lstrip("0")), part.lstrip("0")) if place % 2 else part for place, part in parts], text
