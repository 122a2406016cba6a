"""Descent: the fast kernels against the formulas, whole runs against scikit-learn, batches, and huge numbers."""

import math
import warnings
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from core.maths import losses as maths
from core.maths.checks import LARGEST, LOSSES
from core.simulation.descent import descent
from core.simulation.descent.method import OPTIMISERS
from core.simulation.descent.models import Model, as_rows
from core.simulation.descent.stability import chaotic_from, left_at
from core.simulation.descent.training import first_steps, train
from tests.simulation.descent.engine import MODELS, problem
from tests.simulation.descent.test_models import SLOPES, each_model

each_optimiser = pytest.mark.parametrize("optimiser", OPTIMISERS)
NUMBERS = ("logits", "outputs", "errors", "cross_entropy", "squared_error", "mean_error", "accuracy", "output_gap")
NUMBERS += ("pull", "gradients", "gradient_norm")


def kernel(model, rows, x, y, losses):
    """descent.gradients for losses in any order."""
    order = sorted(range(len(losses)), key=lambda run: losses[run] == "squared_error")
    batch = descent.batches_by_epoch(model, x, y, len(losses))()[0]
    found = np.empty_like(rows)
    found[order] = descent.gradients(model, rows[order], batch, losses.count("cross_entropy"))
    return found


def by_formula(model, rows, x, y, losses):
    z = model.logits(rows, x)
    slopes = np.array([SLOPES[model.outputs == 1, loss](y, z[run]) for run, loss in enumerate(losses)])
    return model.gradient(rows, x, slopes)


@each_model
@pytest.mark.parametrize("counts", [(0, 4), (1, 3), (2, 2), (4, 0)])
def test_the_kernel_is_the_formula(model, counts):
    x, y, rows, _ = problem(model, [1, *counts])
    for losses in set(permutations([LOSSES[0]] * counts[0] + [LOSSES[1]] * counts[1])):
        found, expected = kernel(model, rows, x, y, list(losses)), by_formula(model, rows, x, y, losses)
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_how_exact_the_sigmoid_kernel_is(y):
    """Errors to 3e-16, and the factor σ' to all digits, however sure the neuron is."""
    z = np.append(np.linspace(-690.0, 690.0, 4001), [1e3, 1e100, 1e200, -1e3, -1e100, -1e200])
    found = descent.sigmoid_slopes(np.array([z, z]), np.full((2, z.size), 1.0 - y), 1)
    errors = maths.binary_cross_entropy_with_logits_gradient(y, z)
    np.testing.assert_allclose(found[0], errors, rtol=0.0, atol=3e-16)
    damped = maths.squared_error_with_logits_gradient(y, z)
    sure = np.abs(errors) > 0.2  # wrong: there the factor decides, down to e^−690
    assert np.count_nonzero(sure) > 1900
    np.testing.assert_allclose(found[1][:4001][sure[:4001]], damped[:4001][sure[:4001]], rtol=1e-13, atol=0.0)
    np.testing.assert_allclose(found[1], damped, rtol=1e-13, atol=3e-16)
    assert np.all(np.abs(found[1]) <= np.abs(damped) * (1.0 + 1e-13) + 3e-16 * np.exp(-np.abs(z)) + 1e-300)


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_how_exact_the_softmax_kernel_is(classes):
    rng = np.random.default_rng(classes)
    z = rng.normal(size=(4000, classes)) * 10.0 ** rng.uniform(-2.0, 4.0, (4000, 1))
    z[:3] = np.outer([1e200, -1e200, 0.0], np.eye(classes)[0])
    y = np.where(rng.random((4000, 1)) < 0.5, np.eye(classes)[rng.integers(classes, size=4000)], 1.0 / classes)
    found = descent.softmax_slopes(np.array([z.T, z.T]), y.T, 1)
    for run, formula in enumerate(
        (maths.categorical_cross_entropy_with_logits_gradient, maths.squared_error_softmax_gradient)
    ):
        np.testing.assert_allclose(found[run].T, formula(y, z), rtol=0.0, atol=5e-16)


