"""Epochs over all starts against descent itself, written here anew: weights and bias, forwards, cell by cell."""

import math

import numpy as np
import pytest

from core.maths.checks import LOSSES
from core.simulation.descent.loss_records import loss_record
from core.simulation.training_race.law import continuous_epochs
from core.simulation.training_race.law_map import (
    BACKWARD,
    FORWARD,
    counted_epochs,
    epochs_from,
    epochs_map,
    run_backwards,
)
from core.simulation.training_race.race import RaceSettings


def descend(loss, weights, biases, x, label, target, rate):
    """Epochs until |a − y| ≤ target, with weights and biases moved by (4), (5) or (10), (11)."""
    b, w = (grid.ravel() for grid in np.meshgrid(biases, weights, indexing="ij"))
    counts, left = np.zeros(w.size), np.arange(w.size)
    while left.size:
        z = w * x + b
        error = 1.0 / (1.0 + np.exp(-z)) if label == 0 else -1.0 / (1.0 + np.exp(z))
        going = np.abs(error) > target
        left, w, b, z, error = left[going], w[going], b[going], z[going], error[going]
        counts[left] += 1
        e = np.exp(-np.abs(z))
        slope = error * (e / (1.0 + e) ** 2 if loss == "squared_error" else 1.0)
        w, b = w - rate * slope * x, b - rate * slope
    return counts.reshape(len(biases), len(weights))


GRID = np.linspace(-3.7, 3.9, 40)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("rate", [0.05, 0.15, 0.5, 1.2, 3.0, 40.0])  # ηκ from 0.1 to beyond what has a way back
@pytest.mark.parametrize(("label", "x", "target"), [(0, 1.0, 0.1), (1, 1.0, 0.1), (0, -1.3, 0.3), (1, 0.4, 0.02)])
def test_every_cell_is_what_descent_counts(loss, rate, label, x, target):
    found = epochs_map(loss, GRID, GRID[::2], x, label, target, rate)
    np.testing.assert_array_equal(found, descend(loss, GRID, GRID[::2], x, label, target, rate))


@pytest.mark.parametrize("step", [0.3, 1.0, 4.0])
def test_beyond_the_way_back_every_cell_is_still_what_descent_counts(step):
    """Squared error from 10 000 epochs and more away: the law counts on from the last edge."""
    z = np.linspace(7.5, 9.0, 60)
    found = epochs_from("squared_error", z, 0.1, step, 1.0)
    assert found.max() > BACKWARD
    np.testing.assert_array_equal(found, descend("squared_error", [0.0], z, 0.0, 0, 0.1, step)[:, 0])


def test_a_target_close_to_0_takes_the_way_back_further():
    z = np.linspace(-4.4, 5.0, 400)
    found = epochs_from("squared_error", z, 0.01, 1.0, 1.0)
    np.testing.assert_array_equal(found, descend("squared_error", [0.0], z, 0.0, 0, 0.01, 1.0)[:, 0])


@pytest.mark.parametrize("step", [30.0, 200.0])
def test_large_steps_are_counted_forwards_and_then_to_a_hundredth(step):
    near = math.log(FORWARD * step)
    z = np.linspace(near - 0.5, near + 0.5, 40)
    found, truth = (
        epochs_from("squared_error", z, 0.1, step, 1.0),
        descend("squared_error", [0.0], z, 0.0, 0, 0.1, step),
    )
    assert truth.min() < FORWARD < truth.max()
    exact = truth[:, 0] <= FORWARD
    np.testing.assert_array_equal(found[exact], truth[exact, 0])
    np.testing.assert_allclose(found, truth[:, 0], rtol=0.01)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("share", [0.01, 0.2, 1.0])
