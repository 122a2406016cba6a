"""The stage: scenes one after another, each with its question and its reveal, and talk mode for a lecture hall.

What it holds is in the link: ``scene``, ``answer`` (an id, a number, or "shown" where the answer was asked for
without a guess) and ``talk``. A scene's own link sets every control of its page; revealing the answer sets a few of
them anew, so that the experiment itself answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app import controls
from core.app.fields import Checked, Choice
from core.app.language import Texts
from core.app.numbers import plain
from core.app.scenes import SCENES, STORYLINES, Estimate, Options, Scene, Storyline, neighbours, storyline_of

SHOWN: Final = "shown"
TALK: Final = Choice("", ("", "1"))
ENDS: Final = {f"{story}_end": line for story, line in STORYLINES.items()}
SCENE: Final = Choice("", ("", *SCENES, *ENDS))
_SCORES: Final = "_scores"  # scene -> whether it was answered rightly; only answers given here count
_WAY: Final = "_way"  # (page, entries) that the frame is to go to


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be answered in a scene: nothing yet, "shown", an option's id, or a number."""

    scene: Scene
    default: str = ""

    def parse(self, text: str) -> Checked[str]:
        """The answer a text stands for; a number is brought into its range."""
        answers = self.scene.answers
        if text in ("", SHOWN):
            return Checked(text)
        if isinstance(answers, Options):
            return Choice("", ("", SHOWN, *answers.ids)).parse(text)
        checked = answers.field.parse(text)
        return Checked(answers.field.format(checked.value), checked.repair)

    def check(self, value: object) -> Checked[str]:
        """The same for a value that is kept."""
        return self.parse(str(value))

    def format(self, value: str) -> str:
        """An answer is its own text."""
        return value


@dataclass(frozen=True, slots=True)
class Stage:
    """What the stage shows in this run."""

    talk: bool
    scene: Scene | None
    answer: str
    end: Storyline | None

    @property
    def is_revealed(self) -> bool:
        """Whether the scene's answer is on screen."""
        return self.answer != ""


def enter(page: str, text: Texts) -> Stage:
    """Read the stage from the link, let a scene that has just arrived set the page, and go where a scene asks to."""
    came = controls.incoming("scene", SCENE) is not None
    name = controls.off_screen("scene", SCENE, text)
    talk = controls.off_screen("talk", TALK, text) == "1"
    scene = SCENES.get(name)
    if came and not controls.is_coming("answer"):
        controls.forget("answer")
    answer = controls.off_screen("answer", Answer(scene), text) if scene else ""
    at = scene.page if scene else "home" if name in ENDS else page
    if came and at == page and scene:
        controls.bring(scene.link(revealed=answer != ""), afresh=True)
    elif came and at != page:
        _go_to(at, _entries(name, answer, talk))
    elif name and at != page:
        # The reader has gone to another page by the navigation: the scene stays behind.
        name, scene, answer = "", None, ""
        controls.forget("scene")
        controls.forget("answer")
    if scene:
        controls.keep_in_link(scene.link(revealed=True))
    return Stage(talk, scene, answer, ENDS.get(name))


def way() -> tuple[str, Mapping[str, str]] | None:
    """The page that a scene asks for, with the entries of its link, once."""
    found: tuple[str, Mapping[str, str]] | None = st.session_state.get(_WAY)
    st.session_state[_WAY] = None
    return found


def go(name: str, page: str, revealed: bool = False) -> None:
    """Set a scene, or the end of a storyline; from a callback on any page. ``page`` is the one the reader is on."""
    scene = SCENES.get(name)
    answer = SHOWN if revealed else ""
    controls.put("scene", name)
    controls.put("answer", answer)
    at = scene.page if scene else "home"
    if at != page:
        _go_to(at, _entries(name, answer, controls.get("talk", "") == "1"))
    elif scene:
        controls.leave_entries()
        controls.bring(scene.link(revealed), afresh=True)


def step(stage: Stage, page: str, forward: bool) -> None:
    """One step on or back, as a presenter's remote takes it: a question, its answer, the next question."""
    scene = stage.scene
    if stage.end:
        if not forward:
            go(stage.end.scenes[-1].name, page, revealed=True)
    elif scene is None:
        go(next(iter(STORYLINES.values())).scenes[0].name, page)
    elif forward and not stage.is_revealed:
        reveal(scene, SHOWN)
    elif not forward and stage.is_revealed:
        go(scene.name, page)
    else:
        before, after = neighbours(scene.name)
        if forward:
            go(after.name if after else f"{storyline_of(scene.name).name}_end", page)
        elif before:
            go(before.name, page, revealed=True)


def reveal(scene: Scene, answer: str) -> None:
    """Take an answer and let the experiment reply."""
    if answer != SHOWN:
        st.session_state.setdefault(_SCORES, {})[scene.name] = is_right(scene, answer)
    controls.put("answer", answer)
    controls.leave_entries()
    controls.bring(dict(scene.revealed))


def leave() -> None:
    """Leave the scene; the page stays as it is."""
    controls.put("scene", "")
    controls.put("answer", "")


def toggle_talk() -> None:
    """Into talk mode, or out of it."""
    controls.put("talk", "" if controls.get("talk", "") == "1" else "1")


def is_right(scene: Scene, answer: str) -> bool:
    """Whether an answer is what the experiment finds."""
    answers = scene.answers
    if isinstance(answers, Options):
        return answer == answers.right()
    return answers.holds(float(answer))


def score(line: Storyline) -> tuple[int, int]:
    """How many of a storyline's questions were answered rightly here, and how many were answered."""
    given: dict[str, bool] = st.session_state.get(_SCORES, {})
    mine = [given[scene.name] for scene in line.scenes if scene.name in given]
    return sum(mine), len(mine)


def forget_score(line: Storyline) -> None:
    """Begin a storyline's score anew."""
    given: dict[str, bool] = st.session_state.get(_SCORES, {})
    for scene in line.scenes:
        given.pop(scene.name, None)


def said(scene: Scene, answer: str, words: Texts) -> str:
    """An answer in the reader's words: an option's text, or the number with its unit."""
    answers = scene.answers
    if isinstance(answers, Options):
        return words(f"{scene.name}.answer.{answer}")
    return number(answers, float(answer), scene, words)


def truth(scene: Scene, words: Texts) -> str:
    """What the experiment finds, in the same words."""
    answers = scene.answers
    if isinstance(answers, Options):
        return words(f"{scene.name}.answer.{answers.right()}")
    return number(answers, answers.right(), scene, words)


def number(estimate: Estimate, value: float, scene: Scene, words: Texts) -> str:
    """A number with its unit, as precise as the question asks."""
    shown = plain(value, estimate.field.decimals)
    return f"{shown} {words(f'{scene.name}.unit')}".strip()


def _entries(name: str, answer: str, talk: bool) -> dict[str, str]:
    entries = {"scene": name, "answer": answer, "talk": "1" if talk else ""}
    return {entry: text for entry, text in entries.items() if text}


def _go_to(page: str, entries: Mapping[str, str]) -> None:
    st.session_state[_WAY] = (page, entries)
