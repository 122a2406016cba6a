"""Sum and mean of one batch: against scikit-learn, finite differences and hand numbers."""

import math

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.simulation.descent.minima import separable
from core.simulation.formulas.batch import Batch, compare, descend, drawn, losses, minimiser, slopes

HAND = Batch(np.array([-1.0, 0.0, 1.0, 2.0]), np.array([0.0, 1.0, 0.0, 1.0]))


@pytest.mark.parametrize(("size", "seed"), [(4, 1), (20, 1), (200, 7), (50, 3)])
@pytest.mark.parametrize("total", ["mean", "sum"])
def test_the_minimiser_is_that_of_scikit_learn(size, seed, total):
    batch = drawn(size, seed)
    theirs = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(batch.inputs[:, None], batch.labels)
    expected = [theirs.coef_[0, 0], theirs.intercept_[0]]
    np.testing.assert_allclose(minimiser(batch, total), expected, rtol=1e-4, atol=1e-4)


def test_slopes_by_finite_differences():
    place, step = np.array([0.7, -0.4]), 1e-6
    for axis in (0, 1):
        move = step * np.eye(2)[axis]
        found = (losses(HAND, place + move) - losses(HAND, place - move)) / (2 * step)
        np.testing.assert_allclose(slopes(HAND, place)[:, axis], found, atol=1e-9)


def test_one_step_by_hand():
    """From (−2, 2): z = 4, 2, 0, −2."""
    a = [1 / (1 + math.exp(-z)) for z in (4, 2, 0, -2)]
    errors = [a[0], a[1] - 1, a[2], a[3] - 1]
    total = (-errors[0] + errors[2] + 2 * errors[3], sum(errors))
    np.testing.assert_allclose(descend(HAND, "sum", 0.1, 1)[1], [-2 - 0.1 * total[0], 2 - 0.1 * total[1]])
    np.testing.assert_allclose(descend(HAND, "mean", 0.1, 1)[1], [-2 - 0.025 * total[0], 2 - 0.025 * total[1]])


@pytest.mark.parametrize("size", [5, 20, 150])
def test_value_and_gradient_are_n_times_as_large(size):
    found = compare(size, 2, 0.15)
    (mean, mean_slope), (total, total_slope) = found.at_start("mean"), found.at_start("sum")
    assert total / mean == pytest.approx(size)
    assert total_slope / mean_slope == pytest.approx(size)
    assert found.minima_gap < 1e-12


def test_the_sum_at_a_smaller_rate_is_the_mean():
    found = compare(50, 3, 0.15)
    assert found.scaled_gap < 1e-13
    assert np.abs(found.paths["mean"] - found.paths["sum"]).max() > 0.1


def test_beyond_the_threshold_the_sum_cannot_settle_and_below_it_does():
    """Started a hair away from the minimum, the sum's steps grow beyond 2/(nλ), and shrink below."""
    batch = drawn(50, 3)
    edge = compare(50, 3, 0.15).largest_rate
    for factor, grows in ((0.97, False), (1.03, True)):
        place = minimiser(batch, "mean") + 1e-6
        for _ in range(400):
            place = place - factor * edge * slopes(batch, place).sum(axis=0)
        assert (np.abs(place - minimiser(batch, "mean")).max() > 1e-6) == grows


def test_the_stiffness_by_finite_differences():
    found = compare(20, 5, 0.2)
    best, step = found.minima["mean"], 1e-5
    columns = [
        (slopes(found.batch, best + move).mean(axis=0) - slopes(found.batch, best - move).mean(axis=0)) / (2 * step)
        for move in step * np.eye(2)
    ]
    largest = np.linalg.eigvals(np.array(columns)).real.max()
    assert found.stiffness["mean"] == pytest.approx(0.2 * largest, rel=1e-6)
    assert found.stiffness["sum"] == pytest.approx(4 * largest, rel=1e-6)


def test_no_batch_is_separable_and_a_larger_one_begins_with_the_smaller():
    for seed in range(50):
        small, large = drawn(4, seed), drawn(200, seed)
        assert not separable(small.inputs, small.labels)
        np.testing.assert_array_equal(large.inputs[:4], small.inputs)
        np.testing.assert_array_equal(large.labels[:4], small.labels)
    assert drawn(200, 1).inputs[0] != drawn(200, 2).inputs[0]


@pytest.mark.parametrize("arguments", [(3, 1, 0.1), (201, 1, 0.1), (20, -1, 0.1), (20, 1, 0.0), (20, 1, math.nan)])
def test_bad_arguments_are_refused(arguments):
    with pytest.raises(ValueError, match=r"size|seed|learning_rate"):
        compare(*arguments)
