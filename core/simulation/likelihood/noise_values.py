"""A short line of numbers as people type it: 1 0 1 1, or 2.5; 3,1; −4."""

import math
import re
import unicodedata
from typing import Final

MOST_VALUES: Final = 40
LONGEST_VALUE: Final = 30  # signs of one number
_SEPARATORS: Final = re.compile(r"[\s,;、]+")
_DASHES: Final = str.maketrans("−–", "--")


class Unreadable(ValueError):
    """A text that is no line of numbers: why, and which entry it is, counted from 1."""

    def __init__(self, reason: str, entry: str = "", place: int = 0) -> None:
        super().__init__(f"no numbers ({reason})" + (f": {entry[:LONGEST_VALUE]!r} at {place}" if entry else ""))
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
    values = []
    for place, entry in enumerate(entries[:MOST_VALUES], start=1):
        value = _number(entry)
        if value is None:
            raise Unreadable("not_a_number", entry, place)
        values.append(value)
    if len(entries) > MOST_VALUES:
        raise Unreadable("too_many")
    return tuple(values)


def entries_of(text: str, most: int) -> list[str]:
    """What stands between blanks, commas or semicolons, full-width signs in their usual forms; few beyond `most`."""
    return [entry for entry in _SEPARATORS.split(unicodedata.normalize("NFKC", text), most + 1) if entry]


def _number(entry: str) -> float | None:
    """The finite number an entry stands for; + 0.0 makes 0 of −0."""
    if len(entry) > LONGEST_VALUE or "_" in entry:
        return None
    try:
        value = float(entry) + 0.0
    except ValueError:
        return None
    return value if math.isfinite(value) else None
