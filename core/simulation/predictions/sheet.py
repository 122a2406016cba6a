"""A table as columns: numbers where cells are numbers, words where they are not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.maths.checks import FloatArray, IntArray
from core.simulation.predictions.cells import ColumnBuilder

CELLS: Final = 250_000  # that are texts at one time; a million rows of texts would need a gigabyte

Line = tuple[int, list[str]]  # the number of a row, and its cells


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """A column of n cells: a number each, or the code of the word that stands in its place."""

    name: str
    numbers: FloatArray  # (n,) NaN where the cell is no number, ±∞ where it is beyond float64
    codes: NDArray[np.int32]  # (n,) the place of the cell's word in ``words``, 0 where it is a number
    words: tuple[str, ...]  # all words there are; the first stands for no word

    def text(self, row: int) -> str:
        """What stood in a cell; a number may be written another way."""
        code = self.codes[row]
        return self.words[code] if code else compact(float(self.numbers[row]))


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """A table by its columns, and where its rows come from."""

    columns: tuple[Column, ...]
    lines: IntArray  # (n,) the line of the file each row stands on
    widths: Mapping[int, int]  # how many cells a row has, where it is not as many as the header

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, all different."""
        return tuple(column.name for column in self.columns)


def compact(value: float) -> str:
    """A number as it would be written in a table: 3, not 3.0."""
    return f"{value:.0f}" if value == round(value, 0) and abs(value) < 1e15 else repr(value)


def sheet_of(names: Sequence[str], rows: Iterator[Line], decimal_comma: bool = False) -> tuple[Sheet, bool]:
    """The columns of rows of texts, and whether one of them holds decimal commas beside decimal points.

    A row that is shorter or longer than the header is filled up or cut, and its width noted.
    """
    builders = [ColumnBuilder(decimal_comma) for _ in names]
    lines: list[IntArray] = []
    widths: dict[int, int] = {}
    size = max(1, CELLS // len(names))
    found = 0
    while block := list(islice(rows, size)):
        texts = [cells for _, cells in block]
        if set(map(len, texts)) != {len(names)}:
            texts = [_fitted(cells, len(names), found + place, widths) for place, cells in enumerate(texts)]
        for builder, cells in zip(builders, zip(*texts, strict=True), strict=True):
            builder.add(cells)
        lines.append(np.array([line for line, _ in block], dtype=np.int64))
        found += len(block)
    columns = tuple(Column(name, *builder.done()) for name, builder in zip(names, builders, strict=True))
    where = np.concatenate(lines) if lines else np.zeros(0, dtype=np.int64)
    return Sheet(columns, where, MappingProxyType(widths)), any(builder.mixed for builder in builders)


def _fitted(cells: list[str], width: int, row: int, widths: dict[int, int]) -> list[str]:
    """The cells of a row cut or filled up to the width, which is noted unless only blanks were too many."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != width:
        widths[row] = len(cells)
    return (cells + [""] * width)[:width]
