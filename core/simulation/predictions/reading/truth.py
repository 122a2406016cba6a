"""Which column is the truth: a table of rules, each with its weight and its reason."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column
from core.data.reading.sheet import Sheet
from core.maths.checks import FloatArray
from core.simulation.predictions.reading.asked import Asked, Said, Stop, flag
from core.simulation.predictions.reading.families import Family, families, hard, several, share_of, splits, values_of

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
    evidence: tuple[tuple[float, str], ...] = field(default=())

    @property
    def column(self) -> Column:
        """The (first) column."""
        return self.sheet.columns[self.family.places[0]]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.family.title

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its name."""
        return words.words_of(self.family.title if self.family.classes else self.column.name)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each of its values comes."""
        return self.column.counts()

    @property
    def weight(self) -> float:
        """All evidence together."""
        return sum(weight for weight, _ in self.evidence)

    @property
    def why(self) -> str:
        """The strongest reason for it."""
        return max(self.evidence, default=(0.0, "only"))[1]

    @property
    def named(self) -> bool:
        """Whether its name says that it is the truth."""
        return any(weight > 0 and why == "truth_name" for weight, why in self.evidence)


def _numbers(candidate: Candidate) -> FloatArray:
    return candidate.column.known()


def _continuous(candidate: Candidate) -> bool:
    """Whether its values are measured: many of them, not whole, beyond 0 and 1."""
    known = _numbers(candidate)
    if 2 * len(known) < len(candidate.column.codes) or not len(known):
        return False
    whole = bool(np.all(known == np.round(known)))
    return bool((known < 0).any() or (known > 1).any()) and (not whole or not candidate.counts)


def _many(candidate: Candidate) -> bool:
    """Whether it has too many different values to be classes, and is no soft label."""
    rows, counts = len(candidate.column.codes), candidate.counts
    soft = len(_numbers(candidate)) and not _continuous(candidate) and hard_or_soft(candidate.column)
    return not soft and (not counts or (len(counts) > max(_FEW, 10) and len(counts) > rows / 2) or (
        len(counts) == rows > 3 and not candidate.words & (words.TRUTH | words.TRULY | words.CLASS)
    ))  # fmt: skip


def _counts_rows(candidate: Candidate) -> bool:
    """Whether its values only number the rows."""
    numbers, rows = candidate.column.numbers, len(candidate.column.codes)
    return rows > 2 and bool(numbers[0] in (0.0, 1.0) and np.array_equal(numbers, numbers[0] + np.arange(rows)))


def hard_or_soft(column: Column) -> bool:
    """Whether all numbers of a column lie in [0, 1]."""
    known = column.known()
    return bool(len(known) and np.all((known >= 0.0) & (known <= 1.0)))


def _in_names(candidate: Candidate) -> bool:
    """Whether the models' columns carry its name: P_BAD1 speaks of BAD."""
    own = candidate.words - words.CLASS - words.TRUTH - {"is", "has"}
    models = (words.words_of(name) for name in candidate.sheet.names if name != candidate.name)
    return any(own & said for said in models if said & words.MODEL)


def _values_in_names(candidate: Candidate) -> bool:
    """Whether a model's columns are named after its values."""
    if any(share_of(candidate.counts, family.classes) > 0.5 for family in candidate.beside):
        return True
    texts = {text.casefold() for text in candidate.counts if not text.lstrip("-").isdecimal()}
    return any(
        own.casefold() in texts
        for name in candidate.sheet.names if words.words_of(name) & words.MODEL
        for _, _, own in splits(name)
    )  # fmt: skip


def _fits_none(candidate: Candidate) -> bool:
    """Whether there are columns for each class, and its values are others or more than those."""
    return bool(candidate.beside) and all(
        share_of(candidate.counts, family.classes) == 0.0 and len(candidate.counts) > len(family.classes)
        for family in candidate.beside
    )


