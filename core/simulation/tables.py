"""A CSV file as rows of texts: its encoding, its delimiter, and the line each row stands on."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_QUOTED: Final = re.compile(r'(?:^|(?<=[,;\t]))"[^"]*"')

Reason = Literal["empty", "encoding", "not_a_table"]


class NotATableError(ValueError):
    """A content that has no rows; ``reason`` says why, ``detail`` the line where it stopped to be a table."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


def decode(content: bytes) -> str:
    """The text of a file in UTF-8 or GB 18030, or in UTF-16 where it begins with that encoding's mark.

    Raises:
        NotATableError: "encoding": none of them, or a text with zeros in it.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotATableError("encoding")


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row, the header first; rows of blank cells only are passed over.

    The delimiter is the comma, semicolon or tab that the header has most of, quoted cells aside; a row that goes
    over several lines has the number of its last one.

    Raises:
        NotATableError: while rows are taken. "empty": there is none; "not_a_table": a cell of more than 131 072 signs.
    """
    header = _QUOTED.sub("", text.lstrip().partition("\n")[0])
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=header.count))
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
