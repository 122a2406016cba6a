"""The pictures of the reader's own predictions: bars, curves and rules are where the numbers say."""

import math

import altair as alt
import numpy as np
import pytest

from core.charts.kit.live import Live
from core.charts.predictions import curve, interval, pieces, reliability, too_sure
from core.charts.predictions.pieces import Named, bar_rows
from core.simulation.predictions.bootstrap import Interval
from core.simulation.predictions.murphy import murphy
from core.simulation.predictions.pieces import Pieces, recalibrated
from core.simulation.predictions.scores import Scores

AT = Live("threshold", 0.5, 0.01, 0.99, 0.01)
FOUR = Scores([1.0, 0.0, 1.0, 0.0], [0.9, 0.2, 0.6, 0.6], "probabilities")


NAMES = {name: name for name in ("uncertainty", "discrimination", "miscalibration")}


def show(value: float) -> str:
    return f"{value:.2f}"


def test_bars_of_the_pieces_add_up():
    rows = bar_rows([Named("m", Pieces(0.7, 0.3, 0.2), 0.05)], "cross_entropy", show)
    full = rows[rows["layer"] == "full"]
    assert full[full["quantity"] == "model"][["x", "x2"]].to_numpy().tolist() == [pytest.approx([0.4, 0.6])]
    assert rows[rows["layer"] == "saved"][["x", "x2"]].to_numpy().tolist() == [pytest.approx([0.4, 0.7])]
    assert rows[rows["layer"] == "chance"][["x", "x2"]].to_numpy().tolist() == [pytest.approx([0.4, 0.45])]
    end = rows[rows["layer"] == "end"].iloc[0]
    assert (end["x"], end["text"]) == (pytest.approx(0.6), "0.60")


def test_an_endless_miscalibration_has_no_bar_and_its_sign():
    rows = bar_rows([Named("m", Pieces(0.7, 0.3, math.inf))], "cross_entropy", show)
    assert "model" not in set(rows["quantity"])
    assert np.isfinite(rows[["x", "x2"]].to_numpy()).all()
    assert rows[rows["layer"] == "end"]["text"].tolist() == ["+ ∞"]


def test_the_curve_of_reliability_is_the_isotonic_one():
    rows = reliability.curve_rows([recalibrated(FOUR)], ["m"], 0)
    assert rows[["said", "fitted"]].to_numpy().tolist() == [[0.2, 0.0], [0.6, 0.5], [0.9, 1.0]]
    bars = reliability.bar_rows(FOUR.pooled.said, FOUR.pooled.masses)
    assert bars["share"].tolist() == [0.25, 0.5, 0.25]
    assert bars["top"].max() == pytest.approx(reliability.FLOOR + reliability.HIGHEST)


def test_a_curve_of_many_corners_travels_in_few():
    rng = np.random.default_rng(1)
    a = rng.random(200_000)
    rows = reliability.curve_rows([recalibrated(Scores((rng.random(len(a)) < a) * 1.0, a, "probabilities"))], ["m"], 0)
    assert len(rows) <= reliability.MOST_CORNERS
    assert np.abs(rows["said"] - rows["fitted"]).mean() < 0.02


def test_both_losses_are_the_areas_that_are_drawn():
    rng = np.random.default_rng(2)
    z = rng.normal(0.0, 2.0, 40)
    found = murphy(Scores((rng.random(40) < 1 / (1 + np.exp(-z))) * 1.0, z, "logits"))
    rows = curve.curve_rows([found], ["m"])
    assert np.trapezoid(rows["cost"], rows["c"]) == pytest.approx(found.squared_error(), rel=0.01)
    assert np.trapezoid(rows["cost"], rows["logit"]) == pytest.approx(found.cross_entropy(), rel=0.01)
    low, high = curve.end_rows(rows)["logit"]
    assert -low == high >= curve.REACH
    assert curve.within(rows, curve.end_rows(rows))["logit"].abs().max() <= high


def test_the_pairs_stand_below_one_another():
    some = Interval(0.1, 0.0, 0.2, "bootstrap")
    none = Interval(None, None, None, "none", 2)
    rows = interval.rows([some, none], 2.0, [("a", "b"), ("a", "c")])
    assert rows[rows["layer"] == "interval"][["x", "x2", "row"]].to_numpy().tolist() == [[0.0, 0.4, 0.0]]
    assert rows[rows["layer"] == "right"]["text"].tolist() == ["b ▸", "c ▸"]


def test_what_sureness_moves_begins_in_columns_of_other_names():
    found = [Pieces(0.7, 0.2, miscalibration) for miscalibration in (0.0, 0.3)]
    rows = too_sure.rows(found, "cross_entropy", NAMES, show)
    assert not {"x", "x2", "text"} & set(rows.columns)
    assert set(rows[rows["series"] != ""]["layer"]) == {"full", "end"}
    assert rows[rows["layer"] == "room"]["left"].item() == pytest.approx(pieces.ROOM * 0.8)


def test_every_specification_is_one_that_vega_knows():
    data = alt.NamedData("rows")
    words = {"x": "x", "y": "y", "said": "said", "happened": "happened", "fitted": "fitted", "rows": "rows"}
    charts = [
        pieces.chart(data, "x", 3),
        reliability.chart(data, data, data, words, True),
        *(curve.chart(data, data, data, data, AT, loss, words, True) for loss in ("squared_error", "cross_entropy")),
        interval.chart(data, "x", 3),
        too_sure.chart(data, Live("sure", 3.0, 0.2, 5.0, 0.1), "x"),
    ]
    assert all(chart.to_dict()["layer"] for chart in charts)
