"""The same steps: gradient descent on the logits of q = softmax(z), once under CE and once under KL.

    p = (1 − s) one-hot + s uniform   H(p, q) = H(p) + KL(p‖q), and H(p) does not depend on z

Each run works out its own slope, and neither knows of the other's:

    CE   ∂H(p, q)/∂z = q − p
    KL   ∂KL/∂q_j = −p_j/q_j, through the softmax: ∂KL/∂z_i = q_i (∂KL/∂q_i − Σ_j q_j ∂KL/∂q_j)

Source: claim F; (20), (21).
"""

from collections.abc import Callable, Mapping, Sequence
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


def divergence_slopes(p: FloatArray, z: FloatArray) -> FloatArray:
    """∂KL/∂z (..., K) from the definition Σ p ln(p/q): −p/q, through the softmax. Needs q > 0 where p > 0."""
    q = softmax(z)
    of_q = np.divide(-p, q, out=np.zeros_like(p), where=p > 0.0)  # the term of p = 0 is 0 for every q
    return np.asarray(q * (of_q - (q * of_q).sum(axis=-1, keepdims=True)))


SLOPES: Final[Mapping[str, Callable[[FloatArray, FloatArray], FloatArray]]] = {
    "cross_entropy": categorical_cross_entropy_with_logits_gradient,  # q − p
    "divergence": divergence_slopes,
}


def descend(loss: str, setting: Setting, labels: FloatArray | None = None) -> FloatArray:
    """The logits before every step z ← z − η ∂/∂z and after the last: (epochs + 1, K).

    labels: several (S, K) in place of the setting's own; then (epochs + 1, S, K). Raises: KeyError for an unknown loss.
    """
    p = setting.label if labels is None else labels
    start = np.broadcast_to(START[: setting.classes], p.shape)
    return way_down(partial(SLOPES[loss], p), start, setting.learning_rate, setting.epochs)


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


@dataclass(frozen=True, eq=False)
class Family:
    """The walks under labels of every softness, which differ in nothing else."""

    walks: Mapping[float, Walk]

    @property
    def highest(self) -> float:
        """The largest cross-entropy of any of them, in nats: each is highest at the start."""
        return float(max(one.cross_entropy[0] for one in self.walks.values()))


def family(softnesses: Sequence[float], classes: int, learning_rate: float, epochs: int) -> Family:
    """Descend under either loss from labels of every softness, in one go."""
    settings = [Setting(softness, classes, learning_rate, epochs) for softness in softnesses]
    labels = np.stack([setting.label for setting in settings])
    paths = {loss: descend(loss, settings[0], labels) for loss in SLOPES}
    walks = [Walk(one, {loss: path[:, n] for loss, path in paths.items()}) for n, one in enumerate(settings)]
    return Family(dict(zip(softnesses, walks, strict=True)))
