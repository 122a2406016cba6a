"""The chart of errors: what stands where, and that only data change."""

import json
import math

import altair as alt
import numpy as np
import pytest

from core.charts.formulas.laboratory import curve_rows, error_chart, height, name_rows, reader_rows, special_rows
from core.charts.kit.theme import QUANTITIES

PLACES = np.array([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
VALUES = {
    "textbook": np.array([math.inf, 1.0, 1.0, math.nan, math.nan, 1.0]),
    "ours": np.array([1.0, 1.0, 1.0, 1.0, 0.0, 0.0]),
}
ERRORS = {
    "textbook": np.array([math.nan, 1e-16, 0.0, math.nan, math.nan, math.inf]),
    "ours": np.array([1e-17, 1e-16, 1e-8, 1e-4, 1.0, 1.0]),
}


def test_heights_are_logarithmic_between_their_ends():
    low, middle, high = height(np.array([1e-17, 10**-8.5, 1.0]))
    assert low > middle > high
    assert middle == pytest.approx((low + high) / 2)
    assert height(0.0) == low
    assert height(1e300) == height(math.inf) == high


def test_a_line_breaks_where_there_is_no_number():
    rows = curve_rows(PLACES, VALUES, ERRORS)
    textbook = rows[rows["way"] == "textbook"]
    assert textbook["place"].tolist() == [-1.0, 0.0, 3.0]
    assert textbook["piece"].nunique() == 2
    ours = rows[rows["way"] == "ours"]
    assert ours["place"].tolist() == [-2.0, -1.0, 0.0, 1.0]
    assert ours["y"].between(1.0, 2.0).all()
    assert textbook["y"].between(0.0, 1.0).all()


def test_blocks_say_what_is_returned():
    rows = special_rows(PLACES, VALUES)
    found = rows[["way", "start", "end", "word"]].to_numpy().tolist()
    assert found == [["textbook", -2.0, -2.0, "inf"], ["textbook", 1.0, 2.0, "nan"], ["ours", 2.0, 3.0, "0"]]
    assert (rows["top"] < rows["floor"]).all()
    assert ((rows["start"] <= rows["middle"] + 1e-12) & (rows["middle"] <= rows["end"] + 1e-12)).all()


def test_an_answer_that_is_no_number_stands_at_the_top():
    rows = reader_rows(40.0, {"textbook": None, "ours": 1e-17})
    assert rows["y"].tolist() == [float(height(1.0)), 1 + float(height(1e-17))]


def test_nothing_drawn_is_infinite():
    frames = (
        curve_rows(PLACES, VALUES, ERRORS),
        special_rows(PLACES, VALUES),
        reader_rows(1.0, {"ours": math.inf}),
        name_rows({"ours": "ours"}),
    )
    for frame in frames:
        assert np.isfinite(frame.select_dtypes("number").to_numpy()).all()


def spec() -> dict:
    named = (alt.NamedData(name) for name in ("curves", "specials", "names", "reader"))
    return error_chart(*named, 5, 1000.0, {"place": "z", "error": "error"}).to_dict()


def test_every_tick_is_kept_and_named():
    """Vega thins ticks out, however they are given, down to their count."""
    axes = [layer["encoding"][side]["axis"] for layer in spec()["layer"] for side in ("x", "y") if axis_of(layer, side)]
    assert axes
    assert all(axis["tickCount"] >= len(axis["values"]) for axis in axes)
    up = next(axis for axis in axes if axis["title"] == "error")
    assert up["labelExpr"].count("'10⁻¹⁶'") == up["labelExpr"].count("'1'") == 5


def axis_of(layer: dict, side: str) -> bool:
    return "axis" in layer["encoding"].get(side, {})


def test_only_ours_has_the_colour_of_the_loss():
    coloured = [layer for layer in spec()["layer"] if "color" in layer["encoding"]]
    assert coloured
    assert all("=== 'ours'" in json.dumps(layer["transform"]) for layer in coloured)
    words = json.dumps(spec())
    assert json.dumps(list(QUANTITIES)) in words
    assert '"range": ["#' not in words
