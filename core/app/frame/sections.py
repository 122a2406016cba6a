"""The deeper sections of a page: one is open at a time, and what is on screen can be carried home."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from core.app import components, drawing
from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.frame.catalogue import TOPICS
from core.app.frame.page import Page
from core.app.take_home import panel
from core.app.take_home.snippet import Snippet

OPENED: Final = "section_opened"  # the section that was brought into view last
Room = Callable[[Page], Snippet | None]


def open_room(page: Page, rooms: Mapping[str, Room], hero: Snippet | None) -> None:
    """Let the reader choose a section by its name, show it, and offer the Python and the data behind the screen.

    rooms: for the id of each section, as it stands in the link, what shows it and answers with its Python.
    hero: the Python of the page's first screen, offered while no section is open.
    """
    sections = TOPICS[page.topic].sections
    names = {name: page.text(f"section.{name}") for name in sections}
    control = Control("section", Choice("", ("", *sections)), "sections")
    state = link_state()
    came = "section" in state.entries
    if drawing.is_for_a_hall():
        chosen = state.read(control)
    else:
        with st.container(key="sections"):
            chosen = widgets.section(control, page.text, names)
            is_news = came or chosen != state.get(OPENED, "")
            components.opened(key="opened", data={"opened": chosen if is_news else ""}, height="content")
            state.put(OPENED, chosen)
    if not chosen:
        panel.offer(page.text, hero)
        return
    with st.container(key="room"):
        snippet = rooms[chosen](page)
        panel.offer(page.text, snippet)
