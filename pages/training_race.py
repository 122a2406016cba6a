"""Training race: squared error against cross-entropy, from the same start on the same samples."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import open_room
from core.app.take_home import panel
from core.app.training_race import convexity, law, nielsen, softmax, update
from core.app.training_race.on_data import data_race, data_set
from core.app.training_race.one_example import race as one_example

page = begin()
st.title(page.text("claim"), anchor=False)

data_place, controls_place = st.columns([1.45, 8])
with data_place:
    kind = data_set.kind(page)
with controls_place:
    controls_row = st.container()
if kind == "one":
    race, epoch, hero = one_example.show(page, controls_row)
    open_room(
        page,
        {
            "law": lambda: law.show(page, race),
            "convexity": lambda: convexity.show(page, race),
            "nielsen": lambda: nielsen.show(page),
            "softmax": lambda: softmax.show(page, race),
            "update": lambda: update.show(page, race, epoch),
        },
        hero=hero,
    )
else:
    panel.offer(page.text, data_race.show(page, kind, controls_row))