RULES: Final[tuple[tuple[float, str, Callable[[Candidate], bool]], ...]] = (
    (-100.0, "never", lambda one: bool(one.words & (words.ANSWER | words.COUNTING))),
    (-100.0, "never", lambda one: bool(one.words & (words.PROBABILITY | words.CONFIDENCE))),
    (-100.0, "never", lambda one: bool(one.words & (words.SCORE | words.LOGIT)) and not one.words & words.TRULY),
    (-100.0, "counting", lambda one: _counts_rows(one) and not one.words & (words.TRUTH | words.TRULY)),
    (-100.0, "never", lambda one: bool(_OF_CLASS.match(one.column.name)) and not one.family.classes),
    (-100.0, "tool", lambda one: one.name in {family.title for family in one.beside}),
    (-100.0, "weight", lambda one: bool(one.words & words.WEIGHT)),
    (-100.0, "names_models", lambda one: bool(one.words & words.NAMES_MODELS)),
    (-100.0, "tool", lambda one: one.column.name[:2] == "I_" and f"F_{one.column.name[2:]}" not in one.column.name),
    (-100.0, "tool", lambda one: one.column.name == "labels" and one.family.places == (0,) and all(
        name.lstrip("-").isdecimal() for name in one.sheet.names[1:])),
    (8.0, "truth_name", lambda one: bool(one.words & words.TRULY)),
    (6.0, "truth_name", lambda one: bool(one.words & words.TRUTH) and not one.words & words.TRULY),
    (4.0, "truth_name", lambda one: bool(one.words & words.CLASS) and not one.words & (words.TRUTH | words.TRULY)),
    (-3.0, "against", lambda one: bool(one.words & words.AGAINST)),
    (3.0, "in_names", _in_names),
    (3.0, "values_in_names", _values_in_names),
    (1.5, "is", lambda one: bool(one.words & {"is", "has", "did", "was"})),
    (1.5, "tool", lambda one: one.column.name[:2] == "F_"),
    (-4.0, "fits_none", _fits_none),
)  # fmt: skip


def candidates(sheet: Sheet) -> tuple[Candidate, ...]:
    """All that may be the truth, the likeliest first.

    Raises:
        Stop: a column that is called the truth holds measured values: this is regression.
    """
    usable = [place for place, one in enumerate(sheet.columns) if len(one.known()) * 2 >= len(one.codes)]
    of_one_hot = [family for family in families(sheet, usable, {}) if _is_truth(sheet, family)]
    if not of_one_hot and (at_once := several(sheet, usable)):
        of_one_hot = [at_once]
    taken = {place for family in of_one_hot for place in family.places}
    rest = families(sheet, [place for place in usable if place not in taken], {})
    beside = tuple(family for family in rest if not hard(values_of(sheet, family.places)))
    inside = {place for family in beside for place in family.places}
    singles = [Family((place,), name) for place, name in enumerate(sheet.names) if place not in taken]
    found = []
    for family in (*of_one_hot, *singles):
        one = Candidate(sheet, family, beside)
        evidence = tuple((weight, why) for weight, why, holds in RULES if holds(one))
        weight = sum(part for part, _ in evidence)
        named = any(why == "truth_name" for _, why in evidence)
        apart = family.places[0] not in inside or (named and hard(one.column.known()))
        if weight <= _NEVER or not apart:
            continue
        if not family.classes:
            if _continuous(one) and named and weight >= 6.0:
                raise Stop(Said("regression", {"column": one.name}))
            soft = hard_or_soft(one.column) and not hard(one.column.known())
            if _continuous(one) or _many(one) or not len(one.column.codes) or (soft and not named):
                continue
        found.append(Candidate(sheet, family, beside, evidence))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.family.places)))


def _is_truth(sheet: Sheet, family: Family) -> bool:
    """Whether a family is a one-hot or soft truth: by its name, or by zeros and ones alone."""
    said = words.words_of(family.title)
    if said & (words.PROBABILITY | words.LOGIT | words.ANSWER | words.LOG | words.CONFIDENCE | words.SCORE):
        return False
    if said & (words.TRUTH | words.TRULY | words.CLASS):
        return True
    two = len(family.classes) == 2 and family.classes == tuple(sheet.names[place] for place in family.places)
    return len(family.classes) > 1 and not two and hard(values_of(sheet, family.places))


