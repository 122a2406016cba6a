"""Where each numbered formula lives: its page and the section there."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Home:
    """The home of one formula."""

    number: int
    page: str
    section: str


def _at(page: str, section: str, *numbers: int) -> tuple[Home, ...]:
    return tuple(Home(number, page, section) for number in numbers)


FORMULAS: Final = tuple(
    sorted(
        (
            *_at("formulas", "derivation", 1, 2, 3, 4, 5, 8, 9, 10, 11),
            *_at("training_race", "update", 6, 7, 12, 13),
            *_at("likelihood", "formulas", 14, 16, 17, 18),
            *_at("likelihood", "example", 15),
            *_at("kl_divergence", "formulas", 19, 20, 21, 22),
        ),
        key=lambda home: home.number,
    )
)
