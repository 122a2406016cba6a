"""The server around the script: its entry, Streamlit's files kept compressed, and what is made ready early."""

import gzip
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from core.app.server import KeptCompressed
from tests.app.conftest import ENTRY
from tests.asgi import ask

SCRIPT = "export const answer = 42 // " + "as long as a script is\n" * 200


def test_the_server_runs_the_entry_script_and_no_other(monkeypatch):
    import streamlit_app

    assert Path(streamlit_app.app.script_path) == ENTRY
    assert [path.name for path in ENTRY.parent.iterdir() if path.name != "__pycache__"] == ["main.py"]


class Files:
    """A server of files below it, which counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        found = scope["path"] == "/static/js/index.js"
        headers = {"Cache-Control": "public, immutable, max-age=31536000" if found else "no-cache"}
        body = SCRIPT if found else "<html>" + "the page itself " * 200
        response: Response = PlainTextResponse(body, headers=headers, media_type="text/javascript")
        await response(scope, receive, send)


def test_a_file_is_compressed_once_and_sent_from_memory():
    files = Files()
    app = KeptCompressed(files)
    first = ask(app, "/static/js/index.js", accept_encoding="gzip, br")
    assert first == ask(app, "/static/js/index.js", accept_encoding="gzip")
    _, headers, body = first
    assert headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in headers["vary"]
    assert int(headers["content-length"]) == len(body) < len(SCRIPT) / 10
    assert gzip.decompress(body).decode() == SCRIPT
    assert files.asked == ["/static/js/index.js"]


@pytest.mark.parametrize("headers", [{}, {"accept_encoding": "br"}, {"accept_encoding": "gzip", "range": "bytes=0-9"}])
def test_who_asks_otherwise_gets_the_file_itself(headers):
    files = Files()
    app = KeptCompressed(files)
    for _ in range(2):
        _, given, body = ask(app, "/static/js/index.js", **headers)
        assert "content-encoding" not in given
        assert body.decode() == SCRIPT
    assert len(files.asked) == 2


@pytest.mark.parametrize("path", ["/static/made/up", "/", "/_stcore/health"])
def test_nothing_is_kept_that_may_change(path):
    files = Files()
    app = KeptCompressed(files)
    for _ in range(2):
        ask(app, path, accept_encoding="gzip")
    assert files.asked == [path, path]
