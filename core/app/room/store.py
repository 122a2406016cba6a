"""Where rooms live: one small interface, in the memory of a process or in a Redis that several processes share.

A room is one table of texts, so that it is written at once and expires at once:

* ``secret``: whoever knows it moves the room. ``version`` grows by one with every move.
* ``question``: what is on the stage, as JSON for the phones. ``taking``: the turn that takes answers, or "".
* ``right:<scene>``: the right answer, once revealed.
* ``phones`` and ``answers``: how many there are. ``phone:<token>``: the number of a phone in this room.
* ``count:<turn>``: how many have answered. ``answer:<turn>:<number>``: an answer as JSON.

A turn is a scene and a round, such as ``plateau/1``.
"""

from collections.abc import Mapping
from typing import Final, Protocol

LIFETIME: Final = 2 * 60 * 60  # s that a room is kept after its last join, answer or move
MOST_ROOMS: Final = 50
MOST_PHONES: Final = 2_000  # in a room
MOST_ANSWERS: Final = 20_000  # in a room, over all its questions

Fields = Mapping[str, str]


class LostStoreError(Exception):
    """The store does not answer."""


class Store(Protocol):
    """Rooms by their codes. Each method is one step: nobody sees half of it, and no update is lost.

    Raises: LostStoreError where the store does not answer.
    """

    def open(self, code: str, fields: Fields) -> bool:
        """Make a room; False where the code is taken, or there are as many rooms as may be."""
        ...

    def join(self, code: str, phone: str) -> bool:
        """Let a phone in by its token; False where there is no such room, or it is full."""
        ...

    def move(self, code: str, secret: str, fields: Fields) -> bool:
        """Change what the room's opener may change; False where the room is gone or the secret is not its own."""
        ...

    def answer(self, code: str, phone: str, turn: str, answer: str) -> bool:
        """Take a phone's answer in place of any before; False where the phone is not in, or the turn takes none."""
        ...

    def read(self, code: str, *names: str) -> tuple[str, ...] | None:
        """Some fields, "" for those that are not there; None without such a room."""
        ...

    def everything(self, code: str) -> Fields:
        """All fields; none without such a room."""
        ...
