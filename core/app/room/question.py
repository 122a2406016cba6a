"""What a room is asked: the question of the moment as the phones get it, and what counts as an answer to it."""

import json
import re
import secrets
from dataclasses import asdict, dataclass
from typing import Final, Literal, Self

from core.simulation.room import are_shares

# No two that look alike across a hall: of B and 8, I, L and 1, O and 0, S and 5, U and V, Z and 2 one at most.
LETTERS: Final = "ACDEFGHJKMNPQRTVWXY34679"
CODE: Final = re.compile(rf"[{LETTERS}]{{5}}")
TOKEN: Final = re.compile(r"[\w-]{22}")

State = Literal["wait", "open", "shown", "revealed", "end"]


def new_code() -> str:
    """A code for a room, one of eight million."""
    return "".join(secrets.choice(LETTERS) for _ in range(5))


def new_token() -> str:
    """What only one phone knows, or only the one who has opened a room: 128 random bits."""
    return secrets.token_urlsafe(16)


def code_of(text: str) -> str:
    """The code somebody has typed, or "" where it is none."""
    code = text.strip().upper()
    return code if CODE.fullmatch(code) else ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers a question can be answered with."""

    low: float
    high: float
    step: float
    decimals: int
    start: float  # where the phones' sliders begin


@dataclass(frozen=True, slots=True)
class Question:
    """What is on the stage. state: whether it takes answers, shows them, or has the right one; none before and after.

    options: their ids, or none where a number on a ``scale`` is asked for. right: the place of the right option, or
    the right number, once revealed.
    """

    state: State = "wait"
    scene: str = ""
    round: int = 1
    options: tuple[str, ...] = ()
    scale: Scale | None = None
    right: float | None = None

    @property
    def turn(self) -> str:
        """What its answers are kept under."""
        return turn(self.scene, self.round)

    @property
    def taking(self) -> str:
        """The turn that takes answers now, or ""."""
        return self.turn if self.state == "open" else ""

    def text(self) -> str:
        """It as the store keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Self:
        """It from the store."""
        kept = json.loads(text)
        scale = kept["scale"] and Scale(**kept["scale"])
        return cls(**{**kept, "options": tuple(kept["options"]), "scale": scale})

    def takes(self, answer: object) -> bool:
        """Whether something is an answer to it: shares for its options, or a number on its scale."""
        if self.scale is None:
            return are_shares(answer, len(self.options))
        if not isinstance(answer, int | float) or isinstance(answer, bool):
            return False
        return self.scale.low <= answer <= self.scale.high


def turn(scene: str, round: int) -> str:
    """What the answers to a scene in a round are kept under."""
    return f"{scene}/{round}"
