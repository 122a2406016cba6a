"""Training race: squared error against cross-entropy, from the same start on the same samples."""

import streamlit as st

from core.app import take_home
from core.app.page import begin
from core.app.rooms import open_room
from core.app.training_race import confident_softmax, convexity, data_set, law, nielsen, on_data, one_example, update

page = begin("training_race")
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
            "softmax": lambda: confident_softmax.show(page, race),
            "update": lambda: update.show(page, race, epoch),
        },
        hero=hero,
    )
else:
    take_home.offer(page, on_data.show(page, kind, controls_row))
