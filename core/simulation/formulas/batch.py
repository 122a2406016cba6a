"""The same batch under a mean loss (1) and under a summed one (22): the same minimum, steps of another length."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from core.maths.activations import sigmoid, sigmoid_derivative
from core.maths.checks import FloatArray, positive_numbers, seeded, whole_number
from core.maths.losses import binary_cross_entropy_with_logits, binary_cross_entropy_with_logits_gradient
from core.simulation.descent.curvature import weighed_curvature, with_ones
from core.simulation.descent.method import way_down
from core.simulation.descent.minima import newton, separable
from core.simulation.descent.stability import NUDGE, gap, parted, rises

LEAST, MOST = 4, 200
EPOCHS: Final = 200
START: Final = (-2.0, 2.0)
TRUE: Final = (1.5, -0.5)  # the weight and bias by which labels are drawn
_ARRIVED: Final = 1e-14  # of the place itself: a smaller step is rounding


@dataclass(frozen=True, eq=False)
class Batch:
    """n samples of one input with labels 0 and 1 that no threshold separates, so that the loss has one minimum."""

    inputs: FloatArray  # (n,)
    labels: FloatArray  # (n,)

    @property
    def size(self) -> int:
        """The number of samples n."""
        return len(self.inputs)

    @cached_property
    def extended(self) -> FloatArray:
        """The inputs with a 1 behind each for the bias, (n, 2)."""
        return with_ones(self.inputs)


def losses(batch: Batch, parameters: FloatArray) -> FloatArray:
    """The samples' cross-entropies, for parameters (..., 2) → (..., n), in nats."""
    return binary_cross_entropy_with_logits(batch.labels, parameters @ batch.extended.T)


def mean_loss(batch: Batch, parameters: FloatArray) -> FloatArray:
    """Their mean, (...)."""
    return np.asarray(losses(batch, parameters).mean(axis=-1))


def slopes(batch: Batch, parameters: FloatArray) -> FloatArray:
    """The samples' gradients (a − y) x̃ with x̃ = (x, 1), for parameters (2,) → (n, 2)."""
    errors = binary_cross_entropy_with_logits_gradient(batch.labels, batch.extended @ parameters)
    return np.asarray(errors[:, None] * batch.extended)


TOTALS: Final[Mapping[str, Callable[[FloatArray], FloatArray]]] = {
    "mean": lambda values: np.asarray(values.mean(axis=0)),
    "sum": lambda values: np.asarray(values.sum(axis=0)),
}
"""What a batch does with its samples' numbers (n, …) → (…): their mean as in (1), or their sum as in (22)."""


def drawn(size: int, seed: int) -> Batch:
    """A batch drawn by chance: x normal, and label 1 with the probability σ(1.5 x − 0.5).

    A larger batch of the same seed begins with the smaller one. The first four are drawn again until no threshold
    separates them; then none separates more of them. (Two samples with different inputs always are separable.)
    Raises: ValueError if size is not 4 to 200, or seed not 0 to 2⁶³ − 1.
    """
    count = whole_number("size", size, LEAST, MOST)
    rng = seeded(seed)
    inputs, labels = _samples(rng, LEAST)
    while separable(inputs, labels):
        inputs, labels = _samples(rng, LEAST)
    more, theirs = _samples(rng, MOST - LEAST)
    return Batch(np.concatenate([inputs, more])[:count], np.concatenate([labels, theirs])[:count])


def _samples(rng: np.random.Generator, count: int) -> tuple[FloatArray, FloatArray]:
    inputs = rng.normal(size=count)
    chances = sigmoid(TRUE[0] * inputs + TRUE[1])
    return inputs, (rng.random(count) < chances).astype(np.float64)


def descend(batch: Batch, total: str, learning_rate: float, epochs: int = EPOCHS) -> FloatArray:
    """Gradient descent θ ← θ − η · (mean or sum of the samples' gradients) from START, (epochs + 1, 2)."""
    return way_down(lambda at: TOTALS[total](slopes(batch, at)), START, learning_rate, epochs)


