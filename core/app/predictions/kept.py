"""What is kept between runs, so that a million rows are read once, and the bar that shows how far the reading is."""

from collections.abc import Callable
from typing import Final, TypeVar

import streamlit as st

from core.app.frame.page import Page

V = TypeVar("V")

_STORE: Final = "_predictions"  # stage -> (what it was made for, what was made)
LARGE: Final = 2_000_000  # bytes; below, the bar would only flash
PHASES: Final = {"read": (0.0, 0.5), "check": (0.5, 0.6), "evaluate": (0.6, 1.0)}


def kept(stage: str, made_for: object, make: Callable[[], V]) -> V:
    """What ``make`` makes, made again only when it is asked for something else; one result is kept for each stage."""
    store: dict[str, tuple[object, V]] = st.session_state.setdefault(_STORE, {})
    if stage in store and store[stage][0] == made_for:
        return store[stage][1]
    store.pop(stage, None)  # before the new one is made: two million rows need not be held at once
    value = make()
    store[stage] = made_for, value
    return value


class Bar:
    """The bar over a large file's phases; nothing for a small one."""

    def __init__(self, page: Page) -> None:
        self._text = page.text
        self._place = st.empty()

    def phase(self, name: str, size: int) -> Callable[[float], None]:
        """What to call with the part of a phase that is done, for a content of so many bytes."""
        start, end = PHASES[name]
        words = self._text(f"phase.{name}")

        def tell(part: float) -> None:
            if size > LARGE:
                self._place.progress(min(1.0, start + (end - start) * part), words)

        tell(0.0)
        return tell

    def done(self) -> None:
        """Take the bar away."""
        self._place.empty()
