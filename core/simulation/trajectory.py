"""What a training run went through: its weights, and all that follows from them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from core.maths import activations
from core.maths import losses as per_sample
from core.simulation.checks import FloatArray

LOSS = {
    "cross_entropy": per_sample.binary_cross_entropy_with_logits,
    "squared_error": per_sample.squared_error_with_logits,
}
LOGIT_GRADIENT: dict[str, Callable[[ArrayLike, ArrayLike], FloatArray]] = {
    "cross_entropy": per_sample.binary_cross_entropy_with_logits_gradient,
    "squared_error": per_sample.squared_error_with_logits_gradient,
}

MOST_VALUES = 2 * 10**7  # in one array: 160 MB
CHUNK_VALUES = 2**17  # in one array of a pass over all epochs: 1 MB stays in the cache


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Weights of a sigmoid neuron after each epoch, for R runs, with what follows from them.

    Axes: run, epoch 0 (the start) … E, then sample (n) or input (d). Everything but the weights is computed when
    first asked for, and kept; all arrays are read-only and finite. `diverged_at` holds for each run the first epoch
    whose parameters left ±1e100, or None: from there on that run repeats its last parameters (and the whole
    trajectory ends where no run is left).
    """

    inputs: FloatArray  # (n, d)
    labels: FloatArray  # (n,)
    losses: tuple[str, ...]  # (R,): the loss each run descends
    learning_rates: FloatArray  # (R,)
    weights: FloatArray  # (R, E+1, d)
    biases: FloatArray  # (R, E+1)
    diverged_at: tuple[int | None, ...]  # (R,)

    def __post_init__(self) -> None:
        """Make the arrays read-only: a cached trajectory is shared by all who ask for it."""
        for array in (self.inputs, self.labels, self.learning_rates, self.weights, self.biases):
            array.setflags(write=False)

    @property
    def epochs(self) -> int:
        """Number of epochs recorded after the start."""
        return int(self.biases.shape[1]) - 1

    @cached_property
    def logits(self) -> FloatArray:
        """Logit z = w·x + b of each sample, (R, E+1, n)."""
        return self._per_sample(lambda z: z)

    @cached_property
    def outputs(self) -> FloatArray:
        """Prediction a = σ(z) of each sample, (R, E+1, n)."""
        return self._per_sample(activations.sigmoid)

    @cached_property
    def errors(self) -> FloatArray:
        """Error a − y of each sample, (R, E+1, n); exact where a is rounded to 1."""
        return self._per_sample(lambda z: LOGIT_GRADIENT["cross_entropy"](self.labels, z))  # (9): they are the same

    @cached_property
    def sigmoid_slope(self) -> FloatArray:
        """Slope σ'(z) = a (1 − a) of each sample, (R, E+1, n)."""
        return self._per_sample(activations.sigmoid_derivative)

    @cached_property
    def cross_entropy(self) -> FloatArray:
        """Mean binary cross-entropy (1), (2) in nats, (R, E+1)."""
        return self._mean_loss("cross_entropy")

    @cached_property
    def squared_error(self) -> FloatArray:
        """Mean squared error with its ½, (1/2n) Σ_s (a_s − y_s)², (R, E+1)."""
        return self._mean_loss("squared_error")

    @property
    def weight_gradients(self) -> FloatArray:
        """∂C/∂w of the loss each run descends, (4) or (10) averaged over the samples, (R, E+1, d)."""
        return self._gradients[0]

    @property
    def bias_gradients(self) -> FloatArray:
        """∂C/∂b of the loss each run descends, (5) or (11) averaged over the samples, (R, E+1)."""
        return self._gradients[1]

    @cached_property
    def gradient_norm(self) -> FloatArray:
        """Length of the gradient over weights and bias, of the loss each run descends, (R, E+1)."""
        return _sealed(np.sqrt(np.sum(self.weight_gradients**2, axis=-1) + self.bias_gradients**2))

    @cached_property
    def _gradients(self) -> tuple[FloatArray, FloatArray]:
        weight, bias = np.empty_like(self.weights), np.empty_like(self.biases)
        rows = {loss: np.flatnonzero([loss == own for own in self.losses]) for loss in set(self.losses)}
        for epochs, z in self._chunks():
            for loss, runs in rows.items():
                slopes = LOGIT_GRADIENT[loss](self.labels, z[runs])
                weight[runs, epochs] = slopes @ self.inputs / len(self.labels)
                bias[runs, epochs] = slopes.mean(axis=-1)
        return _sealed(weight), _sealed(bias)

    def _mean_loss(self, loss: str) -> FloatArray:
        means = np.empty_like(self.biases)
        for epochs, z in self._chunks():
            means[:, epochs] = LOSS[loss](self.labels, z).mean(axis=-1)
        return _sealed(means)

    def _per_sample(self, function: Callable[[FloatArray], FloatArray]) -> FloatArray:
        shape = (*self.biases.shape, len(self.labels))
        if np.prod(shape, dtype=float) > MOST_VALUES:
            raise ValueError(f"{shape} values for each run, epoch and sample: more than {MOST_VALUES}")
        values = np.empty(shape)
        for epochs, z in self._chunks():
            values[:, epochs] = function(z)
        return _sealed(values)

    def _chunks(self) -> Iterator[tuple[slice, FloatArray]]:
        """The logits of a few epochs at a time, so that no pass over them needs much memory."""
        runs, count = self.biases.shape
        step = max(1, CHUNK_VALUES // (runs * len(self.labels)))
        for first in range(0, count, step):
            epochs = slice(first, first + step)
            yield epochs, self.weights[:, epochs] @ self.inputs.T + self.biases[:, epochs, None]


def _sealed(array: FloatArray) -> FloatArray:
    array.setflags(write=False)
    return array
