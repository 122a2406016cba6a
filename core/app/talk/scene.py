"""What a scene of a talk is: a part in a state that asks a question, and what the experiment answers.

A scene is two states of a part: ``asked``, in which what is on screen poses the question without its answer, and
``revealed``, in which the experiment itself replies. Its words are in texts/<language>/scenes.toml under its name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.app.controls.fields import Number
from core.app.talk.parts import PARTS, known

Entries = tuple[tuple[str, str], ...]

NATS: Final = ("units", "nats")
FEWEST_OPTIONS, MOST_OPTIONS = 2, 4
_NAME: Final = re.compile(r"[a-z][a-z_]*")


def _named(kind: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of {kind}: small letters and _ only")


@dataclass(frozen=True)
class Options:
    """Two to four answers by their ids, and what finds the right one."""

    ids: tuple[str, ...]
    right: Callable[[], str]

    def __post_init__(self) -> None:
        """Check every value once."""
        for name in self.ids:
            _named("an answer", name)
        if not FEWEST_OPTIONS <= len(self.ids) <= MOST_OPTIONS or len(set(self.ids)) != len(self.ids):
            raise ValueError(f"{self.ids} are not {FEWEST_OPTIONS} to {MOST_OPTIONS} different answers")


@dataclass(frozen=True)
class Estimate:
    """A number to guess in the range of ``field``; right when within ``factor`` of what ``right`` finds, either way.

    The number is shown with the decimals of the field's grid.
    """

    field: Number
    right: Callable[[], float]
    factor: float

    def __post_init__(self) -> None:
        """Check every value once."""
        if not self.factor > 1.0:
            raise ValueError(f"factor = {self.factor!r} leaves no room for a guess: it must be above 1")
        if self.field.low < 0.0:
            raise ValueError("a guess within a factor needs numbers of one sign")

    def holds(self, value: float) -> bool:
        """Whether a guess is near enough to be right: truth/factor ≤ value ≤ truth · factor."""
        return value > 0.0 and max(value / self.right(), self.right() / value) <= self.factor


@dataclass(frozen=True)
class Scene:
    """A question about a part, and its two states before and after the answer.

    name: stands in the link as scene=<name>. asks: the part of the question, ``topic/name``; replies: the part of the
    answer, where it is another one. asked: entries of the page's link while the question is open; revealed: entries
    that the answer adds or changes. controls: names in the link of what a speaker moves on stage.
    """

    name: str
    asks: str
    asked: Entries
    revealed: Entries
    controls: tuple[str, ...]
    answers: Options | Estimate
    replies: str = ""

    def __post_init__(self) -> None:
        """Check every value once."""
        _named("a scene", self.name)
        if unknown := {self.part(), self.part(True)} - set(PARTS):
            raise ValueError(f"{self.name}: no part {', '.join(unknown)}")
        for entries in (self.asked, self.revealed):
            if len(dict(entries)) != len(entries):
                raise ValueError(f"{self.name}: an entry stands twice in {entries}")
        if self.link() == self.link(revealed=True) and self.part() == self.part(revealed=True):
            raise ValueError(f"{self.name}: the answer changes nothing on screen")
        if len(set(self.controls)) != len(self.controls):
            raise ValueError(f"{self.name}: controls {self.controls} name one twice")
        if unmoved := set(self.controls) - {name for part in (False, True) for name in PARTS[self.part(part)].controls}:
            raise ValueError(f"{self.name}: its parts have no control {', '.join(unmoved)}")
        for entry, text in [*self.asked, *self.revealed]:
            control = known(self.page).get(entry)
            if control is None or control.field.parse(text).repair:
                raise ValueError(f"{self.name}: the page {self.page!r} has no {entry}={text}")

    @property
    def page(self) -> str:
        """The page whose controls it sets."""
        return self.asks.partition("/")[0]

    def part(self, revealed: bool = False) -> str:
        """The part that is on the stage, before the answer or with it."""
        return self.replies if revealed and self.replies else self.asks

    def link(self, revealed: bool = False) -> dict[str, str]:
        """The entries of the page's link, before the answer or with it."""
        return dict(self.asked) | (dict(self.revealed) if revealed else {})


@dataclass(frozen=True)
class Storyline:
    """Scenes in the order of a talk of some fifteen minutes, which ends with a claim to carry home."""

    name: str
    scenes: tuple[Scene, ...]

    def __post_init__(self) -> None:
        """Check every value once."""
        _named("a storyline", self.name)
        if not self.scenes:
            raise ValueError(f"{self.name} has no scenes")
