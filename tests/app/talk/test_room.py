"""A room on the stage: opened in a talk, closed before its answers are seen, scored, and carried home."""

import csv
import io
import json
from urllib.parse import parse_qsl

import pytest

from core.app.room.memory_store import MemoryStore
from core.app.room.opened import OpenedRoom
from core.app.room.question import Question
from core.app.room.store import LostStoreError
from core.app.talk.scenes import SCENES, STORYLINES

LOSS = STORYLINES["loss"].scenes


@pytest.fixture
def store(monkeypatch):
    made = MemoryStore()
    for module in ("opened", "plain"):
        monkeypatch.setattr(f"core.app.room.{module}.store", lambda: made)
    return made


def opened(app) -> OpenedRoom:
    return app.session_state["_course"].room


def question(store, app) -> Question:
    return Question.of(store.everything(opened(app).code)["question"])


def press(app, *keys: str):
    for key in keys:
        app.button(key=key).click().run()
        assert not app.exception
    return app


def vote(store, app, **answers: object) -> None:
    """Phones with an answer each."""
    code, turn = opened(app).code, question(store, app).turn
    for phone, answer in answers.items():
        store.join(code, phone)
        store.answer(code, phone, turn, json.dumps(answer))


@pytest.fixture
def stage(visit, store):
    app = visit(LOSS[0].page, scene=LOSS[0].name, talk="1", lang="en")
    return press(app, "stage_room")


def test_without_a_room_a_talk_asks_no_store(visit, words):
    app = visit(LOSS[0].page, scene=LOSS[0].name, talk="1")
    assert opened(app) is None
    assert "Room" not in words(app)
    press(app, "stage_next")
    assert app.session_state["_course"].on.is_revealed


def test_the_room_is_told_what_is_asked_and_hears_the_right_answer_last(store, stage):
    room = opened(stage)
    assert question(store, stage) == Question("open", LOSS[0].name, options=LOSS[0].answers.ids)
    vote(store, stage, a=[12, 12, 1164, 12], b=[300, 300, 300, 300])
    press(stage, "stage_next")
    told = question(store, stage)
    assert (told.state, told.right, store.read(room.code, "taking")) == ("shown", None, ("",))
    assert not stage.session_state["_course"].on.is_revealed
    press(stage, "stage_next")
    told = question(store, stage)
    assert (told.state, told.right) == ("revealed", LOSS[0].answers.ids.index(LOSS[0].answers.right()))
    press(stage, "stage_next")
    assert question(store, stage).turn == f"{LOSS[1].name}/1"
    # Back, the answers are seen again and the question stays closed.
    press(stage, "stage_back", "stage_back")
    assert question(store, stage) == Question("shown", LOSS[0].name, options=LOSS[0].answers.ids)


def test_the_answers_are_hidden_until_they_are_shown_then_scored(store, stage, words):
    vote(store, stage, **{f"p{i}": [120, 1056, 12, 12] if i < 40 else [12, 12, 1080, 96] for i in range(100)})
    stage.run()
    said = words(stage)
    assert "100 of 100 phones" in said
    assert "54 %" not in said
    press(stage, "stage_next")
    assert "100 answers" in words(stage)
    charts = stage.get("vega_lite_chart")
    assert len(charts) == 1
    press(stage, "stage_next")
    # 60 of 100 gave the right answer 0.9 and 40 gave it 0.01: −ln 0.544, and 0.6 · 0.1054 + 0.4 · 4.6052.
    assert "**0.61 nats**" in words(stage)
    assert "1.91" in words(stage)
    assert "40 % of the members have a higher cost" in words(stage)


def test_a_second_round_is_a_gain_of_the_same_phones(store, stage, words):
    vote(store, stage, a=[300, 300, 300, 300], b=[300, 300, 300, 300])
    press(stage, "room_again")
    assert question(store, stage).turn == f"{LOSS[0].name}/2"
    assert not any(button.key == "room_again" for button in stage.button)
    vote(store, stage, a=[200, 200, 600, 200], c=[12, 12, 1164, 12])
    press(stage, "stage_next", "stage_next")
    assert "**1.39 nats**" in words(stage)  # the first round counts
    assert "0.69 nats less per phone (1 in both)" in words(stage)


def test_there_is_no_second_round_after_the_answers_have_been_shown(store, stage):
    press(stage, "stage_next")
    assert not opened(stage).may_ask_again(LOSS[0].name)
    opened(stage).ask_again(LOSS[0].name)
    assert opened(stage).round(LOSS[0].name) == 1


def test_numbers_have_an_error_and_no_nats(store, stage, words):
    course = stage.session_state["_course"]
    scene = next(scene for scene in SCENES.values() if scene.name == "wrong_start")
    course.go(scene.name)
    stage.run()
    vote(store, stage, a=50, b=100)
    press(stage, "stage_next", "stage_next")
    right = scene.answers.right()
    assert question(store, stage).right == right
    assert "**75.00**" in words(stage)
    assert "625.00" in words(stage)  # the variance, by hand


