"""The flow in closed form against numerical integration and mpmath."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp

from core.maths.checks import LOSSES
from core.simulation.training_race.law import (
    gradient_flow_logit,
    gradient_flow_time,
    soft_label_flow_time,
    softmax_flow_time,
    weights_along_flow,
)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def slope(loss, a, y):
    """∂C/∂z of one sample."""
    return (a - y) * (1.0 if loss == "cross_entropy" else a * (1.0 - a))


def integrate_weights(loss, w, b, x, y, times):
    """dw/dt = −∂C/∂w, db/dt = −∂C/∂b, numerically."""
    x = np.atleast_1d(x)

    def velocity(_, parameters):
        pull = slope(loss, sigmoid(parameters[:-1] @ x + parameters[-1]), y)
        return -pull * np.append(x, 1.0)

    start = np.append(np.atleast_1d(w), b)
    return solve_ivp(velocity, (0, times[-1]), start, "DOP853", times, rtol=1e-11, atol=1e-12).y.T


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
    assert type(gradient_flow_time(loss, 3, -1, 2)) is float
    assert type(gradient_flow_logit(loss, 3, 1, 2)) is float
    times = gradient_flow_time(loss, [[1.0], [2.0]], [0.0, -1.0, -2.0], 2.0)
    assert times.shape == (2, 3)
    assert times[1, 2] == gradient_flow_time(loss, 2.0, -2.0, 2.0)
    assert gradient_flow_logit(loss, [[1.0], [2.0]], [0.0, 1.0, 2.0], 2.0).shape == (2, 3)


@pytest.mark.parametrize("loss", LOSSES)
@given(z_start=st.floats(-300, 700), fall=st.floats(0, 8), kappa=st.floats(1, 100))
@settings(max_examples=150, deadline=None)
def test_logit_undoes_time(loss, z_start, fall, kappa):
    z_end = z_start - fall
    got = gradient_flow_logit(loss, z_start, gradient_flow_time(loss, z_start, z_end, kappa), kappa)
    # the time is known to 1e-16 of itself: after a long fall from saturation that is e^fall in z
    assert got == pytest.approx(z_end, rel=1e-14, abs=1e-14 * math.exp(fall))
    assert got <= z_start


@pytest.mark.parametrize("loss", LOSSES)
def test_logit_falls_with_time_through_every_regime(loss):
    """From saturation through the middle to the far tail: Newton must arrive from each of its starts."""
    times = np.concatenate([[0.0], np.geomspace(1e-12, 1e290, 4001)])
    for z_start in (-30.0, -1.0, 0.0, math.log(2.0), 0.9, 3.0, 12.0, 600.0):
        z = gradient_flow_logit(loss, z_start, times, 2.0)
        assert z[0] == z_start
        assert np.all(np.diff(z) <= 0.0)
        late = z_start - z > 0.1  # before that, the digits of z say less about the time
        there = gradient_flow_time(loss, z_start, z[late], 2.0)
        np.testing.assert_allclose(there, times[late], rtol=2e-11)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize(("w", "b", "x"), [(2.0, 2.0, 1.0), (-0.5, -1.0, -2.0), ([1.0, 2.0], 0.5, [0.5, 1.5])])
def test_weights_along_flow_solve_their_differential_equation(loss, label, w, b, x):
    times = np.linspace(0.0, 60.0, 13)
    weights, biases = weights_along_flow(loss, w, b, x, times, label)
    expected = integrate_weights(loss, w, b, x, label, times)
    assert weights.shape == times.shape + np.shape(x)
    np.testing.assert_allclose(weights.reshape(13, -1), expected[:, :-1], rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(biases, expected[:, -1], rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("label", [0.03, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_soft_label_time_is_the_integral_of_the_reciprocal_speed(label, side):
    rest = math.log(label / (1.0 - label))
    start, end = rest + side * 6.0, rest + side * 0.05
    time, _ = quad(lambda z: 1.0 / (3.0 * (label - sigmoid(z))), start, end, epsabs=0, epsrel=1e-12)
    assert soft_label_flow_time(start, end, label, 3.0) == pytest.approx(time, rel=1e-10)
    assert soft_label_flow_time(end, start, label, 3.0) == pytest.approx(-time, rel=1e-10)


@given(
    label=st.floats(1e-3, 1 - 1e-3), far=st.floats(0.1, 600), share=st.floats(0.01, 0.99), side=st.sampled_from([-1, 1])
)
@settings(max_examples=100, deadline=None)
def test_soft_label_time_is_the_formula_of_the_law(label, far, share, side):
    rest = math.log(label / (1.0 - label))
    z = [rest + side * far, rest + side * far * share]
    with mpmath.workdps(400):
        y = mpmath.mpf(label)
        s = [(mpmath.log(abs((1 - y) * mpmath.exp(v) - y)) / (1 - y) - v) / y for v in map(mpmath.mpf, z)]
        expected = float((s[0] - s[1]) / 2)
    assert soft_label_flow_time(z[0], z[1], label, 2.0) == pytest.approx(expected, rel=1e-9)


def test_soft_label_time_tends_to_that_of_a_hard_label():
    hard = gradient_flow_time("cross_entropy", 5.0, -2.0, 2.0)
    assert soft_label_flow_time(5.0, -2.0, 1e-9, 2.0) == pytest.approx(hard, rel=1e-7)
    assert soft_label_flow_time(-5.0, 2.0, 1.0 - 1e-9, 2.0) == pytest.approx(hard, rel=1e-7)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_softmax_time_is_that_of_the_differential_equation(classes):
    one_hot = np.eye(classes)[0]

    def velocity(_, z):
        e = np.exp(z - z.max())
        return -2.5 * (e / e.sum() - one_hot)

    def arrived(_, z):
        return z[0] - z[1] - 1.5

    arrived.terminal = True
    start = np.where(one_hot == 1.0, -4.0, 0.0)
    run = solve_ivp(velocity, (0, 1e3), start, "DOP853", events=arrived, rtol=1e-12, atol=1e-12)
    assert softmax_flow_time(-4.0, 1.5, classes, 2.5) == pytest.approx(run.t_events[0][0], rel=1e-9)


def test_softmax_of_two_classes_is_a_sigmoid_twice_as_fast():
    both = softmax_flow_time([-3.0, 0.0], [2.0, 4.0], 2, 2.0)
    np.testing.assert_allclose(
        2.0 * both, gradient_flow_time("cross_entropy", [3.0, 0.0], [-2.0, -4.0], 2.0), rtol=1e-14
    )
    assert softmax_flow_time(0.0, 800.0, 3, 1.0) == math.inf
    assert softmax_flow_time(800.0, 800.0, 3, 1.0) == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gradient_flow_time("hinge", 1.0, 0.0, 2.0), "unknown loss 'hinge'"),
        (lambda: gradient_flow_time("cross_entropy", [1.0, math.nan], 0.0, 2.0), r"z_start\[1\] = nan"),
        (lambda: gradient_flow_time("cross_entropy", 1.0, math.inf, 2.0), "z_end = inf"),
        (lambda: gradient_flow_time("cross_entropy", 1.0, 0.0, 0.0), "kappa = 0.0 is not above 0"),
        (lambda: gradient_flow_time("cross_entropy", [1.0, 2.0], [0.0] * 3, 2.0), "do not broadcast"),
        (lambda: gradient_flow_logit("cross_entropy", 1.0, [1.0, -1.0], 2.0), r"time\[1\] = -1.0 is negative"),
        (lambda: gradient_flow_logit("squared_error", -351.0, 1.0, 2.0), r"z_start = -351.0 is not in \[-350, 700\]"),
        (lambda: gradient_flow_logit("cross_entropy", 701.0, 1.0, 2.0), r"z_start = 701.0 is not in \[-700, 700\]"),
        (lambda: gradient_flow_logit("cross_entropy", 1.0, math.inf, 2.0), "kappa × time = inf is more than 1e"),
        (lambda: weights_along_flow("cross_entropy", 1.0, 1.0, [1.0, 2.0], 1.0), "weight has shape"),
        (lambda: weights_along_flow("cross_entropy", 1.0, 1.0, 1.0, 1.0, label=0.5), "label must be 0 or 1, not 0.5"),
        (lambda: soft_label_flow_time(1.0, 2.0, 1.0, 2.0), "label = 1.0 is not strictly between 0 and 1"),
        (lambda: soft_label_flow_time(1.0, -2.0, 0.5, 2.0), "is not on the side of z_start"),
        (lambda: soft_label_flow_time(1.0, 0.0, 0.5, 2.0), "never reached"),
        (lambda: softmax_flow_time(0.0, 1.0, 1, 2.0), "classes = 1 is not a whole number from 2"),
    ],
)
def test_refused_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()
