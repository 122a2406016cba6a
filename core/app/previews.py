"""What a page says before a browser has run it: title, description and picture for links, and the house's style.

Streamlit sends one and the same empty page for every address; this fills it. The pictures are photographs that
``python -m tests.browser.previews`` takes.
"""

import re
from html import escape
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.app import components, drawing
from core.app.frame.catalogue import TOPICS
from core.app.wording.language import LANGUAGES, load, preferred_language

ROOT: Final = b'<div id="root">'  # of Streamlit's page; the phones' page allows no style but its own
PICTURES: Final = components.FOLDER / "previews"
SIZE: Final = (1200, 630)  # what networks show without cutting
ROUTE: Final = "/preview/{language}/{topic}.png"
# It comes with the page, or the first elements would jump to their places; and with every run, for a host that serves
# Streamlit's page by itself.
STYLE: Final = components.read("frame.css") + drawing.AROUND
_TITLE: Final = re.compile(rb"<title>.*?</title>", re.DOTALL)
_HOST: Final = re.compile(r"[\w.\-\[\]:]+")
# With these Streamlit would answer that nothing has changed, or compress what is to be filled.
_NOT_PASSED_ON: Final = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"})
_OF_A_FILE: Final = ("etag", "last-modified", "accept-ranges")


class Introduced:
    """ASGI middleware: the head of every page of the catalogue is filled, in the language that the reader asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._compressing = GZipMiddleware(self._introduce)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a page; pass on everything else."""
        is_page = scope["type"] == "http" and scope["method"] == "GET" and _topic(scope) in TOPICS
        await (self._compressing if is_page else self._app)(scope, receive, send)

    async def _introduce(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [entry for entry in scope["headers"] if entry[0] not in _NOT_PASSED_ON]
        start: Message = {}
        content = b""

        async def collect(message: Message) -> None:
            nonlocal start, content
            if message["type"] == "http.response.start":
                start = message
            else:
                content += message.get("body", b"")

        await self._app({**scope, "headers": headers}, receive, collect)
        answered = MutableHeaders(raw=start["headers"])
        if ROOT in content:
            content = _TITLE.sub(lambda _: head(scope).encode(), content, count=1)
            content = content.replace(b"</body>", f"<style>{STYLE}</style></body>".encode())
            answered["content-length"] = str(len(content))
            answered["vary"] = "Accept-Language"
            for name in _OF_A_FILE:
                del answered[name]
        await send(start)
        await send({"type": "http.response.body", "body": content})


def head(scope: Scope) -> str:
    """Title, description and picture of the page that a request asks for, as HTML."""
    topic, language, headers = _topic(scope), _language(scope), Headers(scope=scope)
    texts = load("frame", language)
    title = f"{texts[f'page.{topic}']} · {texts['app']}" if topic != "home" else texts["app"]
    said = {"og:title": title, "og:description": load(topic, language)["claim"], "og:type": "website"}
    host = headers.get("host", "")
    if _HOST.fullmatch(host):
        scheme = "https" if headers.get("x-forwarded-proto") == "https" else scope.get("scheme", "http")
        path = scope.get("root_path", "") + ROUTE.format(language=language, topic=topic)
        said |= {"og:image": f"{scheme}://{host}{path}", "twitter:card": "summary_large_image"}
    said = {name: escape(text) for name, text in said.items()}
    tags = [f'<meta property="{name}" content="{text}" />' for name, text in said.items()]
    tags.append(f'<meta name="description" content="{said["og:description"]}" />')
    return "\n    ".join([f"<title>{said['og:title']}</title>", *tags])


async def picture(request: Request) -> Response:
    """The picture of a page."""
    language, topic = (str(request.path_params[name]) for name in ("language", "topic"))
    if language not in LANGUAGES or topic not in TOPICS:
        return Response(status_code=404)
    return FileResponse(PICTURES / f"{topic}_{language}.png", headers={"Cache-Control": "public, max-age=86400"})


ROUTES: Final = [Route(ROUTE, picture)]


def _topic(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", "")).strip("/") or "home"


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    accepted = Headers(scope=scope).get("accept-language", "")
    return asked if asked in LANGUAGES else preferred_language(accepted.partition(",")[0].partition(";")[0])
