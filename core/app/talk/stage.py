"""The stage: scenes one after another, each with its question and its reveal, and talk mode for a lecture hall.

What it holds is in the link: ``scene``, ``answer`` (an id, a number, or "shown" where the answer was asked for
without a guess) and ``talk``. A scene sets every control of its page, and sets them all again when its answer is
revealed: the experiment itself answers, on the numbers that the question was about.
"""

from dataclasses import dataclass, field
from itertools import product
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Checked, Choice, Field
from core.app.controls.state import link_state
from core.app.room.opened import OpenedRoom
from core.app.talk.parts import known
from core.app.talk.scene import Options, Scene, Storyline
from core.app.talk.scenes import SCENES, STORYLINES, storyline_of
from core.app.wording.figures import plain
from core.app.wording.language import Texts

SHOWN: Final = "shown"
TALK: Final = Control("talk", Choice("", ("", "1")))
ENDS: Final = {f"{story}_end": line for story, line in STORYLINES.items()}
SCENE: Final = Control("scene", Choice("", ("", *SCENES, *ENDS)))
_COURSE: Final = "_course"
ENTRIES: Final = ("scene", "answer", "talk")


@dataclass(frozen=True, slots=True)
class Answer(Field[str]):
    """What may be answered in a scene: nothing yet, "shown", an option's id, or a number."""

    scene: Scene

    def check(self, value: object) -> Checked[str]:
        """The answer a text stands for; a number is brought into its range."""
        answers, text = self.scene.answers, str(value)
        if text in ("", SHOWN):
            return Checked(text)
        if isinstance(answers, Options):
            return Choice("", ("", *answers.ids)).check(text)
        checked = answers.field.parse(text)
        return Checked(answers.field.format(checked.value), checked.repair)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the stage shows: a scene or the end of a storyline by its name, the answer, and whether it is a talk."""

    name: str = ""
    answer: str = ""
    talk: bool = False

    @property
    def scene(self) -> Scene | None:
        """The scene, if it is one."""
        return SCENES.get(self.name)

    @property
    def end(self) -> Storyline | None:
        """The storyline that is at its end, if one is."""
        return ENDS.get(self.name)

    @property
    def line(self) -> Storyline | None:
        """The storyline it is on, if on one."""
        return self.end or (storyline_of(self.name) if self.scene else None)

    @property
    def page(self) -> str | None:
        """The page it needs; None where any page will do."""
        return self.scene.page if self.scene else "home" if self.end else None

    @property
    def is_on(self) -> bool:
        """Whether there is something to step through."""
        return self.talk or self.name != ""

    @property
    def is_revealed(self) -> bool:
        """Whether the scene's answer is on screen."""
        return self.answer != ""


@dataclass(slots=True)
class Course:
    """Where the stage stands now, and what of that is not yet on screen.

    A reader has one course for the whole session. Buttons and keys call its methods, and the next run shows what came
    of it. Streamlit may break off a run, and a callback too, wherever it touches the session. Nothing here does: a
    press counts whole or not at all, whichever page the browser held for the current one. What a press sets is set
    again in every run until one has gone through. A scene always sets its whole page, since a quick press brings with
    it the values that the controls in the browser had before.
    """

    on: Stage = Stage()
    sets: Stage | None = None  # whose scene its page is to be set to
    is_moving: bool = False  # since a press, even one that changes nothing, until a run has gone through
    has_all_controls: bool = False  # whether the scene's part shows every control it has
    given: dict[str, str] = field(default_factory=dict)  # scene -> the answer given here; a link's does not count
    room: OpenedRoom | None = None  # where the hall answers
    shows_code: bool = False  # whether the room's code is wanted over the page
    has_no_room: bool = False  # a link's key has opened none

    @property
    def way(self) -> str | None:
        """The page to be on; None where any will do."""
        return (self.sets or self.on).page

    @property
    def address(self) -> dict[str, str]:
        """The entries of the link to where it stands."""
        texts = (self.on.name, self.on.answer, "1" if self.on.talk else "")
        return {entry: text for entry, text in zip(ENTRIES, texts, strict=True) if text}

    def step(self, forward: bool) -> None:
        """One step on or back, as a presenter's remote takes it: a question, its answer, the next question."""
        self.is_moving = True
        on, line = self.on, self.on.line
        if not on.is_on:
            return  # left a moment ago
        if line is None:
            self.go(*stops(next(iter(STORYLINES.values())))[0])
        # What the hall thinks is seen before the experiment answers.
        elif not (forward and self.room and on.scene and not on.is_revealed and self.room.show(on.name)):
            places = stops(line)
            place = places.index((on.name, SHOWN if on.is_revealed else "")) + (1 if forward else -1)
            if 0 <= place < len(places):
                self.go(*places[place])

    def far(self, forward: bool) -> None:
        """To the first scene of the storyline, or to its end."""
        self.is_moving = True
        if line := self.on.line:
            self.go(*stops(line)[-1 if forward else 0])

    def toggle_controls(self) -> None:
        """Show all controls of the scene's part, or again only those that it names: what if?"""
        self.has_all_controls = not self.has_all_controls

    def go(self, name: str, answer: str = "") -> None:
        """To a scene, which sets its page, or to the end of a storyline."""
        self._move(Stage(name, answer, self.on.talk))
        self.sets = self.on

    def answer(self, name: str, answer: str) -> None:
        """Take the answer to a scene and let the experiment reply, if that question is still open."""
        self.is_moving = True
        if name == self.on.name and not self.on.is_revealed:
            if answer != SHOWN:
                self.given[name] = answer
            self.go(name, answer)

    def toggle_talk(self) -> None:
        """Into talk mode, or out of it."""
        self._move(Stage(self.on.name, self.on.answer, not self.on.talk))

    def leave(self) -> None:
        """Leave the talk, else the scene; the page stays as it is."""
        if self.on.talk:
            self.toggle_talk()
        else:
            self._move(Stage())

    def again(self, line: Storyline) -> None:
        """Begin a storyline and its score anew."""
        for scene in line.scenes:
            self.given.pop(scene.name, None)
        self.go(line.scenes[0].name)

    def score(self, line: Storyline) -> tuple[int, int]:
        """How many of a storyline's questions were answered rightly here, and how many were answered."""
        mine = [is_right(scene, self.given[scene.name]) for scene in line.scenes if scene.name in self.given]
        return sum(mine), len(mine)

    def arrived(self) -> None:
        """A run has gone through: all is on screen."""
        self.sets, self.is_moving = None, False

    def _move(self, on: Stage) -> None:
        if on.name != self.on.name:
            self.has_all_controls = False
        self.on, self.is_moving = on, True


