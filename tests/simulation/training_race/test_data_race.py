"""The race on a data set: settings, one start for both losses, first steps, and bounds."""

import dataclasses
import math
import time

import numpy as np
import pytest

from core.data.datasets import exclusive_or, two_clouds
from core.data.iris import iris_three, iris_two
from core.data.samples import Dataset
from core.maths.checks import LOSSES
from core.simulation.descent import starts
from core.simulation.descent.method import OPTIMISERS
from core.simulation.descent.models import Model, as_rows
from core.simulation.descent.training import MOST_EPOCHS, first_steps
from core.simulation.training_race import data_race
from core.simulation.training_race.data_race import (
    DATA_STARTS,
    MODELS,
    DataRaceSettings,
    beginning,
    let_through,
    simulate_on_data,
)

CLOUDS = two_clouds(60, 0.1, 0.0, 3)
SHORT = DataRaceSettings(epochs=20)


def with_(**changes):
    return dataclasses.replace(SHORT, **changes)


def data_of(n, classes=2, d=2):
    rng = np.random.default_rng(0)
    names = tuple(f"x{i}" for i in range(d)), tuple(str(i) for i in range(classes))
    return Dataset(*names, rng.normal(size=(n, d)), np.arange(n) % classes, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": "tree"}, "unknown model 'tree': expected one of neuron, softmax, network"),
        ({"start": "warm"}, "unknown start 'warm': expected one of confidently_wrong, random, zero"),
        ({"hidden": 0}, "hidden = 0 is not a whole number from 1 to 16"),
        ({"hidden": 17}, "hidden = 17"),
        ({"activation": "relu"}, "unknown activation 'relu'"),
        ({"logit": 0.0}, "logit = 0 is not above 0"),
        ({"logit": [1.0, 2.0]}, r"logit has shape \(2,\)"),
        ({"seed": -1}, "seed = -1 is not a whole number"),
        ({"learning_rate": 0.0}, "learning_rate = 0 is not above 0"),
        ({"learning_rate": [0.1, 0.2]}, r"learning_rate has shape \(2,\)"),
        ({"squared_error_rate": math.inf}, "squared_error_rate = inf is not finite"),
        ({"pairing": "fair"}, "unknown pairing 'fair'"),
        ({"optimiser": "sgd"}, "unknown optimiser 'sgd'"),
        ({"batch_size": -1}, "batch_size = -1 is not a whole number"),
        ({"batch_size": 2.5}, "batch_size = 2.5"),
        ({"batch_seed": 2**63}, "batch_seed = 9223372036854775808"),
        ({"epochs": 0}, "epochs = 0 is not a whole number from 1 to 5000"),
        ({"epochs": 5001}, "epochs = 5001"),
        ({"target": 0.0}, "target = 0 is not strictly between 0 and 1"),
        ({"target": 1.0}, "target = 1 is"),
        ({"target": [0.1, 0.2]}, r"target has shape \(2,\)"),
    ],
)
def test_settings_refuse_bad_values(change, message):
    with pytest.raises(ValueError, match=message):
        with_(**change)


@pytest.mark.parametrize(
    ("change", "data", "expected"),
    [
        ({"model": "neuron"}, CLOUDS, Model(2)),
        ({"model": "neuron"}, iris_two(), Model(4)),
        ({"model": "softmax"}, CLOUDS, Model(2, 2)),
        ({"model": "softmax"}, iris_three(), Model(4, 3)),
        ({"model": "network", "hidden": 5}, CLOUDS, Model(2, 1, 5)),
        ({"model": "network", "hidden": 5, "activation": "sigmoid"}, iris_three(), Model(4, 3, 5, "sigmoid")),
    ],
)
def test_the_model_that_is_built(change, data, expected):
    assert with_(**change).built(data) == expected
    race = simulate_on_data(data, with_(**change))
    assert race.trajectory.model == expected


def test_a_neuron_cannot_tell_three_classes_apart():
    for call in (SHORT.built, lambda data: simulate_on_data(data, SHORT), lambda data: beginning(data, SHORT)):
        with pytest.raises(ValueError, match="a single neuron cannot tell 3 classes apart"):
            call(iris_three())


def work(settings, samples, units):
    """What a race of that many epochs costs, in the same measure as MOST_WORK."""
    steps = math.ceil(samples / settings.batch_size) if settings.batch_size else 1
    return settings.epochs * (samples * units * 2 + steps * data_race.STEP_WORK)


