"""n coins where it is hard: certain ones, a million, areas that no float holds."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from core.maths.distributions import bernoulli_log_likelihood, binomial_log_pmf
from core.simulation.likelihood.coins import bars, highest, slope
from core.simulation.likelihood.tosses import heads_so_far, log_area


@pytest.mark.parametrize("n", [1, 200, 201, 10**6])
@pytest.mark.parametrize("p", [0.0, 1.0])
def test_certain_coins_have_all_mass_in_one_bar(n, p):
    shown = bars(n, p)
    place = shown.holding(n if p else 0)
    assert place is not None
    assert shown.log_mass[place] == pytest.approx(0.0, abs=1e-9)
    assert shown.left_out == 0.0


@settings(deadline=None)  # the first call may have to wait for a busy machine
@given(st.integers(1, 10**6), st.floats(0.0, 1.0))
def test_the_bars_and_what_is_left_out_make_one(n, p):
    shown = bars(n, p)
    assert np.exp(shown.log_mass).sum() + shown.left_out == pytest.approx(1.0, abs=1e-7)
    assert shown.last[-1] <= n


@pytest.mark.parametrize(("k", "n"), [(0, 7), (7, 7), (5, 8), (7, 10), (2, 400), (625_000, 10**6)])
def test_the_coefficient_moves_neither_the_maximum_nor_the_slope(k, n):
    def curve(p):
        return float(bernoulli_log_likelihood(k, n, p))

    def with_coefficient(p):
        return float(binomial_log_pmf(k, n, p))

    for function in (curve, with_coefficient):
        assert highest(function) == pytest.approx(k / n, abs=1e-6)
        for p in (0.005, 0.3, 0.625, 0.995):
            terms = k / p + (n - k) / (1 - p)
            assert slope(function, p) == pytest.approx(k / p - (n - k) / (1 - p), abs=1e-8 * terms)
    with mpmath.workdps(40):
        constant = mpmath.log(mpmath.binomial(n, k))
    for p in (0.1, 0.5, 0.9):
        assert with_coefficient(p) - curve(p) == pytest.approx(float(constant), abs=1e-8)


@pytest.mark.parametrize(("k", "n"), [(0, 0), (1, 1), (5, 8), (0, 12), (30, 40)])
def test_the_area_under_the_likelihood(k, n):
    area, _ = integrate.quad(lambda p: p**k * (1 - p) ** (n - k), 0, 1, epsabs=1e-16)
    assert math.exp(float(log_area(k, n))) == pytest.approx(area, rel=1e-9)


@pytest.mark.parametrize(("k", "n"), [(500_000, 10**6), (1, 10**6), (0, 10**6), (199, 400)])
def test_the_area_where_no_float_holds_it(k, n):
    with mpmath.workdps(40):
        expected = -mpmath.log(n + 1) - mpmath.log(mpmath.binomial(n, k))
    assert float(log_area(k, n)) == pytest.approx(float(expected), abs=5e-9)


def test_impossible_heads_have_no_area():
    with pytest.raises(ValueError, match="heads"):
        log_area(3, 2)


@settings(deadline=None)  # the first call may have to wait for a busy machine
@given(st.text("HT", max_size=60))
def test_heads_so_far(run):
    assert heads_so_far(run).tolist() == [run[:k].count("H") for k in range(len(run) + 1)]
