"""The room on the stage: how it is opened, what the phones are told of a scene, and what is shown of their answers."""

from typing import Final

import streamlit as st

from core.app import components, drawing
from core.app.controls.state import link_state
from core.app.frame import share
from core.app.frame.page import path
from core.app.room import results
from core.app.room.opened import OpenedRoom
from core.app.room.question import Question, Scale, State
from core.app.talk.scene import Options, Scene, Storyline
from core.app.talk.stage import Course
from core.app.wording.language import Texts

STYLE: Final = components.FOLDER / "room.css"
EVERY: Final = 1000  # ms between two looks at how many have answered


def open_room(course: Course) -> None:
    """Let the hall answer: open a room, or show the code of the one that is open."""
    course.is_moving = course.shows_code = True
    course.has_no_room = False
    if course.room is None:
        course.room = OpenedRoom.new()


def close_room(course: Course) -> None:
    """Send the phones home; the scenes go on."""
    if course.room:
        course.room.tell(Question("end"))
    course.room = None


def ask_again(course: Course) -> None:
    """Ask the hall once more, as long as no answers have been shown."""
    course.is_moving = True
    if course.room and course.on.scene and not course.on.is_revealed:
        course.room.ask_again(course.on.scene.name)


def follow(course: Course) -> None:
    """Take a room over by its key, if the link brings one, and tell the phones what is on the stage."""
    entries = link_state().entries
    if secret := entries.pop("opener", ""):
        course.room = OpenedRoom.again(entries.pop("room", ""), secret)
        course.has_no_room = course.room is None
        if course.room and course.room.told and course.room.told.scene and not course.on.scene:
            course.go(course.room.told.scene)
    if course.room:
        course.room.tell(_question(course))


def _question(course: Course) -> Question:
    """What the phones are to know of the stage."""
    scene, room = course.on.scene, course.room
    if scene is None or room is None:
        return Question("end" if course.on.end else "wait")
    state: State = "revealed" if course.on.is_revealed else "shown" if scene.name in room.shown else "open"
    return asked(scene, state, room.round(scene.name))


def asked(scene: Scene, state: State = "open", round: int = 1) -> Question:
    """A scene's question as the phones get it, with its right answer once that is revealed."""
    answers, is_revealed = scene.answers, state == "revealed"
    if isinstance(answers, Options):
        right = answers.ids.index(answers.right()) if is_revealed else None
        return Question(state, scene.name, round, options=answers.ids, right=right)
    field = answers.field
    scale = Scale(field.low, field.high, field.step, field.decimals, field.default)
    return Question(state, scene.name, round, scale=scale, right=answers.right() if is_revealed else None)


def button(course: Course, text: Texts) -> None:
    """The button that opens a room, or the code of the one that is open."""
    words = Texts("room", text.language)
    label = words("stage.code" if course.room else "stage.open")
    st.button(
        "", icon=":material/groups:", key="stage_room", type="tertiary", help=label, on_click=open_room, args=(course,)
    )


def line(course: Course, text: Texts) -> None:
    """What the hall's answers cost, once the experiment has answered; or that the store is away."""
    words, room, scene = Texts("room", text.language), course.room, course.on.scene
    if course.has_no_room:
        st.warning(words("stage.not_ours"), icon=":material/key_off:")
    if room is None or scene is None:
        return
    if course.on.is_revealed and (
        said := results.verdict(room, asked(scene, "revealed", room.round(scene.name)), words)
    ):
        st.markdown(f":material/groups: {said}")
    if room.is_lost:
        st.markdown(f":material/cloud_off: {words('stage.lost')}")


def count(course: Course, scene: Scene, text: Texts) -> None:
    """How many have answered, live, and the button for a second round."""
    words, room = Texts("room", text.language), course.room
    if room is None:
        return
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="room_line"):
        _live(room, scene.name, words)
        if room.may_ask_again(scene.name):
            again, hint = words("stage.again"), words("stage.again_help")
            st.button(again, key="room_again", type="tertiary", help=hint, on_click=ask_again, args=(course,))


@st.fragment
def _live(room: OpenedRoom, scene: str, words: Texts) -> None:
    """How many have answered, or how many are in before the first question; once a second while the page is seen."""
    answered, phones = room.counts(scene)
    said = words("stage.count" if scene else "stage.joined", code=room.code, answered=answered, phones=phones)
    if room.round(scene) > 1:
        said += f" · {words('stage.round')}"
    st.markdown(f":material/groups: **{said}**", width="content")
    components.ticker(key=f"room_ticker_{scene}", data={"every": EVERY}, on_tick_change=lambda: None, height="content")


def shows_answers(course: Course) -> bool:
    """Whether the hall's answers are on the stage, in the place of the scene's part."""
    scene, room = course.on.scene, course.room
    return room is not None and scene is not None and not course.on.is_revealed and scene.name in room.shown


def show_answers(course: Course, text: Texts) -> None:
    """What the hall thinks of a scene's question; in the place of a page."""
    scene, room = course.on.scene, course.room
    if scene is None or room is None:
        return
    question, words = asked(scene, "shown", room.round(scene.name)), Texts("scenes", text.language)
    names = [words(f"{scene.name}.answer.{name}") for name in question.options]
    unit = "" if question.options else words(f"{scene.name}.unit")
    with st.container(key="picture", height="stretch"), drawing.within(drawing.Place(fills=True)):
        results.distribution(room, question, names, unit, Texts("room", text.language))


def ending(course: Course, story: Storyline, text: Texts) -> bool:
    """What the room has made of a storyline, at its end; whether there is anything."""
    if course.room is None:
        return False
    st.html(STYLE)
    questions = [asked(scene, "revealed") for scene in story.scenes]
    table = results.ending(course.room, questions, Texts("room", text.language))
    if table:
        link_state().values.setdefault("predictions", {}).update(source="paste", paste=table, y_column="c1")
        st.switch_page(path("predictions"), query_params={"talk": "1"} if course.on.talk else {})
    return table is not None


def show_code_if_wanted(course: Course, text: Texts) -> None:
    """Open the code of the room over the page where its key was pressed before this run."""
    if course.shows_code:
        course.shows_code = False
        words = Texts("room", text.language)
        st.dialog(words("stage.title"), width="large")(lambda: _code(course, words))()


def _code(course: Course, words: Texts) -> None:
    room = course.room
    if room is None:
        st.warning(words("stage.refused"), icon=":material/block:")
        return
    address = share.link_to("home", {"room": room.code})
    st.html(STYLE)
    with st.container(key="room_code", horizontal=True, vertical_alignment="center", gap="medium"):
        share.picture(Texts("frame", words.language), words("stage.title"), address, 460)
        with st.container(width="stretch"):
            st.markdown(f"# {room.code}")
            st.markdown(words("stage.how", address=f"**{address.partition('//')[2].partition('=')[0]}**"))
            _live(room, "", words)
    with st.container(horizontal=True, gap="small"):
        key = share.link_to("home", {"room": room.code, "opener": room.secret, "talk": "1"})
        st.download_button(
            words("stage.keep"),
            f"{key}\n",
            f"room_{room.code}.txt",
            key="room_key",
            on_click="ignore",
            icon=":material/key:",
            type="tertiary",
            help=words("stage.keep_help"),
        )
        st.button(words("stage.close"), key="room_close", type="tertiary", on_click=close_room, args=(course,))
    share.warn_if_here_only(address, Texts("frame", words.language))