def test_one_step_from_an_edge_ends_on_the_one_before(loss, share):
    step = share * loss_record(loss).rising
    edges = run_backwards(loss, -2.0, step, 9.0)
    a = 1.0 / (1.0 + np.exp(-edges))
    slope = a if loss == "cross_entropy" else a**2 * (1.0 - a)
    assert np.all(np.diff(edges) > 0.0)
    np.testing.assert_allclose((edges - step * slope)[1:], edges[:-1], rtol=0, atol=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
def test_there_is_a_way_back_as_long_as_phi_rises(loss):
    """1 − ηκ ∂²C/∂z² > 0, with the second derivative by finite differences."""
    z = np.linspace(-10.0, 10.0, 20001)
    a = 1.0 / (1.0 + np.exp(-z))
    bend = np.gradient(a if loss == "cross_entropy" else a**2 * (1.0 - a), z)
    assert loss_record(loss).rising * bend.max() < 0.8


def test_most_cells_are_settled_without_the_law():
    """The share of a 256 × 256 map, by default, that no run decides: only squared error's, only beyond 2000 epochs."""
    places = (np.arange(256) + 0.5) / 256 * 12.0 - 6.0
    cross_entropy, squared_error = (epochs_map(loss, places, places, 1.0, 0, 0.1, 0.15) for loss in LOSSES)
    assert cross_entropy.max() < 100
    by_law = np.sum(squared_error > BACKWARD)
    # N = 2000 where e^z is nearly 600: z = 6.2 or so, a triangle of legs 12 − 6.2 in a square of sides 12.
    assert by_law / 65536 == pytest.approx((12.0 - 6.23) ** 2 / 2 / 144, abs=0.003)


def test_rounding_the_law_up_alone_would_be_wrong_somewhere():
    """Why the law alone does not draw the map: at ηκ = 1 some of its counts near a whole number are off by one."""
    z = np.linspace(-2.0, 9.0, 40001)
    alone = np.ceil(continuous_epochs("cross_entropy", z, 0.1, 1.0, 1.0))
    off = alone - epochs_from("cross_entropy", z, 0.1, 1.0, 1.0)
    assert 0.0 < np.mean(off != 0.0) <= 0.006
    assert np.abs(off).max() == 1.0


def test_far_starts_follow_the_leading_terms():
    """(z0 + ln 9 + 9)/(ηκ) less half of ln 10, and e^z0/(ηκ)."""
    cross_entropy = epochs_from("cross_entropy", [24.0, 400.0], 0.1, 0.15, 2.0)
    assert cross_entropy.tolist() == [117.0, 1370.0]  # 116.17 and 1369.50 by hand
    squared_error = epochs_from("squared_error", [24.0, 400.0], 0.1, 0.15, 2.0)
    np.testing.assert_allclose(squared_error, [math.exp(24.0) / 0.3, math.exp(400.0) / 0.3], rtol=1e-6)
    assert math.isinf(epochs_from("squared_error", [710.0], 0.1, 0.15, 2.0)[0])


def test_counted_runs():
    settings = RaceSettings(4.0, 4.0, label=1.0, pairing="matched", optimiser="adam")
    counts = counted_epochs(settings, "cross_entropy", [8.0, -3.0, 1.0], 60)
    truth = descend("cross_entropy", [0.0], [8.0, -3.0, 1.0], 1.0, 0, 0.1, 0.15)[:, 0]
    assert truth[0] == 63  # more than the limit
    np.testing.assert_array_equal(counts, [np.nan, 0.0, truth[2]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"loss": "hinge"}, "unknown loss"),
        ({"label": 0.5}, "label must be 0 or 1"),
        ({"weights": [[1.0]]}, "not \\(W,\\)"),
        ({"biases": [math.nan]}, "biases"),
        ({"target": 1.0}, "target"),
        ({"learning_rate": 0.0}, "learning_rate"),
    ],
)
def test_refused_at_the_door(change, message):
    arguments = {
        "loss": "cross_entropy",
        "weights": [1.0],
        "biases": [1.0],
        "x": 1.0,
        "label": 0,
        "target": 0.1,
        "learning_rate": 0.15,
    }
    with pytest.raises(ValueError, match=message):
        epochs_map(**(arguments | change))


def test_no_cells_and_one():
    assert epochs_map("cross_entropy", [], [1.0, 2.0], 1.0, 0, 0.1, 0.15).shape == (2, 0)
    assert epochs_map("squared_error", [4.0], [4.0], 1.0, 0, 0.1, 0.15).tolist() == [[10265.0]]
