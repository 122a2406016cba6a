"""Classifiers that descent can teach: a sigmoid neuron, a softmax layer, and either behind one hidden layer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from core.maths.activations import sigmoid, softmax
from core.maths.checks import FloatArray, known, whole_number

MOST_UNITS = 64  # inputs, outputs or hidden units


@dataclass(frozen=True)
class Activation:
    """A hidden unit's function, and its slope written in terms of its value."""

    value: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]


ACTIVATIONS = {
    "tanh": Activation(np.tanh, lambda h: 1.0 - h * h),
    # SciPy's, which lets nan pass: a run that has diverged is cut away only afterwards.
    "sigmoid": Activation(special.expit, lambda h: h * (1.0 - h)),
}


@dataclass(frozen=True)
class Model:
    """What leads from an input x to a prediction a.

    hidden = 0:  z = W x + b                            hidden > 0:  h = f(V x + c), z = W h + b
    outputs = 1: a = σ(z), the probability of label 1   outputs = K ≥ 2: a = softmax(z)

    Its parameters are one row: first (V | c) if there is a hidden layer, then (W | b), each matrix by rows with the
    bias last. A neuron's row is w₁ … w_d, b.
    Raises: ValueError if a count is out of range, or the activation unknown.
    """

    inputs: int
    outputs: int = 1
    hidden: int = 0
    activation: str = "tanh"

    def __post_init__(self) -> None:
        for name, least in (("inputs", 1), ("outputs", 1), ("hidden", 0)):
            whole_number(name, getattr(self, name), least, MOST_UNITS)
        known("activation", self.activation, ACTIVATIONS)

    @property
    def features(self) -> int:
        """How many numbers the last layer sees: the hidden units, or the inputs where there are none."""
        return self.hidden or self.inputs

    @property
    def first(self) -> int:
        """How many parameters stand before those of the last layer."""
        return self.hidden * (self.inputs + 1)

    @property
    def parameters(self) -> int:
        """How many parameters there are, P."""
        return self.first + self.outputs * (self.features + 1)

    def layers(self, parameters: FloatArray) -> tuple[FloatArray | None, FloatArray]:
        """Views of parameters (…, P) as matrices: (V | c) of shape (…, h, d+1) or None, and (W | b) (…, K, h+1)."""
        axes = parameters.shape[:-1]
        last = parameters[..., self.first :].reshape(*axes, self.outputs, self.features + 1)
        if not self.hidden:
            return None, last
        return parameters[..., : self.first].reshape(*axes, self.hidden, self.inputs + 1), last

    def hidden_values(self, parameters: FloatArray, x: FloatArray) -> FloatArray:
        """What the last layer sees: h (…, h, n), or the inputs themselves (d, n)."""
        first, _ = self.layers(parameters)
        if first is None:
            return x.T
        u = _product(first[..., :-1], x.T)
        u += first[..., -1:]
        return ACTIVATIONS[self.activation].value(u)

    def logits(self, parameters: FloatArray, x: FloatArray) -> FloatArray:
        """Logits z of inputs x (n, d) under parameters (…, P): (…, n), or (…, n, K) for K ≥ 2 outputs."""
        _, last = self.layers(parameters)
        h = self.hidden_values(parameters, x)
        z = last[..., :-1] @ h if self.hidden else _product(last[..., :-1], h)
        z += last[..., -1:]
        return z[..., 0, :] if self.outputs == 1 else np.swapaxes(z, -1, -2)

    def predictions(self, parameters: FloatArray, x: FloatArray) -> FloatArray:
        """Class probabilities (…, n, K) of inputs x (n, d) under parameters (…, P); two columns for one logit."""
        z = self.logits(parameters, x)
        return np.stack([sigmoid(-z), sigmoid(z)], axis=-1) if self.outputs == 1 else softmax(z)

    def gradient(self, parameters: FloatArray, x: FloatArray, slopes: FloatArray) -> FloatArray:
        """∂C/∂parameters (…, P) of the mean loss, from its slopes ∂C_s/∂z_s in the logits, shaped as `logits`.

        With δ = slopes: ∂C/∂W = (1/n) Σ_s δ_s h_sᵀ, ∂C/∂b = (1/n) Σ_s δ_s, and through the hidden layer
        ∂C/∂V = (1/n) Σ_s [(Wᵀ δ_s) f'(u_s)] x_sᵀ. Source: the chain rule of (4), (5), (10), (11).
        """
        _, last = self.layers(parameters)
        h = self.hidden_values(parameters, x)
        delta = slopes[..., None, :] if self.outputs == 1 else np.swapaxes(slopes, -1, -2)
        found = np.empty_like(parameters)
        into_first, into_last = self.layers(found)
        into_last[..., :-1], into_last[..., -1] = delta @ np.swapaxes(h, -1, -2), delta.sum(axis=-1)
        if into_first is not None:
            back = np.swapaxes(last[..., :-1], -1, -2) @ delta * ACTIVATIONS[self.activation].slope(h)
            into_first[..., :-1], into_first[..., -1] = back @ x, back.sum(axis=-1)
        return found / len(x)


def _product(matrices: FloatArray, inputs: FloatArray) -> FloatArray:
    """The products (…, r, n) of many matrices (…, r, c) with one (c, n), as a single one: much faster than in turn."""
    product = matrices.reshape(-1, matrices.shape[-1]) @ inputs
    return np.asarray(product).reshape(*matrices.shape[:-1], inputs.shape[-1])


def as_rows(labels: ArrayLike, outputs: int) -> FloatArray:
    """Class numbers 0 … K−1 as the labels a model with that many outputs learns from: (n,) of 0 and 1, or (n, K)."""
    numbers = np.asarray(labels, dtype=np.int64)
    return numbers.astype(np.float64) if outputs == 1 else np.eye(outputs)[numbers]
