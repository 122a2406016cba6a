"""Models: by hand, against finite differences of losses written anew, and what they refuse."""

import dataclasses

import numpy as np
import pytest
from scipy.special import softmax

from core.maths import losses as maths
from core.maths.checks import LOSSES
from core.simulation.descent.models import ACTIVATIONS, Model, as_rows
from tests.simulation.descent.engine import MODELS, forward, mean_loss, problem

SLOPES = {
    (True, "cross_entropy"): maths.binary_cross_entropy_with_logits_gradient,
    (True, "squared_error"): maths.squared_error_with_logits_gradient,
    (False, "cross_entropy"): maths.categorical_cross_entropy_with_logits_gradient,
    (False, "squared_error"): maths.squared_error_softmax_gradient,
}
each_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)


def test_a_neuron_by_hand():
    model, row, x = Model(2), np.array([2.0, -1.0, 0.5]), np.array([[1.0, 3.0], [0.0, 0.5]])
    np.testing.assert_array_equal(model.logits(row, x), [-0.5, 0.0])  # 2·1 − 1·3 + ½, −½ + ½
    likely = 1.0 / (1.0 + np.exp(0.5))
    np.testing.assert_allclose(model.predictions(row, x), [[1.0 - likely, likely], [0.5, 0.5]], rtol=1e-15)
    # slopes 4 and −2: ∂C/∂w = (4·(1, 3) − 2·(0, ½))/2, ∂C/∂b = (4 − 2)/2
    np.testing.assert_array_equal(model.gradient(row, x, np.array([4.0, -2.0])), [2.0, 5.5, 1.0])


def test_a_softmax_layer_by_hand():
    model, row, x = Model(1, 3), np.array([1.0, 0.0, 2.0, 1.0, -1.0, 2.0]), np.array([[3.0], [1.0]])
    np.testing.assert_array_equal(model.logits(row, x), [[3.0, 7.0, -1.0], [1.0, 3.0, 1.0]])
    np.testing.assert_allclose(model.predictions(row, x)[1], softmax([1.0, 3.0, 1.0]), rtol=1e-15)
    slopes = np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 4.0]])
    np.testing.assert_array_equal(model.gradient(row, x, slopes), [1.5, 0.5, 1.0, 1.0, 0.5, 1.5])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_network_by_hand(name):
    # u = (2·0 + 0, 0·0 + 0) = 0 for both units, so h = f(0), and z = 3 h − 2 h + 1
    model, row, x = Model(1, 1, 2, name), np.array([2.0, 0.0, 0.0, 0.0, 3.0, -2.0, 1.0]), np.array([[0.0]])
    value, slope = {"tanh": (0.0, 1.0), "sigmoid": (0.5, 0.25)}[name]
    np.testing.assert_array_equal(model.logits(row, x), [1.0 + value])
    found = model.gradient(row, np.array([[0.0]]), np.array([8.0]))
    # ∂C/∂V = 8 W f' x = 0, ∂C/∂c = 8 W f', ∂C/∂W = 8 h, ∂C/∂b = 8
    expected = [0.0, 24.0 * slope, 0.0, -16.0 * slope, 8.0 * value, 8.0 * value, 8.0]
    np.testing.assert_array_equal(found, expected)


@each_model
def test_parameters_lie_as_documented(model):
    x, _, rows, _ = problem(model, 1)
    expected = [forward(model, row, x) for row in rows]
    z = model.logits(rows, x)
    assert z.shape == ((4, 7) if model.outputs == 1 else (4, 7, model.outputs))
    np.testing.assert_allclose(z.reshape(4, 7, -1), expected, rtol=1e-12, atol=1e-13)
    assert model.parameters == rows.shape[-1]
    assert model.features == (model.hidden or model.inputs)
    first, last = model.layers(rows)
    assert last.shape == (4, model.outputs, model.features + 1)
    assert (first is None) == (model.hidden == 0)
    if first is not None:
        assert first.shape == (4, model.hidden, model.inputs + 1)
        np.testing.assert_array_equal(first[2].ravel(), rows[2, : model.first])
    np.testing.assert_array_equal(last[2].ravel(), rows[2, model.first :])
    last[...] = 0.0  # a view: writing to it is writing to the parameters
    assert not rows[:, model.first :].any()


