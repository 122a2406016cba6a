"""The routes of the phones: a page of some twenty kilobytes, news of the stage, joining, and answering.

They stand beside Streamlit, so they have neither its session nor its check of where a request comes from. Hence:
bodies are small and JSON, which no other site's page can send unasked; a phone names itself by a token of its own in a
header; and nothing here moves a room.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from core.app.room.attempts import Attempts
from core.app.room.chosen_store import store
from core.app.room.news import give, news
from core.app.room.phone_page import PAGE, POLICY
from core.app.room.question import CODE, TOKEN, new_token
from core.app.room.store import LostStoreError, Store

REFUSED: Final = {"phone": 403, "closed": 409, "answer": 422}
LARGEST: Final = 512  # bytes of a body
PHONE: Final = "x-phone"
OURS: Final = frozenset({"room", "lang"})  # all that a link to the phone's page has
HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


Handler = Callable[[Request], Awaitable[Response]]


class Refusal(Exception):
    """A request that gets nothing but a status, and a word that says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.response = JSONResponse({"why": why}, status, headers=HEADERS)


class OnlyTheRoomsLink(Route):
    """The bare address, where its query names a room and nothing of the app: all others go on to Streamlit."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is for the page of a phone."""
        if scope["type"] == "http":
            names = set(Request(scope).query_params)
            if "room" in names <= OURS:
                return super().matches(scope)
        return Match.NONE, {}


class Phones:
    """What the routes answer, from a store that is asked when it is needed."""

    def __init__(self, find: Callable[[], Store] = store, attempts: Attempts | None = None) -> None:
        self._find = find
        self._attempts = attempts or Attempts()

    @property
    def routes(self) -> list[Route]:
        """The routes, to stand before Streamlit's own."""
        return [
            OnlyTheRoomsLink("/", self.page),
            Route("/room/{code}", self._guarded(self.news)),
            Route("/room/{code}/join", self._guarded(self.join), methods=["POST"]),
            Route("/room/{code}/answer", self._guarded(self.answer), methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The page, the same for every room and language."""
        headers = HEADERS | {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return HTMLResponse(PAGE, headers=headers)

    async def news(self, request: Request, code: str) -> Response:
        """What the phone shows, or 204 where that is what it has already."""
        phone = _phone(request)
        if since := request.query_params.get("since", ""):
            version, known = await self._read(request, code, "version", f"phone:{phone}")
            if known and version == since:
                return Response(status_code=204, headers=HEADERS)
        return await self._news(request, code, phone)

    async def join(self, request: Request, code: str) -> Response:
        """Let a phone in: its token, and what it shows."""
        await _body(request)
        await self._read(request, code)
        phone = new_token()
        if not await run_in_threadpool(self._find().join, code, phone):
            raise Refusal(409, "full")
        shown = await run_in_threadpool(news, self._find(), code, phone)
        return JSONResponse({"phone": phone, "news": shown}, headers=HEADERS)

    async def answer(self, request: Request, code: str) -> Response:
        """Take an answer to the question of the moment."""
        phone, body = _phone(request), await _body(request)
        await self._read(request, code)
        given = body.get("turn"), body.get("answer")
        if why := await run_in_threadpool(give, self._find(), code, phone, *given):
            raise Refusal(REFUSED[why], why)
        return await self._news(request, code, phone)

    async def _news(self, request: Request, code: str, phone: str) -> Response:
        shown = await run_in_threadpool(news, self._find(), code, phone)
        if shown is None:
            await self._read(request, code)
            raise Refusal(403, "phone")
        return JSONResponse(shown, headers=HEADERS)

    async def _read(self, request: Request, code: str, *names: str) -> tuple[str, ...]:
        """Fields of a room that is there; whoever has tried too many others is not told whether it is."""
        address = request.client.host if request.client else ""
        phone = request.headers.get(PHONE, "")
        found = (
            await run_in_threadpool(self._find().read, code, *names, f"phone:{phone}") if CODE.fullmatch(code) else None
        )
        is_in = found is not None and phone != "" and found[-1] != ""
        if not is_in and not self._attempts.are_left(address):
            raise Refusal(429, "attempts")
        if found is None:
            self._attempts.miss(address)
            raise Refusal(404, "room")
        return found[:-1]

    def _guarded(self, act: Callable[[Request, str], Awaitable[Response]]) -> Handler:
        """A handler that answers with a status whatever happens to it."""

        async def handle(request: Request) -> Response:
            try:
                return await act(request, request.path_params["code"])
            except Refusal as refusal:
                return refusal.response
            except LostStoreError:
                return JSONResponse({"why": "store"}, 503, headers=HEADERS)

        return handle


def _phone(request: Request) -> str:
    phone = request.headers.get(PHONE, "")
    if not TOKEN.fullmatch(phone):
        raise Refusal(403, "phone")
    return phone


async def _body(request: Request) -> dict[str, Any]:
    """A small object in JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "json")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise Refusal(413, "large")
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Refusal(400, "json") from problem
    if not isinstance(parsed, dict):
        raise Refusal(400, "json")
    return parsed
