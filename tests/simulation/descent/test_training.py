"""Gradient descent against printed tables, finite differences, scikit-learn and itself."""

import dataclasses
import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from core.maths.checks import LARGEST, LOSSES
from core.simulation.descent import descent
from core.simulation.descent.models import Model
from core.simulation.descent.training import FEW_RUNS
from core.simulation.descent.training import train as train_model
from core.simulation.descent.trajectory import MOST_VALUES, Trajectory

NIELSEN_EPOCHS = [0, 50, 100, 150, 200, 300]
NIELSEN = [  # start, loss, learning rate, output at those epochs
    ((0.6, 0.9), "squared_error", 0.15, [0.81757, 0.38701, 0.21100, 0.15274, 0.12375, 0.09396]),
    ((2.0, 2.0), "squared_error", 0.15, [0.98201, 0.97593, 0.96413, 0.93342, 0.78874, 0.20285]),
    ((0.6, 0.9), "cross_entropy", 0.15, [0.81757, 0.07921, 0.03713, 0.02407, 0.01777, 0.01164]),
    ((2.0, 2.0), "cross_entropy", 0.15, [0.98201, 0.09850, 0.04107, 0.02569, 0.01864, 0.01201]),
    ((2.0, 2.0), "cross_entropy", 0.005, [0.98201, 0.97101, 0.95391, 0.92816, 0.89122, 0.77959]),
]
GOOD = {
    "inputs": [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
    "labels": [0.0, 1.0, 0.5],
    "start_weights": [[0.1, 0.2], [0.3, 0.4]],
    "start_biases": [0.0, 1.0],
    "losses": ["cross_entropy", "squared_error"],
    "learning_rates": [0.5, 0.25],
    "epochs": 3,
}


def train(inputs, labels, start_weights, start_biases, losses, learning_rates, epochs):
    """A sigmoid neuron, its weights and bias given apart."""
    starts = np.column_stack([start_weights, start_biases])
    return train_model(Model(np.shape(inputs)[1]), inputs, labels, starts, losses, learning_rates, epochs)


def random_problem(rng, d, n=7, runs=2, epochs=40):
    return {
        "inputs": rng.normal(0.0, 2.0, (n, d)),
        "labels": rng.choice([0.0, 1.0, 0.3], n),
        "start_weights": rng.normal(0.0, 2.0, (runs, d)),
        "start_biases": rng.normal(0.0, 2.0, runs),
        "losses": [LOSSES[i % 2] for i in range(runs)],
        "learning_rates": rng.uniform(0.05, 2.0, runs),
        "epochs": epochs,
    }


def mean_loss(loss, x, y, parameters):
    """Written out anew: the loss as the formulas have it, with −ln a = ln(1 + e^−z), −ln(1 − a) = ln(1 + e^z)."""
    z = x @ parameters[:-1] + parameters[-1]
    if loss == "cross_entropy":
        return np.mean(y * np.logaddexp(0.0, -z) + (1.0 - y) * np.logaddexp(0.0, z))
    return np.mean((1.0 / (1.0 + np.exp(-z)) - y) ** 2) / 2.0


@pytest.mark.parametrize(("start", "loss", "rate", "printed"), NIELSEN)
def test_nielsens_table(start, loss, rate, printed):
    run = train([[1.0]], [0.0], [[start[0]]], [start[1]], [loss], rate, 300)
    np.testing.assert_array_equal(np.round(run.outputs[0, NIELSEN_EPOCHS, 0], 5), printed)


def test_nielsens_table_in_one_batch_of_runs():
    starts, losses, rates, printed = zip(*NIELSEN, strict=True)
    weights, biases = np.array(starts).T
    runs = train([[1.0]], [0.0], weights[:, None], biases, losses, rates, 300)
    np.testing.assert_array_equal(np.round(runs.outputs[:, NIELSEN_EPOCHS, 0], 5), printed)


def test_first_step_by_hand():
    run = train([[2.0], [-1.0]], [1.0, 0.0], [[0.0]], [0.0], ["cross_entropy"], 0.1, 1)
    # a = ½ for both: errors −½ and ½, so ∂C/∂w = (−½·2 + ½·(−1))/2 = −¾, ∂C/∂b = 0
    np.testing.assert_allclose(run.weights[0, :, 0], [0.0, 0.075], atol=1e-16)
    np.testing.assert_allclose(run.biases[0], [0.0, 0.0], atol=1e-16)
    np.testing.assert_allclose(run.gradient_norm[0, 0], 0.75)
    np.testing.assert_allclose([run.cross_entropy[0, 0], run.squared_error[0, 0]], [math.log(2.0), 0.125])


@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("seed", range(5))
def test_steps_and_gradients_are_those_of_the_mean_loss(d, seed):
    problem = random_problem(np.random.default_rng([d, seed]), d, epochs=4)
    run = train(**problem)
    x, y = problem["inputs"], problem["labels"]
    parameters, gradients = run.parameters, run.gradients
    np.testing.assert_allclose(run.gradient_norm, np.linalg.norm(gradients, axis=-1), rtol=1e-14)
    for r, loss in enumerate(problem["losses"]):
        for epoch in range(5):
            at, h = parameters[r, epoch], 1e-5
            steps = h * np.eye(d + 1)
            slopes = [(mean_loss(loss, x, y, at + s) - mean_loss(loss, x, y, at - s)) / (2.0 * h) for s in steps]
            np.testing.assert_allclose(gradients[r, epoch], slopes, rtol=1e-5, atol=1e-9)
        moved = -np.diff(parameters[r], axis=0) / problem["learning_rates"][r]
        np.testing.assert_allclose(moved, gradients[r, :-1], rtol=1e-10, atol=1e-13)


def test_recorded_quantities_follow_from_the_weights():
    problem = random_problem(np.random.default_rng(3), 2, n=5)
    run = train(**problem)
    x, y = problem["inputs"], problem["labels"]
    z = np.einsum("red,nd->ren", run.weights, x) + run.biases[..., None]
    a = 1.0 / (1.0 + np.exp(-z))
    assert run.epochs == 40
    assert run.logits.shape == (2, 41, 5)
    for got, expected in [
        (run.logits, z),
        (run.outputs, a),
        (run.errors, a - y),
        (run.sigmoid_slope, a * (1.0 - a)),
        (run.squared_error, ((a - y) ** 2).mean(-1) / 2.0),
        (run.cross_entropy, -(y * np.log(a) + (1.0 - y) * np.log(1.0 - a)).mean(-1)),
    ]:
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)


