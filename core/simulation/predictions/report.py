"""All that is said about a reader's predictions: the scores of each model and of the base rates, and each row's."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from core.maths.checks import FloatArray, IntArray
from core.simulation.predictions.bootstrap import Interval, paired_difference
from core.simulation.predictions.calibration import Reliability, Temperature, best_temperature, reliability
from core.simulation.predictions.evaluation import Summary, constant, skill, summary, worst_rows, worst_share
from core.simulation.predictions.reading.rows import Checked
from core.simulation.predictions.scores import Scores, cross_entropies, squared_errors

_FORMULA_SIGNS: Final = tuple("=+-@\t\r\n＝＋－＠")  # what makes a spreadsheet compute the text behind it
_ROWS_AT_ONCE: Final = 20_000


@dataclass(frozen=True, eq=False, slots=True)
class Verdict:
    """All that is said about one model."""

    scores: Scores
    losses: FloatArray  # (n,) cross-entropy of each row, in nats
    summary: Summary
    skill: float | None
    worst: IntArray  # places of the ten largest losses
    tail: tuple[int, float | None]  # rows that are the worst 1 %, and the part of the total they carry
    reliability: Reliability
    temperature: Temperature

    @property
    def endless(self) -> IntArray:
        """The places of the rows with an infinite loss."""
        return np.flatnonzero(np.isinf(self.losses))


@dataclass(frozen=True, eq=False, slots=True)
class Report:
    """One or two models, beside the constant predictor at the base rates."""

    checked: Checked
    models: tuple[Verdict, ...]
    constant: Summary


def evaluate(checked: Checked) -> Report:
    """The report on rows that have been checked; there must be one."""
    scores = checked.scores()
    base = summary(constant(scores[0]))
    return Report(checked, tuple(_verdict(one, base) for one in scores), base)


def difference(report: Report, seed: int, places: tuple[int, int] = (0, 1)) -> Interval:
    """The mean difference of two models' cross-entropies, in nats, and its interval."""
    first, second = (report.models[place] for place in places)
    weights, groups = first.scores.weights, report.checked.groups
    return paired_difference(first.losses, second.losses, seed, weights=weights, groups=groups)


def _verdict(scores: Scores, base: Summary) -> Verdict:
    losses, found = cross_entropies(scores), summary(scores)
    worst, tail = worst_rows(losses), worst_share(losses)
    saved, calibration, temperature = skill(found, base), reliability(scores), best_temperature(scores)
    return Verdict(scores, losses, found, saved, worst, tail, calibration, temperature)


def label_text(checked: Checked, place: int) -> str | float:
    """The label of a row as it is shown: the class's name, or the number; the shares of the classes for a soft one."""
    label = checked.labels[place]
    if label.ndim:
        return " ".join(f"{share:g}" for share in label)
    return checked.classes[int(label)] if checked.classes else float(label)


def said(verdict: Verdict, places: IntArray) -> FloatArray:
    """The probability that a model gave to label 1, or to the class that happened. Shape: that of the places."""
    outputs = verdict.scores.outputs[places]
    if verdict.scores.binary:
        return outputs
    return verdict.scores.of_label(outputs, places)


def defused(text: str) -> str:
    """A text that a spreadsheet takes for a text: an apostrophe before one that it would compute."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def rows_csv(report: Report, names: Sequence[str]) -> bytes:
    """Each row with its losses, as a CSV file that is safe to open in a spreadsheet.

    Columns: row; label; and for each model what it said (of label 1, or of the class that happened), its cross-entropy
    in nats (inf where it has no end) and its squared error. Numbers stay numbers.
    """
    content = io.BytesIO()  # a million rows as Python text would need four times the memory
    stream = io.TextIOWrapper(content, encoding="utf-8-sig", newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    measures = ("said", "cross_entropy_nats", "squared_error")
    of_models = [f"{name} {what}" for name in names for what in measures] if len(report.models) > 1 else measures
    writer.writerow(["row", "label", *map(defused, of_models)])
    for block in _csv_blocks(report):
        writer.writerows(block)
    stream.flush()
    return content.getvalue()


def _csv_blocks(report: Report) -> Iterator[Iterator[tuple[Any, ...]]]:
    checked = report.checked
    squared = [squared_errors(model.scores) for model in report.models]
    for start in range(0, len(checked.lines), _ROWS_AT_ONCE):
        places = np.arange(start, min(start + _ROWS_AT_ONCE, len(checked.lines)))
        labels: Iterable[str | float] = checked.labels[places].tolist()
        if checked.classes:
            labels = (label_text(checked, place) for place in places.tolist())
        columns = [checked.lines[places].tolist(), [defused(one) if isinstance(one, str) else one for one in labels]]
        for model, errors in zip(report.models, squared, strict=True):
            columns += [said(model, places).tolist(), model.losses[places].tolist(), errors[places].tolist()]
        yield zip(*columns, strict=True)
