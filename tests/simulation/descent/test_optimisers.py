"""Optimisers: by hand, against scikit-learn's, and what they do to the slow start."""

import math

import numpy as np
import pytest
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from core.simulation.descent.method import OPTIMISERS, Method
from core.simulation.training_race.race import RaceSettings, measure_epochs_to_target

RATES = np.array([[0.1], [3.0]])


def gradients(steps=60):
    """A sequence of gradients of two runs with three parameters, of sizes from 1e-9 to 1e3 and some of them 0."""
    rng = np.random.default_rng(2)
    sizes = 10.0 ** rng.uniform(-9.0, 3.0, (steps, 2, 3))
    return rng.normal(size=sizes.shape) * np.where(rng.random(sizes.shape) < 0.1, 0.0, sizes)


def by_scikit_learn(make, rate, sequence, before=lambda optimiser, count: None):
    """Steps −Δθ of scikit-learn's optimiser, which writes its updates into the parameters."""
    parameters = [np.zeros(3)]
    optimiser = make(parameters, rate)
    steps = []
    for count, gradient in enumerate(sequence, 1):
        before(optimiser, count)
        parameters[0][...] = 0.0  # so that a step is read off with all its digits
        optimiser.update_params(parameters, [gradient])
        steps.append(-parameters[0].copy())
    return steps


def ours(name, rates, sequence):
    step = OPTIMISERS[name](rates)
    return np.array([step(gradient) for gradient in sequence])


def test_first_steps_by_hand():
    one, two = np.array([4.0, -0.5]), np.array([1.0, 0.5])
    for name, expected in [
        ("gradient_descent", [0.2 * one, 0.2 * two]),
        ("momentum", [0.2 * one, 0.2 * (0.9 * one + two)]),
    ]:
        np.testing.assert_allclose(ours(name, np.array(0.2), [one, two]), expected, rtol=1e-15)
    first, second = ours("adam", np.array(0.2), [one, two])
    np.testing.assert_allclose(first, [0.2, -0.2], rtol=3e-8)  # η g / (|g| + ε)
    mean = (0.09 * one + 0.1 * two) / (1.0 - 0.81)
    size = np.sqrt((0.999 * 0.001 * one**2 + 0.001 * two**2) / (1.0 - 0.999**2))
    np.testing.assert_allclose(second, 0.2 * mean / (size + 1e-8), rtol=1e-12)


@pytest.mark.parametrize("run", [0, 1])
def test_momentum_is_that_of_scikit_learn(run):
    def make(parameters, rate):
        return SGDOptimizer(parameters, rate, momentum=0.9, nesterov=False)

    expected = by_scikit_learn(make, RATES[run, 0], gradients()[:, run])
    np.testing.assert_allclose(ours("momentum", RATES, gradients())[:, run], expected, rtol=1e-12, atol=1e-20)


@pytest.mark.parametrize("run", [0, 1])
def test_adam_is_that_of_scikit_learn(run):
    def make(parameters, rate):
        return AdamOptimizer(parameters, rate)

    def same_epsilon(optimiser, count):  # scikit-learn adds ε to √v, the paper's algorithm 1 and the app to √v̂
        optimiser.epsilon = 1e-8 * math.sqrt(1.0 - 0.999**count)

    expected = by_scikit_learn(make, RATES[run, 0], gradients()[:, run], same_epsilon)
    np.testing.assert_allclose(ours("adam", RATES, gradients())[:, run], expected, rtol=1e-11, atol=1e-20)


@pytest.mark.parametrize("name", ["momentum", "adam"])
def test_plain_floats_take_the_same_steps(name):
    floats = ours(name, 3.0, gradients()[:, 1, 0].tolist())
    np.testing.assert_allclose(floats, ours(name, RATES, gradients())[:, 1, 0], rtol=1e-12, atol=1e-20)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_runs_do_not_touch_and_nothing_is_shared(name):
    sequence, make = gradients(10), OPTIMISERS[name]
    together = ours(name, RATES, sequence)
    for run in range(2):
        np.testing.assert_array_equal(
            ours(name, RATES[run : run + 1], sequence[:, run : run + 1])[:, 0], together[:, run]
        )
    one, other = make(RATES), make(RATES)
    given = sequence[0].copy()
    first = one(given)
    one(sequence[1])
    np.testing.assert_array_equal(other(given), first)
    np.testing.assert_array_equal(given, sequence[0])