def both_ways(x, label, *rest):
    """Parameters of the same runs in plain floats and in arrays."""
    arrays = descent.descend_arrays(Model(1), np.array([[x]]), np.array([label]), *rest)
    return descent.descend_floats(x, label, *rest, "gradient_descent"), arrays


@pytest.mark.parametrize(
    ("x", "label", "weight", "bias"), [(1.0, 0.0, 2.0, 2.0), (-1.5, 1.0, 3.0, 0.5), (0.7, 0.3, -9, 1)]
)
def test_plain_floats_and_arrays_agree(x, label, weight, bias):
    starts = np.array([[weight, bias]] * 3)
    for losses in [("cross_entropy", "squared_error", "cross_entropy"), ("squared_error",) * 3]:
        same = (starts, losses, np.array([0.15, 3.0, 0.01]), 2000)
        np.testing.assert_allclose(*both_ways(x, label, *same), rtol=1e-11, atol=1e-12)


@given(
    weight=st.floats(-40, 40),
    bias=st.floats(-40, 40),
    x=st.floats(-5, 5),
    label=st.floats(0, 1),
    step=st.floats(1e-3, 4),
    loss=st.sampled_from(LOSSES),
)
@settings(max_examples=60, deadline=None)
def test_plain_floats_and_arrays_agree_anywhere(weight, bias, x, label, step, loss):
    rate = step / (x * x + 1.0)  # larger steps leap to and fro, and every leap multiplies the rounding
    same = (np.array([[weight, bias]]), [loss], np.array([rate]), 25)
    np.testing.assert_allclose(*both_ways(x, label, *same), rtol=1e-9, atol=1e-9)


