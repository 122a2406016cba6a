import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mpf
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import log_loss

from core.maths.activations import logit, sigmoid, softmax
from core.maths.information import cross_entropy, entropy, kl_divergence, surprisal
from core.maths.losses import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    categorical_cross_entropy,
    categorical_cross_entropy_with_logits,
    categorical_cross_entropy_with_logits_gradient,
    squared_error,
    squared_error_softmax,
    squared_error_softmax_gradient,
    squared_error_with_logits,
    squared_error_with_logits_gradient,
)
from tests.maths.strategies import distribution_pairs, few, probability
from tests.maths.strategies import logit as logits

# Every test here must pass without one NumPy warning, also where the answer is ∞.
pytestmark = pytest.mark.filterwarnings("error")

INF = np.inf
RNG = np.random.default_rng(7)
LABELS = np.array([0.0, 1.0, 0.3, 0.999])[:, None]
HARD_ROWS, SOFT_ROWS = np.eye(4)[RNG.integers(0, 4, 20)], RNG.dirichlet(np.ones(4), 20)
LOGIT_ROWS = RNG.normal(0.0, 2.0, (20, 4))


# Values worked by hand


def test_binary_cross_entropy_hand_values():
    assert_allclose(binary_cross_entropy([1, 0, 0.5], [0.25, 0.25, 0.5]), np.log([4, 4 / 3, 2]), rtol=1e-15)
    # 0.8 ln(1/0.5) + 0.2 ln(1/0.5)
    assert_allclose(binary_cross_entropy(0.8, 0.5), np.log(2.0), rtol=1e-15)


def test_binary_cross_entropy_at_certain_predictions():
    assert_array_equal(binary_cross_entropy([0, 1, 0, 1, 0.5], [0, 1, 1, 0, 1]), [0, 0, INF, INF, INF])
    assert not np.signbit(binary_cross_entropy([0, 1], [0, 1])).any()  # a perfect score reads 0, not −0


def test_binary_cross_entropy_gradient_limits():
    y = [0, 1, 0, 1, 0.5, 0.5, 1]
    a = [0, 1, 1, 0, 0, 1, -0.0]
    assert_array_equal(binary_cross_entropy_gradient(y, a), [1, -1, INF, -INF, -INF, INF, -INF])
    assert_allclose(binary_cross_entropy_gradient([0, 1, 0.5], [0.2, 0.2, 0.2]), [1.25, -5, -0.3 / 0.16], rtol=1e-15)


def test_binary_cross_entropy_from_infinite_logits():
    y, z = [0, 1, 0, 1, 0.5, 0.5], [-INF, INF, INF, -INF, INF, -INF]
    assert_array_equal(binary_cross_entropy_with_logits(y, z), [0, 0, INF, INF, INF, INF])
    assert_array_equal(binary_cross_entropy_with_logits_gradient(y, z), [0, 0, 1, -1, 0.5, -0.5])
    assert_array_equal(squared_error_with_logits(y, z), [0, 0, 0.5, 0.5, 0.125, 0.125])
    assert_array_equal(squared_error_with_logits_gradient(y, z), 0.0)


def test_binary_cross_entropy_pays_the_logit_of_a_mistake():
    assert_array_equal(binary_cross_entropy_with_logits([0, 1, 1], [800.0, -800.0, -5e8]), [800, 800, 5e8])
    assert_allclose(binary_cross_entropy_with_logits([1, 0], [700.0, -700.0]), float(mpmath.exp(-700)), rtol=1e-15)


def test_categorical_cross_entropy_hand_values():
    third = [0, 0, 1]
    assert_allclose(categorical_cross_entropy(third, [[0.2, 0.5, 0.3], [0.2, 0.2, 0.6]]), [1.20397, 0.51083], atol=5e-6)
    assert_allclose(surprisal([0.7, 0.2, 0.1]), [0.357, 1.609, 2.303], atol=5e-4)
    assert_allclose(categorical_cross_entropy([0.7, 0.2, 0.1], [0.7, 0.2, 0.1]), 0.80182, atol=5e-6)


