"""One sample of many classes: its label, smoothed or not, its logits at a temperature, and both losses.

Two conventions of label smoothing are in use, and they give other numbers for the same ε:

    over all classes        y' = (1 − ε) y + ε/K       the label's class keeps 1 − ε + ε/K
    over the wrong classes  y' = (1 − ε) y + ε (1 − y)/(K − 1)   the label's class keeps 1 − ε

The first at ε is the second at ε (K − 1)/K.
Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision" (2016), section 7, for the first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from core.maths import losses
from core.maths.activations import log_softmax, softmax
from core.maths.checks import FloatArray, finite_numbers, known, number_within, positive_numbers, whole_number
from core.maths.information import entropy, kl_divergence

FEWEST: Final = 2
MOST: Final = 10


CONVENTIONS: Final[Mapping[str, Callable[[float, int], tuple[float, float]]]] = {
    "all": lambda epsilon, classes: (1.0 - epsilon + epsilon / classes, epsilon / classes),
    "wrong": lambda epsilon, classes: (1.0 - epsilon, epsilon / (classes - 1)),
}
"""What the label's class and each wrong one get, by the convention, of ε and K."""


def smoothed(label: int, classes: int, epsilon: float, convention: str) -> FloatArray:
    """The label row y' (K,): one-hot at ``label`` (counted from 0) for ε = 0, softer above.

    Raises: ValueError if K is not 2 to 10, ε outside [0, 1], or the convention neither "all" nor "wrong".
    """
    whole_number("classes", classes, FEWEST, MOST)
    whole_number("label", label, 0, classes - 1)
    number_within("epsilon", epsilon, 0.0, 1.0)
    right, wrong = CONVENTIONS[known("convention", convention, CONVENTIONS)](epsilon, classes)
    row = np.full(classes, wrong)
    row[label] = right
    return row


@dataclass(frozen=True)
class ClassSample:
    """One sample: K logits, the label's class counted from 0, temperature T > 0, ε and its convention.

    The model is a = softmax(z/T). Losses and surprisals in nats, slopes per unit of z.
    Raises: ValueError if a logit is not finite, T not above 0, or what `smoothed` refuses.
    """

    logits: tuple[float, ...]
    label: int
    temperature: float = 1.0
    epsilon: float = 0.0
    convention: str = "all"

    def __post_init__(self) -> None:
        finite_numbers("logits", self.logits, (len(self.logits),))
        positive_numbers("temperature", self.temperature)
        smoothed(self.label, self.classes, self.epsilon, self.convention)

    @property
    def classes(self) -> int:
        """K."""
        return len(self.logits)

    @cached_property
    def scaled(self) -> FloatArray:
        """z/T, shape (K,)."""
        return finite_numbers("logits / temperature", np.asarray(self.logits) / self.temperature)

    @cached_property
    def labels(self) -> FloatArray:
        """y', shape (K,)."""
        return smoothed(self.label, self.classes, self.epsilon, self.convention)

    @cached_property
    def probabilities(self) -> FloatArray:
        """a = softmax(z/T), shape (K,)."""
        return softmax(self.scaled)

    @cached_property
    def surprisals(self) -> FloatArray:
        """−ln a_i of every class, finite also where a_i is too small for a float; shape (K,)."""
        return 0.0 - log_softmax(self.scaled)

    @cached_property
    def model_entropy(self) -> float:
        """H(a), the surprisal that the model expects."""
        return float(entropy(self.probabilities))

    @cached_property
    def cross_entropy(self) -> float:
        """−Σ_j y'_j ln a_j, (3) and (21)."""
        return float(losses.categorical_cross_entropy_with_logits(self.labels, self.scaled))

    @cached_property
    def label_entropy(self) -> float:
        """H(y'), 0 for a one-hot label; no logit moves it."""
        return float(entropy(self.labels))

    @cached_property
    def divergence(self) -> float:
        """D_KL(y'‖a), what is left of the cross-entropy without H(y'); the same number for a one-hot label."""
        # From the logits where it can be: next to 1 the probability has lost the digits of its surprisal.
        hard = self.label_entropy == 0.0
        return self.cross_entropy if hard else float(kl_divergence(self.labels, self.probabilities))

    @cached_property
    def squared_error(self) -> float:
        """½ Σ_i (a_i − y'_i)²."""
        return float(losses.squared_error_softmax(self.labels, self.scaled))

    @cached_property
    def cross_entropy_slopes(self) -> FloatArray:
        """∂C/∂z_i = (a_i − y'_i)/T, shape (K,)."""
        return losses.categorical_cross_entropy_with_logits_gradient(self.labels, self.scaled) / self.temperature

    @cached_property
    def squared_error_slopes(self) -> FloatArray:
        """∂C/∂z_i = a_i [(a_i − y'_i) − Σ_j (a_j − y'_j) a_j]/T, shape (K,). Erratum 11."""
        return losses.squared_error_softmax_gradient(self.labels, self.scaled) / self.temperature
