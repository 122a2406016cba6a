"""The catalogue: every page, its sections by rank, what follows each, and where the formulas are at home."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

Rank = Literal["essential", "deeper", "workshop"]
RANKS: Final[tuple[Rank, ...]] = ("essential", "deeper", "workshop")


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id in links, which is its name on every floor of the code.

    onward: "page/section" of what naturally follows. formulas: the numbers of those it derives or explains.
    """

    name: str
    rank: Rank
    onward: str
    formulas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A page: its name, in the address and on every floor of the code, its icon, and its sections by their ids."""

    name: str
    icon: str
    sections: Mapping[str, Section] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormulaHome:
    """Where one formula is at home."""

    number: int
    topic: str
    section: str


def _topic(name: str, icon: str, *sections: Section) -> Topic:
    return Topic(name, icon, {section.name: section for section in sections})


TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        topic.name: topic
        for topic in (
            Topic("home", ":material/home:"),
            _topic(
                "formulas",
                ":material/function:",
                Section("derivation", "essential", "training_race/law", (1, 2, 3, 4, 5, 8, 9, 10, 11)),
                Section("classes", "essential", "formulas/labels"),
                Section("labels", "deeper", "formulas/batch"),
                Section("batch", "deeper", "likelihood/ways"),
                Section("twice", "deeper", "formulas/laboratory"),
                Section("weights", "deeper", "likelihood/classifier"),
                Section("laboratory", "workshop", "likelihood/underflow"),
                Section("errata", "workshop", "training_race/nielsen"),
            ),
            _topic(
                "training_race",
                ":material/sports_score:",
                Section("law", "essential", "training_race/softmax"),
                Section("convexity", "essential", "training_race/nielsen"),
                Section("softmax", "deeper", "likelihood/ways"),
                Section("nielsen", "workshop", "training_race/playground"),
                Section("playground", "workshop", "formulas/errata"),
                Section("update", "workshop", "training_race/law", (6, 7, 12, 13)),
            ),
            _topic(
                "likelihood",
                ":material/casino:",
                Section("play", "essential", "likelihood/ways"),
                Section("ways", "essential", "likelihood/runs"),
                Section("runs", "essential", "kl_divergence/formulas"),
                Section("classifier", "essential", "formulas/derivation"),
                Section("example", "deeper", "likelihood/faces", (15,)),
                Section("coins", "deeper", "likelihood/noise"),
                Section("faces", "deeper", "likelihood/classifier"),
                Section("noise", "deeper", "likelihood/classifier"),
                Section("underflow", "workshop", "formulas/laboratory"),
                Section("formulas", "workshop", "kl_divergence/formulas", (14, 16, 17, 18)),
            ),
            _topic(
                "kl_divergence",
                ":material/balance:",
                Section("infinity", "essential", "kl_divergence/letters"),
                Section("steps", "essential", "predictions/too_sure"),
                Section("near", "deeper", "kl_divergence/steps"),
                Section("bell", "deeper", "kl_divergence/infinity"),
                Section("letters", "deeper", "predictions"),
                Section("formulas", "workshop", "kl_divergence/near", (19, 20, 21, 22)),
            ),
            _topic(
                "predictions",
                ":material/fact_check:",
                Section("too_sure", "essential", "kl_divergence/near"),
            ),
        )
    }
)
# Sections that have become pages: links to them lead there.
MOVED: Final = MappingProxyType({("formulas", "predictions"): "predictions"})
# Scenes that have left their storyline: links to them lead to the section that keeps their experiment.
MOVED_SCENES: Final = MappingProxyType({"famous_animation": ("training_race", "nielsen")})
FORMULAS: Final = tuple(
    sorted(
        (
            FormulaHome(number, topic.name, section.name)
            for topic in TOPICS.values()
            for section in topic.sections.values()
            for number in section.formulas
        ),
        key=lambda home: home.number,
    )
)
