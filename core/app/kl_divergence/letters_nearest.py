"""Which of the six languages a text is nearest to, by cross-entropy under each sample's model."""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.app.drawing import draw
from core.app.language import Texts
from core.app.numbers import plain, whole
from core.app.page import Page
from core.charts import letters as charts
from core.maths import information
from core.simulation.letters import Letters, Near, alphabet_of, nearest_languages, shares

FEW: Final = 100  # letters: below, the sentence says that it guesses
STRANGE: Final = 0.9  # the share of letters that no sample knows, from which a ranking means nothing


def unit_of(page: Page) -> str:
    """The unit of every number of the section, in words."""
    return page.text("letters.unit", units=page.text(page.units.name))


def nearest(page: Page, truth: Letters, alpha: float, *, is_sample: bool) -> None:
    """The verdict in a sentence, and all six languages as bars."""
    text, unit, of = page.text, unit_of(page), page.units.of
    ranking = nearest_languages(truth, alpha)
    costs = {text(f"letters.language.{near.language}"): of(near.cross_entropy) for near in ranking}
    floor = of(float(information.entropy(shares(truth, alphabet_of(truth)))))
    st.markdown(_verdict(text, ranking, list(costs.items()), unit))
    draw(
        charts.language_bars,
        charts.language_rows(costs, floor, lambda cost: plain(cost, 2)),
        text("letters.axis_cost", unit=unit),
        alt=text("letters.alt_languages", costs=", ".join(f"{name} {plain(cost, 2)}" for name, cost in costs.items())),
        key="kl_letters_languages",
    )
    notes = [text("letters.one_alphabet")]
    if is_sample:
        notes.insert(0, text("letters.itself"))
    elif truth.total < FEW:
        notes.insert(0, text("letters.guess", count=whole(truth.total)))
    st.caption("  \n".join(notes))


def _verdict(text: Texts, ranking: Sequence[Near], costs: Sequence[tuple[str, float]], unit: str) -> str:
    """What the ranking says, or why it says nothing."""
    (name, least), (second, next_least) = costs[:2]
    if min(near.unseen for near in ranking) >= STRANGE:
        return text("letters.strange")
    if math.isinf(least):
        return text("letters.all_infinite")
    if math.isinf(next_least):
        return text("letters.only_one", language=name)
    return text("letters.nearest", language=name, second=second, margin=plain(next_least - least, 2), unit=unit)
