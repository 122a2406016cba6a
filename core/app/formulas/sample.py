"""One sample with the reader's numbers, and all that the formulas make of them."""

import re
from dataclasses import dataclass
from typing import Final

from core.app.take_home.snippet import Snippet
from core.app.wording.reckoning import reckoned
from core.charts.kit.theme import Units
from core.maths.activations import sigmoid, sigmoid_derivative
from core.maths.losses import (
    binary_cross_entropy_gradient,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    squared_error_with_logits,
    squared_error_with_logits_gradient,
)

FUNCTIONS: Final = (
    binary_cross_entropy_with_logits,
    squared_error_with_logits,
    binary_cross_entropy_with_logits_gradient,
    squared_error_with_logits_gradient,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: label y, logit z = wx + b, input x, weight w, learning rate η; the bias follows from z."""

    y: float
    z: float
    x: float
    w: float
    learning_rate: float

    @property
    def b(self) -> float:
        """The bias, b = z − wx."""
        return self.z - self.w * self.x

    @property
    def a(self) -> float:
        """The output, a = σ(z)."""
        return float(sigmoid(self.z))

    @property
    def complement(self) -> float:
        """1 − a, from σ(−z): the difference itself would lose its digits near a = 1."""
        return float(sigmoid(-self.z))

    @property
    def slope(self) -> float:
        """σ'(z) = a(1 − a)."""
        return float(sigmoid_derivative(self.z))

    @property
    def error(self) -> float:
        """The error a − y, which is ∂C/∂z of cross-entropy."""
        return float(binary_cross_entropy_with_logits_gradient(self.y, self.z))

    @property
    def cross_entropy(self) -> float:
        """−[y ln a + (1 − y) ln(1 − a)], in nats."""
        return float(binary_cross_entropy_with_logits(self.y, self.z))

    @property
    def cross_entropy_slope_in_a(self) -> float:
        """∂C/∂a of cross-entropy."""
        return float(binary_cross_entropy_gradient(self.y, self.a))

    @property
    def squared_error(self) -> float:
        """½ (a − y)²."""
        return float(squared_error_with_logits(self.y, self.z))

    @property
    def squared_error_slope(self) -> float:
        """∂C/∂z of squared error, (a − y) σ'(z)."""
        return float(squared_error_with_logits_gradient(self.y, self.z))


def slopes_shown(sample: Sample) -> dict[str, str]:
    """∂C/∂z of both losses and their ratio, with as many digits as it takes to get that from the two."""
    if not sample.error:
        return dict.fromkeys(("cross_entropy", "squared_error"), "0") | {"result": "1"}
    slopes = {"cross_entropy": sample.error, "squared_error": sample.squared_error_slope}
    shown = reckoned(1 / sample.slope, lambda cross_entropy, squared_error: cross_entropy / squared_error, slopes, 3)
    return {name: text.strip("()") for name, text in shown.items()}


def losses_behind(sample: Sample, units: Units) -> Snippet:
    """The Python for both losses and, unless the output equals the label, both slopes in the logit."""
    code = f"""
    y, z = {sample.y!r}, {sample.z!r}
    binary_cross_entropy_with_logits(y, z)  # 3 nats: cross-entropy
    squared_error_with_logits(y, z)  # 3: squared error
    """
    if sample.error:
        digits = len(re.sub(r" ×.*|\D", "", slopes_shown(sample)["cross_entropy"]).lstrip("0"))
        code += f"""slope = binary_cross_entropy_with_logits_gradient(y, z)
    slope, squared_error_with_logits_gradient(y, z)  # #.{digits}g: their slopes in z
    """
    return Snippet(code, units, FUNCTIONS)