@each_model
@each_optimiser
@pytest.mark.parametrize("batch_size", [None, 3])
def test_a_batch_of_runs_equals_the_runs_one_by_one(model, optimiser, batch_size):
    x, y, rows, losses = problem(model, 5)
    rates = [0.3, 0.05, 0.2, 0.1]
    together = train(model, x, y, rows, losses, rates, 25, optimiser, batch_size, 9)
    assert together.learning_rates.tolist() == rates
    for run in range(4):
        alone = train(model, x, y, rows[run : run + 1], losses[run : run + 1], rates[run], 25, optimiser, batch_size, 9)
        np.testing.assert_allclose(together.parameters[run], alone.parameters[0], rtol=1e-9, atol=1e-10)


@each_model
@each_optimiser
@pytest.mark.parametrize("batch_size", [None, 1, 3])
def test_every_step_is_the_optimisers_on_the_gradient(model, optimiser, batch_size):
    """Five epochs made again from Model.gradient and the batches the seed gives, the last one short."""
    x, y, rows, losses = problem(model, 6)
    run = train(model, x, y, rows, losses, 0.1, 5, optimiser, batch_size, 4)
    rng, size, step = np.random.default_rng(4), batch_size or len(x), OPTIMISERS[optimiser](np.array(0.1))
    at, lengths = rows.copy(), []
    for epoch in range(1, 6):
        order = rng.permutation(len(x)) if batch_size else np.arange(len(x))
        for some in (order[first : first + size] for first in range(0, len(x), size)):
            move = step(by_formula(model, at, x[some], y[some], losses))
            lengths.append(np.linalg.norm(move, axis=-1))
            at = at - move
        np.testing.assert_allclose(run.parameters[:, epoch], at, rtol=1e-8, atol=1e-9)
    found = first_steps(model, x, y, rows, losses, optimiser, batch_size, 4)
    np.testing.assert_allclose(0.1 * found, lengths[0], rtol=1e-9)


@pytest.mark.parametrize("classes", [2, 3])
def test_softmax_tends_to_scikit_learns_optimum(classes):
    rng = np.random.default_rng(7)
    numbers = np.arange(120) % classes
    x = rng.normal(size=(120, 2)) + rng.normal(size=(classes, 2))[numbers]
    oracle = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(x, numbers)
    model = Model(2, classes)
    starts = np.array([np.zeros(model.parameters), rng.normal(0.0, 3.0, model.parameters)])
    run = train(model, x, as_rows(numbers, classes), starts, ["cross_entropy"] * 2, 1.0, 5000)
    assert np.all(run.gradient_norm[:, -1] < 1e-9)
    for r in range(2):
        found = model.predictions(run.parameters[r, -1], x)
        np.testing.assert_allclose(found, oracle.predict_proba(x), atol=1e-7)
    moved = run.parameters[:, -1] - run.parameters[:, 0]  # the classes' gradients sum to 0
    np.testing.assert_allclose(moved.reshape(2, classes, 3).sum(axis=1), 0.0, atol=1e-10)


