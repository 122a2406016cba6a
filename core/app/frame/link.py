"""The address bar, the copy-link button and the charts' descriptions: one small component keeps them current."""

from urllib.parse import urlencode

import streamlit as st

from core.app import components, drawing
from core.app.controls.state import link_state
from core.app.frame.catalogue import TOPICS
from core.app.wording.language import Texts

LONGEST_LINK = 2000


def offer(text: Texts) -> None:
    """Write the current state into the address bar and offer it as a link; say what the link cannot carry."""
    link_state().end()
    query = link_state().address
    shared = link_state().link
    left_out = list(link_state().unshared)
    if len(shared) > LONGEST_LINK:
        left_out.append(text("link.too_long"))
    if left_out:
        st.caption(f":material/link_off: {text('link.left_out', what=', '.join(left_out))}", width="content")
    components.link(
        key="link",
        # The address in the browser is part of the data, so that a click on the current page in the navigation,
        # which empties the address bar, calls the component again.
        data={
            "page": link_state().topic,
            "pages": [topic for topic in TOPICS if topic != "home"],
            "query": query,
            "shared": shared,
            "seen": urlencode(st.query_params.to_dict(), safe=",:"),
            "descriptions": st.session_state[drawing.DESCRIPTIONS],
            "label": text("link.copy"),
            "copied": text("link.copied"),
            "by_hand": text("link.by_hand"),
        },
        on_reconnected_change=lambda: None,
        width="content",
        height="content",
    )