def test_categorical_cross_entropy_at_certain_predictions():
    y = np.array([[1, 0, 0], [1, 0, 0], [0.5, 0.5, 0]])
    a = [[1, 0, 0], [0, 1, 0], [1, 0, 0]]
    assert_array_equal(categorical_cross_entropy(y, a), [0, INF, INF])
    with_ruled_out = [0.0, -INF, -1.0]
    assert_array_equal(categorical_cross_entropy_with_logits([0, 1, 0], with_ruled_out), INF)
    assert_allclose(categorical_cross_entropy_with_logits([1, 0, 0], with_ruled_out), np.log1p(np.exp(-1)), rtol=1e-15)


def test_squared_error_hand_values():
    assert_array_equal(squared_error([1, 0, 1], [0.5, 0.5, 0.0]), [0.125, 0.125, 0.5])
    assert_allclose(squared_error_softmax([1, 0], np.log([1.0, 3.0])), 0.5625, rtol=1e-15)  # a = (¼, ¾)


def test_squared_error_softmax_gradient_hand_value():
    # a = (¼, ¾), y = (1, 0): errors (−¾, ¾), their mean under a is ⅜, so a_1 (−¾ − ⅜) = −9/32.
    assert_allclose(squared_error_softmax_gradient([1, 0], np.log([1.0, 3.0])), [-9 / 32, 9 / 32], rtol=1e-15)


@pytest.mark.parametrize(
    ("start", "gradient", "learning_rate", "outputs"),
    [
        ((0.6, 0.9), squared_error_with_logits_gradient, 0.15, [0.81757, 0.38701, 0.21100, 0.15274, 0.12375, 0.09396]),
        ((2.0, 2.0), squared_error_with_logits_gradient, 0.15, [0.98201, 0.97593, 0.96413, 0.93342, 0.78874, 0.20285]),
        (
            (0.6, 0.9),
            binary_cross_entropy_with_logits_gradient,
            0.15,
            [0.81757, 0.07921, 0.03713, 0.02407, 0.01777, 0.01164],
        ),
        (
            (2.0, 2.0),
            binary_cross_entropy_with_logits_gradient,
            0.15,
            [0.98201, 0.09850, 0.04107, 0.02569, 0.01864, 0.01201],
        ),
        (
            (2.0, 2.0),
            binary_cross_entropy_with_logits_gradient,
            0.005,
            [0.98201, 0.97101, 0.95391, 0.92816, 0.89122, 0.77959],
        ),
    ],
)
def test_gradients_train_nielsens_neuron(start, gradient, learning_rate, outputs):
    w, b = start
    found = {}
    for epoch in range(301):
        found[epoch] = sigmoid(w + b)
        step = learning_rate * gradient(0, w + b)  # x = 1: w and b take the same step
        w, b = w - step, b - step
    assert_allclose([found[epoch] for epoch in (0, 50, 100, 150, 200, 300)], outputs, atol=5.1e-6)


def test_squared_error_learns_slower_the_more_wrong_it_is():
    a = np.array([0.5, 0.6, 2 / 3, 0.75, 0.9, 0.99])  # with y = 0
    slopes = squared_error_with_logits_gradient(0, logit(a))
    assert_allclose(slopes, a**2 * (1 - a), rtol=1e-13)
    assert_allclose(slopes[2], 4 / 27, rtol=1e-14)
    assert np.all(np.diff(slopes[:3]) > 0)
    assert np.all(np.diff(slopes[2:]) < 0)
    assert np.all(np.diff(binary_cross_entropy_with_logits_gradient(0, logit(a))) > 0)


# Gradients against central differences


def central_difference(function, point, h=1e-5):
    return (function(point + h) - function(point - h)) / (2 * h)


