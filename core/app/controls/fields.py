"""What a link may carry: each field turns one text of a URL into a checked value, and back.

A field never raises on a bad text: it answers with the nearest allowed value (or its default) and a
:class:`Repair` that says what was asked for and why it was not taken, so the page can say so.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

Reason = Literal["not_a_number", "out_of_range", "off_step", "unknown_option", "too_long", "wrong_size", "unequal"]
LONGEST_QUOTE: Final = 24
LONGEST_NUMBER: Final = 400  # signs; float() would read a megabyte of digits

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Repair:
    """Why a value was not taken as given: ``given`` is its text, shortened; ``used`` what stands in its place."""

    reason: Reason
    given: str
    used: str


@dataclass(frozen=True, slots=True)
class Checked(Generic[V]):
    """A value that is allowed, and the repair that made it so, if one was needed."""

    value: V
    repair: Repair | None = None


def quote(text: str) -> str:
    """A text from outside, shortened so that it fits into a sentence."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def compact(value: float) -> str:
    """The shortest text that reads back as the same number: 4, not 4.0; 0.1, not 0.10."""
    return f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else repr(float(value))


@dataclass(frozen=True, slots=True)
class Field(ABC, Generic[V]):
    """One entry of a link: a default, a reader of texts, a writer of texts and a check of live values."""

    default: V  # stands when the link says nothing, and is left out of links

    def parse(self, text: str) -> Checked[V]:
        """The value that a text of the URL stands for."""
        return self.check(text)

    @abstractmethod
    def check(self, value: object) -> Checked[V]:
        """The value that a widget holds, which a forged message may have pushed past its limits."""

    def format(self, value: V) -> str:
        """The text that stands for a value in the URL."""
        return str(value)

    def refuse(self, reason: Reason, given: object) -> Checked[V]:
        """The default, in place of what cannot be taken."""
        return Checked(self.default, Repair(reason, quote(str(given)), quote(self.format(self.default))))


@dataclass(frozen=True, slots=True)
class _OfNumbers(Field[float]):
    """One of some numbers: the one nearest to what is given."""

    @property
    @abstractmethod
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest."""

    @abstractmethod
    def snap(self, value: float) -> float:
        """The number nearest to a finite value."""

    def parse(self, text: str) -> Checked[float]:
        """The number that a text stands for."""
        try:
            return self._settle(float(text), text)
        except ValueError:
            return self.refuse("not_a_number", text)

    def check(self, value: object) -> Checked[float]:
        """The same for the value of a widget."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self.refuse("not_a_number", value)
        return self._settle(float(value), str(value))

    def format(self, value: float) -> str:
        """The number as short as it can be written."""
        return compact(value)

    def _settle(self, value: float, text: str) -> Checked[float]:
        if math.isnan(value):
            return self.refuse("not_a_number", text)
        low, high = self.ends
        # Brought inside first: from 1e308 every number is equally far in floating point.
        snapped = self.snap(min(max(value, low), high))
        if not low <= value <= high:
            return Checked(snapped, Repair("out_of_range", quote(text), compact(snapped)))
        # A widget's own arithmetic is off by rounding only; that is no repair worth a word.
        if abs(snapped - value) > 1e-9 * max(1.0, abs(value)):
            return Checked(snapped, Repair("off_step", quote(text), compact(snapped)))
        return Checked(snapped)


