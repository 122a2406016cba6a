"""Texts from outside in code spans: nothing in them can end the span."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.app.wording.code_span import code_span


@pytest.mark.parametrize(
    ("given", "expected"),
    [("a *b*", "`a *b*`"), ("a`b", "`a'b`"), (" a\n\t b ", "`a b`"), ("", "` `"), ("\n", "` `")],
)
def test_what_stands_in_it(given, expected):
    assert code_span(given) == expected


@given(st.text() | st.text(alphabet=st.sampled_from(string.punctuation + " \n\tab1🎲"), max_size=60))
def test_only_its_ends_are_backticks(given):
    shown = code_span(given)
    assert shown[0] == shown[-1] == "`"
    assert shown.count("`") == 2
    assert len(shown) > 2
    assert "\n" not in shown
