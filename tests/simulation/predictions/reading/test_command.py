"""The command: its exit codes, two files, one form of ∞, and never a stack trace."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.simulation.predictions.__main__ import main

ROOT = Path(__file__).parents[4]
GOOD = "y,p\n1,0.9\n0,0.2\n1,0.4\n"


@pytest.fixture
def files(tmp_path):
    def make(*texts):
        paths = [tmp_path / f"{number}.csv" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        return [str(path) for path in paths]

    return make


@pytest.mark.parametrize(
    ("text", "flags", "code"),
    [
        (GOOD, [], 0),
        (GOOD, ["--at-most", "0.5"], 0),
        (GOOD, ["--at-most", "0.3"], 1),
        ("y,p\n1,0\n0,0.2\n1,0.4\n", [], 0),
        ("y,p\n1,0\n0,0.2\n1,0.4\n", ["--at-most", "inf"], 1),
        ("y,p,weight\n1,0.9,1\n0,0.2,2\n1,0.4,3\n", [], 2),
        ("y,p,weight\n1,0.9,1\n0,0.2,2\n1,0.4,3\n", ["--weights", "none"], 0),
        (GOOD, ["--label", "nothing"], 2),
        (GOOD, ["--model", "nothing"], 2),
        (GOOD, ["--positive", "7"], 2),
        (GOOD, ["--model", ""], 0),
        (GOOD, ["--model", "p\nq"], 2),
        ("y,p\n" + "\n".join(f"{n % 2},0.{n + 10}" for n in range(30)), ["--long", "p"], 2),
        ("", [], 2),
        ("\x00\x01", [], 2),
    ],
)
def test_exit_codes(files, capsys, text, flags, code):
    assert main([*files(text), *flags, "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert bool(found["models"]) == (code < 2)
    assert main([*files(text), *flags]) == code
    assert capsys.readouterr().out


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (range(10, 40), "name has more than 20 different values, so it is not read as names of models."),
        ([""] * 30, "name is empty, so it does not name any model."),
        ([*["a"] * 20, *["b"] * 10], "name names models with different numbers of rows, "
         "and no id says which belong together."),
    ],
)  # fmt: skip
def test_a_column_that_cannot_name_models_says_why(files, capsys, column, said):
    text = "y,p,name\n" + "".join(f"{n % 2},0.{n + 10},{name}\n" for n, name in enumerate(column))
    assert main([*files(text), "--json", "--long", "name"]) == 2
    assert json.loads(capsys.readouterr().out)["refused"] == said


def test_endless_is_one_word(files, capsys):
    main([*files("y,p,q\n1,0,0.5\n0,0.25,0.5\n1,0.5,0.5\n"), "--json", "--model", "p", "--model", "q"])
    out = capsys.readouterr().out
    assert "Infinity" not in out
    first = json.loads(out)["models"][0]
    assert (first["cross_entropy"], first["miscalibration"], first["skill"]) == ("inf", "inf", "-inf")
    assert json.loads(out)["differences"][0]["mean"] == "inf"


def test_two_files_are_joined_by_their_ids(files, capsys):
    said = "id,p\n3,0.4\n1,0.9\n2,0.2\n"
    main([*files(said, "id,y\n1,1\n2,0\n3,1\n"), "--json"])
    joined = json.loads(capsys.readouterr().out)["models"][0]["cross_entropy"]
    main([*files(GOOD), "--json"])
    assert joined == pytest.approx(json.loads(capsys.readouterr().out)["models"][0]["cross_entropy"], rel=1e-15)
    other = "id,y\n1,1\n2,0\n4,1\n"
    assert main([*files(said, other), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["questions"][0]["options"][0]["flag"] == "--id id"
    assert main([*files(said, other), "--json", "--id", "id"]) == 0
    assert json.loads(capsys.readouterr().out)["read"]["rows"] == 2
    assert main([*files(said, "id,y\n1,1\n2,0\n2,1\n"), "--json"]) == 2
    assert "twice" in json.loads(capsys.readouterr().out)["refused"]


def test_as_a_command(files):
    command = [sys.executable, "-m", "core.simulation.predictions"]
    run = subprocess.run([*command, "-"], cwd=ROOT, input=GOOD.encode(), capture_output=True)
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"cross entropy" in run.stdout
    run = subprocess.run([*command, "no such file"], cwd=ROOT, capture_output=True)
    assert (run.returncode, run.stderr) == (2, b"")
    run = subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, text=True)
    assert "exit code" in run.stdout


@pytest.mark.parametrize("name", ["-x", "a,b", 'a"b', "a=b", "a b", "--kind", "é'", "$(ls)", "a,b=c"])
def test_flags_take_any_name(files, capsys, name):
    import csv
    import io
    import shlex

    def table(*names):
        stream = io.StringIO()
        csv.writer(stream).writerows([names, ("spam", "0.9", "0.1"), ("ham", "0.2", "0.8"), ("spam", "0.4", "0.6")])
        return stream.getvalue()

    for text in (table("y", name, "width"), table(name, "prob_0", "prob_1"), table("y", f"{name}_u", f"{name}_v")):
        asked, code = [], 2
        while code == 2 and len(asked) < 4:
            code = main([*files(text), "--json", *asked])
            found = json.loads(capsys.readouterr().out)
            assert found["refused"] is None
            asked += shlex.split(found["questions"][0]["options"][0]["flag"]) if code == 2 else []
        assert code == 0, (text, asked)


def test_every_command_in_the_readme_and_in_the_manual_runs(tmp_path, monkeypatch, capsys):
    import re
    import shlex

    from core.simulation.predictions.__main__ import EXAMPLES

    rows = [("1", "yes", 0.9, 0.8), ("1", "no", 0.2, 0.4), ("2", "yes", 0.4, 0.6), ("3", "no", 0.3, 0.1)]
    predictions = "customer,outcome,p_old,p_new\n" + "".join(f"{c},{y},{a},{b}\n" for c, y, a, b in rows)
    (tmp_path / "predictions.csv").write_text(predictions)
    (tmp_path / "truth.csv").write_text("customer,churn\n7,yes\n8,no\n9,yes\n6,no\n")
    scores = {
        "--classes": "y,prob_cat,prob_dog\n0,0.8,0.2\n1,0.3,0.7\n0,0.4,0.6\n",
        "truth.csv": "customer,score\n9,0.4\n7,0.9\n8,0.2\n6,0.3\n",
        "--groups": predictions,
        "": "customer,churn,prob\n7,yes,0.9\n8,no,0.2\n9,yes,0.4\n6,no,0.3\n",
    }
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"python -m core\.simulation\.predictions (.+)", readme + EXAMPLES)
    commands = [re.split(r" (?:>|\|\|) ", line)[0] for line in lines if not line.startswith("- ")]
    assert len(commands) == 10
    for line in commands:
        (tmp_path / "scores.csv").write_text(next(text for name, text in scores.items() if name in line))
        assert main(shlex.split(line)) == 0, (line, capsys.readouterr().out)
