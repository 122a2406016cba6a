"""A control: one thing that a reader can set, declared once for the link, the checks, the words and the widget."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from core.app.controls.fields import Field
from core.app.wording.language import Texts

V = TypeVar("V")
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Control(Generic[V]):
    """One thing that a reader can set.

    name: in the link, one on its page. field: what it may be. label: the key of its words. options: the key of the
    words of a choice's option, with {} in its place; "" where an option is its own word. kind: the widget, where it is
    not the usual one of its field: "box" for a number; "pills" or "list" for a choice. form: how a stop is written.
    """

    name: str
    field: Field[V]
    label: str = ""
    options: str = ""
    kind: str = ""
    form: Callable[[float], str] = "{:g}".format
    label_is_hidden: bool = False

    def over(self, field: Field[V]) -> "Control[V]":
        """The same control over another field: limits that hang on what else is set."""
        return replace(self, field=field)

    def over_a(self, kind: type[F]) -> F:
        """Its field, where the widget needs one of a certain kind; any other is a TypeError."""
        if not isinstance(self.field, kind):
            raise TypeError(f"{self.name} is over a {type(self.field).__name__}, not over a {kind.__name__}")
        return self.field

    def named(self, text: Texts) -> Callable[[str], str]:
        """The reader's word for each option."""
        return (lambda option: text(self.options.format(option))) if self.options else str
