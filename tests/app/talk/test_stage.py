"""The stage: scenes by link and by button, answers and their score, talk mode, the way home."""

import json
import re
from urllib.parse import parse_qsl

import pytest

from core.app.frame.catalogue import TOPICS
from core.app.frame.page import path
from core.app.talk import stage
from core.app.talk.parts import PARTS
from core.app.talk.scene import Estimate, Options
from core.app.talk.scenes import SCENES, STORYLINES
from core.app.wording.language import Texts
from tests.app.talk.screens import everything, keys, said

EVERY = list(SCENES)


def link(app) -> dict[str, str]:
    return dict(parse_qsl(app.session_state["link_state"].link, keep_blank_values=True))


def bar(app) -> str:
    """The claim on top of the page."""
    found = next((markdown.value for markdown in app.markdown if markdown.value.startswith("## ")), "")
    return found.removeprefix("## ").partition(" :small")[0]


def entries(scene, revealed: bool) -> dict[str, str]:
    """What a link to the scene holds, short of a section's or unit's being left out."""
    return scene.link(revealed) | {"scene": scene.name} | ({"answer": "shown"} if revealed else {})


@pytest.mark.parametrize("name", EVERY)
def test_a_link_that_only_names_a_scene_sets_the_whole_page(visit, name):
    scene = SCENES[name]
    app = visit(scene.page, scene=name)
    assert not app.exception
    assert bar(app) == Texts("scenes", "en")(f"{name}.title")
    held = link(app)
    assert {key: held.get(key) for key in entries(scene, False)} == entries(scene, False)


@pytest.mark.parametrize("name", EVERY)
def test_the_answer_is_revealed_by_the_experiment_and_the_link_restores_it(visit, name):
    scene = SCENES[name]
    app = visit(scene.page, scene=name)
    app.button(key=f"stage_show_{name}").click().run()
    assert not app.exception
    held = link(app)
    assert {key: held.get(key) for key in entries(scene, True)} == entries(scene, True)
    again = visit(scene.page, **held)
    assert link(again) == held
    assert [m.value for m in again.markdown] == [m.value for m in app.markdown]


@pytest.mark.parametrize("answer", ["", "shown"])
@pytest.mark.parametrize("name", EVERY)
def test_a_scene_is_one_part_and_what_moves_it(visit, words, name, answer):
    scene = SCENES[name]
    app = visit(scene.page, scene=name, answer=answer, lang="zh", talk="1")
    assert not app.exception
    own = {key for key in keys(app) if key.startswith(f"{scene.page}_")}
    part = PARTS[scene.part(answer != "")]
    for control in part.controls:
        shown = any(re.fullmatch(rf"{scene.page}_{control}(:\w+|_component)?", key) for key in own)
        assert shown is (control in scene.controls), control
    if isinstance(scene.answers, Estimate):
        shown = [number in everything(app, words) for number in said(scene.answers)]
        assert any(shown) is (answer != "")


def test_a_scene_named_on_another_page_is_gone_to(visit):
    scene = next(scene for scene in SCENES.values() if scene.page == "kl_divergence")
    app = visit("home", scene=scene.name)
    assert not app.exception
    assert app.session_state["link_state"].topic == "kl_divergence"
    assert bar(app) == Texts("scenes", "en")(f"{scene.name}.title")


@pytest.mark.parametrize("line", STORYLINES.values(), ids=list(STORYLINES))
def test_a_storyline_is_walked_by_one_button_and_back(visit, line):
    app = visit("home")
    app.button(key=f"home_begin_{line.name}").click().run()
    seen = []
    for scene in line.scenes:
        assert not app.exception
        seen.append((link(app)["scene"], link(app).get("answer", "")))
        app.button(key="stage_next").click().run()
        seen.append((link(app)["scene"], link(app).get("answer", "")))
        assert {key: link(app).get(key) for key in scene.link(True)} == scene.link(True)
        app.button(key="stage_next").click().run()
    assert seen == [(scene.name, answer) for scene in line.scenes for answer in ("", "shown")]
    assert link(app)["scene"] == f"{line.name}_end"
    assert not app.exception


def test_back_goes_to_the_question_then_to_the_scene_before_as_it_answered(visit):
    first, second = next(iter(STORYLINES.values())).scenes[:2]
    app = visit(second.page, scene=second.name, answer="shown")
    app.button(key="stage_back").click().run()
    assert (link(app)["scene"], "answer" in link(app)) == (second.name, False)
    app.button(key="stage_back").click().run()
    assert (link(app)["scene"], link(app)["answer"]) == (first.name, "shown")
    assert {key: link(app).get(key) for key in first.link(True)} == first.link(True)


