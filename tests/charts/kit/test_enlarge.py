"""A chart for a lecture hall: larger words and marks, the same data and scales."""

import altair as alt
import pandas as pd
import pytest

from core.charts.kit.enlarge import GROWN, enlarged, signal


@pytest.fixture
def spec():
    rows = pd.DataFrame({"x": [1.0], "height": [2.0], "fontSize": [3.0]})
    text = alt.Chart(rows).mark_text(fontSize=14, dy=alt.ExprRef("datum.height"), x=alt.ExprRef("width - 4"))
    axis = alt.Axis(labelFontSize=13, titleFontSize=13)
    points = alt.Chart(rows).mark_point(size=100, strokeWidth=2).encode(x=alt.X("x:Q", axis=axis), y="height:Q")
    return alt.layer(points, text).properties(height=200).to_dict()


def size(entry) -> float:
    """A size at 1280 x 720; in a larger window it grows with a signal of the picture."""
    number, grows = entry["expr"].split(" * ", 1)
    assert set(grows.split(" * ")) == {GROWN}
    return float(number)


def test_words_and_marks_grow(spec):
    large = enlarged(spec)
    points, text = (layer["mark"] for layer in large["layer"])
    axis = large["layer"][0]["encoding"]["x"]["axis"]
    assert min(size(entry) for entry in (axis["labelFontSize"], axis["titleFontSize"], text["fontSize"])) >= 18
    assert size(points["strokeWidth"]) > 2
    assert size(points["size"]) > 100
    assert large["config"]["signals"] == [signal()]


def test_data_and_scales_stay_and_the_given_specification_too(spec):
    before = str(spec)
    large = enlarged(spec)
    assert large["datasets"] == spec["datasets"]
    assert large["layer"][0]["encoding"]["y"] == spec["layer"][0]["encoding"]["y"]
    assert str(spec) == before


def test_words_without_a_size_of_their_own_are_readable_too(spec):
    config = enlarged(spec)["config"]
    assert size(config["axis"]["labelFontSize"]) >= 18
    assert size(config["text"]["fontSize"]) >= 18
