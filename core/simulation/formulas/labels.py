"""One label or several: three losses on the same K scores, with their slopes, floors and descent.

y in {0, 1}^K says which tags are true, m = Σ y of them; z are the scores.

    softmax   a = softmax(z),  (3) on the row y/m   ∂C/∂z_i = a_i − y_i/m   floor ln m; without a true tag, no loss
    sigmoids  a_i = σ(z_i),    Σ_i of (2)           ∂C/∂z_i = a_i − y_i     floor 0, and only at a = y
    mixture   a_i = σ(z_i),    (3): −Σ_i y_i ln a_i ∂C/∂z_i = −y_i (1 − a_i) floor 0, also at a = 1 for every tag

The mixture has no (1 − y) term: no slope is above 0, so that nothing ever pushes a wrong yes down. Source: erratum 1.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.maths import losses
from core.maths.activations import sigmoid, softmax
from core.maths.checks import FloatArray, finite_numbers, known, positive_numbers, whole_number
from core.maths.validation import refuse_where
from core.simulation.descent.method import way_down

MOST_TAGS: Final = 10
MOST_STEPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Tagged:
    """Scores (K,) and which of the K tags are true.

    Raises: ValueError if K is not 2 to 10, or a label not 0 or 1.
    """

    scores: tuple[float, ...]
    labels: tuple[int, ...]

    def __post_init__(self) -> None:
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
    return float(losses.categorical_cross_entropy_with_logits(y / y.sum(), z)) if y.any() else None


def _softmax_slopes(y: FloatArray, z: FloatArray) -> FloatArray:
    """Without a true tag there is no loss to descend."""
    return losses.categorical_cross_entropy_with_logits_gradient(y / y.sum(), z) if y.any() else np.zeros_like(z)


def sigmoids_loss(y: FloatArray, z: FloatArray) -> float:
    """(2) for every tag, −Σ_i [y_i ln a_i + (1 − y_i) ln(1 − a_i)]."""
    return float(losses.binary_cross_entropy_with_logits(y, z).sum())


def mixture_loss(y: FloatArray, z: FloatArray) -> float:
    """(3) on sigmoid outputs, −Σ_i y_i ln σ(z_i): the (1 − y) terms are missing."""
    return float(losses.binary_cross_entropy_with_logits(np.ones_like(z), z)[y == 1.0].sum())


KINDS: Final[Mapping[str, Kind]] = {
    "softmax": Kind(softmax, softmax_loss, _softmax_slopes, lambda y: float(np.log(y.sum())) if y.any() else None),
    "sigmoids": Kind(sigmoid, sigmoids_loss, losses.binary_cross_entropy_with_logits_gradient, lambda y: 0.0),
    "mixture": Kind(sigmoid, mixture_loss, lambda y, z: 0.0 - y * sigmoid(-z), lambda y: 0.0),
}


@dataclass(frozen=True, slots=True)
class State:
    """Where the scores are under one loss: outputs a and slopes ∂C/∂z (K,), the loss and its floor (None: no loss)."""

    scores: FloatArray
    outputs: FloatArray
    slopes: FloatArray
    loss: float | None
    floor: float | None


def state(kind: str, labels: FloatArray, scores: FloatArray) -> State:
    """Everything of one loss at these scores.

    Raises: ValueError if the kind is unknown.
    """
    it = KINDS[known("kind", kind, KINDS)]
    return State(scores, it.outputs(scores), it.slopes(labels, scores), it.loss(labels, scores), it.floor(labels))


def descend(kind: str, tagged: Tagged, steps: int, learning_rate: float) -> FloatArray:
    """The scores under gradient descent, z ← z − η ∂C/∂z, before every step and after the last: (steps + 1, K).

    Raises: ValueError if the kind is unknown, steps not 0 to 10 000, or η not above 0.
    """
    slopes = KINDS[known("kind", kind, KINDS)].slopes
    whole_number("steps", steps, 0, MOST_STEPS)
    positive_numbers("learning_rate", learning_rate)
    y = np.asarray(tagged.labels, dtype=np.float64)
    return way_down(lambda z: slopes(y, z), tagged.scores, learning_rate, steps)