def shown(batch: Batch, total: str, learning_rate: float) -> FloatArray:
    """The descent up to where it becomes chaotic, as in core.simulation.descent.stability, (up to EPOCHS + 1, 2)."""
    path = descend(batch, total, learning_rate)
    course = mean_loss(batch, path)
    if not rises(course):
        return path
    twin = descend(batch, total, learning_rate * (1.0 + NUDGE))
    return path[: parted(gap(course, mean_loss(batch, twin)))]


def minimiser(batch: Batch, total: str) -> FloatArray:
    """Where the mean or the sum of the samples' losses is least, (2,)."""
    over = TOTALS[total]
    products = batch.extended[:, :, None] * batch.extended[:, None, :]
    place, _, _ = newton(
        lambda at: float(over(losses(batch, at))),
        lambda at: over(slopes(batch, at)),
        lambda at: over(sigmoid_derivative(batch.extended @ at)[:, None, None] * products),
        lambda at, _, step: bool(np.abs(step).max() <= _ARRIVED * max(1.0, float(np.abs(at).max()))),
    )
    return place


@dataclass(frozen=True, eq=False)
class Comparison:
    """One batch descended at one learning rate η by the mean, by the sum, and by the sum at η/n."""

    batch: Batch
    learning_rate: float
    paths: Mapping[str, FloatArray]  # "mean", "sum" and "scaled": (EPOCHS + 1, 2); a chaotic one ends before
    minima: Mapping[str, FloatArray]  # "mean" and "sum": (2,)

    @cached_property
    def mean_losses(self) -> Mapping[str, FloatArray]:
        """The *mean* loss of all three at every epoch: one measure for all."""
        return {name: mean_loss(self.batch, path) for name, path in self.paths.items()}

    @cached_property
    def least(self) -> float:
        """The mean loss at its minimum."""
        return float(mean_loss(self.batch, self.minima["mean"]))

    @cached_property
    def largest_curvature(self) -> float:
        """The largest eigenvalue λ of the mean loss's Hessian at the minimum."""
        batch = self.batch
        bend = weighed_curvature("cross_entropy", batch.extended, batch.labels, self.minima["mean"])
        return float(np.linalg.eigvalsh(bend)[-1])

    @property
    def stiffness(self) -> Mapping[str, float]:
        """η λ of the mean and η n λ of the sum: beyond 2 a step near the minimum leads further away from it."""
        mean = self.learning_rate * self.largest_curvature
        return {"mean": mean, "sum": mean * self.batch.size}

    @property
    def largest_rate(self) -> float:
        """The learning rate 2 / (n λ) beyond which the sum cannot settle."""
        return 2.0 / (self.batch.size * self.largest_curvature)

    def at_start(self, total: str) -> tuple[float, float]:
        """The value at the start, in nats, and the length of the gradient there."""
        start = np.array(START)
        gradient = TOTALS[total](slopes(self.batch, start))
        return float(TOTALS[total](losses(self.batch, start))), float(np.hypot(*gradient))

    @property
    def scaled_gap(self) -> float:
        """The largest difference in w or b, at any epoch, between the mean's path and that of the sum at η/n."""
        mean, scaled = self.paths["mean"], self.paths["scaled"]
        length = min(len(mean), len(scaled))
        return float(np.abs(mean[:length] - scaled[:length]).max())

    def is_chaotic(self, name: str) -> bool:
        """Whether a path ends early, where its last digits would decide."""
        return len(self.paths[name]) <= EPOCHS

    @property
    def minima_gap(self) -> float:
        """The largest difference in w or b between the two minimisers."""
        return float(np.abs(self.minima["mean"] - self.minima["sum"]).max())


def compare(size: int, seed: int, learning_rate: float) -> Comparison:
    """A drawn batch and its three descents.

    Raises: ValueError if learning_rate is not above 0, and as `drawn`.
    """
    rate = float(positive_numbers("learning_rate", learning_rate))
    batch = drawn(size, seed)
    runs = {"mean": ("mean", rate), "sum": ("sum", rate), "scaled": ("sum", rate / batch.size)}
    paths = {name: shown(batch, total, step) for name, (total, step) in runs.items()}
    return Comparison(batch, rate, paths, {total: minimiser(batch, total) for total in TOTALS})
