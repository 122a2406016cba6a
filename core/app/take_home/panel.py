"""What a reader can carry home from the screen: the Python behind it, and the data of its charts."""

from typing import Any

import streamlit as st

from core.app import drawing
from core.app.controls.state import link_state
from core.app.take_home.snippet import Snippet, core_zip
from core.app.wording.language import Texts


def offer(text: Texts, snippet: Snippet | None) -> None:
    """A drawer with the Python behind the screen and a CSV file for each of its charts; made only once it is open.

    A lecture hall has none.
    """
    if drawing.is_for_a_hall():
        return
    topic = link_state().topic
    name = link_state().get("section", "") or "first_screen"
    drawer = st.expander(text("take.title"), icon=":material/backpack:", key=f"{topic}_take_{name}", on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        if snippet is None:
            st.caption(text("take.nothing"))
        else:
            st.markdown(f"**{text('take.python')}** {text('take.needs')}")
            source = snippet.source()
            st.code(source, language="python")
            with st.container(horizontal=True, gap="xsmall"):
                script, key = f"{topic}_{name}.py", f"{topic}_take_{name}"
                _file(text("take.file"), source, script, "text/x-python", f"{key}_python", "code")
                _file("core.zip", core_zip, "core.zip", "application/zip", f"{key}_core", "folder_zip")
        charts = drawing.drawn()
        if charts:
            st.markdown(f"**{text('take.data')}** {text('take.picture')}")
            with st.container(horizontal=True, gap="xsmall"):
                for key, chart in charts.items():
                    file = f"{key}.csv"
                    _file(file, chart.csv, file, "text/csv", f"{topic}_take_{key}", "table", help=chart.alt)


def _file(label: str, content: Any, name: str, kind: str, key: str, icon: str, help: str | None = None) -> None:
    """A file to keep, under its name and of its MIME type."""
    icon = f":material/{icon}:"
    st.download_button(label, content, name, kind, key=key, help=help, on_click="ignore", icon=icon)
