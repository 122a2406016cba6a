"""What the server does beside running the script: it keeps Streamlit's own files compressed, and is ready early."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.app.warm_up import warm_up

_LOG: Final = logging.getLogger(__name__)
STATIC: Final = "/static/"
WARM: Final = "  The first visits are made: what readers wait for is ready."
# A request for a part of a file, or for news of it, is answered by the file itself.
_CONDITIONS: Final = frozenset({"range", "if-none-match", "if-modified-since"})


class KeptCompressed:
    """ASGI middleware: each of Streamlit's unchanging files is compressed at its first request, then sent from memory.

    Streamlit sends them plain: 4.1 MB for a first visit where 1.6 MB do. Compressing at every request would cost more
    of the processor than it saves.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._compressing = GZipMiddleware(app)
        self._kept: dict[str, list[Message]] = {}
        self._lock = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for such a file; pass on everything else."""
        if not _is_plain_request(scope):
            await self._app(scope, receive, send)
            return
        for message in await self._answer(scope, receive):
            await send(message)

    async def _answer(self, scope: Scope, receive: Receive) -> list[Message]:
        path: str = scope["path"]
        async with self._lock:
            if path in self._kept:
                return self._kept[path]
            messages: list[Message] = []

            async def collect(message: Message) -> None:
                messages.append(message)

            await self._compressing(scope, receive, collect)
            headers = Headers(raw=messages[0]["headers"])
            # Any other path is answered by the page itself, so that paths made up by anybody are not kept.
            if "content-encoding" in headers and "immutable" in headers.get("cache-control", ""):
                self._kept[path] = messages
            return messages


def _is_plain_request(scope: Scope) -> bool:
    """Whether a whole file is asked for by a browser that understands gzip."""
    if scope["type"] != "http" or scope["method"] != "GET" or STATIC not in scope["path"]:
        return False
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and _CONDITIONS.isdisjoint(headers.keys())


@asynccontextmanager
async def warmed_up(app: st.App) -> AsyncIterator[None]:
    """For as long as the server runs: what a first visit would wait for is made in the background."""
    warming = asyncio.create_task(warm_up(app))
    warming.add_done_callback(_report)
    yield
    warming.cancel()


def _report(warming: asyncio.Task[None]) -> None:
    """Say to whoever keeps the server how it went; readers are served all the same."""
    if warming.cancelled():
        return
    if problem := warming.exception():
        _LOG.error("The first visits were not made", exc_info=problem)
    else:
        print(WARM, flush=True)
