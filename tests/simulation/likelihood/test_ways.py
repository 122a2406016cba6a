"""Four routes to one number: they agree, and where the product breaks it says so."""

import math

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.simulation.likelihood.ways import four_ways

runs = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(runs, st.integers(1, 199))
def test_all_that_can_be_compared_agree(run, half_percents):
    ways = four_ways(*run, half_percents / 200)
    assert ways.difference <= 1e-12


@given(runs, st.integers(1, 199))
def test_the_number_is_the_right_one(run, half_percents):
    (heads, count), p = run, half_percents / 200
    ways = four_ways(heads, count, p)
    with mpmath.workdps(40):
        exact = -(heads * mpmath.log(mpmath.mpf(p)) + (count - heads) * mpmath.log(mpmath.mpf(1.0 - p)))
        assert all(abs(value - exact) <= 2e-12 * abs(exact) for value in ways.comparable)
        if ways.state == "normal":
            assert abs(ways.product - mpmath.exp(-exact)) <= 1e-11 * mpmath.exp(-exact)


def test_a_hand_count():
    ways = four_ways(2, 3, 0.5)
    assert ways.product == 0.125
    assert ways.comparable == pytest.approx([3 * math.log(2)] * 4, rel=1e-15)
    assert ways.entropy == pytest.approx(3 * math.log(3) - 2 * math.log(2), rel=1e-15)


@pytest.mark.parametrize(
    ("heads", "state", "product"),
    [
        (1022, "normal", 2.0**-1022),
        (1023, "subnormal", 2.0**-1023),
        (1074, "subnormal", 5e-324),
        (1075, "underflown", 0),
    ],
)
def test_halves_break_where_doubles_end(heads, state, product):
    ways = four_ways(heads, heads, 0.5)
    assert (ways.state, ways.product) == (state, product)
    assert len(ways.comparable) == (4 if state == "normal" else 3)
    assert ways.comparable == pytest.approx([heads * math.log(2)] * len(ways.comparable), rel=1e-13)
    assert ways.from_product == (math.inf if product == 0 else pytest.approx(heads * math.log(2), rel=1e-13))


def test_a_subnormal_product_has_lost_digits():
    ways = four_ways(819, 819, 0.405)
    assert ways.state == "subnormal"
    assert abs(ways.from_product - ways.from_sum) > 1e-6


def test_what_p_rules_out_is_no_underflow():
    for heads, count, p in ((1, 1, 0.0), (1, 2, 0.0), (0, 1, 1.0), (3, 5000, 0.0)):
        ways = four_ways(heads, count, p)
        assert ways.state == "impossible"
        assert ways.comparable == (math.inf,) * 4
        assert ways.difference == 0.0


def test_certainty_that_is_right_is_nought_four_times():
    ways = four_ways(5, 5, 1.0)
    assert ways.comparable == (0.0,) * 4
    assert ways.difference == 0.0
    assert four_ways(0, 5, 0.0).comparable == (0.0,) * 4


def test_a_million_tosses():
    ways = four_ways(499_999, 10**6, 0.015)
    assert ways.state == "underflown"
    assert ways.difference <= 1e-12


@pytest.mark.parametrize(
    ("heads", "count", "p", "said"),
    [
        (0, 0, 0.5, "tosses = 0"),
        (3, 2, 0.5, "heads = 3"),
        (-1, 2, 0.5, "heads = -1"),
        (1, 2, 1.5, "p = 1.5"),
        (1, 2, math.nan, "p = nan"),
    ],
)
def test_nonsense_is_refused(heads, count, p, said):
    with pytest.raises(ValueError, match=said):
        four_ways(heads, count, p)
