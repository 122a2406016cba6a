"""What a reader has said about a table, what the table leaves open, and what has been read."""

import argparse
import csv
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

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
    long: str | None = None
    weights: str | None = None  # a column, none

    def answered(self, flag: str) -> "Asked":
        """The same with one more flag as the command line takes it."""
        new = asked_of(parser(add_help=False).parse_args(shlex.split(flag)))
        blank = Asked()
        said = {one.name: getattr(new, one.name) for one in fields(self)}
        return replace(self, **{name: value for name, value in said.items() if value != getattr(blank, name)})


def parser(add_help: bool = True) -> argparse.ArgumentParser:
    """The flags that say what a table's columns are."""
    one = argparse.ArgumentParser(add_help=add_help)
    one.add_argument("--label", metavar="COLUMN", help="the column with the truth")
    one.add_argument("--positive", metavar="VALUE", help="two classes: the label a lone column speaks of")
    one.add_argument("--classes", metavar="COLUMN=VALUE,…", help="which label each class column stands for")
    one.add_argument(
        "--label-offset", type=int, choices=(0, 1), help="whether labels that are numbers count from 0 or 1"
    )
    one.add_argument(
        "--model", metavar="COLUMN[,COLUMN…]", action="append", default=[],
        help="a model: one column, or one for each class; again for each further model",
    )  # fmt: skip
    one.add_argument("--kind", choices=KINDS, help="what the models' columns hold")
    one.add_argument("--sums", choices=("divide", "drop"), help="rows of probabilities that do not sum to 1")
    one.add_argument("--long", metavar="COLUMN", help="the column that names the model each row is from")
    one.add_argument("--weights", metavar="COLUMN", help="the column with the rows' weights, or none")
    return one


def asked_of(given: argparse.Namespace) -> Asked:
    """The flags as one object."""
    classes = (part.rpartition("=") for part in _listed(given.classes or ""))
    return Asked(
        given.label,
        given.positive,
        tuple((column, value) for column, _, value in classes),
        given.label_offset,
        tuple(_listed(model) for model in given.model),
        (given.kind,) if given.kind else (),
        given.sums,
        given.long,
        given.weights,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in next(csv.reader([text]), []) if part.strip())


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
    """What cannot be known from the table: about which role, in which words, and the flags that answer it."""

    about: str
    said: Said
    flags: tuple[str, ...]


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


class Stop(Exception):
    """A question or a refusal behind which nothing can be read."""

    def __init__(self, said: Said, about: str = "", flags: Sequence[str] = ()) -> None:
        super().__init__(said.key)
        self.said = said
        self.question = Question(about, said, tuple(flags)) if about else None
