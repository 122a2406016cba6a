"""A card for each topic, the index of formulas, and the glossary."""

from functools import lru_cache
from itertools import groupby

import numpy as np
import pandas as pd
import streamlit as st

from core.app.drawing import draw
from core.app.frame.catalogue import FORMULAS, TOPICS
from core.app.frame.page import Page, path
from core.app.wording.glossary import write_all
from core.charts.home.cards import picture
from core.maths.distributions import bernoulli_log_likelihood
from core.maths.information import cross_entropy, entropy
from core.maths.losses import binary_cross_entropy_with_logits, squared_error_with_logits
from core.simulation.training_race.race import RaceSettings, simulate


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


def glossary(page: Page) -> None:
    """Every term with its definition, once it is unfolded."""
    title = page.text("glossary.title")
    box = st.expander(title, icon=":material/dictionary:", key="home_glossary", on_change="rerun")
    if box.open:
        with box:
            write_all(page.text.language)
