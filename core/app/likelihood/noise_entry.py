"""The reader's values for the three noise models: a line of numbers, and a word where it cannot be read."""

from typing import Final

import streamlit as st

from core.app import controls
from core.app.fields import Text, quote
from core.app.language import Texts
from core.simulation.noise_values import MOST_VALUES, Unreadable, read_values

VALUES: Final = Text("1 0 1 1 0 1 1 1 0 1 0 1", 400)
LAST_READ: Final = "data_read"  # the last line that could be read: what the picture shows


def field(text: Texts) -> str:
    """The line to type values into."""
    return controls.text_input(
        "data",
        text("noise.values"),
        VALUES,
        text,
        placeholder=VALUES.default,
        help=text("noise.values_help", most=MOST_VALUES),
    )


def settled(text: Texts, typed: str) -> tuple[float, ...]:
    """The values that the picture shows: those typed, or the last that could be read, with a word on why."""
    try:
        values = read_values(typed)
    except Unreadable as error:
        kept = controls.get(LAST_READ, VALUES.default)
        controls.keep_in_address("data", kept)  # the link carries what the picture shows
        entry = code(error.entry)
        reason = text(f"noise.unreadable.{error.reason}", entry=entry, place=error.place, most=MOST_VALUES)
        st.caption(f":material/error: **{reason}** {text('noise.unreadable.kept', values=code(kept))}")
        return read_values(kept)
    controls.put(LAST_READ, typed)
    return values


def code(given: str) -> str:
    """A text of the reader's inside a sentence: in a code span no markup comes to life."""
    return f"`{' '.join(quote(given).replace('`', chr(39)).split()) or ' '}`"
