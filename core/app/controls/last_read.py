"""A line that the reader types into: while it cannot be read, the pictures stay with the last text that could."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.state import LinkState

V = TypeVar("V")
E = TypeVar("E", bound=ValueError)


@dataclass(frozen=True, slots=True)
class Line(Generic[V, E]):
    """A line: its control, the name its last readable text is kept under, and how it is read.

    ``read`` raises ``unreadable``; ``keep`` makes the text that is kept from the one typed and what it was read as.
    """

    control: Control[str]
    last_read: str
    read: Callable[[str], V]
    unreadable: type[E]
    keep: Callable[[str, V], str] = lambda typed, value: typed

    def value(self, state: LinkState) -> V:
        """What is typed, or the last that could be read; the link carries what the pictures show."""
        typed = state.read(self.control)
        try:
            value = self.read(typed)
        except self.unreadable:
            kept = self.kept(state)
            state.query[self.control.name] = self.control.field.format(kept)
            return self.read(kept)
        state.put(self.last_read, self.keep(typed, value))
        return value

    def kept(self, state: LinkState) -> str:
        """The last text that could be read."""
        return state.get(self.last_read, self.control.field.default)

    def complain(self, state: LinkState, why: Callable[[E, str, V], tuple[str, str]]) -> None:
        """Say why what is typed cannot be read, if so.

        ``why`` makes two sentences of the fault, the text that is kept and its value: what is wrong, and what is shown.
        """
        try:
            self.read(state.read(self.control))
        except self.unreadable as fault:
            kept = self.kept(state)
            reason, shown = why(fault, kept, self.value(state))
            st.caption(f":material/error: **{reason}** {shown}")
