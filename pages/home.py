"""Home: what being wrong and sure of it costs, the story behind it, and the ways into the topics."""

import streamlit as st

from core.app.frame.page import begin
from core.app.home import cards, epochs, questions, story
from core.app.take_home import panel
from core.app.talk import ways_in

page = begin()

st.title(page.text("claim"), anchor=False)
epochs.first_screen(page)
with st.container(key="below"):
    story.story(page)
    ways_in.storylines(page)
    cards.cards(page)
    questions.questions(page)
    cards.index(page)
    cards.glossary(page)
    panel.offer(page.text, epochs.epochs_behind(page))
