"""The law of the race against descent itself, written here anew."""

import math

import mpmath
import numpy as np
import pytest

from core.maths.checks import LOSSES
from core.simulation.training_race.law import continuous_epochs, epochs_to_target, gradient_flow_time
from tests.maths.accuracy_law import count_many


def count_epochs(loss, z, target, rate, kappa):
    """Descend in plain Python until the output is at the target: the logit moves by η κ ∂C/∂z."""
    epochs = 0
    while (a := 1.0 / (1.0 + math.exp(-z))) > target:
        z -= rate * kappa * (a if loss == "cross_entropy" else a * a * (1.0 - a))
        epochs += 1
    return epochs


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("z_start", [1.5, 4.0, 8.0])
@pytest.mark.parametrize("rate", [0.05, 0.15, 0.5])
def test_the_eighteen_ceilings(loss, z_start, rate):
    assert epochs_to_target(loss, z_start, 0.1, rate, 2.0) == count_epochs(loss, z_start, 0.1, rate, 2.0)


def test_the_two_printed_numbers():
    assert epochs_to_target("cross_entropy", 8.0, 0.1, 0.15, 2.0) == 63
    assert epochs_to_target("squared_error", 8.0, 0.1, 0.15, 2.0) == 10265


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", range(3))
def test_random_cells(loss, seed):
    rng = np.random.default_rng([31, seed])
    cells = 3000
    step = rng.uniform(0.05, 1.0, cells)
    kappa = rng.uniform(1.0, 10.0, cells)
    target = rng.uniform(0.02, 0.6, cells)
    z_end = np.log(target / (1.0 - target))
    z_start = rng.uniform(z_end, 5.5)
    predicted = epochs_to_target(loss, z_start, target, step / kappa, kappa)
    off = np.abs(predicted - count_many(loss, z_start, target, step))
    assert np.mean(off > 0) <= 0.005
    assert np.max(off) <= 1


def test_each_unit_of_logit_costs_cross_entropy_a_constant_and_squared_error_a_factor():
    z = np.arange(12.0, 20.0)
    step = np.diff(continuous_epochs("cross_entropy", z, 0.1, 0.15, 2.0))
    np.testing.assert_allclose(step, 1.0 / (2.0 * 0.15), rtol=1e-4)
    count = continuous_epochs("squared_error", z, 0.1, 0.15, 2.0)
    np.testing.assert_allclose(count[1:] / count[:-1], math.e, rtol=1e-3)


def test_the_real_factors_for_mild_starts():
    """Squared error's flow from z + 1 against that from z: the limit e is far for a mild start."""
    z_end = math.log(0.1 / 0.9)
    start = np.array([2.0, 4.0, 8.0])
    factor = gradient_flow_time("squared_error", start + 1, z_end, 2.0) / gradient_flow_time(
        "squared_error", start, z_end, 2.0
    )
    np.testing.assert_array_equal(np.round(factor, 2), [1.18, 1.69, 2.66])


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("z_start", [-1.0, 0.3, 5.0, 37.0, 300.0, 700.0])
def test_large_starts_against_mpmath(loss, z_start):
    with mpmath.workdps(350):
        z0, eta, kappa, a1 = mpmath.mpf(z_start), mpmath.mpf(0.15), mpmath.mpf(2), mpmath.mpf(0.1)
        a0, o0, o1 = 1 / (1 + mpmath.exp(-z0)), mpmath.exp(z0), a1 / (1 - a1)
        if loss == "cross_entropy":
            f, g, r = lambda o: mpmath.log(o) - 1 / o, lambda a: a, lambda a: 2 * a - 1.5 * a**2
        else:
            f = lambda o: o + 3 * mpmath.log(o) - 3 / o - 1 / (2 * o**2)  # noqa: E731
            g = lambda a: a**2 * (1 - a)  # noqa: E731
            r = lambda a: (2 * a - 3 * a**2) * a * (1 - a) + 2 * a**2 - 4 * a**3 + mpmath.mpf(9) / 4 * a**4  # noqa: E731
        n = (f(o0) - f(o1)) / (eta * kappa) + mpmath.log(g(a1) / g(a0)) / 2 + eta * kappa / 12 * (r(a1) - r(a0))
        expected = float(n)
    assert continuous_epochs(loss, z_start, 0.1, 0.15, 2.0) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("loss", LOSSES)