def wrong(scene) -> str:
    """An answer that is not right."""
    if isinstance(scene.answers, Options):
        return next(name for name in scene.answers.ids if name != scene.answers.right())
    field = scene.answers.field
    return next(field.format(value) for value in (field.low, field.high) if not scene.answers.holds(value))


def give(app, scene, answer: str):
    """Answer as a reader does, by a button or in the box."""
    if isinstance(scene.answers, Estimate):
        app.number_input(key=f"stage_number_{scene.name}").set_value(float(answer))
        return app.button(key=f"stage_guess_{scene.name}").click().run()
    place = scene.answers.ids.index(answer) + 1
    return app.button(key=f"stage_answer_{scene.name}_{place}").click().run()


@pytest.mark.parametrize("kind", [Options, Estimate])
def test_a_wrong_answer_is_told_from_a_right_one(visit, words, kind):
    scene = next(scene for scene in SCENES.values() if isinstance(scene.answers, kind))
    in_words = Texts("scenes", "en")
    truth = stage.truth(scene, in_words)
    app = give(visit(scene.page, scene=scene.name), scene, wrong(scene))
    said = stage.said(scene, wrong(scene), in_words)
    assert f"You said “{said}”. The experiment says “{truth}”." in words(app)
    right = scene.answers.right()
    best = right if kind is Options else scene.answers.field.format(scene.answers.field.snap(right))
    app = give(visit(scene.page, scene=scene.name), scene, best)
    assert f"Right: {truth}." in words(app)


def test_the_score_counts_the_answers_given_here_alone(visit, words):
    line = next(iter(STORYLINES.values()))
    app = visit("home").button(key=f"home_begin_{line.name}").click().run()
    for place, scene in enumerate(line.scenes):
        if place == 0:
            right = scene.answers.right()
            best = right if isinstance(scene.answers, Options) else str(scene.answers.field.snap(right))
            app = give(app, scene, best)
        elif place == 1:
            app = give(app, scene, wrong(scene))
        else:
            app.button(key="stage_next").click().run()
        app.button(key="stage_next").click().run()
    assert f"1 of 2 guesses right, of {len(line.scenes)} questions." in words(app)
    app.button(key="stage_again").click().run()
    assert link(app)["scene"] == line.scenes[0].name
    assert not app.session_state[stage._COURSE].given


def test_a_scene_begins_afresh_whatever_was_moved_before(visit):
    scene = SCENES["best_guess"]
    plain = link(visit("likelihood", scene=scene.name))
    app = visit("likelihood", tosses="TTTTT", p="0.9", section="coins")
    assert link(app)["tosses"] == "TTTTT"
    app.query_params.clear()
    app.query_params["scene"] = scene.name
    app.run()
    assert link(app) == plain


def test_going_elsewhere_by_the_navigation_leaves_the_scene_but_not_the_talk(visit):
    scene = next(scene for scene in SCENES.values() if scene.page == "formulas")
    app = visit("formulas", scene=scene.name, talk="1")
    app.query_params.clear()
    app.switch_page(path("likelihood")).run()
    assert bar(app) == ""
    assert "scene" not in link(app)
    assert app.session_state["link_state"].values[""]["talk"] == "1"


def test_talk_mode_is_not_in_a_shared_link_but_in_the_address(visit):
    app = visit("formulas", talk="1")
    assert "talk" not in link(app)
    assert app.session_state["link_state"].query["talk"] == "1"


def sizes(part, name="labelFontSize") -> list[float]:
    """All sizes of a kind in a specification."""
    found = [float(part[name]["expr"].partition(" * ")[0])] if isinstance(part, dict) and name in part else []
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return found + [size for entry in inside for size in sizes(entry, name)]


@pytest.mark.parametrize("page", TOPICS)
def test_in_talk_mode_no_word_of_an_axis_is_smaller_than_18(visit, page):
    app = visit(page, talk="1")
    assert not app.exception
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    shown = [size for spec in specs for size in sizes(spec) + sizes(spec, "titleFontSize")]
    assert shown
    assert min(shown) >= 18  # at 1280 x 720, and more in proportion


@pytest.mark.parametrize(("name", "answer"), [("nowhere", ""), ("", "12"), (EVERY[0], "<b>"), (EVERY[0], "1e400")])
def test_a_broken_stage_in_a_link_is_repaired_in_words(visit, name, answer):
    page = SCENES[name].page if name in SCENES else "home"
    app = visit(page, scene=name, answer=answer, talk="perhaps")
    assert not app.exception
    assert "<b>" not in bar(app)
