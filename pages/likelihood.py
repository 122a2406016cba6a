"""Likelihood: the reader's tosses, one p, and three pictures of it with the same maximum."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import Room, cards, opened
from core.app.likelihood import classifier, coins, example, faces, formulas, noise, play, runs, underflow, ways
from core.app.likelihood.tosses import hero
from core.app.likelihood.tosses.numbers import numbers_behind

page = begin()

rooms = {
    "play": Room(play.show, hero.controls),
    "ways": Room(ways.show, hero.controls),
    "runs": Room(runs.show),
    "classifier": Room(classifier.show),
    "example": Room(example.show),
    "coins": Room(coins.show, hero.controls),
    "faces": Room(faces.show),
    "noise": Room(noise.show),
    "underflow": Room(underflow.show),
    "formulas": Room(formulas.show, hero.controls),
}
if not opened(page, rooms):
    st.title(page.text("claim"), anchor=False)
    with st.container(key="screen"):
        hero.controls(page)
        hero.draw_three(page)
    hero.say(page)
    cards(page, numbers_behind(hero.read(page)))
