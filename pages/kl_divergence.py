"""KL divergence: what believing q costs when p is true, on the reader's own probabilities."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import Room, cards, opened
from core.app.kl_divergence import bell, formulas, hero, infinity, inputs, letters, near, steps

page = begin()

rooms = {
    "infinity": Room(infinity.show, hero.strip),
    "steps": Room(steps.show),
    "near": Room(near.show, hero.strip),
    "bell": Room(bell.show),
    "letters": Room(letters.show),
    "formulas": Room(formulas.show, hero.strip),
}
if not opened(page, rooms):
    st.title(page.text("claim"), anchor=False)
    cause, effect = st.columns(hero.WIDTHS, gap="medium")
    with cause:
        hero.draw_bars(page, inputs.P, inputs.Q)
    with effect:
        hero.draw_both(page)
    hero.say_verdict(page)
    inputs.toolbar(page)
    hero.say_numbers(page)
    cards(page, hero.python_behind(page))
