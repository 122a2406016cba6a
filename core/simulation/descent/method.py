"""What turns a gradient into a step: plain descent, momentum, Adam."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import LARGEST, LOSSES, FloatArray, known, positive_numbers

# Rates, gradients and steps are arrays, or for a single parameter plain floats.
Step = Callable[[Any], Any]

MOMENTUM = 0.9
ADAM_MEAN, ADAM_SQUARE, ADAM_SMALLEST = 0.9, 0.999, 1e-8
ADAM_ROOT_KEPT, ADAM_ROOT_ADDED = math.sqrt(ADAM_SQUARE), math.sqrt(1.0 - ADAM_SQUARE)


def gradient_descent(rates: Any) -> Step:
    """θ ← θ − η g: the step is η g. Source: (6), (7), (12), (13)."""
    return lambda gradient: rates * gradient


def momentum(rates: Any) -> Step:
    """v ← 0.9 v + g, θ ← θ − η v: the step is η v. Source: Polyak (1964); Sutskever et al. (2013), η v = −v there."""
    velocity: Any = 0.0

    def step(gradient: Any) -> Any:
        nonlocal velocity
        velocity = MOMENTUM * velocity + gradient
        return rates * velocity

    return step


def adam(rates: Any) -> Step:
    """m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g²; the step is η m̂ / (√v̂ + 10⁻⁸), m̂ and v̂ freed of their zero start.

    The size of the gradient cancels out, down to ε = 10⁻⁸. Source: Kingma & Ba (2015), algorithm 1.
    """
    hypot: Callable[[Any, Any], Any] = math.hypot if isinstance(rates, float) else np.hypot
    mean: Any = 0.0
    root: Any = 0.0  # √v: the square of a gradient beyond 1e154 would leave float64
    mean_left = square_left = 1.0

    def step(gradient: Any) -> Any:
        nonlocal mean, root, mean_left, square_left
        mean_left *= ADAM_MEAN
        square_left *= ADAM_SQUARE
        mean = ADAM_MEAN * mean + (1.0 - ADAM_MEAN) * gradient
        root = hypot(ADAM_ROOT_KEPT * root, ADAM_ROOT_ADDED * gradient)
        return rates / (1.0 - mean_left) * (mean / (root / math.sqrt(1.0 - square_left) + ADAM_SMALLEST))

    return step


OPTIMISERS: dict[str, Callable[[Any], Step]] = {
    "gradient_descent": gradient_descent,
    "momentum": momentum,
    "adam": adam,
}
"""Each takes learning rates, shaped to multiply a gradient, and gives a step that remembers what it needs."""


def way_down(
    slope: Callable[[FloatArray], FloatArray], start: ArrayLike, learning_rate: float, steps: int
) -> FloatArray:
    """Plain descent z ← z − η ∂C/∂z from a start (K,): z before every step and after the last, (steps + 1, K)."""
    path = np.empty((steps + 1, *np.shape(start)))
    path[0] = start
    for step in range(steps):
        path[step + 1] = path[step] - learning_rate * slope(path[step])
    return path


PAIRINGS = ("same", "matched", "own")
HIGHEST_RATE = 1e12


@dataclass(frozen=True)
class Method:
    """How both losses descend: cross-entropy by learning_rate, squared error by a rate that the pairing gives.

    pairing "same": the same rate; "matched": the rate that makes its first step as long as cross-entropy's; "own":
    squared_error_rate. optimiser: a name in OPTIMISERS.
    Raises: ValueError if a rate is not above 0, or a name is unknown.
    """

    learning_rate: float = 0.15
    pairing: str = "same"
    squared_error_rate: float = 0.15
    optimiser: str = "gradient_descent"

    def __post_init__(self) -> None:
        """Check every value once."""
        for name in ("learning_rate", "squared_error_rate"):
            positive_numbers(name, getattr(self, name), ())
        known("optimiser", self.optimiser, OPTIMISERS)
        known("pairing", self.pairing, PAIRINGS)

    def rate(self, loss: str, first_steps: dict[str, float]) -> float:
        """Learning rate of a loss, given how long each loss's first step would be at rate 1."""
        if known("loss", loss, LOSSES) == "cross_entropy" or self.pairing == "same":
            return self.learning_rate
        if self.pairing == "own":
            return self.squared_error_rate
        return self.learning_rate * (self.ratio(first_steps) or 1.0)

    def ratio(self, first_steps: dict[str, float]) -> float | None:
        """Squared error's rate over cross-entropy's for a first step of the same length; None beyond 1e-12 … 1e12."""
        cross_entropy, squared_error = first_steps["cross_entropy"], first_steps["squared_error"]
        if not (cross_entropy > 0.0 and squared_error > 0.0):
            return None
        ratio = cross_entropy / squared_error if squared_error > cross_entropy / LARGEST else LARGEST
        return ratio if 1.0 / HIGHEST_RATE <= ratio * self.learning_rate <= HIGHEST_RATE else None