def test_the_gradient_in_the_prediction():
    a = np.linspace(0.05, 0.95, 19)
    slope = central_difference(lambda a: binary_cross_entropy(LABELS, a), a)
    assert_allclose(binary_cross_entropy_gradient(LABELS, a), slope, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("loss", "gradient"),
    [
        (binary_cross_entropy_with_logits, binary_cross_entropy_with_logits_gradient),
        (squared_error_with_logits, squared_error_with_logits_gradient),
    ],
)
def test_gradients_in_the_logit(loss, gradient):
    z = np.linspace(-6.0, 6.0, 25)
    assert_allclose(gradient(LABELS, z), central_difference(lambda z: loss(LABELS, z), z), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("y", [HARD_ROWS, SOFT_ROWS], ids=["hard", "soft"])
@pytest.mark.parametrize(
    ("loss", "gradient"),
    [
        (categorical_cross_entropy_with_logits, categorical_cross_entropy_with_logits_gradient),
        (squared_error_softmax, squared_error_softmax_gradient),
    ],
)
def test_gradients_in_each_logit_of_a_row(loss, gradient, y):
    slopes = [central_difference(lambda h, i=i: loss(y, LOGIT_ROWS + h * np.eye(4)[i]), 0.0) for i in range(4)]
    assert_allclose(gradient(y, LOGIT_ROWS), np.stack(slopes, axis=-1), rtol=1e-6, atol=1e-9)


@few
@given(probability, st.floats(-10.0, 10.0))
def test_chain_rule_cancels_the_slope_of_the_sigmoid(y, z):
    a = sigmoid(z)
    through_a = binary_cross_entropy_gradient(y, a) * (a * sigmoid(-z))  # (8) times σ'(z) is (9)
    assert_allclose(through_a, binary_cross_entropy_with_logits_gradient(y, z), rtol=1e-10, atol=1e-15)


# Identities


@few
@given(probability, st.floats(-10.0, 10.0))
def test_logits_and_probabilities_tell_the_same_loss(y, z):
    assert_allclose(binary_cross_entropy_with_logits(y, z), binary_cross_entropy(y, sigmoid(z)), rtol=1e-11)


@few
@given(probability, logits)
def test_the_classes_are_symmetric(y, z):
    here, there = binary_cross_entropy_with_logits(y, z), binary_cross_entropy_with_logits(1.0 - y, -z)
    assert_allclose(here, there, rtol=1e-13, atol=1e-13)


@few
@given(probability, logits)
def test_two_classes_are_the_binary_loss(y, z):
    row, pair = [y, 1.0 - y], [z, 0.0]
    assert_allclose(
        categorical_cross_entropy_with_logits(row, pair), binary_cross_entropy_with_logits(y, z), rtol=1e-13
    )
    gradient = binary_cross_entropy_with_logits_gradient(y, z)
    assert_allclose(
        categorical_cross_entropy_with_logits_gradient(row, pair), [gradient, -gradient], rtol=1e-12, atol=1e-15
    )


@few
@given(distribution_pairs(least=1))
def test_categorical_loss_is_entropy_plus_divergence(rows):
    y, a = rows
    loss = categorical_cross_entropy(y, a)
    assert_allclose(loss, entropy(y) + kl_divergence(y, a), rtol=1e-13)
    assert_array_equal(loss, cross_entropy(y, a))
    assert_allclose(categorical_cross_entropy_with_logits(y, np.log(a)), loss, rtol=1e-13)


def test_one_hot_loss_is_the_divergence():
    a = softmax(LOGIT_ROWS)
    assert_allclose(categorical_cross_entropy(HARD_ROWS, a), kl_divergence(HARD_ROWS, a), rtol=1e-13)


def test_multi_label_loss_of_one_hot_rows_adds_the_other_classes():
    # (2) for every class is not (3): it also charges what the wrong classes were given.
    a = softmax(LOGIT_ROWS)
    wrong = np.where(HARD_ROWS == 1.0, 0.0, surprisal(1.0 - a)).sum(axis=-1)
    expected = categorical_cross_entropy(HARD_ROWS, a) + wrong
    assert_allclose(binary_cross_entropy(HARD_ROWS, a).sum(axis=-1), expected, rtol=1e-13)


def test_squared_error_softmax_is_the_distance_of_the_rows():
    expected = squared_error(SOFT_ROWS, softmax(LOGIT_ROWS)).sum(axis=-1)
    assert_allclose(squared_error_softmax(SOFT_ROWS, LOGIT_ROWS), expected, rtol=1e-13)


def test_gradients_over_a_softmax_sum_to_nothing():
    for gradient in (categorical_cross_entropy_with_logits_gradient, squared_error_softmax_gradient):
        assert_allclose(gradient(SOFT_ROWS, LOGIT_ROWS).sum(axis=-1), 0.0, atol=1e-15)


# Digits that the usual formulas lose


def test_tiny_errors_keep_their_digits():
    # With the label right and sure, 1 − σ(z) and 1 − softmax are far below the rounding of 1.
    tiny = float(mpmath.exp(-100) / (1 + mpmath.exp(-100)))
    assert_allclose(binary_cross_entropy_with_logits_gradient([1, 0], [100.0, -100.0]), [-tiny, tiny], rtol=1e-15)
    assert_allclose(squared_error_with_logits([1, 0], [100.0, -100.0]), tiny**2 / 2, rtol=1e-15)
    assert_allclose(squared_error_with_logits_gradient([1, 0], [100.0, -100.0]), [-(tiny**2), tiny**2], rtol=1e-15)
    assert_allclose(categorical_cross_entropy_with_logits_gradient([0, 1], [0.0, 100.0]), [tiny, -tiny], rtol=1e-15)
    assert_allclose(squared_error_softmax([0, 1], [0.0, 100.0]), tiny**2, rtol=1e-15)
    assert_allclose(squared_error_softmax_gradient([0, 1], [0.0, 100.0]), [2 * tiny**2, -2 * tiny**2], rtol=1e-14)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_soft_label_errors_are_exact_to_the_smaller_class(side):
    # Labels 2^−40 from certainty, logits near theirs: what counts is the class that is nearly ruled out.
    against, z = 2.0**-40, np.linspace(20.0, 35.0, 31)
    y = 1.0 - against if side > 0 else against
    with mpmath.workdps(50):
        small = [1 / (1 + mpmath.exp(mpf(z_s))) for z_s in z]
        exact = [float(side * (against - q)) for q in small]
    found = binary_cross_entropy_with_logits_gradient(y, side * z)
    assert_array_equal(np.abs(found - exact) <= 4e-16 * np.maximum(against, np.array(small, dtype=float)), True)


def test_errors_of_many_small_classes_are_exact():
    # 1024 equal logits give exactly 2^−10 each, and 1 − y would round these labels' 2^−60 away.
    y = np.full(1024, 2.0**-10)
    y[:2] += [2.0**-60, -(2.0**-60)]
    gradient = categorical_cross_entropy_with_logits_gradient(y, np.zeros(1024))
    assert_array_equal(gradient[:3], [-(2.0**-60), 2.0**-60, 0.0])


# Other people's implementations


def test_agrees_with_scikit_learn_metrics():
    y, a = RNG.integers(0, 2, 200), RNG.uniform(0.01, 0.99, 200)
    assert_allclose(binary_cross_entropy(y, a).mean(), log_loss(y, a), rtol=1e-13)
    rows = softmax(LOGIT_ROWS)
    expected = log_loss(HARD_ROWS.argmax(axis=-1), rows, labels=range(4))
    assert_allclose(categorical_cross_entropy(HARD_ROWS, rows).mean(), expected, rtol=1e-13)


def test_agrees_with_scikit_learn_losses():
    theirs = pytest.importorskip("sklearn._loss.loss")
    y, z = RNG.uniform(size=200), RNG.normal(0.0, 4.0, 200)
    binomial = theirs.HalfBinomialLoss()
    assert_allclose(binary_cross_entropy_with_logits(y, z), binomial.loss(y, z), rtol=1e-12)
    assert_allclose(binary_cross_entropy_with_logits_gradient(y, z), binomial.gradient(y, z), atol=1e-15)
    multinomial, classes = theirs.HalfMultinomialLoss(n_classes=4), HARD_ROWS.argmax(axis=-1).astype(float)
    assert_allclose(
        categorical_cross_entropy_with_logits(HARD_ROWS, LOGIT_ROWS), multinomial.loss(classes, LOGIT_ROWS), rtol=1e-12
    )
    gradient = multinomial.gradient(classes, LOGIT_ROWS)
    assert_allclose(categorical_cross_entropy_with_logits_gradient(HARD_ROWS, LOGIT_ROWS), gradient, atol=1e-15)


# Shapes


def test_binary_losses_broadcast():
    assert binary_cross_entropy(LABELS, [0.1, 0.2, 0.3]).shape == (4, 3)
    for loss in (binary_cross_entropy_with_logits, squared_error_with_logits_gradient):
        value = loss(1, 0.3)
        assert isinstance(value, np.float64)
        assert loss([[1], [1]], [0.3, 0.4])[1, 0] == value


def test_rows_broadcast_before_the_class_axis():
    y, z = [0.0, 1.0], np.zeros((3, 5, 2))
    assert categorical_cross_entropy_with_logits(y, z).shape == (3, 5)
    assert squared_error_softmax_gradient(y, z).shape == (3, 5, 2)
    assert isinstance(categorical_cross_entropy([0, 1], [0.5, 0.5]), np.float64)
