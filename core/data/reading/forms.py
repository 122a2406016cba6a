"""A text as rows of cells, whatever form its table has."""

import ast
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from core.data.reading.cells import cut, number
from core.data.reading.encodings import UnreadableFileError

Line = tuple[int, list[str]]  # the number of a row's last line, and its cells

BLANKS: Final = " "  # as a delimiter: any run of them
_DELIMITERS: Final = (",", ";", "\t", "|", BLANKS)
_MOST_ATTRIBUTES: Final = 1200  # lines in which ARFF may name its columns
_HEAD: Final = 60  # lines that show the form
_SEP: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_BOXED: Final = ("|", "+-", "+=")  # how a line of a box begins
_WORDS: Final = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\S+")
_ASSIGNED: Final = re.compile(r"^[ \t]*([^\W\d][\w.]{0,100})[ \t]*=(?=[^\[\n]{0,100}\[)", re.MULTILINE)
_MOST_LISTS: Final = 1200
_HEAD_SIZE: Final = 100_000  # signs that show what kind of text it is
_LONGEST_LITERAL: Final = 2_000_000  # signs; Python's own reader needs a hundred times the memory
LONGEST_LINE: Final = 1_000_000  # signs
_ATTRIBUTE: Final = re.compile(r"^@attribute\s+('[^']*'|\"[^\"]*\"|\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Form:
    """Where the rows of a text are: its lines, the place of the first one with cells, and what parts them."""

    lines: list[str]
    start: int
    delimiter: str
    boxed: bool = False  # | around each row

    def rows(self) -> Iterator[Line]:
        """Line number and cells of each row that is not blank. UnreadableFileError: a cell is beyond 131 072 signs."""
        lines = self.lines[self.start :]
        if self.boxed:
            lines = ["" if _is_rule(line) else line.strip().removeprefix("|").removesuffix("|") for line in lines]
        for place, cells in _split(lines, self.delimiter):
            if any(map(str.strip, cells)):
                yield place + self.start, cells


def objects(text: str) -> list[Line] | None:
    """The rows of JSON, of JSON lines or of lists as Python writes them, the names first; None where it is neither."""
    table = _json(text) if text.lstrip()[:1] in ("{", "[") else None
    if table is None and _ASSIGNED.search(text[:_HEAD_SIZE]):
        table = _lists(text)
    if isinstance(table, dict):
        columns = {str(name): value for name, value in table.items() if isinstance(value, list)}
        table = [dict(zip(columns, row, strict=False)) for row in zip(*columns.values(), strict=False)]
    if not isinstance(table, list) or not table or not all(isinstance(row, dict) for row in table):
        return None
    names = list(dict.fromkeys(name for row in table for name in row))
    return [(1, names), *((place, [_cell(row.get(name)) for name in names]) for place, row in enumerate(table, 2))]


def _json(text: str) -> Any:
    for read in (json.loads, lambda text: [json.loads(line) for line in text.splitlines() if line.strip()]):
        with suppress(ValueError, RecursionError):
            return read(text)
    return None


def _lists(text: str) -> dict[str, Any]:
    """The lists that are assigned to names, each from its first bracket to the last before the next name."""
    found = list(islice(_ASSIGNED.finditer(text), _MOST_LISTS))
    lists: dict[str, Any] = {}
    for start, end in zip(found, [*(after.start() for after in found[1:]), len(text)], strict=True):
        first, last = text.find("[", start.end(), end), text.rfind("]", start.end(), end)
        with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            lists[start[1]] = _list(text[first : last + 1]) if 0 <= first < last else None
    return lists


def _list(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return ast.literal_eval(" ".join(text.split())) if len(text) < _LONGEST_LITERAL else None


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return f"[{' '.join(map(_cell, value))}]"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _is_rule(line: str) -> bool:
    """Whether a line is the one under a header, or around a box."""
    return not line.strip(" \t|+:=-") and ("--" in line or "==" in line)


def form_of(lines: list[str]) -> Form:
    """The form of a table: the delimiter that gives most of the first lines the same number of cells.

    UnreadableFileError: "empty", "one_column", "not_a_table".
    """
    attributes = _ATTRIBUTE.findall("\n".join(lines[:_MOST_ATTRIBUTES]))
    if attributes:  # ARFF: the names stand in lines of their own
        start = next((place for place, line in enumerate(lines) if line.strip().lower() == "@data"), len(lines) - 1)
        lines[start] = ",".join(name.strip("'\"") for name in attributes)
        return Form(lines, start, ",")
    start = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines):
        raise UnreadableFileError("empty")
    if told := _SEP.fullmatch(lines[start]):
        return Form(lines, start + 1, told[1])
    while lines[start].startswith("#") and start + 1 < len(lines) and not _is_header(lines, start):
        start += 1
    lines[start] = lines[start].removeprefix("#").lstrip(BLANKS)
    head = list(islice((line for line in lines[start:] if line.strip()), _HEAD))
    boxed = sum(line.lstrip().startswith(_BOXED) for line in head) > len(head) / 2
    if boxed:
        first = next(place for place in range(start, len(lines)) if lines[place].lstrip().startswith(_BOXED))
        return Form(lines, first, "|", True)
    if all(not line.replace(",", "").strip() for line in head):
        raise UnreadableFileError("empty")
    fits = [_fit(head, sign) for sign in _DELIMITERS]
    delimiter, width = max(fits, key=lambda fit: fit[2])[:2]
    if width < 2:
        if any(not of for _, of, _ in fits):
            raise UnreadableFileError("not_a_table", str(start + 1))
        raise UnreadableFileError("one_column", cut(head[0].strip()))
    title = start  # lines above the table that are no rows of it
    while title < len(lines) - 1 and len(next(_split([lines[title]], delimiter), (0, [""]))[1]) < min(width, 2):
        title += 1
    return Form(lines, title, delimiter)


def _is_header(lines: list[str], place: int) -> bool:
    """Whether a line that begins with # names the columns of the next one."""
    own, below = lines[place].lstrip("# "), lines[place + 1]
    sign = max(_DELIMITERS, key=below.count)
    return not below.startswith("#") and below.count(sign) > 0 and own.count(sign) == below.count(sign)


def _fit(head: list[str], sign: str) -> tuple[str, int, tuple[float, float]]:
    """How well a delimiter parts the first lines: their usual width, how many have it, and the share of numbers."""
    try:
        rows = [cells for _, cells in _split(head, sign) if cells]
    except UnreadableFileError:  # a cell without an end, at least between these signs
        return sign, 0, (-1.0, 0.0)
    widths = Counter(map(len, rows))
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    cells = [cell.strip().removesuffix("%") for row in rows[1:] if len(row) == width for cell in row]
    numbers = sum(number(cell if sign == "," else cell.replace(",", ".")) is not None for cell in cells)
    if sign == BLANKS and len(rows) > 1 and len(rows[0]) == width - 1:  # a printed frame: its index has no name
        count += 1
    if width < 2 or (sign == BLANKS and (count < 0.8 * len(rows) or 3 * numbers < len(cells))):
        return sign, 1, (0.0, 0.0)
    return sign, width, (count if sign != BLANKS else count - 0.5, numbers / max(1, len(cells)))


def _split(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The number of each row's last line among these, and its cells."""
    if delimiter == BLANKS:
        yield from ((place, [cell.strip('"') for cell in _WORDS.findall(line)]) for place, line in enumerate(lines, 1))
        return
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise UnreadableFileError("not_a_table", str(reader.line_num)) from error
