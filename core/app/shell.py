"""What runs around every page: navigation, the slim row above it, the stage, the link."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

import streamlit as st

from core.app import components, drawing
from core.app.controls import live_words, widgets
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.frame import link, share
from core.app.frame.catalogue import MOVED, MOVED_SCENES, TOPICS
from core.app.frame.page import CONTEXT, UNIT, Page, path
from core.app.previews import STYLE
from core.app.room import plain
from core.app.talk import bar, handout, room, stage
from core.app.talk.composition import compose
from core.app.wording.language import LANGUAGES, Texts, preferred_language
from core.charts.kit.theme import UNITS

# An icon of our own: Streamlit would fetch a Material one from another host. It is an address with the picture in it,
# since Streamlit would open the file of an icon anew at every run.
_ICON: Final = components.FOLDER / "favicon.png"
FAVICON: Final = f"data:image/png;base64,{b64encode(_ICON.read_bytes()).decode()}"
HALL: Final = components.read("hall.css")
SCENE: Final = components.read("scene.css")


@contextmanager
def frame() -> Iterator[Callable[[], None]]:
    """Everything around the page: navigation, language, units, link. Inside runs the page, or what is in its place."""
    st.set_page_config(page_icon=FAVICON, layout="wide")
    texts = Texts("frame", _language_so_far())
    pages = {
        topic: st.Page(
            path(topic),
            title=texts(f"page.{topic}"),
            icon=known.icon,
            # The home page has the bare address; the others an ASCII one in both languages.
            url_path=topic,
            default=topic == "home",
        )
        for topic, known in TOPICS.items()
    }
    current = st.navigation(list(pages.values()), position="top")
    st.set_page_config(page_title=f"{current.title} · {texts('app')}", layout="wide")
    topic = current.url_path or "home"
    state = link_state()
    state.begin(topic)
    live_words.begin_run()
    if moved := MOVED.get((topic, state.entries.get("section", ""))):
        st.switch_page(pages[moved], query_params={k: text for k, text in state.entries.items() if k != "section"})
    if kept := MOVED_SCENES.get(state.entries.get("scene", "")):
        st.switch_page(pages[kept[0]], query_params={"section": kept[1]})
    course = stage.enter(topic)
    room.follow(course)
    if course.way not in (None, topic):
        st.switch_page(pages[course.way], query_params=course.address)
    st.session_state[drawing.LARGE] = course.on.talk
    st.html(f"<style>{STYLE}{HALL if course.on.talk else ''}{SCENE if course.on.scene else ''}</style>")
    row = st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="xsmall", key="frame_row"
    )
    with row:
        language = _choose_language(texts)
        texts = Texts("frame", language)
        units = widgets.show(UNIT, texts)
    bar.show(course, texts)
    repairs = st.container()
    page = st.session_state[CONTEXT] = Page(topic, Texts(topic, language, units), UNITS[units], state)
    if phone := plain.chosen(topic):
        yield partial(plain.show, phone, texts.language)
    elif line := handout.chosen(topic):
        yield partial(handout.show, line, texts)
    elif room.shows_answers(course):
        yield partial(room.show_answers, course, texts)
    elif course.on.scene:
        yield partial(compose, page, course.on.scene, course.on.is_revealed, course.has_all_controls)
    elif course.on.end:
        yield lambda: None
    else:
        yield current.run
    with row, st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        share.button(texts, "share")
        link.offer(texts)
        live_words.show()
    share.show_if_wanted(texts)
    room.show_code_if_wanted(course, texts)
    with repairs:
        widgets.say_the_rest(texts)
    course.arrived()


def _language_so_far() -> str:
    """The language before its own switch has been made, for the navigation above it."""
    for known in (st.session_state.get("lang"), st.query_params.get("lang")):
        if known in LANGUAGES:
            return str(known)
    return preferred_language(st.context.locale)


def _choose_language(texts: Texts) -> str:
    """The switch EN | 中文. Its two words are the same in both languages, and so is its key."""
    preferred = preferred_language(st.context.locale)
    control = Control("lang", Choice(preferred, tuple(LANGUAGES)), "language")
    came_by_link = st.query_params.get("lang") in LANGUAGES
    language = widgets.language_switch(control, texts, LANGUAGES)
    # Once chosen, by a click or by the link, the language stays in the address, even where it is the browser's own.
    if came_by_link or language != preferred:
        st.session_state["_language_chosen"] = True
    if st.session_state.get("_language_chosen", False):
        link_state().query["lang"] = language
    if language != texts.language:
        st.rerun()
    return language
