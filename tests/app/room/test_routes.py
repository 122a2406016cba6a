"""The routes of the phones, and who must not get through them."""

import asyncio
import json
import math
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from core.app.room.attempts import AT_ONCE, EACH, Attempts
from core.app.room.memory_store import MemoryStore
from core.app.room.phone_page import PAGE
from core.app.room.question import LETTERS, Question, Scale, code_of, new_code, new_token
from core.app.room.routes import LARGEST, Phones
from core.app.room.store import LostStoreError
from core.app.wording.language import LANGUAGES
from tests.app.room.screens import ROOM

PLATEAU = Question("open", "plateau", options=("same", "half", "hardly"))
NUMBER = Question("open", "wrong_start", scale=Scale(1.0, 1000.0, 0.5, 1, 5.0))


@dataclass
class Hall:
    """The app with a room in it, asked as a phone asks."""

    store: Any = field(default_factory=MemoryStore)
    now: list[float] = field(default_factory=lambda: [0.0])

    def __post_init__(self) -> None:
        behind = Route("/", lambda request: PlainTextResponse("Streamlit"))
        self.app = Starlette(routes=[*Phones(lambda: self.store, Attempts(lambda: self.now[0])).routes, behind])
        if isinstance(self.store, MemoryStore):
            self.store.open("K7QXM", ROOM)

    def move(self, question: Question, **fields: str) -> None:
        taking = {"question": question.text(), "taking": question.taking}
        assert self.store.move("K7QXM", ROOM["secret"], taking | fields)

    def ask(
        self, method: str, path: str, body: object = None, phone: str = "", address: str = "10.0.0.1", **headers: str
    ) -> tuple[int, Any]:
        """Status and content; a body that is bytes is sent as it is."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        path, _, query = path.partition("?")
        given = {"content-type": "application/json"} | ({"x-phone": phone} if phone else {})
        given |= {name.replace("_", "-"): text for name, text in headers.items()}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), text.encode()) for name, text in given.items()],
            "client": (address, 1),
        }
        sent: list[Any] = []
        parts = [raw[i : i + 100] for i in range(0, len(raw), 100)] or [b""]

        async def receive() -> Any:
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        self.headers = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
        content = b"".join(message.get("body", b"") for message in sent[1:])
        is_json = self.headers.get("content-type") == "application/json"
        return sent[0]["status"], json.loads(content) if is_json else content.decode()

    def join(self) -> str:
        status, said = self.ask("POST", "/room/K7QXM/join", {})
        assert status == 200
        return said["phone"]

    def answer(self, phone: str, answer: object, turn: str = "plateau/1") -> tuple[int, Any]:
        return self.ask("POST", "/room/K7QXM/answer", {"turn": turn, "answer": answer}, phone)


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_the_rooms_link_is_the_page_and_every_other_goes_on_to_the_app(hall):
    status, page = hall.ask("GET", "/?room=K7QXM&lang=zh")
    assert (status, page[:15]) == (200, "<!doctype html>")
    assert len(page.encode()) < 26_000
    assert "default-src 'none'" in hall.headers["content-security-policy"]
    for query in ("", "?lang=zh", "?room=K7QXM&talk=1", "?room=K7QXM&opener=x", "?room=K7QXM&plain=1"):
        assert hall.ask("GET", f"/{query}") == (200, "Streamlit")


def test_a_late_comer_sees_the_question_of_the_moment_and_then_only_news(hall):
    hall.move(PLATEAU)
    _, said = hall.ask("POST", "/room/K7QXM/join", {})
    news, phone = said["news"], said["phone"]
    assert (news["state"], news["turn"], news["mine"], news["sent"]) == ("open", "plateau/1", None, False)
    assert set(news["words"]) == set(LANGUAGES)
    assert len(news["words"]["zh"]["options"]) == 3
    assert hall.ask("GET", f"/room/K7QXM?since={news['version']}", phone=phone) == (204, "")
    hall.move(NUMBER)
    status, news = hall.ask("GET", f"/room/K7QXM?since={news['version']}", phone=phone)
    assert (status, news["turn"], news["scale"]["high"]) == (200, "wrong_start/1", 1000.0)


def test_an_answer_is_changed_until_the_reveal_and_then_costs_what_it_costs(hall):
    hall.move(PLATEAU)
    phone = hall.join()
    assert hall.answer(phone, [400, 400, 400])[0] == 200
    status, news = hall.answer(phone, [12, 588, 600])
    assert (status, news["mine"], news["sent"], news["count"]) == (200, [12, 588, 600], True, 0)
    hall.move(Question("revealed", "plateau", options=PLATEAU.options, right=2), rights='{"plateau": 2}')
    _, news = hall.ask("GET", "/room/K7QXM", phone=phone)
    assert (news["right"], news["mine"], news["count"]) == (2, [12, 588, 600], 1)
    assert news["total"] == pytest.approx(math.log(2))


def test_the_total_keeps_the_first_round_and_the_second_begins_with_its_answer(hall):
    hall.move(PLATEAU)
    phone = hall.join()
    hall.answer(phone, [12, 588, 600])
    again = Question("open", "plateau", 2, PLATEAU.options)
    hall.move(again)
    _, news = hall.ask("GET", "/room/K7QXM", phone=phone)
    assert (news["round"], news["mine"], news["sent"]) == (2, [12, 588, 600], False)
    assert hall.answer(phone, [12, 12, 1176], again.turn)[1]["mine"] == [12, 12, 1176]
    hall.move(Question("revealed", "plateau", 2, PLATEAU.options, right=2), rights='{"plateau": 2}')
    _, news = hall.ask("GET", "/room/K7QXM", phone=phone)
    assert news["total"] == pytest.approx(math.log(2))


# What must not get through.


def test_nobody_answers_twice(hall):
    hall.move(PLATEAU)
    phone = hall.join()
    for answer in ([400, 400, 400], [12, 588, 600], [400, 400, 400]):
        hall.answer(phone, answer)
    assert hall.store.read("K7QXM", "count:plateau/1") == ("1",)


@pytest.mark.parametrize("phone", ["", "1", "x" * 22, "answer:plateau/1:1", "é" * 22])
def test_nobody_answers_for_another(hall, phone):
    hall.move(PLATEAU)
    own = hall.join()
    hall.answer(own, [12, 588, 600])
    assert hall.ask("POST", "/room/K7QXM/answer", {"turn": "plateau/1", "answer": [400] * 3}, x_phone=phone)[0] == 403
    # Who names another in the body is not heard.
    other = hall.join()
    body = {"turn": "plateau/1", "answer": [400] * 3, "phone": own, "number": "1"}
    assert hall.ask("POST", "/room/K7QXM/answer", body, other)[0] == 200
    assert hall.store.read("K7QXM", "answer:plateau/1:1", "answer:plateau/1:2") == ("[12, 588, 600]", "[400, 400, 400]")


@pytest.mark.parametrize("state", ["shown", "revealed", "wait", "end"])
def test_nobody_answers_after_the_reveal(hall, state):
    hall.move(PLATEAU)
    phone = hall.join()
    hall.move(Question(state, "plateau", options=PLATEAU.options))
    assert hall.answer(phone, [400] * 3) == (409, {"why": "closed"})
    assert hall.store.read("K7QXM", "answers") == ("",)


@pytest.mark.parametrize("turn", ["trap/1", "plateau/2", "plateau", "", None, 1, ["plateau/1"], "plateau/1:2"])
def test_nobody_answers_what_is_not_asked(hall, turn):
    hall.move(PLATEAU)
    phone = hall.join()
    assert hall.answer(phone, [400] * 3, turn) == (409, {"why": "closed"})


@pytest.mark.parametrize(
    "answer",
    [
        *(
            [1200, 0, 0],
            [0, 600, 600],
            [11, 589, 600],
            [400, 400],
            [300] * 4,
            [400, 400, 401],
            [1e3, 100, 100],
            [-12, 612, 600],
        ),
        *("400", None, {}, [], [True, 599, 600], ["400", "400", "400"], [[400], [400], [400]], 5, [10**100] * 3),
    ],
)
def test_no_answer_that_is_no_distribution(hall, answer):
    hall.move(PLATEAU)
    assert hall.answer(hall.join(), answer) == (422, {"why": "answer"})


@pytest.mark.parametrize(
    "answer", ["NaN", "Infinity", "-Infinity", "0.9", "1000.5", "1" + "0" * 400, '"5"', "true", "[5]", "null"]
)
def test_no_number_off_its_scale(hall, answer):
    hall.move(NUMBER)
    body = f'{{"turn": "wrong_start/1", "answer": {answer}}}'.encode()
    assert hall.ask("POST", "/room/K7QXM/answer", body, hall.join()) == (422, {"why": "answer"})


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * (LARGEST + 1), 413), (b"[" * LARGEST, 400), (b"[]", 400), (b"\xff", 400), (b"", 400), (b"{" * 10**5, 413)],
)
@pytest.mark.parametrize("path", ["join", "answer"])
def test_bodies_are_small_and_checked(hall, path, body, status):
    hall.move(PLATEAU)
    assert hall.ask("POST", f"/room/K7QXM/{path}", body, hall.join())[0] == status


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_no_other_sites_page_can_send_an_answer(hall, kind):
    # A browser sends these to any host without asking it; JSON, and a header of our own, only with its leave.
    hall.move(PLATEAU)
    phone = hall.join()
    body = {"turn": "plateau/1", "answer": [400] * 3}
    assert hall.ask("POST", "/room/K7QXM/answer", body, phone, content_type=kind)[0] == 415
    assert hall.ask("POST", "/room/K7QXM/join", {}, content_type=kind)[0] == 415
    assert not any(name.startswith("access-control") for name in hall.headers)


def test_codes_cannot_be_found_by_trying(hall):
    inside = hall.join()
    wrong = [hall.ask("POST", f"/room/{new_code()}/join", {}, address="6.6.6.6")[0] for _ in range(AT_ONCE + 5)]
    assert wrong == [404] * AT_ONCE + [429] * 5
    # From then on not even a right one is told from a wrong one, whichever route is asked.
    assert hall.ask("POST", "/room/K7QXM/join", {}, address="6.6.6.6")[0] == 429
    assert hall.ask("GET", "/room/K7QXM", phone=new_token(), address="6.6.6.6")[0] == 429
    assert hall.ask("GET", "/room/AAAAA", phone=new_token(), address="6.6.6.6")[0] == 429
    # Phones that are in go on, and so do other addresses.
    assert hall.ask("GET", "/room/K7QXM", phone=inside, address="6.6.6.6")[0] == 200
    assert hall.ask("POST", "/room/K7QXM/join", {}, address="7.7.7.7")[0] == 200
    hall.now[0] += EACH
    assert hall.ask("POST", "/room/K7QXM/join", {}, address="6.6.6.6")[0] == 200


def test_a_hall_behind_one_address_joins_at_once(hall):
    assert len({hall.join() for _ in range(300)}) == 300


@pytest.mark.parametrize("code", ["<b>", "..", "k7qxm", "K7QX", "K7QXMM", "K7Q:M", "*", "%00"])
def test_names_of_rooms_are_codes_and_nothing_is_markup(hall, code):
    status, said = hall.ask("POST", f"/room/{code}/join", {})
    assert (status, said) in ((404, {"why": "room"}), (404, "Not Found"))
    assert hall.headers.get("content-type", "").partition(";")[0] in ("application/json", "text/plain")
    assert hall.ask("GET", f"/?room={code}") == (200, PAGE)


def test_no_route_moves_a_room(hall):
    hall.move(PLATEAU)
    phone, before = hall.join(), hall.store.read("K7QXM", "version", "question", "taking")
    for path in ("", "/", "/move", "/reveal", "/question"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            status, _ = hall.ask(method, f"/room/K7QXM{path}", {"secret": ROOM["secret"]}, phone)
            assert status in (307, 404, 405)
    hall.answer(phone, [400] * 3)
    assert hall.store.read("K7QXM", "version", "question", "taking") == before


def test_neither_the_secret_nor_the_answers_of_others_leave(hall):
    hall.move(PLATEAU)
    one, other = hall.join(), hall.join()
    hall.answer(one, [12, 588, 600])
    said = json.dumps(hall.ask("GET", "/room/K7QXM", phone=other)[1])
    assert ROOM["secret"] not in said
    assert "588" not in said
    assert one not in said


def test_a_store_that_is_away_is_said(hall):
    class Away:
        def read(self, *names: str) -> None:
            raise LostStoreError

    assert Hall(Away()).ask("GET", "/room/K7QXM", phone=new_token()) == (503, {"why": "store"})


def test_codes_have_no_letters_that_look_alike():
    assert not set("BILOSUZ01258 ") & set(LETTERS)
    assert all(code_of(new_code()) for _ in range(100))
    assert (code_of(" k7xxm "), code_of("K0XXM"), code_of("")) == ("K7XXM", "", "")
