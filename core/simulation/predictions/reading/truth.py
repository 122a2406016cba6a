"""Which column is the truth: a table of rules, each with its weight and its reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, hard
from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.asked import Asked, Stop, flag, place_of
from core.simulation.predictions.reading.families import Family, asked_family, families, several, share_of, splits

CLEAR: Final = 2.0  # by how much the first candidate must lead
_NEVER: Final = -50.0
_OF_CLASS: Final = re.compile(r"(?:p|pr|prob|proba)\s*[(\[]", re.IGNORECASE)  # P(y=1) is no y
_FEW: Final = 20  # different values that a column without a telling name may have


@dataclass(frozen=True, eq=False)
class Candidate:
    """A column, or a family of one-hot or soft columns, that may be the truth."""

    sheet: Sheet
    family: Family
    beside: tuple[Family, ...] = ()  # families of columns that are classes of a model

    @cached_property
    def column(self) -> Column:
        """The (first) column."""
        return self.sheet.columns[self.family.places[0]]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.family.title

    @property
    def words(self) -> frozenset[str]:
        """The words of its name."""
        return words.words_of(self.family.title)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each of its values comes."""
        return self.column.counts()

    @cached_property
    def evidence(self) -> tuple[tuple[float, str], ...]:
        """The rules that hold, each with its weight and its reason."""
        if self.family.why == "asked":
            return ((0.0, "asked"),)
        return tuple((weight, why) for weight, why, holds in RULES if holds(self))

    @property
    def weight(self) -> float:
        """All evidence together."""
        return sum(weight for weight, _ in self.evidence)

    @property
    def why(self) -> str:
        """The strongest reason for it."""
        return max(self.evidence, default=(0.0, "only"))[1]

    def because(self, reason: str) -> bool:
        """Whether a reason speaks for it."""
        return any(weight > 0 and why == reason for weight, why in self.evidence)


def _continuous(one: Candidate) -> bool:
    """Whether its values are measured: many of them, not whole, beyond 0 and 1."""
    known = one.column.known()
    whole = bool(np.all(known == np.round(known)))
    beyond = bool((known < 0).any() or (known > 1).any())
    return one.column.numeric and beyond and (not whole or not one.counts)


def _many(one: Candidate) -> bool:
    """Whether it has too many different values to be classes, and is no soft label."""
    rows, different = len(one.column.codes), len(one.counts)
    unnamed = not one.words & (words.TRUTH | words.TRULY | words.CLASS)
    return not one.column.in_unit and (
        not different or (different > _FEW and different > rows / 2) or (different == rows > 3 and unnamed)
    )


def _counts_rows(one: Candidate) -> bool:
    """Whether its values only number the rows."""
    numbers, rows = one.column.numbers, len(one.column.codes)
    return rows > 2 and bool(numbers[0] in (0.0, 1.0) and np.array_equal(numbers, numbers[0] + np.arange(rows)))


def _of_models(one: Candidate) -> tuple[Column, ...]:
    return tuple(column for column in one.sheet.columns if column.name != one.name and column.said & words.MODEL)


def _in_names(one: Candidate) -> bool:
    """Whether the models' columns carry its name: P_BAD1 speaks of BAD."""
    own = one.words - words.CLASS - words.TRUTH - {"is", "has"}
    return any(own & column.said for column in _of_models(one))


def _values_in_names(one: Candidate) -> bool:
    """Whether a model's columns are named after its values."""
    texts = {text.casefold() for text in one.counts if not text.lstrip("-").isdecimal()}
    return any(share_of(one.counts, family.classes) > 0.5 for family in one.beside) or any(
        own.casefold() in texts for column in _of_models(one) for _, _, own in splits(column.name)
    )


def _fits_none(one: Candidate) -> bool:
    """Whether there are columns for each class, and its values are others or more than those."""
    return bool(one.beside) and all(
        share_of(one.counts, family.classes) == 0.0 and len(one.counts) > len(family.classes) for family in one.beside
    )


def _is_tools(one: Candidate) -> bool:
    """Whether a tool writes its answer under this name: SAS's I_, the title of class columns, LIBSVM's labels."""
    others = (name.lstrip("-").isdecimal() for name in one.sheet.names[1:])
    libsvm = one.column.name == "labels" and one.family.places == (0,) and all(others)
    return libsvm or one.column.name.startswith("I_") or one.name in {family.title for family in one.beside}


