"""All that is known of a reader's predictions as one object: what the command prints, and what the page gives away."""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from core.data.reading.sheet import Sheet
from core.simulation.predictions.calibration import classwise_errors, reliability, temperature_gain
from core.simulation.predictions.consistency import consistency
from core.simulation.predictions.evaluation import confusion
from core.simulation.predictions.pieces import Pieces, floor, one_against_rest, pieces
from core.simulation.predictions.reading.asked import Asked, ModelRead, Reading, Said
from core.simulation.predictions.reading.roles import answered
from core.simulation.predictions.report import Report, defused, difference
from core.simulation.predictions.scores import Scores

VERSION = 1
_MOST_LINES = 1000  # lines of rows without an end that are named
_MOST_PAIRS = 20  # of classes that are named
_MOST_CLASSES = 50  # that are each set against the rest
PIECES = ("uncertainty", "discrimination", "miscalibration")
_SUMS = ("floor", *PIECES, "miscalibration_if_calibrated", "brier")

Say = Callable[[Said], str]


def record(
    reading: Reading, report: Report | None, parts: Mapping[str, Report], say: Say, seed: int = 1,
    binning: str = "width", sheet: Sheet | None = None, asked: Asked | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything as one object; what has no end is the text inf. With ``sheet`` questions tell what answers lead to."""
    checked = report.checked if report else next(iter(parts.values())).checked if parts else reading.checked
    warnings, models, differences = [*reading.warnings], list[dict[str, Any]](), list[dict[str, Any]]()
    if report:
        models = [_model(one, report, place, binning, seed) for place, one in enumerate(reading.models)]
        pairs = [*combinations(range(len(models)), 2)]
        differences = [_difference(reading, report, pair, seed) for pair in pairs]
        warnings += rounded_zeros(reading, report)
        if len(models) > 2:  # each interval is of one pair alone
            warnings.append(Said("many_comparisons", {"models": str(len(models)), "pairs": str(len(pairs))}))
    elif parts:
        models = [_summed(one, parts, place, binning, seed) for place, one in enumerate(reading.models)]
    read_as = {
        "label": reading.label or None,
        "positive": reading.positive,
        "classes": list(parts or reading.classes),
        "weights": reading.weights,
        "rows": None if checked is None else len(checked.lines),
        "rows_left_out": None if checked is None else checked.bad_count,
    }
    questions = []
    for question in reading.questions:
        options = answered(sheet, asked or Asked(), question) if sheet else [(flag, None) for flag in question.flags]
        said = [{"flag": flag, "cross_entropy": _number(value)} for flag, value in options]
        questions.append({"about": question.about, "text": say(question.said), "options": said})
    return {
        "version": VERSION,
        "read": read_as,
        "models": models,
        "differences": differences,
        "questions": questions,
        "warnings": [say(said) for said in warnings],
        "refused": None if reading.refused is None else say(reading.refused),
    }


def rounded_zeros(reading: Reading, report: Report) -> list[Said]:
    """For each model with rows that cost ∞ for a printed 0: what the mean is at least, if that is half a digit off."""
    found = []
    for one, model, digits in zip(reading.models, report.models, report.checked.digits, strict=False):
        if (rows := len(model.endless)) and 1 < digits < 9:
            least = model.scores.mean(np.minimum(model.losses, digits * math.log(10.0) + math.log(2.0)))
            found.append(Said("rounded_zero", {"model": one.name, "rows": str(rows), "least": f"{least:.6g}"}))
    return found


def numbers_csv(found: dict[str, Any]) -> bytes:
    """The numbers of a record as a CSV file that is safe to open in a spreadsheet: a row for a model and a measure."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(("model", "measure", "value"))
    for model in found["models"]:
        writer.writerows((defused(model["name"]), defused(name), value) for name, value in _numbers(model))
    return stream.getvalue().encode("utf-8-sig")


def _numbers(of: dict[str, Any], before: str = "") -> Iterator[tuple[str, float | str]]:
    for name, value in of.items():
        if isinstance(value, dict):
            yield from _numbers(value, f"{before}{name} ")
        elif isinstance(value, int | float) or value in ("inf", "-inf"):
            yield f"{before}{name}", value


def _model(read_as: ModelRead, report: Report, place: int, binning: str, seed: int) -> dict[str, Any]:
    model = report.models[place]
    scores, summary = model.scores, model.summary
    three, squared = pieces(scores), pieces(scores, "squared_error")
    calibration = model.reliability if binning == "width" else reliability(scores, binning=binning)
    ece = f"equal {binning}, {'P(positive)' if scores.binary else 'top label'}"
    return {
        "name": read_as.name,
        "columns": list(read_as.columns),
        "kind": read_as.kind,
        "rows": scores.count,
        "cross_entropy": _number(summary.cross_entropy),
        "infinite_rows": summary.infinite,
        "infinite_lines": report.checked.lines[model.endless[:_MOST_LINES]].tolist(),
        "floor": floor(scores),
        **_pieces(three),
        "miscalibration_if_calibrated": consistency(scores, seed).miscalibration if scores.binary else None,
        "brier": summary.brier,
        "squared_error": {"value": summary.squared_error, **_pieces(squared)},
        "accuracy": summary.accuracy,
        "ece": {"value": calibration.error, "bins": len(calibration.counts), "kind": ece},
        "skill": _number(model.skill),
        "temperature": _number(model.temperature.value),
        "temperature_gain": _number(temperature_gain(scores)),
        "per_label": None,
        **_classes(report, scores, binning),
    }


def _pieces(three: Pieces | None) -> dict[str, float | str | None]:
    return {name: None if three is None else _number(getattr(three, name)) for name in PIECES}


def _classes(report: Report, scores: Scores, binning: str) -> dict[str, Any]:
    """What only more than two classes have: each against the rest, and which pairs carry the loss."""
    if scores.binary:
        return dict.fromkeys(("classwise_ece", "one_against_rest", "pairs"))
    names, bins = report.checked.classes, 10
    errors = classwise_errors(scores, bins, binning)
    value, of_rest = float(np.mean(errors)), None
    if len(names) <= _MOST_CLASSES:
        each = zip(names, one_against_rest(scores), errors, strict=True)
        of_rest = {name: {**_pieces(pieces(one)), "ece": error} for name, one, error in each}
    pairs = [
        {"label": names[pair.label], "said": names[pair.said], "nats": _number(pair.nats), "rows": pair.rows}
        for pair in confusion(scores)[:_MOST_PAIRS]
    ]
    return {
        "classwise_ece": {"value": value, "bins": bins, "kind": f"equal {binning}, mean over classes against the rest"},
        "one_against_rest": of_rest,
        "pairs": pairs,
    }


def _summed(read_as: ModelRead, parts: Mapping[str, Report], place: int, binning: str, seed: int) -> dict[str, Any]:
    """A model of rows with several labels: what adds up is the sum over the labels, the rest a mean or unknown."""
    of_label = [_model(read_as, part, place, binning, seed) for part in parts.values()]
    verdicts = [part.models[place] for part in parts.values()]
    endless = np.flatnonzero(np.isinf(np.stack([one.losses for one in verdicts])).any(axis=0))
    lines = next(iter(parts.values())).checked.lines[endless[:_MOST_LINES]]
    losses = [one.summary.cross_entropy for one in verdicts]
    total, constant = sum(losses), sum(part.constant.cross_entropy for part in parts.values())

    def summed(names: Sequence[str], found: Sequence[dict[str, Any]]) -> dict[str, float | str | None]:
        return {name: _number(sum(float(one[name]) for one in found)) for name in names}

    return of_label[0] | summed(_SUMS, of_label) | dict.fromkeys(("ece", "temperature", "temperature_gain")) | {
        "squared_error": summed(("value", *PIECES), [one["squared_error"] for one in of_label]),
        "cross_entropy": _number(total),
        "infinite_rows": len(endless),
        "infinite_lines": lines.tolist(),
        "accuracy": sum(one["accuracy"] for one in of_label) / len(of_label),
        "skill": _number(1.0 - total / constant) if constant else None,
        "per_label": {name: _number(loss) for name, loss in zip(parts, losses, strict=True)},
    }  # fmt: skip


def _difference(reading: Reading, report: Report, pair: tuple[int, int], seed: int) -> dict[str, Any]:
    found = difference(report, seed, pair)
    interval = None if found.low is None else [found.low, found.high]
    names = [reading.models[place].name for place in pair]
    return {"models": names, "mean": _number(found.difference), "interval": interval}


def _number(value: float | None) -> float | str | None:
    """A number as JSON has it: ∞ as a text."""
    if value is None or math.isfinite(value):
        return value
    return "inf" if value > 0 else "-inf" if value < 0 else None
