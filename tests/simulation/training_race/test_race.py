"""The race: what is measured, what is predicted, and settings that are refused."""

import dataclasses
import math
import pickle

import numpy as np
import pytest

from core.maths.checks import LOSSES
from core.simulation.descent.models import Model
from core.simulation.descent.training import train
from core.simulation.training_race.race import (
    STARTS,
    RaceSettings,
    Runs,
    measure_epochs_to_target,
    predict_epochs_to_target,
    simulate,
)


def test_presets():
    assert STARTS == {"fair": (0.6, 0.9), "saturated": (2.0, 2.0), "badly_saturated": (4.0, 4.0), "zero": (0.0, 0.0)}
    for start in STARTS.values():
        RaceSettings(*start)


def test_the_default_race_from_a_saturated_start():
    race = simulate(RaceSettings(*STARTS["saturated"]))
    assert (race.settings.kappa, race.settings.z_start) == (2.0, 4.0)
    assert race.losses == race.trajectory.losses == LOSSES
    assert race.trajectory.outputs.shape == (2, 301, 1)
    assert round(race.trajectory.outputs[race.run("cross_entropy"), 300, 0], 5) == 0.01201
    assert round(race.trajectory.outputs[race.run("squared_error"), 300, 0], 5) == 0.20285
    assert race.epochs_to_target == {"cross_entropy": 50, "squared_error": None}
    assert race.law == {"cross_entropy": 50, "squared_error": 469}
    assert measure_epochs_to_target(race.settings, "squared_error") == 469


def test_badly_saturated_start():
    settings = RaceSettings(*STARTS["badly_saturated"])
    assert simulate(settings).law == {"cross_entropy": 63, "squared_error": 10265}
    assert [measure_epochs_to_target(settings, loss) for loss in LOSSES] == [63, 10265]


def random_settings(rng, label):
    w, b, x = rng.uniform(-3, 3), rng.uniform(-3, 3), rng.uniform(-2, 2)
    rate, target = rng.uniform(0.05, 1.0) / (x * x + 1.0), rng.uniform(0.05, 0.5)
    return RaceSettings(w, b, x, label, rate, 1000, target)


@pytest.mark.parametrize("label", [0.0, 1.0, 0.4])
def test_recorded_and_unrecorded_counts_agree(label):
    rng = np.random.default_rng(4)
    for _ in range(25):
        settings = random_settings(rng, label)
        race = simulate(settings)
        for loss in LOSSES:
            assert race.epochs_to_target[loss] == measure_epochs_to_target(settings, loss, limit=1000)


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_the_law_predicts_the_measured_count_for_both_labels(label):
    rng = np.random.default_rng(17)
    cases = [random_settings(rng, label) for _ in range(60)]
    counts = [
        (predict_epochs_to_target(settings, loss), measure_epochs_to_target(settings, loss))
        for settings in cases
        for loss in LOSSES
    ]
    assert sum(predicted != measured for predicted, measured in counts) <= 1
    assert any(measured == 0 for _, measured in counts)
    assert any(measured > 20 for _, measured in counts)


def test_label_one_is_the_mirror_of_label_zero():
    for start in STARTS.values():
        race, mirror = simulate(RaceSettings(*start)), simulate(RaceSettings(-start[0], -start[1], label=1.0))
        assert race.law == mirror.law
        assert race.epochs_to_target == mirror.epochs_to_target
        np.testing.assert_array_equal(race.trajectory.weights, -mirror.trajectory.weights)


def test_already_there():
    race = simulate(RaceSettings(-3.0, 0.0))
    assert race.law == race.epochs_to_target == {"cross_entropy": 0, "squared_error": 0}


def test_an_error_equal_to_the_target_counts_as_reached():
    race = simulate(RaceSettings(0.0, 0.0, target=0.5))
    assert race.law == race.epochs_to_target == {"cross_entropy": 0, "squared_error": 0}
    assert measure_epochs_to_target(race.settings, "cross_entropy", limit=0) == 0


def test_the_law_is_silent_on_soft_labels():
    assert simulate(RaceSettings(2.0, 2.0, label=0.3)).law == {"cross_entropy": None, "squared_error": None}


