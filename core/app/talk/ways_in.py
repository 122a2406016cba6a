"""The ways into the storylines, from Home."""

import streamlit as st

from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.talk import stage
from core.app.talk.scenes import STORYLINES
from core.app.wording.language import Texts


def storylines(page: Page) -> None:
    """A way in for each storyline: what it promises, its first scene, and its document to print."""
    text = page.text
    words = Texts("scenes", text.language)
    for column, (name, line) in zip(st.columns(len(STORYLINES), gap="medium"), STORYLINES.items(), strict=True):
        with column, st.container(key=f"story_{name}", gap="xsmall", height="stretch"):
            st.markdown(f"**{words(f'story.{name}.title')}** {words(f'story.{name}.promise')}")
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                st.button(
                    text("stories.begin", scenes=len(line.scenes)),
                    key=f"home_begin_{name}",
                    type="primary",
                    icon=":material/play_arrow:",
                    on_click=stage.course().go,
                    args=(line.scenes[0].name,),
                )
                st.button(
                    text("stories.print"),
                    key=f"home_print_{name}",
                    type="tertiary",
                    icon=":material/print:",
                    on_click=link_state().put,
                    args=("handout", name),
                )
