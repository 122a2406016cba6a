"""The small components of the app: HTML, CSS and JavaScript in files of their own, registered once."""

from pathlib import Path
from typing import Final

import streamlit as st

FOLDER: Final = Path(__file__).parent


def read(*names: str) -> str:
    """The named files of this folder, one after the other."""
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


# A component that moves charts has the bridge to their parameters in front of its own script.
bars = st.components.v2.component(
    "cross_entropy_bars",
    html='<div class="bars"></div>',
    css=read("bars.css"),
    js=read("bridge.js", "figures.js", "information.js", "bars.js"),
)
link = st.components.v2.component(
    "cross_entropy_link",
    html='<button type="button"><span class="icon" aria-hidden="true"></span><span class="label"></span></button>',
    css=read("link.css"),
    js=read("bridge.js", "link.js"),
)
live_slider = st.components.v2.component(
    "cross_entropy_live_slider",
    html='<label><span class="label"></span><output></output><input type="range"></label>',
    css=read("live_slider.css"),
    js=read("bridge.js", "live_slider.js"),
)
start = st.components.v2.component(
    "cross_entropy_start",
    html='<label><span class="label"></span><output></output><input type="range"></label>',
    css=read("live_slider.css"),
    js=read("bridge.js", "start.js"),
)
sigmoid = st.components.v2.component(
    "cross_entropy_sigmoid",
    html='<div class="sliders">'
    + '<label><span class="label"></span><output></output><input type="range"></label>' * 2
    + "</div>",
    css=read("live_slider.css"),
    js=read("bridge.js", "figures.js", "sigmoid.js"),
)
live_words = st.components.v2.component("cross_entropy_live_words", js=read("bridge.js", "live_words.js"))
turn = st.components.v2.component("cross_entropy_turn", js=read("bridge.js", "turn.js"))
opened = st.components.v2.component("cross_entropy_opened", js=read("opened.js"))
player = st.components.v2.component(
    "cross_entropy_player",
    html=read("player.html"),
    css=read("player.css"),
    js=read("bridge.js", "player.js"),
)
story = st.components.v2.component(
    "cross_entropy_story",
    html='<div class="rail" role="group"></div>',
    css=read("story.css"),
    js=read("bridge.js", "story.js"),
)
stepper = st.components.v2.component(
    "cross_entropy_stepper",
    html=read("stepper.html"),
    css=read("stepper.css"),
    js=read("bridge.js", "stepper.js"),
)
run = st.components.v2.component(
    "cross_entropy_run",
    html='<button type="button"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 5v14l11-7z"/></svg>'
    '<span class="label"></span></button>',
    css=read("run.css"),
    js=read("bridge.js", "run.js"),
)
stage = st.components.v2.component(
    "cross_entropy_stage",
    html=read("stage.html"),
    css=read("stage.css"),
    js=read("stage.js"),
)
ticker = st.components.v2.component("cross_entropy_ticker", js=read("ticker.js"))
