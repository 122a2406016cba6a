"""What the stage puts on top of a page: the scene's claim, its question, the answer, and the way on."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from core.app import components
from core.app.frame import share
from core.app.talk import room, stage
from core.app.talk.scene import Estimate, Options, Scene, Storyline
from core.app.talk.scenes import STORYLINES, storyline_of
from core.app.talk.stage import SHOWN, Course
from core.app.wording.language import Texts

KEYS: Final = (
    ("PageDown →", "next"),
    ("PageUp ←", "back"),
    ("Home End", "far"),
    ("1 … 4", "choose"),
    ("0 … 9 ⏎", "number"),
    ("␣", "play"),
    ("O", "overview"),
    ("W", "what_if"),
    ("Q", "code"),
    ("V A", "room"),
    ("B .", "black"),
    ("T", "talk"),
    ("Esc", "leave"),
    ("?", "help"),
)


def show(course: Course, text: Texts) -> None:
    """The stage above a page, and the keys that work everywhere; without a scene only the keys."""
    words = Texts("scenes", text.language)
    with st.container(key="stage", gap="xsmall"):
        # First, so that they keep their place in the browser whatever else the stage shows.
        _keys(course, text)
        if course.on.scene:
            _scene(course, course.on.scene, text, words)
        elif course.on.end:
            _end(course, course.on.end, text, words)


def _scene(course: Course, scene: Scene, text: Texts, words: Texts) -> None:
    on, line = course.on, storyline_of(scene.name)
    place = line.scenes.index(scene) + 1
    place_of_all = text("stage.place", place=place, last=len(line.scenes))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"## {words(f'{scene.name}.title')} :small[:gray[{place_of_all}]]", width="stretch")
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall", width="content"):
            is_first = place == 1 and not on.is_revealed
            _icon("back", "arrow_back", text, course.step, False, type="secondary", disabled=is_first)
            _icon("next", "arrow_forward", text, course.step, True, type="primary")
            if on.talk:
                room.button(course, text)
                share.button(text, "stage_share")
            else:
                _icon("talk", "present_to_all", text, course.toggle_talk)
            _icon("leave", "close", text, course.leave)
    if on.is_revealed:
        if not on.talk:
            st.caption(words(f"{scene.name}.ask"))
        _reply(course, scene, text, words)
    elif room.shows_answers(course):
        st.markdown(f"**{words(f'{scene.name}.ask')}**")
    else:
        _question(course, scene, text, words)
    room.line(course, text)


def _question(course: Course, scene: Scene, text: Texts, words: Texts) -> None:
    st.markdown(f"**{words(f'{scene.name}.ask')}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stage_answers"):
        if isinstance(scene.answers, Options):
            for number, name in enumerate(scene.answers.ids, 1):
                st.button(
                    f"{number} · {words(f'{scene.name}.answer.{name}')}",
                    key=f"stage_answer_{scene.name}_{number}",
                    on_click=course.answer,
                    args=(scene.name, name),
                )
        else:
            _estimate(course, scene, scene.answers, text, words)
        room.count(course, scene, text)
        if not course.on.talk:  # whoever speaks has the key that goes on
            show = f"stage_show_{scene.name}"
            st.button(text("stage.show"), key=show, type="tertiary", on_click=course.answer, args=(scene.name, SHOWN))


def _estimate(course: Course, scene: Scene, estimate: Estimate, text: Texts, words: Texts) -> None:
    """A box for a number, and the button that takes what stands in it at that moment."""
    field, key = estimate.field, f"stage_number_{scene.name}"
    unit = words(f"{scene.name}.unit")
    st.number_input(
        unit or text("stage.number"),
        field.low,
        field.high,
        value=field.default,
        step=field.step,
        format=f"%.{field.decimals}f",
        key=key,
        label_visibility="collapsed",
    )
    if unit:
        st.markdown(unit, width="content")

    def take() -> None:
        if key in st.session_state:  # a double click arrives twice, and the second time the box is gone
            checked = field.check(st.session_state[key])
            course.answer(scene.name, field.format(checked.value))

    st.button(text("stage.answer"), key=f"stage_guess_{scene.name}", type="primary", on_click=take)


def _reply(course: Course, scene: Scene, text: Texts, words: Texts) -> None:
    """What the experiment finds, the sentence to carry home, and where to look; and whether it has been moved since."""
    found, answer = stage.truth(scene, words), course.on.answer
    verdict = text("stage.shown", truth=found)
    if answer != SHOWN:
        word = "right" if stage.is_right(scene, answer) else "wrong"
        verdict = text(f"stage.{word}", truth=found, said=stage.said(scene, answer, words))
    st.markdown(f"**{verdict}** {words(f'{scene.name}.say')}")
    if not stage.has_moved(scene):
        st.markdown(f":material/visibility: {words(f'{scene.name}.look')}")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/info: {text('stage.moved')}", width="content")
        again = text("stage.restore")
        st.button(again, key="stage_restore", type="tertiary", on_click=course.go, args=(scene.name, answer))


def _end(course: Course, line: Storyline, text: Texts, words: Texts) -> None:
    """The end of a storyline: the score, and where to go from here."""
    right, answered = course.score(line)
    st.markdown(f"## {text('stage.end', title=words(f'story.{line.name}.title'))}")
    st.markdown(f"**{words(f'story.{line.name}.claim')}**")
    if not room.ending(course, line, text):
        _claims(line, words)
    if answered:
        st.markdown(text("stage.score", right=right, answered=answered, last=len(line.scenes)))
    with st.container(horizontal=True, gap="small", key="stage_onward"):
        for name in STORYLINES:
            if name != line.name:
                label = text("stage.another", title=words(f"story.{name}.title"))
                first = STORYLINES[name].scenes[0].name
                st.button(label, key=f"stage_to_{name}", on_click=course.go, args=(first,))
        st.button(text("stage.again"), key="stage_again", type="tertiary", on_click=course.again, args=(line,))
        _icon("leave", "close", text, course.leave)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="stage_handout"):
        share.picture(text, words(f"story.{line.name}.title"), share.link_to("home", {"handout": line.name}), 260)
        st.markdown(text("stage.handout"))


def _claims(line: Storyline, words: Texts) -> None:
    """What the scenes have said, in two columns."""
    with st.container(key="stage_claims"):
        claims = [f"{place}. {words(f'{scene.name}.say')}" for place, scene in enumerate(line.scenes, 1)]
        middle = (len(claims) + 1) // 2
        for half, said in zip(st.columns(2, gap="medium"), (claims[:middle], claims[middle:]), strict=True):
            half.markdown("\n".join(said))


def _icon(name: str, icon: str, text: Texts, act: Callable[..., None], *arguments: object, **looks: Any) -> None:
    """A button of the stage that is a picture."""
    looks = {"type": "tertiary"} | looks
    help, icon = text(f"stage.{name}"), f":material/{icon}:"
    st.button("", icon=icon, key=f"stage_{name}", help=help, on_click=act, args=arguments, **looks)


def _keys(course: Course, text: Texts) -> None:
    """The keys of the stage, handled in the browser.

    Each thing a key can mean is an event of its own, so that its callback needs nothing but the course. An answer's
    event names its scene: to any other it means nothing.
    """
    on, words = course.on, Texts("scenes", text.language)
    asked = on.scene.answers if on.scene and not on.is_revealed else None
    options = asked.ids if isinstance(asked, Options) else ()
    answers = {f"{on.name}_{option}": partial(course.answer, on.name, option) for option in options}
    line = on.line
    scenes = {f"go_{scene.name}": scene.name for scene in line.scenes} if line else {}
    if on.is_on and not line:
        # Before the first scene a digit chooses the storyline.
        answers = {f"go_{story}": partial(course.go, each.scenes[0].name) for story, each in STORYLINES.items()}
    acts: dict[str, Callable[[], None]] = {
        "next": partial(course.step, True),
        "back": partial(course.step, False),
        "first": partial(course.far, False),
        "last": partial(course.far, True),
        "talk": course.toggle_talk,
        "leave": course.leave,
        "code": share.want,
        "what_if": course.toggle_controls,
        "room": partial(room.open_room, course),
        "again": partial(room.ask_again, course),
        **answers,
        **{event: partial(course.go, name) for event, name in scenes.items()},
    }
    callbacks: dict[str, Any] = {f"on_{event}_change": act for event, act in acts.items()}
    components.stage(
        key="stage_keys",
        data={
            "on": on.is_on,
            "inScene": line is not None,
            "answers": list(answers),
            "asksNumber": isinstance(asked, Estimate),
            "talk": on.talk,
            "room": [wish for wish in ("room", "again") if on.talk and (wish == "room" or course.room)],
            "title": text("stage.keys"),
            "keys": [[key, text(f"stage.key.{meaning}")] for key, meaning in KEYS],
            "scenesTitle": words(f"story.{line.name}.title") if line else "",
            "scenes": [
                {"event": event, "title": words(f"{name}.title"), "here": name == on.name}
                for event, name in scenes.items()
            ],
        },
        width="content",
        height="content",
        **callbacks,
    )
