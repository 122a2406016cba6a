"""What a page works with, and how it begins."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.wording.language import Texts
from core.charts.kit.theme import UNITS, Units

PAGES: Final = Path(__file__).parents[3] / "pages"
UNIT: Final = Choice("nats", tuple(UNITS))
CONTEXT: Final = "page_context"  # in the session: the page of this run


@dataclass(frozen=True, slots=True)
class Page:
    """What a page script works with: its texts and the reader's unit of information."""

    topic: str
    text: Texts
    units: Units


def path(topic: str) -> str:
    """The script of a page, as Streamlit's navigation names it."""
    return str(PAGES / f"{topic}.py")


def begin(topic: str) -> Page:
    """Begin a page. Every page script calls this first."""
    page: Page = st.session_state[CONTEXT]
    if link_state().is_aside:
        own = Texts(topic, page.text.language)
        units = widgets.hidden("units", UNIT, own)
        return replace(page, topic=topic, text=own, units=UNITS[units])
    return page
