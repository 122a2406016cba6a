"""The rows of a table that can be used, and what is wrong with the others. Nothing is mended unasked."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.data.reading.cells import Column, cut, missing
from core.data.reading.sheet import Sheet
from core.maths.checks import LARGEST, FloatArray, IntArray
from core.maths.validation import ROW_SUM_TOLERANCE
from core.simulation.predictions.reading.families import values_of
from core.simulation.predictions.reading.kinds import binary, two_columns
from core.simulation.predictions.scores import Kind, Scores

BoolArray = NDArray[np.bool_]
RowReason = Literal[
    "cell_count", "label_missing", "label_nan", "label_not_a_number", "label_outside", "label_unknown", "label_sum",
    "missing", "nan", "infinite", "not_a_number", "outside", "too_large", "sum", "weight",
]  # fmt: skip
NAMED: Final = 10  # bad rows that are named one by one
FLOAT32: Final = 1e-6  # how far the sum of a row of float32 may be from 1, for each class


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its line, why, the column and the text that was there ("sum": what it sums to)."""

    number: int
    reason: RowReason
    column: str
    given: str


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
    answers: FloatArray | None = None


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

    def scores(self) -> tuple[Scores, ...]:
        """The models' scores; there must be a row."""
        return tuple(
            Scores(self.labels, values, kind, self.weights)
            for values, kind in zip(self.values, self.kinds, strict=True)
        )


class _Faults:
    """The first fault found in each row, as they are looked for one after another."""

    def __init__(self, rows: int) -> None:
        self.reasons: list[tuple[RowReason, Column | None]] = []
        self.of_row: NDArray[np.int16] = np.zeros(rows, dtype=np.int16)  # number of the fault, from 1 up

    def add(self, wrong: BoolArray, reason: RowReason, column: Column | None = None) -> None:
        """Note a fault in the rows that have none yet."""
        new = wrong & (self.of_row == 0)
        if new.any():
            self.reasons.append((reason, column))
            self.of_row[new] = len(self.reasons)

    def words(self, column: Column, suspect: BoolArray, nothing: RowReason, nan: RowReason, other: RowReason) -> None:
        """Note each word that stands where none should, by what it says."""
        if len(column.words) == 1:
            return
        kinds = [nothing if not word else nan if missing(word) else other for word in column.words]
        for reason in dict.fromkeys(kinds[1:]):
            codes = [code for code, kind in enumerate(kinds) if code and kind == reason]
            self.add(suspect & np.isin(column.codes, codes), reason, column)


def check_rows(
    sheet: Sheet, labels: Labels, models: tuple[Values, ...], weights: Column | None = None, sums: str | None = None
) -> Checked:
    """The rows in which the label, every model and the weight can be used; ``sums`` "divide" mends gaps in sums."""
    faults = _Faults(len(sheet.lines))
    if sheet.widths:
        ragged = np.zeros(len(sheet.lines), dtype=bool)
        ragged[list(sheet.widths)] = True
        faults.add(ragged, "cell_count")
    _check_labels(labels, faults)
    if weights is not None:
        faults.add(~(weights.numbers >= 0.0) | ~np.isfinite(weights.numbers), "weight", weights)
    for model in models:
        _check_numbers(sheet, model, faults)
    arrays: list[FloatArray] = []
    kinds: list[Kind] = []
    digits: list[int] = []
    scalable, rounded, worst = faults.of_row == 0, 0, np.zeros(len(sheet.lines))
    for model in models:
        columns = [sheet.columns[place] for place in model.places]
        digits.append(
            min((one.digits for one in columns), default=0)
            and max(one.digits for one in columns) + 2 * (model.kind == "percent")
        )
        if len(model.places) == 1:
            array, kind = binary(columns[0].numbers, model.kind, model.answers, model.turn)
        else:
            array = values_of(sheet, model.places) / (100.0 if model.kind == "percent" else 1.0)
            kind = "probabilities" if model.kind in ("probability", "percent") else "logits"
            if kind == "probabilities":
                totals = array.sum(axis=1)
                array, few = _check_sums(array, totals, digits[-1], faults, sums == "divide")
                rounded = max(rounded, few)
                worst = np.where(np.abs(totals - 1.0) > np.abs(worst), totals - 1.0, worst)
                scalable &= totals > 0.0
            if len(model.places) == 2:
                array, kind = two_columns(array, model.kind), "logits"
        arrays.append(array)
        kinds.append(kind)
        faults.add(np.asarray(np.isnan(array.reshape(len(array), -1)).any(axis=1)), "missing", columns[0])
    good = faults.of_row == 0
    wrong = np.flatnonzero(~good)
    kept = slice(None) if not len(wrong) else good  # a copy of a million rows costs
    of_sum = [place for place, (reason, _) in enumerate(faults.reasons, 1) if reason == "sum"]
    return Checked(
        sheet.lines[kept],
        labels.values[kept],
        tuple(array[kept] for array in arrays),
        tuple(kinds),
        labels.classes if len(labels.classes) > 2 else (),
        tuple(_named(sheet, faults, int(row), worst) for row in wrong[:NAMED]),
        len(wrong),
        int(np.count_nonzero(scalable & np.isin(faults.of_row, of_sum))) if of_sum else 0,
        len(sheet.lines),
        None if weights is None else weights.numbers[kept],
        rounded,
        tuple(digits),
    )


