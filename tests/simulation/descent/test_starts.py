"""Starts: zero, random, and confidently wrong."""

import numpy as np
import pytest

from core.data.datasets import exclusive_or, two_clouds
from core.data.iris import iris_three
from core.maths.checks import LOSSES
from core.simulation.descent import starts
from core.simulation.descent.models import Model, as_rows
from core.simulation.descent.training import train
from tests.simulation.descent.engine import MODELS

CLOUDS = two_clouds(100, 0.1, 0.0, 3)
FOR_TWO = {
    "neuron": Model(2),
    "softmax": Model(2, 2),
    "tanh network": Model(2, 1, 4),
    "sigmoid network": Model(2, 1, 6, "sigmoid"),
    "network of 2": Model(2, 2, 4),
}
FOR_THREE = {"softmax": Model(4, 3), "network": Model(4, 3, 5), "sigmoid network": Model(4, 3, 8, "sigmoid")}


def wrong_against_right(model, row, x, numbers):
    """The logit for the next class against the right one, (n,)."""
    predicted = np.log(model.predictions(row, x))
    each = np.arange(len(x))
    return predicted[each, (numbers + 1) % predicted.shape[1]] - predicted[each, numbers]


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_zero_says_the_same_of_every_class(model):
    predicted = model.predictions(np.zeros(model.parameters), np.ones((3, model.inputs)))
    np.testing.assert_allclose(predicted, 1.0 / max(2, model.outputs), rtol=1e-15)


@pytest.mark.parametrize("model", [Model(9), Model(16, 3), Model(4, 3, 25), Model(2, 1, 9, "sigmoid")], ids=str)
def test_random_weights_have_the_documented_spread(model):
    rows = np.array([starts.random(model, seed) for seed in range(600)])
    first, last = model.layers(rows)
    assert not last[..., -1].any()
    parts = [(last[..., :-1], model.features)] + ([] if first is None else [(first, model.inputs)])
    for drawn, width in parts:
        scaled = drawn.ravel() * np.sqrt(width)
        slack = 5.0 / np.sqrt(scaled.size)
        assert abs(scaled.mean()) < slack
        assert abs(scaled.std() - 1.0) < slack
    assert np.all(rows[0] == starts.random(model, 0))
    assert np.all(np.any(rows[1:] != rows[0], axis=1))


@pytest.mark.parametrize("model", FOR_TWO.values(), ids=FOR_TWO)
@pytest.mark.parametrize("logit", [0.5, 4.0, 12.0])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_confidently_wrong_about_two_clouds(model, logit, seed):
    row = starts.confidently_wrong(model, CLOUDS.inputs, CLOUDS.labels, logit, seed)
    against = wrong_against_right(model, row, CLOUDS.inputs, CLOUDS.labels)
    assert np.sqrt(np.mean(against**2)) == pytest.approx(logit, rel=1e-9)
    accuracy = np.mean(against < 0.0)
    assert accuracy < 0.2  # far below ½: as wrong as a straight line can be, or nearly
    if model == Model(2):
        assert accuracy <= 0.1  # clouds of overlap 0.1: a right line errs on 5 in 100


@pytest.mark.parametrize("model", FOR_THREE.values(), ids=FOR_THREE)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_confidently_wrong_about_three_classes(model, seed):
    iris = iris_three()
    row = starts.confidently_wrong(model, iris.inputs, iris.labels, 4.0, seed)
    against = wrong_against_right(model, row, iris.inputs, iris.labels)
    assert np.sqrt(np.mean(against**2)) == pytest.approx(4.0, rel=1e-9)
    predicted = model.predictions(row, iris.inputs).argmax(axis=1)
    assert np.mean(predicted == iris.labels) < 1.0 / 3.0
    assert np.mean(predicted == (iris.labels + 1) % 3) > 0.5


def test_the_hidden_layer_is_the_random_one():
    model = Model(2, 1, 4)
    row = starts.confidently_wrong(model, CLOUDS.inputs, CLOUDS.labels, 4.0, 7)
    np.testing.assert_array_equal(row[: model.first], starts.random(model, 7)[: model.first])
    other = starts.confidently_wrong(model, CLOUDS.inputs, CLOUDS.labels, 4.0, 8)
    assert np.any(row[: model.first] != other[: model.first])
    neuron = [starts.confidently_wrong(Model(2), CLOUDS.inputs, CLOUDS.labels, 4.0, seed) for seed in (7, 8)]
    np.testing.assert_array_equal(*neuron)  # nothing to draw


def test_it_grows_with_the_logit_and_nothing_else():
    one, ten = (starts.confidently_wrong(Model(2, 2), CLOUDS.inputs, CLOUDS.labels, z, 1) for z in (1.0, 10.0))
    np.testing.assert_allclose(ten, 10.0 * one, rtol=1e-12)


@pytest.mark.parametrize("model", FOR_TWO.values(), ids=FOR_TWO)
@pytest.mark.parametrize("n", [4, 40])
def test_the_exact_exclusive_or_does_not_blow_up(model, n):
    """No line is better than another there: what the fit leaves is rounding, and must not be scaled up."""
    data = exclusive_or(n, 0.0, 1)
    row = starts.confidently_wrong(model, data.inputs, data.labels, 4.0, 1)
    against = wrong_against_right(model, row, data.inputs, data.labels)
    assert np.sqrt(np.mean(against**2)) == pytest.approx(4.0, rel=1e-9)
    assert np.abs(row).max() < 100.0
    run = train(model, data.inputs, as_rows(data.labels, model.outputs), [row] * 2, LOSSES, 0.5, 50)
    assert run.diverged_at == (None, None)
    if not model.hidden and model.outputs == 1:
        np.testing.assert_allclose(row, starts.random(model, 1) * (row[0] / starts.random(model, 1)[0]), rtol=1e-12)


def test_inputs_that_are_all_zero_have_nothing_to_be_sure_of():
    row = starts.confidently_wrong(Model(2), np.zeros((4, 2)), [0, 1, 0, 1], 4.0, 1)
    np.testing.assert_array_equal(row, 0.0)


def test_one_class_more_often_is_still_wrong():
    x = np.vstack([CLOUDS.inputs[CLOUDS.labels == 0], CLOUDS.inputs[CLOUDS.labels == 1][:10]])
    numbers = np.repeat([0, 1], [50, 10])
    for model in (Model(2), Model(2, 2)):
        row = starts.confidently_wrong(model, x, numbers, 4.0, 1)
        assert np.mean(wrong_against_right(model, row, x, numbers) < 0.0) < 0.2


@pytest.mark.parametrize("logit", [0.0, -1.0, np.nan])
def test_refused_logits(logit):
    with pytest.raises(ValueError, match="logit = "):
        starts.confidently_wrong(Model(2), CLOUDS.inputs, CLOUDS.labels, logit, 1)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0])
def test_refused_seeds(seed):
    with pytest.raises(ValueError, match="seed = "):
        starts.random(Model(2), seed)
