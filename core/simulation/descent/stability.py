"""Where a run of descent goes astray: its learning rate is too large, and what follows says nothing about its loss."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.maths.checks import FloatArray
from core.simulation.descent.trajectory import Trajectory

ABOVE: Final = 1.1  # times its loss at the start: a run that stays above this has left for good
NUDGE: Final = 1e-11  # relative change of the learning rates: far above what processors round differently
APART: Final = 1e-3  # a twin whose numbers are relatively further off than that has gone another way
ALIKE: Final = 1e-6  # as long as a twin is no further off, both are the same in every digit that is shown
SMALL: Final = 1e-3  # of its largest value: what is far below that need not agree to so many digits of its own
RISE: Final = 1e-4  # of the highest value: a run that rises by less at every step is stable
MEASURES: Final = ("cross_entropy", "squared_error", "mean_error")


@dataclass(frozen=True, slots=True)
class Stray:
    """The first epoch from which a run shows nothing of use, and whether that is because it is chaotic."""

    epoch: int
    is_chaotic: bool


Strays = tuple[Stray | None, ...]


def settled(trajectory: Trajectory) -> tuple[Trajectory, Strays]:
    """The trajectory with each stray run held at its last epoch before, and for each run its stray or None.

    A run has gone astray where it is `chaotic_from`, or where it has left for good. Nothing that a chaotic run does
    later is asked for: it hangs on the last digits.
    """
    strays: list[Stray | None] = []
    for chaos, left in zip(chaotic_from(trajectory), left_at(trajectory), strict=True):
        epoch = left if chaos is None else chaos
        strays.append(None if epoch is None else Stray(epoch, is_chaotic=chaos is not None))
    if not any(strays):
        return trajectory, tuple(strays)
    parameters = np.array(trajectory.parameters)
    for run, stray in enumerate(strays):
        if stray:
            parameters[run, stray.epoch :] = parameters[run, max(stray.epoch - 1, 0)]
    return replace(trajectory, parameters=parameters), tuple(strays)


def left_at(trajectory: Trajectory) -> tuple[int | None, ...]:
    """For each run the epoch from which on it is worse than at the start, and does not come back, or None.

    A run has left where its parameters leave ±1e100, or if in the last quarter of its epochs its own loss is, in the
    mean, a tenth or more above the start: then at the first epoch at which it was.
    """
    found = []
    for run, (loss, diverged) in enumerate(zip(trajectory.losses, trajectory.diverged_at, strict=True)):
        course = getattr(trajectory, loss)[run]
        stays = course[3 * trajectory.epochs // 4 :].mean() > ABOVE * course[0]
        risen = int(np.argmax(course > ABOVE * course[0])) if stays else None
        found.append(min((epoch for epoch in (risen, diverged) if epoch is not None), default=None))
    return tuple(found)


def chaotic_from(trajectory: Trajectory) -> tuple[int | None, ...]:
    """For each run the epoch from which on it hangs on the last digits of its numbers, or None.

    Far beyond the rates at which descent is stable, small differences grow with every step, and two processors that
    round differently show different runs. Found by a twin whose learning rate is larger by one part in 10¹¹, where its
    error or its losses can be told from the run's own. That epoch is brought down to 1, 2, 5, 10, 20, 50, …: it may
    itself be one sooner on another processor. A run whose loss never rises visibly is stable, and needs no twin.
    """
    courses = [getattr(trajectory, measure) for measure in MEASURES]
    if trajectory.again is None or not any(map(rises, courses)):
        return (None,) * len(trajectory.losses)
    twin = trajectory.again(trajectory.learning_rates * (1.0 + NUDGE))
    gaps = [gap(course, getattr(twin, measure)) for measure, course in zip(MEASURES, courses, strict=True)]
    return tuple(parted(run) for run in np.max(gaps, axis=0))


def rises(courses: FloatArray) -> bool:
    """Whether any of some courses (…, E+1) ever rises visibly from one epoch to the next."""
    return bool(np.any(np.diff(courses) > RISE * courses.max(axis=-1, keepdims=True)))


def gap(own: FloatArray, other: FloatArray) -> FloatArray:
    """How far courses (…, E+1) are from those of their twins, relatively; as long as both go on."""
    length = min(own.shape[-1], other.shape[-1])
    difference = np.abs(own[..., :length] - other[..., :length])
    scale = own[..., :length] + SMALL * own.max(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", over="ignore"):  # a course of zeros, and a twin that leaves it
        return np.asarray(np.divide(difference, scale, out=np.zeros_like(difference), where=difference > 0.0))


def parted(gap: FloatArray) -> int | None:
    """The epoch up to which a run and its twin agree, if they do not for ever: 1, 2, 5, 10, 20, 50, … or None."""
    if gap.max() <= APART:
        return None
    epoch = int(np.argmax(gap > ALIKE))
    power: int = 10 ** (len(str(epoch)) - 1)
    return max(step * power for step in (1, 2, 5) if step * power <= epoch)
