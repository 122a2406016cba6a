"""Products of probabilities: where floats end, by their definition and by mpmath; the sum goes on."""

import math

import mpmath
import numpy as np
import pytest

from core.simulation.likelihood.underflow import LENGTH, constant_factors, drawn_factors, half_to_the, limits, multiply


def test_the_formats_end_where_the_standard_says():
    ends = {"float32": (-126, -149, -150), "float64": (-1022, -1074, -1075)}
    for name, powers in ends.items():
        found = limits(name)
        expected = [power * math.log(2) for power in powers]
        assert [found.normal, found.least, found.zero] == pytest.approx(expected, rel=1e-14)
    assert -limits("float64").zero == pytest.approx(745.13, abs=0.005)
    assert -limits("float32").zero == pytest.approx(103.97, abs=0.005)


def test_the_last_double():
    assert half_to_the(1074) == 5e-324 > 0.0
    assert half_to_the(1075) == 0.0


def test_halves():
    run = multiply(constant_factors(0.5))
    single, double = run.products["float32"], run.products["float64"]
    assert (single.subnormal, single.zero, single.stuck) == (127, 150, None)
    assert (double.subnormal, double.zero, double.stuck) == (1023, 1075, None)
    assert double.partial[1073] == 5e-324
    assert double.end == 1075
    assert run.predicted("float64") == pytest.approx(1075.0, rel=1e-12)
    assert run.predicted("float32") == pytest.approx(150.0, rel=1e-12)
    assert run.sums[-1] == pytest.approx(LENGTH * math.log(0.5), rel=1e-10)


@pytest.mark.parametrize("p", [0.01, 0.1, 0.25, 0.37, 0.49])
def test_below_one_half_the_product_dies_where_predicted(p):
    run = multiply(constant_factors(p))
    for name, product in run.products.items():
        assert product.stuck is None
        # Rounding among the last few numbers of a format moves the end by no more than a factor or two.
        assert abs(product.zero - math.ceil(run.predicted(name))) <= 2


@pytest.mark.parametrize("p", [0.51, 0.6, 0.75, 0.9, 0.99])
def test_above_one_half_it_is_stuck_above_zero(p):
    run = multiply(constant_factors(p))
    for name, product in run.products.items():
        assert product.zero is None
        assert product.subnormal < product.stuck < run.predicted(name)
        last = product.partial[-1]
        least = {"float32": 2.0**-149, "float64": 2.0**-1074}[name]
        steps = round(last / least)
        # It stays: k times p is nearest to k itself.
        assert steps >= 1
        assert steps * (1 - p) <= 0.5 + 1e-6
        assert product.partial[product.stuck - 1] == last
        assert product.partial[product.stuck - 2] > last


@pytest.mark.parametrize("p", [0.3, 0.8])
def test_before_it_breaks_the_product_is_right(p):
    run = multiply(constant_factors(p))
    with mpmath.workdps(40):
        for n in (1, 10, 100, 500):
            assert run.products["float64"].partial[n - 1] == pytest.approx(float(mpmath.mpf(p) ** n), rel=1e-12)
            assert run.sums[n - 1] == pytest.approx(float(n * mpmath.log(mpmath.mpf(p))), rel=1e-12)
        place = run.products["float64"].subnormal
        assert mpmath.mpf(p) ** place < mpmath.mpf(2) ** -1022 <= mpmath.mpf(p) ** (place - 1)


def test_drawn_factors_come_from_their_range_and_seed():
    one, same, other = (drawn_factors(0.2, 0.8, seed) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()
    assert 0.2 <= one.min() < 0.21
    assert 0.79 < one.max() <= 0.8
    run = multiply(one)
    # The mean of −ln p over an even range (a, b) has a closed form.
    a, b = 0.2, 0.8
    mean = -((b * math.log(b) - b) - (a * math.log(a) - a)) / (b - a)
    assert run.mean == pytest.approx(mean, abs=0.01)
    assert run.products["float64"].end == pytest.approx(745.13 / mean, rel=0.1)


def test_a_product_that_is_still_whole_has_no_end():
    factors = np.full(50, 0.5)
    product = multiply(factors).products["float64"]
    assert product.subnormal is product.zero is product.stuck is product.end is None


def test_what_is_no_factor_is_refused():
    for factors in (np.array([0.5, 0.0]), np.array([1.0]), np.array([math.nan])):
        with pytest.raises(ValueError, match="factors"):
            multiply(factors)
    with pytest.raises(ValueError, match="range"):
        drawn_factors(0.8, 0.2, 1)
    with pytest.raises(ValueError, match="outside"):
        constant_factors(1.5)
