"""Formulas: both losses and their gradients at the reader's own label and logit."""

import streamlit as st

from core.app.formulas import batch, classes, derivation, errata, hero, labels, twice, weights
from core.app.formulas.laboratory import errors as laboratory
from core.app.formulas.sample import losses_behind
from core.app.frame.page import begin
from core.app.frame.sections import Screen, cards, opened

page = begin()

screens = {
    "derivation": Screen(derivation.show, hero.controls),
    "classes": Screen(classes.SECTION),
    "labels": Screen(labels.SECTION),
    "batch": Screen(batch.SECTION),
    "twice": Screen(twice.SECTION),
    "weights": Screen(weights.SECTION),
    "laboratory": Screen(laboratory.SECTION),
    "errata": Screen(errata.show),
}
if not opened(page, screens):
    with st.container(key="screen"):
        with st.container(key="foot_controls"):
            hero.controls(page)
        hero.draw_losses(page)
    hero.say_numbers(page)
    page.note(page.text("intro"))
    cards(page, losses_behind(hero.read(page), page.units))
