"""What a phone is told: the question of the moment, and what its own answers were worth."""

import json
from functools import lru_cache
from typing import Any, Final, Literal

from core.app.room.question import Question, turn
from core.app.room.store import Store
from core.app.wording.language import LANGUAGES, Texts
from core.simulation.room import nats

Words = dict[str, dict[str, Any]]

FIRST: Final = 1  # the round that counts


@lru_cache(maxsize=256)
def words(scene: str, options: tuple[str, ...]) -> Words:
    """A scene's question in every language."""
    said: Words = {}
    for language in LANGUAGES if scene else ():
        text = Texts("scenes", language)
        said[language] = {"ask": text(f"{scene}.ask"), "options": [text(f"{scene}.answer.{name}") for name in options]}
        if not options:
            said[language]["unit"] = text(f"{scene}.unit")
    return said


def news(store: Store, code: str, phone: str) -> dict[str, Any] | None:
    """All that a phone shows; None where the room does not know it.

    ``mine`` is its answer to the turn, or in a second round the one it gave in the first. ``total`` is what its first
    answers have cost so far, over ``count`` questions with options.
    """
    found = store.read(code, "version", "question", "rights", f"phone:{phone}")
    if found is None or not found[-1]:
        return None
    version, text, rights, number = found
    question, right_places = Question.of(text), json.loads(rights)
    names = [turn(scene, FIRST) for scene in right_places]
    names += [question.turn, turn(question.scene, FIRST)]
    *firsts, mine, before = store.read(code, *(f"answer:{name}:{number}" for name in names)) or [""] * len(names)
    costs = [
        nats(json.loads(answer), right_places[scene])
        for scene, answer in zip(right_places, firsts, strict=True)
        if answer
    ]
    return {
        "version": int(version),
        "turn": question.turn,
        "state": question.state,
        "round": question.round,
        "scale": json.loads(text)["scale"],
        "right": question.right,
        "words": words(question.scene, question.options),
        "mine": json.loads(mine or before or "null"),
        "sent": mine != "",
        "total": sum(costs),
        "count": len(costs),
    }


def give(store: Store, code: str, phone: str, turn: object, answer: object) -> Literal["", "phone", "closed", "answer"]:
    """Take a phone's answer, or say why not: it is not in, its question takes none, or it is no answer to it."""
    text, number = store.read(code, "question", f"phone:{phone}") or ("", "")
    if not number:
        return "phone"
    question = Question.of(text)
    if not question.taking or turn != question.taking:
        return "closed"
    if not question.takes(answer):
        return "answer"
    # The store looks once more, in one step: the question may have closed a moment ago.
    return "" if store.answer(code, phone, question.taking, json.dumps(answer)) else "closed"
