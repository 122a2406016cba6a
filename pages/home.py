"""Home: the law of the race under the reader's hand, and the ways into the topics."""

import streamlit as st

from core.app.frame.page import begin
from core.app.home import cards, epochs, story
from core.app.take_home import panel
from core.app.talk import ways_in

page = begin()

st.title(page.text("claim"), anchor=False)
epochs.first_screen(page)
story.story(page)
ways_in.storylines(page)
panel.offer(page.text, epochs.epochs_behind(page))
cards.cards(page)
cards.index(page)
