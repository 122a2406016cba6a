"""KL divergence: what believing q costs when p is true, on the reader's own probabilities."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import Screen, cards, opened
from core.app.kl_divergence import bell, formulas, hero, infinity, inputs, letters, near, steps

page = begin()

screens = {
    "infinity": Screen(infinity.show, infinity.strip),
    "steps": Screen(steps.show),
    "near": Screen(near.show, near.strip),
    "bell": Screen(bell.show),
    "letters": Screen(letters.show),
    "formulas": Screen(formulas.show, hero.strip),
}
if not opened(page, screens):
    cause, effect = st.columns(hero.WIDTHS, gap="medium")
    with cause:
        hero.draw_bars(page, inputs.P, inputs.Q)
    with effect:
        hero.draw_both(page)
    hero.say_verdict(page)
    inputs.toolbar(page)
    hero.say_numbers(page)
    hero.say_names(page)
    cards(page, hero.python_behind(page))