# The weight of a rule, the key of its words, and when it holds.
RULES: Final[tuple[tuple[float, str, Callable[[Candidate], object]], ...]] = (
    (-100.0, "never", lambda one: one.words & (words.ANSWER | words.COUNTING | words.PROBABILITY | words.CONFIDENCE)),
    (-100.0, "never", lambda one: one.words & (words.SCORE | words.LOGIT) and not one.words & words.TRULY),
    (-100.0, "never", lambda one: _OF_CLASS.match(one.column.name) and not one.family.classes),
    (-100.0, "counting", lambda one: _counts_rows(one) and not one.words & (words.TRUTH | words.TRULY)),
    (-100.0, "weight", lambda one: one.words & words.WEIGHT),
    (-100.0, "names_models", lambda one: one.words & words.NAMES_MODELS),
    (-100.0, "tool", _is_tools),
    (8.0, "truth_name", lambda one: one.words & words.TRULY),
    (6.0, "truth_name", lambda one: one.words & words.TRUTH and not one.words & words.TRULY),
    (4.0, "truth_name", lambda one: one.words & words.CLASS and not one.words & (words.TRUTH | words.TRULY)),
    (-3.0, "against", lambda one: one.words & words.AGAINST),
    (3.0, "in_names", _in_names),
    (3.0, "values_in_names", _values_in_names),
    (1.5, "is", lambda one: one.words & {"is", "has", "did", "was"}),
    (1.5, "tool", lambda one: one.column.name.startswith("F_")),
    (-4.0, "fits_none", _fits_none),
)


def candidates(sheet: Sheet) -> tuple[Candidate, ...]:
    """All that may be the truth, the likeliest first. Stop: what is called it holds measured values: regression."""
    usable = [place for place, one in enumerate(sheet.columns) if one.numeric]
    shares = [family for family in families(sheet, usable, {}) if _is_truth(sheet, family)]
    if not shares and (at_once := several(sheet, usable)):
        shares = [at_once]
    taken = {place for family in shares for place in family.places}
    rest = families(sheet, [place for place in usable if place not in taken], {})
    beside = tuple(family for family in rest if not hard(sheet.values(family.places)))
    inside = {place for family in beside for place in family.places}
    singles = [Family((place,), name) for place, name in enumerate(sheet.names) if place not in taken]
    found = []
    for one in (Candidate(sheet, family, beside) for family in (*shares, *singles)):
        column, is_class = one.column, one.family.places[0] in inside
        if (is_class and not (column.hard and one.because("truth_name"))) or one.weight <= _NEVER:
            continue
        named, measured = one.because("truth_name"), not one.family.classes and _continuous(one)
        if measured and named and one.weight >= 6.0:
            raise Stop("regression", column=one.name)
        soft_unnamed = column.in_unit and not column.hard and not named
        if one.family.classes or not (measured or _many(one) or soft_unnamed or not len(column.codes)):
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.weight, one.family.places)))


def _is_truth(sheet: Sheet, family: Family) -> bool:
    """Whether a family is a one-hot or soft truth: by its name, or by zeros and ones alone."""
    said = words.words_of(family.title)
    if said & (words.PROBABILITY | words.LOGIT | words.ANSWER | words.LOG | words.CONFIDENCE | words.SCORE):
        return False
    two = len(family.classes) == 2 and family.classes == tuple(sheet.names[place] for place in family.places)
    named = bool(said & (words.TRUTH | words.TRULY | words.CLASS))
    return named or (len(family.classes) > 1 and not two and hard(sheet.values(family.places)))


def choose(sheet: Sheet, asked: Asked) -> tuple[Candidate, tuple[Candidate, ...]]:
    """The truth, and what else might be it. Stop: nothing is left to be it, or more than one column may be it."""
    if asked.label is not None:
        parts = asked.label.split(",") if asked.label not in sheet.names else [asked.label]
        whole = asked_family(sheet, tuple(place_of(sheet, part, "label") for part in parts))
        others = [place for place, one in enumerate(sheet.columns) if one.numeric and place not in whole.places]
        return Candidate(sheet, whole, families(sheet, others, {})), ()
    found = candidates(sheet)
    if not found:
        raise Stop("no_truth", columns=", ".join(sheet.names[:12]))
    first, rivals = found[0], [one for one in found[1:] if not same(one, found[0])]
    close = [one for one in rivals if first.weight - one.weight < CLEAR]
    if close:
        flags = [flag("label", *(sheet.names[place] for place in one.family.places)) for one in (first, *close)]
        raise Stop("which_truth", *flags, columns=", ".join(one.name for one in (first, *close)))
    twins = [one for one in found if one is first or same(one, first)]  # numbers beside the names they stand for
    return max(twins, key=lambda one: (one.because("values_in_names"), one.weight)), tuple(rivals)


def same(one: Candidate, other: Candidate) -> bool:
    """Whether two columns say the same in every row, if in other words."""
    if one.family.classes or other.family.classes or len(one.counts) != len(other.counts) or not one.counts:
        return False
    alike = one.counts.keys() == other.counts.keys()
    orders = (one.counts, one.counts if alike else other.counts)
    a, b = (
        candidate.column.numbered({text: place for place, text in enumerate(order, 1)})
        for candidate, order in zip((one, other), orders, strict=True)
    )
    if alike:  # 0 and 1 the other way round are not the same
        return one.counts == other.counts and np.array_equal(a, b)
    # In a small table two columns may go together by chance: only names make one the other in other words.
    named = one.because("truth_name") and other.because("truth_name")
    return named and len(np.unique(a * (b.max() + 2) + b)) == len(one.counts)
