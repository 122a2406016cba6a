"""Which columns may be one model: single ones, and families of one column for each class."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from core.maths.checks import IntArray
from core.simulation.predictions.sheet import Column, Sheet, compact

MOST_CLASSES: Final = 1_000

Way = Literal["name", "from_0", "from_1"]


@dataclass(frozen=True, slots=True)
class Matching:
    """Which class each text of a label stands for, how that was found, and the share of labels that have one."""

    numbers: Mapping[str, int]  # text of a label -> number of its class
    way: Way
    share: float


def label_counts(column: Column) -> dict[str, int] | None:
    """How often each text stands in a column, None where there are more than a thousand different ones."""
    codes, counts = np.unique(column.codes, return_counts=True)
    of_words = {column.words[code]: int(count) for code, count in zip(codes, counts, strict=True) if code}
    if len(of_words) > MOST_CLASSES + 1:  # blank is one of them
        return None
    values, counts = np.unique(column.numbers[column.codes == 0], return_counts=True)
    if len(values) > MOST_CLASSES:
        return None
    of_words.pop("", None)
    return of_words | {compact(float(value)): int(count) for value, count in zip(values, counts, strict=True)}


def matching(counts: Mapping[str, int] | None, classes: Sequence[str]) -> Matching:
    """The way that gives most labels a class: by name, letters of any case, or by number from 0 or from 1."""
    if not counts or len({text.casefold() for text in classes}) < len(classes):
        return Matching({}, "name", 0.0)
    ways: dict[Way, dict[str, int]] = {
        "name": {text.casefold(): place for place, text in enumerate(classes)},
        "from_0": {str(place): place for place in range(len(classes))},
        "from_1": {str(place + 1): place for place in range(len(classes))},
    }
    total, found = sum(counts.values()), []
    for way, known in ways.items():
        numbers = {text: known[text.casefold()] for text in counts if text.casefold() in known}
        found.append(Matching(numbers, way, sum(counts[text] for text in numbers) / total))
    return max(found, key=lambda one: one.share)  # the first of equals


def class_numbers(column: Column, found: Matching) -> IntArray:
    """The class number of each row's label, −1 where it is none of the classes. Shape: (n,)."""
    of_code = np.array([found.numbers.get(word, -1) if code else -1 for code, word in enumerate(column.words)])
    numbers: IntArray = of_code[column.codes].astype(np.int64)
    values, places = np.unique(np.where(column.codes == 0, column.numbers, np.nan), return_inverse=True)
    of_value = np.array([-1 if np.isnan(value) else found.numbers.get(compact(float(value)), -1) for value in values])
    return np.where(column.codes == 0, of_value[places], numbers)


Places = tuple[int, ...]

LOGIT_WORDS: Final = frozenset({"z", "logit", "logits", "对数几率"})
PROBABILITY_WORDS: Final = frozenset({"a", "p", "q", "prob", "probs", "proba", "probability", "概率"})
MODEL_WORDS: Final = LOGIT_WORDS | PROBABILITY_WORDS | {
    *("pred", "preds", "prediction", "predictions", "predicted", "hat", "yhat", "score", "scores", "output", "model"),
    *("预测", "预测值", "输出", "模型"),
}  # fmt: skip
_PARTS: Final = re.compile(r"[^\W\d_]+|\d+")
# A class's name after or before what its columns share: p_setosa, setosa_b, p0.
_AFFIXES: Final = (
    re.compile(r"(?P<shared>.*[\s_.:/\-])(?P<own>[^\s_.:/\-]+)"),
    re.compile(r"(?P<own>[^\s_.:/\-]+)(?P<shared>[\s_.:/\-].*)"),
    re.compile(r"(?P<shared>.*\D)(?P<own>\d+)"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that may be one model: a single one for two classes, or one for each class, with the classes' names."""

    places: Places
    title: str  # the column's name, or what the names of all share
    classes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What names it in a link: c3, or c3-c5."""
        first, last = self.places[0], self.places[-1]
        if len(self.places) == 1:
            return f"c{first + 1}"
        even = self.places == tuple(range(first, last + 1))
        return f"c{first + 1}-c{last + 1}" if even else ".".join(f"c{place + 1}" for place in self.places)


def numeric(column: Column) -> bool:
    """Whether at least half of a column's filled cells are numbers, and one is."""
    blank = [code for code, word in enumerate(column.words) if code and not word]
    filled = ~np.isin(column.codes, blank) if blank else np.ones(len(column.codes), dtype=bool)
    numbers = np.count_nonzero(column.codes == 0)
    return bool(numbers and 2 * numbers >= np.count_nonzero(filled))


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """The words and numbers a name is made of, in small letters."""
    return frozenset(_PARTS.findall(name.casefold()))


def groups(sheet: Sheet, label: int) -> tuple[Group, ...]:
    """All that can be a model beside this label: groups of columns that match its classes, and single columns.

    Groups come first, the ones whose names match more of the labels before the others.
    """
    usable = [place for place, column in enumerate(sheet.columns) if place != label and _usable(column)]
    counts = label_counts(sheet.columns[label])
    sharing: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for place in usable:
        for way, shared, own in _splits(sheet.columns[place].name, counts or {}):
            sharing.setdefault((way, shared), []).append((place, own))
    found: dict[Places, tuple[float, Group]] = {}
    for (_, shared), members in sharing.items():
        places, classes = tuple(place for place, _ in members), tuple(own for _, own in members)
        share = matching(counts, classes).share if len(places) > 1 else 0.0
        if share > 0.5 and share > found.get(places, (0.0, None))[0]:
            found[places] = share, Group(places, _title(shared, classes), classes)
    whole = [
        entry
        for places, entry in found.items()
        if not any(set(places) < set(other) and entry[0] <= found[other][0] for other in found)
    ]
    ranked = sorted(whole, key=lambda entry: -entry[0])
    return (*(group for _, group in ranked), *(Group((place,), sheet.columns[place].name) for place in usable))


def _splits(name: str, labels: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """The ways to see a class's own name in a column's: which way, what is shared, and what is the class's."""
    for way, form in enumerate(_AFFIXES):
        if parts := form.fullmatch(name):
            yield way, parts["shared"], parts["own"]
    before, after = len(_AFFIXES), len(_AFFIXES) + 1
    if name.isdecimal():
        yield before, "", name
    folded = name.casefold()
    for label in labels:  # Iris-setosa has in it what parts names elsewhere
        if label.isdecimal() or len(folded) != len(name):
            continue
        if folded.endswith(label.casefold()):
            yield before, name[: len(name) - len(label)], name[len(name) - len(label) :]
        elif folded.startswith(label.casefold()):
            yield after, name[len(label) :], name[: len(label)]


def _title(shared: str, classes: Sequence[str]) -> str:
    """What names a group: what its columns' names share, else the first and the last class."""
    return shared.strip(" _.:/-\t") or f"{classes[0]} … {classes[-1]}"


def _usable(column: Column) -> bool:
    """Whether a column may be a model's: it is numeric, or called so and holds a number at all."""
    return numeric(column) or bool(words_of(column.name) & MODEL_WORDS and (column.codes == 0).any())
