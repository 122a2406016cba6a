"""A file of labels and predictions, read into columns: quickly where it is plain, cell by cell where need be."""

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from core.data import tables
from core.data.own_table import cut, number, shortened
from core.maths.checks import FloatArray
from core.simulation.predictions.sheet import Column, Line, Sheet, sheet_of

MOST_ROWS: Final = 1_000_000
MOST_COLUMNS: Final = 1_100
MOST_BYTES: Final = 50 * 2**20
DELIMITERS: Final = ",;\t|"
PIECE: Final = 200_000  # rows that are read between two reports of progress

FileReason = Literal[
    tables.Reason,
    "archive",
    "too_large",
    "too_many_rows",
    "too_many_columns",
    "one_column",
    "no_header",
    "no_rows",
]
Progress = Callable[[float], None]  # is told the part that has been read


class UnreadableFileError(ValueError):
    """A file of which no row can be read; ``reason`` and ``detail`` say why."""

    def __init__(self, reason: FileReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: FileReason = reason
        self.detail = detail


def read_sheet(content: bytes, progress: Progress = lambda part: None) -> Sheet:
    """The columns of a CSV file with a header.

    Comma, semicolon, tab and | part the cells; UTF-8, UTF-16 and GB 18030 are understood. In a file whose cells are
    not parted by commas a comma may be the decimal sign, as long as no cell of that column has a point. Rows of blank
    cells only, and blank cells beyond the header, count for nothing.

    Raises:
        UnreadableFileError: the file as a whole is of no use. Nothing else, whatever the content.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("too_large", str(MOST_BYTES // 2**20))
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):  # what .xlsx and .xls begin with
        raise UnreadableFileError("archive")
    try:
        encoding = tables.encoding(content)
        return _fast(content, encoding, progress) or _slow(content, encoding, progress)
    except tables.NotATableError as error:
        raise UnreadableFileError(error.reason, error.detail) from error


class _Source:
    """A file that is being read: its lines, the rows in them, and how far the reading has come."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._bytes, self._size = io.BytesIO(content), len(content)
        self.lines = io.TextIOWrapper(self._bytes, encoding=encoding, newline="")
        head = content[:100_000].decode(encoding, errors="ignore").replace("\r", "\n")
        self.delimiter = tables.delimiter(head, DELIMITERS)
        self.rows = csv.reader(self.lines, delimiter=self.delimiter)

    @property
    def part(self) -> float:
        """The part of the file that has been read."""
        return self._bytes.tell() / self._size

    def header(self) -> tuple[str, ...]:
        """The names in the first row that is not blank, a number in parentheses for a column without one."""
        try:
            cells = next((cells for cells in self.rows if any(map(str.strip, cells))), None)
        except csv.Error as error:  # a cell of more than 131 072 signs
            raise UnreadableFileError("not_a_table", str(self.rows.line_num)) from error
        if cells is None:
            raise UnreadableFileError("empty")
        names = [" ".join(cell.split()) for cell in cells]
        while not names[-1]:
            names.pop()
        if len(names) < 2:
            raise UnreadableFileError("one_column", cut(names[0]))
        if len(names) > MOST_COLUMNS:
            raise UnreadableFileError("too_many_columns", str(len(names)))
        if all(number(name if self.delimiter == "," else name.replace(",", ".")) is not None for name in names):
            raise UnreadableFileError("no_header", cut(", ".join(names)))
        return shortened([name or f"({place})" for place, name in enumerate(names, 1)])

    def body(self, progress: Progress) -> Iterator[Line]:
        """The rows below the header with the line each one ends on; blank ones are passed over."""
        count = 0
        for cells in self.rows:
            if not cells or not (cells[0].strip() or "".join(cells).strip()):
                continue
            count += 1
            if count > MOST_ROWS:
                raise UnreadableFileError("too_many_rows", str(MOST_ROWS))
            if count % PIECE == 0:
                progress(self.part)
            yield self.rows.line_num, cells


def _fast(content: bytes, encoding: str, progress: Progress) -> Sheet | None:
    """The columns of a file that holds plain numbers only, one row on each line; None where there is anything else."""
    if encoding != "utf-8-sig" or b'"' in content or content.count(b"\r") != content.count(b"\r\n"):
        return None
    source = _Source(content, encoding)
    names = source.header()
    first = source.rows.line_num + 1
    parts: list[FloatArray] = []
    try:
        while lines := list(islice(source.lines, PIECE)):
            if all(map(str.isspace, lines)):
                return None
            part = np.loadtxt(lines, delimiter=source.delimiter, comments=None, ndmin=2)
            # A line that is skipped as blank, another width, or a word that is read as ∞: all for the slow way.
            if part.shape != (len(lines), len(names)) or not np.isfinite(part).all():
                return None
            parts.append(part)
            if sum(map(len, parts)) > MOST_ROWS:
                raise UnreadableFileError("too_many_rows", str(MOST_ROWS))
            progress(source.part)
    except UnreadableFileError:
        raise
    except ValueError:
        return None
    if not parts:
        raise UnreadableFileError("no_rows")
    values = np.concatenate(parts)
    no_words = np.zeros(len(values), dtype=np.int32)
    columns = tuple(Column(name, values[:, place] + 0.0, no_words, ("",)) for place, name in enumerate(names))
    return Sheet(columns, np.arange(first, first + len(values)), MappingProxyType({}))


def _slow(content: bytes, encoding: str, progress: Progress) -> Sheet:
    """The columns of any file, cell by cell where need be."""
    source = _Source(content, encoding)
    try:
        commas = source.delimiter != ","
        sheet, mixed = sheet_of(source.header(), source.body(progress), commas)
        if mixed:  # then only the points are decimal signs, and the commas are named
            source = _Source(content, encoding)
            sheet, _ = sheet_of(source.header(), source.body(progress))
    except csv.Error as error:
        raise UnreadableFileError("not_a_table", str(source.rows.line_num)) from error
    if not len(sheet.lines):
        raise UnreadableFileError("no_rows")
    return sheet
