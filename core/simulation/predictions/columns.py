"""Which column is the label and which are a model's: guessed from names and values, open to correction."""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from core.maths.checks import FloatArray
from core.simulation.predictions.groups import (
    LOGIT_WORDS,
    MODEL_WORDS,
    PROBABILITY_WORDS,
    Group,
    Matching,
    label_counts,
    matching,
    numeric,
    words_of,
)
from core.simulation.predictions.sheet import Column, Sheet

Kind = Literal["probabilities", "logits"]

_LABEL_NAMES: Final = (
    *("y", "label", "labels", "y_true", "target", "class", "truth", "true", "actual", "outcome", "species", "gold"),
    *("标签", "真实标签", "类别", "真值", "目标"),
)
_LABEL_WORDS: Final = frozenset({"y", "label", "labels", "target", "truth", "true", "actual", "class", "标签", "真实"})
_SECOND: Final = frozenset({"b", "2", "second", "new", "乙", "二"})
_COUNTING: Final = frozenset({"id", "index", "row", "rows", "nr", "no", "number", "编号", "序号"})
_SUM_NEAR: Final = 0.02


class NoRolesError(ValueError):
    """A table without a column that could be the label ("no_label") or a model's ("no_prediction")."""

    def __init__(self, reason: Literal["no_label", "no_prediction"]) -> None:
        super().__init__(reason)
        self.reason: Literal["no_label", "no_prediction"] = reason


def guess_label(sheet: Sheet) -> int:
    """The column that is most likely the label: by its name, by words that come again, or by small whole numbers.

    Raises:
        NoRolesError: "no_label".
    """
    names = [name.casefold() for name in sheet.names]
    named = [names.index(name) for name in _LABEL_NAMES if name in names]
    partly = [place for place, name in enumerate(names) if words_of(name) & _LABEL_WORDS]
    wordy = [place for place, column in enumerate(sheet.columns) if _few_words(column)]
    whole = [place for place, column in enumerate(sheet.columns) if _small_whole_numbers(column)]
    found = [*named, *partly, *wordy, *whole]
    if not found:
        raise NoRolesError("no_label")
    return found[0]


def guess_first(sheet: Sheet, label: int, among: Sequence[Group]) -> Group:
    """The group that is most likely the (first) model.

    Where the label is 0 or 1, columns of one family may as well be several models: they count as classes only if
    their rows sum to 1.

    Raises:
        NoRolesError: "no_prediction".
    """
    for group in among:
        if group.classes and (not _zero_or_one(sheet.columns[label]) or sums_to_one(sheet, group) > 0.5):
            return group
    singles = [group for group in among if not group.classes]
    if not singles:
        raise NoRolesError("no_prediction")
    return max(singles, key=lambda group: _likeness(sheet.columns[group.places[0]]))


def guess_kind(sheet: Sheet, group: Group) -> Kind:
    """Whether a model's columns hold probabilities or logits: by their names, else by whether all lie in [0, 1]."""
    shared = words_of(group.title)
    if group.classes:  # a class may be called p or z; and in cat_a, dog_a the a tells the model
        shared -= {"a", *(text.casefold() for text in group.classes)}
    if shared & LOGIT_WORDS:
        return "logits"
    if shared & PROBABILITY_WORDS:
        return "probabilities"
    return "probabilities" if all(_inside(sheet.columns[place].numbers) for place in group.places) else "logits"


def seconds(among: Sequence[Group], first: Group) -> tuple[Group, ...]:
    """What can be a second model: none of the first one's columns, and the same classes."""
    same = {text.casefold() for text in first.classes}
    return tuple(
        group
        for group in among
        if not set(group.places) & set(first.places) and {text.casefold() for text in group.classes} == same
    )


def guess_second(sheet: Sheet, among: Sequence[Group]) -> Group | None:
    """The second model, if a column's name says that it is one."""
    for group in among:
        words = words_of(sheet.columns[group.places[0]].name)
        if group.classes or (words & (MODEL_WORDS | _SECOND) and not words & _COUNTING):
            return group
    return None


def sums_to_one(sheet: Sheet, group: Group) -> float:
    """The share of rows in which the columns of a group are probabilities that sum to 1, roundings aside."""
    values = np.stack([sheet.columns[place].numbers for place in group.places])
    with np.errstate(invalid="ignore", over="ignore"):
        near = (np.abs(values.sum(axis=0) - 1.0) < _SUM_NEAR) & (values >= 0.0).all(axis=0)
    return float(near.mean())


def matched(sheet: Sheet, label: int, group: Group) -> Matching:
    """How the labels' texts are matched with the classes of a group."""
    return matching(label_counts(sheet.columns[label]), group.classes)


def _likeness(column: Column) -> tuple[bool, bool, bool, bool]:
    """How much a column looks like a model's; the first of equals is taken."""
    words = words_of(column.name)
    whole = bool(np.all(column.numbers == np.round(column.numbers)))
    return not words & _COUNTING, bool(words & MODEL_WORDS), not words & _SECOND, not whole


def _inside(numbers: FloatArray) -> bool:
    known = numbers[~np.isnan(numbers)]
    return bool(np.all((known >= 0.0) & (known <= 1.0)))


def _zero_or_one(column: Column) -> bool:
    known = column.numbers[column.codes == 0]
    return bool(len(known)) and _inside(known)


def _few_words(column: Column) -> bool:
    return not numeric(column) and 1 < len(column.words) - 1 <= max(2, len(column.codes) // 2)


def _small_whole_numbers(column: Column) -> bool:
    known = column.numbers[column.codes == 0]
    if not len(known) or len(known) < len(column.codes) / 2 or words_of(column.name) & _COUNTING:
        return False
    return bool(np.all((known >= 0) & (known <= min(1000, max(9, len(known) / 2))) & (known == np.round(known))))
