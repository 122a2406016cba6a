"""The first screen: the law of the race under the reader's hand."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import plain, whole
from core.charts.home.epochs import epoch_rows, epochs_hero
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES, IntArray
from core.simulation.descent.descent import descend_one_example
from core.simulation.training_race.law import epochs_to_target

LEARNING_RATE: Final = 0.15
KAPPA: Final = 2.0  # x = 1
TARGET: Final = 0.1
START: Final = Control("z0", Number(4.0, 0.0, 10.0, 0.1), "start")
STARTS: Final = START.over_a(Number).grid


def draw_epochs(page: Page) -> None:
    """How many epochs each loss needs from the reader's start."""
    text, z0 = page.text, page.value(START)
    counts = epochs_from(z0)
    numbers = {
        "z0": plain(z0, 1),
        "a0": plain(float(sigmoid(z0))),
        "ce": whole(counts["cross_entropy"]),
        "se": whole(counts["squared_error"]),
        "ratio": plain(counts["squared_error"] / counts["cross_entropy"], 1),
    }
    with views("home_hero"):
        draw(
            epochs_hero,
            epoch_rows(STARTS, epochs_by_start(), {loss: text(loss) for loss in LOSSES}),
            live(START),
            words={"axis": text("axis"), "epochs": text("epochs"), "times": text("times")},
            alt=text("alt", **numbers),
            key="home_hero_chart",
        )


def slide_start(page: Page) -> None:
    """The slider of the start."""
    live_slider(START, page.text, chart="home_hero", symbols=("z₀", "a₀"))


CONTROLS: Final = (START,)
PART: Final = Part(draw_epochs, {START.name: slide_start})


def epochs_from(z0: float) -> dict[str, int]:
    """How many epochs each loss needs from one logit."""
    return {loss: int(count) for loss, count in epochs(z0).items()}


def epochs(starts: ArrayLike) -> dict[str, IntArray]:
    """How many epochs each loss needs from each logit down to the target, by the law of the race."""
    return {loss: epochs_to_target(loss, np.asarray(starts), TARGET, LEARNING_RATE, KAPPA) for loss in LOSSES}


@cache
def epochs_by_start() -> dict[str, IntArray]:
    """The same for every start that the slider has."""
    return epochs(STARTS)


def epochs_behind(page: Page) -> Snippet:
    """The Python for the hero: the epochs of both losses, found step by step from the reader's start."""
    code = f"""
    z, rate, target = {page.value(START)!r}, {LEARNING_RATE!r}, {TARGET!r}


    def epochs(loss):
        # the first epoch at which the output is at most the target: label 0, input 1
        run = descend_one_example(1.0, 0.0, z / 2, z / 2, loss, rate)
        return next(epoch for epoch, (weight, bias, output) in enumerate(run) if output <= target)


    epochs('cross_entropy'), epochs('squared_error')  # 0: epochs
    """
    return Snippet(code, page.units, (descend_one_example,))
