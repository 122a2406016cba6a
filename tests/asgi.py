"""An ASGI application asked without a server."""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message


def ask(app: ASGIApp, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and content of an answer; the query stands in the path."""
    sent: list[Message] = []
    path, _, query = path.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "scheme": "https",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()],
    }

    coming: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not coming:
            await asyncio.Event().wait()  # whoever asks stays until the answer is whole
        return coming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start, *rest = sent
    found = {name.decode(): text.decode() for name, text in start["headers"]}
    return start["status"], found, b"".join(part.get("body", b"") for part in rest)
