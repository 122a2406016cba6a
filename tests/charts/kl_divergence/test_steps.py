"""The charts of the same steps: their data, and that nothing that moves has an axis or a domain of its own."""

import json
import math
import re

import altair as alt
import numpy as np
import pytest

from core.charts.kit import measure
from core.charts.kit.live import Live
from core.charts.kit.theme import QUANTITIES, UNITS
from core.charts.kl_divergence import steps as charts
from core.charts.kl_divergence.steps import AtRest
from core.maths.simplex import distribution
from core.simulation.descent.training import MOST_EPOCHS
from core.simulation.kl_divergence.steps import family

NATS, BITS = UNITS["nats"], UNITS["bits"]
NAMES = {"cross_entropy": "H(p, q)", "model": "KL(p‖q)", "entropy": "H(p)"}
SOFT = (0.0, 0.01, 0.3, 1.0)


def numbers(text):
    return [float(part) for part in text.split(",")]


def specs():
    frames = ("losses", "curves", "ways", "ends", "bars", "labels", "heads", "outline", "corners")
    named = {name: alt.NamedData(name) for name in frames}
    softness = Live("softness", 0.3, 0.0, 1.0, 0.01)
    words = {"epoch": "epoch", "loss": "nats"}
    bars = [named[name] for name in ("bars", "labels", "heads")]
    triangle = [named[name] for name in ("ways", "bars", "labels", "outline", "corners")]
    return {
        "losses": charts.loss_chart(named["losses"], named["curves"], named["ends"], softness, words).to_dict(),
        "bars": charts.bar_chart(*bars, 3, softness, "class").to_dict(),
        "triangle": charts.triangle_chart(*triangle, softness).to_dict(),
    }


@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
@pytest.mark.parametrize("softness", SOFT)
def test_the_series_are_the_losses_in_the_readers_unit(softness, units):
    everything = family(SOFT, 3, 0.2, 100)
    at_rest = charts.loss_rows(everything, AtRest(softness, 40), units, NAMES)
    rows = at_rest[at_rest["softness"] == softness].set_index("quantity")
    cross, kl, floor = (numbers(rows.loc[name, "series"]) for name in ("cross_entropy", "model", "entropy"))
    assert len(cross) == len(kl) == 101
    assert np.array(cross) - np.array(kl) == pytest.approx(floor[0], abs=2e-4)  # five digits travel
    assert max(cross) <= rows["top"].iloc[0]
    # −Σ p ln q at the start, q ∝ (1, e⁶, e)
    total = math.log(1 + math.exp(6) + math.e)
    p = [1 - softness * 2 / 3, softness / 3, softness / 3]
    start = p[0] * total + p[1] * (total - 6) + p[2] * (total - 1)
    assert cross[0] == pytest.approx(units.of(start), rel=1e-4)
    # A walk that is not at rest is there with its losses at the epoch that is.
    other = charts.loss_rows(everything, AtRest(0.5, 40), units, NAMES)
    other = other[other["softness"] == softness].set_index("quantity")["series"]
    assert [numbers(other[name]) for name in ("cross_entropy", "model")] == [[cross[40]], [kl[40]]]


@pytest.mark.parametrize("rate", [0.05, 2.0])
@pytest.mark.parametrize("classes", [3, 5])
def test_the_curves_are_in_the_plane_and_are_those_of_the_walks(rate, classes):
    everything = family(SOFT, classes, rate, 100)
    top = charts.top_of(everything, NATS)
    for row in charts.curve_rows(everything, NATS).itertuples():
        walk, places, shares = everything.walks[row.softness], numbers(row.places), np.array(numbers(row.shares))
        assert (places[0], places[-1]) == (0, 100)
        assert row.floor == pytest.approx(walk.floor / top)
        assert (shares >= 0).all()
        assert (shares + row.floor <= 1).all()
        assert np.interp(range(101), places, shares) == pytest.approx(walk.divergence / top, abs=0.003)


def test_the_way_through_the_triangle_is_that_of_q():
    everything = family(SOFT, 3, 0.2, 100)
    for row in charts.way_rows(everything).itertuples():
        # At the triangle's corners stand the classes 2, 3 and 1.
        way = distribution(numbers(row.xs), numbers(row.ys))[:, [2, 0, 1]]
        places = [int(place) for place in numbers(row.places)]
        assert way == pytest.approx(everything.walks[row.softness].outputs[places], abs=1e-3)
        assert (places[0], places[-1]) == (0, 100)


@pytest.mark.parametrize("classes", [3, 4, 5])
def test_a_bar_of_q_for_each_class_of_each_walk(classes):
    everything = family(SOFT, classes, 0.2, 100)
    bars = charts.bar_rows(everything, AtRest(0.3, 7))
    assert len(bars) == len(SOFT) * classes
    for softness, rows in bars.groupby("softness"):
        q = np.array([numbers(text) for text in rows["series"]])
        assert q.shape == (classes, 101 if softness == 0.3 else 1)
        assert q.sum(axis=0) == pytest.approx(1.0, abs=1e-4)
        assert q[:, 7 if softness == 0.3 else 0] == pytest.approx(everything.walks[softness].outputs[7], abs=1e-4)


def test_the_hand_is_followed_by_what_it_holds():
    """From the top of the plane to its foot: p of the first class falls by as much as the axis has, and s rises."""
    for classes in (3, 4, 5):
        _, rise = charts.grips(classes)["grip_bar"]
        before, after = (everything_of(classes, s)[0] for s in (0.2, 0.5))
        assert -rise * (before - after) / charts.TALLEST == pytest.approx(0.3)
    spec = specs()["triangle"]
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    _, rise = charts.grips(3)["grip_point"]
    heights = [math.sqrt(0.75) * everything_of(3, s)[0] for s in (0.2, 0.5)]
    assert -rise * (heights[0] - heights[1]) / (high - low) == pytest.approx(0.3)


def everything_of(classes, softness):
    return family((softness,), classes, 0.2, 1).walks[softness].setting.label


@pytest.mark.parametrize("name", ["losses", "bars", "triangle"])
def test_all_follow_one_frame_and_nothing_that_moves_touches_a_domain(name):
    spec = specs()[name]
    frame, softness = spec["params"]
    assert frame["name"] == measure.FRAME
    assert frame["bind"]["max"] == MOST_EPOCHS
    assert softness["name"] == "softness"
    moving = [layer for layer in spec["layer"] if re.search("epoch|softness", json.dumps(layer.get("transform", [])))]
    assert moving
    for layer in moving:
        for channel in ("x", "y"):
            encoding = layer["encoding"].get(channel, {})
            assert not encoding or "value" in encoding or "domain" in encoding["scale"], encoding
    assert json.dumps(list(QUANTITIES)) in json.dumps(spec)
    assert '"range": ["#' not in json.dumps(spec)
