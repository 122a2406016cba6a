"""``python -m core.simulation.predictions FILE``: predictions read and judged without a browser."""

import argparse
import json
import math
import sys
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import Sheet, read_sheet
from core.simulation.predictions.pieces import floor, pieces, temperature_gain
from core.simulation.predictions.reading.asked import Asked, Said, Stop, asked_of, parser
from core.simulation.predictions.reading.found import Reading
from core.simulation.predictions.reading.long import joined
from core.simulation.predictions.reading.roles import answered, read
from core.simulation.predictions.report import Report, at_least, difference, evaluate

SEED: Final = 1
NUMBERS, MISSED, ASKED = 0, 1, 2
# What the page says and what the command says are the same sentences.
TEXTS: Final = Path(__file__).parents[2] / "app" / "texts" / "en" / "predictions.toml"
MANUAL: Final = """\
Reads a table of labels and predictions, and prints what each model's predictions cost: the mean cross-entropy in nats.
Columns are told by their names and values. What cannot be known is asked: every question names the flags that answer
it, and no number is printed until they are given.

The file may be any text table: commas, semicolons, tabs, blanks or | between the cells, decimal commas, per cent signs,
Markdown, a printed data frame, JSON lines, lists pasted from Python. FILE2 may hold the truth, joined by an id.

exit code: 0 numbers; 1 --at-most is missed by a model (∞ always misses it); 2 something is asked or refused
"""


