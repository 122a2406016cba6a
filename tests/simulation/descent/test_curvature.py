"""Curvature against finite differences, 40 digits, and the two constants of erratum 9."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn._loss import HalfBinomialLoss
from sklearn.linear_model._linear_loss import LinearModelLoss

from core.maths.checks import LOSSES
from core.simulation.descent import curvature
from core.simulation.descent.loss_records import loss_record, squared_error_curvature

INPUTS = np.array([[0.5, -1.0], [2.0, 0.3], [-1.5, 1.2], [0.1, 0.7]])
LABELS = np.array([0.0, 1.0, 0.3, 0.0])
EXTENDED = curvature.with_ones(INPUTS)


def test_the_inflection_of_squared_error_is_at_two_thirds():
    """a²(1 − a)(2 − 3a) changes sign at z = ln 2, where the gradient has its peak, 4/27."""
    z = math.log(2.0)
    assert squared_error_curvature(0.0, z) == pytest.approx(0.0, abs=1e-16)
    assert squared_error_curvature(0.0, z - 1e-6) > 0.0 > squared_error_curvature(0.0, z + 1e-6)
    assert loss_record("squared_error").slope(0.0, z) == pytest.approx(4.0 / 27.0, rel=1e-15)
    everywhere = loss_record("squared_error").slope(0.0, np.linspace(-20.0, 20.0, 4001))
    assert everywhere.max() <= 4.0 / 27.0
    assert abs(np.linspace(-20.0, 20.0, 4001)[everywhere.argmax()] - z) <= 0.01


@pytest.mark.parametrize("label", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("z", [-30.0, -3.0, -0.2, 0.0, 0.9, 5.0, 40.0])
def test_second_derivatives_to_the_last_digits(label, z):
    with mpmath.workdps(60):

        def sigma(t):
            return 1 / (1 + mpmath.exp(-t))

        exact = {
            "cross_entropy": mpmath.diff(lambda t: mpmath.log(1 + mpmath.exp(t)) - mpmath.mpf(label) * t, z, 2),
            "squared_error": mpmath.diff(lambda t: (sigma(t) - mpmath.mpf(label)) ** 2 / 2, z, 2),
        }
    for loss in LOSSES:
        assert loss_record(loss).curvature(label, z) == pytest.approx(float(exact[loss]), rel=1e-13, abs=0.0)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_hessian_is_the_slope_of_the_gradient(loss):
    places = np.random.default_rng(0).normal(0.0, 2.0, size=(3, 5, 3))
    found = curvature.weighed_curvature(loss, EXTENDED, LABELS, places)
    assert found.shape == (3, 5, 3, 3)
    step = 1e-5
    for axis in range(3):
        shift = step * np.eye(3)[axis]
        ahead, behind = (curvature.weighed_slopes(loss, EXTENDED, LABELS, places + side * shift) for side in (1, -1))
        np.testing.assert_allclose(found[..., axis], (ahead - behind) / (2 * step), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradient_is_the_slope_of_the_loss(loss):
    """The mean loss is written out here, by (1) and by the squared error with its ½."""

    def mean_loss(theta):
        a = 1.0 / (1.0 + np.exp(-(INPUTS @ theta[:2] + theta[2])))
        if loss == "squared_error":
            return np.mean((a - LABELS) ** 2) / 2
        return -np.mean(LABELS * np.log(a) + (1 - LABELS) * np.log(1 - a))

    place, step = np.array([0.4, -1.1, 0.6]), 1e-6
    expected = [(mean_loss(place + step * e) - mean_loss(place - step * e)) / (2 * step) for e in np.eye(3)]
    np.testing.assert_allclose(curvature.weighed_slopes(loss, EXTENDED, LABELS, place), expected, rtol=1e-7)


def test_one_sample_by_hand():
    """x = 2, y = 0 at z = 0: a = ½, so c'' is ¼ for cross-entropy, ¼ · ½ · ½ = 1/16 for squared error."""
    products = np.array([[4.0, 2.0], [2.0, 1.0]])
    for loss, second in (("cross_entropy", 1 / 4), ("squared_error", 1 / 16)):
        found = curvature.weighed_curvature(loss, np.array([[2.0, 1.0]]), np.zeros(1), np.zeros(2))
        np.testing.assert_allclose(found, second * products, rtol=1e-15)
    beyond = curvature.smallest_eigenvalue("squared_error", [[2.0]], [0.0], [0.5, 1.0])  # z = 2
    a = 1 / (1 + math.exp(-2))
    assert beyond == pytest.approx(5 * a * a * (1 - a) * (2 - 3 * a), rel=1e-12)


numbers = st.floats(-4.0, 4.0)


@given(
    st.lists(st.tuples(numbers, numbers, st.floats(0.0, 1.0)), min_size=1, max_size=8),
    st.tuples(numbers, numbers, numbers),
)
def test_cross_entropy_never_bends_down(samples, place):
    x, y = [sample[:2] for sample in samples], [sample[2] for sample in samples]
    largest = max(1.0, *(float(np.dot(row, row)) for row in x))
    smallest = curvature.smallest_eigenvalue("cross_entropy", x, y, place)
    assert smallest >= -1e-15 * largest
    assert not curvature.bends_down(smallest, curvature.rounding_error("cross_entropy", x, y, place))


def test_squared_error_bends_down_beyond_two_thirds_and_only_there():
    """For one example of label 0 the sign of c'' decides, since the other eigenvalue is 0 but for rounding."""
    z = np.array([-8.0, -1.0, 0.6, 0.69, 0.70, 1.0, 8.0, 20.0])
    places = np.stack([z / 2, z / 2], axis=1)
    here = ("squared_error", [[1.0]], [0.0], places)
    found = curvature.bends_down(curvature.smallest_eigenvalue(*here), curvature.rounding_error(*here))
    assert found.tolist() == (z > math.log(2.0)).tolist()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("hinge", [[1.0]], [0.0], [0.0, 0.0]), "unknown loss"),
        (("cross_entropy", [1.0], [0.0], [0.0, 0.0]), "inputs"),
        (("cross_entropy", np.empty((0, 1)), [], [0.0, 0.0]), "at least one sample"),
        (("cross_entropy", [[1.0]], [0.0, 1.0], [0.0, 0.0]), "labels"),
        (("cross_entropy", [[1.0]], [2.0], [0.0, 0.0]), "labels"),
        (("cross_entropy", [[1.0]], [0.0], [0.0]), "parameters"),
        (("cross_entropy", [[1.0]], [0.0], 0.0), "parameters"),
    ],
)
def test_bad_input_is_named(arguments, words):
    for function in (curvature.smallest_eigenvalue, curvature.rounding_error):
        with pytest.raises(ValueError, match=words):
            function(*arguments)


@pytest.mark.parametrize("labels", [np.array([0.0, 1.0, 1.0, 0.0]), LABELS])
def test_cross_entropy_against_scikit_learns_hessian(labels):
    """Its logistic regression has the same mean loss, gradient and Hessian; only cross-entropy has one there."""
    model = LinearModelLoss(base_loss=HalfBinomialLoss(), fit_intercept=True)
    for parameters in np.random.default_rng(3).normal(0.0, 2.0, (5, 3)):
        slopes, bend, _ = model.gradient_hessian(parameters, INPUTS, labels)
        found = curvature.weighed_curvature("cross_entropy", EXTENDED, labels, parameters)
        np.testing.assert_allclose(found, bend, rtol=1e-12)
        np.testing.assert_allclose(
            curvature.weighed_slopes("cross_entropy", EXTENDED, labels, parameters), slopes, rtol=1e-11
        )
