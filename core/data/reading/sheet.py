"""A file of any text table as columns."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

import numpy as np

from core.data.reading import cells, forms
from core.data.reading.cells import Column
from core.data.reading.encodings import UnreadableFileError, decode
from core.data.reading.forms import Line
from core.maths.checks import FloatArray, IntArray

MOST_ROWS: Final = 1_000_000
MOST_COLUMNS: Final = 1_100
_SPARE: Final = 10_000  # lines above and below a table of so many rows, each with a blank one

PARTED: Final = "\x1f"  # no text holds it: see decode
_PRINTED: Final = 300  # rows that show with how many decimals a column is printed
_VECTOR_INSIDE: Final = re.compile(r"\[[^\[\]]*\]")
_VECTOR: Final = re.compile(r"[\[(][^\[\](){}]*[\])]")


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """A table by its columns, and where its rows come from."""

    columns: tuple[Column, ...]
    lines: IntArray  # (n,) the line of the file each row stands on
    widths: Mapping[int, int] = field(default_factory=dict)  # cells of a row that has not as many as the header
    headerless: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, all different."""
        return tuple(column.name for column in self.columns)

    def part(self, rows: IntArray) -> "Sheet":
        """The table of some rows, by their places."""
        columns = tuple(column.part(rows) for column in self.columns)
        return replace(self, columns=columns, lines=self.lines[rows], widths={})

    def values(self, places: Sequence[int]) -> FloatArray:
        """The numbers of some columns. Shape: (n, K)."""
        return np.stack([self.columns[place].numbers for place in places], axis=1)


def read_sheet(content: bytes, header: bool | None = None) -> Sheet:
    """The columns of a text table of any form; ``header`` None: it is seen whether the first row names them.

    UnreadableFileError: the file as a whole is of no use. Nothing else, whatever the content.
    """
    text = decode(content)
    if (rows := forms.objects(text)) is not None:
        _check_width(rows[0][1])
        return sheet_of(rows[0][1], rows[1:])
    lines = text.split("\n")
    if len(lines) > 2 * MOST_ROWS + _SPARE:
        raise UnreadableFileError("too_many_rows", str(MOST_ROWS))
    if len(longest := max(lines, key=len)) > forms.LONGEST_LINE:
        raise UnreadableFileError("not_a_table", str(lines.index(longest) + 1))
    if "[" in text[:100_000]:  # a vector's commas part no cells
        lines = [_VECTOR_INSIDE.sub(lambda found: found[0].replace(",", " "), line) for line in lines]
    form = forms.form_of(lines)
    found = list(islice(form.rows(), _PRINTED))
    if not found:
        raise UnreadableFileError("empty")
    names = [" ".join(cell.split()) for cell in found[0][1]]
    while not names[-1]:
        names.pop()
    if _is_indexed(form.delimiter, names, found):
        names.insert(0, "")
    _check_width(names)
    headerless = _has_no_header(names, found) if header is None else not header
    first = form.start if headerless else found[0][0]
    names = [f"({place})" if headerless or not name else name for place, name in enumerate(names, 1)]
    plain = None if form.boxed or form.delimiter == forms.BLANKS else _plain(form, first, len(names))
    if plain is not None:
        places = np.arange(first + 1, first + 1 + plain.count("\n") + 1)
        if len(places) > MOST_ROWS:
            raise UnreadableFileError("too_many_rows", str(MOST_ROWS))
        return Sheet(_columns(names, plain, form.delimiter), places, {}, headerless)
    return sheet_of(names, islice(form.rows(), int(not headerless), None), headerless)


def sheet_of(names: list[str], rows: Iterable[Line], headerless: bool = False) -> Sheet:
    """The columns of rows of texts; a row shorter or longer than the header is filled up or cut, its width noted."""
    lines: list[int] = []
    widths: dict[int, int] = {}
    clean = io.StringIO()
    for place, (line, row) in enumerate(rows):
        if place == MOST_ROWS:
            raise UnreadableFileError("too_many_rows", str(MOST_ROWS))
        while len(row) > len(names) and not row[-1].strip():
            row = row[:-1]
        if len(row) != len(names):
            widths[place] = len(row)
            row = (row + [""] * len(names))[: len(names)]
        lines.append(line)
        clean.write(PARTED.join(" ".join(cell.split()) if "\n" in cell else cell for cell in row))
        clean.write("\n")
    if not lines:
        raise UnreadableFileError("no_rows")
    text = clean.getvalue()[:-1]
    clean.close()
    return Sheet(_columns(names, text, PARTED), np.array(lines), widths, headerless)


