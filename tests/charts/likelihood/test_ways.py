"""One length in one bar and in two."""

import math

import altair as alt
import numpy as np
import pytest

from core.charts.kit.theme import UNITS
from core.charts.likelihood import ways as charts
from core.simulation.likelihood.ways import four_ways

NAMES = {"cross_entropy": "whole", "entropy": "H", "model": "KL"}


@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_the_parts_are_as_long_as_the_whole(unit):
    rows = charts.bar_rows(four_ways(3, 10, 0.6), UNITS[unit], NAMES).set_index("quantity")
    per = 1.0 if unit == "nats" else 1.0 / math.log(2)
    whole = -(3 * math.log(0.6) + 7 * math.log(0.4)) * per
    entropy = -(3 * math.log(0.3) + 7 * math.log(0.7)) * per
    assert rows.loc["cross_entropy", ["x", "x2"]].tolist() == pytest.approx([0.0, whole])
    assert rows.loc["entropy", ["x", "x2"]].tolist() == pytest.approx([0.0, entropy])
    assert rows.loc["model", ["x", "x2"]].tolist() == pytest.approx([entropy, whole])
    assert rows["name"].to_dict() == NAMES
    assert charts.span_rows(four_ways(3, 10, 0.6), UNITS[unit])["x"].tolist() == pytest.approx([0.0, whole])


@pytest.mark.parametrize(("heads", "count", "p"), [(1, 2, 0.0), (2, 2, 0.0), (2, 2, 1.0), (5, 10, 0.5)])
def test_nothing_infinite_and_no_bar_backwards(heads, count, p):
    ways = four_ways(heads, count, p)
    rows, ends = charts.bar_rows(ways, UNITS["nats"], NAMES), charts.span_rows(ways, UNITS["nats"])
    assert np.isfinite(rows[["x", "x2"]].to_numpy()).all()
    assert (rows["x2"] >= rows["x"]).all()
    assert ends["x"].iloc[1] > 0.0


def test_the_specification_knows_no_numbers():
    spec = charts.bars_chart(alt.NamedData("rows"), alt.NamedData("ends"), {"x": "nats"}).to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"rows", "ends"}
