"""The bytes of a file as text."""

import re
from typing import Final, Literal

Reason = Literal[
    "empty", "encoding", "not_a_table", "archive", "too_large", "too_many_rows", "too_many_columns",
    "one_column", "no_rows",
]  # fmt: skip
MOST_BYTES: Final = 50 * 2**20
_ARCHIVES: Final = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zX", b"PAR1", b"Rar!",
)  # fmt: skip
_SAMPLE: Final = 1_000_000  # bytes that show the code page
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]+")
_HANZI: Final = re.compile(rb"(?:[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])+")  # marks and the 3755 common characters of GB 2312
_CYRILLIC: Final = re.compile(rb"[\xa8\xb8\xc0-\xff]{3,}")


class UnreadableFileError(ValueError):
    """A file of which no row can be read; ``reason`` and ``detail`` say why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


def decode(content: bytes) -> str:
    """The text of a file, its line ends all alike: UTF-8, UTF-16, GB 18030, or a Western or Cyrillic code page.

    UnreadableFileError: "too_large", "archive", "encoding": none of them, or a text with zeros in it.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("too_large", str(MOST_BYTES // 2**20))
    if content.startswith(_ARCHIVES):
        raise UnreadableFileError("archive")
    try:
        text = content.decode(_encoding(content))
        text.encode()  # half a character can be neither shown nor stored
    except UnicodeError as error:
        raise UnreadableFileError("encoding") from error
    if "\x00" in text or "\x1f" in text:
        raise UnreadableFileError("encoding")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _encoding(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = content[:1000]
    if len(head) > 3 and 0 in head:  # without a mark: every second byte of plain letters is 0
        for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
            if zeros.count(0) > 0.7 * len(zeros) and head.count(0) < 1.2 * zeros.count(0):
                return name
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _code_page(content)
    return "utf-8-sig"


def _code_page(content: bytes) -> str:
    """Chinese only where most runs of high bytes are common Chinese characters: é is one high byte, ß and ö two."""
    runs = _BEYOND_ASCII.findall(content[:_SAMPLE])
    if sum(bool(_HANZI.fullmatch(run)) for run in runs) > 0.7 * len(runs):
        return "gb18030"
    if sum(bool(_CYRILLIC.fullmatch(run)) for run in runs) > 0.5 * len(runs):
        return "cp1251"
    return "gb18030" if any(byte in content for byte in b"\x81\x8d\x8f\x90\x9d") else "cp1252"
