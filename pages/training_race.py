"""Training race: squared error against cross-entropy, from the same start on the same samples."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import Screen, cards, opened
from core.app.take_home import panel
from core.app.training_race import convexity, law, nielsen, playground, softmax, update
from core.app.training_race.on_data import data_race, data_set
from core.app.training_race.one_example import race

page = begin()

screens = {
    "law": Screen(law.SECTION, race.controls),
    "convexity": Screen(convexity.show, race.controls),
    "softmax": Screen(softmax.SECTION, race.controls),
    "nielsen": Screen(nielsen.show),
    "playground": Screen(playground.SECTION),
    "update": Screen(update.show, race.controls),
}
if not opened(page, screens):
    with st.container(key="screen"):
        with st.container(key="race_controls"):
            data_place, controls_place = st.columns([1.45, 8])
            with data_place:
                kind = page.show(data_set.DATA)
        if kind == "one":
            with controls_place:
                race.controls(page)
            race.show(page)
        else:
            snippet = data_race.show(page, controls_place)
    if kind == "one":
        cards(page, race.python_behind(page))
    else:
        panel.offer(page.text, snippet)
