"""Home: the law of the race under the reader's hand, a card for each topic, the index of formulas."""

from functools import cache, lru_cache
from itertools import groupby
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import ArrayLike

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.catalogue import FORMULAS, TOPICS
from core.app.frame.page import Page, Part, path
from core.app.take_home.snippet import Printed, Snippet, behind
from core.app.wording.figures import plain, whole
from core.charts.home import epoch_rows, epochs_hero, picture
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES, IntArray
from core.maths.distributions import bernoulli_log_likelihood
from core.maths.information import cross_entropy, entropy
from core.maths.losses import binary_cross_entropy_with_logits, squared_error_with_logits
from core.simulation.descent.descent import descend_one_example
from core.simulation.training_race.law import epochs_to_target
from core.simulation.training_race.race import RaceSettings, simulate

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


HERO: Final = Part(draw_epochs, {START.name: slide_start})


def _lines(x: np.ndarray, **curves: np.ndarray) -> pd.DataFrame:
    return pd.concat(pd.DataFrame({"x": x, "y": y, "quantity": name}) for name, y in curves.items())


@lru_cache(maxsize=8)
def _pictures() -> dict[str, pd.DataFrame]:
    """One small picture for each topic, drawn by the same functions as the pages themselves."""
    z = np.linspace(-4, 6, 80)
    p = np.linspace(0.01, 0.99, 80)
    race = simulate(RaceSettings(weight=2.0, bias=2.0, epochs=300))
    epochs = np.arange(0, 301, 4)
    truth = np.stack([p, 1 - p], axis=-1)
    belief = np.array([0.7, 0.3])
    likelihood = np.exp(bernoulli_log_likelihood(5, 8, p))
    log_likelihood = bernoulli_log_likelihood(5, 8, p)
    return {
        "formulas": _lines(
            z,
            cross_entropy=binary_cross_entropy_with_logits(0.0, z),
            squared_error=squared_error_with_logits(0.0, z),
        ),
        "training_race": _lines(
            epochs,
            cross_entropy=race.trajectory.outputs[0, epochs, 0],
            squared_error=race.trajectory.outputs[1, epochs, 0],
        ),
        "likelihood": _lines(
            p,
            model=likelihood / likelihood.max(),
            cross_entropy=np.minimum(-log_likelihood / 8 / 1.6, 1.6),
        ),
        "kl_divergence": _lines(p, cross_entropy=cross_entropy(truth, belief), entropy=entropy(truth)),
    }


def cards(page: Page) -> None:
    """A card for each topic: one claim, one picture, the way in."""
    text = page.text
    columns = st.columns(4)
    for column, (topic, frame) in zip(columns, _pictures().items(), strict=True):
        with column, st.container(border=True, height="stretch", key=f"card_{topic}"):
            st.page_link(path(topic), label=f"**{text(f'page.{topic}')}**", icon=TOPICS[topic].icon)
            draw(picture, frame, alt=text(f"card.{topic}.alt"), key=f"picture_{topic}")
            st.markdown(text(f"card.{topic}.claim"))


def index(page: Page) -> None:
    """Formulas (1) to (22): each opens its page and section."""
    text = page.text
    st.subheader(text("index.title"), anchor=False)
    by_page = groupby(sorted(FORMULAS, key=lambda home: list(TOPICS).index(home.topic)), key=lambda home: home.topic)
    for column, (topic, homes) in zip(st.columns(4), by_page, strict=True):
        with column:
            st.markdown(f"**{text(f'page.{topic}')}**")
            with st.container(gap=None, key=f"index_{topic}"):
                for home in homes:
                    st.page_link(
                        path(topic),
                        label=f"({home.number}) {text(f'index.f{home.number}')}",
                        query_params={"section": home.section},
                    )


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
    z0 = page.value(START)
    code = f"""
z, rate, target = {z0!r}, {LEARNING_RATE!r}, {TARGET!r}


def epochs(loss):
    # the first epoch at which the output is at most the target: label 0, input 1
    run = descend_one_example(1.0, 0.0, z / 2, z / 2, loss, rate)
    return next(epoch for epoch, (weight, bias, output) in enumerate(run) if output <= target)


"""
    return behind(
        (descend_one_example,),
        code,
        *(Printed(f"epochs({loss!r})", count, what=f"epochs under {loss}") for loss, count in epochs_from(z0).items()),
    )
