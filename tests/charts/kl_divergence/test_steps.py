"""The charts of the same steps: their data, and that nothing that moves has an axis or a domain of its own."""

import json
import math

import altair as alt
import numpy as np
import pytest

from core.charts.kit import measure
from core.charts.kit.theme import QUANTITIES, UNITS
from core.charts.kl_divergence import steps as charts
from core.simulation.descent.training import MOST_EPOCHS
from core.simulation.kl_divergence.steps import Setting, walk

NATS, BITS = UNITS["nats"], UNITS["bits"]
NAMES = {"cross_entropy": "H(p, q)", "model": "KL(p‖q)", "entropy": "H(p)"}


def numbers(text):
    return [float(part) for part in text.split(",")]


def specs():
    named = {name: alt.NamedData(name) for name in ("losses", "curves", "floors", "ends", "bars", "heads")}
    left = [named[name] for name in ("losses", "curves", "floors", "ends")]
    words = {"epoch": "epoch", "loss": "nats"}
    return {
        "losses": charts.loss_chart(*left, words).to_dict(),
        "bars": charts.bar_chart(named["bars"], named["heads"], 3, "class").to_dict(),
    }


@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
@pytest.mark.parametrize("softness", [0.0, 0.01, 0.3, 1.0])
def test_the_series_are_the_losses_in_the_readers_unit(softness, units):
    found = walk(Setting(softness, 3, 0.2))
    rows = charts.loss_rows(found, units, NAMES).set_index("quantity")
    cross, kl = (numbers(rows.loc[name, "series"]) for name in ("cross_entropy", "model"))
    (floor,) = numbers(rows.loc["entropy", "series"])
    assert len(cross) == len(kl) == 101
    assert np.array(cross) - np.array(kl) == pytest.approx(floor, abs=2e-4)  # five digits travel
    assert max(cross) <= rows["top"].iloc[0]
    # −Σ p ln q at the start, q ∝ (1, e⁶, e)
    total = math.log(1 + math.exp(6) + math.e)
    p = [1 - softness * 2 / 3, softness / 3, softness / 3]
    start = p[0] * total + p[1] * (total - 6) + p[2] * (total - 1)
    assert cross[0] == pytest.approx(units.of(start), rel=1e-4)


@pytest.mark.parametrize("softness", [0.0, 0.3, 1.0])
def test_what_is_drawn_is_finite_and_in_the_plane(softness):
    for rate in (0.05, 2.0):
        found = walk(Setting(softness, 5, rate))
        curves = charts.curve_rows(found, NATS)
        assert np.isfinite(curves[["epoch", "share"]].to_numpy()).all()
        assert curves["share"].between(-1e-12, 1).all()
        floors = charts.floor_rows(found, NATS, "H(p)")
        assert floors["share"].between(0, 1).all()
        assert set(curves["quantity"]) == {"cross_entropy", "model"}


def test_two_floors_and_one():
    two = charts.floor_rows(walk(Setting(0.5, 3, 0.2)), NATS, "H(p)")
    assert two["text"].tolist() == ["H(p)", "0"]
    assert two["share"].iloc[0] > 0
    one = charts.floor_rows(walk(Setting(0.0, 3, 0.2)), NATS, "H(p) = 0")
    assert one["text"].tolist() == ["H(p) = 0", ""]
    assert one["share"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("classes", [3, 4, 5])
def test_a_bar_of_each_kind_for_each_class(classes):
    bars = charts.bar_rows(walk(Setting(0.3, classes, 0.2)))
    assert len(bars) == 2 * classes
    q = np.array([numbers(text) for text in bars[bars["quantity"] == "model"]["series"]])
    assert q.shape == (classes, 101)
    assert q.sum(axis=0) == pytest.approx(1.0, abs=1e-4)
    p = [numbers(text) for text in bars[bars["quantity"] == "truth"]["series"]]
    assert p == [[pytest.approx(0.7 + 0.3 / classes, abs=1e-5)]] + [[pytest.approx(0.3 / classes, abs=1e-5)]] * (
        classes - 1
    )
    assert bars["x"].min() > 0.5
    assert bars["x2"].max() < classes + 0.5
    assert (bars.sort_values("x")["x2"].to_numpy()[:-1] <= bars.sort_values("x")["x"].to_numpy()[1:] + 1e-12).all()


@pytest.mark.parametrize("name", ["losses", "bars"])
def test_both_follow_one_frame_and_nothing_that_moves_touches_a_domain(name):
    spec = specs()[name]
    (frame,) = spec["params"]
    assert frame["name"] == measure.FRAME
    assert frame["bind"]["max"] == MOST_EPOCHS
    moving = [layer for layer in spec["layer"] if measure.FRAME in json.dumps(layer.get("transform", []))]
    assert moving
    for layer in moving:
        for channel in ("x", "y"):
            encoding = layer["encoding"].get(channel, {})
            assert "value" in encoding or "domain" in encoding["scale"], encoding
    assert json.dumps(list(QUANTITIES)) in json.dumps(spec)
    assert '"range": ["#' not in json.dumps(spec)
