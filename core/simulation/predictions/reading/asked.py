"""What a reader says about a table, as flags of the command line; and what it was read as, and leaves to be asked."""

import argparse
import csv
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.rows import Checked

KINDS: Final = ("probability", "logit", "log_probability", "percent", "confidence")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader has said; what they have not is read from names and values."""

    label: str | None = None
    positive: str | None = None
    classes: tuple[tuple[str, str], ...] = ()  # column -> class
    label_offset: int | None = None
    models: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str | None, ...] = ()  # of each model; a single one holds for all
    sums: str | None = None  # divide, drop
    long: str | None = None  # a column, none
    weights: str | None = None  # a column, none
    groups: str | None = None  # a column

    def answered(self, flag: str) -> "Asked":
        """The same with one more flag as the command line takes it."""
        return replace(self, **told(parser().parse_args(shlex.split(flag))))


def parser() -> argparse.ArgumentParser:
    """The flags that say what a table's columns are; what is not given stays out of the result."""
    one = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    add = one.add_argument_group("what the columns are").add_argument
    add("--label", metavar="COLUMN", help="the column with the truth")
    add(
        "--positive", metavar="VALUE", help="two classes: the label that is the event, and that a lone column speaks of"
    )
    add("--classes", metavar="COLUMN=VALUE,…", type=_pairs, help="which label each class column stands for")
    add("--label-offset", type=int, choices=(0, 1), help="whether labels that are numbers count from 0 or 1")
    add("--model", metavar="COLUMN[,COLUMN…]", dest="models", action="append", type=_listed,
        help="a model: one column, or one for each class; again for each further model")  # fmt: skip
    add("--kind", dest="kinds", choices=KINDS, help="what the models' columns hold")
    add("--sums", choices=("divide", "drop"), help="rows of probabilities that do not sum to 1")
    add("--long", metavar="COLUMN", help="the column that names the model each row is from, or none")
    add("--weights", metavar="COLUMN", help="the column with the rows' weights, or none")
    add("--groups", metavar="COLUMN", help="rows that share a value belong together: intervals draw whole groups")
    return one


def told(given: argparse.Namespace) -> dict[str, Any]:
    """What some flags say, by the names of what is asked."""
    found = {one.name: getattr(given, one.name) for one in fields(Asked) if hasattr(given, one.name)}
    if "kinds" in found:
        found["kinds"] = (found["kinds"],)
    if "models" in found:
        found["models"] = tuple(filter(None, found["models"]))
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in next(csv.reader([" ".join(text.splitlines())]), []) if part.strip())


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((column, value) for column, _, value in (part.rpartition("=") for part in _listed(text)))


def flag(name: str, *values: str) -> str:
    """A flag as it is written on the command line."""
    listed = name in ("model", "classes")
    parts = (
        '"' + value.replace('"', '""') + '"' if listed and ("," in value or '"' in value) else value for value in values
    )
    text = ",".join(parts)
    return f"--{name}{'=' if text.startswith('-') else ' '}{shlex.quote(text)}"


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

    def into(self, reading: "Reading") -> "Reading":
        """The same reading, with this noted in it."""
        if self.flags:
            reading.questions.append(Question(self.said, self.flags))
        else:
            reading.refused = self.said
        return reading


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


@dataclass(eq=False, slots=True)
class Reading:
    """What a table was read as, filled in by one pass; `checked` is None while something that matters is open."""

    label: str = ""
    positive: str | None = None
    classes: tuple[str, ...] = ()
    weights: str | None = None
    models: list[ModelRead] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)
    refused: Said | None = None
    checked: Checked | None = None
    parts: tuple[tuple[str, Checked], ...] = ()  # in its place: one for each of several labels at once

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
