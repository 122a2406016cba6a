"""What a table was read as, and what it leaves open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.rows import Checked


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence by its key, and what stands in it."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What cannot be known from the table: in which words it is asked, and the flags that answer it."""

    said: Said
    flags: tuple[str, ...]

    @property
    def about(self) -> str:
        """The role it is about: what its first flag says."""
        return re.split("[ =]", self.flags[0].removeprefix("--"))[0].replace("-", "_")


class Stop(Exception):
    """A question, if there are flags that answer it, or else a refusal: behind it nothing can be read."""

    def __init__(self, key: str, *flags: str, **values: str) -> None:
        super().__init__(key)
        self.said = Said(key, values)
        self.flags = flags

    @property
    def reading(self) -> "Reading":
        """A reading of which nothing is known but this."""
        return Reading(questions=(Question(self.said, self.flags),)) if self.flags else Reading(refused=self.said)


@dataclass(frozen=True, slots=True)
class Fact:
    """What one column or family was read as, and why: both by the keys of their words."""

    column: str
    role: str
    why: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelRead:
    """A model as it was read."""

    name: str
    columns: tuple[str, ...]
    kind: str


Parts = tuple[tuple[str, Checked], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What a table was read as; `checked` is None while something that matters is open."""

    label: str = ""
    positive: str | None = None
    classes: tuple[str, ...] = ()
    weights: str | None = None
    models: tuple[ModelRead, ...] = ()
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    warnings: tuple[Said, ...] = ()
    refused: Said | None = None
    checked: Checked | None = None
    parts: Parts = ()  # in place of it, where rows have several labels at once: one for each label

    @property
    def settled(self) -> bool:
        """Whether numbers may be computed."""
        return self.checked is not None and not self.questions and self.refused is None


def place_of(sheet: Sheet, name: str, about: str) -> int:
    """The place of a column by its name; letters of any case where that is clear. Stop: there is no such column."""
    if name in sheet.names:
        return sheet.names.index(name)
    alike = [place for place, one in enumerate(sheet.names) if one.casefold() == name.casefold()]
    if len(alike) != 1:
        raise Stop("no_column", column=name, about=about, columns=", ".join(sheet.names[:12]))
    return alike[0]
