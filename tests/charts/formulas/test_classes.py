"""The chart of many classes: what stands where, that it stays in its column, and that only data change."""

import json
import math

import altair as alt
import numpy as np
import pytest

from core.charts.formulas import classes as charts
from core.charts.kit.theme import QUANTITIES, UNITS
from core.simulation.formulas.classes import ClassSample

USUAL = ClassSample((math.log(0.7), math.log(0.2), math.log(0.1)), 1)
SAMPLES = [
    USUAL,
    ClassSample((10.0, -10.0), 1, 0.1, 0.5, "wrong"),
    ClassSample((-10.0, 10.0), 1, 10.0),
    ClassSample((0.0,) * 10, 4, 0.1, 0.2),
]
WORDS = {f"{name}{end}": f"{name}{end}" for name in charts.COLUMNS for end in ("", "_formula")}


def spec(classes: int) -> dict:
    frames = {name: alt.NamedData(name) for name in ("bars", "numbers", "labels", "headings")}
    return charts.class_chart(**frames, classes=classes).to_dict()


def lengths(sample: ClassSample, quantity: str) -> list[float]:
    bars = charts.bar_rows(sample, UNITS["nats"])
    mine = bars[bars["quantity"] == quantity]
    return (mine["end"] - mine["start"]).tolist()


def test_bars_are_as_long_as_what_they_show():
    shares = lengths(USUAL, "model")
    assert shares == pytest.approx([0.9 * 0.7, 0.9 * 0.2, 0.9 * 0.1])
    costs = lengths(USUAL, "entropy")
    assert costs[2] / costs[0] == pytest.approx(math.log(0.1) / math.log(0.7))


def test_what_the_loss_pays_is_the_labels_share_of_the_surprisal():
    bars = charts.bar_rows(USUAL, UNITS["nats"])
    paid = bars[(bars["quantity"] == "cross_entropy") & (bars["start"] == 1.0)]
    pale = bars[bars["quantity"] == "entropy"]
    assert paid["end"].tolist()[0::2] == [1.0, 1.0]
    assert paid["end"].tolist()[1] == pale["end"].tolist()[1]


def test_slopes_go_left_where_they_are_negative_and_share_one_scale():
    bars = charts.bar_rows(USUAL, UNITS["nats"])
    slopes = bars[bars["start"] > 2.0]
    changes = slopes["end"] - slopes["start"]
    cross, squared = (changes[slopes["quantity"] == name].to_numpy() for name in ("cross_entropy", "squared_error"))
    # a − y = (.7, −.8, .1); Σ e a = .49 − .16 + .01 = .34; a (e − .34) = (.252, −.228, −.024)
    assert cross / cross[0] == pytest.approx([1.0, -0.8 / 0.7, 0.1 / 0.7])
    assert squared / cross[0] == pytest.approx([0.252 / 0.7, -0.228 / 0.7, -0.024 / 0.7])


def test_bits_change_the_surprisals_only():
    nats, bits = (charts.number_rows(USUAL, UNITS[name]) for name in ("nats", "bits"))
    differ = nats["text"] != bits["text"]
    assert set(nats["quantity"][differ]) == {"entropy"}
    assert bits["text"][bits["quantity"] == "entropy"].tolist() == ["0.515", "2.322", "3.322"]  # −log₂


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("units", UNITS.values(), ids=UNITS)
def test_every_bar_is_finite_and_stays_in_its_column(sample, units):
    bars = charts.bar_rows(sample, units)
    assert np.isfinite(bars[["start", "end", "fill"]].to_numpy()).all()
    column = np.floor(bars["start"])
    assert (bars["end"] >= column).all()
    assert (bars["end"] <= column + 0.95).all()


def test_the_labels_stand_on_the_axis_of_the_outputs():
    labels = charts.label_rows(ClassSample((0.0, 0.0, 0.0, 0.0), 2, epsilon=0.1), "y′")
    assert labels["start"].tolist() == pytest.approx([0.0225, 0.0225, 0.8325, 0.0225])  # 0.9 · y′
    assert labels["text"].tolist() == ["y′ 0.025", "y′ 0.025", "y′ 0.925", "y′ 0.025"]
    assert labels["mine"].tolist() == [0.0, 0.0, 1.0, 0.0]


def test_the_height_holds_a_row_for_each_class_and_nothing_else_depends_on_it():
    two, ten = spec(2), spec(10)
    assert ten["height"] - two["height"] == 8 * charts.ROW
    assert spec(2) == two
    words = json.dumps(two)
    assert json.dumps(list(QUANTITIES)) in words
    assert '"range": ["#' not in words


def test_headings_name_every_column_above_its_bars():
    headings = charts.heading_rows(WORDS)
    assert headings["text"].tolist() == list(charts.COLUMNS)
    assert headings["start"].tolist() == [0.0, 1.0, 2.0, 3.0]
    bars = charts.bar_rows(USUAL, UNITS["nats"])
    assert set(bars["start"]) == set(headings["base"])
