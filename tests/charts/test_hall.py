"""A chart for a lecture hall: larger words and marks, the same data and scales."""

import altair as alt
import pandas as pd
import pytest

from core.charts.hall import HEIGHT, SMALLEST_WORDS, WORDS, enlarged


@pytest.fixture
def spec():
    rows = pd.DataFrame({"x": [1.0], "height": [2.0], "fontSize": [3.0]})
    text = alt.Chart(rows).mark_text(fontSize=14, dy=alt.ExprRef("datum.height"), x=alt.ExprRef("width - 4"))
    axis = alt.Axis(labelFontSize=13, titleFontSize=13)
    points = alt.Chart(rows).mark_point(size=100, strokeWidth=2).encode(x=alt.X("x:Q", axis=axis), y="height:Q")
    return alt.layer(points, text).properties(height=200).to_dict()


def test_words_marks_and_height_grow(spec):
    large = enlarged(spec)
    points, text = (layer["mark"] for layer in large["layer"])
    axis = large["layer"][0]["encoding"]["x"]["axis"]
    assert axis["labelFontSize"] == round(13 * WORDS) == SMALLEST_WORDS
    assert text["fontSize"] == round(14 * WORDS)
    assert points["strokeWidth"] == pytest.approx(2 * 1.4)
    assert points["size"] == pytest.approx(100 * 1.4**2)
    assert large["height"] == round(200 * HEIGHT)


def test_places_that_come_with_the_data_grow_but_not_those_of_the_frame(spec):
    text = enlarged(spec)["layer"][1]["mark"]
    assert text["dy"] == {"expr": "1.4 * (datum.height)"}
    assert text["x"] == {"expr": "width - 4"}


def test_data_and_scales_stay_and_the_given_specification_too(spec):
    before = str(spec)
    large = enlarged(spec)
    assert large["datasets"] == spec["datasets"]
    assert large["layer"][0]["encoding"]["y"] == spec["layer"][0]["encoding"]["y"]
    assert str(spec) == before


def test_words_without_a_size_of_their_own_are_readable_too(spec):
    config = enlarged(spec)["config"]
    assert config["axis"]["labelFontSize"] == SMALLEST_WORDS
    assert config["text"]["fontSize"] == SMALLEST_WORDS
