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
    """A line: its control, and how it is read.

    ``read`` raises ``unreadable``; ``keep`` makes the text that is kept from the one typed and what it was read as.
    """

    control: Control[str]
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
        state.put(self._name, self.keep(typed, value))
        return value

    @property
    def _name(self) -> str:
        """Under which the last text that could be read is kept."""
        return f"{self.control.name}_read"

    def kept(self, state: LinkState) -> str:
        """The last text that could be read."""
        return state.get(self._name, self.control.field.default)

    def reading(self, typed: str) -> V | None:
        """What a text says, None where it cannot be read."""
        try:
            return self.read(typed)
        except self.unreadable:
            return None

    def fault(self, state: LinkState) -> E | None:
        """What is wrong with what is typed, if anything is."""
        try:
            self.read(state.read(self.control))
        except self.unreadable as fault:
            return fault
        return None


def complain(reason: str, shown: str) -> None:
    """Say why a line cannot be read, and what is shown instead."""
    st.caption(f":material/error: **{reason}** {shown}")
