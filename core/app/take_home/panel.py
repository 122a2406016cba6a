"""What a reader can carry home from the screen: the Python behind it, and the data of its charts."""

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
                st.download_button(
                    text("take.file"),
                    source,
                    f"{topic}_{name}.py",
                    "text/x-python",
                    key=f"{topic}_take_{name}_python",
                    on_click="ignore",
                    icon=":material/code:",
                )
                st.download_button(
                    "core.zip",
                    core_zip,
                    "core.zip",
                    "application/zip",
                    key=f"{topic}_take_{name}_core",
                    on_click="ignore",
                    icon=":material/folder_zip:",
                )
        charts = drawing.drawn()
        if charts:
            st.markdown(f"**{text('take.data')}** {text('take.picture')}")
            with st.container(horizontal=True, gap="xsmall"):
                for key, chart in charts.items():
                    st.download_button(
                        f"{key}.csv",
                        chart.csv,
                        f"{key}.csv",
                        "text/csv",
                        key=f"{topic}_take_{key}",
                        help=chart.alt,
                        on_click="ignore",
                        icon=":material/table:",
                    )
