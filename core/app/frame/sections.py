"""The sections of a page: cards with their questions below its first screen, and an open one in its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app import components, drawing
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.frame.catalogue import RANKS, TOPICS, Section
from core.app.frame.page import Page, Show, path
from core.app.take_home import panel
from core.app.take_home.snippet import Snippet

IN_A_ROW: Final = 4  # cards


@dataclass(frozen=True, slots=True)
class Screen:
    """How a section is shown.

    follows: draws the controls of the first screen that it depends on, which stay in sight above it.
    """

    show: Show
    follows: Callable[[Page], object] | None = None


def opened(page: Page, screens: Mapping[str, Screen]) -> bool:
    """Show the section that is asked for, if one is, as a screen of its own; else the title of the page's first."""
    text = page.text
    chosen = page.state.read(Control("section", Choice("", ("", *TOPICS[page.topic].sections))))
    components.opened(key="opened", data={"opened": f"{page.topic}/{chosen}"}, height="content")
    if not chosen:
        st.title(text("claim"), anchor=False)
        return False
    screen = screens[chosen]
    st.button(text("claim"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_open, args=("",))
    st.title(text(f"{chosen}.section.claim"), anchor=False)
    if screen.follows:
        screen.follows(page)
    snippet = screen.show(page)
    onward = TOPICS[page.topic].sections[chosen].onward
    lead(page, text(f"{chosen}.section.onward"), onward, key=f"onward_{chosen}", icon=":material/arrow_forward:")
    panel.offer(text, snippet)
    return True


def cards(page: Page, hero: Snippet | None) -> None:
    """The sections by their rank, each with the question that it answers; and the Python of the first screen."""
    if drawing.is_for_a_hall():
        return
    for rank in RANKS:
        ranked = [section for section in TOPICS[page.topic].sections.values() if section.rank == rank]
        if ranked:
            st.markdown(f"##### {page.text(f'rank.{rank}')}")
        for first in range(0, len(ranked), IN_A_ROW):
            for place, section in zip(st.columns(IN_A_ROW), ranked[first : first + IN_A_ROW], strict=False):
                with place:
                    _card(page, section)
    panel.offer(page.text, hero)


def lead(page: Page, label: str, to: str, *, key: str, icon: str | None = None) -> None:
    """A button that leads to "page/section", or to a page alone."""
    topic, _, section = to.partition("/")
    if topic == page.topic:
        st.button(label, icon=icon, key=key, on_click=_open, args=(section,))
    elif st.button(label, icon=icon, key=key):
        st.switch_page(path(topic), query_params={"section": section} if section else {})


def _card(page: Page, section: Section) -> None:
    name = section.name
    with st.container(border=True, height="stretch", gap=None, key=f"card_{name}"):
        question = page.text(f"{name}.section.question")
        st.button(question, type="tertiary", key=f"open_{name}", on_click=_open, args=(name,))
        st.caption(" ".join([page.text(f"{name}.section.name"), *(f"({number})" for number in section.formulas)]))


def _open(section: str) -> None:
    link_state().put("section", section)
