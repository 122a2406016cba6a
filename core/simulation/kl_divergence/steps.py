"""The same steps: gradient descent on the logits of q = softmax(z), once under CE and once under KL.

    p = (1 − s) one-hot + s uniform   H(p, q) = H(p) + KL(p‖q), and H(p) does not depend on z

Each run works out its own slope, and neither knows of the other's:

    CE   ∂H(p, q)/∂z = q − p
    KL   ∂KL/∂q_j = −p_j/q_j, through the softmax: ∂KL/∂z_i = q_i (∂KL/∂q_i − Σ_j q_j ∂KL/∂q_j)

Source: claim F; (20), (21).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import numpy as np

from core.maths.activations import softmax
from core.maths.checks import FloatArray, number_within, positive_numbers, whole_number
from core.maths.information import entropy, kl_divergence
from core.maths.losses import categorical_cross_entropy_with_logits, categorical_cross_entropy_with_logits_gradient
from core.maths.validation import refuse_where
from core.simulation.descent.method import way_down

# Sure of class 2, while the label means class 1.
START: Final = (0.0, 6.0, 1.0, -1.0, 2.0)
FEWEST: Final = 3
MOST: Final = len(START)
MOST_EPOCHS: Final = 10_000
# No curvature of either loss in z is above ½ (Böhning 1992), so up to here every step descends.
LARGEST_RATE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Softness s, K classes, learning rate η, epochs.

    Raises: ValueError if s is outside [0, 1], K not 3 to 5, η outside (0, 4], or epochs not 0 to 10 000.
    """

    softness: float
    classes: int
    learning_rate: float
    epochs: int = 100

    def __post_init__(self) -> None:
        whole_number("classes", self.classes, FEWEST, MOST)
        whole_number("epochs", self.epochs, 0, MOST_EPOCHS)
        number_within("softness", self.softness, 0.0, 1.0)
        rate = positive_numbers("learning_rate", self.learning_rate)
        refuse_where(rate > LARGEST_RATE, "learning_rate", rate, f"is above {LARGEST_RATE:g}: a step may overshoot")

    @property
    def label(self) -> FloatArray:
        """p (K,): class 1 at s = 0, every class alike at s = 1."""
        return np.asarray((1.0 - self.softness) * np.eye(self.classes)[0] + self.softness / self.classes)


def cross_entropy_slopes(p: FloatArray, z: FloatArray) -> FloatArray:
    """∂H(p, q)/∂z = q − p (K,)."""
    return categorical_cross_entropy_with_logits_gradient(p, z)


def divergence_slopes(p: FloatArray, z: FloatArray) -> FloatArray:
    """∂KL/∂z (K,) from the definition Σ p ln(p/q): the slopes −p/q, through the softmax. Needs q > 0 where p > 0."""
    q = softmax(z)
    of_q = np.divide(-p, q, out=np.zeros_like(p), where=p > 0.0)  # the term of p = 0 is 0 for every q
    return q * (of_q - q @ of_q)


SLOPES: Final[Mapping[str, Callable[[FloatArray, FloatArray], FloatArray]]] = {
    "cross_entropy": cross_entropy_slopes,
    "divergence": divergence_slopes,
}


def descend(loss: str, setting: Setting) -> FloatArray:
    """The logits before every step z ← z − η ∂/∂z and after the last: (epochs + 1, K).

    Raises: KeyError if the loss is unknown.
    """
    slopes = partial(SLOPES[loss], setting.label)
    return way_down(slopes, START[: setting.classes], setting.learning_rate, setting.epochs)


@dataclass(frozen=True)
class Walk:
    """Both runs from the same start. Losses in nats."""

    setting: Setting
    paths: Mapping[str, FloatArray]

    @cached_property
    def cross_entropy(self) -> FloatArray:
        """H(p, q) at each epoch of the run under CE: (epochs + 1,)."""
        return categorical_cross_entropy_with_logits(self.setting.label, self.paths["cross_entropy"])

    @cached_property
    def divergence(self) -> FloatArray:
        """KL(p‖q) at each epoch of the run under KL: (epochs + 1,)."""
        return kl_divergence(self.setting.label, self.outputs)

    @cached_property
    def outputs(self) -> FloatArray:
        """q at each epoch: (epochs + 1, K), of the run under KL."""
        return softmax(self.paths["divergence"])

    @property
    def floor(self) -> float:
        """H(p), below which CE cannot get; KL's floor is 0."""
        return float(entropy(self.setting.label))

    @property
    def gap(self) -> float:
        """The largest difference between the two runs in any logit at any epoch."""
        return float(np.abs(self.paths["cross_entropy"] - self.paths["divergence"]).max())


def walk(setting: Setting) -> Walk:
    """Descend under either loss."""
    return Walk(setting, {loss: descend(loss, setting) for loss in SLOPES})