def test_many_runs_on_one_example_take_the_other_path_to_the_same_place():
    runs = FEW_RUNS + 1
    weights = np.linspace(-4.0, 4.0, runs)
    together = train([[1.0]], [0.0], weights[:, None], weights, ["squared_error"] * runs, 0.5, 50)
    apart = [train([[1.0]], [0.0], [[w]], [w], ["squared_error"], 0.5, 50) for w in weights]
    np.testing.assert_allclose(together.outputs, np.concatenate([run.outputs for run in apart]), rtol=1e-12)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_batch_of_runs_equals_the_runs_one_by_one(d):
    problem = random_problem(np.random.default_rng(d), d, runs=5)
    together = train(**problem)
    for r in range(5):
        own = {name: problem[name][r : r + 1] for name in ("start_weights", "start_biases", "losses", "learning_rates")}
        alone = train(**{**problem, **own})
        for name in ("parameters", "outputs", "cross_entropy", "squared_error", "gradient_norm"):
            np.testing.assert_allclose(getattr(together, name)[r], getattr(alone, name)[0], rtol=1e-10, atol=1e-13)


def test_one_learning_rate_serves_all_runs():
    problem = random_problem(np.random.default_rng(0), 2)
    one, each = (train(**{**problem, "learning_rates": rate}) for rate in (0.3, [0.3, 0.3]))
    np.testing.assert_array_equal(one.weights, each.weights)


def test_training_is_deterministic():
    problem = random_problem(np.random.default_rng(1), 3)
    np.testing.assert_array_equal(train(**problem).weights, train(**problem).weights)


def test_cross_entropy_tends_to_the_one_optimum_of_data_that_no_line_separates():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(60, 2))
    y = (rng.random(60) < 1.0 / (1.0 + np.exp(-(x @ [1.0, -0.7] + 0.4)))).astype(float)
    oracle = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(x, y)
    run = train(x, y, [[0.0, 0.0], [6.0, 6.0]], [0.0, -5.0], ["cross_entropy"] * 2, 2.0, 3000)
    np.testing.assert_allclose(run.weights[:, -1], np.repeat(oracle.coef_, 2, axis=0), atol=1e-6)
    np.testing.assert_allclose(run.biases[:, -1], np.repeat(oracle.intercept_, 2), atol=1e-6)
    assert np.all(run.gradient_norm[:, -1] < 1e-7)
    assert np.all(np.diff(run.cross_entropy[0]) < 1e-15)


def test_separable_data_have_no_optimum():
    run = train([[-1.0], [1.0]], [0.0, 1.0], [[0.0]], [0.0], ["cross_entropy"], 1.0, 5000)
    assert np.all(np.diff(run.weights[0, :, 0]) > 0.0)


def test_a_saturated_neuron_keeps_its_digits():
    """σ' of a badly wrong neuron is e^−z, not the 0 that a (1 − a) rounds to."""
    for history in both_ways(1e-9, 0.0, np.array([[0.0, 40.0]]), ["squared_error"], np.ones(1), 1):
        assert history[0, 1, 0] == pytest.approx(-1e-9 * math.exp(-40.0), rel=1e-12)


@pytest.mark.parametrize("x", [[[1e100]], [[1e100], [-1e99]]])
def test_divergence_ends_a_run_and_never_gives_nan(x):
    labels = [0.0] * len(x)
    run = train(x, labels, [[1.0], [1.0]], [0.0, 0.0], LOSSES, [1e3, 1e-3], 50)
    assert run.diverged_at == (1, None)
    assert run.epochs == 50
    assert np.all(run.weights[0] == 1.0)
    for name in ("logits", "outputs", "sigmoid_slope", "errors", "cross_entropy", "squared_error", "gradient_norm"):
        assert np.all(np.isfinite(getattr(run, name))), name


def test_a_trajectory_ends_where_no_run_is_left():
    x, rates = [[1e60]], [1e40, 3e39]
    run = train(x, [0.0], [[5e99], [1.0]], [0.0, 0.0], ["cross_entropy"] * 2, rates, 50)
    assert run.diverged_at == (None, None)  # steps of 1e100 and 3e99: the first is right at once
    run = train([[1e60]], [0.0], [[1.0], [1.0]], [0.0, 0.0], ["cross_entropy"] * 2, [1e41, 2e41], 50)
    assert run.diverged_at == (1, 1)
    assert run.epochs == 0
    assert np.all(np.isfinite(run.cross_entropy))


