import re

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from core.maths import activations, distributions, information, losses
from core.maths.validation import ROW_SUM_TOLERANCE, probabilities

NAN, INF = float("nan"), float("inf")
SIMPLE = [0.5, 0.5]


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        # probabilities and labels
        (losses.binary_cross_entropy, (0, [0.1, 0.2, 0.3, 1.2]), "probability a[3] = 1.2 is outside [0, 1]"),
        (losses.binary_cross_entropy, (0, np.nextafter(1.0, 2.0)), "probability a = 1.0000000000000002 is outside"),
        (losses.binary_cross_entropy_gradient, (0, -1e-300), "probability a = -1e-300 is outside [0, 1]"),
        (losses.binary_cross_entropy, ([[0, 1], [1, 2]], 0.5), "label y[1, 1] = 2 is outside [0, 1]"),
        (losses.binary_cross_entropy_with_logits, (-0.5, 0.5), "label y = -0.5 is outside [0, 1]"),
        (losses.squared_error, (0, [0.5, -INF]), "probability a[1] = -inf is outside [0, 1]"),
        (losses.squared_error, (1.5, 0.5), "label y = 1.5 is outside [0, 1]"),
        (activations.logit, ([0.5, 2.0],), "probability a[1] = 2 is outside [0, 1]"),
        (information.surprisal, ([0.5, 1.5],), "probability p[1] = 1.5 is outside [0, 1]"),
        (distributions.bernoulli_log_pmf, (1, [0.5, 1.5]), "probability p[1] = 1.5 is outside [0, 1]"),
        (distributions.binomial_log_pmf, (1, 2, 1.5), "probability p = 1.5 is outside [0, 1]"),
        # rows
        (information.entropy, ([0.5, 0.4],), "row p sums to 0.9, not to 1"),
        (information.kl_divergence, (SIMPLE, [SIMPLE, [0.5, 0.25]]), "row q[1] sums to 0.75, not to 1"),
        (information.cross_entropy, (SIMPLE, [[1.5, -0.5]]), "probability q[0, 0] = 1.5 is outside [0, 1]"),
        (losses.categorical_cross_entropy, ([1, 1], SIMPLE), "row y sums to 2, not to 1"),
        (losses.categorical_cross_entropy, ([2, -1], SIMPLE), "label y[0] = 2 is outside [0, 1]"),
        (losses.categorical_cross_entropy, ([1, 0], [0.5, 0.25]), "row a sums to 0.75, not to 1"),
        (losses.categorical_cross_entropy_with_logits, ([0, 0], [1, 2]), "row y sums to 0, not to 1"),
        (losses.squared_error_softmax, ([[[0, 0.5]]], [1, 2]), "row y[0, 0] sums to 0.5, not to 1"),
        (distributions.categorical_log_pmf, ([0, 1], [0.5, 0.25]), "row p sums to 0.75, not to 1"),
        (distributions.multinomial_log_pmf, ([0, 1], [0.5, 0.25]), "row p sums to 0.75, not to 1"),
        (information.entropy, (1.0,), "p has shape (): its last axis must hold one value for each class"),
        (activations.softmax, (np.zeros((2, 0)),), "z has shape (2, 0): its last axis must hold one value"),
        # NaN and ∞
        (activations.sigmoid, ([0, NAN],), "logit z[1] = nan is not a number"),
        (activations.sigmoid_derivative, (NAN,), "logit z = nan is not a number"),
        (losses.binary_cross_entropy, ([NAN, 0], 0.5), "label y[0] = nan is not a number"),
        (losses.binary_cross_entropy, (0, NAN), "probability a = nan is not a number"),
        (losses.binary_cross_entropy_with_logits_gradient, (0, [[NAN]]), "logit z[0, 0] = nan is not a number"),
        (losses.squared_error_with_logits, (0, NAN), "logit z = nan is not a number"),
        (losses.squared_error_with_logits_gradient, (0, NAN), "logit z = nan is not a number"),
        (information.jensen_shannon_divergence, ([NAN, 1], SIMPLE), "probability p[0] = nan is not a number"),
        (activations.softmax, ([0, INF],), "logit z[1] = inf leaves the softmax undefined"),
        (activations.log_softmax, ([[0, 1], [-INF, -INF]],), "row z[1] rules every class out"),
        (losses.squared_error_softmax_gradient, ([0, 1], [0, INF]), "logit z[1] = inf leaves the softmax undefined"),
        (distributions.binomial_log_pmf, (NAN, 3, 0.5), "count k = nan is not a number"),
        # what is no array of numbers
        (activations.sigmoid, (None,), "logit z = nan is not a number"),
        (activations.sigmoid, ("0.5",), "z holds values of type <U3, not real numbers"),
        (activations.sigmoid, ([1j],), "z holds values of type complex128, not real numbers"),
        (activations.sigmoid, ([0.5, {}],), "z holds a value that is not a real number"),
        (activations.softmax, ([[1], [1, 2]],), "z is not a rectangular array of numbers"),
        # shapes
        (losses.binary_cross_entropy, ([0, 1], [*SIMPLE, 0.5]), "the shapes of y (2,) and a (3,) do not broadcast"),
        (losses.squared_error_with_logits, ([0, 1], [1, 2, 3]), "the shapes of y (2,) and z (3,) do not broadcast"),
        (
            losses.categorical_cross_entropy_with_logits,
            ([1], [1, 2]),
            "the shapes of y (1,) and z (2,) differ in the number of classes",
        ),
        (
            losses.categorical_cross_entropy,
            (np.eye(2), np.full((3, 2), 0.5)),
            "the shapes of y (2, 2) and a (3, 2) do not broadcast",
        ),
        (
            information.total_variation,
            ([0.5, 0.5, 0], SIMPLE),
            "the shapes of p (3,) and q (2,) differ in the number of classes",
        ),
        (
            distributions.categorical_log_likelihood,
            ([1, 2, 3], SIMPLE),
            "the shapes of counts (3,) and p (2,) differ in the number of classes",
        ),
        (
            distributions.bernoulli_log_likelihood,
            ([1, 2], 2, [0.1, 0.2, 0.3]),
            "the shapes of heads (2,) and tosses () and p (3,) do not broadcast",
        ),
        (distributions.bernoulli_mle, ([1, 2], [1, 2, 3]), "the shapes of heads (2,) and tosses (3,) do not broadcast"),
        # counts
        (distributions.bernoulli_log_pmf, ([0, 0.5], 0.5), "count x[1] = 0.5 is not a whole number from 0 up"),
        (distributions.bernoulli_log_pmf, ([0, 2], 0.5), "count x[1] = 2 is larger than 1"),
        (distributions.binomial_log_pmf, ([[0, -1]], 3, 0.5), "count k[0, 1] = -1 is not a whole number from 0 up"),
        (distributions.binomial_log_pmf, (0, INF, 0.5), "count n = inf is not a whole number from 0 up"),
        (distributions.binomial_log_pmf, (0, 10**6 + 1, 0.5), "count n = 1000001 is larger than 1000000"),
        (distributions.binomial_log_pmf, ([1, 4], 3, 0.5), "count k[1] = 4 is larger than n = 3"),
        (distributions.log_binomial_coefficient, (3, 4), "count k = 4 is larger than n = 3"),
        (distributions.bernoulli_log_likelihood, (5, [5, 4], 0.5), "count heads[1] = 5 is larger than tosses = 4"),
        (distributions.bernoulli_mle, (0, [1, 0]), "count tosses[1] = 0 is not a whole number from 1 up"),
        (
            distributions.categorical_log_pmf,
            ([[0, 1], [1, 1]], SIMPLE),
            "row x[1] sums to 2, more than 1",
        ),
        (distributions.categorical_log_pmf, ([0.5, 0.5], SIMPLE), "count x[0] = 0.5 is not a whole number from 0 up"),
        (distributions.categorical_log_likelihood, ([1, 1.5], SIMPLE), "count counts[1] = 1.5 is not a whole number"),
        (distributions.categorical_mle, ([[1, 0], [0, 0]],), "row counts[1] sums to 0, less than 1"),
        (distributions.multinomial_log_pmf, ([10**6, 1], SIMPLE), "row x sums to 1000001, more than 1000000"),
        (distributions.log_multinomial_coefficient, ([-1, 1],), "count counts[0] = -1 is not a whole number from 0 up"),
    ],
)
def test_the_error_names_the_value_and_its_place(function, arguments, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        function(*arguments)


@pytest.mark.parametrize("classes", [2, 10])
def test_rows_may_miss_1_by_the_tolerance_and_no_more(classes):
    row = np.full(classes, 1.0 / classes)
    row[0] += 0.9 * ROW_SUM_TOLERANCE * classes
    assert information.entropy(row) > 0.0
    row[0] += 0.2 * ROW_SUM_TOLERANCE * classes
    with pytest.raises(ValueError, match=r"row p sums to 1\.0000"):
        information.entropy(row)


def test_rows_are_not_normalised():
    row = np.array([0.5, 0.5 + 1e-9])
    assert losses.categorical_cross_entropy([0.0, 1.0], row) == -np.log(row[1])


def test_the_callers_array_is_left_alone():
    mine = np.array([0.5, -0.0])
    checked = probabilities(mine, "p")
    checked[0] = 0.25
    assert mine[0] == 0.5
    assert np.signbit(mine[1])
    assert not np.signbit(checked[1])


@pytest.mark.parametrize("values", [[0, 1], (False, True), np.array([0, 1], dtype=np.int8), np.float32([0, 1])])
def test_any_array_of_numbers_will_do(values):
    assert_array_equal(losses.squared_error(values, [0.5, 0.5]), [0.125, 0.125])
    assert losses.squared_error(values, [0.5, 0.5]).dtype == np.float64


def test_no_samples_make_no_losses():
    assert losses.binary_cross_entropy([], []).shape == (0,)
    assert losses.categorical_cross_entropy(np.zeros((0, 3)), np.zeros((0, 3))).shape == (0,)
