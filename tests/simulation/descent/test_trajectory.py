"""What a trajectory derives from its parameters, against core.maths, plain NumPy and scikit-learn."""

import numpy as np
import pytest
from scipy.special import expit, softmax
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss

from core.maths import activations
from core.maths import losses as maths
from core.simulation.descent.heads import SigmoidHead, SoftmaxHead, lengths
from core.simulation.descent.training import train
from tests.simulation.descent.engine import MODELS, problem
from tests.simulation.descent.test_models import SLOPES, each_model


def example(model, seed=1, soft=False):
    x, y, rows, losses = problem(model, seed, n=23, soft=soft)
    return train(model, x, y, rows, losses, 0.4, 30, "momentum")


def outputs(run):
    z = run.model.logits(run.parameters, run.inputs)
    return expit(z) if run.model.outputs == 1 else softmax(z, axis=-1)


def logits(rng, *shape):
    """Logits of all sizes."""
    return rng.normal(size=shape) * 10.0 ** rng.uniform(-3.0, 3.5, (*shape[:-1], 1))


@pytest.mark.parametrize("y", [0.0, 1.0, 0.3])
def test_the_sigmoid_head_is_core_maths(y):
    z = np.append(np.linspace(-750.0, 750.0, 3001), [0.0, 1e200, -1e200, 1e-300])
    head = SigmoidHead(z, np.full(z.shape, y))
    for found, expected in [
        (head.outputs, activations.sigmoid(z)),
        (head.sigmoid_slope, activations.sigmoid_derivative(z)),
        (head.errors, maths.binary_cross_entropy_with_logits_gradient(y, z)),
        (head.squared_error_slopes, maths.squared_error_with_logits_gradient(y, z)),
        (head.cross_entropy, maths.binary_cross_entropy_with_logits(y, z)),
        (head.squared_error, maths.squared_error_with_logits(y, z)),
        (head.misplaced, np.abs(maths.binary_cross_entropy_with_logits_gradient(y, z))),
    ]:
        np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-320)


@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("kind", ["hard", "soft", "one in two"])
def test_the_softmax_head_is_core_maths(classes, kind):
    rng = np.random.default_rng(classes)
    z = logits(rng, 2, 3, 400, classes)
    z[0, 0, :4] = np.outer([1e200, -1e200, 0.0, 1e-9], np.eye(classes)[0])  # ties among the others or all
    z[1] = np.round(z[1], -1)  # more ties
    y = np.eye(classes)[rng.integers(classes, size=400)]
    if kind == "soft":
        y = rng.dirichlet(np.ones(classes), 400)
    if kind == "one in two":
        y = 0.5 * y + 0.5 * np.roll(y, 1, axis=1)
    head = SoftmaxHead(z, y)
    errors = maths.categorical_cross_entropy_with_logits_gradient(y, z)
    digits = {"rtol": 1e-12, "atol": 1e-315} if kind == "hard" else {"rtol": 1e-12, "atol": 1e-15}
    for found, expected in [
        (head.outputs, activations.softmax(z)),
        (head.errors, errors),
        (head.cross_entropy, maths.categorical_cross_entropy_with_logits(y, z)),
        (head.squared_error, maths.squared_error_softmax(y, z)),
        (head.misplaced, np.abs(errors).sum(axis=-1) / 2.0),
    ]:
        assert found.shape == expected.shape
        np.testing.assert_allclose(found, expected, **digits)
    expected = maths.squared_error_softmax_gradient(y, z)
    # Between two equally likely classes the bracket behind a_i all but cancels, in both.
    alone = (z == z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True) == 1
    slack = np.where(alone & (kind == "hard"), 1e-315, 1e-15 * head.outputs)
    assert np.all(np.abs(head.squared_error_slopes - expected) <= 1e-11 * np.abs(expected) + slack)


def test_right_by_hand():
    z, y = np.array([2.0, -2.0, 0.0, 5e-324, 3.0, -3.0]), np.array([1.0, 1.0, 1.0, 1.0, 0.2, 0.5])
    np.testing.assert_array_equal(SigmoidHead(z, y).right, [1, 0, 0, 1, 0, 0])
    z = np.array([[1, 2, 0], [2, 2, 0], [0, 0, 5], [0, 0, 5], [1, 0, 0]], dtype=float)
    y = np.array([[0, 1, 0], [1, 0, 0], [0, 1, 0], [0.3, 0.3, 0.4], [0.5, 0.5, 0.0]])
    np.testing.assert_array_equal(SoftmaxHead(z, y).right, [1, 0, 0, 1, 0])


@pytest.mark.parametrize("size", [5e-324, 1e-200, 1.0, 1e200, 1e300])
def test_lengths_of_any_size(size):
    with np.errstate(all="raise", under="ignore"):
        found = lengths(size * np.array([[3.0, 4.0], [0.0, 0.0], [0.0, -2.0]]))
    np.testing.assert_allclose(found, [5.0 * size, 0.0, 2.0 * size], rtol=1e-14)