@pytest.mark.parametrize(
    ("change", "classes", "n", "units"),
    [
        ({}, 2, 5000, 2),
        ({"model": "softmax"}, 10, 5000, 10),
        ({"model": "network", "hidden": 16}, 2, 5000, 16),
        ({"model": "network", "hidden": 2}, 5, 5000, 5),
        ({"batch_size": 1}, 2, 1000, 2),
        ({"batch_size": 7}, 2, 1000, 2),
        ({"batch_size": 1, "model": "network", "hidden": 16}, 2, 5000, 16),
    ],
)
def test_epochs_are_bounded(change, classes, n, units):
    data, settings = data_of(n, classes), with_(**change)
    most = settings.most_epochs(data)
    assert 1 <= most < MOST_EPOCHS
    at_most, above = (dataclasses.replace(settings, epochs=count) for count in (most, most + 1))
    assert work(at_most, n, units) <= data_race.MOST_WORK < work(above, n, units)
    with pytest.raises(ValueError, match=rf"epochs = {most + 1}: at most {most} for {n} samples and this model"):
        simulate_on_data(data, above)


def test_small_data_may_take_all_epochs():
    assert SHORT.most_epochs(CLOUDS) == with_(model="network", hidden=16).most_epochs(CLOUDS) == MOST_EPOCHS
    assert with_(batch_size=10).most_epochs(CLOUDS) == MOST_EPOCHS
    assert with_(batch_size=1).most_epochs(data_of(200)) >= 300  # the page's usual race


def test_the_longest_race_takes_seconds():
    """Batches of one sample were once not counted: minutes, at the settings of the page."""
    settings = with_(batch_size=1)
    data = data_of(1000)
    before = time.process_time()
    simulate_on_data(data, dataclasses.replace(settings, epochs=settings.most_epochs(data)))
    assert time.process_time() - before < 30.0  # about 2 on a free machine


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("start", DATA_STARTS)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_both_losses_begin_alike_and_the_race_reproduces(model, start, optimiser):
    settings = with_(model=model, start=start, optimiser=optimiser, batch_size=16, pairing="matched")
    one, other = simulate_on_data(CLOUDS, settings), simulate_on_data(CLOUDS, settings)
    assert one.losses == one.trajectory.losses == LOSSES
    np.testing.assert_array_equal(one.trajectory.parameters, other.trajectory.parameters)
    expected = beginning(CLOUDS, settings)
    np.testing.assert_array_equal(one.trajectory.parameters[:, 0], [expected] * 2)
    built = settings.built(CLOUDS)
    by_name = {
        "zero": np.zeros(built.parameters),
        "random": starts.random(built, 1),
        "confidently_wrong": starts.confidently_wrong(built, CLOUDS.inputs, CLOUDS.labels, 4.0, 1),
    }
    np.testing.assert_array_equal(expected, by_name[start])
    assert [one.run(loss) for loss in LOSSES] == [0, 1]


def test_seeds_do_what_they_say():
    random = with_(start="random", model="network")
    assert np.any(beginning(CLOUDS, random) != beginning(CLOUDS, dataclasses.replace(random, seed=2)))
    batched = with_(batch_size=7)
    one, other = (simulate_on_data(CLOUDS, dataclasses.replace(batched, batch_seed=s)).trajectory for s in (1, 2))
    np.testing.assert_array_equal(one.parameters[:, 0], other.parameters[:, 0])
    assert np.all(np.any(one.parameters[:, 1] != other.parameters[:, 1], axis=-1))


@pytest.mark.parametrize("size", [60, 61, 10**6])
def test_a_batch_as_large_as_the_data_is_the_whole_of_it(size):
    whole = simulate_on_data(CLOUDS, SHORT).trajectory.parameters
    np.testing.assert_array_equal(simulate_on_data(CLOUDS, with_(batch_size=size)).trajectory.parameters, whole)
    assert with_(batch_size=size).most_epochs(data_of(5000)) <= SHORT.most_epochs(data_of(5000))


