"""A storyline as a document to print: every scene with its question, its experiment as it answers, and its link.

A page is a function of the values of its controls. Here it runs on a scene's values alone, without its controls,
once for each scene, one under another.
"""

import runpy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from core.app import controls, drawing, share, stage
from core.app.fields import Choice
from core.app.language import Texts
from core.app.scenes import STORYLINES, Scene, Storyline

HANDOUT: Final = Choice("", ("", *STORYLINES))
STYLE: Final = Path(__file__).parent / "components" / "handout.css"
_PAGES: Final = Path(__file__).parents[2] / "pages"


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
        hidden = others_hidden(scene, f"handout_{name}")
        if scene.view == "section":
            own, room = f".st-key-handout_{name}", f".st-key-handout_{name}_room"
            hidden += f"{own} > *:not(:has({room})) {{ display: none !important; }}"
        with st.container(key=f"handout_sheet_{name}"):
            st.markdown(f"### {place}. {words(f'{name}.title')}")
            question, code = st.columns([6, 1])
            question.markdown(f"**{words(f'{name}.ask')}**")
            question.markdown(f"{self.text('handout.answer', truth=found)} {words(f'{name}.say', answer=found)}")
            question.markdown(f":material/visibility: {words(f'{name}.look', answer=found)}")
            code.image(share.code(share.link_to(scene.page, {"scene": name, "answer": stage.SHOWN})), width=110)
            with st.container(key=f"handout_{name}"):
                self._page(scene)
            st.html(f"<style>{hidden}</style>")

    def _page(self, scene: Scene) -> None:
        """The scene's page without its controls."""
        with controls.aside(scene.page, scene.link(revealed=True)), drawing.apart(f"handout_{scene.name}"):
            runpy.run_path(str(_PAGES / f"{scene.page}.py"))


def others_hidden(scene: Scene, around: str) -> str:
    """The style that hides the charts of a scene's page which the scene does not need."""
    if not scene.charts:
        return ""
    kept = ", ".join(f".st-key-{around}_{key}" for key in scene.charts)
    return (
        # Each chart has a keyed container of its own.
        f".st-key-{around} [data-testid='stLayoutWrapper']"
        ":has(> .stVerticalBlock > .stElementContainer .stVegaLiteChart)"
        f":not(:has({kept})),"
        # A column of nothing but hidden charts leaves its room to the others.
        f".st-key-{around} .stColumn:has(.stVegaLiteChart):not(:has({kept})) {{ display: none !important; }}"
    )


def chosen(page: str, text: Texts) -> Storyline | None:
    """The storyline whose document the link asks for, on the home page."""
    name = controls.off_screen("handout", HANDOUT, text)
    if page == "home":
        return STORYLINES.get(name)
    controls.forget("handout")
    return None
