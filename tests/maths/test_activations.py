import mpmath
import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special

from core.maths.activations import log_softmax, logit, sigmoid, sigmoid_derivative, softmax
from tests.maths.strategies import few, logit_rows
from tests.maths.strategies import logit as logits


def test_sigmoid_hand_values():
    assert sigmoid(0.0) == 0.5
    assert_allclose(sigmoid([np.log(3.0), -np.log(3.0)]), [0.75, 0.25], rtol=1e-15)
    assert_allclose(sigmoid([1.5, 4.0]), [0.81757, 0.98201], atol=5e-6)  # Nielsen's two starts, at epoch 0


def test_sigmoid_extremes():
    assert_array_equal(sigmoid([-np.inf, -800.0, 40.0, 800.0, np.inf]), [0.0, 0.0, 1.0, 1.0, 1.0])
    assert_allclose(sigmoid(-740.0), float(mpmath.exp(-740)), rtol=0.01)  # subnormal, not 0


@few
@given(logits)
def test_sigmoid_turned_round_is_the_other_class(z):
    assert_allclose(sigmoid(z) + sigmoid(-z), 1.0, rtol=4e-16)


def test_sigmoid_agrees_with_scipy():
    z = np.linspace(-30.0, 30.0, 201)
    assert_allclose(sigmoid(z), special.expit(z), rtol=1e-15)


def test_sigmoid_derivative_hand_values():
    assert sigmoid_derivative(0.0) == 0.25
    assert_allclose(sigmoid_derivative([np.log(3.0), -np.log(3.0)]), 3 / 16, rtol=1e-15)
    assert_array_equal(sigmoid_derivative([-np.inf, np.inf, 800.0]), 0.0)


def test_sigmoid_derivative_is_the_slope_of_the_sigmoid():
    z, h = np.linspace(-8.0, 8.0, 33), 1e-5
    assert_allclose(sigmoid_derivative(z), (sigmoid(z + h) - sigmoid(z - h)) / (2 * h), atol=1e-10)


def test_saturation_beyond_4_point_6():
    z = np.array([4.6, 5.0, 10.0, 100.0])
    assert np.all(sigmoid_derivative([*z, *-z]) < 0.01)
    assert sigmoid_derivative(4.58) > 0.01


def test_sigmoid_derivative_outlives_the_rounding_of_the_sigmoid():
    assert 1.0 - sigmoid(50.0) == 0.0
    assert_allclose(sigmoid_derivative(50.0), np.exp(-50.0), rtol=1e-15)


def test_logit_hand_values():
    assert_array_equal(logit([0.0, 0.5, 1.0]), [-np.inf, 0.0, np.inf])
    assert_allclose(logit([0.75, 0.9]), [np.log(3.0), np.log(9.0)], rtol=1e-14)


@few
@given(logits.filter(lambda z: -700.0 <= z <= 10.0))
def test_logit_undoes_the_sigmoid(z):
    assert_allclose(logit(sigmoid(z)), z, rtol=1e-12, atol=1e-12)


def test_softmax_hand_values():
    assert_allclose(softmax(np.log([1.0, 2.0, 5.0])), [0.125, 0.25, 0.625], rtol=1e-15)
    assert_allclose(softmax([[7.0, 7.0], [0.0, np.log(3.0)]]), [[0.5, 0.5], [0.25, 0.75]], rtol=1e-15)


@few
@given(logit_rows())
def test_softmax_rows_are_distributions(z):
    a = softmax(z)
    assert np.all(a >= 0.0)
    assert_allclose(a.sum(), 1.0, rtol=1e-14)


@few
@given(logit_rows())
def test_softmax_does_not_see_a_shift(z):
    assert_allclose(softmax(z + 1024.0), softmax(z), rtol=1e-11)
    assert_allclose(log_softmax(z + 1024.0), log_softmax(z), rtol=1e-11, atol=1e-12)


@few
@given(logits)
def test_softmax_of_two_classes_is_the_sigmoid(z):
    assert_allclose(softmax([z, 0.0]), [sigmoid(z), sigmoid(-z)], rtol=1e-15)


@few
@given(logit_rows(300.0))
def test_log_softmax_is_the_logarithm_of_softmax(z):
    with np.errstate(divide="ignore"):
        logs = np.log(softmax(z))
    assert_allclose(log_softmax(z), logs, rtol=1e-12, atol=1e-15)


def test_log_softmax_agrees_with_scipy():
    z = np.random.default_rng(0).normal(0.0, 5.0, (50, 4))
    assert_allclose(log_softmax(z), special.log_softmax(z, axis=-1), rtol=1e-13, atol=1e-15)
    assert_allclose(softmax(z), special.softmax(z, axis=-1), rtol=1e-13)


def test_log_softmax_outlives_the_underflow_of_softmax():
    assert_array_equal(softmax([0.0, 1000.0]), [0.0, 1.0])
    assert_array_equal(log_softmax([0.0, 1000.0]), [-1000.0, 0.0])
    assert_allclose(log_softmax([50.0, 0.0])[0], -np.exp(-50.0), rtol=1e-15)  # logsumexp − z gives 0


def test_minus_infinity_rules_a_class_out():
    assert_array_equal(softmax([0.0, -np.inf, 0.0]), [0.5, 0.0, 0.5])
    assert_array_equal(log_softmax([0.0, -np.inf]), [0.0, -np.inf])


def test_the_largest_floats_do_not_overflow():
    assert_array_equal(softmax([1e308, -1e308]), [1.0, 0.0])
    assert_array_equal(log_softmax([1e308, -1e308]), [0.0, -np.inf])


@pytest.mark.parametrize("function", [sigmoid, sigmoid_derivative, logit])
def test_scalars_stay_scalars(function):
    value = function(0.25)
    assert isinstance(value, np.float64)
    assert_array_equal(function([[0.25], [0.5]])[:, 0], [function(0.25), function(0.5)])