def test_zero_where_already_there_and_one_at_least_elsewhere(loss):
    z_end = math.log(0.1 / 0.9)
    assert epochs_to_target(loss, z_end, 0.1, 0.15, 2.0) == 0
    assert epochs_to_target(loss, -700.0, 0.1, 0.15, 2.0) == 0
    assert epochs_to_target(loss, -1e100, 0.1, 0.15, 2.0) == 0
    assert epochs_to_target(loss, z_end + 1e-9, 0.1, 0.15, 2.0) == 1
    assert epochs_to_target(loss, 0.5, 0.1, 1e6, 2.0) >= 1  # the series is far out of its range here
    assert continuous_epochs(loss, z_end - 1e-9, 0.1, 0.15, 2.0) == 0.0


@pytest.mark.parametrize("loss", LOSSES)
def test_scalars_give_int_and_float_and_arrays_broadcast(loss):
    assert type(epochs_to_target(loss, 2, 0.1, 0.15, 2)) is int
    assert type(epochs_to_target(loss, np.float64(2.0), 0.1, 0.15, 2)) is int
    assert type(continuous_epochs(loss, 2, 0.1, 0.15, 2)) is float
    z, rate = np.linspace(-3.0, 6.0, 5), np.array([[0.05], [0.5]])
    counts = epochs_to_target(loss, z, 0.1, rate, 2.0)
    assert counts.dtype == np.int64
    assert counts.shape == (2, 5)
    one_by_one = [[epochs_to_target(loss, v, 0.1, r, 2.0) for v in z] for r in rate[:, 0]]
    np.testing.assert_array_equal(counts, one_by_one)
    np.testing.assert_array_equal(counts, np.ceil(continuous_epochs(loss, z, 0.1, rate, 2.0)))


def test_counts_beyond_int64_are_named():
    with pytest.raises(ValueError, match=r"squared_error epochs\[1\] = 9.48.*e\+21 is too many for int64"):
        epochs_to_target("squared_error", [1.0, 49.4], 0.1, 0.15, 2.0)
    with pytest.raises(ValueError, match="squared_error epochs = inf"):
        epochs_to_target("squared_error", 800.0, 0.1, 0.15, 2.0)
    assert continuous_epochs("squared_error", 800.0, 0.1, 0.15, 2.0) == math.inf
    assert epochs_to_target("cross_entropy", 700.0, 0.1, 0.15, 2.0) == 2370


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("mse", 1.0, 0.1, 0.15, 2.0), "unknown loss 'mse': expected one of cross_entropy, squared_error"),
        (("cross_entropy", math.nan, 0.1, 0.15, 2.0), "z_start = nan"),
        (("cross_entropy", 1.0, 0.0, 0.15, 2.0), "target = 0 is not strictly between 0 and 1"),
        (("cross_entropy", 1.0, [0.1, 1.0], 0.15, 2.0), r"target\[1\] = 1 is not strictly between 0 and 1"),
        (("cross_entropy", 1.0, 0.1, 0.0, 2.0), "learning_rate = 0 is not above 0"),
        (("cross_entropy", 1.0, 0.1, 0.15, -2.0), "kappa = -2 is not above 0"),
        (("cross_entropy", [1.0, 2.0], [0.1] * 3, 0.15, 2.0), "do not broadcast"),
    ],
)
def test_refused_at_the_door(arguments, message):
    with pytest.raises(ValueError, match=message):
        epochs_to_target(*arguments)
