"""The report, its files, and the two samples."""

import csv
import io
import json
import math

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss

from core.data.iris import iris_three
from core.data.reading.sheet import read_sheet
from core.simulation.predictions import samples
from core.simulation.predictions.reading.asked import Asked
from core.simulation.predictions.reading.roles import read
from core.simulation.predictions.record import numbers_csv, record
from core.simulation.predictions.report import defused, difference, evaluate, rows_csv


@pytest.fixture(scope="module")
def models():
    return evaluate(read(read_sheet(samples.two_models())).checked)


@pytest.fixture(scope="module")
def iris():
    return evaluate(read(read_sheet(samples.iris_overconfident())).checked)


def test_the_report_agrees_with_scikit_learn(models):
    rows = np.loadtxt(io.BytesIO(samples.two_models()), delimiter=",", skiprows=1)
    y, a = rows[:, 0], rows[:, 1]
    found = models.models[0].summary
    assert found.cross_entropy == pytest.approx(log_loss(y, a), rel=1e-12)
    assert found.brier == pytest.approx(brier_score_loss(y, a), rel=1e-12)
    assert found.accuracy == accuracy_score(y, a >= 0.5)
    assert models.constant.cross_entropy == pytest.approx(log_loss(y, np.full(60, y.mean())), rel=1e-12)
    assert models.models[0].skill == pytest.approx(1 - found.cross_entropy / models.constant.cross_entropy)


def test_the_second_sample_model_said_zero_to_one_thing_that_happened(models):
    assert [model.summary.infinite for model in models.models] == [0, 1]
    row = int(models.checked.lines[models.models[1].endless[0]])
    label, _, said = samples.two_models().decode().splitlines()[row - 1].split(",")
    assert (label, said) in {("1", "0.00"), ("0", "1.00")}
    draws = np.random.default_rng(samples.SEED).random((3, samples.ROWS))[:, row - 2]
    z = 2.2 * (8 * (draws[0] - 0.5) + 3 * (draws[2] - 0.5))
    assert min(1 / (1 + math.exp(-z)), 1 / (1 + math.exp(z))) == pytest.approx(0.004, abs=0.0005)  # "0.4 %"


def test_iris_is_right_as_often_and_four_times_too_sure(iris):
    sure, plain = iris.models
    assert sure.summary.accuracy == plain.summary.accuracy > 0.9
    assert sure.temperature.value == pytest.approx(samples.FACTOR, rel=0.05)
    assert plain.temperature.value == pytest.approx(1.0, rel=0.05)
    assert sure.summary.cross_entropy > 2 * plain.summary.cross_entropy
    assert sure.reliability.error > plain.reliability.error


def test_the_model_of_iris_is_a_softmax_layer_on_the_petals(iris):
    data = iris_three()
    fitted = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(data.inputs[:, 2:], data.labels)
    logits = samples.petal_logits()
    theirs = fitted.predict_proba(data.inputs[:, 2:])
    ours = np.exp(logits - logits.max(axis=1, keepdims=True))
    ours /= ours.sum(axis=1, keepdims=True)
    assert np.abs(ours - theirs).max() < 0.03
    assert iris.checked.classes == data.classes
    assert iris.checked.labels.tolist() == data.labels.tolist()
    assert iris.checked.values[1] == pytest.approx(logits, abs=5.1e-5)
    assert iris.checked.values[0] == pytest.approx(4 * logits, abs=5.1e-5)


def test_the_interval_is_seeded(iris):
    assert difference(iris, 3) == difference(iris, 3) != difference(iris, 4)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_what_a_spreadsheet_would_compute_is_defused(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["cat", "1=1", "", "a@b"])
def test_other_texts_stay(text):
    assert defused(text) == text


def test_rows_as_a_file():
    sheet = read_sheet(b"k,p_=x,p_-y,p_z\n=x,.75,.25,0\n-y,1,0,0\n=x,.5,.5,0\n-y,.5,.5,0\n")
    report = evaluate(read(sheet, Asked(label="k", models=(("p_=x", "p_-y", "p_z"),))).checked)
    content = rows_csv(report, ["=m"]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["label"] for row in rows] == ["'=x", "'-y", "'=x", "'-y"]
    assert [row["row"] for row in rows] == ["2", "3", "4", "5"]
    assert [float(row["said"]) for row in rows] == [0.75, 0.0, 0.5, 0.5]
    assert [float(row["cross_entropy_nats"]) for row in rows] == pytest.approx(
        [-math.log(0.75), math.inf, math.log(2), math.log(2)]
    )
    assert [float(row["squared_error"]) for row in rows] == pytest.approx([0.0625, 1.0, 0.25, 0.25])


