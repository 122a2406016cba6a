"""``python -m core.simulation.predictions FILE``: predictions read and judged without a browser."""

import argparse
import json
import math
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import Sheet, read_sheet
from core.simulation.predictions.calibration import BINNINGS
from core.simulation.predictions.reading.asked import Asked, Reading, Said, Stop, parser, told
from core.simulation.predictions.reading.roles import read
from core.simulation.predictions.reading.tables import joined
from core.simulation.predictions.record import PIECES, record
from core.simulation.predictions.report import evaluate

NUMBERS, MISSED, ASKED = 0, 1, 2
# What the page says and what the command says are the same sentences.
TEXTS: Final = Path(__file__).parents[2] / "app" / "texts" / "en" / "predictions.toml"
_UNPRINTED: Final = ("name", "columns", "kind", "per_label", "infinite_lines", "one_against_rest")
_TITLES: Final = {"miscalibration_if_calibrated": ".. if calibrated"}
MANUAL: Final = """\
Reads a table of labels and predictions, and prints what each model's predictions cost: the mean cross-entropy in nats.

The file may be any text table: commas, semicolons, tabs, blanks or | between the cells, decimal commas, per cent signs,
Markdown, a printed data frame, JSON lines, lists pasted from Python. FILE2 may hold the truth, joined by an id.

Columns are told by their names and values. What cannot be known is asked, and no number is printed until it is
answered: each question names the flags that answer it, and the loss each would lead to.
"""
EXAMPLES: Final = """\
examples:
  python -m core.simulation.predictions scores.csv
  python -m core.simulation.predictions scores.csv --label churn --positive yes
  python -m core.simulation.predictions scores.csv truth.csv --id customer
  python -m core.simulation.predictions scores.csv --model p_old --model p_new --groups customer
  python -m core.simulation.predictions scores.csv --model prob_cat,prob_dog --classes prob_cat=0,prob_dog=1
  cat scores.jsonl | python -m core.simulation.predictions - --json
  python -m core.simulation.predictions scores.csv --at-most 0.45 || exit 1

what is printed, in nats unless it says otherwise:
  cross entropy    the mean of -ln(probability of what happened); inf where a model said 0 to it
  infinite rows    how many such rows there are
  floor            the mean entropy of the labels: 0 unless they are soft
  uncertainty      entropy of the base rate; cross entropy = uncertainty - discrimination + miscalibration
                   (two classes: what recalibration without a change of order would leave, and save)
  .. if calibrated the miscalibration that a perfectly calibrated model of as many rows would show
  brier            mean squared error of the probabilities
  squared error    half of it, and its own three pieces
  ece              expected calibration error in 10 bins; class-wise: the mean of each class against the rest
  pairs            of classes, that carry most of the loss: label, answer, nats, rows
  skill            share of the base rate's loss that the model saves
  temperature      by which the logits would best be divided, and what five folds say that it gains

exit code: 0 numbers; 1 --at-most is missed by a model (inf always misses it); 2 something is asked or refused
"""


def main(arguments: list[str]) -> int:
    """The command: its flags in, the report out; the exit code."""
    given = _parser().parse_args(arguments)
    asked, texts = Asked(**told(given)), tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    sheet: Sheet | None = None
    try:
        sheet = _sheet(given)
        reading = read(sheet, asked)
    except UnreadableFileError as error:
        reading = Reading(refused=Said(f"file.{error.reason}", {"detail": error.detail}))
    except Stop as stop:
        reading = stop.into(Reading())
    except OSError as error:
        reading = Reading(refused=Said("no_file", {"detail": str(error)}))
    report = evaluate(reading.checked) if reading.settled and reading.checked is not None else None
    parts = {} if reading.refused else {name: evaluate(checked) for name, checked in reading.parts}
    found = record(
        reading, report, parts, lambda said: sentence(texts, said), binning=given.ece_bins, sheet=sheet, asked=asked
    )
    if given.json:
        print(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        _print(found, reading, texts)
    if not found["models"]:
        return ASKED
    dearest = max(float(model["cross_entropy"]) for model in found["models"])
    return NUMBERS if given.at_most is None or dearest <= given.at_most < math.inf else MISSED


def _parser() -> argparse.ArgumentParser:
    one = argparse.ArgumentParser(
        prog="python -m core.simulation.predictions", description=MANUAL, epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter, parents=[parser()],
    )  # fmt: skip
    one.add_argument("file", metavar="FILE", help="the table; - reads what is piped in")
    one.add_argument("file2", metavar="FILE2", nargs="?", help="a second table with the truth")
    one.add_argument("--id", metavar="COLUMN", help="the column that both files share")
    one.add_argument("--no-header", action="store_true", help="the first row is data")
    one.add_argument("--ece-bins", choices=BINNINGS, default="width", help="ten bins of equal width, or mass")
    one.add_argument("--at-most", metavar="NATS", type=float, help="exit with 1 if a model costs more")
    one.add_argument("--json", action="store_true", help="one JSON object instead of a report")
    return one


def _sheet(given: argparse.Namespace) -> Sheet:
    names = [name for name in (given.file, given.file2) if name]
    contents = [sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes() for name in names]
    sheets = [read_sheet(content, header=False if given.no_header else None) for content in contents]
    return sheets[0] if len(sheets) == 1 else joined(sheets[0], sheets[1], given.id)


def sentence(texts: dict[str, Any], said: Said) -> str:
    """A sentence in English with its values."""
    group, _, key = said.key.rpartition(".")
    text = texts[group or "said"][key]
    for name, value in said.values.items():
        text = text.replace(f"[[{name}]]", value)
    return str(text)


def _print(found: dict[str, Any], reading: Reading, texts: dict[str, Any]) -> None:
    """The report for people."""
    for fact in reading.facts:
        why = sentence({"said": texts["why"]}, Said(fact.why, fact.values))
        of = f" ({fact.values['kind']}, {fact.values['class']})" if fact.role == "model" else ""
        print(f"{fact.column}: {texts['as'][fact.role]}{of} - {why}")
    for model in found["models"]:
        print(f"\n{model['name']}")
        for name, value in model.items():
            if name not in _UNPRINTED and value is not None:
                print(f"  {_TITLES.get(name, name).replace('_', ' '):16} {_written(value)}")
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
    """A number, or those of a measure in several: its value, and what it is made of or counted in."""
    if isinstance(value, list):
        return "; ".join(
            f"{one['label']} -> {one['said']} {_written(one['nats'])} ({one['rows']:g})" for one in value[:5]
        )
    if isinstance(value, dict):
        three = [_written(value[name]) for name in PIECES if value.get(name) is not None]
        return _written(value["value"]) + (f" = {three[0]} - {three[1]} + {three[2]}" if three else "")
    return f"{value:.6g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:
        sys.exit(NUMBERS)
