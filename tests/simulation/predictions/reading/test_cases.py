"""Thirty small files, each with the number it must give, or the question it must ask; and the same in other clothes."""

import csv
import io
import json
from pathlib import Path

import pytest

from core.data.reading.sheet import read_sheet
from core.simulation.predictions.__main__ import main
from core.simulation.predictions.evaluation import summary
from core.simulation.predictions.reading.roles import read

CASES = Path(__file__).parents[3] / "data" / "reading" / "cases"
EXPECTED = json.loads((CASES / "expected.json").read_text())


@pytest.mark.parametrize("name", EXPECTED)
def test_cases(name, capsys):
    code = main([str(CASES / name), "--json"])
    found, case = json.loads(capsys.readouterr().out), EXPECTED[name]
    assert found["refused"] is None
    if code == 2:
        assert "question" in case["must"]
        assert found["models"] == []
        assert all(question["options"] for question in found["questions"])
    else:
        value = found["models"][0]["cross_entropy"]
        assert "number" in case["must"]
        assert (
            value == case["cross_entropy"]
            if value == "inf"
            else value == pytest.approx(case["cross_entropy"], abs=5e-5)
        )


def loss(content):
    """The first model's loss, or None where something is asked or refused."""
    found = read(read_sheet(content))
    return summary(found.checked.scores()[0]).cross_entropy if found.settled else None


PLAIN = [name for name in EXPECTED if not name.startswith(("22", "23"))]  # the others are no plain commas


def table(name):
    return list(csv.reader(io.StringIO((CASES / name).read_text())))


def written(rows, delimiter=",", quoting=csv.QUOTE_MINIMAL):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting).writerows(rows)
    return stream.getvalue().encode()


CLOTHES = {
    "bom": lambda rows: b"\xef\xbb\xbf" + written(rows),
    "utf-16": lambda rows: written(rows).decode().encode("utf-16"),
    "quoted": lambda rows: written(rows, quoting=csv.QUOTE_ALL),
    "semicolons": lambda rows: written(rows, ";"),
    "tabs": lambda rows: written(rows, "\t"),
    "decimal commas": lambda rows: written(
        [rows[0], *([cell.replace(".", ",") for cell in row] for row in rows[1:])], ";"
    ),
    "markdown": lambda rows: "\n".join(
        "|" + "|".join(row) + "|" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    ).encode(),
    "rows turned": lambda rows: written([rows[0], *rows[:0:-1]]),
    "an index": lambda rows: written([["", *rows[0]], *([str(n), *row] for n, row in enumerate(rows[1:]))]),
    "an input": lambda rows: written(
        [[*rows[0], "height"], *([*row, f"{170.5 + n}"] for n, row in enumerate(rows[1:]))]
    ),
    "a name each": lambda rows: written([["name", *rows[0]], *([f"n{n}", *row] for n, row in enumerate(rows[1:]))]),
}  # fmt: skip


@pytest.mark.parametrize("clothes", CLOTHES)
def test_other_clothes_change_no_number(clothes):
    wrong = {}
    for name in PLAIN:
        rows = table(name)
        before, after = loss(written(rows)), loss(CLOTHES[clothes](rows))
        if (
            before != pytest.approx(after, rel=1e-12)
            if before is not None and after is not None
            else before is not after
        ):
            wrong[name] = before, after
    assert wrong == {}


def _turned(rows):
    return [row[::-1] for row in rows]


def _moved(rows):
    return [[*row[1:], row[0]] for row in rows]


LOOSER = {
    "columns turned round": _turned,
    "columns moved": _moved,
    "capitals": lambda rows: [[cell.upper() for cell in rows[0]], *rows[1:]],
    "other case": lambda rows: [[cell.title() for cell in rows[0]], *rows[1:]],
    "a second input": lambda rows: [[*rows[0], "kind"], *([*row, "ab"[n % 2]] for n, row in enumerate(rows[1:]))],
    "a flag": lambda rows: [[*rows[0], "online"], *([*row, "01"[n % 2]] for n, row in enumerate(rows[1:]))],
    "half an input": lambda rows: [[*rows[0], "width"], *([*row, f"0.{n % 7}1"] for n, row in enumerate(rows[1:]))],
    "no names": lambda rows: rows[1:],
    "nameless": lambda rows: [[f"column{n}" for n in range(len(rows[0]))], *rows[1:]],
    "only truth named": lambda rows: [
        ["y" if n == 0 else f"v{'abcdefghij'[n]}" for n in range(len(rows[0]))],
        *rows[1:],
    ],
}


@pytest.mark.parametrize("change", LOOSER)
def test_less_to_go_by_gives_the_same_number_or_none(change):
    wrong = {}
    for name in PLAIN:
        if name == "40-malignant-benign.csv" or (
            change == "only truth named" and table(name)[0][0] not in ("y", "label", "y_true", "target")
        ):
            continue
        if change in ("no names", "nameless") and name.startswith(("52", "10")):  # what is left has other sense
            continue
        rows = table(name)
        before, after = loss(written(rows)), loss(written(LOOSER[change](rows)))
        if after is not None and before is not None and after != pytest.approx(before, rel=1e-9):
            wrong[name] = before, after
    assert wrong == {}
