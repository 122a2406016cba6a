"""What a shared link says of a page before a browser runs it."""

import gzip
import io
import re

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from core.app.frame.catalogue import TOPICS
from core.app.previews import ROUTES, SIZE, Introduced
from core.app.wording.language import LANGUAGES, load
from tests.asgi import ask

PAGE = '<!DOCTYPE html><html><head><title>Streamlit</title></head><body><div id="root"></div>'
PAGE += 2000 * "x" + "</body></html>"


@pytest.fixture
def app() -> ASGIApp:
    """The middleware and the pictures' route before a server that gives one and the same page for every address."""

    async def page(request: Request) -> Response:
        assert "if-none-match" not in request.headers, "an answer without a body cannot be filled"
        return HTMLResponse(PAGE, headers={"ETag": '"1"', "Last-Modified": "Sat, 28 Nov 2026 02:05:38 GMT"})

    return Starlette(routes=[*ROUTES, Route("/{rest:path}", page)], middleware=[Middleware(Introduced)])


def said(html: bytes) -> dict[str, str]:
    """What the tags of a page say, by their names."""
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)" />', html.decode()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_page_has_a_title_its_claim_and_a_picture(app, topic, language):
    path = "" if topic == "home" else topic
    _, headers, html = ask(app, f"/{path}?lang={language}", host="losses.example", accept_encoding="identity")
    assert html.endswith(b"</body></html>")
    assert int(headers["content-length"]) == len(html)
    found = said(html)
    assert load("frame", language)["app"] in found["og:title"]
    assert f"<title>{found['og:title']}</title>" in html.decode()
    assert b"<title>Streamlit" not in html
    assert found["description"] == found["og:description"] != ""
    at, _, of_image = found["og:image"].partition("/preview/")
    assert at == "https://losses.example"
    status, headers, content = ask(app, f"/preview/{of_image}")
    assert (status, headers["content-type"]) == (200, "image/png")
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == SIZE


def test_the_language_is_the_browsers_where_the_link_says_none(app):
    _, headers, html = ask(app, "/likelihood", accept_language="zh-CN,zh;q=0.9,en;q=0.8")
    assert said(html)["og:title"].endswith(load("frame", "zh")["app"])
    assert "Accept-Language" in headers["vary"]


def test_a_browser_that_has_the_page_is_given_it_anew(app):
    status, headers, html = ask(app, "/", if_none_match='"1"', accept_encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert "etag" not in headers
    assert said(gzip.decompress(html))["og:title"] == load("frame", "en")["app"]


@pytest.mark.parametrize("path", ["/static/index.js", "/_stcore/health", "/nowhere"])
def test_what_is_no_page_passes_as_it_is(app, path):
    _, headers, html = ask(app, path)
    assert html.decode() == PAGE
    assert headers["etag"] == '"1"'


def test_a_page_that_is_not_streamlits_stays_as_it_is():
    own = Starlette(routes=[Route("/", lambda request: HTMLResponse("<title>Room</title>" + "x" * 2000 + "</body>"))])
    assert b"<title>Room</title>" in ask(Introduced(own), "/")[2]
    assert b"<style>" not in ask(Introduced(own), "/")[2]


def test_a_host_that_is_no_host_is_not_repeated(app):
    _, _, html = ask(app, "/", host='a"><script>')
    assert b"script>" not in html
    assert "og:image" not in said(html)


@pytest.mark.parametrize("path", ["/preview/en/nothing.png", "/preview/xx/home.png"])
def test_there_is_no_other_picture(app, path):
    assert ask(app, path)[0] == 404