@dataclass(frozen=True, slots=True)
class Number(_OfNumbers):
    """A number on a grid: low, low + step, …, high."""

    low: float
    high: float
    step: float

    def __post_init__(self) -> None:
        if not (self.low < self.high and self.step > 0 and self.low <= self.default <= self.high):
            raise ValueError(f"not a range with a default inside: {self}")

    @property
    def decimals(self) -> int:
        """How many decimals the grid needs, so that 0.1 + 0.2 is shown and stored as 0.3."""
        return max(len(compact(n).partition(".")[2]) for n in (self.step, self.low))

    @property
    def grid(self) -> tuple[float, ...]:
        """All its points."""
        return tuple(
            self.snap(self.low + step * self.step) for step in range(round((self.high - self.low) / self.step) + 1)
        )

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest point and the highest."""
        return self.low, self.high

    def snap(self, value: float) -> float:
        """The point of the grid nearest to a finite value."""
        inside = min(max(value, self.low), self.high)
        steps = round((inside - self.low) / self.step)
        return min(round(self.low + steps * self.step, self.decimals), self.high)


@dataclass(frozen=True, slots=True)
class Stops(_OfNumbers):
    """A number out of a list of stops, for scales that are not even: learning rates, sample sizes."""

    stops: tuple[float, ...]

    def __post_init__(self) -> None:
        if self.default not in self.stops or list(self.stops) != sorted(set(self.stops)):
            raise ValueError(f"stops must rise and hold the default: {self}")

    @property
    def ends(self) -> tuple[float, float]:
        """The first stop and the last."""
        return self.stops[0], self.stops[-1]

    def snap(self, value: float) -> float:
        """The stop nearest to a value."""
        return min(self.stops, key=lambda stop: abs(stop - value))


@dataclass(frozen=True, slots=True)
class Choice(Field[str]):
    """One of a few options, named in the link by an id that is the same in every language."""

    options: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.default not in self.options:
            raise ValueError(f"the default {self.default!r} is not among {self.options}")

    def check(self, value: object) -> Checked[str]:
        """The option of that id, or the default."""
        return (
            Checked(value) if isinstance(value, str) and value in self.options else self.refuse("unknown_option", value)
        )


@dataclass(frozen=True, slots=True)
class Text(Field[str]):
    """A free text up to a length; what it means is for the page to read and to answer."""

    longest: int

    def check(self, value: object) -> Checked[str]:
        """The text, cut where it is too long for a link."""
        text = str(value)
        if len(text) <= self.longest:
            return Checked(text)
        return Checked(text[: self.longest], Repair("too_long", quote(text), str(self.longest)))


@dataclass(frozen=True, slots=True)
class Vector(Field[tuple[float, ...]]):
    """Between ``fewest`` and ``most`` numbers of one range, written ``0.5,0.25,0.25`` in a link.

    The entries keep every digit they were typed with: a probability of 1/3 has no step.
    """

    low: float
    high: float
    fewest: int
    most: int

    def __post_init__(self) -> None:
        if self.check(self.default).repair is not None:
            raise ValueError(f"the default breaks its own limits: {self}")

    def parse(self, text: str) -> Checked[tuple[float, ...]]:
        """The numbers a text stands for; one that cannot be read brings the whole default back."""
        # One more part than allowed is enough to know that there are too many.
        parts = text.split(",", self.most)
        try:
            values = tuple(float(part) if len(part) <= LONGEST_NUMBER else math.nan for part in parts)
        except ValueError:
            return self.refuse("wrong_size" if len(parts) > self.most else "not_a_number", text)
        return self.check(values)

    def check(self, value: object) -> Checked[tuple[float, ...]]:
        """The same for the values of widgets."""
        numbers = tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else ()
        given = ",".join(str(n) for n in numbers[: self.most])
        if not self.fewest <= len(numbers) <= self.most:
            return self.refuse("wrong_size", given)
        if any(math.isnan(n) for n in numbers):
            return self.refuse("not_a_number", given)
        # + 0.0 makes 0 of −0, which would be shown with its sign.
        inside = tuple(float(min(max(n, self.low), self.high)) + 0.0 for n in numbers)
        if inside != tuple(float(n) for n in numbers):
            return Checked(inside, Repair("out_of_range", quote(given), quote(self.format(inside))))
        return Checked(inside)

    def format(self, value: tuple[float, ...]) -> str:
        """The numbers, each as short as it can be written, between commas."""
        return ",".join(compact(number) for number in value)


Cell = float | None
Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table(Field[Rows]):
    """A small table of numbers, written ``1:0.9,0:0.2`` in a link; an empty cell is an empty text.

    A table takes any finite number, since what its rows mean is for the page to check and to say row by row.
    Tables of more than ``most`` rows live in the session only.
    """

    columns: int
    most: int

    def parse(self, text: str) -> Checked[Rows]:
        """The rows a text stands for; one that cannot be read brings the whole default back."""
        lines = text.split(",", self.most)
        try:
            rows = tuple(tuple(float(cell) if cell else None for cell in line.split(":")) for line in lines)
        except ValueError:
            return self.refuse("not_a_number", text)
        if len(rows) > self.most or any(len(row) != self.columns for row in rows):
            return self.refuse("wrong_size", text)
        if any(cell is not None and not math.isfinite(cell) for row in rows for cell in row):
            return self.refuse("not_a_number", text)
        return Checked(rows)

    def check(self, value: object) -> Checked[Rows]:
        """The rows of a live table: all of them, finite or empty."""
        if not isinstance(value, tuple):
            return self.refuse("wrong_size", value)
        return Checked(value)

    def format(self, value: Rows) -> str:
        """The rows between commas, their cells between colons."""
        return ",".join(":".join("" if cell is None else compact(cell) for cell in row) for row in value)
