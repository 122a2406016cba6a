"""n coins: bars against scipy's binomial, what lies outside them, the slope and the peak found from values alone."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom

from core.maths.distributions import bernoulli_log_likelihood, binomial_log_pmf
from core.simulation.likelihood.coins import MOST_BARS, bars, highest, slope
from core.simulation.likelihood.tosses import heads_so_far, log_area


@pytest.mark.parametrize("p", [0.0, 0.03, 0.5, 0.999, 1.0])
@pytest.mark.parametrize("n", [1, 8, 200, 201, 5000, 10**6])
def test_bars_hold_the_mass(n, p):
    shown = bars(n, p)
    assert len(shown.first) <= MOST_BARS
    expected = [
        binom.cdf(last, n, p) - binom.cdf(first - 1, n, p) for first, last in zip(shown.first, shown.last, strict=True)
    ]
    np.testing.assert_allclose(np.exp(shown.log_mass), expected, rtol=2e-8, atol=1e-9)
    assert np.exp(shown.log_mass).sum() + shown.left_out == pytest.approx(1.0, abs=1e-8)
    assert shown.left_out < 1e-5
    assert (shown.first[1:] == shown.last[:-1] + 1).all()


def test_the_bar_of_a_k():
    shown = bars(5000, 0.5)
    assert shown.first[shown.holding(2500)] <= 2500 <= shown.last[shown.holding(2500)]
    assert shown.holding(0) is None
    assert shown.holding(5000) is None


@given(st.integers(1, 400), st.data())
def test_the_coefficient_moves_neither_peak_nor_slope(n, data):
    k = data.draw(st.integers(0, n))
    without = lambda p: float(bernoulli_log_likelihood(k, n, p))  # noqa: E731
    within = lambda p: float(binomial_log_pmf(k, n, p))  # noqa: E731
    assert highest(without) == pytest.approx(k / n, abs=2e-4)
    assert highest(within) == pytest.approx(k / n, abs=2e-4)
    for p in (0.1, 0.5, 0.9):
        exact = k / p - (n - k) / (1 - p)
        assert slope(without, p) == pytest.approx(exact, rel=1e-6, abs=1e-4 * n)
        assert slope(within, p) == pytest.approx(exact, rel=1e-6, abs=1e-4 * n)
        assert within(p) - without(p) == pytest.approx(math.log(math.comb(n, k)), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("n", "p"), [(0, 0.5), (10**6 + 1, 0.5), (5, -0.1), (5, 1.1)])
def test_no_such_coins(n, p):
    with pytest.raises(ValueError, match=r"is not a whole number from 1|is outside"):
        bars(n, p)


@pytest.mark.parametrize(("heads", "count"), [(0, 0), (5, 8), (0, 3), (400, 400), (123, 400)])
def test_the_area_under_a_likelihood(heads, count):
    """∫ p^k (1 − p)^(n − k) dp, by scipy's beta density: L / area is one."""
    p = 0.37
    ratio = bernoulli_log_likelihood(heads, count, p) - beta.logpdf(p, heads + 1, count - heads + 1)
    assert float(log_area(heads, count)) == pytest.approx(float(ratio), abs=1e-9)


def test_heads_so_far():
    assert heads_so_far("HTTHH").tolist() == [0, 1, 1, 1, 2, 3]
