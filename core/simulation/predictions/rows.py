"""Rows of labels and predictions, checked: the good ones stay, each bad one has its line and reason."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.maths.checks import LARGEST, FloatArray, IntArray
from core.maths.validation import ROW_SUM_TOLERANCE
from core.simulation.predictions.columns import Kind, matched
from core.simulation.predictions.groups import Group, Matching, class_numbers
from core.simulation.predictions.scores import Scores
from core.simulation.predictions.sheet import Column, Sheet

_NAN: Final = frozenset({"nan", "na", "n/a", "#n/a", "null", "none", "-nan", "nil"})
_INFINITE: Final = frozenset({sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")} | {"−∞"})

BoolArray = NDArray[np.bool_]
RowReason = Literal[
    "cell_count",
    "label_missing",
    "label_nan",
    "label_not_a_number",
    "label_outside",
    "label_unknown",
    "missing",
    "nan",
    "infinite",
    "not_a_number",
    "outside",
    "too_large",
    "sum",
]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its line, why, the column and the text that was there ("sum": what it sums to)."""

    number: int
    reason: RowReason
    column: str
    given: str


class Faults:
    """The first fault found in each row, as they are looked for one after another."""

    def __init__(self, rows: int) -> None:
        self.reasons: list[tuple[RowReason, Column | None]] = []
        self.of_row: IntArray = np.zeros(rows, dtype=np.int64)  # number of the fault, from 1 up

    def add(self, wrong: BoolArray, reason: RowReason, column: Column | None = None) -> None:
        """Note a fault in the rows that have none yet."""
        new = wrong & (self.of_row == 0)
        if new.any():
            self.reasons.append((reason, column))
            self.of_row[new] = len(self.reasons)


def check_words(
    column: Column, suspect: BoolArray, faults: Faults, missing: RowReason, nan: RowReason, other: RowReason
) -> None:
    """Note each word that stands where a number should, by what it says."""
    if len(column.words) == 1:
        return
    kinds = [_kind(word, missing, nan, other) for word in column.words]
    for reason in dict.fromkeys(kinds[1:]):
        codes = [code for code, kind in enumerate(kinds) if code and kind == reason]
        faults.add(suspect & np.isin(column.codes, codes), reason, column)


def _kind(word: str, missing: RowReason, nan: RowReason, other: RowReason) -> RowReason:
    if not word:
        return missing
    if word.casefold() in _NAN:
        return nan
    return "infinite" if other == "not_a_number" and word.casefold() in _INFINITE else other


NAMED: Final = 10  # bad rows that are named one by one
_TWO_WORDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("true", "yes", "positive", "pos", "是", "真", "正"), 1.0),
        **dict.fromkeys(("false", "no", "negative", "neg", "否", "假", "负"), 0.0),
    }
)


@dataclass(frozen=True, slots=True)
class Model:
    """The columns of a model, and what they hold."""

    group: Group
    kind: Kind


@dataclass(frozen=True, slots=True)
class Roles:
    """What the columns of a table are: the label's place, a model, and perhaps a second one of the same classes."""

    label: int
    first: Model
    second: Model | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Checked:
    """The rows that can be used, in order, and the first of those that cannot."""

    lines: IntArray  # (m,) the line of each row
    labels: FloatArray | IntArray  # (m,) y in [0, 1], or numbers of classes
    values: tuple[FloatArray, ...]  # of each model, (m,) or (m, K)
    kinds: tuple[Kind, ...]  # of each model
    classes: tuple[str, ...]  # K names, none for two classes told by one number
    bad: tuple[BadRow, ...]  # the first ten
    bad_count: int
    sums: int  # how many of them would be good if they were divided by their sums
    total: int

    def scores(self) -> tuple[Scores, ...]:
        """The models' scores; there must be a row."""
        return tuple(Scores(self.labels, values, kind) for values, kind in zip(self.values, self.kinds, strict=True))


