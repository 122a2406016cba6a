"""Likelihood: the reader's tosses, one p, and three pictures of it with the same maximum."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import open_room
from core.app.likelihood import classifier, coins, example, faces, formulas, noise, play, runs, underflow, ways
from core.app.likelihood.tosses import entry, hero
from core.app.likelihood.tosses.numbers import numbers_behind

page = begin()
text = page.text

st.title(text("claim"), anchor=False)

typed_column, buttons_column, p_column, count_column = st.columns([2.2, 3.8, 2.5, 1.9], vertical_alignment="bottom")
with typed_column:
    entry.show(page)
with buttons_column:
    entry.buttons(page)
with p_column:
    hero.slide_p(page)
numbers = hero.read(page)
said = numbers.said(text)
count_column.markdown(text("count" if numbers.tosses.count else "count_none", **said))
entry.complain(page)
hero.draw_three(page)
st.caption(text("three_pictures", area=said["area"]) if numbers.tosses.count else text("no_tosses"))

open_room(
    page,
    {
        "play": play.show,
        "formulas": formulas.show,
        "example": example.show,
        "coins": coins.show,
        "faces": faces.show,
        "ways": ways.show,
        "underflow": underflow.show,
        "runs": runs.show,
        "noise": noise.show,
        "classifier": classifier.show,
    },
    hero=numbers_behind(numbers),
)