def main(arguments: list[str]) -> int:
    """The command: its flags in, the report out; the exit code."""
    given = _parser().parse_args(arguments)
    asked, texts = asked_of(given), tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    sheet: Sheet | None = None
    try:
        sheet = _sheet(given)
        reading = read(sheet, asked)
    except UnreadableFileError as error:
        reading = Reading(refused=Said(f"file.{error.reason}", {"detail": error.detail}))
    except Stop as stop:
        refused, questions = (stop.said, ()) if stop.question is None else (None, (stop.question,))
        reading = Reading(refused=refused, questions=questions)
    except OSError as error:
        reading = Reading(refused=Said("no_file", {"detail": str(error)}))
    report = evaluate(reading.checked) if reading.settled and reading.checked is not None else None
    parts = {} if reading.refused else {name: evaluate(checked) for name, checked in reading.parts}
    found = _found(texts, sheet, asked, reading, report)
    if parts:
        found |= _summed(reading, parts)
    if given.json:
        print(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        _print(found, reading, texts)
    if not found["models"]:
        return ASKED
    losses = [float(model["cross_entropy"]) for model in found["models"]]
    return (
        MISSED
        if given.at_most is not None and not all(loss <= given.at_most < math.inf for loss in losses)
        else NUMBERS
    )


def _parser() -> argparse.ArgumentParser:
    one = argparse.ArgumentParser(
        prog="python -m core.simulation.predictions",
        description=MANUAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[parser(add_help=False)],
    )
    one.add_argument("file", metavar="FILE", help="the table; - reads what is piped in")
    one.add_argument("file2", metavar="FILE2", nargs="?", help="a second table with the truth")
    one.add_argument("--id", metavar="COLUMN", help="the column that both files share")
    one.add_argument("--no-header", action="store_true", help="the first row is data")
    one.add_argument("--at-most", metavar="NATS", type=float, help="exit with 1 if a model costs more")
    one.add_argument("--json", action="store_true", help="one JSON object instead of a report")
    return one


def _sheet(given: argparse.Namespace) -> Sheet:
    contents = [
        sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        for name in (given.file, given.file2)
        if name
    ]
    sheets = [read_sheet(content, header=False if given.no_header else None) for content in contents]
    return sheets[0] if len(sheets) == 1 else joined(sheets[0], sheets[1], given.id)


def sentence(texts: dict[str, Any], said: Said) -> str:
    """A sentence in English with its values."""
    group, _, key = said.key.rpartition(".")
    text = texts[group or "said"][key]
    for name, value in said.values.items():
        text = text.replace(f"[[{name}]]", value)
    return str(text)


def _found(
    texts: dict[str, Any], sheet: Sheet | None, asked: Asked, reading: Reading, report: Report | None
) -> dict[str, Any]:
    """Everything as one object; what has no end is the text inf."""
    checked = reading.checked
    warnings = [sentence(texts, said) for said in reading.warnings]
    if report is not None:
        for model, rounded in zip(reading.models, at_least(report), strict=True):
            if rounded is not None:
                values = {"model": model.name, "rows": str(rounded[0]), "least": f"{rounded[1]:.6g}"}
                warnings.append(sentence(texts, Said("rounded_zero", values)))
    questions = []
    for question in reading.questions:
        options = (
            answered(sheet, asked, question) if sheet is not None else tuple((flag, None) for flag in question.flags)
        )
        questions.append(
            {
                "about": question.about,
                "text": sentence(texts, question.said),
                "options": [{"flag": flag, "cross_entropy": _number(value)} for flag, value in options],
            }
        )
    pairs = combinations(range(len(report.models)), 2) if report else ()
    return {
        "version": 1,
        "read": {
            "label": reading.label or None,
            "positive": reading.positive,
            "classes": list(reading.classes),
            "weights": reading.weights,
            "rows": None if checked is None else len(checked.lines),
            "rows_left_out": None if checked is None else checked.bad_count,
        },
        "models": [_model(reading, report, place) for place in range(len(report.models))] if report else [],
        "differences": [_difference(reading, report, pair) for pair in pairs] if report else [],
        "questions": questions,
        "warnings": warnings,
        "refused": None if reading.refused is None else sentence(texts, reading.refused),
    }


def _model(reading: Reading, report: Report, place: int) -> dict[str, Any]:
    read_as, model = reading.models[place], report.models[place]
    scores, three = model.scores, pieces(model.scores)
    gain = temperature_gain(scores)
    return {
        "name": read_as.name,
        "columns": list(read_as.columns),
        "kind": read_as.kind,
        "rows": scores.count,
        "cross_entropy": _number(model.summary.cross_entropy),
        "infinite_rows": model.summary.infinite,
        "floor": floor(scores),
        "uncertainty": three and three.uncertainty,
        "discrimination": three and three.discrimination,
        "miscalibration": three and _number(three.miscalibration),
        "brier": model.summary.brier,
        "accuracy": model.summary.accuracy,
        "ece": {
            "value": model.reliability.error,
            "bins": len(model.reliability.counts),
            "kind": "equal width, P(positive)" if scores.binary else "equal width, top label",
        },
        "skill": _number(model.skill),
        "temperature": _number(model.temperature.value),
        "temperature_gain": _number(gain),
        "per_label": None,
    }


def _summed(reading: Reading, parts: dict[str, Report]) -> dict[str, Any]:
    """The models of rows with several labels: what adds up is the sum over the labels, the rest a mean or unknown."""
    models = []
    for place, read_as in enumerate(reading.models):
        of_label = [_model(reading, part, place) for part in parts.values()]
        verdicts = [part.models[place] for part in parts.values()]
        total = sum(one.summary.cross_entropy for one in verdicts)
        constant = sum(part.constant.cross_entropy for part in parts.values())
        sums = ("floor", "uncertainty", "discrimination", "miscalibration", "brier")
        models.append(
            of_label[0]
            | {name: _number(sum(float(one[name]) for one in of_label)) for name in sums}
            | {
                "cross_entropy": _number(total),
                "infinite_rows": int(np.isinf(np.stack([one.losses for one in verdicts])).any(axis=0).sum()),
                "accuracy": sum(one["accuracy"] for one in of_label) / len(of_label),
                "ece": None,
                "skill": _number(1.0 - total / constant) if constant else None,
                "temperature": None,
                "temperature_gain": None,
                "per_label": {name: _number(part.models[place].summary.cross_entropy) for name, part in parts.items()},
                "columns": list(read_as.columns),
            }
        )
    first = next(iter(parts.values())).checked
    read_of = {
        "label": reading.label,
        "positive": None,
        "classes": list(parts),
        "weights": None,
        "rows": len(first.lines),
        "rows_left_out": first.bad_count,
    }
    return {"read": read_of, "models": models}


def _difference(reading: Reading, report: Report, pair: tuple[int, int]) -> dict[str, Any]:
    interval = difference(report, SEED, pair)
    return {
        "models": [reading.models[place].name for place in pair],
        "mean": _number(interval.difference),
        "interval": None if interval.low is None else [interval.low, interval.high],
    }


def _number(value: float | None) -> float | str | None:
    """A number as JSON has it: ∞ as a text."""
    if value is None or math.isfinite(value):
        return value
    return "inf" if value > 0 else "-inf" if value < 0 else None


def _print(found: dict[str, Any], reading: Reading, texts: dict[str, Any]) -> None:
    """The report for people."""
    for fact in reading.facts:
        why = sentence({"said": texts["why"]}, Said(fact.why, fact.values))
        of = f" ({fact.values['kind']}, {fact.values['class']})" if fact.role == "model" else ""
        print(f"{fact.column}: {texts['as'][fact.role]}{of} - {why}")
    for model in found["models"]:
        print(f"\n{model['name']}")
        for name, value in model.items():
            if name not in ("name", "columns", "kind", "per_label") and value is not None:
                print(f"  {name.replace('_', ' '):16} {_written(value['value'] if isinstance(value, dict) else value)}")
    for one in found["differences"]:
        print(f"\n{one['models'][0]} - {one['models'][1]}: {_written(one['mean'])} {one['interval'] or ''}")
    for warning in found["warnings"]:
        print(f"\nwarning: {warning}")
    for question in found["questions"]:
        print(f"\nquestion: {question['text']}")
        for option in question["options"]:
            value = option["cross_entropy"]
            print(f"  {option['flag']}" + ("" if value is None else f"    (then {_written(value)} nats)"))
    if found["refused"]:
        print(f"\nrefused: {found['refused']}")


def _written(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:
        sys.exit(NUMBERS)