def _check_labels(labels: Labels, faults: _Faults) -> None:
    of_classes = labels.values.dtype.kind == "i"
    for column in labels.columns:
        none = (
            labels.values < 0
            if of_classes
            else np.isnan(column.numbers)
            if labels.values.ndim == 2
            else np.isnan(labels.values)
        )
        faults.words(
            column, none, "label_missing", "label_nan", "label_unknown" if of_classes else "label_not_a_number"
        )
        faults.add(none, "label_unknown" if of_classes else "label_outside", column)
    if labels.values.ndim == 2:
        faults.add(
            ~(np.abs(labels.values.sum(axis=1) - 1.0) < 1e-9 * labels.values.shape[1]), "label_sum", labels.columns[0]
        )


def _check_numbers(sheet: Sheet, model: Values, faults: _Faults) -> None:
    low, high = {"logit": (-np.inf, np.inf), "log_probability": (-np.inf, 0.0), "percent": (0.0, 100.0)}.get(
        model.kind, (0.0, 1.0)
    )
    all_ruled_out = np.ones(len(sheet.lines), dtype=bool)
    for place in model.places:
        column = sheet.columns[place]
        faults.words(column, column.codes != 0, "missing", "nan", "not_a_number")
        numbers = column.numbers
        with np.errstate(invalid="ignore"):
            faults.add((numbers < low) | (numbers > high), "outside", column)
            if model.kind == "logit":
                faults.add(np.isfinite(numbers) & (np.abs(numbers) > LARGEST), "too_large", column)
        if len(model.places) > 1:
            all_ruled_out &= numbers == -np.inf
            faults.add(numbers == np.inf, "infinite", column)
    if len(model.places) > 1:
        faults.add(all_ruled_out, "infinite", sheet.columns[model.places[0]])


def _check_sums(
    values: FloatArray, totals: FloatArray, digits: int, faults: _Faults, divide: bool
) -> tuple[FloatArray, int]:
    """Divide rows by a sum that differs from 1 by a rounding, and note the others or divide them too."""
    classes = values.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.abs(totals - 1.0)
        off = gap > ROW_SUM_TOLERANCE * classes
        if not off.any():
            return values, 0
        rounding = max(FLOAT32 * classes, 0.5001 * classes * 10.0**-digits if 2 <= digits <= 6 else 0.0)
        faults.add((totals <= 0.0) | ((gap > rounding) & (not divide)), "sum")
        few = int(np.count_nonzero(off & (gap <= rounding)))
        scaled: FloatArray = np.where((off & (totals > 0.0))[:, np.newaxis], values / totals[:, np.newaxis], values)
    return scaled, few


def _named(sheet: Sheet, faults: _Faults, row: int, gaps: FloatArray) -> BadRow:
    reason, column = faults.reasons[faults.of_row[row] - 1]
    line = int(sheet.lines[row])
    if reason == "cell_count":
        return BadRow(line, reason, "", str(sheet.widths[row]))
    if column is None:
        return BadRow(line, reason, "", f"{1.0 + gaps[row]:.9g}")
    return BadRow(line, reason, column.name, cut(column.text(row)))
