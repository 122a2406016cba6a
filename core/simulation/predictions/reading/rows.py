"""The rows of a table that can be used, as labels and probabilities or logits. Nothing is mended unasked."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.data.reading.cells import Column
from core.data.reading.faults import BadRow, Faults
from core.data.reading.sheet import Sheet
from core.maths.checks import LARGEST, FloatArray, IntArray
from core.maths.validation import ROW_SUM_TOLERANCE
from core.simulation.predictions.scores import Kind, Scores

NAMED: Final = 10  # bad rows that are named one by one
FLOAT32: Final = 1e-6  # how far the sum of a row of float32 may be from 1, for each class
_LIMITS: Final = {"logit": (-np.inf, np.inf), "log_probability": (-np.inf, 0.0), "percent": (0.0, 100.0)}


@dataclass(frozen=True, eq=False, slots=True)
class Labels:
    """The truth of every row: y in [0, 1] for two classes, class numbers, or rows of shares; NaN or −1 where none."""

    columns: tuple[Column, ...]
    values: FloatArray | IntArray
    classes: tuple[str, ...]  # of two: the one that is not the event, and the event


@dataclass(frozen=True, eq=False, slots=True)
class Values:
    """A model's columns in the order of the classes, and how to read them."""

    name: str
    places: tuple[int, ...]
    kind: str
    turn: bool = False  # a lone column of the class that is not the event
    answers: FloatArray | None = None  # (n,) 1 where the model answered the event, 0 where the other, NaN where neither


@dataclass(frozen=True, eq=False, slots=True)
class Checked:
    """The rows that can be used, in order, and the first of those that cannot."""

    lines: IntArray  # (m,) the line of each row
    labels: FloatArray | IntArray  # (m,) y in [0, 1], or numbers of classes; (m, K) shares
    values: tuple[FloatArray, ...]  # of each model, (m,) or (m, K)
    kinds: tuple[Kind, ...]  # of each model
    classes: tuple[str, ...]  # K names, none for two classes told by one number
    bad: tuple[BadRow, ...] = ()  # the first ten
    bad_count: int = 0
    sums: int = 0  # how many of them would be good if they were divided by their sums
    total: int = 0
    weights: FloatArray | None = None  # (m,)
    rounded: int = 0  # rows that were divided by sums that differ from 1 by a rounding
    digits: tuple[int, ...] = ()  # decimals of each model's probabilities as printed, 0 where unknown
    groups: IntArray | None = None  # (m,) which rows belong together

    def only(self, rows: NDArray[np.bool_]) -> "Checked":
        """Some of these rows; the others count as rows that cannot be used."""
        values, bad = tuple(array[rows] for array in self.values), self.total - int(rows.sum())
        return replace(self, lines=self.lines[rows], labels=self.labels[rows], values=values, bad_count=bad)

    def scores(self) -> tuple[Scores, ...]:
        """The models' scores; there must be a row."""
        each = zip(self.values, self.kinds, strict=True)
        return tuple(Scores(self.labels, values, kind, self.weights) for values, kind in each)


def check_rows(
    sheet: Sheet, labels: Labels, models: tuple[Values, ...],
    weights: Column | None = None, groups: Column | None = None, divide: bool = False,
) -> Checked:  # fmt: skip
    """The rows in which the label, every model and the weight can be used; ``divide`` mends gaps in sums.

    ``groups``: the column that says which rows belong together.
    """
    faults = Faults(sheet)
    _check_labels(labels, faults)
    if weights is not None:
        faults.add(~(weights.numbers >= 0.0) | ~np.isfinite(weights.numbers), "weight", weights)
    for model in models:
        _check_numbers(sheet, model, faults)
    scalable, rounded = faults.good, 0
    arrays: list[FloatArray] = []
    kinds: list[Kind] = []
    digits: list[int] = []
    for model in models:
        columns = [sheet.columns[place] for place in model.places]
        printed = [one.digits for one in columns]
        digits.append(max(printed) + 2 * (model.kind == "percent") if all(printed) else 0)
        if len(columns) == 1:
            array, kind = _binary(columns[0].numbers, model)
        else:
            array = sheet.values(model.places) / (100.0 if model.kind == "percent" else 1.0)
            kind = "probabilities" if model.kind in ("probability", "percent") else "logits"
            if kind == "probabilities":
                scalable &= array.sum(axis=1) > 0.0
                array, few = _check_sums(array, digits[-1], faults, divide)
                rounded = max(rounded, few)
            if len(columns) == 2:  # the logit of the second over the first: exact near 0 and near 1 alike
                with np.errstate(invalid="ignore", divide="ignore"):
                    pair = np.log(array) if kind == "probabilities" else array
                    array, kind = pair[:, 1] - pair[:, 0], "logits"
        faults.add(np.asarray(np.isnan(array.reshape(len(array), -1)).any(axis=1)), "missing", columns[0])
        arrays.append(array)
        kinds.append(kind)
    good = faults.good
    kept = slice(None) if good.all() else good  # a copy of a million rows costs
    of_sum = [place for place, (reason, _) in enumerate(faults.reasons, 1) if reason == "sum"]
    sums = int(np.count_nonzero(scalable & np.isin(faults.of_row, of_sum))) if of_sum else 0
    classes = labels.classes if len(labels.classes) > 2 else ()
    return Checked(
        sheet.lines[kept], labels.values[kept], tuple(array[kept] for array in arrays), tuple(kinds), classes,
        faults.named(NAMED), int(np.count_nonzero(~good)), sums, total=len(sheet.lines),
        weights=None if weights is None else weights.numbers[kept], rounded=rounded, digits=tuple(digits),
        groups=None if groups is None else _numbered(groups)[kept],
    )  # fmt: skip


