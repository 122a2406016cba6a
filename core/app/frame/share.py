"""The link of what is on screen, and its QR code large enough for a hall."""

import io
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from core.app.controls.state import link_state
from core.app.frame.link import LONGEST_LINK
from core.app.wording.language import Texts

HERE_ONLY: Final = ("localhost", "127.0.0.1", "::1")  # addresses that no other device can reach
_WANTED: Final = "_share_wanted"


def button(text: Texts, key: str) -> None:
    """The button that opens the code."""
    st.button(
        "",
        icon=":material/qr_code_2:",
        key=key,
        type="tertiary",
        help=text("share.open"),
        on_click=want,
    )


def want() -> None:
    """Open the code at the end of the next run, when the whole link is known."""
    st.session_state[_WANTED] = True


def link() -> str:
    """The full address of the current state, as another device opens it."""
    query = link_state().link
    return f"{_base()}?{query}" if query else _base()


def link_to(page: str, entries: Mapping[str, str]) -> str:
    """The full address of a page in a given state."""
    base = _base().removesuffix("/")
    own = link_state().topic
    root = base.removesuffix(f"/{own}") if own != "home" else base
    return f"{root}/{'' if page == 'home' else page}?{urlencode(entries, safe=',:')}"


def _base() -> str:
    """The address of the current page without its query."""
    return (st.context.url or "").partition("?")[0].partition("#")[0]


def code(address: str) -> str:
    """The QR code of an address as an SVG picture, dark on white whatever the theme: readers need it so."""
    made = segno.make(address, error="m" if len(address) < 600 else "l", micro=False)
    picture = io.BytesIO()
    made.save(picture, kind="svg", border=4, dark="#000000", light="#ffffff", xmldecl=False, omitsize=True)
    return picture.getvalue().decode()


def picture(text: Texts, what: str, address: str, width: int) -> None:
    """The code of an address, named for those who hear the page."""
    st.image(code(address), alt=text("share.picture", what=what), width=width)


def show_if_wanted(text: Texts) -> None:
    """Open the code over the page where its button was pressed in this run."""
    if not st.session_state.get(_WANTED, False):
        return
    st.session_state[_WANTED] = False
    st.dialog(text("share.title"), width="large")(lambda: _show(text))()


def _show(text: Texts) -> None:
    address = link()
    if len(address) > LONGEST_LINK:
        st.markdown(text("share.too_long", longest=LONGEST_LINK))
        return
    warn_if_here_only(address, text)
    with st.container(key="share_code", horizontal_alignment="center"):
        picture(text, text("share.title"), address, 560)
    st.code(address, language=None, wrap_lines=True)
    st.caption(text("share.own_language"))


def warn_if_here_only(address: str, text: Texts) -> None:
    """Say where an address leads no other device to this app."""
    if (urlsplit(address).hostname or "") in HERE_ONLY:
        st.warning(text("share.here_only"), icon=":material/wifi_off:")
