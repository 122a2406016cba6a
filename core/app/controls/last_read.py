"""A line that the reader types into: while it cannot be read, the pictures stay with the last text that could."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from core.app.controls.fields import Text
from core.app.controls.state import link_state

V = TypeVar("V")
E = TypeVar("E", bound=ValueError)


@dataclass(frozen=True, slots=True)
class Line(Generic[V, E]):
    """A line: the name and field of its control, the name its last readable text is kept under, and how it is read.

    ``read`` raises ``unreadable``; ``keep`` makes the text that is kept from the one typed and what it was read as.
    """

    name: str
    field: Text
    last_read: str
    read: Callable[[str], V]
    unreadable: type[E]
    keep: Callable[[str, V], str] = lambda typed, value: typed


def last_readable(line: Line[V, E], typed: str, why: Callable[[E, str, V], tuple[str, str]]) -> V:
    """What the pictures show: what is typed, or the last that could be read, with a word on why.

    ``why`` makes two sentences of the fault, the text that is kept and its value: what is wrong, and what is shown.
    """
    try:
        value = line.read(typed)
    except line.unreadable as fault:
        kept = link_state().get(line.last_read, line.field.default)
        value = line.read(kept)
        link_state().query[line.name] = line.field.format(kept)  # the link carries what the pictures show
        reason, shown = why(fault, kept, value)
        st.caption(f":material/error: **{reason}** {shown}")
        return value
    link_state().put(line.last_read, line.keep(typed, value))
    return value