# Two classes have one output there.
@pytest.mark.parametrize("name", [name for name, model in MODELS.items() if model.outputs != 2])
@each_optimiser
def test_cross_entropy_takes_the_steps_of_scikit_learns_perceptron(name, optimiser):
    model = MODELS[name]
    x, y, rows, _ = problem(model, 8, n=40, runs=2, soft=False)
    numbers = y if model.outputs == 1 else y.argmax(axis=1)
    mlp = MLPClassifier(
        (model.hidden,) if model.hidden else (),
        activation="logistic" if model.activation == "sigmoid" else "tanh",
        solver="adam" if optimiser == "adam" else "sgd",
        learning_rate_init=0.05,
        momentum=0.9 if optimiser == "momentum" else 0.0,
        nesterovs_momentum=False,
        alpha=0.0,
        batch_size=40,
        shuffle=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mlp.partial_fit(x, numbers, classes=np.arange(max(2, model.outputs)))
        del mlp._optimizer  # it has taken a step: from here on it begins anew
        for layer, coefs, intercepts in zip(
            [part for part in model.layers(rows[0]) if part is not None], mlp.coefs_, mlp.intercepts_, strict=True
        ):
            coefs[...], intercepts[...] = layer[:, :-1].T, layer[:, -1]
        expected = []
        for count in range(1, 16):
            # It adds ε to √v, the paper's algorithm 1 to √v̂.
            mlp.epsilon = 1e-8 * math.sqrt(1.0 - 0.999**count)
            if count > 1 and optimiser == "adam":
                mlp._optimizer.epsilon = mlp.epsilon
            mlp.partial_fit(x, numbers)
            parts = [np.column_stack([c.T, b]).ravel() for c, b in zip(mlp.coefs_, mlp.intercepts_, strict=True)]
            expected.append(np.concatenate(parts))
    run = train(model, x, y, rows[:1], ["cross_entropy"], 0.05, 15, optimiser)
    np.testing.assert_allclose(run.parameters[0, 1:], expected, rtol=1e-7, atol=1e-8)


@each_optimiser
@pytest.mark.parametrize(("weight", "bias", "label"), [(2.0, 2.0, 0.0), (-1.0, 9.0, 0.0), (1.0, -6.0, 1.0)])
def test_plain_floats_and_arrays_agree_for_every_optimiser(optimiser, weight, bias, label):
    starts, rates = np.array([[weight, bias]] * 2), np.array([0.15, 0.4])
    for losses in (LOSSES, LOSSES[::-1]):
        arrays = descent.descend_arrays(
            Model(1), np.array([[1.0]]), np.array([label]), starts, losses, rates, 400, optimiser
        )
        floats = descent.descend_floats(1.0, label, starts, losses, rates, 400, optimiser)
        np.testing.assert_allclose(floats, arrays, rtol=1e-9, atol=1e-9)


def batches_of(n, size, seed):
    """What three epochs see of the samples 0 … n−1, whose label is their number divided by n."""
    x, y = np.arange(float(n))[:, None], np.arange(n) / n
    epoch = descent.batches_by_epoch(Model(1), x, y, 2, size, seed)
    return [list(epoch()) for _ in range(3)]


@pytest.mark.parametrize(("n", "size"), [(10, 3), (10, 1), (9, 3), (2, 1)])
def test_every_sample_once_an_epoch(n, size):
    orders = []
    for batches in batches_of(n, size, 5):
        sizes = [batch.design.shape[1] for batch in batches]
        assert sizes == [size] * (n // size) + [n % size] * (n % size > 0)
        order = np.concatenate([batch.design[0] for batch in batches])
        assert sorted(order) == list(range(n))
        for batch in batches:
            np.testing.assert_array_equal(batch.design[1], 1.0)
            np.testing.assert_allclose(1.0 - batch.targets, [batch.design[0] / n] * 2, rtol=1e-15, atol=1e-15)
            np.testing.assert_allclose(batch.averaging * batch.design.shape[1], batch.design.T, rtol=1e-15)
        orders.append(order.tolist())
    if n > 2:
        assert orders[0] != orders[1] != orders[2]


def test_the_seed_gives_the_order():
    def order(seed):
        return [b.design[0].tolist() for epoch in batches_of(20, 6, seed) for b in epoch]

    assert order(3) == order(3)
    assert order(3) != order(4)


@pytest.mark.parametrize("size", [None, 7, 8, 10**9])
def test_a_batch_of_all_samples_is_left_in_order(size):
    for epoch in batches_of(7, size, 1):
        (batch,) = epoch
        np.testing.assert_array_equal(batch.design[0], np.arange(7.0))


@each_model
def test_batch_size_of_all_samples_is_no_batch_size(model):
    x, y, rows, losses = problem(model, 9)
    whole, same = (train(model, x, y, rows, losses, 0.2, 10, "momentum", size, 3) for size in (None, 7))
    np.testing.assert_array_equal(whole.parameters, same.parameters)
    again = train(model, x, y, rows, losses, 0.2, 10, "momentum", 3, 3)
    other = train(model, x, y, rows, losses, 0.2, 10, "momentum", 3, 4)
    np.testing.assert_array_equal(
        again.parameters, train(model, x, y, rows, losses, 0.2, 10, "momentum", 3, 3).parameters
    )
    assert np.all(np.any(again.parameters[:, 1] != other.parameters[:, 1], axis=-1))
    for seed in (-1, 2**63, 0.5):
        for call in (first_steps, lambda *a, **k: train(*a, 0.1, 2, **k)):
            with pytest.raises(ValueError, match=f"seed = {seed} is not a whole number from 0"):
                call(model, x, y, rows, losses, batch_size=2, seed=seed)


@pytest.mark.parametrize("size", [0, 8, 2.0, -1])
def test_batch_sizes_that_are_refused(size):
    x, y, rows, losses = problem(Model(2), 9)
    with pytest.raises(ValueError, match=rf"batch_size = {size} is not a whole number from 1 to 7"):
        train(Model(2), x, y, rows, losses, 0.2, 10, batch_size=size)


def test_labels_that_do_not_go_with_the_model():
    x, y, rows, losses = problem(Model(2, 3), 9)
    with pytest.raises(ValueError, match=r"row labels sums to .* not to 1"):
        train(Model(2, 3), x, y[:, 0], rows, losses, 0.2, 10)
    with pytest.raises(ValueError, match=r"row labels\[0\] sums to 0.49.*, not to 1"):
        train(Model(2, 3), x, y * 0.5, rows, losses, 0.2, 10)
    with pytest.raises(ValueError, match=r"inputs has shape \(7, 2\), not \(samples, 3\)"):
        train(Model(3, 3), x, y, rows, losses, 0.2, 10)
    with pytest.raises(ValueError, match="unknown optimiser 'sgd'"):
        train(Model(2, 3), x, y, rows, losses, 0.2, 10, "sgd")


sizes = st.sampled_from([0.0, 1e-200, 1e-9, 0.1, 1.0, 5.0, 1e3, 1e30, 1e60, 1e100])
signed = st.builds(lambda size, sign: size * sign, sizes, st.sampled_from([1.0, -1.0]))


@given(
    name=st.sampled_from(list(MODELS)),
    optimiser=st.sampled_from(list(OPTIMISERS)),
    rate=sizes.filter(bool),
    batch_size=st.sampled_from([None, 1, 2]),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_nothing_is_ever_nan(name, optimiser, rate, batch_size, data):
    model = MODELS[name]
    x = np.reshape(data.draw(st.lists(signed, min_size=3 * model.inputs, max_size=3 * model.inputs)), (3, -1))
    row = data.draw(st.lists(signed, min_size=model.parameters, max_size=model.parameters))
    y = as_rows(np.arange(3) % max(2, model.outputs), model.outputs)
    with np.errstate(all="raise", under="ignore"):
        lengths = first_steps(model, x, y, [row] * 2, LOSSES, optimiser, batch_size)
        run = train(model, x, y, [row] * 2, LOSSES, rate, 12, optimiser, batch_size)
        assert np.all(np.isfinite(lengths))
        assert np.all(np.abs(run.parameters) <= LARGEST)
        for number in NUMBERS:
            assert np.all(np.isfinite(getattr(run, number))), number
    for at in (*run.diverged_at, *chaotic_from(run), *left_at(run)):
        assert at is None or 1 <= at <= 12


def test_a_run_that_ends_in_nan_does_not_touch_the_others():
    """∞ − ∞ in a sigmoid unit of one run, in the middle of a batch of runs."""
    model = Model(2, 1, 2, "sigmoid")
    x, y = np.array([[1e100, 1e100], [1.0, -1.0], [0.0, 0.5]]), np.array([0.0, 1.0, 0.0])
    wild = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1e100, -1e100, 0.0]
    tame = [0.0, 0.1, 0.2, 0.0, 0.3, -0.1, 0.5, -0.4, 0.1]
    run = train(model, x, y, [tame, wild, tame], ["cross_entropy"] * 3, [0.1, 1e100, 0.1], 30)
    alone = train(model, x, y, [tame], ["cross_entropy"], 0.1, 30)
    assert run.diverged_at[1] == 1
    for r in (0, 2):
        np.testing.assert_allclose(run.parameters[r], alone.parameters[0], rtol=1e-12)
