"""Training race: squared error against cross-entropy, from the same start on the same samples."""

import streamlit as st

from core.app import controls
from core.app.fields import Choice
from core.app.page import begin
from core.app.training_race import confident_softmax, convexity, data_set, law, nielsen, on_data, one_example, update

SECTIONS = Choice("", ("", "law", "convexity", "nielsen", "softmax", "update"))

page = begin("training_race")
st.title(page.text("claim"), anchor=False)

data_place, controls_place = st.columns([1.45, 8])
with data_place:
    kind = data_set.kind(page)
with controls_place:
    controls_row = st.container()
if kind == "one":
    race, epoch = one_example.show(page, controls_row)
    names = {name: page.text(f"section.{name}") for name in SECTIONS.options if name}
    section = controls.section(SECTIONS, page.text, names)
    if section == "law":
        law.show(page, race)
    elif section == "convexity":
        convexity.show(page, race)
    elif section == "update":
        update.show(page, race, epoch)
    elif section == "nielsen":
        nielsen.show(page)
    elif section == "softmax":
        confident_softmax.show(page, race)
else:
    on_data.show(page, kind, controls_row)
