"""The catalogue: every page, its sections in their order, and the numbered formulas that are at home in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Topic:
    """A page: its name, in the address and on every floor of the code, its icon, its sections by their ids in links.

    formulas: for a section the numbers of those that it derives or explains.
    """

    name: str
    icon: str
    sections: tuple[str, ...] = ()
    formulas: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that every formula is at home in a section there is."""
        if unknown := set(self.formulas) - set(self.sections):
            raise ValueError(f"{self.name} has no section {', '.join(sorted(unknown))}")


@dataclass(frozen=True, slots=True)
class FormulaHome:
    """Where one formula is at home."""

    number: int
    topic: str
    section: str


TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        topic.name: topic
        for topic in (
            Topic("home", ":material/home:"),
            Topic(
                "formulas",
                ":material/function:",
                ("derivation", "classes", "labels", "batch", "laboratory", "errata"),
                {"derivation": (1, 2, 3, 4, 5, 8, 9, 10, 11)},
            ),
            Topic(
                "training_race",
                ":material/sports_score:",
                ("law", "convexity", "nielsen", "softmax", "update"),
                {"update": (6, 7, 12, 13)},
            ),
            Topic(
                "likelihood",
                ":material/casino:",
                (
                    *("play", "formulas", "example", "coins", "faces"),
                    *("ways", "underflow", "runs", "noise", "classifier"),
                ),
                {"formulas": (14, 16, 17, 18), "example": (15,)},
            ),
            Topic(
                "kl_divergence",
                ":material/balance:",
                ("formulas", "infinity", "near", "steps", "bell", "letters"),
                {"formulas": (19, 20, 21, 22)},
            ),
            Topic("predictions", ":material/fact_check:"),
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
            FormulaHome(number, topic.name, section)
            for topic in TOPICS.values()
            for section, numbers in topic.formulas.items()
            for number in numbers
        ),
        key=lambda home: home.number,
    )
)
