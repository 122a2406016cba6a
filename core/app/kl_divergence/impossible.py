"""One click to an infinite divergence: the model gives up on one outcome, and can take that back."""

import math
from typing import Final

import streamlit as st

from core.app import controls
from core.app.kl_divergence.comparison import Comparison, normalised
from core.app.kl_divergence.inputs import FIELDS
from core.app.page import Page

BEFORE: Final = "_kl_infinity_before"  # q as it was before an outcome was made impossible, and as it is since

Row = tuple[float, ...]


def without_rarest(p: Row, q: Row) -> Row | None:
    """q with the outcome that p finds rarest made impossible, the rest divided by its sum; None where none can be.

    Only outcomes that happen under both count: ruling one out is what makes KL(p‖q) infinite. The first of equals.
    """
    possible = [place for place, (truth, model) in enumerate(zip(p, q, strict=True)) if truth > 0.0 and model > 0.0]
    if len(possible) < 2:
        return None
    rarest = min(possible, key=p.__getitem__)
    return normalised(tuple(0.0 if place == rarest else value for place, value in enumerate(q)))


def make_or_undo(page: Page, result: Comparison) -> None:
    """The button that makes an outcome impossible while none is; and after it, the one that takes that back."""
    text = page.text
    if st.session_state.get(BEFORE, (None, None))[1] == result.q:
        controls.button(text("infinity.undo"), on_click=_undo, icon=":material/undo:", key="kl_infinity_undo")
    elif math.isfinite(result.kl_pq) and math.isfinite(result.kl_qp) and without_rarest(result.p, result.q):
        controls.button(
            text("infinity.make"),
            on_click=_make_impossible,
            icon=":material/block:",
            help=text("infinity.make_help"),
            key="kl_infinity_make",
        )


def _make_impossible() -> None:
    p, q = (controls.vector_now(name, FIELDS[name]) for name in ("p", "q"))
    made = without_rarest(p, q)
    if made is not None:
        st.session_state[BEFORE] = (q, made)
        controls.put("q", made)


def _undo() -> None:
    if BEFORE in st.session_state:  # a double click arrives twice
        controls.put("q", st.session_state.pop(BEFORE)[0])
