"""A softmax layer that is confidently wrong: K classes, all wrong logits equal, one lead u = z_y − z_other.

With m = K − 1 the right class has a_y = e^u / (e^u + m), each wrong one (1 − a_y)/m, and the wrong logits stay equal.
From ∂C/∂z_i = a_i − y_i, and for C = ½ Σ_i (a_i − y_i)² from ∂C/∂z_i = a_i [(a_i − y_i) − Σ_j (a_j − y_j) a_j]:

    cross-entropy  du/dt = κ (K/m) (1 − a_y)           = κ K / (e^u + m)
    squared error  du/dt = κ (K/m)² a_y (1 − a_y)²     = κ K² e^u / (e^u + m)³

κ = ‖x‖² + 1 for a layer z = Wx + b on one input x (a step −η ∂C/∂W, −η ∂C/∂b moves z_i by −η (‖x‖² + 1) ∂C/∂z_i);
κ = 1 where the logits themselves are stepped. Both separate; time is learning rate × epochs:

    cross-entropy  K κ T  = m Δu + Δe^u
    squared error  K² κ T = ½ Δe^2u + 3m Δe^u + 3m² Δu − m³ Δe^−u

From u = −u₀ cross-entropy pays m u₀/K, squared error m³ e^u₀/K². For K = 2 these are the sigmoid's F and G at z = −u,
with 2κ for cross-entropy and 4κ for squared error: both logits move, and ½ Σ_i (a_i − y_i)² counts the error twice.
Source: derived for this project, checked by numerical integration.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import (
    LOSSES,
    FloatArray,
    finite_numbers,
    number_within,
    open_unit_numbers,
    positive_numbers,
    whole_number,
)
from core.simulation.descent.loss_records import loss_record

MOST_EPOCHS: Final = 10**6  # that are counted one by one: about half a second
LARGEST_LEAD: Final = 100.0
_SPACING: Final = 1.2  # from one recorded epoch to the next, once they are many


@dataclass(frozen=True)
class Setting:
    """K classes, the lead −u₀ that the right class starts with, η, κ, and the end: a_y ≥ 1 − target.

    Raises: ValueError if classes are not 2 to 1000, handicap (u₀) is outside [0, 100], a rate or κ not above 0, or
    target outside (0, (K − 1)/K), where an even start has something to learn.
    """

    classes: int
    handicap: float
    learning_rate: float
    target: float
    kappa: float = 2.0

    def __post_init__(self) -> None:
        whole_number("classes", self.classes, 2, 1000)
        number_within("handicap", self.handicap, 0.0, LARGEST_LEAD)
        positive_numbers("learning_rate", self.learning_rate)
        positive_numbers("kappa", self.kappa)
        open_unit_numbers("target", self.target)
        if self.target >= (self.classes - 1) / self.classes:
            raise ValueError(f"target = {self.target!r} is reached already where all {self.classes} classes are even")

    @property
    def u_start(self) -> float:
        """The lead of the right class before training, −u₀."""
        return 0.0 - self.handicap

    @property
    def u_end(self) -> float:
        """The lead at which a_y = 1 − target: ln((1 − target)(K − 1)/target)."""
        return math.log((1.0 - self.target) * (self.classes - 1) / self.target)


@dataclass(frozen=True, eq=False)
class Climb:
    """How u rose under one loss: some epochs with their u, and the first epoch at which u ≥ u_end."""

    epochs: FloatArray
    leads: FloatArray
    arrived: int | None  # None if not within 10⁶ epochs
    law: float  # T/η, the same by the closed form


def right_share(u: float, classes: int) -> float:
    """The right class's output a_y = e^u / (e^u + K − 1), for a lead u of either sign."""
    return 1.0 / (1.0 + (classes - 1) * math.exp(-u)) if u >= 0 else math.exp(u) / (math.exp(u) + classes - 1)


def speed(loss: str, u: float, classes: int) -> float:
    """How fast u rises for κ = 1, du/dt = ∂C/∂z_other − ∂C/∂z_y.

    Raises: ValueError if the loss is unknown.
    """
    return loss_record(loss).lead_speed(u, classes)


def flow_epochs(loss: str, setting: Setting, leads: ArrayLike) -> FloatArray:
    """Epochs T/η after which the flow of a loss has reached each lead u.

    Raises: ValueError if the loss is unknown, or u not finite.
    """
    start, ends = np.asarray(setting.u_start), finite_numbers("leads", leads)
    rise = loss_record(loss).lead_elapsed(start, ends, setting.classes)
    return np.asarray(rise / (setting.kappa * setting.learning_rate))


def climb(loss: str, setting: Setting) -> Climb:
    """Gradient descent of the layer under one loss until a_y ≥ 1 − target, or for 10⁶ epochs.

    By symmetry one number holds the layer: u ← u + η κ (∂C/∂z_other − ∂C/∂z_y). Recorded are the first epochs, then
    ever fewer, and the last.
    Raises: ValueError if the loss is unknown.
    """
    rise, classes = loss_record(loss).lead_speed, setting.classes
    step, u_end = setting.learning_rate * setting.kappa, setting.u_end
    u, epoch, due = setting.u_start, 0, 0
    recorded: list[tuple[float, float]] = []
    while u < u_end and epoch < MOST_EPOCHS:
        if epoch == due:
            recorded.append((epoch, u))
            due = max(epoch + 1, math.ceil(epoch * _SPACING))
        u += step * rise(u, classes)
        epoch += 1
    epochs, leads = np.array([*recorded, (epoch, u)]).T
    return Climb(epochs, leads, epoch if u >= u_end else None, float(flow_epochs(loss, setting, u_end)))


def climbs(setting: Setting) -> dict[str, Climb]:
    """Both losses' climbs from the same start."""
    return {loss: climb(loss, setting) for loss in LOSSES}
