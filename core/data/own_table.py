"""A table from outside, up to its columns: a header of distinct names, rows, and which column is the label."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from core.data import tables

MOST_ROWS = 5000
FEWEST_COLUMNS, MOST_COLUMNS = 3, 9  # two to eight inputs, and the label
LONGEST_TEXT = 40

_LABEL_NAMES: Final = ("label", "class", "target", "species", "标签", "类别")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

RowReason = Literal["cell_count", "missing", "label_missing", "not_a_number", "too_large"]
TableReason = Literal[
    tables.Reason,
    "no_header",
    "unnamed_column",
    "duplicate_column",
    "few_columns",
    "many_columns",
    "unknown_label_column",
    "too_many_rows",
    "no_numbers",
    "few_rows",
    "one_class",
    "many_classes",
    "constant_column",
]


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
        self.columns = columns  # where the header could be read: another label column may do better
        self.label_column = label_column
        self.bad = bad


@dataclass(frozen=True, slots=True)
class Table:
    """A header of distinct names, and rows of texts with the line each one stands on."""

    columns: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    def cells(self, column: int) -> list[str]:
        """What stands in a column, in the rows that are as wide as the header."""
        return [row[column] for row in self.rows if len(row) == len(self.columns)]


def read_table(content: bytes | str) -> Table:
    """The header and the rows of a CSV file, every blank around a cell gone and every one within it single.

    Raises:
        UnreadableTableError: no table, more than 5000 rows, or a header that does not name 3 to 9 columns.
    """
    try:
        text = tables.decode(content if isinstance(content, bytes) else content.encode())
        rows = tables.rows(text.replace("\r\n", "\n").replace("\r", "\n"))
        found = [(line, [" ".join(cell.split()) for cell in cells]) for line, cells in islice(rows, MOST_ROWS + 2)]
    except tables.NotATableError as error:
        raise UnreadableTableError(error.reason, error.detail) from error
    except UnicodeEncodeError as error:  # half a character, which can be neither shown nor stored
        raise UnreadableTableError("encoding") from error
    if len(found) > MOST_ROWS + 1:
        raise UnreadableTableError("too_many_rows", str(MOST_ROWS))
    header = _without_blank_end(found[0][1], 0)
    body = [tuple(_without_blank_end(cells, len(header))) for _, cells in found[1:]]
    _check_header(header, body)
    return Table(shortened(header), tuple(line for line, _ in found[1:]), tuple(body))


def _without_blank_end(cells: list[str], least: int) -> list[str]:
    width = len(cells)
    while width > least and not cells[width - 1]:
        width -= 1
    return cells[:width]


def _check_header(header: Sequence[str], body: Sequence[Sequence[str]]) -> None:
    if len(header) > MOST_COLUMNS:
        raise UnreadableTableError("many_columns", str(len(header)))
    texts = [place for place, cell in enumerate(header) if cell and number(cell) is None]
    # A sample in place of the header: only numbers, or numbers beside a label that comes again below.
    again = (any(len(row) > place and row[place] == header[place] for row in body) for place in texts)
    if len(texts) < sum(map(bool, header)) and all(again):
        raise UnreadableTableError("no_header", cut(", ".join(header)))
    if "" in header:
        raise UnreadableTableError("unnamed_column", str(header.index("") + 1))
    if len(set(header)) < len(header):
        twice = next(name for place, name in enumerate(header) if name in header[:place])
        raise UnreadableTableError("duplicate_column", cut(twice))
    if len(header) < FEWEST_COLUMNS:
        raise UnreadableTableError("few_columns", str(len(header)))


def label_place(table: Table, asked: str | None) -> int:
    """The place of the column asked for, or of the one that is most likely the label (see `read_own_data`).

    Raises:
        UnreadableTableError: "unknown_label_column".
    """
    if asked is not None:
        if asked not in table.columns:
            raise UnreadableTableError("unknown_label_column", cut(asked), table.columns)
        return table.columns.index(asked)
    known = [name.casefold() for name in table.columns]
    named = [known.index(name) for name in _LABEL_NAMES if name in known]
    wordy = [place for place in range(len(known)) if _mostly_words(table.cells(place))]
    only = wordy if len(wordy) == 1 else []
    # A column called y may be the second coordinate: it is the label only where no other can be.
    return [*named, *only, *(place for place, name in enumerate(known) if name == "y"), len(known) - 1][0]


def _mostly_words(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return 2 * sum(number(cell) is None for cell in filled) > len(filled)


def number(text: str) -> float | None:
    """The number a text is, ±∞ where it is beyond float64. Not all that float() takes: no nan, no 1_000, no １."""
    return float(text) if _NUMBER.fullmatch(text) else None


def cut(text: str) -> str:
    """A text of at most 40 signs, with … for the rest."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def shortened(texts: Sequence[str]) -> tuple[str, ...]:
    """Each text cut to 40 signs, with a number at the end where two would become the same."""
    names: list[str] = []
    for text in texts:
        name, count = cut(text), 1
        while name in names:
            count += 1
            ending = f"… {count}"
            name = text[: LONGEST_TEXT - len(ending)] + ending
        names.append(name)
    return tuple(names)
