"""Lines to the place where they break: nothing is drawn where a product is 0, and the sum goes on to the end."""

import math

import altair as alt
import numpy as np
import pytest

from core.charts.kit.theme import UNITS
from core.charts.likelihood import underflow as charts
from core.simulation.likelihood.underflow import LENGTH, constant_factors, multiply

NATS = UNITS["nats"]


@pytest.fixture(scope="module")
def halves():
    return multiply(constant_factors(0.5))


@pytest.fixture(scope="module")
def nines():
    return multiply(constant_factors(0.9))


def part(rows, series, name):
    return rows[(rows["series"] == series) & (rows["part"] == name)]


@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_lines_of_halves(halves, unit):
    rows = charts.line_rows(halves, UNITS[unit])
    assert np.isfinite(rows[["n", "depth"]].to_numpy()).all()
    assert (rows["depth"] > 0.0).all()  # a log axis has no 0
    each = math.log(2) * UNITS[unit].per_nat
    np.testing.assert_allclose(rows["depth"], rows["n"] * each, rtol=1e-9)
    assert part(rows, "sum", "whole")["n"].max() == LENGTH
    for series, first, last in (("float32", 127, 149), ("float64", 1023, 1074)):
        assert part(rows, series, "subnormal")["n"].agg(["min", "max"]).tolist() == [first, last]
        assert part(rows, series, "whole")["n"].agg(["min", "max"]).tolist() == [1, first]


def test_a_stuck_product_is_level_to_the_end(nines):
    rows = part(charts.line_rows(nines, NATS), "float64", "subnormal")
    assert rows["n"].max() == LENGTH
    level = rows[rows["n"] >= nines.products["float64"].stuck]["depth"]
    assert level.nunique() == 1
    assert level.iloc[0] == pytest.approx(-math.log(2.5e-323), rel=1e-3)


def test_ends_have_their_words_where_there_is_room(halves):
    rows = charts.end_rows(halves, NATS, {"float32": "a", "float64": "b"}).set_index("series")
    assert rows["n"].to_dict() == {"float32": 150.0, "float64": 1075.0}
    assert rows["depth"].tolist() == pytest.approx([149 * math.log(2), 1074 * math.log(2)])
    assert rows["name"].to_dict() == {"float32": "a", "float64": "b"}
    assert rows["align"].tolist() == ["left", "right"]
    whole = multiply(np.full(60, 0.5))
    assert charts.end_rows(whole, NATS, {}).empty
    assert set(charts.line_rows(whole, NATS)["part"]) == {"whole"}


def test_the_sum_has_its_words_at_its_end(halves):
    rows = charts.sum_rows(halves, NATS, "goes on")
    assert rows["name"].tolist() == ["goes on", ""]
    assert rows["depth"][0] == pytest.approx(LENGTH * math.log(2))
    assert rows["depth"][1] > rows["depth"][0]


def test_the_specification_knows_no_numbers():
    named = [alt.NamedData(name) for name in ("lines", "ended", "last")]
    spec = charts.underflow_chart(*named, {"n": "n", "depth": "ln"}).to_dict()
    assert "datasets" not in spec
    y = spec["layer"][0]["encoding"]["y"]
    assert (y["scale"]["type"], y["scale"]["reverse"]) == ("log", True)
    assert "domain" not in y["scale"]
