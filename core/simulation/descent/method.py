"""What turns a gradient into a step: plain descent, momentum, Adam."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.maths.checks import LARGEST, FloatArray, finite_numbers, known_loss, positive_numbers

Step = Callable[[FloatArray], FloatArray]

MOMENTUM = 0.9
ADAM_MEAN, ADAM_SQUARE, ADAM_SMALLEST = 0.9, 0.999, 1e-8
ADAM_ROOT_KEPT, ADAM_ROOT_ADDED = math.sqrt(ADAM_SQUARE), math.sqrt(1.0 - ADAM_SQUARE)


def gradient_descent(rates: FloatArray) -> Step:
    """θ ← θ − η g: the step is η g. Source: (6), (7), (12), (13)."""
    return lambda gradient: rates * gradient


def momentum(rates: FloatArray) -> Step:
    """v ← 0.9 v + g, θ ← θ − η v: the step is η v. Source: Polyak (1964); Sutskever et al. (2013), η v = −v there."""
    velocity: FloatArray | float = 0.0

    def step(gradient: FloatArray) -> FloatArray:
        nonlocal velocity
        velocity = MOMENTUM * velocity + gradient
        return rates * velocity

    return step


def adam(rates: FloatArray) -> Step:
    """m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g²; the step is η m̂ / (√v̂ + 10⁻⁸), m̂ and v̂ freed of their zero start.

    The size of the gradient cancels out, down to ε = 10⁻⁸. Source: Kingma & Ba (2015), algorithm 1.
    """
    mean: FloatArray | float = 0.0
    root: FloatArray | float = 0.0  # √v: the square of a gradient beyond 1e154 would leave float64
    count = 0

    def step(gradient: FloatArray) -> FloatArray:
        nonlocal mean, root, count
        count += 1
        mean = ADAM_MEAN * mean + (1.0 - ADAM_MEAN) * gradient
        root = np.hypot(ADAM_ROOT_KEPT * root, ADAM_ROOT_ADDED * gradient)
        size = root / math.sqrt(1.0 - ADAM_SQUARE**count) + ADAM_SMALLEST
        step: FloatArray = rates / (1.0 - ADAM_MEAN**count) * (mean / size)
        return step

    return step


OPTIMISERS: dict[str, Callable[[FloatArray], Step]] = {
    "gradient_descent": gradient_descent,
    "momentum": momentum,
    "adam": adam,
}
"""Each takes learning rates, shaped to multiply a gradient, and gives a step that remembers what it needs."""


def known_optimiser(name: str) -> str:
    """Return the optimiser's name if there is such an optimiser."""
    if name not in OPTIMISERS:
        raise ValueError(f"unknown optimiser {name!r}: expected one of {', '.join(OPTIMISERS)}")
    return name


PAIRINGS = ("same", "matched", "own")
HIGHEST_RATE = 1e12


@dataclass(frozen=True)
class Method:
    """How both losses descend: cross-entropy by learning_rate, squared error by a rate that the pairing gives.

    pairing "same": the same rate; "matched": the rate that makes its first step as long as cross-entropy's; "own":
    squared_error_rate. optimiser: a name in core.simulation.descent.method. ValueError: anything else, rates not
    above 0.
    """

    learning_rate: float = 0.15
    pairing: str = "same"
    squared_error_rate: float = 0.15
    optimiser: str = "gradient_descent"

    def __post_init__(self) -> None:
        """Check every value once."""
        for name in ("learning_rate", "squared_error_rate"):
            positive_numbers(name, finite_numbers(name, getattr(self, name), ()))
        known_optimiser(self.optimiser)
        if self.pairing not in PAIRINGS:
            raise ValueError(f"unknown pairing {self.pairing!r}: expected one of {', '.join(PAIRINGS)}")

    def rate(self, loss: str, first_steps: dict[str, float]) -> float:
        """Learning rate of a loss, given how long each loss's first step would be at rate 1."""
        if known_loss(loss) == "cross_entropy" or self.pairing == "same":
            return self.learning_rate
        if self.pairing == "own":
            return self.squared_error_rate
        return self.learning_rate * (self.ratio(first_steps) or 1.0)

    def ratio(self, first_steps: dict[str, float]) -> float | None:
        """How many times squared error's rate must be cross-entropy's for a first step of the same length.

        None where no rate does it: one of the steps is 0, or the rate would leave 1e-12 … 1e12.
        """
        cross_entropy, squared_error = first_steps["cross_entropy"], first_steps["squared_error"]
        if not (cross_entropy > 0.0 and squared_error > 0.0):
            return None
        ratio = cross_entropy / squared_error if squared_error > cross_entropy / LARGEST else LARGEST
        return ratio if 1.0 / HIGHEST_RATE <= ratio * self.learning_rate <= HIGHEST_RATE else None
