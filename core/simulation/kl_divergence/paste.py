"""Two distributions as people paste them: two lines or two columns of numbers, with or without names."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from core.data.reading.cells import number

LONGEST: Final = 4000  # signs
FEWEST, MOST = 2, 10  # outcomes
LONGEST_NAME: Final = 24
_DELIMITERS: Final = ("\t", ";", ",", None)  # None: blanks
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d*,\d+%?")
_PREFIX: Final = re.compile(r"^[^\W\d]\w*\s*=(?:\s*[\w.]+\()?")  # p = np.array(
_BRACKETS: Final = str.maketrans("", "", "[](){}")

Reason = Literal["empty", "too_long", "shape", "number", "negative", "count"]


@dataclass(frozen=True, slots=True)
class Pasted:
    """Both rows as they stand there, and the names of the outcomes, or none."""

    p: tuple[float, ...]
    q: tuple[float, ...]
    names: tuple[str, ...]


class Unreadable(ValueError):
    """A text that is no two rows: why, and the part that is at fault."""

    def __init__(self, reason: Reason, given: str = "") -> None:
        super().__init__(f"{reason}: {given}" if given else reason)
        self.reason: Reason = reason
        self.given = given


def read_rows(text: str) -> Pasted:
    """p and q out of two lines, or out of two columns; a line or column of words beside them holds the names.

    Cells are parted by tabs, semicolons, commas or blanks, whichever comes first in that order; between blanks, and
    where commas part nothing, a comma is a decimal one. Brackets and "p =" are passed over. Two lines of two numbers
    are lines.
    Raises: Unreadable if it is anything else.
    """
    if len(text) > LONGEST:
        raise Unreadable("too_long", str(len(text)))
    lines = [_PREFIX.sub("", line.strip()) for line in text.replace("],", "]\n").splitlines()]
    lines = [line for line in (line.translate(_BRACKETS).strip().rstrip(",;") for line in lines) if line]
    if not lines:
        raise Unreadable("empty")
    delimiter = next((sign for sign in _DELIMITERS if sign is None or any(sign in line for line in lines)), None)
    if delimiter == "," and all(map(_has_decimal_commas, lines)):
        delimiter = None
    cells = [[cell.strip() for cell in line.split(delimiter)] for line in lines]
    if len({len(row) for row in cells}) != 1:
        raise Unreadable("shape")
    rows = _turned(cells)
    names: tuple[str, ...] = ()
    if len(rows) == 3:
        names, rows = clean(rows[0]), rows[1:]
    p, q = (tuple(_number(cell) for cell in row) for row in rows)
    if not FEWEST <= len(p) <= MOST:
        raise Unreadable("count", str(len(p)))
    return Pasted(p, q, names)


def clean(names: Sequence[str]) -> tuple[str, ...]:
    """Names as they are shown: no signs that cannot be seen, single blanks, at most 24 signs."""
    shown = ("".join(sign if sign.isprintable() else " " for sign in name) for name in names)
    return tuple(" ".join(name.split())[:LONGEST_NAME] for name in shown)


def _turned(cells: list[list[str]]) -> list[list[str]]:
    """The table as two lines of numbers, or three with the names first."""
    cells = _without_words(cells)
    for rows in (cells, _without_words([list(column) for column in zip(*cells, strict=True)])):
        if len(rows) == 2 or (len(rows) == 3 and not any(map(_is_number, rows[0]))):
            return rows
    raise Unreadable("shape")


def _without_words(cells: list[list[str]]) -> list[list[str]]:
    """Without a first cell that only says what its line is: p, 0.5, 0.5."""
    numbers = [row for row in cells if any(map(_is_number, row))]
    if len(numbers) == 2 and all(len(row) > 2 and not _is_number(row[0]) for row in numbers):
        return [row[1:] for row in cells]
    return cells


def _has_decimal_commas(line: str) -> bool:
    """Whether blanks part the line, and a comma stands only within numbers; names have none."""
    cells = line.split()
    return len(cells) > 1 and all(_DECIMAL_COMMA.fullmatch(cell) for cell in cells if "," in cell)


def _value(cell: str) -> float | None:
    value = number(cell.removesuffix("%").rstrip().replace(",", "."))
    return None if value is None or math.isinf(value) else value


def _is_number(cell: str) -> bool:
    return _value(cell) is not None


def _number(cell: str) -> float:
    value = _value(cell)
    if value is None:
        raise Unreadable("number", cell[:LONGEST_NAME])
    if value < 0.0:
        raise Unreadable("negative", cell[:LONGEST_NAME])
    return value + 0.0
