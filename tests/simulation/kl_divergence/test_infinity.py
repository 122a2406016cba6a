"""Smoothing an infinite divergence: against scipy, the slope it grows by, and what is ruled out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import entropy

from core.simulation.kl_divergence.infinity import ruled_out, slope, smoothed_divergence

rows = st.lists(st.integers(0, 5), min_size=2, max_size=6).filter(any)


def shares(counts):
    return np.array(counts) / sum(counts)


@given(rows, st.data())
def test_against_scipy(first, data):
    p = shares(first)
    q = shares(data.draw(st.lists(st.integers(0, 5), min_size=len(first), max_size=len(first)).filter(any)))
    for epsilon in (1e-7, 0.1, 1.0):
        mixed = (1 - epsilon) * q + epsilon / len(q)
        assert smoothed_divergence(p, q, epsilon)[0] == pytest.approx(entropy(p, mixed), rel=1e-9, abs=1e-12)
    assert ruled_out(p, q).tolist() == [place for place in range(len(p)) if p[place] > 0 and q[place] == 0]
    # KL without smoothing is infinite exactly where something is ruled out.
    assert math.isinf(entropy(p, q)) == bool(len(ruled_out(p, q)))


def test_it_grows_by_the_probability_that_was_ruled_out():
    p, q = (0.5, 0.3, 0.2), (1.0, 0.0, 0.0)
    assert slope(p, q) == pytest.approx(0.5)
    small, smaller = smoothed_divergence(p, q, [1e-12, 1e-13])
    assert smaller - small == pytest.approx(0.5 * math.log(10), rel=1e-9)
    assert slope(q, p) == 0.0


@pytest.mark.parametrize("epsilon", [0.0, -1e-3, 1.1, math.nan])
def test_an_epsilon_outside_is_named(epsilon):
    with pytest.raises(ValueError, match="epsilon"):
        smoothed_divergence((0.5, 0.5), (1.0, 0.0), epsilon)


def test_no_distribution_is_named():
    with pytest.raises(ValueError, match="sum"):
        smoothed_divergence((0.5, 0.6), (1.0, 0.0), 0.1)
