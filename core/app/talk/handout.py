"""A storyline as a document to print: every scene with its question, its experiment as it answers, and its link.

A page is a function of the values of its controls. Here it runs on a scene's values alone, without its controls,
once for each scene, one under another.
"""

import runpy
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app import components, drawing
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.state import aside, link_state
from core.app.frame import share
from core.app.frame.page import path
from core.app.talk import stage, style
from core.app.talk.scene import Scene, Storyline
from core.app.talk.scenes import STORYLINES
from core.app.wording.language import Texts

HANDOUT: Final = Control("handout", Choice("", ("", *STORYLINES)))
STYLE: Final = components.FOLDER / "handout.css"


@dataclass(frozen=True, slots=True)
class Handout:
    """A storyline's document; it runs in the place of a page."""

    line: Storyline
    text: Texts

    def run(self) -> None:
        """Show the document."""
        words = Texts("scenes", self.text.language)
        st.html(STYLE)
        with st.container(key="handout"):
            st.title(words(f"story.{self.line.name}.title"), anchor=False)
            st.markdown(words(f"story.{self.line.name}.promise"))
            with st.container(key="handout_screen_only"):
                st.caption(f":material/print: {self.text('handout.how')}")
            for place, scene in enumerate(self.line.scenes, 1):
                self._scene(place, scene, words)

    def _scene(self, place: int, scene: Scene, words: Texts) -> None:
        name, found = scene.name, stage.truth(scene, words)
        own = f"handout_{name}"
        hidden = [others] if (others := style.other_charts(scene, f".st-key-{own}", prefix=f"{own}_")) else []
        if scene.view == "section":
            hidden.append(f".st-key-{own} > *:not(:has(.st-key-{own}_room))")
        rules = "".join(f"{selector} {{ display: none !important; }}" for selector in hidden)
        with st.container(key=f"handout_sheet_{name}"):
            st.markdown(f"### {place}. {words(f'{name}.title')}")
            question, code = st.columns([6, 1])
            question.markdown(f"**{words(f'{name}.ask')}**")
            question.markdown(f"{self.text('handout.answer', truth=found)} {words(f'{name}.say', answer=found)}")
            question.markdown(f":material/visibility: {words(f'{name}.look', answer=found)}")
            with code:
                link = share.link_to(scene.page, {"scene": name, "answer": stage.SHOWN})
                share.picture(self.text, words(f"{name}.title"), link, 110)
            with st.container(key=own):
                self._page(scene)
            st.html(f"<style>{rules}</style>")

    def _page(self, scene: Scene) -> None:
        """The scene's page without its controls."""
        with aside(scene.page, scene.link(revealed=True)), drawing.apart(f"handout_{scene.name}"):
            runpy.run_path(path(scene.page))


def chosen(page: str) -> Storyline | None:
    """The storyline whose document the link asks for, on the home page."""
    name = link_state().read(HANDOUT)
    if page == "home":
        return STORYLINES.get(name)
    link_state().forget("handout")
    return None
