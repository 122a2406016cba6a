"""Pairing: the rate of squared error that makes its first step as long as cross-entropy's."""

import dataclasses
import math

import numpy as np
import pytest

from core.maths.checks import LOSSES
from core.simulation.descent.method import OPTIMISERS, Method
from core.simulation.descent.models import Model
from core.simulation.descent.training import first_steps, train
from core.simulation.training_race.race import RaceSettings, simulate
from tests.simulation.descent.engine import problem
from tests.simulation.descent.test_models import each_model

STEPS = {"cross_entropy": 3.0, "squared_error": 0.5}


def test_rates_by_hand():
    assert [Method(0.2, "same", 9.0).rate(loss, STEPS) for loss in LOSSES] == [0.2, 0.2]
    assert [Method(0.2, "own", 9.0).rate(loss, STEPS) for loss in LOSSES] == [0.2, 9.0]
    assert [Method(0.2, "matched", 9.0).rate(loss, STEPS) for loss in LOSSES] == [0.2, pytest.approx(1.2)]
    assert Method(0.2, "matched").ratio(STEPS) == 6.0


@pytest.mark.parametrize("steps", [(0.0, 1.0), (1.0, 0.0), (0.0, 0.0), (1.0, 1e-300), (1e-300, 1.0), (1e200, 1e-200)])
def test_no_rate_matches(steps):
    """A step of length 0, or a rate beyond 1e-12 … 1e12: then both have the same rate."""
    method = Method(0.2, "matched")
    lengths = dict(zip(LOSSES, steps, strict=True))
    assert method.ratio(lengths) is None
    assert [method.rate(loss, lengths) for loss in LOSSES] == [0.2, 0.2]


def test_the_bounds_are_on_the_rate_itself():
    for rate, ratio in [(1.0, 1e12), (1e-3, 1e15), (1e3, 1e9), (1.0, 1e-12), (1e3, 1e-15)]:
        method = Method(rate, "matched")
        assert method.ratio({"cross_entropy": 1.0, "squared_error": 1.01 / ratio}) is not None or ratio < 1.0
        assert method.ratio({"cross_entropy": 1.0, "squared_error": 0.99 / ratio}) is not None or ratio > 1.0
        outside = (0.99 if ratio > 1.0 else 1.01) / ratio
        assert method.ratio({"cross_entropy": 1.0, "squared_error": outside}) is None


@each_model
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("batch_size", [None, 7, 3])
def test_matched_first_updates_are_equally_long(model, optimiser, batch_size):
    x, y, rows, _ = problem(model, 11)
    start = [rows[0]] * 2
    lengths = first_steps(model, x, y, start, LOSSES, optimiser, batch_size, 5)
    method = Method(0.01, "matched", optimiser=optimiser)
    steps = dict(zip(LOSSES, lengths, strict=True))
    rates = [method.rate(loss, steps) for loss in LOSSES]
    if optimiser == "gradient_descent":
        assert rates[1] > 1.3 * rates[0]
    samples = slice(None)
    if batch_size == 3:  # the first step of several: that batch alone
        samples = np.random.default_rng(5).permutation(7)[:3]
    run = train(model, x[samples], y[samples], start, LOSSES, rates, 1, optimiser)
    moved = np.linalg.norm(run.parameters[:, 1] - run.parameters[:, 0], axis=-1)
    assert moved[0] == pytest.approx(moved[1], rel=1e-9)
    np.testing.assert_allclose(lengths * rates, moved, rtol=1e-9)


def test_first_steps_know_nothing_of_each_other():
    x, y, rows, _ = problem(Model(2, 3), 12)
    losses = ["squared_error", "cross_entropy", "squared_error", "cross_entropy"]
    together = first_steps(Model(2, 3), x, y, rows, losses, "momentum")
    alone = [first_steps(Model(2, 3), x, y, rows[r : r + 1], losses[r : r + 1], "momentum")[0] for r in range(4)]
    np.testing.assert_allclose(together, alone, rtol=1e-13)


def test_a_network_that_starts_at_zero_has_no_first_step():
    """All hidden units are 0 and so are their weights; with as many labels of each class the bias stays as well."""
    model = Model(2, 1, 3)
    x, y = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]), np.array([0.0, 1.0, 1.0, 0.0])
    lengths = first_steps(model, x, y, np.zeros((2, model.parameters)), LOSSES)
    assert lengths.tolist() == [0.0, 0.0]
    steps = dict(zip(LOSSES, lengths.tolist(), strict=True))
    assert Method(0.3, "matched").ratio(steps) is None
    assert Method(0.3, "matched").rate("squared_error", steps) == 0.3


@pytest.mark.parametrize("z", [4.0, 8.0, 20.0])
def test_the_ratio_of_one_example_is_one_over_the_slope_of_the_sigmoid(z):
    settings = RaceSettings(z / 2.0, z / 2.0, pairing="matched")
    expected = 0.15 * (1.0 + math.exp(-z)) ** 2 * math.exp(z)
    assert settings.rate("squared_error") == pytest.approx(expected, rel=1e-12)
    run = simulate(settings).trajectory
    moved = np.linalg.norm(run.parameters[:, 1] - run.parameters[:, 0], axis=-1)
    assert moved[0] == pytest.approx(moved[1], rel=1e-9)


def test_too_saturated_to_match():
    for start in (15.5, 100.0, 350.0):  # e^31 × 0.15 is beyond 1e12
        settings = RaceSettings(start, start, pairing="matched", epochs=5)
        assert settings.rate("squared_error") == settings.rate("cross_entropy") == 0.15
        assert settings.first_steps["squared_error"] > 0.0  # down to e^−700, whose square is no float
        assert settings.first_steps["squared_error"] == pytest.approx(
            math.sqrt(2.0) * math.exp(-2.0 * start) / (1.0 + math.exp(-2.0 * start)) ** 3, rel=1e-12
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"learning_rate": 0.0}, "learning_rate = 0 is not above 0"),
        ({"learning_rate": [0.1, 0.2]}, r"learning_rate has shape \(2,\), not \(\)"),
        ({"squared_error_rate": -1.0}, "squared_error_rate = -1 is not above 0"),
        ({"squared_error_rate": math.nan}, "squared_error_rate = nan is not a number"),
        ({"pairing": "fair"}, "unknown pairing 'fair': expected one of same, matched, own"),
        ({"optimiser": "sgd"}, "unknown optimiser 'sgd'"),
    ],
)
def test_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Method(**change)
    with pytest.raises(ValueError, match=message):
        RaceSettings(2.0, 2.0, **change)


def test_unknown_loss():
    with pytest.raises(ValueError, match="unknown loss 'hinge'"):
        Method().rate("hinge", STEPS)


def test_a_method_is_frozen_and_a_good_key():
    assert hash(Method()) == hash(Method())
    with pytest.raises(dataclasses.FrozenInstanceError):
        Method().pairing = "own"
