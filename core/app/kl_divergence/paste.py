"""Names for the outcomes, and p and q pasted as two lines or two columns."""

from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Text
from core.app.controls.state import link_state
from core.app.kl_divergence.comparison import normalised, total
from core.app.wording.language import Texts
from core.simulation.kl_divergence.paste import LONGEST, Pasted, Unreadable, clean, read_rows

NAMES: Final = Text("", 200)
ROWS: Final = Text("", LONGEST)
IN_LINK: Final = 300


def box(text: Texts, count: int) -> tuple[str, ...]:
    """The box behind its button; answers with a name for each outcome, "" where it has none but its number."""
    with st.popover(text("paste.open"), icon=":material/content_paste:"):
        line = widgets.text_input("names", text("paste.names"), NAMES, text, placeholder=text("paste.names_example"))
        pasted = widgets.text_area("rows", text("paste.rows"), ROWS, text, IN_LINK, text("paste.what"))
        if pasted.strip():
            _take(text, pasted)
    names = clean(line.split(","))[:count] if line.strip() else ()
    return (*names, *("",) * (count - len(names)))


def _take(text: Texts, pasted: str) -> None:
    """What has been pasted, with the ways to use it; or why it cannot be read."""
    try:
        found = read_rows(pasted)
    except Unreadable as error:
        st.warning(text(f"paste.unreadable.{error.reason}"), icon=":material/error:")
        if error.given:
            st.text(text("paste.found", given=error.given))
        return
    shares = max(*found.p, *found.q) <= 1.0
    st.button(text("paste.use"), on_click=_use, args=(found,), disabled=not shares, type="primary", key="kl_paste_use")
    if not shares:
        st.caption(text("paste.counts"))
        possible = bool(total(found.p) and total(found.q))
        st.button(text("paste.divide"), on_click=_divide, args=(found,), disabled=not possible, key="kl_paste_divide")


def _use(found: Pasted) -> None:
    link_state().put("p", found.p)
    link_state().put("q", found.q)
    if found.names:
        link_state().put("names", ", ".join(name.replace(",", " ") for name in found.names)[: NAMES.longest])
    link_state().put("rows", "")


def _divide(found: Pasted) -> None:
    _use(Pasted(normalised(found.p), normalised(found.q), found.names))
