"""Runs that go astray: by hand, and the same on processors that round differently."""

import dataclasses

import numpy as np
import pytest
from scipy.special import expit

from core.data.datasets import two_clouds
from core.maths.checks import LOSSES
from core.simulation.descent.models import Model
from core.simulation.descent.stability import Stray, chaotic_from, gap, left_at, settled
from core.simulation.descent.training import train
from core.simulation.descent.trajectory import Trajectory
from core.simulation.training_race.data_race import DataRaceSettings, simulate_on_data
from core.simulation.training_race.race import RaceSettings, simulate

FLIPPED = two_clouds(200, 0.1, 0.1, 1)
LAST_DIGITS = 1e-15  # what a learning rate differs by where another processor has rounded the other way


def by_hand(rows: list[list[float]], diverged: tuple[int | None, ...]) -> Trajectory:
    """Runs of one example with y = 0, whose cross-entropy ln(1 + e^b) is what the rows say."""
    parameters = np.stack([np.zeros_like(rows), np.log(np.expm1(rows))], axis=-1)
    losses = ("cross_entropy",) * len(rows)
    return Trajectory(Model(1), np.zeros((1, 1)), np.zeros(1), losses, np.ones(len(rows)), parameters, diverged)


def test_where_a_run_leaves_by_hand():
    rows = [
        [1.0, 1.05, 0.5, 1.2, 0.9, 1.3],  # a little more, less, and at epoch 3 more than a tenth; above it at the end
        [1.0, 1.2, 1.3, 1.1, 1.0, 0.9],  # back at the end
        [1.0, 0.5, 0.6, 1.0, 1.2, 1.3],  # only the end
        [1.0, 0.5, 0.4, 0.3, 0.2, 0.1],
        [1.0, 0.5, 0.4, 0.3, 0.2, 0.1],  # its parameters left float64's comfort at epoch 2
    ]
    run = by_hand(rows, (None, None, None, None, 2))
    np.testing.assert_allclose(run.cross_entropy, rows, rtol=1e-12)
    assert left_at(run) == (3, None, 4, None, 2)


def test_a_stray_run_stays_where_it_was_before():
    run = by_hand([[1.0, 0.5, 1.2, 1.3, 1.4], [1.0, 0.5, 0.4, 0.3, 0.2]], (None, None))
    held, strays = settled(run)
    assert strays == (Stray(2, is_chaotic=False), None)
    np.testing.assert_allclose(held.cross_entropy, [[1.0, 0.5, 0.5, 0.5, 0.5], [1.0, 0.5, 0.4, 0.3, 0.2]])
    np.testing.assert_allclose(run.cross_entropy[0], [1.0, 0.5, 1.2, 1.3, 1.4])


def test_parameters_out_of_bounds_are_astray_at_once():
    x = np.array([[1e100], [-1e99]])
    run = train(Model(1), x, [0.0, 0.0], [[1.0, 0.0]] * 2, LOSSES, [1e3, 1e-3], 5)
    assert run.diverged_at == (1, None)
    held, strays = settled(run)
    assert strays[0] == Stray(1, is_chaotic=False)
    np.testing.assert_array_equal(held.parameters[0], [[1.0, 0.0]] * 6)


@pytest.mark.parametrize("rate", [0.05, 0.5, 2.0])
def test_small_rates_go_nowhere_astray(rate):
    race = simulate_on_data(FLIPPED, DataRaceSettings(learning_rate=rate))
    assert race.strays == (None, None)


def course_of_one(eta_kappa: float, label: float, epochs: int) -> list[float]:
    """z ← z − ηκ (σ(z) − y): cross-entropy's descent on one example with a soft label, from z = 1."""
    z = [1.0]
    for _ in range(epochs):
        z.append(z[-1] - eta_kappa * (float(expit(z[-1])) - label))
    return z


@pytest.mark.parametrize(("rate", "is_chaotic"), [(1.0, False), (4.0, False), (20.0, True)])
def test_one_example_with_a_soft_label_is_chaotic_where_its_map_is(rate, is_chaotic):
    """The map's Lyapunov exponent, the mean of ln |1 − ηκ σ'(z)|, is above 0 just where orbits part."""
    z = np.array(course_of_one(2.0 * rate, 0.3, 4000))
    exponent = np.log(np.abs(1.0 - 2.0 * rate * expit(z) * expit(-z))).mean()
    assert (exponent > 0.0) == is_chaotic
    settings = RaceSettings(0.5, 0.5, label=0.3, learning_rate=rate, epochs=600)
    stray = simulate(settings).strays[0]
    assert (stray is not None and stray.is_chaotic) == is_chaotic


@pytest.mark.parametrize("rate", [20.0, 100.0, 1000.0])
@pytest.mark.parametrize("optimiser", ["gradient_descent", "momentum", "adam"])
def test_what_is_shown_does_not_hang_on_the_last_digits(rate, optimiser):
    settings = DataRaceSettings(learning_rate=rate, optimiser=optimiser)
    one = simulate_on_data(FLIPPED, settings)
    assert any(stray and stray.is_chaotic for stray in one.strays)
    for sign in (-1.0, 1.0):
        other = simulate_on_data(
            FLIPPED, dataclasses.replace(settings, learning_rate=rate * (1.0 + sign * LAST_DIGITS))
        )
        assert other.strays == one.strays
        assert other.epochs_to_target == one.epochs_to_target
        for measure in ("mean_error", "squared_error", "cross_entropy"):
            mine, its = getattr(one.trajectory, measure), getattr(other.trajectory, measure)
            np.testing.assert_allclose(its, mine, rtol=1e-5, atol=1e-8 * mine.max())


def test_far_beyond_stability_runs_that_round_differently_part():
    """The reason for all this: without being held, the same two runs end in different places."""
    rates = [np.full(2, 100.0), np.full(2, 100.0 * (1.0 + LAST_DIGITS))]
    x, y = FLIPPED.inputs, FLIPPED.labels.astype(float)
    starts = [[-3.0, -3.0, 0.0]] * 2
    one, other = (train(Model(2), x, y, starts, LOSSES, rate, 300).cross_entropy[0] for rate in rates)
    assert np.abs(one[250:] - other[250:]).max() > 0.1
    run = train(Model(2), x, y, starts, LOSSES, rates[0], 300)
    (chaos, _) = chaotic_from(run)
    assert chaos is not None
    np.testing.assert_allclose(other[:chaos], one[:chaos], rtol=1e-6)


def test_the_gap_of_a_course_of_zeros():
    nothing, something = np.zeros((1, 3)), np.array([[0.0, 0.0, 1e-9]])
    with np.errstate(all="raise"):
        assert gap(nothing, nothing).tolist() == [[0.0, 0.0, 0.0]]
        assert gap(nothing, something).tolist() == [[0.0, 0.0, np.inf]]