def stops(line: Storyline) -> list[tuple[str, str]]:
    """Where a step can lead on a storyline: every question, its answer, and the end, as name and answer."""
    return [*product((scene.name for scene in line.scenes), ("", SHOWN)), (f"{line.name}_end", "")]


def course() -> Course:
    """The reader's course."""
    found: Course = st.session_state.setdefault(_COURSE, Course())
    return found


def enter(page: str) -> Course:
    """Bring the course up to date with the link, and let a scene that is news set the page.

    Where the course then has its way to another page, this run is to go there.
    """
    found, state = course(), link_state()
    if found.is_moving:
        _set(found, page)
    came = state.incoming(SCENE) is not None
    name = state.read(SCENE)
    talk = state.read(TALK) == "1"
    scene = SCENES.get(name)
    if came and "answer" not in state.entries:
        state.forget("answer")
    answer = state.read(Control("answer", Answer("", scene))) if scene else ""
    found.on = Stage(name, answer, talk)
    if found.on.page in (None, page):
        if came and scene:
            state.bring(scene.link(found.on.is_revealed), afresh=True)
    elif came:
        found.go(name, answer)
    elif not found.is_moving:
        # The reader has gone to another page by the navigation: the scene stays behind.
        found.on = Stage(talk=talk)
        state.forget("scene")
        state.forget("answer")
    if found.on.scene:
        state.staying = frozenset(found.on.scene.link(revealed=True))
    return found


def _set(course: Course, page: str) -> None:
    """Set what the presses have led to. The address of this run is of a moment before them."""
    state = link_state()
    if course.sets:
        state.entries.clear()
    for entry in ENTRIES:
        state.put(entry, course.address.get(entry, ""))
    if course.sets and course.sets.scene and course.sets.page == page:
        state.bring(course.sets.scene.link(course.sets.is_revealed), afresh=True)


def is_right(scene: Scene, answer: str) -> bool:
    """Whether an answer is what the experiment finds."""
    answers = scene.answers
    if isinstance(answers, Options):
        return answer == answers.right()
    return answers.holds(float(answer))


def has_moved(scene: Scene) -> bool:
    """Whether a control of a scene stands elsewhere than its answer has put it."""
    state, controls = link_state(), known(scene.page)
    meant = {name: controls[name].field.parse(text).value for name, text in scene.link(revealed=True).items()}
    return any(
        name not in state.entries and state.get(name, controls[name].field.default) != value
        for name, value in meant.items()
    )


def said(scene: Scene, answer: str, words: Texts) -> str:
    """An answer in the reader's words: an option's text, or the number with its unit, as precise as the question."""
    if isinstance(scene.answers, Options):
        return words(f"{scene.name}.answer.{answer}")
    shown = plain(float(answer), scene.answers.field.decimals)
    return f"{shown} {words(f'{scene.name}.unit')}".strip()


def truth(scene: Scene, words: Texts) -> str:
    """What the experiment finds, in the same words."""
    return said(scene, str(scene.answers.right()), words)
