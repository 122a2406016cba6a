"""What the stage puts on top of a page: the scene's claim, its question, the answer, and the way on."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.app import components, share, stage
from core.app.language import Texts
from core.app.scenes import STORYLINES, Estimate, Options, Scene, storyline_of
from core.app.stage import SHOWN, Stage

KEYS: Final = (
    ("PageDown", "next"),
    ("PageUp", "back"),
    ("1 … 4", "choose"),
    ("␣ ← →", "play"),
    ("T", "talk"),
    ("Esc", "leave"),
    ("?", "help"),
)


def show(on: Stage, page: str, text: Texts) -> None:
    """The stage above a page, and the keys that work everywhere; without a scene only the keys."""
    words = Texts("scenes", text.language)
    with st.container(key="stage", gap="xsmall"):
        if on.scene:
            _scene(on, on.scene, page, text, words)
        elif on.end:
            _end(on, page, text, words)
    _keys(on, page, text)


def _scene(on: Stage, scene: Scene, page: str, text: Texts, words: Texts) -> None:
    line = storyline_of(scene.name)
    place = line.scenes.index(scene) + 1
    claim, way = st.columns([2.9, 1], vertical_alignment="center")
    with (
        way,
        st.container(
            horizontal=True, wrap=False, horizontal_alignment="right", vertical_alignment="center", gap="xsmall"
        ),
    ):
        _button("back", text, on, page, forward=False, disabled=place == 1 and not on.is_revealed)
        _button("next", text, on, page, forward=True)
        if on.talk:
            share.button(text, "stage_share")
        else:
            _small("talk", ":material/present_to_all:", text, stage.toggle_talk)
        _small("leave", ":material/close:", text, stage.toggle_talk if on.talk else stage.leave)
    place_of_all = text("stage.place", place=place, last=len(line.scenes))
    claim.markdown(f"## {words(f'{scene.name}.title')} :small[:gray[{place_of_all}]]")
    if on.is_revealed:
        _reply(on, scene, text, words)
    else:
        _question(scene, text, words)


def _question(scene: Scene, text: Texts, words: Texts) -> None:
    st.markdown(f"**{words(f'{scene.name}.ask')}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stage_answers"):
        if isinstance(scene.answers, Options):
            for number, name in enumerate(scene.answers.ids, 1):
                st.button(
                    f"{number} · {words(f'{scene.name}.answer.{name}')}",
                    key=f"stage_answer_{scene.name}_{number}",
                    on_click=stage.reveal,
                    args=(scene, name),
                )
        else:
            _estimate(scene, scene.answers, text, words)
        st.button(
            text("stage.show"),
            key=f"stage_show_{scene.name}",
            type="tertiary",
            on_click=stage.reveal,
            args=(scene, SHOWN),
        )


def _estimate(scene: Scene, estimate: Estimate, text: Texts, words: Texts) -> None:
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
        width=220,
        label_visibility="collapsed",
    )
    if unit:
        st.markdown(unit, width="content")

    def take() -> None:
        checked = field.check(st.session_state[key])
        stage.reveal(scene, field.format(checked.value))

    st.button(text("stage.answer"), key=f"stage_guess_{scene.name}", type="primary", on_click=take)


def _reply(on: Stage, scene: Scene, text: Texts, words: Texts) -> None:
    found = stage.truth(scene, words)
    if on.answer == SHOWN:
        verdict = text("stage.shown", truth=found)
    else:
        word = "right" if stage.is_right(scene, on.answer) else "wrong"
        verdict = text(f"stage.{word}", truth=found, said=stage.said(scene, on.answer, words))
    say = words(f"{scene.name}.say", answer=found)
    st.markdown(f"**{verdict}** {say}")
    st.markdown(f":material/visibility: {words(f'{scene.name}.look', answer=found)}")


def _end(on: Stage, page: str, text: Texts, words: Texts) -> None:
    """The end of a storyline: the score, and where to go from here."""
    line = on.end
    if line is None:
        raise ValueError("there is no end without a storyline")
    right, answered = stage.score(line)
    st.markdown(f"## {text('stage.end', title=words(f'story.{line.name}.title'))}")
    if answered:
        st.markdown(f"**{text('stage.score', right=right, answered=answered, last=len(line.scenes))}**")
    else:
        st.markdown(text("stage.no_score", last=len(line.scenes)))
    with st.container(horizontal=True, gap="small"):
        for name in STORYLINES:
            if name != line.name:
                label = text("stage.another", title=words(f"story.{name}.title"))
                first = STORYLINES[name].scenes[0].name
                st.button(label, key=f"stage_to_{name}", on_click=stage.go, args=(first, page))
        st.button(text("stage.again"), key="stage_again", type="tertiary", on_click=_again, args=(line.name, page))
        _small("leave", ":material/close:", text, stage.toggle_talk if on.talk else stage.leave)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="stage_handout"):
        share.picture(text, words(f"story.{line.name}.title"), share.link_to("home", {"handout": line.name}), 260)
        st.markdown(text("stage.handout"))


def _again(name: str, page: str) -> None:
    line = STORYLINES[name]
    stage.forget_score(line)
    stage.go(line.scenes[0].name, page)


def _button(name: str, text: Texts, on: Stage, page: str, *, forward: bool, disabled: bool = False) -> None:
    st.button(
        "",
        icon=":material/arrow_forward:" if forward else ":material/arrow_back:",
        key=f"stage_{name}",
        type="primary" if forward else "secondary",
        help=text(f"stage.{name}"),
        on_click=stage.step,
        args=(on, page, forward),
        disabled=disabled,
    )


def _small(name: str, icon: str, text: Texts, act: Callable[[], None]) -> None:
    st.button("", icon=icon, key=f"stage_{name}", type="tertiary", help=text(f"stage.{name}"), on_click=act)


def _keys(on: Stage, page: str, text: Texts) -> None:
    """The keys of the stage; they are handled in the browser, and only what they mean comes here."""
    scene = on.scene
    options = scene.answers.ids if scene and isinstance(scene.answers, Options) and not on.is_revealed else ()

    def act() -> None:
        asked = st.session_state["stage_keys"].get("act")
        name, _, place = str(asked or "").partition(":")
        if name in ("next", "back") and (on.talk or scene or on.end):
            stage.step(on, page, forward=name == "next")
        elif name == "talk":
            stage.toggle_talk()
        elif name == "leave":
            if on.talk:
                stage.toggle_talk()
            else:
                stage.leave()
        elif name == "choose" and scene and place.isdecimal() and 1 <= int(place) <= len(options):
            stage.reveal(scene, options[int(place) - 1])

    components.stage(
        key="stage_keys",
        data={
            "steps": on.talk or scene is not None or on.end is not None,
            "leaves": on.talk or scene is not None or on.end is not None,
            "options": len(options),
            "talk": on.talk,
            "title": text("stage.keys"),
            "keys": [[key, text(f"stage.key.{meaning}")] for key, meaning in KEYS],
        },
        on_act_change=act,
        width="content",
        height="content",
    )
