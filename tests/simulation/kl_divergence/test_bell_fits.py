"""Fits of one bell to two: slopes by differences, ends against scipy's minimiser and closed forms, the map of ends."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from core.simulation.descent.landscape import Window
from core.simulation.kl_divergence import bell, bell_fits
from core.simulation.kl_divergence.bell import Bells
from core.simulation.kl_divergence.bell_fits import COARSE, OBJECTIVES, basins, fit, kinds, reverse_objective

WINDOW = Window((-6.0, 6.0), (0.3, 4.0))
SPREAD = (Bells(2.5, 0.7, 0.7, 0.6), Bells(1.0, 0.6, 1.8, 0.2), Bells(4.0, 0.6, 2.0, 0.95), Bells(0.0, 1.0, 1.0, 0.5))


@pytest.mark.parametrize("name", OBJECTIVES)
@pytest.mark.parametrize("mixture", SPREAD)
def test_values_slopes_and_bends(name, mixture):
    objective = OBJECTIVES[name](mixture)
    at, step = np.array([[0.3, 0.4]]), 1e-5
    value, gradient, hessian = objective(at)
    assert value[0] == pytest.approx(bell.measured(mixture, 0.3, math.exp(0.4))[name], rel=1e-9)
    for axis, nudge in enumerate(step * np.eye(2)):
        above, below = objective(at + nudge), objective(at - nudge)
        slope = (above[0] - below[0]) / (2 * step)
        assert gradient[0, axis] == pytest.approx(slope[0], rel=1e-6, abs=1e-8)
        bend = (above[1] - below[1])[0] / (2 * step)
        np.testing.assert_allclose(hessian[0, axis], bend, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("mixture", SPREAD)
@pytest.mark.parametrize("start", [(-6.0, 0.3), (0.0, 1.0), (6.0, 4.0)])
def test_forward_fit_equals_moment_matching(mixture, start):
    found = fit("forward", mixture, *start)
    mean = mixture.distance * (1 - 2 * mixture.share)
    second = mixture.share * mixture.left**2 + (1 - mixture.share) * mixture.right**2 + mixture.distance**2
    assert found.mean == pytest.approx(mean, abs=1e-8)
    assert found.width == pytest.approx(math.sqrt(second - mean**2), abs=1e-8)
    assert found.settled


@pytest.mark.parametrize("name", ["reverse", "js"])
@pytest.mark.parametrize("start", [(-3.0, 0.7), (-2.0, 1.0), (2.0, 0.6), (3.0, 1.0), (-0.4, 2.2)])
def test_a_fit_ends_where_scipy_ends(name, start):
    mixture = SPREAD[0]

    def price(at):
        return bell.measured(mixture, at[0], math.exp(at[1]))[name]

    end = minimize(price, [start[0], math.log(start[1])], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-13})
    found = fit(name, mixture, *start)
    assert (found.mean, found.width) == pytest.approx((end.x[0], math.exp(end.x[1])), abs=1e-5)


def test_a_path_begins_at_its_start_and_only_goes_down():
    found = fit("reverse", SPREAD[0], 0.7, 3.0)
    assert found.path[0] == pytest.approx((0.7, 3.0))
    prices = [bell.measured(SPREAD[0], mean, width)["reverse"] for mean, width in found.path]
    assert np.all(np.diff(prices) < 1e-10)
    assert found.gradient < 1e-9


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_far_apart_a_bell_of_its_own_costs_minus_ln_of_its_weight(share):
    mixture = Bells(4.0, 0.6, 0.6, share)
    for side, weight in ((-4.0, share), (4.0, 1 - share)):
        found = fit("reverse", mixture, side, 0.6)
        assert (found.mean, found.width) == pytest.approx((side, 0.6), abs=1e-6)
        price = bell.measured(mixture, found.mean, found.width)["reverse"]
        assert price == pytest.approx(-math.log(weight), abs=1e-6)


@pytest.mark.parametrize("mixture", [Bells(4.0, 0.6, 0.6, 0.5), Bells(2.0, 0.7, 0.7, 0.5), Bells(1.0, 0.8, 0.8, 0.5)])
def test_the_map_of_a_symmetric_mixture_is_its_own_mirror(mixture):
    found = basins(mixture, *WINDOW.grid(24))
    last = len(found.minima) - 1
    np.testing.assert_array_equal(found.numbers, last - found.numbers[:, ::-1])
    np.testing.assert_allclose(found.minima[:, 0], -found.minima[::-1, 0], atol=1e-6)


def test_the_map_says_where_a_fit_from_each_start_ends():
    mixture, (means, widths) = SPREAD[0], WINDOW.grid(12)
    found = basins(mixture, means, widths)
    assert kinds(mixture, found.minima) == ["left", "across", "right"]
    assert sum(found.share(number) for number in range(3)) == pytest.approx(1.0)
    agree = 0
    for row, width in enumerate(widths):
        for column, mean in enumerate(means):
            single = fit("reverse", mixture, float(mean), float(width))
            end = found.minima[found.numbers[row, column]]
            agree += np.hypot(single.mean - end[0], single.width - end[1]) < 1e-6
    assert agree >= 0.98 * found.numbers.size  # a start on a border may fall to either side


def test_every_start_of_many_mixtures_comes_to_rest():
    rng = np.random.default_rng(3)
    for _ in range(12):
        mixture = Bells(rng.uniform(0, 4), rng.uniform(0.6, 2), rng.uniform(0.6, 2), rng.uniform(0.05, 0.95))
        found = basins(mixture, *WINDOW.grid(8))
        assert (found.numbers >= 0).all()
        assert len(set(kinds(mixture, found.minima))) == len(found.minima)
        for name in OBJECTIVES:
            assert fit(name, mixture, rng.uniform(-6, 6), rng.uniform(0.3, 4)).settled


def test_the_way_down_does_not_depend_on_the_number_of_places():
    mixture = SPREAD[0]
    at = np.array([[0.5, 0.2], [-2.0, -0.5]])
    for fine, coarse in zip(reverse_objective(mixture)(at), reverse_objective(mixture, COARSE)(at), strict=True):
        np.testing.assert_allclose(coarse, fine, rtol=1e-5, atol=1e-6)


def test_a_ridge_is_told_from_a_minimum():
    def saddle(at):  # u² − m²
        value = at[:, 1] ** 2 - at[:, 0] ** 2
        return value, at * np.array([-2.0, 2.0]), np.tile(np.diag([-2.0, 2.0]), (len(at), 1, 1))

    end = bell_fits.descend(saddle, np.array([[0.0, 1.0]]))[-1]
    np.testing.assert_allclose(end, 0.0, atol=1e-9)
    assert bell_fits.Fit(end, 0.0, -2.0).on_ridge
    assert not fit("reverse", SPREAD[0], 2.0, 1.0).on_ridge


def test_ends_are_named_by_what_they_cover():
    mixture = Bells(3.0, 1.0, 1.0, 0.5)
    assert kinds(mixture, np.array([[-3.0, 1.0], [0.0, 2.8], [3.0, 1.0]])) == ["left", "across", "right"]
    assert kinds(mixture, np.array([[-0.5, 2.0], [0.5, 2.0]])) == ["left", "right"]
    assert kinds(mixture, np.array([[-0.5, 3.0], [0.5, 3.0]])) == ["left", "right"]


@pytest.mark.parametrize("wrong", [("backward", 0.0, 1.0), ("reverse", math.nan, 1.0), ("reverse", 0.0, 0.0)])
def test_what_is_no_start_is_refused(wrong):
    name, mean, width = wrong
    with pytest.raises(ValueError, match=r"unknown objective|start|number|width"):
        fit(name, SPREAD[0], mean, width)
