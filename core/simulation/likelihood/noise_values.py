"""A short line of numbers as people type it: 1 0 1 1, or 2.5; 3,1; −4."""

import math
import re
import unicodedata
from contextlib import suppress
from typing import Final

MOST_VALUES: Final = 40
LONGEST_VALUE: Final = 30  # signs of one number
_SEPARATORS: Final = re.compile(r"[\s,;、]+")
_DASHES: Final = str.maketrans("−–", "--")


class Unreadable(ValueError):
    """A text that cannot be read: why, and which entry it is, counted from 1."""

    def __init__(self, reason: str, entry: str = "", place: int = 0) -> None:
        super().__init__(f"unreadable ({reason})" + (f": {entry[:LONGEST_VALUE]!r} at {place}" if entry else ""))
        self.reason = reason
        self.entry = entry
        self.place = place


def read_values(text: str) -> tuple[float, ...]:
    """The numbers of a text.

    Raises: Unreadable if there is none or more than 40, or an entry is no finite number (nan, 1e400, letters).
    """
    entries = entries_of(text.translate(_DASHES), MOST_VALUES)
    if not entries:
        raise Unreadable("empty")
    values = tuple(_number(entry, place) for place, entry in enumerate(entries[:MOST_VALUES], start=1))
    if len(entries) > MOST_VALUES:
        raise Unreadable("too_many")
    return values


def entries_of(text: str, most: int) -> list[str]:
    """What stands between blanks, commas or semicolons, full-width signs in their usual forms; few beyond `most`."""
    return [entry for entry in _SEPARATORS.split(unicodedata.normalize("NFKC", text), most + 1) if entry]


def _number(entry: str, place: int) -> float:
    """The finite number an entry stands for; + 0.0 makes 0 of −0."""
    with suppress(ValueError):
        if len(entry) <= LONGEST_VALUE and "_" not in entry and math.isfinite(value := float(entry)):
            return value + 0.0
    raise Unreadable("not_a_number", entry, place)