def check_rows(sheet: Sheet, roles: Roles, scale: bool = False) -> Checked:
    """The rows of a table in which the label and every model can be used. Nothing is repaired.

    A label is a number in [0, 1], a word such as yes or false, or a class by its name or number; a probability lies in
    [0, 1], and those of one row sum to 1; a logit is finite. With `scale` rows that fail in their sums alone are
    divided by them.
    """
    faults = Faults(len(sheet.lines))
    if sheet.widths:
        ragged = np.zeros(len(sheet.lines), dtype=bool)
        ragged[list(sheet.widths)] = True
        faults.add(ragged, "cell_count")
    models = [roles.first] if roles.second is None else [roles.first, roles.second]
    classes = roles.first.group.classes
    column = sheet.columns[roles.label]
    labels: FloatArray | IntArray
    if classes:
        labels = _class_labels(column, matched(sheet, roles.label, roles.first.group), faults)
    else:
        labels = _two_labels(column, faults)
    arrays = [_values(sheet, model, faults) for model in models]
    scalable = faults.of_row == 0
    if classes:
        arrays = [
            _check_sums(array, faults, scale) if model.kind == "probabilities" else array
            for array, model in zip(arrays, models, strict=True)
        ]
        order = [list(map(str.casefold, model.group.classes)) for model in models]
        arrays[1:] = [array[:, [order[1].index(name) for name in order[0]]] for array in arrays[1:]]
        for array, model in zip(arrays, models, strict=True):
            scalable &= (model.kind == "logits") | (array.sum(axis=1) > 0.0)
    good = faults.of_row == 0
    wrong = np.flatnonzero(~good)
    kept = slice(None) if not len(wrong) else good  # a copy of a million rows costs
    return Checked(
        sheet.lines[kept],
        labels[kept],
        tuple(array[kept] for array in arrays),
        tuple(model.kind for model in models),
        classes,
        tuple(_named(sheet, faults, int(row), arrays) for row in wrong[:NAMED]),
        len(wrong),
        int(np.count_nonzero(scalable & ~good)),
        len(sheet.lines),
    )


def _two_labels(column: Column, faults: Faults) -> FloatArray:
    of_word = np.array([_TWO_WORDS.get(word.casefold(), np.nan) for word in column.words])
    labels = np.where(column.codes == 0, column.numbers, of_word[column.codes])
    check_words(column, np.isnan(labels), faults, "label_missing", "label_nan", "label_not_a_number")
    with np.errstate(invalid="ignore"):
        faults.add((labels < 0.0) | (labels > 1.0), "label_outside", column)
    return labels


def _class_labels(column: Column, found: Matching, faults: Faults) -> IntArray:
    labels = class_numbers(column, found)
    check_words(column, labels < 0, faults, "label_missing", "label_nan", "label_unknown")
    faults.add(labels < 0, "label_unknown", column)
    return labels


def _values(sheet: Sheet, model: Model, faults: Faults) -> FloatArray:
    """The numbers of a model's columns, each checked. Shape: (n,) or (n, K)."""
    for place in model.group.places:
        column = sheet.columns[place]
        check_words(column, column.codes != 0, faults, "missing", "nan", "not_a_number")
        numbers = column.numbers
        with np.errstate(invalid="ignore"):
            if model.kind == "probabilities":
                faults.add((numbers < 0.0) | (numbers > 1.0), "outside", column)
            else:
                faults.add(np.abs(numbers) > LARGEST, "too_large", column)
    if not model.group.classes:
        return sheet.columns[model.group.places[0]].numbers
    return np.stack([sheet.columns[place].numbers for place in model.group.places], axis=1)


def _check_sums(values: FloatArray, faults: Faults, scale: bool) -> FloatArray:
    """Note rows that do not sum to 1, or divide them by what they sum to."""
    sums = values.sum(axis=1)
    with np.errstate(invalid="ignore"):
        off = np.abs(sums - 1.0) > ROW_SUM_TOLERANCE * values.shape[1]
    if not scale:
        faults.add(off, "sum")
        return values
    faults.add(off & (sums <= 0.0), "sum")
    ready = off & (faults.of_row == 0)
    scaled = values.copy()
    scaled[ready] /= sums[ready, np.newaxis]
    return scaled


def _named(sheet: Sheet, faults: Faults, row: int, arrays: list[FloatArray]) -> BadRow:
    reason, column = faults.reasons[faults.of_row[row] - 1]
    line = int(sheet.lines[row])
    if column is not None:
        return BadRow(line, reason, column.name, column.text(row))
    if reason == "cell_count":
        return BadRow(line, reason, "", str(sheet.widths[row]))
    sums = [float(array[row].sum()) for array in arrays]
    return BadRow(line, reason, "", f"{max(sums, key=lambda total: abs(total - 1.0)):.9g}")
