"""Formulas: both losses and their gradients at the reader's own label and logit."""

import streamlit as st

from core.app.formulas import batch, classes, errata, hero, labels, laboratory, theatre
from core.app.formulas.sample import losses_behind
from core.app.frame.page import begin
from core.app.frame.sections import open_room

page = begin()

st.title(page.text("claim"), anchor=False)
page.row([1.5, 3.8, 1.1], hero.choose_label, hero.slide_z, hero.more)
hero.draw_losses(page)

open_room(
    page,
    {
        "derivation": theatre.show,
        "classes": classes.show,
        "labels": labels.show,
        "batch": batch.show,
        "laboratory": laboratory.show,
        "errata": errata.show,
    },
    hero=losses_behind(hero.read(page), page.units),
)