@each_model
def test_predictions_are_probabilities_of_the_logits(model):
    x, _, rows, _ = problem(model, 2)
    predicted = model.predictions(rows, x)
    assert predicted.shape == (4, 7, max(2, model.outputs))
    z = np.array([forward(model, row, x) for row in rows])
    if model.outputs == 1:
        z = np.concatenate([np.zeros_like(z), z], axis=-1)
    np.testing.assert_allclose(predicted, softmax(z, axis=-1), rtol=1e-12)


@each_model
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", range(5))
def test_gradient_is_the_slope_of_the_mean_loss(model, loss, seed):
    x, y, rows, _ = problem(model, [3, seed])
    slopes = SLOPES[model.outputs == 1, loss](y, model.logits(rows, x))
    found = model.gradient(rows, x, slopes)
    assert found.shape == rows.shape
    steps = 1e-5 * np.eye(model.parameters)
    for row, gradient in zip(rows, found, strict=True):
        ends = [(mean_loss(model, loss, row + s, x, y), mean_loss(model, loss, row - s, x, y)) for s in steps]
        expected = [(after - before) / 2e-5 for after, before in ends]
        np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-9)


@each_model
def test_any_number_of_axes_goes_before(model):
    x, y, rows, _ = problem(model, 4, runs=6)
    stacked = rows.reshape(2, 3, -1)
    z = model.logits(stacked, x)
    slopes = SLOPES[model.outputs == 1, "squared_error"](y, z)
    for function in (model.logits, model.predictions, model.hidden_values):
        for i, j in np.ndindex(2, 3):
            whole = function(stacked, x)
            whole = whole if whole.ndim > 2 else np.broadcast_to(whole, (2, 3, *whole.shape))  # the inputs themselves
            np.testing.assert_allclose(whole[i, j], function(stacked[i, j], x), rtol=1e-13, atol=1e-14)
    for i, j in np.ndindex(2, 3):
        one = model.gradient(stacked[i, j], x, slopes[i, j])
        np.testing.assert_allclose(model.gradient(stacked, x, slopes)[i, j], one, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("name", "at_zero"), [("tanh", (0.0, 1.0)), ("sigmoid", (0.5, 0.25))])
def test_slopes_of_the_activations(name, at_zero):
    activation, u, h = ACTIVATIONS[name], np.linspace(-6.0, 6.0, 49), 1e-6
    assert (activation.value(np.zeros(1))[0], activation.slope(activation.value(np.zeros(1)))[0]) == at_zero
    expected = (activation.value(u + h) - activation.value(u - h)) / (2.0 * h)
    np.testing.assert_allclose(activation.slope(activation.value(u)), expected, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_let_nan_and_infinity_pass(name):
    """A run that has diverged must not end the others."""
    found = ACTIVATIONS[name].value(np.array([np.nan, np.inf, -np.inf, 1e300]))
    assert np.isnan(found[0])
    np.testing.assert_array_equal(found[1:], [1.0, {"tanh": -1.0, "sigmoid": 0.0}[name], 1.0])


def test_labels_as_a_model_learns_them():
    np.testing.assert_array_equal(as_rows([0, 1, 1], 1), [0.0, 1.0, 1.0])
    np.testing.assert_array_equal(as_rows([2, 0], 3), [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    assert as_rows([0, 1], 1).dtype == as_rows([0, 1], 2).dtype == np.float64


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"inputs": 0}, "inputs = 0 is not a whole number from 1 to 64"),
        ({"inputs": 65}, "inputs = 65"),
        ({"inputs": 2.0}, "inputs = 2.0"),
        ({"inputs": 2, "outputs": 0}, "outputs = 0 is not a whole number from 1 to 64"),
        ({"inputs": 2, "outputs": True}, "outputs = True"),
        ({"inputs": 2, "hidden": -1}, "hidden = -1 is not a whole number from 0 to 64"),
        ({"inputs": 2, "hidden": 65}, "hidden = 65"),
        ({"inputs": 2, "activation": "relu"}, "unknown activation 'relu': expected one of tanh, sigmoid"),
    ],
)
def test_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Model(**arguments)


def test_a_model_is_frozen_and_a_good_key():
    assert hash(Model(2, 3)) == hash(Model(2, 3))
    assert Model(2) != Model(2, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Model(2).inputs = 3
