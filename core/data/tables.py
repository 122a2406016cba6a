"""A CSV file as rows of texts: its encoding, its delimiter, and the line each row stands on."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_QUOTED: Final = re.compile(r'(?:^|(?<=[,;\t|]))"[^"]*"')

Reason = Literal["empty", "encoding", "not_a_table"]


class NotATableError(ValueError):
    """A content that has no rows; ``reason`` says why, ``detail`` the line where it stopped to be a table."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


def encoding(content: bytes) -> str:
    """The encoding of a file: UTF-8 or GB 18030, or UTF-16 where it begins with that encoding's mark.

    Raises:
        NotATableError: "encoding": none of them, or a text with zeros in it.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        known: Sequence[str] = ("utf-16",)
    else:
        known = _ENCODINGS
    for name in known:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return name
    raise NotATableError("encoding")


def decode(content: bytes) -> str:
    """The text of a file in one of the encodings above.

    Raises:
        NotATableError: "encoding".
    """
    return content.decode(encoding(content))


def delimiter(text: str, among: str = ",;\t") -> str:
    """The sign that the first line of a text has most of, quoted cells aside; the first one where there is none."""
    return max(among, key=_QUOTED.sub("", text.lstrip().partition("\n")[0]).count)


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row, the header first; rows of blank cells only are passed over.

    The delimiter is the comma, semicolon or tab that the header has most of; a row that goes over several lines has
    the number of its last one.

    Raises:
        NotATableError: while rows are taken. "empty": there is none; "not_a_table": a cell of more than 131 072 signs.
    """
    reader = csv.reader(io.StringIO(text), delimiter=delimiter(text))
    found = False
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found = True
                yield reader.line_num, cells
    except csv.Error as error:
        raise NotATableError("not_a_table", f"{reader.line_num}") from error
    if not found:
        raise NotATableError("empty")
