"""A fresh server's first visits are its own: what they build is there when the first reader comes.

Specifications of charts, texts and maps are made once in the life of a server, by whoever comes first. These visits
speak with the app as a browser does, inside the process; nothing listed here needs to be known anywhere else.
"""

import asyncio
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from core.app.frame.catalogue import TOPICS
from core.app.talk.scenes import SCENES
from core.app.wording.language import LANGUAGES


def links() -> Iterator[tuple[str, str]]:
    """Page and query of each visit, what most readers meet first: every page, then every scene on a stage."""
    for language in LANGUAGES:
        yield from ((page, urlencode({"lang": language})) for page in TOPICS)
    for language in LANGUAGES:
        for scene in SCENES.values():
            yield scene.page, urlencode({"scene": scene.name, "answer": "shown", "talk": "1", "lang": language})


async def warm_up(app: ASGIApp) -> None:
    """Visit every link, with as long a rest after each as it took, so that readers come first."""
    for page, query in links():
        begun = time.monotonic()
        await visit(app, page, query)
        await asyncio.sleep(time.monotonic() - begun)


async def visit(app: ASGIApp, page: str, query: str) -> None:
    """Open a page by its link, wait until its script has run to the end, and leave."""
    ask = BackMsg()
    # The home page has the bare address.
    ask.rerun_script.page_name, ask.rerun_script.query_string = "" if page == "home" else page, query
    from_browser: asyncio.Queue[Message] = asyncio.Queue()
    from_browser.put_nowait({"type": "websocket.connect"})

    async def to_browser(message: Message) -> None:
        if message["type"] == "websocket.accept":
            from_browser.put_nowait({"type": "websocket.receive", "bytes": ask.SerializeToString()})
        elif message["type"] == "websocket.send":
            said = ForwardMsg.FromString(message["bytes"])
            # A script that asked to be run again has finished early; the end comes later.
            if said.HasField("script_finished") and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                from_browser.put_nowait({"type": "websocket.disconnect", "code": 1000})

    scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "subprotocols": [],
    }
    await app(scope, from_browser.get, to_browser)
