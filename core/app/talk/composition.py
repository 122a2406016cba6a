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
        movable = [part.controls[name] for name in names if name in part.controls]
        if movable:
            self.page.row([1] * len(movable), *movable)
        with st.container(key="picture", height="stretch"), drawing.within(drawing.Place(fills=True)):
            part.draw(replace(self.page, is_on_stage=True))
        # The link holds the whole state of the scene, whatever of it the part has asked for.
        controls = known(self.scene.page)
        for name in self.scene.link(self.is_revealed):
            self.page.value(controls[name])


class Nothing:
    """The end of a storyline has no part below it."""

    def run(self) -> None:
        """Show nothing."""