def test_array_path_survives_what_overflows_on_the_way():
    """Steps far outside float64 must leave neither a warning nor a nan."""
    rng = np.random.default_rng(2)
    x = rng.choice([-1e100, 1e100, 1e99], (6, 3))
    run = train(x, rng.choice([0.0, 1.0], 6), rng.normal(size=(3, 3)), np.zeros(3), ["cross_entropy"] * 3, 1e100, 500)
    assert all(epoch == 1 for epoch in run.diverged_at)
    assert np.all(np.isfinite(run.weights))
    assert np.all(np.abs(run.weights) <= LARGEST)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("inputs", np.zeros((0, 2)), r"inputs has shape \(0, 2\)"),
        ("inputs", [[0.0, 1.0], [1.0, math.inf], [1.0, 1.0]], r"inputs\[1, 1\] = inf is not finite"),
        ("inputs", [[0.0, 1.0], [1.0, math.nan], [1.0, 1.0]], r"inputs\[1, 1\] = nan is not a number"),
        (
            "inputs",
            [[0.0, 1.0], [1.0, 1e101], [1.0, 1.0]],
            r"inputs\[1, 1\] = 1e\+101 is not finite, or larger",
        ),
        ("labels", [0.0, 1.5, 0.5], r"labels\[1\] = 1.5 is outside \[0, 1\]"),
        ("labels", [0.0, 1.0], r"labels has shape \(2,\), not \(3,\)"),
        ("start_weights", [[0.1], [0.2]], r"starts has shape \(2, 2\), not \(2, 3\)"),
        ("start_biases", [0.0, math.nan], r"starts\[1, 2\] = nan is not a number"),
        ("losses", ["cross_entropy", "hinge"], "unknown loss 'hinge'"),
        ("losses", "cross_entropy", "is not a sequence"),
        ("losses", [], "is not a sequence"),
        ("learning_rates", 0.0, "learning_rates = 0 is not above 0"),
        ("learning_rates", [0.5, -1.0], r"learning_rates\[1\] = -1 is not above 0"),
        ("learning_rates", [0.5, 0.5, 0.5], r"learning_rates has shape \(3,\), not \(2,\)"),
        ("epochs", 0, "epochs = 0 is not a whole number from 1 to 5000"),
        ("epochs", 5001, "epochs = 5001"),
        ("epochs", 2.5, "epochs = 2.5"),
        ("epochs", True, "epochs = True"),
    ],
)
def test_refused_at_the_door(name, value, message):
    with pytest.raises(ValueError, match=message):
        train(**{**GOOD, name: value})


def test_memory_is_bounded():
    runs = MOST_VALUES // 5001
    with pytest.raises(ValueError, match="more than 20000000 numbers"):
        train([[1.0]], [0.0], np.zeros((runs, 1)), np.zeros(runs), ["cross_entropy"] * runs, 1.0, 5000)
    run = train(np.ones((5000, 1)), np.zeros(5000), [[0.0]] * 2, [0.0] * 2, LOSSES, 1.0, 2000)
    with pytest.raises(ValueError, match=r"\(2, 2001, 5000\) values"):
        _ = run.logits
    assert run.cross_entropy.shape == (2, 2001)  # the means need no such array


def test_a_trajectory_is_frozen_and_travels_through_pickle():
    run = train(**GOOD)
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.weights = np.zeros(1)
    for name in ("parameters", "outputs", "cross_entropy", "gradient_norm"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(run, name)[0] = 0.0
    copy = pickle.loads(pickle.dumps(run))
    assert isinstance(copy, Trajectory)
    np.testing.assert_array_equal(copy.outputs, run.outputs)


def test_arguments_are_left_as_they_were():
    problem = random_problem(np.random.default_rng(8), 2)
    before = {name: np.array(value) for name, value in problem.items()}
    train(**problem)
    for name, value in before.items():
        np.testing.assert_array_equal(problem[name], value)
    problem["inputs"][0] = 5.0  # still the caller's own
