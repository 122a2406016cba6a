"""The race on a data set: one model, one start, the same samples in the same order, and two losses."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.data.samples import Dataset
from core.maths.checks import LOSSES, FloatArray, IntArray, known, open_unit_numbers, positive_numbers, whole_number
from core.simulation.descent import starts
from core.simulation.descent.method import Method
from core.simulation.descent.models import ACTIVATIONS, Model, as_rows
from core.simulation.descent.stability import settled
from core.simulation.descent.training import MOST_EPOCHS, first_steps, train
from core.simulation.descent.trajectory import Trajectory
from core.simulation.training_race.race import Runs

MODELS = ("neuron", "softmax", "network")
DATA_STARTS = ("confidently_wrong", "random", "zero")
MOST_UNITS = 16
MOST_DRAWN = 300
MOST_WORK = 6 * 10**7  # samples × epochs × units × losses: a few seconds
STEP_WORK = 800  # of the same, what every step costs however few its samples are


@dataclass(frozen=True)
class DataRaceSettings:
    """The model, its start, and how it descends; `Method` explains learning rates and pairing.

    model: "neuron" (two classes only), "softmax", or "network": one hidden layer of 1 to 16 units of an activation,
    and one output for two classes, a softmax for more. start: "confidently_wrong" with a typical wrong logit of that
    size, "random" or "zero". batch_size 0 is the whole data set. target: the mean error at which a run has arrived.
    Raises: ValueError if a name is unknown, hidden not 1 to 16, logit not above 0, a seed or batch_size below 0, epochs
    not 1 to 5000, target outside (0, 1), or what Method refuses.
    """

    model: str = "neuron"
    hidden: int = 4
    activation: str = "tanh"
    start: str = "confidently_wrong"
    logit: float = 4.0
    seed: int = 1
    learning_rate: float = 0.5
    pairing: str = "same"
    squared_error_rate: float = 0.5
    optimiser: str = "gradient_descent"
    batch_size: int = 0
    batch_seed: int = 1
    epochs: int = 300
    target: float = 0.2

    def __post_init__(self) -> None:
        known("model", self.model, MODELS)
        known("start", self.start, DATA_STARTS)
        whole_number("hidden", self.hidden, 1, MOST_UNITS)
        known("activation", self.activation, ACTIVATIONS)
        positive_numbers("logit", self.logit, ())
        _ = self.method  # checks the rest
        whole_number("seed", self.seed)
        whole_number("batch_size", self.batch_size, 0, 2**31)
        whole_number("batch_seed", self.batch_seed)
        whole_number("epochs", self.epochs, 1, MOST_EPOCHS)
        open_unit_numbers("target", self.target, ())

    @property
    def method(self) -> Method:
        """How both losses descend."""
        return Method(self.learning_rate, self.pairing, self.squared_error_rate, self.optimiser)

    def built(self, dataset: Dataset) -> Model:
        """The model for a data set.

        Raises: ValueError if it is a single neuron for more than two classes.
        """
        classes = len(dataset.classes)
        if self.model == "neuron" and classes > 2:
            raise ValueError(f"a single neuron cannot tell {classes} classes apart")
        outputs = classes if self.model == "softmax" or classes > 2 else 1
        return Model(len(dataset.columns), outputs, self.hidden if self.model == "network" else 0, self.activation)

    def most_epochs(self, dataset: Dataset) -> int:
        """How many epochs this race may last, so that it ends within seconds."""
        units = max(self.hidden, len(dataset.classes)) if self.model == "network" else len(dataset.classes)
        samples = len(dataset.labels)
        steps = -(-samples // self.batch_size) if self.batch_size else 1
        return max(1, min(MOST_EPOCHS, MOST_WORK // (samples * units * len(LOSSES) + steps * STEP_WORK)))


@dataclass(frozen=True, eq=False)
class DataRace(Runs):
    """A race that was run on a data set."""

    settings: DataRaceSettings
    dataset: Dataset
    first_steps: dict[str, float]  # length of each loss's first step at learning rate 1

    @cached_property
    def drawn_epochs(self) -> IntArray:
        """The epochs worth drawing, from 0 to the last: every one, or every few so that there are about MOST_DRAWN."""
        last = self.trajectory.epochs
        return np.unique(np.append(np.arange(0, last + 1, self.every), last))

    @property
    def every(self) -> int:
        """How many epochs lie between two that are drawn."""
        return max(1, -(-self.trajectory.epochs // MOST_DRAWN))

    @cached_property
    def drawn(self) -> Trajectory:
        """Both runs at the epochs worth drawing."""
        return self.trajectory.at(self.drawn_epochs)

    def predict(self, points: FloatArray, epochs: IntArray) -> FloatArray:
        """Class probabilities (runs, epochs, m, K) of points (m, d) in model units at some epochs (F,)."""
        return self.trajectory.model.predictions(self.trajectory.parameters[:, epochs], points)


def let_through(trajectory: Trajectory) -> FloatArray:
    """What each loss lets through of the error on its way to the logits: pull / output gap, (runs, epochs).

    1 for cross-entropy; for squared error the vanishing factor, σ' in the mean. 0 where there is no error left.
    """
    gap = trajectory.output_gap
    return np.divide(trajectory.pull, gap, out=np.zeros_like(gap), where=gap > 0.0)


def beginning(dataset: Dataset, settings: DataRaceSettings) -> FloatArray:
    """The parameters (P,) that both losses start from."""
    model = settings.built(dataset)
    if settings.start == "zero":
        return np.zeros(model.parameters)  # every prediction is the same for all classes
    if settings.start == "random":
        return starts.random(model, settings.seed)
    return starts.confidently_wrong(model, dataset.inputs, dataset.labels, settings.logit, settings.seed)


def simulate_on_data(dataset: Dataset, settings: DataRaceSettings) -> DataRace:
    """Train the same model from the same start on the same samples, once with each loss.

    Raises: ValueError if a neuron is to tell more than two classes apart, or epochs are above `most_epochs`.
    """
    model = settings.built(dataset)
    most = settings.most_epochs(dataset)
    if settings.epochs > most:
        raise ValueError(f"epochs = {settings.epochs}: at most {most} for {len(dataset.labels)} samples and this model")
    batch = min(settings.batch_size, len(dataset.labels)) or None
    rows = as_rows(dataset.labels, model.outputs)
    begin = [beginning(dataset, settings)] * len(LOSSES)
    how = (settings.optimiser, batch, settings.batch_seed)
    lengths = first_steps(model, dataset.inputs, rows, begin, LOSSES, *how)
    steps = dict(zip(LOSSES, lengths.tolist(), strict=True))
    rates = [settings.method.rate(loss, steps) for loss in LOSSES]
    run = train(model, dataset.inputs, rows, begin, LOSSES, rates, settings.epochs, *how)
    return DataRace(*settled(run), settings.target, settings, dataset, steps)
