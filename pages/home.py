"""Home: the law of the race under the reader's hand, and the ways into the topics."""

import streamlit as st

from core.app import home
from core.app.frame.page import begin
from core.app.take_home import panel
from core.app.talk import ways_in

page = begin()

st.title(page.text("claim"), anchor=False)
home.slide_start(page)
home.draw_epochs(page)
st.caption(page.text("assumptions"))
ways_in.storylines(page)
st.markdown(page.text("what"), width=900)
panel.offer(page.text, home.epochs_behind(page))
home.cards(page)
home.index(page)