def test_names_of_models_in_the_file_are_defused(models):
    header = next(csv.reader(io.StringIO(rows_csv(models, ["=a", "b"]).decode("utf-8-sig"))))
    assert header[2] == "'=a said"
    assert header[5] == "b said"
    assert len(rows_csv(models, ["a", "b"]).splitlines()) == 61


def test_summary_as_a_file():
    reading = read(read_sheet(samples.two_models()))
    report = evaluate(reading.checked)
    text = json.dumps(record(reading, report, {}, lambda said: said.key, seed=0), allow_nan=False)
    found = json.loads(text)
    assert (found["read"]["rows"], found["read"]["rows_left_out"], found["read"]["label"]) == (60, 0, "y")
    first, second = found["models"]
    assert first["cross_entropy"] == report.models[0].summary.cross_entropy
    assert second["cross_entropy"] == "inf"
    assert second["infinite_lines"] == [int(report.checked.lines[report.models[1].endless[0]])]
    assert second["skill"] == found["differences"][0]["mean"] == "-inf"
    assert found["warnings"] == ["rounded_zero"]


def test_what_a_build_server_reads(iris):
    reading = read(read_sheet(samples.two_models()))
    first, second = record(reading, evaluate(reading.checked), {}, lambda said: said.key)["models"]
    assert 0.0 < first["miscalibration_if_calibrated"] < 0.3
    squared = first["squared_error"]
    whole = squared["uncertainty"] - squared["discrimination"] + squared["miscalibration"]
    assert squared["value"] == pytest.approx(whole, rel=1e-12)
    assert (second["miscalibration"], second["classwise_ece"], second["pairs"]) == ("inf", None, None)
    assert 0.0 < second["discrimination"] < second["uncertainty"]
    reading = read(read_sheet(samples.iris_overconfident()))
    of_classes = record(reading, iris, {}, lambda said: said.key)["models"][0]
    assert of_classes["miscalibration_if_calibrated"] is of_classes["squared_error"]["miscalibration"] is None
    assert set(of_classes["one_against_rest"]) == set(iris.checked.classes)
    errors = [one["ece"] for one in of_classes["one_against_rest"].values()]
    assert of_classes["classwise_ece"]["value"] == pytest.approx(np.mean(errors), rel=1e-12)
    assert sum(pair["nats"] for pair in of_classes["pairs"]) == pytest.approx(of_classes["cross_entropy"], rel=1e-12)


def test_numbers_as_a_table(iris):
    reading = read(read_sheet(samples.iris_overconfident()))
    found = record(reading, iris, {}, lambda said: said.key)
    found["models"][0]["name"] = "=model"
    rows = list(csv.DictReader(io.StringIO(numbers_csv(found).decode("utf-8-sig"))))
    assert {row["model"] for row in rows} == {"'=model", found["models"][1]["name"]}
    values = {row["measure"]: float(row["value"]) for row in rows if row["model"] == "'=model"}
    assert values["cross_entropy"] == found["models"][0]["cross_entropy"]
    assert values["classwise_ece value"] == found["models"][0]["classwise_ece"]["value"]
    name = iris.checked.classes[0]
    assert values[f"one_against_rest {name} ece"] == found["models"][0]["one_against_rest"][name]["ece"]


def test_more_than_two_models_are_many_comparisons():
    rows = [f"{y},{y * 0.5 + 0.2},{0.4},{0.6}" for y in (0, 1, 1, 0, 1)]
    table = "\n".join(["y,p_a,p_b,p_c", *rows]).encode()
    reading = read(read_sheet(table), Asked(label="y", models=(("p_a",), ("p_b",), ("p_c",))))
    found = record(reading, evaluate(reading.checked), {}, lambda said: said.key)
    assert len(found["differences"]) == 3
    assert "many_comparisons" in found["warnings"]
