"""What the stage arranges: a scene's one part, and the controls that a speaker moves."""

from dataclasses import replace

import streamlit as st

from core.app import drawing
from core.app.frame.page import Page
from core.app.talk.parts import PARTS, known
from core.app.talk.scene import Scene


def compose(page: Page, scene: Scene, is_revealed: bool, has_all_controls: bool) -> None:
    """A scene below its question or its answer: what moves the part, and the part."""
    part = PARTS[scene.part(is_revealed)]
    names = dict.fromkeys([*scene.controls, *(part.controls if has_all_controls else ())])
    shown = [name for name in names if name in part.controls]
    if shown:
        page.row([1] * len(shown), *(part.controls[name] for name in shown))
    # What nothing on the screen moves stands where the scene has put it.
    controls = known(scene.page)
    still = {name: page.value(controls[name]) for name in scene.link(is_revealed)}
    place = drawing.Place(parameters={name: at for name, at in still.items() if name not in shown}, fills=True)
    with st.container(key="picture", height="stretch"), drawing.within(place):
        part.draw(replace(page, is_on_stage=True))
