"""Time of the training engine beside what one would write without it: ``python -m tests.slow.bench_engine``.

Every variant of a case descends the same losses from the same start, and the bench stops if two of them end at
different weights. They take turns, since machines are noisy: the ratio within a turn is the claim, not milliseconds.
"""

import importlib
import importlib.util
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from core.maths.checks import LOSSES, FloatArray
from core.simulation.descent.descent import descend_arrays
from core.simulation.descent.models import Model, as_rows
from core.simulation.descent.training import train
from core.simulation.descent.trajectory import Trajectory
from core.simulation.training_race.race import RaceSettings, simulate

TURNS, LEAST_SECONDS = 9, 0.1  # in each turn a variant is called as often as fills that time
DERIVED = ("outputs", "errors", "cross_entropy", "squared_error", "gradient_norm")
Ends = FloatArray  # the last parameters of each run, (R, P)


@dataclass(frozen=True)
class Case:
    """What to learn: inputs (n, d), labels (n,) or one-hot (n, K), one start (P,), a learning rate."""

    title: str
    model: Model
    x: FloatArray
    y: FloatArray
    start: FloatArray
    rate: float
    epochs: int


def clouds(title: str, n: int, d: int, classes: int, epochs: int, rate: float) -> Case:
    """Overlapping Gaussian clouds, one for each class."""
    rng = np.random.default_rng(1)
    numbers = np.arange(n) % classes
    x = rng.normal(size=(n, d)) + rng.normal(0.0, 1.5, (classes, d))[numbers]
    model = Model(d, 1 if classes == 2 else classes)
    start = rng.normal(0.0, 2.0, model.parameters)
    return Case(title, model, x, as_rows(numbers, model.outputs), start, rate, epochs)


def neuron_by_hand(case: Case) -> Ends:
    """The loop for a neuron that one would write in NumPy, once for each loss."""
    ends = []
    x, y, n = case.x, case.y, len(case.x)
    for loss in LOSSES:
        w, b = case.start[:-1].copy(), case.start[-1]
        history: dict[str, list[Any]] = {name: [] for name in ("w", "b", "a", "error", "ce", "mse", "norm")}
        for epoch in range(case.epochs + 1):
            z = x @ w + b
            a = 1.0 / (1.0 + np.exp(-z))
            error = a - y
            slope = error if loss == "cross_entropy" else error * a * (1.0 - a)
            grad_w, grad_b = x.T @ slope / n, slope.mean()
            history["w"].append(w.copy())
            history["b"].append(b)
            history["a"].append(a)
            history["error"].append(error)
            history["ce"].append(np.mean(np.logaddexp(0.0, z) - y * z))
            history["mse"].append(np.mean(error**2) / 2.0)
            history["norm"].append(np.sqrt(grad_w @ grad_w + grad_b**2))
            if epoch < case.epochs:
                w -= case.rate * grad_w
                b -= case.rate * grad_b
        ends.append(np.append(history["w"][-1], history["b"][-1]))
    return np.array(ends)


def softmax_by_hand(case: Case) -> Ends:
    """The loop for a softmax layer that one would write in NumPy, once for each loss."""
    ends = []
    x, y, n = case.x, case.y, len(case.x)
    for loss in LOSSES:
        layer = case.start.reshape(case.model.outputs, -1)
        w, b = layer[:, :-1].T.copy(), layer[:, -1].copy()
        history: dict[str, list[Any]] = {name: [] for name in ("w", "b", "a", "error", "ce", "mse", "norm")}
        for epoch in range(case.epochs + 1):
            z = x @ w + b
            e = np.exp(z - z.max(axis=1, keepdims=True))
            a = e / e.sum(axis=1, keepdims=True)
            error = a - y
            slope = error if loss == "cross_entropy" else a * (error - (error * a).sum(axis=1, keepdims=True))
            grad_w, grad_b = x.T @ slope / n, slope.mean(axis=0)
            history["w"].append(w.copy())
            history["b"].append(b.copy())
            history["a"].append(a)
            history["error"].append(error)
            history["ce"].append(-np.mean(np.sum(y * np.log(a + 1e-300), axis=1)))
            history["mse"].append(np.mean(np.sum(error**2, axis=1)) / 2.0)
            history["norm"].append(np.sqrt(np.sum(grad_w**2) + np.sum(grad_b**2)))
            if epoch < case.epochs:
                w -= case.rate * grad_w
                b -= case.rate * grad_b
        ends.append(np.column_stack([history["w"][-1].T, history["b"][-1]]).ravel())
    return np.array(ends)


