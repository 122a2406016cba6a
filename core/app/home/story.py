"""The story in seven steps: one picture that turns into the next while the words beside it are scrolled through."""

from functools import lru_cache
from math import floor, log10
from typing import Final

import numpy as np
import streamlit as st

from core.app import components, drawing
from core.app.controls.live_slider import live
from core.app.drawing import draw, views
from core.app.frame.catalogue import TOPICS
from core.app.frame.page import Page, path
from core.app.home.epochs import START, STARTS, epochs_by_start, said_of, tiny
from core.app.wording.figures import plain
from core.app.wording.language import Texts
from core.charts.home.epochs import ENDS
from core.charts.home.story import story_chart
from core.charts.home.story_rows import STEPS, curve_rows, entropy_of, mean_surprise, places, thing_rows
from core.charts.home.story_words import word_rows
from core.charts.kit.layers import Frame
from core.charts.kit.live import Live
from core.charts.kit.theme import UNITS
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES

VIEWS: Final = "story_views"
STEP: Final = "step"  # the picture's parameter
TOSSES: Final = "HHTHTTHH"
HEADS: Final = TOSSES.count("H")
PRINTED: Final = '<div class="story-printed"></div>'  # where a printed step has its picture
IN_PICTURE: Final = ("a0", "charged", "slope_se", "sigma", "ce", "se", "mean", "least", "kl")


@lru_cache(maxsize=512)
def said(unit: str, z0: float) -> dict[str, str]:
    """The numbers of the story at a start, in words."""
    units, a = UNITS[unit], float(sigmoid(z0))
    mean, least = float(mean_surprise(z0, HEADS, len(TOSSES))), entropy_of(HEADS, len(TOSSES))
    sigma = a * float(sigmoid(-z0))
    return said_of(unit, z0) | {
        "logarithm": units.logarithm,
        "sigma": tiny(sigma),
        "slope_se": tiny(a * sigma),
        "factor": three_digits(1.0 / sigma),
        "mean": plain(units.of(mean), 2),
        "sum": plain(units.of(mean) * len(TOSSES), 1),
        "least": plain(units.of(least)),
        "kl": plain(units.of(mean - least)),
        "tosses": TOSSES,
    }


def three_digits(value: float) -> str:
    """A number of at least 1 with three digits; further ones are noughts."""
    return plain(float(f"{value:.3g}"), max(0, 2 - floor(log10(value))))


@lru_cache(maxsize=4)
def _frames(text: Texts, unit: str) -> tuple[Frame, ...]:
    """The data of the picture: curves, things, words, and where each start's neuron stands, with its numbers."""
    counts = epochs_by_start()
    longer = np.interp(STARTS, (STARTS[0], STARTS[-1]), ENDS)
    ends = np.stack([counts[loss] / counts["squared_error"] * longer for loss in LOSSES])
    numbers = [said(unit, z0) for z0 in STARTS]
    return (
        curve_rows(HEADS, len(TOSSES)),
        thing_rows(TOSSES),
        word_rows(text.template, UNITS[unit], TOSSES),
        places(STARTS, ends, HEADS, len(TOSSES)).assign(
            **{f"said_{name}": [each[name] for each in numbers] for name in IN_PICTURE}
        ),
    )


def _laboratory(page: Page, step: int) -> tuple[str, dict[str, str]]:
    """Where a step can be tried out: the page, and the entries of its link at the reader's start."""
    z0 = page.value(START)
    a, weight = float(sigmoid(z0)), round(z0 / 2.0 + 1e-9, 1)
    losses = {"y": "0", "z": f"{z0:g}"}
    return {
        1: ("formulas", losses | {"against": "a"}),
        2: ("formulas", losses | {"section": "laboratory"}),
        3: ("formulas", losses),
        4: ("formulas", losses | {"section": "derivation", "act": "cross_entropy", "step": "6"}),
        5: ("training_race", {"start": "own", "w": f"{weight:g}", "b": f"{z0 - weight:g}", "section": "law"}),
        6: ("likelihood", {"tosses": TOSSES, "p": f"{min(0.995, round(a * 200.0) / 200.0):g}"}),
        7: ("kl_divergence", {"p": "0.625,0.375", "q": f"{a:.6g},{1.0 - a:.6g}"}),
    }[step]


def _words(page: Page) -> None:
    """Each step's claim, its two sentences with their number, its formula, and its laboratory."""
    text, unit = page.text, page.units.name
    for step in range(1, STEPS + 1):
        with st.container(key=f"story_step_{step}"):
            parts = (text.template(f"story.{part}{step}") for part in ("title", "say", "formula"))
            words = "### {}. {}\n\n{}\n\n{}\n\n{}".format(
                step, *parts, PRINTED
            )  # one element is drawn sooner than five
            page.follow(START, words, lambda z0: said(unit, z0))
            topic, entries = _laboratory(page, step)
            st.page_link(path(topic), label=text(f"story.try{step}"), query_params=entries, icon=TOPICS[topic].icon)


def story(page: Page) -> None:
    """The seven steps, and their picture, which stays in view."""
    text = page.text
    st.subheader(text("story.title"), anchor=False)
    with st.container(key="story"):
        words, picture = st.columns([1, 1.4], gap="large")
        with words:
            _words(page)
        with picture, drawing.within(drawing.Place(fills=True)):
            with views(VIEWS):
                draw(
                    story_chart,
                    *_frames(text, page.units.name),
                    live(START),
                    Live(STEP, 1.0, 1.0, float(STEPS), 0.001),
                    alt=text("story.alt", **said(page.units.name, page.value(START))),
                    key="home_story",
                )
            components.story(
                key="home_story_rail",
                data={
                    "chart": VIEWS,
                    "parameter": STEP,
                    "start": START.name,
                    "titles": [text(f"story.title{step}") for step in range(1, STEPS + 1)],
                    "label": text("story.rail"),
                },
                height="content",
            )
