"""A room from the side of whoever has opened it: it tells the phones what is on the stage, and reads what they say."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeVar

from core.app.room.chosen_store import store
from core.app.room.question import CODE, Question, new_code, new_token, turn
from core.app.room.store import LostStoreError

V = TypeVar("V")

TRIES: Final = 20  # codes, should one be taken
FIRST, SECOND = 1, 2  # rounds

Answers = Mapping[str, Any]  # the number of a phone -> shares or a number


@dataclass(slots=True)
class OpenedRoom:
    """A room that this reader moves; kept in the session, and whole again from its key.

    Raises nothing where the store is away: ``is_lost`` then, and the talk goes on.
    """

    code: str
    secret: str
    rounds: dict[str, int] = field(default_factory=dict)  # scene -> the round it is in
    shown: set[str] = field(default_factory=set)  # scenes whose answers have been shown: they take no more
    rights: dict[str, int] = field(default_factory=dict)  # scene -> the place of the right option, once revealed
    told: Question | None = None
    is_lost: bool = False

    @classmethod
    def new(cls) -> Self | None:
        """A new room; None where there can be none now."""
        secret = new_token()
        fields = {"secret": secret, "version": "0", "question": Question().text(), "taking": "", "rights": "{}"}
        for code in (new_code() for _ in range(TRIES)):
            try:
                if store().open(code, fields):
                    return cls(code, secret)
            except LostStoreError:
                return None
        return None

    @classmethod
    def again(cls, code: str, secret: str) -> Self | None:
        """The room that a key opens, as it stands; None where it is not its key."""
        try:
            kept = store().everything(code) if CODE.fullmatch(code) else {}
        except LostStoreError:
            return None
        if not secret or kept.get("secret") != secret:
            return None
        question = Question.of(kept["question"])
        room = cls(code, secret, rights=json.loads(kept["rights"]), told=question)
        asked = [name.removeprefix("count:").split("/") for name in kept if name.startswith("count:")]
        for scene, number in asked:
            room.rounds[scene] = max(int(number), room.rounds.get(scene, FIRST))
        room.rounds[question.scene] = question.round
        room.shown = {scene for scene, _ in asked if scene != question.scene}
        if question.state in ("shown", "revealed"):
            room.shown.add(question.scene)
        return room

    def show(self, scene: str) -> bool:
        """Close a scene's question, and let its answers be seen; False where they have been."""
        if self.is_lost or scene in self.shown:
            return False
        self.shown.add(scene)
        return True

    def ask_again(self, scene: str) -> None:
        """A second round, as long as nothing has been shown."""
        if self.may_ask_again(scene):
            self.rounds[scene] = SECOND

    def may_ask_again(self, scene: str) -> bool:
        """Whether a scene has a second round before it."""
        return not self.is_lost and scene not in self.shown and self.round(scene) == FIRST

    def round(self, scene: str) -> int:
        """The round a scene is in."""
        return self.rounds.get(scene, FIRST)

    def tell(self, question: Question) -> None:
        """Let the phones follow the stage."""
        if question == self.told:
            return
        if question.state == "revealed":
            self.shown.add(question.scene)
            if question.options and question.right is not None:
                self.rights[question.scene] = int(question.right)
        fields = {"question": question.text(), "taking": question.taking, "rights": json.dumps(self.rights)}
        if self._ask(lambda: store().move(self.code, self.secret, fields)):
            self.told = question

    def counts(self, scene: str = "") -> tuple[int, int]:
        """How many have answered the scene in its round, and how many phones there are."""
        count = f"count:{turn(scene, self.round(scene))}"
        answered, phones = self._ask(lambda: store().read(self.code, count, "phones")) or ("", "")
        return int(answered or 0), int(phones or 0)

    def answers(self) -> Mapping[str, Answers]:
        """All answers, by their turns."""
        found: dict[str, dict[str, Any]] = {}
        for name, text in (self._ask(lambda: store().everything(self.code)) or {}).items():
            if name.startswith("answer:"):
                _, of_turn, phone = name.split(":")
                found.setdefault(of_turn, {})[phone] = json.loads(text)
        return found

    def _ask(self, ask: Callable[[], V]) -> V | None:
        """What the store says of the room; nothing, and ``is_lost``, where one of them is away."""
        try:
            found = ask()
        except LostStoreError:
            found = None
        self.is_lost = not found
        return found