@each_model
@pytest.mark.parametrize("soft", [False, True])
def test_everything_against_plain_numpy(model, soft):
    run = example(model, soft=soft)
    a, y = outputs(run), run.labels
    error = a - y
    if model.outputs == 1:
        error, slope = error[..., None], error * a * (1.0 - a)
        size, damped = np.abs(error[..., 0]), np.abs(slope)
        cross_entropy = -(y * np.log(a) + (1.0 - y) * np.log1p(-a))
        right = (a > 0.5) & (y > 0.5) | (a < 0.5) & (y < 0.5)
        misplaced = size
    else:
        slope = np.empty_like(error)
        for i in range(model.outputs):
            slope[..., i] = sum(error[..., j] * a[..., j] * ((i == j) - a[..., i]) for j in range(model.outputs))
        size, damped = np.sqrt((error**2).sum(-1)), np.sqrt((slope**2).sum(-1))
        cross_entropy = -(y * np.log(a)).sum(-1)
        right = a.argmax(-1) == y.argmax(-1)
        misplaced = np.maximum(error, 0.0).sum(-1)  # what some classes have too much
    for found, expected in [
        (run.outputs, a),
        (run.errors, a - y),
        (run.cross_entropy, cross_entropy.mean(-1)),
        (run.squared_error, (error**2).sum(-1).mean(-1) / 2.0),
        (run.mean_error, misplaced.mean(-1)),
        (run.accuracy, right.mean(-1)),
        (run.output_gap, size.mean(-1)),
    ]:
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
    for r, loss in enumerate(run.losses):
        expected = (size if loss == "cross_entropy" else damped)[r].mean(-1)
        np.testing.assert_allclose(run.pull[r], expected, rtol=1e-9, atol=1e-12)
        slopes = SLOPES[model.outputs == 1, loss](y, run.logits[r])
        gradients = model.gradient(run.parameters[r], run.inputs, slopes)
        np.testing.assert_allclose(run.gradients[r], gradients, rtol=1e-10, atol=1e-14)
        norms = np.sqrt((gradients**2).sum(-1))
        np.testing.assert_allclose(run.gradient_norm[r], norms, rtol=1e-9, atol=1e-13)


@each_model
def test_everything_against_scikit_learn(model):
    run = example(model, 2)
    classes = max(2, model.outputs)
    numbers = run.labels if model.outputs == 1 else run.labels.argmax(-1)
    for r, epoch in [(0, 0), (1, 7), (3, 30)]:
        predicted = model.predictions(run.parameters[r, epoch], run.inputs)
        truth = {"labels": np.arange(classes)}
        assert run.cross_entropy[r, epoch] == pytest.approx(log_loss(numbers, predicted, **truth), rel=1e-9)
        assert run.accuracy[r, epoch] == pytest.approx(accuracy_score(numbers, predicted.argmax(1)), abs=1e-12)
        scores = predicted[:, 1] if model.outputs == 1 else predicted
        options = {"pos_label": 1.0} if model.outputs == 1 else {"labels": np.arange(classes), "scale_by_half": False}
        brier = brier_score_loss(numbers, scores, **options)
        assert run.squared_error[r, epoch] == pytest.approx(brier / 2.0, rel=1e-9)


@each_model
def test_at_some_epochs(model):
    run = example(model, 3)
    epochs = np.array([0, 4, 4, 30, 11])
    some = run.at(epochs)
    assert some.epochs == 4
    for name in ("parameters", "outputs", "cross_entropy", "mean_error", "accuracy", "pull", "gradients"):
        np.testing.assert_allclose(getattr(some, name), getattr(run, name)[:, epochs], rtol=1e-12, atol=1e-14)


def test_long_runs_are_computed_in_chunks_without_a_seam():
    for model in (MODELS["neuron"], MODELS["softmax of 3"], MODELS["tanh network of 3"]):
        x, y, rows, losses = problem(model, 4, n=300)
        run = train(model, x, y, rows, losses, 0.3, 150)
        for epoch in (0, 1, 17, 75, 149, 150):
            alone = run.at(np.array([epoch]))
            for name in ("cross_entropy", "squared_error", "pull", "gradient_norm", "logits"):
                np.testing.assert_allclose(getattr(run, name)[:, epoch], getattr(alone, name)[:, 0], rtol=1e-10)


def test_what_only_some_models_have():
    network, softmax_layer, neuron = (example(MODELS[name]) for name in ("tanh network", "softmax of 3", "neuron"))
    for name in ("weights", "biases"):
        with pytest.raises(ValueError, match="hidden layer"):
            getattr(network, name)
    with pytest.raises(ValueError, match="one output"):
        _ = softmax_layer.sigmoid_slope
    assert (softmax_layer.weights.shape, softmax_layer.biases.shape) == ((4, 31, 3, 2), (4, 31, 3))
    assert (neuron.weights.shape, neuron.biases.shape) == ((4, 31, 2), (4, 31))
    np.testing.assert_array_equal(softmax_layer.weights[1, 2, 2], softmax_layer.parameters[1, 2, 6:8])
    np.testing.assert_array_equal(neuron.biases, neuron.parameters[..., 2])
    z = neuron.logits
    np.testing.assert_allclose(neuron.sigmoid_slope, expit(z) * expit(-z), rtol=1e-12)
