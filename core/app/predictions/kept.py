"""What is kept between runs, so that a million rows are read once."""

from collections.abc import Callable
from typing import Final, TypeVar

import streamlit as st

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
