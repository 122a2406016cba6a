"""Labels as class numbers: by the name of a class, or by its number from 0 or from 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from core.simulation.checks import IntArray
from core.simulation.prediction_sheet import Column, compact

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