def test_the_end_has_the_curve_and_the_answers(store, stage, words):
    for scene in LOSS[:2]:
        row = [12] * len(scene.answers.ids)
        row[scene.answers.ids.index(scene.answers.right())] = 1200 - 12 * (len(row) - 1)
        vote(store, stage, a=row, b=[1200 // len(row)] * len(row))
        press(stage, "stage_next", "stage_next", "stage_next")
    stage.session_state["_course"].go("loss_end")
    stage.run()
    assert question(store, stage).state == "end"
    assert "over 2 with options" in words(stage)
    assert "Rows in the file: 2" in words(stage)
    press(stage, "room_predictions")
    assert stage.session_state["link_state"].topic == "predictions"
    table = stage.session_state["link_state"].values["predictions"]["paste"]
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 2
    assert float(rows[0]["room_3"]) == pytest.approx((0.97 + 0.25) / 2)
    assert rows[1]["room_4"] == "0.0"
    # The page asks nothing: it compares the room with equal bars at once, question by question.
    assert "2000 draws" in words(stage)


def test_the_key_of_a_room_continues_it_and_no_other_does(visit, store, stage):
    room = opened(stage)
    vote(store, stage, a=[300, 300, 300, 300])
    press(stage, "room_again")
    key = {"room": room.code, "opener": room.secret, "talk": "1"}
    app = visit("home", **key)
    again = opened(app)
    assert (again.code, again.round(LOSS[0].name), again.shown) == (room.code, 2, set())
    assert app.session_state["_course"].on.name == LOSS[0].name
    # The secret stays out of the address, which a projector shows, and of the link, which is shared.
    state = app.session_state["link_state"]
    assert room.secret not in state.address + state.link
    assert room.code not in state.link
    for bad in ({"opener": "x" * 22}, {"opener": ""}, {"room": "AAAAA"}):
        other = visit("home", **(key | bad))
        assert not other.exception
        assert opened(other) is None


def test_a_lost_store_stops_no_scene(store, stage, words, monkeypatch):
    class Away:
        def __getattr__(self, name):
            def ask(*arguments):
                raise LostStoreError

            return ask

    monkeypatch.setattr("core.app.room.opened.store", Away)
    press(stage, "stage_next")
    assert "go on without the room" in words(stage)
    while not stage.session_state["_course"].on.is_revealed:
        press(stage, "stage_next")
    press(stage, "stage_next")
    assert dict(parse_qsl(stage.session_state["link_state"].link))["scene"] == LOSS[1].name
    assert "go on without the room" in words(stage)
    monkeypatch.setattr("core.app.room.opened.store", lambda: store)
    stage.run()
    stage.run()
    assert question(store, stage).turn == f"{LOSS[1].name}/1"
    assert "go on without the room" not in words(stage)


def test_where_no_room_can_be_opened_the_stage_says_so(visit, monkeypatch):
    full = MemoryStore()
    monkeypatch.setattr(full.__class__, "open", lambda *arguments: False)
    monkeypatch.setattr("core.app.room.opened.store", lambda: full)
    app = press(visit(LOSS[0].page, scene=LOSS[0].name, talk="1", lang="en"), "stage_room")
    assert "No room could be opened" in app.warning[0].value


def test_the_page_inside_streamlit_does_the_same(visit, store, stage, words):
    code = opened(stage).code
    phone = visit("home", room=code, lang="en")
    assert not phone.exception
    assert [slider.value for slider in phone.slider] == [25] * 4
    phone.slider(key="room_bar_2").set_value(70).run()
    assert [slider.value for slider in phone.slider] == [10, 10, 70, 10]
    press(phone, "room_send")
    token = phone.session_state["_room_phone"].token
    assert store.read(code, f"answer:{LOSS[0].name}/1:1", "phones") == ("[120, 120, 840, 120]", "1")
    # After a reload it is the same phone, and its token is in no link that is shared.
    state = phone.session_state["link_state"]
    again = visit("home", **dict(parse_qsl(state.address)))
    assert again.session_state["_room_phone"].token == token
    assert token not in state.link
    press(again, "room_sure_0")
    assert [slider.value for slider in again.slider] == [97, 1, 1, 1]
    press(stage, "stage_next", "stage_next")
    press(phone.run(), *())
    assert "You gave it 70 %" in words(phone)
    assert store.read(code, "phones") == ("1",)


def test_the_page_inside_streamlit_asks_for_the_letters(visit, store, words):
    phone = visit("home", room="nonsense", lang="en")
    phone.text_input(key="room_letters").set_value("AAAAA").run()
    assert not phone.exception
