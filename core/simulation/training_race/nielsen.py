"""The four runs of Nielsen's chapter 3: one neuron, x = 1, y = 0, 300 epochs from a good start and from a stuck one.

Source: M. Nielsen, "Neural Networks and Deep Learning" (2015), chapter 3, and the script behind its animations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.maths.activations import sigmoid
from core.maths.checks import FloatArray
from core.simulation.descent.loss_records import loss_record
from core.simulation.descent.method import way_down
from core.simulation.descent.models import Model
from core.simulation.descent.training import train

EPOCHS: Final = 300
SHOWN_EPOCHS: Final = (0, 50, 100, 150, 200, 300)


@dataclass(frozen=True)
class Preset:
    """One of the chapter's runs: its loss, its start (w, b), its η, and the first and last output it prints, if any."""

    loss: str
    weight: float
    bias: float
    learning_rate: float
    printed: tuple[float, float] | None = None


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
    a of it, (9), is left out: this is not gradient descent on cross-entropy.
    Raises: ValueError if it is a preset of squared error.
    """
    if preset.loss != "cross_entropy":
        raise ValueError("the script's step is known for cross-entropy only")
    start = (preset.weight, preset.bias)
    path = way_down(lambda at: np.full(2, script_slope(at[0] + at[1])), start, preset.learning_rate, EPOCHS)
    return _run(preset, path[:, 0], path[:, 1])


def script_slope(z: float) -> float:
    """What the script puts in the gradient's place, 1/(1 − a) = 1 + e^z, at logit z."""
    return 1.0 + float(np.exp(z))


STEPS: Final[dict[str, Callable[[Preset], Run]]] = {"gradient": follow_gradient, "script": follow_script}


def _run(preset: Preset, weights: FloatArray, biases: FloatArray) -> Run:
    logits = weights + biases  # x = 1
    return Run(weights, biases, sigmoid(logits), loss_record(preset.loss).value(0.0, logits))
