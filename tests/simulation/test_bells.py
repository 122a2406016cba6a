"""One bell to two: closed forms against mpmath, fits against scipy's minimiser and moments, and the map of starts."""

import math

import mpmath
import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize

from core.simulation.bell_fits import OBJECTIVES, basins, fit, kinds
from core.simulation.bells import Bells, bell_divergence, divergence, grid, log_bell, measured

MIXTURES = [Bells(2.5, 0.7, 0.7, 0.6), Bells(1.0, 0.6, 1.5, 0.3), Bells(4.0, 0.6, 0.6, 0.5)]


@pytest.mark.parametrize("bells", [(-2.0, 0.7, 0.5, 1.8), (0.0, 1.0, 0.0, 1.0), (3.0, 2.0, -1.0, 0.9)])
def test_two_bells_against_mpmath(bells):
    m1, s1, m2, s2 = bells
    with mpmath.workdps(30):

        def integrand(x):
            density = mpmath.npdf(x, m1, s1)
            return density * (mpmath.log(density) - mpmath.log(mpmath.npdf(x, m2, s2)))

        exact = float(mpmath.quad(integrand, [m1 - 12 * s1, m1, m1 + 12 * s1]))
    assert bell_divergence(*bells) == pytest.approx(exact, rel=1e-12, abs=1e-15)
    x = grid()
    assert divergence(log_bell(x, m1, s1), log_bell(x, m2, s2)) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("bells", MIXTURES)
def test_forward_fit_is_moment_matching(bells):
    found = fit("forward", bells, 1.0, 1.0)
    assert found.settled
    assert found.mean == pytest.approx(bells.mean, abs=1e-8)
    assert found.width**2 == pytest.approx(bells.variance, rel=1e-8)
    weights = np.array([bells.share, 1 - bells.share])
    centres, widths = np.array([-bells.distance, bells.distance]), np.array([bells.left, bells.right])
    assert bells.mean == pytest.approx(weights @ centres)
    assert bells.variance == pytest.approx(weights @ (widths**2 + centres**2) - bells.mean**2)


@pytest.mark.parametrize("name", OBJECTIVES)
@pytest.mark.parametrize("bells", MIXTURES)
def test_slopes_and_bends_by_differences(name, bells):
    objective = OBJECTIVES[name](bells)
    at = np.array([0.7, 0.2])
    value = lambda place: float(objective(place[None])[0][0])  # noqa: E731
    gradient = lambda place: objective(place[None])[1][0]  # noqa: E731
    _, slopes, bends = objective(at[None])
    np.testing.assert_allclose(slopes[0], approx_fprime(at, value, 1e-6), atol=1e-4)
    np.testing.assert_allclose(bends[0], approx_fprime(at, gradient, 1e-6), atol=1e-3)
    # The objective is the divergence that the page shows.
    assert value(at) == pytest.approx(measured(bells, 0.7, math.exp(0.2))[name], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("start", [(-3.0, 0.7), (3.0, 1.0), (2.0, 0.8), (-1.5, 0.5)])
@pytest.mark.parametrize("name", ["reverse", "js"])
def test_it_ends_where_scipys_minimiser_ends(name, start):
    bells = MIXTURES[0]
    found = fit(name, bells, *start)
    objective = lambda place: measured(bells, place[0], math.exp(place[1]))[name]  # noqa: E731
    other = minimize(objective, [found.mean, math.log(found.width)], method="Nelder-Mead", options={"xatol": 1e-7})
    assert found.settled
    assert found.mean == pytest.approx(other.x[0], abs=1e-3)
    assert found.width == pytest.approx(math.exp(other.x[1]), abs=1e-3)


def test_reverse_seeks_a_mode_and_pays_for_the_other():
    bells = MIXTURES[2]
    for start, share in ((-4.0, 0.5), (4.0, 0.5)):
        found = fit("reverse", bells, start, 0.7)
        assert found.mean == pytest.approx(start, abs=0.05)
        assert measured(bells, found.mean, found.width)["reverse"] == pytest.approx(-math.log(share), abs=1e-3)


def test_the_map_of_a_symmetric_mixture_is_its_own_mirror():
    bells = Bells(2.5, 0.7, 0.7, 0.5)
    means, widths = np.linspace(-6, 6, 24), np.linspace(0.4, 3.8, 8)  # even: no start stands on the mirror
    found = basins(bells, means, widths)
    names = kinds(bells, found.minima)
    assert names[0] == "left"
    assert names[-1] == "right"
    mirrored = len(names) - 1 - found.numbers[:, ::-1]
    assert np.mean(mirrored == found.numbers) > 0.97  # but for the borders
    assert found.numbers[0, 0] == 0
    assert found.numbers[0, -1] == len(names) - 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Bells(9.0, 1.0, 1.0, 0.5), "distance"),
        (lambda: Bells(1.0, 0.01, 1.0, 0.5), "widths"),
        (lambda: Bells(1.0, 1.0, 1.0, 1.0), "share"),
        (lambda: fit("sideways", MIXTURES[0], 0.0, 1.0), "unknown objective"),
        (lambda: fit("forward", MIXTURES[0], 0.0, 0.0), "width"),
    ],
)
def test_bad_input_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
