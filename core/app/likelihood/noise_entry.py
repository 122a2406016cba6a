"""The reader's values for the three noise models: a line of numbers, and a word where it cannot be read."""

from typing import Final

from core.app import controls
from core.app.code_span import code_span
from core.app.fields import Text, quote
from core.app.language import Texts
from core.app.likelihood.last_read import Line, last_readable
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

    def why(fault: Unreadable, kept: str, values: tuple[float, ...]) -> tuple[str, str]:
        del values
        entry = code_span(quote(fault.entry))
        reason = text(f"noise.unreadable.{fault.reason}", entry=entry, place=fault.place, most=MOST_VALUES)
        return reason, text("noise.unreadable.kept", values=code_span(quote(kept)))

    return last_readable(Line("data", VALUES, LAST_READ, read_values, Unreadable), typed, why)
