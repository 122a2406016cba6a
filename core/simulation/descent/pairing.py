"""What makes a race of two losses fair: one learning rate, one first step, or a rate for each."""

from dataclasses import dataclass

from core.maths.checks import LARGEST, finite_numbers, known_loss, positive_numbers
from core.simulation.descent.optimisers import known_optimiser

PAIRINGS = ("same", "matched", "own")
HIGHEST_RATE = 1e12


@dataclass(frozen=True)
class Method:
    """How both losses descend: cross-entropy by learning_rate, squared error by a rate that the pairing gives.

    pairing "same": the same rate; "matched": the rate that makes its first step as long as cross-entropy's; "own":
    squared_error_rate. optimiser: a name in core.simulation.descent.optimisers. ValueError: anything else, rates not
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
