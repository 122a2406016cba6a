"""The Python behind the race on one example, and behind the end of a race on data."""

from typing import Final

import numpy as np

from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind, in_units, listed
from core.app.training_race.one_example import podium
from core.app.training_race.one_example.race import read
from core.maths import losses
from core.maths.activations import sigmoid
from core.simulation.descent.descent import descend_one_example
from core.simulation.training_race.data_race import DataRace

MOST_WRITTEN: Final = 1000  # logits that go into a piece of Python


def race_behind(page: Page) -> Snippet:
    """The Python for the epochs to the finish, counted one by one; before they are revealed, for where both start.

    Where neither run arrives, there is no count either.
    """
    race = read(page)
    settings, counts = race.settings, podium.arrived(race) if podium.is_revealed(page, race) else {}
    arrived = {loss: count for loss, count in counts.items() if count is not None}
    start = f"x, y, w, b = {settings.x!r}, {settings.label!r}, {settings.weight!r}, {settings.bias!r}"
    if not arrived:
        output = float(race.trajectory.outputs[0, 0, 0])
        return behind((sigmoid,), start, Printed("sigmoid(w * x + b)", output, what="the output of both at the start"))
    code = f"""
{start}
target, optimiser = {settings.target!r}, {settings.optimiser!r}
rates = {{{", ".join(f"{loss!r}: {float(settings.rate(loss))!r}" for loss in arrived)}}}


def epochs(loss):
    # the first epoch at which the error is small enough
    run = descend_one_example(x, y, w, b, loss, rates[loss], optimiser)
    return next(epoch for epoch, (weight, bias, error) in enumerate(run) if abs(error) <= target)


"""
    printed = (Printed(f"epochs({loss!r})", count, what=f"epochs under {loss}") for loss, count in arrived.items())
    return behind((descend_one_example,), code, *printed)


def end_behind(page: Page, race: DataRace) -> Snippet | None:
    """The Python for both losses at the end of cross-entropy's run, from the logit of every sample; None if too many.

    Squared error's run is the other row of the same numbers.
    """
    units, run = page.units, race.run("cross_entropy")
    end = race.trajectory.at(np.array([race.trajectory.epochs]))
    logits = end.logits[run, 0]
    if logits.size > MOST_WRITTEN:
        return None
    if logits.ndim == 1:
        functions = (losses.binary_cross_entropy_with_logits, losses.squared_error_with_logits)
        labels = f"np.array({race.dataset.labels.tolist()!r})"
    else:
        functions = (losses.categorical_cross_entropy_with_logits, losses.squared_error_softmax)
        labels = f"np.eye({logits.shape[1]})[{race.dataset.labels.tolist()!r}]"
    return behind(
        functions,
        f"y = {labels}\nz = {listed(logits)}  # the logits of all samples after {race.trajectory.epochs} epochs",
        Printed(
            in_units(f"{functions[0].__name__}(y, z).mean()", units),
            units.of(float(end.cross_entropy[run, 0])),
            4,
            f"cross-entropy in {units.name}",
        ),
        Printed(f"{functions[1].__name__}(y, z).mean()", float(end.squared_error[run, 0]), 4, "squared error"),
    )
