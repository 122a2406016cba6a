"""The chart of the two losses: the ends of its axis, its bounds, and that only data change."""

import json

import altair as alt
import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from core.charts.formulas import twice as charts
from core.charts.kit.live import Live
from core.charts.kit.theme import UNITS

NAMES = {"once": "once", "twice": "twice"}


@pytest.mark.parametrize("classes", [2, 100])
def test_curves_in_bits_stay_below_the_top(classes):
    rows = charts.curve_rows(classes, UNITS["bits"])
    z = np.zeros((161, classes))
    z[:, 0] = np.linspace(-8, 8, 161)
    for way, logits in (("once", z), ("twice", softmax(z, axis=-1))):
        found = rows[rows["way"] == way]["loss"]
        assert found.to_numpy() == pytest.approx(-log_softmax(logits, axis=-1)[:, 0] / np.log(2), rel=1e-9)
    assert (rows["loss"] < rows["top"]).all()


def test_bounds_are_named_with_their_numbers():
    rows = charts.bound_rows(10, UNITS["nats"], {"lowest": "at least", "highest": "at most"})
    assert rows["said"].tolist() == ["at least 1.461", "at most 2.461"]


def test_only_data_change():
    def spec(classes):
        units = UNITS["nats"]
        frames = (
            charts.curve_rows(classes, units),
            charts.reader_rows(classes, units, NAMES),
            charts.name_rows(classes, units, NAMES),
            charts.bound_rows(classes, units, {"lowest": "", "highest": ""}),
        )
        named = (alt.NamedData(name) for name, _ in zip(("curves", "reader", "labels", "limits"), frames, strict=True))
        live = Live("margin", 0.0, -8.0, 8.0, 0.1)
        return json.dumps(charts.chart(*named, live, {"margin": "m", "loss": "C"}).to_dict())

    assert spec(2) == spec(100)
