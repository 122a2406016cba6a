"""The Python behind the race on one example, and behind the end of a race on data."""

from typing import Final

import numpy as np

from core.app.frame.page import Page
from core.app.take_home.snippet import Snippet, listed
from core.app.training_race.one_example import podium
from core.app.training_race.one_example.race import read
from core.maths import losses
from core.maths.activations import sigmoid
from core.simulation.training_race.data_race import DataRace
from core.simulation.training_race.race import RaceSettings, measure_epochs_to_target

TWO: Final = (losses.binary_cross_entropy_with_logits, losses.squared_error_with_logits)  # of two classes
SEVERAL: Final = (losses.categorical_cross_entropy_with_logits, losses.squared_error_softmax)
MOST_WRITTEN: Final = 1000  # logits that go into a piece of Python


def race_behind(page: Page) -> Snippet:
    """The Python for the epochs to the finish, counted one by one; before they are revealed, for where both start.

    Where neither run arrives, there is no count either.
    """
    race = read(page)
    counts = podium.arrived(race) if podium.is_revealed(page, race) else {}
    lines = [f"measure_epochs_to_target(settings, {loss!r})" for loss, count in counts.items() if count is not None]
    code = f"settings = {race.settings!r}\n"
    code += f"{', '.join(lines)}  # 0: epochs" if lines else "sigmoid(settings.z_start)  # 3: both outputs at the start"
    return Snippet(code, page.units, (RaceSettings, measure_epochs_to_target, sigmoid))


def end_behind(page: Page, race: DataRace) -> Snippet | None:
    """The Python for both losses at the end of cross-entropy's run, from the logit of every sample; None if too many.

    Squared error's run is the other row of the same numbers.
    """
    epochs, labels = race.trajectory.epochs, race.dataset.labels.tolist()
    logits = race.trajectory.at(np.array([epochs])).logits[race.run("cross_entropy"), 0]
    several = logits.ndim > 1
    functions = SEVERAL if several else TWO
    cross, squared = (function.__name__ for function in functions)
    code = f"""
    y = {f"np.eye({len(race.dataset.classes)})[{labels!r}]" if several else f"np.array({labels!r})"}
    z = {listed(logits)}  # the logits of all samples after {epochs} epochs
    {cross}(y, z).mean()  # 4 nats: cross-entropy
    {squared}(y, z).mean()  # 4: squared error
    """
    return None if logits.size > MOST_WRITTEN else Snippet(code, page.units, functions)
