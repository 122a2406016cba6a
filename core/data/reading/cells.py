"""The cells of a column: numbers where they are numbers, words where they are not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.data.reading.words import words_of
from core.maths.checks import FloatArray, IntArray

LONGEST_TEXT: Final = 40
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INFINITE: Final = re.compile(r"([+\-−]?)(?:inf|infinity|∞)", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")  # 1,234 may be one thousand and more
_NUMBERED: Final = re.compile(r"[0-9]+:(.+)")  # Weka's 1:yes
_MISSING: Final = frozenset({"?", "nan", "na", "n/a", "#n/a", "null", "none", "-nan", "nil", "<na>", ""})
_DECIMALS: Final = re.compile(r"[+-]?[0-9]*[.,]([0-9]+)\s*%?")


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """A column of n cells: a number each, or the code of the word that stands in its place."""

    name: str
    numbers: FloatArray  # (n,) NaN where the cell is no number
    codes: NDArray[np.int32]  # (n,) the place of the cell's word in ``words``, 0 where it is a number
    words: tuple[str, ...] = ("",)  # all words there are; the first stands for no word
    percent: bool = False  # every number had a % behind it
    digits: int = 0  # decimals the first rows are printed with; 0 where they are not all printed alike

    @property
    def said(self) -> frozenset[str]:
        """The words its name is made of."""
        return words_of(self.name)

    @property
    def numeric(self) -> bool:
        """Whether at least half of its cells are numbers."""
        return 2 * len(self.known()) >= len(self.codes)

    @property
    def in_unit(self) -> bool:
        """Whether there are numbers, and all lie in [0, 1]."""
        known = self.known()
        return bool(len(known) and np.all((known >= 0.0) & (known <= 1.0)))

    @property
    def hard(self) -> bool:
        """Whether there are numbers, and all are 0 or 1."""
        return hard(self.known())

    def part(self, rows: IntArray) -> "Column":
        """The column of some rows, by their places."""
        return replace(self, numbers=self.numbers[rows], codes=self.codes[rows])

    def text(self, row: int) -> str:
        """What stood in a cell; a number may be written another way."""
        code = self.codes[row]
        return self.words[code] if code else compact(float(self.numbers[row]))

    def known(self) -> FloatArray:
        """The numbers among the cells."""
        return self.numbers[self.codes == 0] if len(self.words) > 1 else self.numbers

    def counts(self, most: int = 1000) -> dict[str, int]:
        """How often each text stands in the column, missing ones aside; nothing where more than so many do."""
        found: dict[str, int] = {}
        known = self.known()
        if len(known):
            # A column of measured values shows that in its first rows.
            values, counts = np.unique(known[:5000], return_counts=True)
            if len(values) > most or len(values) == len(known[:5000]) > most:
                return {}
            values, counts = np.unique(known, return_counts=True)
            found = {compact(float(value)): int(count) for value, count in zip(values, counts, strict=True)}
        if len(self.words) > 1:
            of_word = np.bincount(self.codes, minlength=len(self.words))
            found |= {word: int(of_word[code]) for code, word in enumerate(self.words) if not missing(word)}
        return found if len(found) <= most else {}

    def numbered(self, of_text: Mapping[str, float]) -> IntArray:
        """Each cell's number by its text, −1 where it has none. Shape: (n,)."""
        result: IntArray = np.nan_to_num(self.valued(of_text), nan=-1.0).astype(np.int64)
        return result

    def valued(self, of_text: Mapping[str, float]) -> FloatArray:
        """Each cell's value by its text, NaN where it has none. Shape: (n,)."""
        of_code = np.array([of_text.get(word, np.nan) if code else np.nan for code, word in enumerate(self.words)])
        result: FloatArray = of_code[self.codes]
        for text, value in of_text.items():
            if (of_cell := number(text)) is not None:
                result[(self.numbers == of_cell) & (self.codes == 0)] = value
        return result


def hard(values: FloatArray) -> bool:
    """Whether there are numbers among these, and all are 0 or 1."""
    known = values[~np.isnan(values)]
    return bool(known.size and np.all((known == 0.0) | (known == 1.0)))


def missing(word: str) -> bool:
    """Whether a word says that there is nothing."""
    return word.casefold() in _MISSING


def compact(value: float) -> str:
    """A number as it would be written in a table: 3, not 3.0."""
    return f"{value:.0f}" if abs(value) < 1e15 and value == round(value, 0) else repr(value)


def number(text: str) -> float | None:
    """The number a text is, ±∞ where it is beyond float64. Not all that float() takes: no nan, no 1_000, no １."""
    return float(text) if _NUMBER.fullmatch(text) else None


def cut(text: str, most: int = LONGEST_TEXT) -> str:
    """A text of at most so many signs, with … for the rest."""
    return text if len(text) <= most else text[: most - 1] + "…"


def shortened(texts: Sequence[str]) -> tuple[str, ...]:
    """Each text cut to 40 signs, with a number at the end where two would become the same."""
    names: dict[str, None] = {}
    for text in texts:
        name, count = cut(text), 1
        while name in names:
            count += 1
            ending = f"… {count}"
            name = text[: LONGEST_TEXT - len(ending)] + ending
        names[name] = None
    return tuple(names)


def of_texts(name: str, places: NDArray[np.int64], texts: Sequence[str], digits: int = 0) -> Column:
    """The column of cells that are these texts at their places: decimal commas, % and ∞ are understood."""
    stripped = [" ".join(text.split()) for text in texts]
    filled = [text for text in stripped if not missing(text)]
    percent = bool(filled) and all(text.endswith("%") for text in filled)
    if percent:
        stripped = [text.removesuffix("%").rstrip() for text in stripped]
    elif filled and all(_NUMBERED.fullmatch(text) for text in filled):
        stripped = [text.partition(":")[2] for text in stripped]
    with_comma = [text for text in stripped if "," in text]
    grouped = all(map(_GROUPED.fullmatch, with_comma))  # also where there is none
    decimal = not grouped and not any("." in text and number(text) for text in stripped)
    values = [_value(text.replace(",", ".") if decimal and text.count(",") == 1 else text) for text in stripped]
    words: dict[str, int] = {}
    each = zip(stripped, values, strict=True)
    of_text = [0 if value is not None else words.setdefault(text, len(words) + 1) for text, value in each]
    numbers = np.array([np.nan if value is None else value for value in values]) + 0.0
    return Column(name, numbers[places], np.array(of_text, dtype=np.int32)[places], ("", *words), percent, digits)


def _value(text: str) -> float | None:
    if infinite := _INFINITE.fullmatch(text):
        return -np.inf if infinite[1] in ("-", "−") else np.inf
    return number(text)


def decimals(cells: Sequence[str]) -> int:
    """How many decimals the cells are printed with: that of the longest, 0 where one is in powers of ten."""
    if any("e" in cell.lower() for cell in cells if _value(cell.strip()) is not None):
        return 0
    return max((len(found[1]) for cell in cells if (found := _DECIMALS.fullmatch(cell.strip()))), default=0)