def by_scikit_learn(case: Case) -> Ends:
    """MLPClassifier without hidden layers, one step for each call of partial_fit; it knows cross-entropy only."""
    numbers = case.y if case.y.ndim == 1 else case.y.argmax(axis=1)
    classes = np.unique(np.append(numbers, (0.0, 1.0)))
    mlp = MLPClassifier(
        (), solver="sgd", learning_rate_init=case.rate, momentum=0.0, nesterovs_momentum=False, alpha=0.0,
        batch_size=len(case.x), shuffle=False,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mlp.partial_fit(
            case.x, numbers, classes=classes
        )  # only this makes its arrays; the step it takes is undone below
        layer = case.start.reshape(case.model.outputs, -1)
        mlp.coefs_[0][...], mlp.intercepts_[0][...] = layer[:, :-1].T, layer[:, -1]
        history = [(mlp.coefs_[0].copy(), mlp.intercepts_[0].copy(), mlp.predict_proba(case.x))]
        for _ in range(case.epochs):
            mlp.partial_fit(case.x, numbers)
            history.append((mlp.coefs_[0].copy(), mlp.intercepts_[0].copy(), mlp.predict_proba(case.x)))
    return np.column_stack([history[-1][0].T, history[-1][1]]).reshape(1, -1)


def by_autograd(case: Case) -> Ends:
    """Both losses as plain formulas, differentiated by the autograd package."""
    autograd, anp = importlib.import_module("autograd"), importlib.import_module("autograd.numpy")
    x, y = case.x, case.y

    def outputs(layer: Any) -> tuple[Any, Any]:
        z = anp.dot(x, layer[:, :-1].T) + layer[:, -1]
        if case.model.outputs == 1:
            return z[:, 0], 1.0 / (1.0 + anp.exp(-z[:, 0]))
        e = anp.exp(z - anp.max(z, axis=1, keepdims=True))
        return z, e / anp.sum(e, axis=1, keepdims=True)

    def cross_entropy(layer: Any) -> Any:
        z, a = outputs(layer)
        if case.model.outputs == 1:
            return anp.mean(anp.logaddexp(0.0, z) - y * z)
        return -anp.mean(anp.sum(y * anp.log(a + 1e-300), axis=1))

    def squared_error(layer: Any) -> Any:
        return anp.sum((outputs(layer)[1] - y) ** 2) / (2.0 * len(x))

    ends = []
    for loss in (cross_entropy, squared_error):
        value_and_slope = autograd.value_and_grad(loss)
        layer = case.start.reshape(case.model.outputs, -1).copy()
        history = []
        for epoch in range(case.epochs + 1):
            value, slope = value_and_slope(layer)
            history.append((layer, value, np.linalg.norm(slope)))
            if epoch < case.epochs:
                layer = layer - case.rate * slope
        ends.append(history[-1][0].ravel())
    return np.array(ends)


def ours(case: Case) -> Trajectory:
    """The engine as the app calls it: parameters recorded, nothing else asked for yet."""
    return train(case.model, case.x, case.y, [case.start] * len(LOSSES), LOSSES, case.rate, case.epochs)


def ours_with_all(case: Case) -> Trajectory:
    """The engine, and all that the loops by hand write down."""
    run = ours(case)
    for name in DERIVED:
        getattr(run, name)
    return run


def ours_stacked(case: Case) -> Ends:
    """The loop over arrays alone, which a single neuron on one example does not use."""
    starts = np.array([case.start] * len(LOSSES))
    rates = np.full(len(LOSSES), case.rate)
    return descend_arrays(case.model, case.x, case.y, starts, LOSSES, rates, case.epochs)[:, -1]


def whole_race(case: Case) -> Ends:
    """The engine as the page calls it: settings checked, both runs, epochs to the target measured and predicted."""
    weight, bias = case.start.tolist()
    race = simulate(RaceSettings(weight, bias, learning_rate=case.rate, epochs=case.epochs))
    return race.trajectory.parameters[:, -1]


def measure(case: Case, by_hand: Callable[[Case], Ends], extra: dict[str, Callable[[Case], Ends]]) -> None:
    """Print every variant's median time, and how many times as long the loop by hand takes in the same turn."""
    variants: dict[str, Callable[[Case], Ends]] = {
        "NumPy loop by hand": by_hand,
        "ours, parameters recorded": lambda case: ours(case).parameters[:, -1],
        "ours, all derived": lambda case: ours_with_all(case).parameters[:, -1],
        **extra,
        "scikit-learn (cross-entropy only)": by_scikit_learn,
    }
    if importlib.util.find_spec("autograd"):
        variants["autograd"] = by_autograd
    expected = by_hand(case)
    calls: dict[str, int] = {}
    for (
        name,
        variant,
    ) in variants.items():  # a first turn: is like compared with like, and how long does it take?
        before = time.perf_counter()
        got = variant(case)
        calls[name] = max(1, round(LEAST_SECONDS / (time.perf_counter() - before)))
        np.testing.assert_allclose(got, expected[: len(got)], rtol=1e-7, atol=1e-9, err_msg=f"{case.title}: {name}")
    taken: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(TURNS):
        for name, variant in variants.items():
            before = time.perf_counter()
            for _ in range(calls[name]):
                variant(case)
            taken[name].append(1e3 * (time.perf_counter() - before) / calls[name])
    print(f"\n{case.title}, {case.epochs} epochs, both losses")
    for name, times in taken.items():
        ratios = [hand / own for hand, own in zip(taken["NumPy loop by hand"], times, strict=True)]
        print(f"  {name:36} {statistics.median(times):9.2f} ms   {statistics.median(ratios):7.2f}×")
    if "autograd" not in variants:
        print(f"  {'autograd':36} not installed")


def main() -> None:
    """Measure the three cases."""
    print(f"median of {TURNS} turns; × = time of the NumPy loop by hand / own time, median over the turns")
    one = Case("(a) one neuron, one example", Model(1), np.ones((1, 1)), np.zeros(1), np.array([2.0, 2.0]), 0.15, 300)
    stacked: dict[str, Callable[[Case], Ends]] = {
        "ours, arrays instead of floats": ours_stacked,
        "ours, RaceSettings and simulate": whole_race,
    }
    measure(one, neuron_by_hand, stacked)
    measure(clouds("(b) neuron, n = 200, d = 2", 200, 2, 2, 1000, 0.5), neuron_by_hand, {})
    measure(clouds("(c) softmax, n = 500, d = 2, 3 classes", 500, 2, 3, 1000, 0.5), softmax_by_hand, {})
    measure(clouds("(c) softmax, n = 500, d = 4, 3 classes", 500, 4, 3, 1000, 0.5), softmax_by_hand, {})


if __name__ == "__main__":
    main()