def _check_labels(labels: Labels, faults: Faults) -> None:
    values, of_classes = labels.values, labels.values.dtype.kind == "i"
    other = "label_unknown" if of_classes else "label_not_a_number"
    for column in labels.columns:
        none = values < 0 if of_classes else np.isnan(column.numbers if values.ndim == 2 else values)
        faults.words(column, none, "label_missing", "label_nan", other)
        faults.add(none, "label_unknown" if of_classes else "label_outside", column)
    if values.ndim == 2:
        whole = np.abs(values.sum(axis=1) - 1.0) < 1e-9 * values.shape[1]
        faults.add(~whole, "label_sum", labels.columns[0])


def _check_numbers(sheet: Sheet, model: Values, faults: Faults) -> None:
    low, high = _LIMITS.get(model.kind, (0.0, 1.0))
    columns = [sheet.columns[place] for place in model.places]
    for column in columns:
        faults.words(column, column.codes != 0, "missing", "nan", "not_a_number")
        numbers = column.numbers
        with np.errstate(invalid="ignore"):
            faults.add((numbers < low) | (numbers > high), "outside", column)
            if model.kind == "logit":
                faults.add(np.isfinite(numbers) & (np.abs(numbers) > LARGEST), "too_large", column)
        if len(columns) > 1:
            faults.add(numbers == np.inf, "infinite", column)
    if len(columns) > 1:
        all_ruled_out = np.logical_and.reduce([column.numbers == -np.inf for column in columns])
        faults.add(all_ruled_out, "infinite", columns[0])


def _check_sums(values: FloatArray, digits: int, faults: Faults, divide: bool) -> tuple[FloatArray, int]:
    """Divide rows by a sum that differs from 1 by a rounding, and note the others or divide them too."""
    totals, classes = values.sum(axis=1), values.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.abs(totals - 1.0)
        off = gap > ROW_SUM_TOLERANCE * classes
        if not off.any():
            return values, 0
        rounding = max(FLOAT32 * classes, 0.5001 * classes * 10.0**-digits if 2 <= digits <= 6 else 0.0)
        faults.add((totals <= 0.0) | ((gap > rounding) & (not divide)), "sum", totals)
        few = int(np.count_nonzero(off & (gap <= rounding)))
        scaled: FloatArray = np.where((off & (totals > 0.0))[:, np.newaxis], values / totals[:, np.newaxis], values)
    return scaled, few


def _binary(values: FloatArray, model: Values) -> tuple[FloatArray, Kind]:
    """A lone column as probabilities or logits of the event; what is no such thing becomes NaN.

    What is turned becomes a logit: 1 − a would lose the digits of a small a.
    """
    part = values / 100.0 if model.kind == "percent" else values
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        if model.kind == "log_probability":
            part = np.where(part <= 0.0, part - np.log(-np.expm1(part)), np.nan) + 0.0
        elif model.kind != "logit":
            if not model.turn and model.kind != "confidence":
                return part, "probabilities"
            part = np.log(part) - np.log1p(-part)
        if model.kind == "confidence" and model.answers is not None:
            return np.where(model.answers == 1.0, part, np.where(model.answers == 0.0, -part, np.nan)), "logits"
    return 0.0 - part if model.turn else part, "logits"


def _numbered(column: Column) -> NDArray[np.int64]:
    """A number for each different text of a column."""
    keys = np.stack([column.codes.astype(np.float64), np.where(column.codes == 0, column.numbers, 0.0)], axis=1)
    places: NDArray[np.int64] = np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1)
    return places
