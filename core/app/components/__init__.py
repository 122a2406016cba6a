"""The small components of the app: HTML, CSS and JavaScript in files of their own, registered once."""

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

FOLDER: Final = Path(__file__).parent


def read(*names: str) -> str:
    """The named files of this folder, one after the other."""
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def _component(name: str, *before: str, html: str | None = None, css: str | None = None) -> ComponentRenderer:
    """A component whose script has its name, with the files in front of it that it builds on."""
    script = read(*before, f"{name}.js")
    return st.components.v2.component(f"cross_entropy_{name}", html=html, css=css and read(css), js=script)


# What moves charts has the bridge to their parameters in front of its own script.
BRIDGE: Final = "bridge.js"
SLIDER: Final = '<label><span class="label"></span><output></output><input type="range"></label>'
TRIANGLE: Final = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 5v14l11-7z"/></svg>'
LABEL: Final = '<span class="label"></span>'

SAYINGS: Final = ("figures.js", "information.js", "sayings.js")
bars = _component("bars", BRIDGE, *SAYINGS, html='<div class="bars"></div>', css="bars.css")
link = _component(
    "link",
    BRIDGE,
    html=f'<button type="button"><span class="icon" aria-hidden="true"></span>{LABEL}</button>',
    css="link.css",
)
live_slider = _component("live_slider", BRIDGE, html=SLIDER, css="live_slider.css")
start = _component("start", BRIDGE, html=SLIDER, css="live_slider.css")
sigmoid = _component(
    "sigmoid", BRIDGE, "figures.js", html=f'<div class="sliders">{SLIDER * 2}</div>', css="live_slider.css"
)
live_words = _component("live_words", BRIDGE)
turn = _component("turn", BRIDGE)
opened = _component("opened")
player = _component("player", BRIDGE, html=read("player.html"), css="player.css")
story = _component("story", BRIDGE, html='<div class="rail" role="group"></div>', css="story.css")
stepper = _component("stepper", BRIDGE, html=read("stepper.html"), css="stepper.css")
run = _component("run", BRIDGE, html=f'<button type="button">{TRIANGLE}{LABEL}</button>', css="run.css")
stage = _component("stage", html=read("stage.html"), css="stage.css")
ticker = _component("ticker")
