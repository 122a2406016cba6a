"""The server's own first visits: they open real links, wait for the end of the script, and leave."""

import asyncio
import logging

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from core.app import server, warm_up
from core.app.frame.catalogue import TOPICS
from core.app.talk.scenes import SCENES


class App:
    """Stands in for the app: it takes one connection at a time and answers with the ends of runs."""

    def __init__(self, *ends: int) -> None:
        self.ends = ends or (ForwardMsg.FINISHED_SUCCESSFULLY,)
        self.asked: list[tuple[str, str]] = []
        self.told: list[int] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        ask = BackMsg.FromString((await receive())["bytes"]).rerun_script
        self.asked.append((ask.page_name, ask.query_string))
        for end in self.ends:
            await send({"type": "websocket.send", "bytes": ForwardMsg(script_finished=end).SerializeToString()})
            self.told.append(end)
        message: Message = await receive()
        assert message["type"] == "websocket.disconnect"


def test_every_page_comes_first_in_every_language_and_then_every_scene():
    links = list(warm_up.links())
    assert [page for page, _ in links[: 2 * len(TOPICS)]] == [*TOPICS, *TOPICS]
    assert {query.partition("&")[0] for _, query in links[2 * len(TOPICS) :]} == {f"scene={name}" for name in SCENES}


def test_each_link_is_opened_once():
    app = App()
    asyncio.run(warm_up.warm_up(app))
    assert app.asked == [("" if page == "home" else page, query) for page, query in warm_up.links()]


def test_a_script_that_runs_again_is_waited_for():
    app = App(ForwardMsg.FINISHED_EARLY_FOR_RERUN, ForwardMsg.FINISHED_SUCCESSFULLY)
    asyncio.run(warm_up.visit(app, "home", "lang=zh"))
    assert app.told == list(app.ends)


def test_a_server_that_cannot_be_warmed_serves_and_says_so(caplog: pytest.LogCaptureFixture):
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise OSError("no such luck")

    async def serve() -> None:
        async with server.warmed_up(broken):
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    with caplog.at_level(logging.ERROR):
        asyncio.run(serve())
    assert "no such luck" in caplog.text
