"""Home: the law of the race under the reader's hand, and the ways into the four topics."""

import streamlit as st

from core.app import home
from core.app.controls.live_slider import live, live_slider
from core.app.controls.state import link_state
from core.app.drawing import draw, keyed
from core.app.frame.page import begin
from core.app.home import START, STARTS
from core.app.take_home import panel
from core.app.wording.figures import plain, whole
from core.charts.home import epoch_rows, epochs_hero
from core.maths.activations import sigmoid
from core.maths.checks import LOSSES

page = begin("home")
text = page.text

st.title(text("claim"), anchor=False)

controls_row = st.container()
hero = st.container(key=keyed("home_hero"))
with controls_row:
    z0 = live_slider("z0", text("start"), START, text, chart="home_hero", symbols=("z₀", "a₀"))

epochs = {loss: int(count) for loss, count in home.epochs(z0).items()}
ratio = epochs["squared_error"] / epochs["cross_entropy"]
numbers = {
    "z0": plain(z0, 1),
    "a0": plain(float(sigmoid(z0))),
    "ce": whole(epochs["cross_entropy"]),
    "se": whole(epochs["squared_error"]),
    "ratio": plain(ratio, 1),
}
with hero:
    draw(
        epochs_hero,
        epoch_rows(STARTS, home.epochs_by_start(), {loss: text(loss) for loss in LOSSES}),
        live("z0", START),
        words={"axis": text("axis"), "epochs": text("epochs"), "times": text("times")},
        alt=text("alt", **numbers),
        key="home_hero_chart",
    )
st.caption(text("assumptions"))
if not link_state().is_aside:
    home.storylines(page)
    st.markdown(text("what"), width=900)
    panel.offer(page.text, home.snippet(z0, epochs))
    home.cards(page)
    home.index(page)
