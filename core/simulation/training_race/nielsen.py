"""The four runs of Nielsen's chapter 3: one neuron, x = 1, y = 0, 300 epochs from a good start and from a stuck one.

Source: M. Nielsen, "Neural Networks and Deep Learning" (2015), chapter 3, and the script behind its animations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.maths.activations import sigmoid
from core.maths.checks import FloatArray, finite_numbers, known_loss, positive_numbers
from core.maths.losses import binary_cross_entropy_with_logits, squared_error
from core.simulation.descent.models import Model
from core.simulation.descent.training import train

EPOCHS: Final = 300
SHOWN_EPOCHS: Final = (0, 50, 100, 150, 200, 300)


@dataclass(frozen=True)
class Preset:
    """One of the chapter's runs: its loss, its start (w, b), its η, and the first and last output it prints, if any.

    ValueError: unknown loss, a start or a printed output that is no number, learning_rate ≤ 0.
    """

    loss: str
    weight: float
    bias: float
    learning_rate: float
    printed: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Check every value once."""
        known_loss(self.loss)
        finite_numbers("start", (self.weight, self.bias))
        positive_numbers("learning_rate", self.learning_rate)
        if self.printed is not None:
            finite_numbers("printed", self.printed, (2,))


PRESETS: Final = {
    "se_good": Preset("squared_error", 0.6, 0.9, 0.15, printed=(0.82, 0.09)),
    "se_stuck": Preset("squared_error", 2.0, 2.0, 0.15, printed=(0.98, 0.20)),
    "ce_good": Preset("cross_entropy", 0.6, 0.9, 0.005),
    "ce_stuck": Preset("cross_entropy", 2.0, 2.0, 0.005),
}


@dataclass(frozen=True, eq=False)
class Run:
    """Weight, bias, output and cost of a run at epochs 0 … 300, each (301,); the cost in nats, or with its ½."""

    weights: FloatArray
    biases: FloatArray
    outputs: FloatArray
    costs: FloatArray


def follow_gradient(preset: Preset) -> Run:
    """The run by gradient descent on the preset's loss: (4) to (7), or (10) to (13)."""
    start = (preset.weight, preset.bias)
    done = train(Model(1), [[1.0]], [0.0], [start], [preset.loss], preset.learning_rate, EPOCHS)
    return _run(preset, done.weights[0, :, 0], done.biases[0])


def follow_script(preset: Preset) -> Run:
    """The run by the step that the published script takes: w ← w − η/(1 − a), b ← b − η/(1 − a).

    1/(1 − a) is ∂C/∂a of cross-entropy at y = 0, (8). The factor σ'(z) = a(1 − a) of the chain rule, which would make
    a of it, (9), is left out: this is not gradient descent on cross-entropy. ValueError: a preset of squared error.
    """
    if preset.loss != "cross_entropy":
        raise ValueError("the script's step is known for cross-entropy only")
    weights, biases = np.empty(EPOCHS + 1), np.empty(EPOCHS + 1)
    weight, bias = preset.weight, preset.bias
    for epoch in range(EPOCHS + 1):
        weights[epoch], biases[epoch] = weight, bias
        step = preset.learning_rate * script_slope(weight + bias)
        weight, bias = weight - step, bias - step
    return _run(preset, weights, biases)


def script_slope(z: float) -> float:
    """What the script puts in the gradient's place, 1/(1 − a) = 1 + e^z, at logit z."""
    return 1.0 + float(np.exp(z))


STEPS: Final[dict[str, Callable[[Preset], Run]]] = {"gradient": follow_gradient, "script": follow_script}


def _run(preset: Preset, weights: FloatArray, biases: FloatArray) -> Run:
    logits = weights + biases  # x = 1
    outputs = np.asarray(sigmoid(logits))
    if preset.loss == "cross_entropy":
        costs = np.asarray(binary_cross_entropy_with_logits(0.0, logits))
    else:
        costs = np.asarray(squared_error(0.0, outputs))
    return Run(weights, biases, outputs, costs)
