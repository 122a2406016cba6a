"""The flow in closed form against numerical integration and mpmath."""

import math

import mpmath
import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from core.maths.checks import LOSSES
from core.simulation.training_race.law import gradient_flow_time


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def slope(loss, a, y):
    """∂C/∂z of one sample."""
    return (a - y) * (1.0 if loss == "cross_entropy" else a * (1.0 - a))


def exact_time(loss, z_start, z_end, kappa):
    with mpmath.workdps(400):
        z0, z1 = mpmath.mpf(z_start), mpmath.mpf(z_end)
        if loss == "cross_entropy":
            terms = [z - mpmath.exp(-z) for z in (z0, z1)]
        else:
            terms = [mpmath.exp(z) + 3 * z - 3 * mpmath.exp(-z) - mpmath.exp(-2 * z) / 2 for z in (z0, z1)]
        return float((terms[0] - terms[1]) / kappa)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(("z_start", "z_end", "kappa"), [(8.0, -2.2, 2.0), (1.5, 0.0, 1.0), (-1.0, -4.0, 5.0)])
def test_time_is_the_integral_of_the_reciprocal_speed(loss, z_start, z_end, kappa):
    time, _ = quad(lambda z: 1.0 / (kappa * slope(loss, sigmoid(z), 0.0)), z_end, z_start, epsabs=0, epsrel=1e-12)
    assert gradient_flow_time(loss, z_start, z_end, kappa) == pytest.approx(time, rel=1e-11)


@pytest.mark.parametrize("loss", LOSSES)
def test_time_is_that_of_the_differential_equation(loss):
    def arrived(_, z):
        return z[0] + 2.0

    arrived.terminal = True
    run = solve_ivp(
        lambda _, z: -2.0 * slope(loss, sigmoid(z), 0.0),
        (0, 1e4),
        [5.0],
        "DOP853",
        events=arrived,
        rtol=1e-12,
        atol=1e-12,
    )
    assert gradient_flow_time(loss, 5.0, -2.0, 2.0) == pytest.approx(run.t_events[0][0], rel=1e-9)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("z_start", "z_end"),
    [(700, -2), (700, 699.999), (50, 49), (3, 3 - 1e-12), (-5, -300), (1e-9, -1e-9), (2, 5), (37, -37)],
)
def test_time_to_the_last_digits(loss, z_start, z_end):
    got = gradient_flow_time(loss, z_start, z_end, 2.0)
    assert got == pytest.approx(exact_time(loss, z_start, z_end, 2.0), rel=4e-14)


def test_time_saturates_to_inf_and_never_to_nan():
    z = np.array([-1e100, -800.0, -400.0, 0.0, 400.0, 800.0, 1e100])
    for loss in LOSSES:
        times = gradient_flow_time(loss, z[:, None], z, 2.0)
        assert not np.any(np.isnan(times))
        np.testing.assert_array_equal(np.diag(times), 0.0)
        np.testing.assert_array_equal(times, -times.T)
        assert np.all(times[np.tril_indices(7, -1)] > 0.0)
    assert gradient_flow_time("squared_error", 800.0, 0.0, 2.0) == math.inf


@pytest.mark.parametrize("loss", LOSSES)
def test_scalars_give_floats_and_arrays_broadcast(loss):
    assert isinstance(gradient_flow_time(loss, 3, -1, 2), float)
    times = gradient_flow_time(loss, [[1.0], [2.0]], [0.0, -1.0, -2.0], 2.0)
    assert times.shape == (2, 3)
    assert times[1, 2] == gradient_flow_time(loss, 2.0, -2.0, 2.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gradient_flow_time("hinge", 1.0, 0.0, 2.0), "unknown loss 'hinge'"),
        (lambda: gradient_flow_time("cross_entropy", [1.0, math.nan], 0.0, 2.0), r"z_start\[1\] = nan"),
        (lambda: gradient_flow_time("cross_entropy", 1.0, math.inf, 2.0), "z_end = inf"),
        (lambda: gradient_flow_time("cross_entropy", 1.0, 0.0, 0.0), "kappa = 0 is not above 0"),
        (lambda: gradient_flow_time("cross_entropy", [1.0, 2.0], [0.0] * 3, 2.0), "do not broadcast"),
    ],
)
def test_refused_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()
