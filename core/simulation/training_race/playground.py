"""The classification of tensorflow/playground, which descends squared error behind tanh, beside cross-entropy.

Its output is tanh z for targets t = ±1. With a = σ(2z) and y = (t + 1)/2 its loss and both gradients are

    ½ (tanh z − t)² = 4 · ½ (a − y)²                  gradient in z: (tanh z − t)(1 − tanh² z)
    −y ln a − (1 − y) ln(1 − a)                       gradient in z: tanh z − t

A neuron of this house has the logit 2z, its weights are twice the playground's: a step of rate η there is one of 16 η
for squared error and of 4 η for cross-entropy here, where an undecided neuron takes the same step under both.
Source: github.com/tensorflow/playground at 02469bd: src/nn.ts (93–99: its only error function, 126: the start),
src/playground.ts (52, 909–918, 956–957), src/state.ts (learningRate, batchSize, percTrainData, noise), src/dataset.ts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from core.data.samples import Dataset
from core.maths.checks import LOSSES, FloatArray, IntArray, known, seeded, whole_number
from core.simulation.descent import starts
from core.simulation.descent.models import Model
from core.simulation.descent.training import train
from core.simulation.descent.trajectory import Trajectory

RATE: Final = 0.03
RATES: Final = {"cross_entropy": 4 * RATE, "squared_error": 16 * RATE}
BATCH: Final = 10
DRAWN: Final = 500  # of which it trains on half
EPOCHS: Final = 60
WRONG_LOGIT: Final = 8.0
STARTS: Final = ("random", "wrong")
GOAL: Final = 0.95  # of the samples right


def _circle(chance: np.random.Generator) -> FloatArray:
    half = DRAWN // 2
    radius = np.append(chance.uniform(0.0, 2.5, half), chance.uniform(3.5, 5.0, half))
    angle = chance.uniform(0.0, 2.0 * np.pi, DRAWN)
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle), radius < 2.5])


def _xor(chance: np.random.Generator) -> FloatArray:
    points = chance.uniform(-5.0, 5.0, (DRAWN, 2))
    points += np.where(points > 0.0, 0.3, -0.3)
    return np.column_stack([points, points[:, 0] * points[:, 1] >= 0.0])


def _gauss(chance: np.random.Generator) -> FloatArray:
    right = np.arange(DRAWN) < DRAWN // 2
    centre = np.where(right, 2.0, -2.0)
    return np.column_stack([centre[:, None] + chance.normal(0.0, np.sqrt(0.5), (DRAWN, 2)), right])


def _spiral(_: np.random.Generator) -> FloatArray:
    along = np.tile(np.arange(DRAWN // 2) / (DRAWN // 2), 2)
    right = np.arange(DRAWN) < DRAWN // 2
    angle = 3.5 * np.pi * along + np.where(right, 0.0, np.pi)
    return np.column_stack([5.0 * along * np.sin(angle), 5.0 * along * np.cos(angle), right])


class Shape(NamedTuple):
    """One of the playground's data sets: how it is drawn, and those of the playground's inputs that a neuron gets."""

    draw: Callable[[np.random.Generator], FloatArray]  # (n, 3): both coordinates and the class
    inputs: Callable[[FloatArray, FloatArray], Sequence[FloatArray]]
    names: str


SHAPES: Final = {
    "circle": Shape(_circle, lambda x, y: (x * x, y * y), "x₁², x₂²"),
    "xor": Shape(_xor, lambda x, y: (x * y,), "x₁x₂"),
    "gauss": Shape(_gauss, lambda x, y: (x, y), "x₁, x₂"),
    "spiral": Shape(_spiral, lambda x, y: (x, y, np.sin(x), np.sin(y)), "x₁, x₂, sin x₁, sin x₂"),
}


@dataclass(frozen=True, eq=False)
class Runs:
    """Neurons that learn one data set from the same starts: all under cross-entropy, then all under squared error."""

    shape: Shape
    dataset: Dataset
    trajectory: Trajectory

    @cached_property
    def arrivals(self) -> dict[str, list[int | None]]:
        """For each loss and start the first epoch at which GOAL of the samples are right; None if not within EPOCHS."""
        there = self.trajectory.accuracy >= GOAL
        first = [int(run.argmax()) if run.any() else None for run in there]
        return {loss: first[place * len(first) // 2 :][: len(first) // 2] for place, loss in enumerate(LOSSES)}

    def predict(self, points: FloatArray, epochs: IntArray) -> FloatArray:
        """Class probabilities (runs, epochs, m, 2) of points (m, 2) at some epochs."""
        trajectory = self.trajectory
        return trajectory.model.predictions(trajectory.parameters[:, epochs], _inputs(self.shape, points))


def _inputs(shape: Shape, points: FloatArray) -> FloatArray:
    return np.column_stack(shape.inputs(points[:, 0], points[:, 1]))


def learn(data: str, start: str, count: int = 1) -> Runs:
    """So many starts on the playground's training data without noise, for EPOCHS epochs of batches of 10.

    start: "random", as there: weights uniform in [−½, ½], bias 0.1; or "wrong": the neuron that takes each class for
    the other, with a logit of root mean square WRONG_LOGIT.
    Raises: ValueError if a name is unknown or count below 1.
    """
    shape = SHAPES[known("data", data, tuple(SHAPES))]
    known("start", start, STARTS)
    runs = whole_number("count", count, 1)
    chance = seeded(1)
    drawn = chance.permutation(shape.draw(chance))[: DRAWN // 2]
    dataset = Dataset(("x₁", "x₂"), ("−1", "+1"), drawn[:, :2], drawn[:, 2].astype(np.int64), standardised=False)
    inputs = _inputs(shape, dataset.raw)
    model = Model(inputs.shape[1])
    if start == "random":
        weights = chance.uniform(-0.5, 0.5, (runs, model.inputs))
        begin = 2.0 * np.column_stack([weights, np.full(runs, 0.1)])
    else:
        begin = np.array([starts.confidently_wrong(model, inputs, dataset.labels, WRONG_LOGIT, 1)] * runs)
    losses, rates = np.repeat(LOSSES, runs).tolist(), np.repeat([RATES[loss] for loss in LOSSES], runs)
    targets = dataset.labels.astype(np.float64)
    run = train(model, inputs, targets, np.vstack([begin, begin]), losses, rates, EPOCHS, batch_size=BATCH, seed=1)
    return Runs(shape, dataset, run)