@pytest.mark.parametrize("model", ["softmax", "network"])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("batch_size", [0, 20])
def test_matched_pairing_on_three_classes(model, optimiser, batch_size):
    iris = iris_three()
    settings = with_(model=model, optimiser=optimiser, batch_size=batch_size, pairing="matched", learning_rate=0.01)
    race = simulate_on_data(iris, settings)
    built = settings.built(iris)
    start = [beginning(iris, settings)] * 2
    lengths = first_steps(built, iris.inputs, as_rows(iris.labels, 3), start, LOSSES, optimiser, batch_size or None, 1)
    np.testing.assert_allclose([race.first_steps[loss] for loss in LOSSES], lengths, rtol=1e-12)
    np.testing.assert_allclose(race.trajectory.learning_rates, [0.01, 0.01 * lengths[0] / lengths[1]], rtol=1e-12)
    if not batch_size:
        moved = np.linalg.norm(np.diff(race.trajectory.parameters[:, :2], axis=1)[:, 0], axis=-1)
        np.testing.assert_allclose(moved, 0.01 * lengths[0], rtol=1e-9)


def test_pairings():
    rates = {
        pairing: simulate_on_data(
            CLOUDS, with_(pairing=pairing, learning_rate=0.2, squared_error_rate=3.0)
        ).trajectory.learning_rates.tolist()
        for pairing in ("same", "own")
    }
    assert rates == {"same": [0.2, 0.2], "own": [0.2, 3.0]}
    stuck = simulate_on_data(exclusive_or(8, 0.0, 1), with_(model="network", start="zero", pairing="matched"))
    assert list(stuck.first_steps.values()) == [0.0, 0.0]
    assert stuck.trajectory.learning_rates.tolist() == [0.5, 0.5]
    assert not stuck.trajectory.parameters.any()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("batch_size", [0, 1, 2])
def test_two_samples_are_enough(model, batch_size):
    data = Dataset(("x",), ("no", "yes"), np.array([[-1.0], [2.0]]), np.array([1, 0]), False)
    race = simulate_on_data(data, with_(model=model, batch_size=batch_size, epochs=400))
    assert race.trajectory.mean_error[0, -1] < 0.1 < 0.9 < race.trajectory.mean_error[0, 0]
    assert race.trajectory.accuracy[0, [0, -1]].tolist() == [0.0, 1.0]


def test_epochs_to_target():
    race = simulate_on_data(CLOUDS, with_(epochs=300, target=0.15))
    error = race.trajectory.mean_error
    found = race.epochs_to_target
    assert list(found) == list(LOSSES)
    assert found["cross_entropy"] == np.flatnonzero(error[0] <= 0.15)[0]
    assert error[0, 0] > 0.5
    assert found["squared_error"] == np.flatnonzero(error[1] <= 0.15)[0]
    assert simulate_on_data(CLOUDS, with_(target=0.001)).epochs_to_target == dict.fromkeys(LOSSES)


def test_squared_error_starts_slowly_where_cross_entropy_does_not():
    """The claim itself, on data: the more wrong the start, the longer squared error waits."""
    epochs = {}
    for logit in (1.0, 4.0, 8.0):
        found = simulate_on_data(CLOUDS, with_(epochs=4000, logit=logit)).epochs_to_target
        epochs[logit] = found["squared_error"] / found["cross_entropy"]
    assert epochs[1.0] < epochs[4.0] < epochs[8.0]
    assert epochs[8.0] > 5.0


def test_predictions_of_other_points():
    iris = iris_three()
    race = simulate_on_data(iris, with_(model="network", hidden=3))
    points = np.random.default_rng(1).normal(size=(5, 4))
    epochs = np.array([0, 20, 7])
    found = race.predict(points, epochs)
    assert found.shape == (2, 3, 5, 3)
    for r, e in np.ndindex(2, 3):
        row = race.trajectory.parameters[r, epochs[e]]
        np.testing.assert_allclose(found[r, e], race.trajectory.model.predictions(row, points), rtol=1e-12)


def test_what_is_let_through():
    race = simulate_on_data(CLOUDS, SHORT)
    found = let_through(race.trajectory)
    np.testing.assert_array_equal(found[0], 1.0)
    a, y = race.trajectory.outputs[1], race.trajectory.labels
    error = np.abs(a - y)
    np.testing.assert_allclose(found[1], (error * a * (1.0 - a)).sum(-1) / error.sum(-1), rtol=1e-9)


def test_settings_are_frozen_and_a_good_key():
    assert hash(SHORT) == hash(DataRaceSettings(epochs=20))
    with pytest.raises(dataclasses.FrozenInstanceError):
        SHORT.epochs = 3
