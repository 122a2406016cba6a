"""The deeper sections of a page: one is open at a time, and what is on screen can be carried home."""

from collections.abc import Callable, Mapping

import streamlit as st

from core.app import components, controls, drawing, stage, take_home
from core.app.fields import Choice
from core.app.page import Page
from core.app.snippet import Snippet

Room = Callable[[], Snippet | None]


def open_room(page: Page, rooms: Mapping[str, Room], hero: Snippet | None) -> None:
    """Let the reader choose a section by its name, show it, and offer the Python and the data behind the screen.

    rooms: for the id of each section, as it stands in the link, what shows it and answers with its Python.
    hero: the Python of the page's first screen, offered while no section is open.
    """
    names = {name: page.text(f"section.{name}") for name in rooms}
    before, came = controls.get("section", ""), controls.is_coming("section")
    with st.container(key=drawing.keyed("sections")):
        chosen = controls.section(Choice("", ("", *rooms)), page.text, names)
        if not controls.is_aside():
            # On a stage it is the scene that opens sections, and its question stays on top.
            is_news = (came or chosen != before) and not stage.course().on.is_on
            components.opened(key="opened", data={"opened": chosen if is_news else ""}, height="content")
    if not chosen:
        take_home.offer(page, hero)
        return
    with st.container(key=drawing.keyed("room")):
        snippet = rooms[chosen]()
        take_home.offer(page, snippet)
