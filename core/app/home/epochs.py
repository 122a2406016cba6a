"""The first screen: the law of the race under the reader's hand."""

from functools import cache, lru_cache, partial
from math import floor, log10
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from core.app import components, drawing
from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page, Part
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import plain, whole
from core.charts.home import epochs as charts
from core.charts.kit.live import Live
from core.charts.kit.theme import UNITS
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES, IntArray
from core.maths.information import surprisal
from core.simulation.descent.descent import descend_one_example
from core.simulation.training_race.law import epochs_to_target

LEARNING_RATE: Final = 0.15
KAPPA: Final = 2.0  # x = 1
TARGET: Final = 0.1
START: Final = Control("z0", Number(10.0, 0.0, 10.0, 0.1), "start")
STARTS: Final = START.over_a(Number).grid
VIEWS: Final = "home_hero"
RUN: Final = "run"  # the charts' parameter of how much of the race has passed
DURATION: Final = 7000  # ms


def draw_epochs(page: Page, passed: float = 1.0) -> None:
    """How many epochs each loss needs from the reader's start, after so much of the race."""
    text, said = page.text, said_of(page.units.name, page.value(START))
    with views(VIEWS):
        draw(
            charts.epochs_hero,
            charts.epoch_rows(STARTS, epochs_by_start(), {loss: text(loss) for loss in LOSSES}),
            live(START),
            Live(RUN, passed, 0.0, 1.0, 0.0001),
            {key: text.template(f"race.{key}") for key in ("axis", "passing", "arrived", "times", "view")},
            alt=text("alt", **said),
            key="home_hero_chart",
        )


def slide_start(page: Page) -> None:
    """The slider of the start, which is also dragged in the picture, at the end of the longer road."""
    live_slider(START, page.text, chart=VIEWS, symbols=("z₀", "a₀"), along="z", ends=charts.ENDS)


def first_screen(page: Page) -> bool:
    """The race, which runs once by itself, what its loss is, and why; whether a browser has drawn it.

    Whatever is no browser never draws, and is not waited for.
    """
    text = page.text
    with drawing.within(drawing.Place(fills=True)):
        draw_epochs(page, passed=0.0)
    with st.container(key="home_controls"):
        run = components.run(
            key="home_run",
            data={
                "chart": VIEWS,
                "parameter": RUN,
                "start": START.name,
                "duration": DURATION,
                "label": text("race.again"),
            },
            default={"drawn": "Mozilla" not in st.context.headers.get("User-Agent", "")},  # as all browsers say
            on_drawn_change=lambda: None,
            height="content",
        )
        slide_start(page)
    for key in ("definition", "reason"):
        page.follow(START, text.template(key), partial(said_of, page.units.name))
    page.note(text("assumptions"))
    return bool(run.drawn)


CONTROLS: Final = (START,)
PART: Final = Part(draw_epochs, {START.name: slide_start})


@lru_cache(maxsize=512)
def said_of(unit: str, z0: float) -> dict[str, str]:
    """The numbers of a start in words."""
    units, gave = UNITS[unit], float(sigmoid(-z0))
    ce, se = (int(count) for count in epochs(z0).values())
    return {
        "z0": plain(z0, 1),
        "a0": confident(z0),
        "gave": tiny(gave),  # four digits bear the two decimals of their logarithm
        "charged": plain(units.of(float(surprisal(gave))), 2),
        "log": units.log,
        "odds": plain(float(np.exp(z0)), 1 if z0 < 5 else 0),
        "ce": whole(ce),
        "se": whole(se),
        "ratio": plain(se / ce, 1 if se < 99.95 * ce else 0),
    }


def confident(z0: float) -> str:
    """The output at a logit, with as many digits as tell it from 1."""
    return plain(float(sigmoid(z0)), 3 if z0 < 5 else 5)


def tiny(value: float) -> str:
    """A number between 0 and 1 with four digits, however small."""
    return plain(value, max(3, 3 - floor(log10(value))))


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
