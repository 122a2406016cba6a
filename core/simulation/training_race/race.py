"""The race: one neuron, one example, one start, and two losses that teach it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from core.maths import validation
from core.maths.checks import LOSSES, finite_numbers, known, open_unit_numbers, positive_numbers, whole_number
from core.simulation.descent.descent import descend_one_example
from core.simulation.descent.method import Method
from core.simulation.descent.models import Model
from core.simulation.descent.stability import Strays, settled
from core.simulation.descent.training import MOST_EPOCHS, first_steps, train
from core.simulation.descent.trajectory import Trajectory
from core.simulation.training_race.law import continuous_epochs

STARTS = {"fair": (0.6, 0.9), "saturated": (2.0, 2.0), "badly_saturated": (4.0, 4.0), "zero": (0.0, 0.0)}
"""Starts (weight, bias) by name; the first two are those of Nielsen's chapter 3."""

NEURON = Model(1)
START_SPREAD = 3.0
MOST_MEASURED_EPOCHS = 10**7
LARGEST_LOGIT = 700.0


@dataclass(frozen=True)
class RaceSettings:
    """A neuron's start, the example it must learn, how it descends, and when it has learnt: |a − y| ≤ target.

    The rest is as in core.simulation.descent.method.Method.
    Raises: ValueError if |weight·x + bias| > 700, label is outside [0, 1], epochs not 1 to 5000, target outside (0, 1),
    or what Method refuses.
    """

    weight: float
    bias: float
    x: float = 1.0
    label: float = 0.0
    learning_rate: float = 0.15
    epochs: int = 300
    target: float = 0.1
    pairing: str = "same"
    squared_error_rate: float = 0.15
    optimiser: str = "gradient_descent"

    def __post_init__(self) -> None:
        for name in ("weight", "bias", "x"):
            finite_numbers(name, getattr(self, name), ())
        finite_numbers("label", validation.labels(self.label, "label"), ())
        if abs(self.z_start) > LARGEST_LOGIT:
            raise ValueError(f"weight × x + bias = {self.z_start!r} is larger than {LARGEST_LOGIT:g} in size")
        positive_numbers("x² + 1", self.kappa)
        _ = self.method  # checks the rest
        whole_number("epochs", self.epochs, 1, MOST_EPOCHS)
        open_unit_numbers("target", self.target, ())

    @property
    def z_start(self) -> float:
        """Logit before training, w x + b."""
        return self.weight * self.x + self.bias

    @property
    def z_wrong(self) -> float:
        """How far on the side of the wrong label that is: below 0 on the right one."""
        return self.z_start if self.label == 0.0 else -self.z_start

    @property
    def kappa(self) -> float:
        """κ = x² + 1: how far the logit moves for each unit of its gradient and of learning rate."""
        return self.x**2 + 1.0

    @property
    def method(self) -> Method:
        """How both losses descend."""
        return Method(self.learning_rate, self.pairing, self.squared_error_rate, self.optimiser)

    @cached_property
    def first_steps(self) -> dict[str, float]:
        """Length of each loss's first step at learning rate 1."""
        starts = [(self.weight, self.bias)] * len(LOSSES)
        lengths = first_steps(NEURON, [[self.x]], [self.label], starts, LOSSES, self.optimiser)
        return dict(zip(LOSSES, lengths.tolist(), strict=True))

    def rate(self, loss: str) -> float:
        """The learning rate a loss descends by, as the pairing has it."""
        return self.method.rate(loss, self.first_steps)


@dataclass(frozen=True, eq=False)
class Runs:
    """One run for each loss, from the same start on the same data, and the mean error at which one has arrived."""

    trajectory: Trajectory  # a run that goes astray stays where it was before
    strays: Strays
    target: float

    @property
    def losses(self) -> tuple[str, ...]:
        """What each run descends."""
        return self.trajectory.losses

    def run(self, loss: str) -> int:
        """Place of a loss on the trajectory's first axis."""
        return self.losses.index(known("loss", loss, self.losses))

    @cached_property
    def epochs_to_target(self) -> dict[str, int | None]:
        """First epoch at which a run's mean error is within the target; None if not within its epochs, or astray."""
        arrived = self.trajectory.mean_error <= self.target
        return {loss: int(run.argmax()) if run.any() else None for loss, run in zip(self.losses, arrived, strict=True)}


@dataclass(frozen=True, eq=False)
class Race(Runs):
    """A race that was run."""

    settings: RaceSettings

    @cached_property
    def law(self) -> dict[str, int | None]:
        """Epochs to the target, predicted without running; None for soft labels, or beyond float64."""
        return {loss: predict_epochs_to_target(self.settings, loss) for loss in self.losses}


def random_start(seed: int) -> tuple[float, float]:
    """Weight and bias drawn from N(0, 3²) by a seed, to two decimals, so that what is shown is what is used."""
    weight, bias = np.random.default_rng(seed).normal(0.0, START_SPREAD, size=2).round(2)
    return float(weight), float(bias)


def simulate(settings: RaceSettings) -> Race:
    """Train the same neuron from the same start on the same example, once with each loss."""
    return simulate_together([settings])[0]


def simulate_together(several: Sequence[RaceSettings]) -> list[Race]:
    """The races of settings that differ in their learning rates only, as one batch."""
    example, runs = several[0], len(LOSSES) * len(several)
    trajectory, strays = settled(
        train(
            NEURON,
            inputs=[[example.x]],
            labels=[example.label],
            starts=[(example.weight, example.bias)] * runs,
            losses=LOSSES * len(several),
            learning_rates=[settings.rate(loss) for settings in several for loss in LOSSES],
            epochs=example.epochs,
            optimiser=example.optimiser,
        )
    )
    own = [slice(first, first + len(LOSSES)) for first in range(0, runs, len(LOSSES))]
    return [
        Race(trajectory.of(runs), strays[runs], settings.target, settings)
        for runs, settings in zip(own, several, strict=True)
    ]


def predict_epochs_to_target(settings: RaceSettings, loss: str) -> int | None:
    """Epochs to the target by the law (core.simulation.training_race.law), however many they are.

    None for what it does not know, which is momentum, Adam and soft labels, and where its number is beyond float64.
    """
    if settings.label not in (0.0, 1.0) or settings.optimiser != "gradient_descent":
        return None
    count = continuous_epochs(loss, settings.z_wrong, settings.target, settings.rate(loss), settings.kappa)
    return math.ceil(count) if math.isfinite(count) else None


def measure_epochs_to_target(settings: RaceSettings, loss: str, limit: int = 10**6) -> int | None:
    """Epochs to the target, counted by training on until it is reached; None if not within `limit` epochs.

    Nothing is recorded and settings.epochs does not matter; 10⁶ epochs take about half a second.
    Raises: ValueError if the loss is unknown, or limit not 0 to 10⁷.
    """
    whole_number("limit", limit, 0, MOST_MEASURED_EPOCHS)
    start = (settings.x, settings.label, settings.weight, settings.bias)
    steps = descend_one_example(*start, loss, settings.rate(loss), settings.optimiser)
    plain = settings.optimiser == "gradient_descent"
    before: tuple[float, float] | None = None
    for epoch, (weight, bias, error) in enumerate(islice(steps, limit + 1)):
        if abs(error) <= settings.target:
            return epoch
        if plain and (weight, bias) == before:  # steps too small for float64 to notice: it stays here for ever
            return None
        before = (weight, bias)
    return None
