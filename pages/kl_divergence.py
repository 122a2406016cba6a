"""KL divergence: what believing q costs when p is true, on the reader's own probabilities."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import open_room
from core.app.kl_divergence import bell, formulas, hero, infinity, inputs, letters, near, steps

page = begin()

st.title(page.text("claim"), anchor=False)
inputs.toolbar(page)
cause, effect = st.columns(hero.WIDTHS, gap="medium")
with cause:
    hero.draw_probabilities(page)
    inputs.show(page)
    hero.remark(page)
with effect:
    hero.draw_areas(page)
    hero.draw_sums(page)
hero.say_numbers(page)

open_room(
    page,
    {
        "formulas": formulas.show,
        "infinity": infinity.show,
        "near": near.show,
        "steps": steps.show,
        "bell": bell.show,
        "letters": letters.show,
    },
    hero=hero.python_behind(page),
)