def test_the_law_counts_beyond_int64_and_stops_at_float64():
    race = simulate(RaceSettings(60.0, 0.0))
    law = race.law
    assert law["cross_entropy"] == race.epochs_to_target["cross_entropy"] == 237
    assert isinstance(law["squared_error"], int)
    assert law["squared_error"] == pytest.approx(math.exp(60.0) / 0.3, rel=1e-12)
    assert simulate(RaceSettings(700.0, 0.0, learning_rate=1e-9)).law["squared_error"] is None


def test_measuring_ends_at_its_limit_and_where_nothing_moves():
    settings = RaceSettings(4.0, 4.0)
    assert measure_epochs_to_target(settings, "squared_error", limit=10265) == 10265
    assert measure_epochs_to_target(settings, "squared_error", limit=10264) is None
    assert measure_epochs_to_target(settings, "cross_entropy", limit=0) is None
    stuck = RaceSettings(40.0, 40.0)  # a step of e^−80 is lost on a weight of 40, so this must return at once
    assert measure_epochs_to_target(stuck, "squared_error", limit=10**7) is None


def test_measuring_checks_its_arguments():
    settings = RaceSettings(1.0, 1.0)
    with pytest.raises(ValueError, match="unknown loss 'mse'"):
        measure_epochs_to_target(settings, "mse")
    with pytest.raises(ValueError, match="limit = -1 is not a whole number from 0 to 10000000"):
        measure_epochs_to_target(settings, "cross_entropy", limit=-1)


def test_a_run_arrives_by_its_mean_error():
    starts = [[2.0, 0.0], [-9.0, 0.0]]
    run = train(Model(1), [[1.0], [-1.0]], [0.0, 1.0], starts, LOSSES, 1.0, 200)
    first, second = Runs(run, (None, None), 0.1).epochs_to_target.values()
    mean = np.abs(run.outputs[0] - [0.0, 1.0]).mean(axis=-1)
    assert first is not None
    assert mean[first] <= 0.1 < mean[first - 1]
    assert second == 0
    assert Runs(run, (None, None), 1e-9).epochs_to_target == dict.fromkeys(LOSSES)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": math.nan}, "weight = nan"),
        ({"weight": [1.0, 2.0]}, r"weight has shape \(2,\), not \(\)"),
        ({"bias": math.inf}, "bias = inf is not finite"),
        ({"bias": "much"}, "bias holds"),
        ({"weight": 701.0, "bias": 0.0}, r"weight × x \+ bias = 701.0 is larger than 700 in size"),
        ({"weight": 0.0, "x": 1e80}, r"x² \+ 1 = 1e\+160 is not finite, or larger than 1e\+100"),
        ({"label": 1.1}, r"label = 1.1 is outside \[0, 1\]"),
        ({"label": -0.1}, "label = -0.1"),
        ({"learning_rate": 0.0}, "learning_rate = 0 is not above 0"),
        ({"learning_rate": -0.1}, "learning_rate = -0.1 is not above 0"),
        ({"epochs": 0}, "epochs = 0 is not a whole number from 1 to 5000"),
        ({"epochs": 5001}, "epochs = 5001"),
        ({"epochs": 10.0}, "epochs = 10.0"),
        ({"target": 0.0}, "target = 0 is not strictly between 0 and 1"),
        ({"target": 1.0}, "target = 1 is not strictly between 0 and 1"),
    ],
)
def test_settings_refuse_bad_values(change, message):
    with pytest.raises(ValueError, match=message):
        RaceSettings(**{"weight": 2.0, "bias": 2.0, **change})


def test_settings_and_race_are_frozen_hashable_and_picklable():
    settings = RaceSettings(2.0, 2.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.weight = 3.0
    assert hash(settings) == hash(RaceSettings(2.0, 2.0))
    race = simulate(settings)
    with pytest.raises(dataclasses.FrozenInstanceError):
        race.law = {}
    copy = pickle.loads(pickle.dumps(race))
    assert copy.settings == settings
    assert copy.law == race.law
    with pytest.raises(ValueError, match="unknown loss"):
        race.run("hinge")


def test_a_race_is_deterministic():
    one, other = simulate(RaceSettings(0.6, 0.9)), simulate(RaceSettings(0.6, 0.9))
    np.testing.assert_array_equal(one.trajectory.outputs, other.trajectory.outputs)
