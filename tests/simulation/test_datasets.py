"""Draws: seeded, of the right law, and refused where they make no sense."""

import math

import numpy as np
import pytest

from core.simulation.datasets import draw_categorical, draw_tosses


def test_tosses_are_zeros_and_ones_in_the_right_share():
    tosses = draw_tosses(0.3, 100_000, seed=1)
    assert tosses.shape == (100_000,)
    assert tosses.dtype == np.int64
    assert set(tosses.tolist()) == {0, 1}
    assert abs(tosses.mean() - 0.3) < 5.0 * math.sqrt(0.3 * 0.7 / 100_000)


def test_tosses_are_the_same_for_the_same_seed_only():
    np.testing.assert_array_equal(draw_tosses(0.5, 200, seed=7), draw_tosses(0.5, 200, seed=7))
    assert np.any(draw_tosses(0.5, 200, seed=7) != draw_tosses(0.5, 200, seed=8))


def test_longer_series_and_likelier_heads_only_add():
    np.testing.assert_array_equal(draw_tosses(0.5, 50, seed=3), draw_tosses(0.5, 80, seed=3)[:50])
    assert np.all(draw_tosses(0.4, 500, seed=3) <= draw_tosses(0.6, 500, seed=3))


def test_certain_coins():
    assert not draw_tosses(0.0, 1000, seed=0).any()
    assert draw_tosses(1.0, 1000, seed=0).all()
    assert draw_tosses(0.5, 0, seed=0).shape == (0,)


def test_categorical_counts_sum_to_the_draws_in_the_right_shares():
    p = np.array([0.5, 0.3, 0.0, 0.2])
    counts = draw_categorical(p, 100_000, seed=2)
    assert counts.dtype == np.int64
    assert counts.sum() == 100_000
    assert counts[2] == 0
    np.testing.assert_array_less(np.abs(counts / 100_000 - p), 5.0 * np.sqrt(p * (1 - p) / 100_000) + 1e-12)
    np.testing.assert_array_equal(counts, draw_categorical(p, 100_000, seed=2))
    assert np.any(counts != draw_categorical(p, 100_000, seed=3))


def test_an_impossible_last_outcome_never_comes_up_whatever_the_rounding():
    p = [0.1] * 10 + [0.0]  # ten tenths sum to a little less than 1
    assert all(draw_categorical(p, 1000, seed)[-1] == 0 for seed in range(20))
    near = [0.5, 0.5 + 1e-9, 0.0]  # within the tolerance of the check
    assert draw_categorical(near, 1000, seed=0).sum() == 1000
    np.testing.assert_array_equal(draw_categorical([0.0, 1.0], 5, seed=0), [0, 5])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: draw_tosses(1.2, 10, 0), r"probability = 1.2 is outside \[0, 1\]"),
        (lambda: draw_tosses(math.nan, 10, 0), "nan"),
        (lambda: draw_tosses([0.1, 0.2], 10, 0), r"probability has shape \(2,\), not \(\)"),
        (lambda: draw_tosses(0.5, -1, 0), "count = -1 is not a whole number from 0 to 1000000"),
        (lambda: draw_tosses(0.5, 10, -1), "seed = -1 is not a whole number"),
        (lambda: draw_tosses(0.5, 10, None), "seed = None is not a whole number"),
        (lambda: draw_categorical([0.5, 0.6], 10, 0), "sums to 1.1, not to 1"),
        (lambda: draw_categorical([[0.5, 0.5]], 10, 0), r"probabilities has shape \(1, 2\), not one row"),
        (lambda: draw_categorical([0.5, 0.5], 10**7, 0), "count = 10000000"),
    ],
)
def test_refused_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()
