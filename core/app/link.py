"""The address bar, the copy-link button and the charts' descriptions: one small component keeps them current."""

import streamlit as st

from core.app import components, controls, drawing
from core.app.language import Texts

LONGEST_LINK = 2000


def offer(text: Texts) -> None:
    """Write the current state into the address bar and offer it as a link; say what the link cannot carry."""
    query = controls.remember_address()
    shared = controls.address(shared=True)
    left_out = controls.unshared()
    if len(shared) > LONGEST_LINK:
        left_out.append(text("link.too_long"))
    st.session_state["_link"] = shared
    if left_out:
        st.caption(f":material/link_off: {text('link.left_out', what=', '.join(left_out))}", width="content")
    components.link(
        key="link",
        # The address in the browser is part of the data, so that a click on the current page in the navigation,
        # which empties the address bar, calls the component again.
        data={
            "query": query,
            "shared": shared,
            "seen": controls.address_in_browser(),
            "descriptions": st.session_state[drawing.DESCRIPTIONS],
            "label": text("link.copy"),
            "copied": text("link.copied"),
            "by_hand": text("link.by_hand"),
        },
        on_reconnected_change=lambda: None,
        width="content",
        height="content",
    )
