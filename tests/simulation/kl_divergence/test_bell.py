"""Densities and divergences of bells, against mpmath's quadrature and by hand."""

import math

import mpmath
import numpy as np
import pytest

from core.simulation.kl_divergence import bell
from core.simulation.kl_divergence.bell import Bells


def density(mixture: Bells, x):
    """p(x) written out a second time, in mpmath."""
    left = mixture.share * mpmath.npdf(x, -mixture.distance, mixture.left)
    return left + (1 - mixture.share) * mpmath.npdf(x, mixture.distance, mixture.right)


@pytest.mark.parametrize("pair", [(-2.5, 0.7, -0.5, 2.5), (0.0, 1.0, 0.0, 1.0), (1.0, 2.0, -3.0, 0.6)])
def test_the_closed_form_and_the_integral_are_mpmaths(pair):
    m1, s1, m2, s2 = pair

    def term(x):
        return mpmath.npdf(x, m1, s1) * (mpmath.log(mpmath.npdf(x, m1, s1)) - mpmath.log(mpmath.npdf(x, m2, s2)))

    expected = float(mpmath.quad(term, [m1 - 12 * s1, m1, m1 + 12 * s1]))
    assert bell.bell_divergence(*pair) == pytest.approx(expected, rel=1e-12, abs=1e-14)
    x = bell.grid()
    summed = bell.divergence(bell.log_bell(x, m1, s1), bell.log_bell(x, m2, s2))
    assert summed == pytest.approx(expected, rel=1e-12, abs=1e-14)


def test_what_a_bell_and_two_cost_each_other_is_mpmaths():
    mixture, mean, width = Bells(1.5, 0.7, 1.1, 0.35), 0.4, 1.3
    places = [-14, -1.5, 0.4, 1.5, 14]

    def integral(of):
        return float(mpmath.quad(lambda x: of(density(mixture, x), mpmath.npdf(x, mean, width)), places))

    found = bell.measured(mixture, mean, width)
    log = mpmath.log
    assert found["forward"] == pytest.approx(integral(lambda p, q: p * log(p / q)), rel=1e-10)
    assert found["reverse"] == pytest.approx(integral(lambda p, q: q * log(q / p)), rel=1e-10)
    js = integral(lambda p, q: (p * log(2 * p / (p + q)) + q * log(2 * q / (p + q))) / 2)
    assert found["js"] == pytest.approx(js, rel=1e-10)


def test_the_moments_of_the_mixture_are_those_of_its_density():
    mixture = Bells(3.0, 0.6, 2.0, 0.8)
    places = [-18, -3, 0, 3, 18]
    mean = float(mpmath.quad(lambda x: x * density(mixture, x), places))
    variance = float(mpmath.quad(lambda x: (x - mean) ** 2 * density(mixture, x), places))
    assert mixture.mean == pytest.approx(mean, abs=1e-10)
    assert mixture.variance == pytest.approx(variance, rel=1e-10)


def test_far_from_both_bells_nothing_underflows():
    mixture = Bells(4.0, 0.6, 0.6, 0.5)
    expected = math.log(0.5) - 0.5 * (36.0 / 0.6) ** 2 - math.log(0.6 * math.sqrt(2.0 * math.pi))
    assert float(mixture.log_density(40.0)) == pytest.approx(expected, rel=1e-14)


def test_jensen_shannon_of_strangers_is_ln_2():
    x = bell.grid()
    far = bell.jensen_shannon(bell.log_bell(x, -20.0, 0.5), bell.log_bell(x, 20.0, 0.5))
    assert far == pytest.approx(math.log(2.0), rel=1e-12)


@pytest.mark.parametrize(
    "wrong", [(-1, 1, 1, 0.5), (9, 1, 1, 0.5), (1, 0, 1, 0.5), (1, 1, 9, 0.5), (1, 1, 1, 1), (1, 1, 1, math.nan)]
)
def test_what_is_no_mixture_is_refused(wrong):
    with pytest.raises(ValueError, match=r"is outside|is not"):
        Bells(*wrong)


def test_a_width_of_nothing_is_refused():
    with pytest.raises(ValueError, match="width"):
        bell.log_bell(np.zeros(2), 0.0, 0.0)


@pytest.mark.parametrize("mixture", [Bells(2.5, 0.7, 0.7, 0.6), Bells(4.0, 0.6, 2.0, 0.05), Bells(0.0, 2.0, 2.0, 0.5)])
def test_all_bells_together_cost_what_each_costs_alone(mixture):
    means, widths = [-6.0, -0.4, 0.0, 3.3, 6.0], [0.3, 0.7, 2.2, 4.0]
    found = bell.measured_all(mixture, means, widths)
    for i, mean in enumerate(means):
        for j, width in enumerate(widths):
            alone = bell.measured(mixture, mean, width)
            for name, prices in found.items():
                assert prices[i, j] == pytest.approx(alone[name], abs=1e-12 * prices.max()), (name, mean, width)


@pytest.mark.parametrize(("means", "widths"), [([0.005], [1.0]), ([9.0], [1.0]), ([0.0], [0.05]), ([0.0], [4.1])])
def test_bells_that_the_grid_cannot_hold_are_refused(means, widths):
    with pytest.raises(ValueError, match=r"means|widths"):
        bell.measured_all(Bells(2.5, 0.7, 0.7, 0.6), means, widths)