def choose(sheet: Sheet, asked: Asked) -> tuple[Candidate, tuple[Candidate, ...]]:
    """The truth, and what else might be it.

    Raises:
        Stop: nothing is left to be the truth, or more than one column may be it.
    """
    if asked.label is not None:
        parts = asked.label.split(",") if asked.label not in sheet.names else [asked.label]
        places = tuple(place_of(sheet, part, "label") for part in parts)
        names = tuple(sheet.names[place] for place in places)
        owns = names
        for way in range(8):
            cut_off = [{w: own for w, _, own in splits(name)}.get(way) for name in names]
            if len(names) > 1 and all(cut_off) and len(set(cut_off)) == len(names):
                owns = tuple(str(own) for own in cut_off)
                break
        whole = Family(
            places, names[0] if len(names) == 1 else " … ".join((names[0], names[-1])), owns if len(names) > 1 else ()
        )
        usable = [place for place in range(len(sheet.columns)) if place not in places]
        numeric = [place for place in usable if len(sheet.columns[place].known()) * 2 >= len(sheet.lines)]
        return Candidate(sheet, whole, families(sheet, numeric, {}), ((0.0, "asked"),)), ()
    found = candidates(sheet)
    if not found:
        raise Stop(Said("no_truth", {"columns": ", ".join(sheet.names[:12])}))
    first, rivals = found[0], [one for one in found[1:] if not same(one, found[0])]
    close = [one for one in rivals if first.weight - one.weight < CLEAR]
    if close:
        flags = [flag("label", *(sheet.names[place] for place in one.family.places)) for one in (first, *close)]
        raise Stop(Said("which_truth", {"columns": ", ".join(one.name for one in (first, *close))}), "label", flags)
    twins = [one for one in found if one is first or same(one, first)]  # numbers beside the names they stand for
    best = max(twins, key=lambda one: (any(why == "values_in_names" for _, why in one.evidence), one.weight))
    return best, tuple(rivals)


def candidates_named(sheet: Sheet, label: str) -> tuple[tuple[int, ...], dict[str, int]]:
    """The places of a truth's columns by its name, and how often each of its values comes."""
    for one in candidates(sheet) if label not in sheet.names else ():
        if one.name == label:
            return one.family.places, dict.fromkeys(one.family.classes, 1)
    places = (sheet.names.index(label),) if label in sheet.names else ()
    return places, sheet.columns[places[0]].counts() if places else {}


def same(one: Candidate, other: Candidate) -> bool:
    """Whether two columns say the same in every row, if in other words."""
    a, b = (_codes(candidate) for candidate in (one, other))
    if a is None or b is None or len(one.counts) != len(other.counts):
        return False
    if one.counts.keys() == other.counts.keys():  # 0 and 1 the other way round are not the same
        return [one.counts[text] for text in one.counts] == [other.counts[text] for text in one.counts] and bool(
            np.array_equal(a, other.column.numbered({text: place for place, text in enumerate(one.counts)}) + 1)
        )
    # In a small table two columns may go together by chance: only names make one the other in other words.
    return one.named and other.named and len(np.unique(a * (b.max() + 1) + b)) == len(one.counts)


def _codes(candidate: Candidate) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
    if candidate.family.classes or not candidate.counts:
        return None
    return candidate.column.numbered({text: place for place, text in enumerate(candidate.counts)}) + 1


def place_of(sheet: Sheet, name: str, about: str) -> int:
    """The place of a column by its name; letters of any case where that is clear.

    Raises:
        Stop: there is no such column.
    """
    if name in sheet.names:
        return sheet.names.index(name)
    alike: Sequence[int] = [place for place, one in enumerate(sheet.names) if one.casefold() == name.casefold()]
    if len(alike) != 1:
        raise Stop(Said("no_column", {"column": name, "about": about, "columns": ", ".join(sheet.names[:12])}))
    return alike[0]
