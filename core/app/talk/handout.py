"""A storyline as a document to print: every scene with its question, its part as it answers, and its link."""

from typing import Final

import streamlit as st

from core.app import components, drawing
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.state import LinkState, link_state
from core.app.frame import share
from core.app.frame.page import UNIT, Page
from core.app.talk import stage
from core.app.talk.parts import PARTS
from core.app.talk.scene import Scene, Storyline
from core.app.talk.scenes import STORYLINES
from core.app.wording.language import Texts
from core.charts.kit.theme import UNITS

HANDOUT: Final = Control("handout", Choice("", ("", *STORYLINES)))
STYLE: Final = components.FOLDER / "handout.css"


def show(line: Storyline, text: Texts) -> None:
    """A storyline's document; in the place of a page."""
    words = Texts("scenes", text.language)
    st.html(STYLE)
    with st.container(key="handout"):
        st.title(words(f"story.{line.name}.title"), anchor=False)
        st.markdown(words(f"story.{line.name}.promise"))
        with st.container(key="handout_screen_only"):
            st.caption(f":material/print: {text('handout.how')}")
        for place, scene in enumerate(line.scenes, 1):
            with st.container(key=f"handout_sheet_{scene.name}"):
                _question(place, scene, text, words)
                _part(scene, text.language)


def _question(place: int, scene: Scene, text: Texts, words: Texts) -> None:
    name, found = scene.name, stage.truth(scene, words)
    st.markdown(f"### {place}. {words(f'{name}.title')}")
    question, code = st.columns([6, 1])
    question.markdown(f"**{words(f'{name}.ask')}**")
    question.markdown(f"{text('handout.answer', truth=found)} {words(f'{name}.say')}")
    question.markdown(f":material/visibility: {words(f'{name}.look')}")
    with code:
        link = share.link_to(scene.page, {"scene": name, "answer": stage.SHOWN})
        share.picture(text, words(f"{name}.title"), link, 110)


def _part(scene: Scene, language: str) -> None:
    """The scene's part as it answers, with the working behind it, on the scene's values alone."""
    state = LinkState(scene.page, entries=scene.link(revealed=True))
    part, units = PARTS[scene.part(revealed=True)], state.read(UNIT)
    page = Page(scene.page, Texts(scene.page, language, units), UNITS[units], state)
    with drawing.within(drawing.Place(f"handout_{scene.name}", state.values.setdefault(scene.page, {}))):
        part.draw(page)
        if part.working:
            part.working(page)


def chosen(page: str) -> Storyline | None:
    """The storyline whose document the link asks for, on the home page."""
    name = link_state().read(HANDOUT)
    if page == "home":
        return STORYLINES.get(name)
    link_state().forget("handout")
    return None
