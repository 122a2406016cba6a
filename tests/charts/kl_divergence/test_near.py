"""The chart of near equality: what is drawn, that it is finite, that names keep apart, that only data change."""

import math

import numpy as np
import pytest

from core.charts.kit.theme import UNITS
from core.charts.kl_divergence import near as charts
from core.simulation.kl_divergence.near import CURVES, Line

NATS, BITS = UNITS["nats"], UNITS["bits"]
NAMES = {name: name for name in CURVES}
LINES = {
    "permuted": Line((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)),
    "one_hot": Line((0.0, 0.0, 1.0, 0.0), (0.1, 0.1, 0.7, 0.1)),
    "disjoint": Line((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5)),
    "next to 0": Line((1e-300, 1.0), (0.5, 0.5)),
    "to next to 0": Line((0.5, 0.5), (1e-300, 1.0)),
    "all but equal": Line((0.5, 0.5), (0.5 + 1e-15, 0.5 - 1e-15)),
    "ten": Line((0.1,) * 10, (1.0, *(0.0,) * 9)),
}


def frames(line, units=NATS):
    return {
        "curves": charts.curve_rows(line, units),
        "names": charts.name_rows(line, units, NAMES),
        "dots": charts.dot_rows(line, units),
        "ends": charts.end_rows(line, units),
    }


@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
@pytest.mark.parametrize("name", LINES)
def test_all_that_is_drawn_is_finite_and_has_room(name, units):
    line = LINES[name]
    drawn = frames(line, units)
    for frame in drawn.values():
        assert np.isfinite(frame.select_dtypes("number").to_numpy()).all()
    assert drawn["ends"]["value"].iloc[1] > 0
    for series in drawn["dots"]["series"]:
        shares = series.split(",")
        assert len(shares) == round(100 * (1 - line.lowest)) + 1
        assert all(0 <= float(share) <= 1 for share in shares if share)
    assert drawn["names"]["share"].between(0, 1).all()
    assert drawn["curves"]["t"].between(line.lowest, 1).all()
    gaps = np.diff(np.sort(drawn["names"]["share"]))
    assert (gaps >= 0.0899).all()  # of the plane: a line of its height on a stage


def test_curves_end_at_the_known_numbers():
    line = LINES["permuted"]
    drawn = frames(line)
    top = drawn["ends"]["value"].iloc[1]
    last = drawn["curves"].groupby("curve")["share"].last() * top
    assert last["forward"] == pytest.approx(0.625 * math.log(2))
    assert last["reverse"] == pytest.approx(0.5 * math.log(2))
    assert last["quadratic"] == pytest.approx(21 / 64)
    assert last["squared"] == pytest.approx(7 / 64)
    assert last["pinsker"] == pytest.approx(9 / 32)
    bits = frames(line, units=BITS)
    last = bits["curves"].groupby("curve")["share"].last() * bits["ends"]["value"].iloc[1]
    assert last["forward"] == pytest.approx(0.625)
    assert last["squared"] == pytest.approx(7 / 64)  # it has no unit


def test_what_is_infinite_is_named_or_not_drawn():
    names = charts.name_rows(LINES["disjoint"], NATS, NAMES)["text"].tolist()
    assert names == ["forward → ∞", "pinsker", "squared"]
    assert set(charts.curve_rows(LINES["one_hot"], NATS)["curve"]) == {"forward", "pinsker", "squared"}
    forward = charts.curve_rows(LINES["disjoint"], NATS).query("curve == 'forward'")
    assert forward["share"].iloc[-1] > 1  # it runs out of the plane
    assert (np.diff(forward["share"]) > 0).all()


def test_a_steep_parabola_leaves_the_others_to_be_seen():
    line = Line((1e-6, 1 - 1e-6), (0.5, 0.5))  # its parabola ends at 125 000
    assert charts.top_of(line, NATS) < 20
    flat = LINES["permuted"]
    assert charts.top_of(flat, NATS) > 21 / 64


def test_names_are_moved_apart_and_keep_their_order():
    assert charts.apart({"a": 0.2, "b": 0.9}, 0.1) == {"a": 0.2, "b": 0.9}
    moved = charts.apart({"a": 1.0, "b": 0.99, "c": 0.98, "d": 0.0, "e": 0.01}, 0.1)
    assert sorted(moved, key=moved.__getitem__) == ["d", "e", "c", "b", "a"]
    assert moved == pytest.approx({"a": 1.0, "b": 0.9, "c": 0.8, "d": 0.0, "e": 0.1})


def test_colours_are_those_of_the_house():
    drawn = charts.curve_rows(LINES["permuted"], NATS).groupby("curve")["quantity"].first()
    assert drawn.to_dict() == {
        "forward": "model",
        "reverse": "model",
        "squared": "squared_error",
        "quadratic": "",
        "pinsker": "",
    }
    assert len({tuple(charts.DASHES[name]) for name in CURVES}) == len(CURVES)