@pytest.mark.parametrize("name", OPTIMISERS)
def test_gradients_of_any_size(name):
    for size in (0.0, 5e-324, 1e-200, 1e154, 1e200):
        with np.errstate(all="raise", under="ignore"):
            steps = ours(name, np.array(0.5), [np.full(2, size), np.full(2, -size), np.full(2, size)])
        assert np.all(np.isfinite(steps))
    if name == "adam":  # so large a gradient is still a step of η, though its square is no float
        np.testing.assert_allclose(steps[0], 0.5, rtol=1e-12)
        np.testing.assert_allclose(ours(name, 0.5, [1e200]), 0.5, rtol=1e-12)


def test_adam_takes_the_size_out_of_the_gradient():
    for size in (1e-3, 1.0, 1e6):
        np.testing.assert_allclose(ours("adam", np.array(0.1), gradients()[:, :1] * 0.0 + size), 0.1, rtol=2e-5)
    below = ours("adam", np.array(0.1), [np.array(1e-12)])  # but not below ε
    np.testing.assert_allclose(below, 0.1 * 1e-4, rtol=2e-4)


def test_unknown():
    with pytest.raises(ValueError, match="unknown optimiser 'sgd': expected one of gradient_descent, momentum, adam"):
        Method(optimiser="sgd")


def epochs_by_scikit_learn(make, start, loss, before):
    """Epochs until a ≤ 0.1 of one neuron with x = 1, y = 0, stepped by scikit-learn's optimiser."""
    parameters = [np.array(start, dtype=float)]
    optimiser = make(parameters)
    for epoch in range(10**4):
        z = parameters[0].sum()
        a = 1.0 / (1.0 + math.exp(-z))
        if a <= 0.1:
            return epoch
        slope = a if loss == "cross_entropy" else a * math.exp(-z) * a**2
        before(optimiser, epoch + 1)
        optimiser.update_params(parameters, [np.full(2, slope)])
    return None


@pytest.mark.parametrize(
    ("optimiser", "start", "expected"),
    [
        ("gradient_descent", (2.0, 2.0), (50, 469)),
        ("momentum", (2.0, 2.0), (8, 50)),
        ("adam", (2.0, 2.0), (24, 21)),  # the slow start is gone: the size of the gradient cancels out …
        ("adam", (4.0, 4.0), (38, 33)),
        ("adam", (8.0, 8.0), (66, 54)),
        ("adam", (12.0, 12.0), (93, 954)),  # … and is back where σ' = e^−24 = 4e-11 is far below ε = 1e-8
    ],
)
def test_what_becomes_of_the_slow_start(optimiser, start, expected):
    race = RaceSettings(*start, optimiser=optimiser)
    measured = tuple(measure_epochs_to_target(race, loss) for loss in ("cross_entropy", "squared_error"))
    assert measured == expected
    make, before = {
        "gradient_descent": (lambda p: SGDOptimizer(p, 0.15, momentum=0.0, nesterov=False), lambda o, count: None),
        "momentum": (lambda p: SGDOptimizer(p, 0.15, momentum=0.9, nesterov=False), lambda o, count: None),
        "adam": (
            lambda p: AdamOptimizer(p, 0.15),
            lambda o, count: setattr(o, "epsilon", 1e-8 * math.sqrt(1.0 - 0.999**count)),
        ),
    }[optimiser]
    counted = (epochs_by_scikit_learn(make, start, loss, before) for loss in ("cross_entropy", "squared_error"))
    assert tuple(counted) == expected
