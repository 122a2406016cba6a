"""Class weights against scikit-learn and a minimiser; labels −1 and +1 against their formulas in 50 digits."""

import math

import mpmath
import pytest
from scipy.optimize import minimize_scalar
from sklearn.metrics import log_loss

from core.simulation.formulas.weights import as_if_0_or_1, loss_of_signs, mean_weight, minimiser, weighted_loss

CASES = [(0.1, 9.0), (0.5, 1.0), (0.7, 0.1), (0.01, 100.0)]


@pytest.mark.parametrize(("share", "weight"), CASES)
def test_the_loss_by_scikit_learn_which_divides_by_the_weights(share, weight):
    theirs = log_loss([1, 0], [0.3, 0.3], sample_weight=[share * weight, 1 - share])
    assert float(weighted_loss(share, weight, 0.3)) / mean_weight(share, weight) == pytest.approx(theirs, rel=1e-12)
    assert mean_weight(share, weight) == pytest.approx(share * weight + 1 - share)


@pytest.mark.parametrize(("share", "weight"), CASES)
def test_the_minimiser_is_where_a_search_finds_it_and_ln_w_undoes_it(share, weight):
    found = minimize_scalar(lambda a: float(weighted_loss(share, weight, a)), bounds=(1e-9, 1 - 1e-9), method="bounded")
    best = minimiser(share, weight)
    assert best == pytest.approx(found.x, abs=1e-4)
    z = math.log(best / (1 - best)) - math.log(weight)
    assert 1 / (1 + math.exp(-z)) == pytest.approx(share, rel=1e-12)


def test_ten_percent_nine_times_as_heavy_are_half():
    assert minimiser(0.1, 9.0) == pytest.approx(0.5, rel=1e-12)


@pytest.mark.parametrize("z", [-700.0, -4.595, 0.0, 2.5, 40.0])
@pytest.mark.parametrize("y", [-1, 1])
def test_signs_are_cross_entropy_with_y_plus_1_halved(y, z):
    with mpmath.workdps(400):
        a = 1 / (1 + mpmath.exp(-z))
        label = mpmath.mpf(y + 1) / 2
        cross_entropy = -(label * mpmath.log(a) + (1 - label) * mpmath.log(1 - a))
    assert float(loss_of_signs(y, z)) == pytest.approx(float(cross_entropy), rel=1e-12)


def test_minus_1_in_the_formula_for_0_and_1_is_below_0():
    assert as_if_0_or_1(-1.0, 0.01) == pytest.approx(math.log(0.01) - 2 * math.log(0.99), rel=1e-12)
    assert as_if_0_or_1(1.0, 0.01) == pytest.approx(-math.log(0.01), rel=1e-12)
