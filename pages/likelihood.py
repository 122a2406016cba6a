"""Likelihood: the reader's tosses, one p, and three pictures of it with the same maximum."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import Screen, cards, opened
from core.app.likelihood import classifier, coins, example, faces, formulas, noise, play, runs, underflow, ways
from core.app.likelihood.tosses import hero
from core.app.likelihood.tosses.numbers import numbers_behind

page = begin()

screens = {
    "play": Screen(play.show, hero.controls),
    "ways": Screen(ways.show, ways.controls),
    "runs": Screen(runs.SECTION),
    "classifier": Screen(classifier.SECTION),
    "example": Screen(example.SECTION),
    "coins": Screen(coins.SECTION, hero.controls),
    "faces": Screen(faces.show),
    "noise": Screen(noise.SECTION),
    "underflow": Screen(underflow.SECTION),
    "formulas": Screen(formulas.SECTION, hero.controls),
}
if not opened(page, screens):
    with st.container(key="screen"):
        with st.container(key="foot_controls"):
            hero.controls(page)
        hero.draw_three(page)
    hero.say(page)
    cards(page, numbers_behind(hero.read(page)))
