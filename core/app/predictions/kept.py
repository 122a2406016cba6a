"""What is kept between runs, so that a million rows are read once; and shares in per cent."""

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
import streamlit as st

from core.app.wording.figures import plain

V = TypeVar("V")

_STORE: Final = "_predictions"  # stage -> (what it was made for, what was made)


def kept(stage: str, made_for: object, make: Callable[[], V], waiting: str = "") -> V:
    """What ``make`` makes, made again only when it is asked for something else; one result is kept for each stage.

    waiting: what is said while it is made, where that takes long enough to be read.
    """
    store: dict[str, tuple[object, V]] = st.session_state.setdefault(_STORE, {})
    if stage in store and store[stage][0] == made_for:
        return store[stage][1]
    store.pop(stage, None)  # before the new one is made: two million rows need not be held at once
    if waiting:
        with st.spinner(waiting):
            value = make()
    else:
        value = make()
    store[stage] = made_for, value
    return value


def percent(share: float | None) -> str:
    """A share in per cent; a dash for none."""
    if share is None:
        return "–"
    return f"{plain(100 * share, 1)} %" if np.isfinite(share) else plain(share)
