"""What a training run went through: its parameters, and all that follows from them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from operator import attrgetter

import numpy as np

from core.maths.checks import LOSSES, FloatArray, IntArray, sealed
from core.simulation.descent.heads import Head, SigmoidHead, SoftmaxHead, lengths
from core.simulation.descent.models import Model

MOST_VALUES = 2 * 10**7  # in one array: 160 MB
CHUNK_VALUES = 2**16  # in one array of a pass over all epochs: half a megabyte stays in the cache


def _of_each(name: str) -> cached_property[FloatArray]:
    """What the heads say of each sample, (R, E+1, n), or (R, E+1, n, K) for several outputs."""
    return cached_property(lambda trajectory: trajectory._per_sample(attrgetter(name)))


def _mean_of(name: str) -> cached_property[FloatArray]:
    """What the heads say of each sample, in the mean over the samples, (R, E+1)."""
    return cached_property(lambda trajectory: trajectory._mean(attrgetter(name)))


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Parameters of a model after each epoch, for R runs, with what follows from them.

    Axes: run, epoch 0 (the start) … E, then sample (n), parameter (P) or output (K). Everything but the parameters is
    computed when first asked for, and kept; all arrays are read-only and finite. `diverged_at` holds for each run the
    first epoch whose parameters left ±1e100, or None: from there on that run repeats its last parameters (and the
    whole trajectory ends where no run is left). `again` descends once more, at other learning rates (R,).
    """

    model: Model
    inputs: FloatArray  # (n, d)
    labels: FloatArray  # (n,), or (n, K) for several outputs
    losses: tuple[str, ...]  # (R,): the loss each run descends
    learning_rates: FloatArray  # (R,)
    parameters: FloatArray  # (R, E+1, P)
    diverged_at: tuple[int | None, ...]  # (R,)
    again: "Callable[[FloatArray], Trajectory] | None" = None

    def __post_init__(self) -> None:
        for array in (self.inputs, self.labels, self.learning_rates, self.parameters):
            sealed(array)

    @property
    def epochs(self) -> int:
        """Number of epochs recorded after the start."""
        return int(self.parameters.shape[1]) - 1

    def at(self, epochs: IntArray) -> "Trajectory":
        """The same runs at some of their epochs only (F,), for what is to be drawn and cheap to ask for."""
        chosen = np.ascontiguousarray(self.parameters[:, epochs])
        return replace(self, parameters=chosen, diverged_at=(None,) * len(self.losses), again=None)

    def of(self, runs: slice) -> "Trajectory":
        """Some of the runs."""
        return replace(
            self,
            losses=self.losses[runs],
            learning_rates=self.learning_rates[runs],
            parameters=self.parameters[runs],
            diverged_at=self.diverged_at[runs],
            again=None,
        )

    @property
    def weights(self) -> FloatArray:
        """Weights of a model without a hidden layer, (R, E+1, d), or (R, E+1, K, d) for several outputs."""
        return self._last_layer[..., :-1]

    @property
    def biases(self) -> FloatArray:
        """Biases of a model without a hidden layer, (R, E+1), or (R, E+1, K) for several outputs."""
        return self._last_layer[..., -1]

    logits = _of_each("z")
    outputs = _of_each("outputs")  # a = σ(z) or softmax(z)
    errors = _of_each("errors")  # a − y, exact where a is rounded to 1

    @cached_property
    def sigmoid_slope(self) -> FloatArray:
        """Slope σ'(z) = a (1 − a) of each sample behind a sigmoid, (R, E+1, n)."""
        if self.model.outputs != 1:
            raise ValueError("σ' belongs to a model of one output")
        return self._per_sample(lambda head: SigmoidHead(head.z, self.labels).sigmoid_slope)

    cross_entropy = _mean_of("cross_entropy")  # (1)–(3) in nats
    squared_error = _mean_of("squared_error")  # with its ½: (1/2n) Σ_s ‖a_s − y_s‖²
    mean_error = _mean_of("misplaced")  # probability in the wrong place, |a_s − y_s| or ½ Σ_i |a_i − y_i|
    accuracy = _mean_of("right")  # the share whose likeliest class is the label's; at a tie, as at a = ½, none is

    @cached_property
    def output_gap(self) -> FloatArray:
        """Mean length of the error at the outputs, (1/n) Σ_s ‖a_s − y_s‖, (R, E+1)."""
        return self._mean(lambda head: self._length(head.errors))

    @cached_property
    def pull(self) -> FloatArray:
        """Mean length of what each run's own loss passes on to the logits, (1/n) Σ_s ‖∂C_s/∂z_s‖, (R, E+1).

        For cross-entropy it is the output gap itself; for squared error that times the vanishing factor.
        """
        pull = np.array(self.output_gap)
        if (damped := self._rows.get("squared_error")) is not None:
            pull[damped] = self._mean(lambda head: self._length(head.squared_error_slopes), self.parameters[damped])
        return sealed(pull)

    @cached_property
    def gradients(self) -> FloatArray:
        """∂C/∂θ of the loss each run descends, (4), (5) or (10), (11) averaged over the samples, (R, E+1, P)."""
        found = np.empty_like(self.parameters)
        for loss, runs in self._rows.items():
            slopes = "errors" if loss == "cross_entropy" else "squared_error_slopes"
            found[runs] = self._walk(partial(self._gradient, slopes), found.shape[2:], self.parameters[runs])
        return sealed(found)

    @cached_property
    def gradient_norm(self) -> FloatArray:
        """Length of the gradient of the loss each run descends, (R, E+1)."""
        return sealed(lengths(self.gradients))

    def _gradient(self, slopes: str, parameters: FloatArray, head: Head) -> FloatArray:
        return self.model.gradient(parameters, self.inputs, getattr(head, slopes))

    def _head(self, z: FloatArray) -> Head:
        return SigmoidHead(z, self.labels) if self.model.outputs == 1 else SoftmaxHead(z, self.labels)

    @property
    def _last_layer(self) -> FloatArray:
        if self.model.hidden:
            raise ValueError("a model with a hidden layer has no single row of weights: see Model.layers")
        _, last = self.model.layers(self.parameters)
        return last[..., 0, :] if self.model.outputs == 1 else last

    @cached_property
    def _rows(self) -> dict[str, IntArray]:
        return {loss: np.flatnonzero([loss == own for own in self.losses]) for loss in LOSSES if loss in self.losses}

    def _length(self, slopes: FloatArray) -> FloatArray:
        return np.abs(slopes) if self.model.outputs == 1 else lengths(slopes)

    def _mean(self, function: Callable[[Head], FloatArray], parameters: FloatArray | None = None) -> FloatArray:
        return self._walk(lambda _, head: function(head).mean(axis=-1), (), parameters)

    def _per_sample(self, function: Callable[[Head], FloatArray]) -> FloatArray:
        shape = (*self.parameters.shape[:2], *self.labels.shape)
        if np.prod(shape, dtype=float) > MOST_VALUES:
            raise ValueError(f"{shape} values for each run, epoch and sample: more than {MOST_VALUES}")
        return self._walk(lambda _, head: function(head), self.labels.shape)

    def _walk(
        self,
        function: Callable[[FloatArray, Head], FloatArray],
        shape: tuple[int, ...],
        parameters: FloatArray | None = None,
    ) -> FloatArray:
        """What a function makes of parameters and their head, a few epochs at a time: no pass needs much memory."""
        chosen = self.parameters if parameters is None else parameters
        runs, count = chosen.shape[:2]
        found = np.empty((runs, count, *shape))
        step = max(1, CHUNK_VALUES // (max(runs, 1) * len(self.labels) * max(self.model.outputs, self.model.hidden)))
        for first in range(0, count, step):
            some = chosen[:, first : first + step]
            head = self._head(self.model.logits(some, self.inputs))  # kept until there is the next: memory stays warm
            found[:, first : first + step] = function(some, head)
        return sealed(found)