def _check_width(names: list[str]) -> None:
    if len(names) < 2:
        raise UnreadableFileError("one_column", cells.cut(names[0]))
    if len(names) > MOST_COLUMNS:
        raise UnreadableFileError("too_many_columns", str(len(names)))


def _plain(form: forms.Form, first: int, width: int) -> str | None:
    """The rows as one text if each is one line of as many cells; None where it has to be read cell by cell."""
    body = "\n".join(form.lines[first:]).rstrip("\n ")
    quotes = body.count('"')
    if not body.strip():
        raise UnreadableFileError("no_rows")
    if quotes % 2 or "\n\n" in body or "\n \n" in body or "'" in body[:1000]:
        return None
    body = body.replace('"', "") if quotes else body
    fits = body.count(form.delimiter) == (body.count("\n") + 1) * (width - 1)
    return body if fits and not re.search(r"^[\s,;|]*$", body[:100_000], re.MULTILINE) else None


def _columns(names: list[str], text: str, delimiter: str) -> tuple[Column, ...]:
    """The columns of a text in which each line is a row of as many cells, by pandas' reader."""
    import pandas as pd  # takes a third of a second, and the other floors do without it

    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=delimiter, header=None, quoting=3, na_filter=False,
            skip_blank_lines=False, low_memory=False,
        )  # fmt: skip
    except pd.errors.ParserError as error:  # a row is longer
        raise UnreadableFileError("not_a_table", str(error)[-20:]) from error
    head = [line.split(delimiter) for line in text[: 200 * _PRINTED].split("\n")[:_PRINTED]]
    names_of = cells.shortened(names)
    columns: list[Column] = []
    for place, name in enumerate(names_of):
        values = frame[place]
        digits = cells.decimals([row[place] for row in head if len(row) == len(names)])
        if values.dtype.kind in "iuf":
            numbers = values.to_numpy(np.float64, na_value=np.nan) + 0.0
            columns.append(Column(name, numbers, np.zeros(len(numbers), dtype=np.int32), digits=digits))
            continue
        codes, texts = pd.factorize(values, use_na_sentinel=False)
        columns += _parted(name, codes, [str(text) for text in texts], digits)
    return tuple(columns)


def _parted(name: str, codes: IntArray, texts: list[str], digits: int) -> list[Column]:
    """One column, or one for each entry where every cell is a vector: [0.7 0.2 0.1]."""
    vectors = all(_VECTOR.fullmatch(text.strip()) for text in texts)
    rows = [re.split(r"[\s,;]+", text.strip()[1:-1].strip()) for text in texts] if vectors else [[""]]
    if len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return [cells.of_texts(name, codes, texts, digits)]
    return [
        cells.of_texts(f"{name}_{place}", codes, entries, cells.decimals(entries[:_PRINTED]))
        for place, entries in enumerate(zip(*rows, strict=True))
    ]


def _is_indexed(delimiter: str, names: list[str], rows: list[Line]) -> bool:
    """Whether every row begins with its own name or number, for which the header has no cell."""
    if delimiter not in (forms.BLANKS, "\t") or {len(row) for _, row in rows[1:]} != {len(names) + 1}:
        return False  # between commas a row is longer for a decimal comma
    starts = [row[0] for _, row in rows[1:]]
    return len(set(starts)) == len(starts)


def _has_no_header(names: list[str], rows: list[Line]) -> bool:
    """Whether the first row is data: only numbers, or numbers beside words that all come again below."""
    numbers = [cells.number(name.replace(",", ".").removesuffix("%").strip()) for name in names]
    words = [place for place, value in enumerate(numbers) if value is None and names[place]]
    if len(words) == sum(map(bool, names)):
        return False
    if not words:
        counting = [float(place) for place in range(len(names) + 1)]
        return len(names) < 3 or numbers not in (counting[:-1], counting[1:])
    body = [row for _, row in rows[1:] if len(row) == len(names)]
    return all(any(" ".join(row[place].split()) == names[place] for row in body) for place in words)
