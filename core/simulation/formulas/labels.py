"""One label or several: three losses on the same K scores, with their slopes, floors and descent.

y in {0, 1}^K says which tags are true, m = Σ y of them; z are the scores.

    softmax   a = softmax(z),  (3) on the row y/m   ∂C/∂z_i = a_i − y_i/m   floor ln m; without a true tag, no loss
    sigmoids  a_i = σ(z_i),    Σ_i of (2)           ∂C/∂z_i = a_i − y_i     floor 0, and only at a = y
    mixture   a_i = σ(z_i),    (3): −Σ_i y_i ln a_i ∂C/∂z_i = −y_i (1 − a_i) floor 0, also at a = 1 for every tag

The mixture has no (1 − y) term: no slope is above 0, so that nothing ever pushes a wrong yes down. Source: erratum 1.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from core.maths.activations import sigmoid, softmax
from core.maths.checks import FloatArray, finite_numbers, positive_numbers, refuse_where, whole_number
from core.maths.losses import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    categorical_cross_entropy_with_logits,
    categorical_cross_entropy_with_logits_gradient,
)

MOST_TAGS: Final = 10
MOST_STEPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Tagged:
    """Scores (K,) and which of the K tags are true: K from 2 to 10, labels 0 or 1. ValueError names what is not so."""

    scores: tuple[float, ...]
    labels: tuple[int, ...]

    def __post_init__(self) -> None:
        """Check every value once."""
        whole_number("tags", len(self.scores), 2, MOST_TAGS)
        finite_numbers("scores", self.scores)
        y = finite_numbers("labels", self.labels, (len(self.scores),))
        refuse_where((y != 0.0) & (y != 1.0), "labels", y, "is neither 0 nor 1")

    @property
    def true(self) -> int:
        """m, how many tags are true."""
        return sum(self.labels)


@dataclass(frozen=True, slots=True)
class Kind:
    """A loss with the outputs it stands behind, each a function of labels y (K,) and scores z (K,); in nats."""

    outputs: Callable[[FloatArray], FloatArray]
    loss: Callable[[FloatArray, FloatArray], float | None]
    slopes: Callable[[FloatArray, FloatArray], FloatArray]
    floor: Callable[[FloatArray], float | None]


def softmax_loss(y: FloatArray, z: FloatArray) -> float | None:
    """(3) behind a softmax, −Σ_i (y_i/m) ln a_i: true tags share the one label. None without a true tag."""
    return float(categorical_cross_entropy_with_logits(y / y.sum(), z)) if y.any() else None


def softmax_slopes(y: FloatArray, z: FloatArray) -> FloatArray:
    """a_i − y_i/m; 0 without a true tag, since there is no loss to descend."""
    return categorical_cross_entropy_with_logits_gradient(y / y.sum(), z) if y.any() else np.zeros_like(z)


def softmax_floor(y: FloatArray) -> float | None:
    """ln m, the entropy of the row y/m, reached at a = y/m."""
    return float(np.log(y.sum())) if y.any() else None


def sigmoids_loss(y: FloatArray, z: FloatArray) -> float:
    """(2) for every tag, −Σ_i [y_i ln a_i + (1 − y_i) ln(1 − a_i)]."""
    return float(binary_cross_entropy_with_logits(y, z).sum())


def mixture_loss(y: FloatArray, z: FloatArray) -> float:
    """(3) on sigmoid outputs, −Σ_i y_i ln σ(z_i): the (1 − y) terms are missing."""
    return float(binary_cross_entropy_with_logits(np.ones_like(z), z)[y == 1.0].sum())


def mixture_slopes(y: FloatArray, z: FloatArray) -> FloatArray:
    """−y_i (1 − a_i): never above 0, and 0 for every tag that is not true."""
    return 0.0 - y * sigmoid(-z)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "softmax": Kind(softmax, softmax_loss, softmax_slopes, softmax_floor),
        "sigmoids": Kind(sigmoid, sigmoids_loss, binary_cross_entropy_with_logits_gradient, lambda y: 0.0),
        "mixture": Kind(sigmoid, mixture_loss, mixture_slopes, lambda y: 0.0),
    }
)


@dataclass(frozen=True, slots=True)
class State:
    """Where the scores are under one loss: outputs a and slopes ∂C/∂z (K,), the loss and its floor (None: no loss)."""

    scores: FloatArray
    outputs: FloatArray
    slopes: FloatArray
    loss: float | None
    floor: float | None


def state(kind: str, labels: FloatArray, scores: FloatArray) -> State:
    """Everything of one loss at these scores. ValueError: unknown kind."""
    it = _known(kind)
    return State(scores, it.outputs(scores), it.slopes(labels, scores), it.loss(labels, scores), it.floor(labels))


def descend(kind: str, tagged: Tagged, steps: int, learning_rate: float) -> FloatArray:
    """The scores under gradient descent, z ← z − η ∂C/∂z, before every step and after the last: (steps + 1, K).

    0 ≤ steps ≤ 10 000, η > 0. ValueError names what is not so.
    """
    slopes = _known(kind).slopes
    whole_number("steps", steps, 0, MOST_STEPS)
    positive_numbers("learning_rate", learning_rate)
    y = np.asarray(tagged.labels, dtype=np.float64)
    path = np.empty((steps + 1, len(y)))
    path[0] = tagged.scores
    for step in range(steps):
        path[step + 1] = path[step] - learning_rate * slopes(y, path[step])
    return path


def _known(kind: str) -> Kind:
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}: expected one of {', '.join(KINDS)}")
    return KINDS[kind]
