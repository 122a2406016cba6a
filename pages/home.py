"""Home: what being wrong and sure of it costs, the story behind it, and the ways into the topics."""

import streamlit as st

from core.app.frame.page import begin
from core.app.home import cards, epochs, questions, story
from core.app.take_home import panel
from core.app.talk import ways_in

page = begin()

st.title(page.text("claim"), anchor=False)
if epochs.first_screen(page):  # a browser asks for what is further down once it has drawn its first picture
    story.story(page)
    ways_in.storylines(page)
    cards.cards(page)
    questions.questions(page)
    cards.index(page)
    cards.glossary(page)
    panel.offer(page.text, epochs.epochs_behind(page))
