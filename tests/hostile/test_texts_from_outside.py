"""Texts from outside stay texts: no HTML of anybody else's, no markup in labels, column names and outcomes."""

import ast
import contextlib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.own_data import TableReason, UnreadableTableError, read_own_data
from core.simulation.kl_divergence.letters import count_letters, nearest_languages, price, sample_letters
from core.simulation.kl_divergence.paste import Unreadable, clean, read_rows
from core.simulation.likelihood.faces import Unreadable as UnreadableCounts
from core.simulation.likelihood.faces import read_counts

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "streamlit_app.py"])
MARKUP = "<img src=x onerror=alert(1)>**b**[l](http://example.com):red[x]$1$"
# What st.html may be given: our own style sheets, and rules made of our own names.
OWN_HTML = {
    "STYLE",
    "'<div class=\"story-printed\"></div>'",
    "f\"<style>{STYLE}{HALL if course.on.talk else ''}{SCENE if course.on.scene else ''}</style>\"",
}


def calls(path: Path):
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def test_no_html_is_allowed_anywhere():
    for path in SOURCES:
        words = [keyword.arg for call in calls(path) for keyword in call.keywords]
        # Numbers that follow a control stand in spans; one function writes them.
        assert words.count("unsafe_allow_html") == (path.name == "live_words.py"), path
        assert "unsafe_allow_javascript" not in words, path


def test_html_is_given_nothing_but_our_own_styles():
    given_to_html = set()
    for path in SOURCES:
        for call in calls(path):
            if ast.unparse(call.func).endswith((".html", "iframe", "components.v1.html")):
                assert ast.unparse(call.func) == "st.html", path
                given_to_html |= {ast.unparse(argument) for argument in call.args}
    assert {ast.unparse(ast.parse(own, mode="eval")) for own in OWN_HTML} >= given_to_html
    assert given_to_html


def outside_code(words: str) -> str:
    """What a sentence says outside of its code spans."""
    return "".join(words.split("`")[::2])


@pytest.mark.parametrize("section", ["infinity", "formulas", "near", "steps"])
def test_markup_in_outcome_names_stays_text(visit, words, section):
    app = visit("kl_divergence", section=section, p="0.5,0.5,0", q="0.5,0,0.5", names=f"{MARKUP},__u__,`c`")
    assert not app.exception
    assert "<img" not in outside_code(words(app))
    assert "__u__" not in outside_code(words(app))


def test_markup_in_tosses_counts_and_texts_stays_text(visit, words):
    for arguments in ({"tosses": "<img src=x>"}, {"section": "faces", "faces": "<img src=x>,2,3"}):
        app = visit("likelihood", **arguments)
        assert not app.exception
        assert "<img" not in outside_code(words(app))
    app = visit("kl_divergence", section="letters", letters_a="own", text_a="<img src=x> _é_ ☃", letters_alpha="0")
    assert not app.exception
    assert "<img" not in outside_code(words(app))


def test_markup_in_columns_and_classes_of_a_table_is_kept_as_it_is():
    table = f'"{MARKUP}",b,kind\n' + "".join(f'{i},{i % 3},"{MARKUP if i % 2 else "x"}"\n' for i in range(8))
    found = read_own_data(table)
    assert found.dataset.columns[0].startswith("<img src=x")
    assert len(found.dataset.columns[0]) <= 40
    assert any(name.startswith("<img src=x") for name in found.dataset.classes)


# Broken tables and texts: read, or refused with a reason of ours; never anything else.

TABLES = {
    "empty": b"",
    "only a mark of order": b"\xef\xbb\xbf",
    "zeros": b"\x00" * 500,
    "half a character": "长,b,kind\n".encode()[:-9] + b"\xe9",
    "open quote": b'a,b,kind\n1,"2,no\n3,4,yes\n',
    "quote in the middle": b'a,b,kind\n1,2"2,no\n3,4,yes\n',
    "web page": b"<!doctype html><html><body>404</body></html>",
    "json": b'{"a": [1, 2, 3]}',
    "archive": b"PK\x03\x04" + bytes(range(256)),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "one line of a megabyte": b"1," * 500_000,
    "a cell of a megabyte": b"a,b,kind\n1,2," + b"x" * 10**6,
    "digits of a megabyte": b"a,b,kind\n" + b"9" * 10**6 + b",2,no\n",
    "formula": b"a,b,kind\n=1+1,2,no\n@x,2,yes\n",
    "same names": b"a,a,kind\n1,2,no\n",
    "unnamed": b"a,,kind\n1,2,no\n",
    "nan everywhere": b"a,b,kind\nnan,inf,no\n-inf,NaN,yes\n",
    "nothing but line ends": b"\r\n" * 10_000,
    "mixed line ends": b"a,b,kind\r1,2,no\n3,4,yes\r\n5,1,no\r7,3,yes",
    "other digits": "a,b,kind\n１,２,no\n".encode(),
    "directions turned": "a\u202e,b\u2066,kind\n1,2,no\n".encode(),
}

WHOLE = {"mixed line ends"}


@pytest.mark.parametrize("name", TABLES)
def test_a_broken_table_is_read_or_refused_with_a_reason(name):
    if name in WHOLE:
        assert len(read_own_data(TABLES[name]).dataset.raw) >= 4
        return
    with pytest.raises(UnreadableTableError) as caught:
        read_own_data(TABLES[name])
    assert caught.value.reason in get_args(TableReason)


PASTED = {
    "": "empty",
    " \n\t\n": "empty",
    "0.5": "shape",
    "0.5,0.5": "count",
    "0.5,0.5\n0.5": "shape",
    "a,b\nc,d": "number",
    "0.5,0.5\n0.5,x": "number",
    "0.5,0.5\nnan,0.5": "number",
    "0.5,0.5\ninf,0.5": "number",
    "0.5,0.5\n1e400,0.5": "number",
    "0.5,0.5\n-0.5,1.5": "negative",
    "1 " * 11 + "\n" + "1 " * 11: "count",
    "x" * 4001: "too_long",
    "\x00\x00": "shape",
}


@pytest.mark.parametrize("text", PASTED, ids=lambda text: repr(text[:20]))
def test_a_broken_paste_has_its_reason(text):
    with pytest.raises(Unreadable) as caught:
        read_rows(text)
    assert caught.value.reason == PASTED[text]


@given(st.text(max_size=200))
def test_any_paste_any_counts_any_letters(text):
    for read, refusal in ((read_rows, Unreadable), (read_counts, UnreadableCounts)):
        with contextlib.suppress(refusal):
            read(text)
    letters = count_letters(text)
    if letters.counts:
        assert price(letters, sample_letters("en"), 0.5).cross_entropy >= 0.0
        assert len(nearest_languages(letters, 0.0)) == 6
    assert all(len(name) <= 24 and name.isprintable() for name in clean(text.split(",")))
