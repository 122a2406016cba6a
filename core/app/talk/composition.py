"""What the stage arranges: a scene's one part, and the controls that a speaker moves."""

from dataclasses import dataclass, replace

import streamlit as st

from core.app import drawing
from core.app.frame.page import Page
from core.app.talk.parts import PARTS, known
from core.app.talk.scene import Scene


@dataclass(frozen=True, slots=True)
class Composition:
    """A scene below its question or its answer; it runs in the place of a page."""

    page: Page
    scene: Scene
    is_revealed: bool
    has_all_controls: bool = False

    def run(self) -> None:
        """Show what moves the part, and the part."""
        part = PARTS[self.scene.part(self.is_revealed)]
        names = list(dict.fromkeys([*self.scene.controls, *(part.controls if self.has_all_controls else ())]))
        shown = [name for name in names if name in part.controls]
        if shown:
            self.page.row([1] * len(shown), *(part.controls[name] for name in shown))
        # What nothing on the screen moves stands where the scene has put it.
        controls = known(self.scene.page)
        still = {name: self.page.value(controls[name]) for name in self.scene.link(self.is_revealed)}
        place = drawing.Place(parameters={name: at for name, at in still.items() if name not in shown}, fills=True)
        with st.container(key="picture", height="stretch"), drawing.within(place):
            part.draw(replace(self.page, is_on_stage=True))


class Nothing:
    """The end of a storyline has no part below it."""

    def run(self) -> None:
        """Show nothing."""
