"""The playground's classification, against its own tanh network written down here."""

import numpy as np
import pytest

from core.simulation.descent.stability import settled
from core.simulation.training_race.playground import BATCH, EPOCHS, RATE, SHAPES, STARTS, learn


def circles(chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """dataset.ts, classifyCircleData without noise: 250 shuffled points and their targets."""
    radius = np.concatenate([chance.uniform(0, 2.5, 250), chance.uniform(3.5, 5, 250)])
    angle = chance.uniform(0, 2 * np.pi, 500)
    order = chance.permutation(500)[:250]
    return np.c_[radius * np.sin(angle), radius * np.cos(angle)][order], np.where(radius[order] < 2.5, 1.0, -1.0)


def epoch_of(layers, x, t, loss: str, order) -> None:
    """One epoch by nn.ts: forwardProp, backProp and updateWeights, in place; every unit is a tanh."""
    for first in range(0, len(x), BATCH):
        values, batch = [x[order[first : first + BATCH]]], order[first : first + BATCH]
        for weights, biases in layers:
            values.append(np.tanh(values[-1] @ weights.T + biases))
        delta = values[-1] - t[batch, None]
        if loss == "squared_error":
            delta = delta * (1 - values[-1] ** 2)
        for place in reversed(range(len(layers))):
            weights, biases = layers[place]
            before = delta @ weights * (1 - values[place] ** 2)
            weights -= RATE * delta.T @ values[place] / len(batch)
            biases -= RATE * delta.mean(axis=0)
            delta = before


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("data", SHAPES)
def test_the_neuron_is_the_playgrounds(data, start):
    runs = learn(data, start)
    x, t = np.array(SHAPES[data].inputs(*runs.dataset.raw.T)).T, 2.0 * runs.dataset.labels - 1.0
    for run, loss in enumerate(("cross_entropy", "squared_error")):
        history = runs.trajectory.parameters[run]
        layers = [(history[0, None, :-1] / 2, history[0, -1:] / 2)]
        shuffle = np.random.default_rng(1)
        for epoch in range(1, 6):
            epoch_of(layers, x, t, loss, shuffle.permutation(len(x)))
            assert np.append(*layers[0]) * 2 == pytest.approx(history[epoch], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("data", SHAPES)
def test_what_is_shown_does_not_hang_on_the_last_digits(data):
    for runs in (*(learn(data, start) for start in STARTS), learn(data, "random", 20)):
        assert not any(settled(runs.trajectory)[1])


def test_the_data_follow_its_rules():
    for data, rule in {
        "circle": lambda x, y: np.hypot(x, y) < 2.5,
        "xor": lambda x, y: x * y > 0,
        "gauss": lambda x, y: x + y > 0,  # 5.7 standard deviations from either centre
    }.items():
        dataset = learn(data, "random").dataset
        assert len(dataset.raw) == 250
        assert np.array_equal(dataset.labels == 1, rule(*dataset.raw.T))
        assert np.abs(dataset.raw).max() <= 5.3
    x, y = learn("spiral", "random").dataset.raw.T
    turn = 3.5 * np.pi * np.hypot(x, y) / 5
    right = learn("spiral", "random").dataset.labels == 1
    assert np.hypot(x, y) * np.where(right, 1, -1) * np.sin(turn) == pytest.approx(x)


def test_little_changes_in_its_default_network():
    found = {"cross_entropy": [], "squared_error": []}
    for seed in range(10):
        chance = np.random.default_rng(seed)
        x, t = circles(chance)
        begin = [(chance.uniform(-0.5, 0.5, (o, i)), np.full(o, 0.1)) for i, o in ((2, 4), (4, 2), (2, 1))]
        for loss, epochs in found.items():
            layers = [(weights.copy(), biases.copy()) for weights, biases in begin]
            for epoch in range(EPOCHS + 1):
                value = x
                for weights, biases in layers:
                    value = np.tanh(value @ weights.T + biases)
                if np.mean((value[:, 0] > 0) == (t > 0)) >= 0.95:
                    epochs.append(epoch)
                    break
                epoch_of(layers, x, t, loss, np.arange(250))
    assert {loss: len(epochs) for loss, epochs in found.items()} == {"cross_entropy": 9, "squared_error": 9}
    assert np.median(found["cross_entropy"]) == 37
    assert np.median(found["squared_error"]) == 40
