"""Raised and lowered figures, each from its place in Unicode, and numbers as charts write them."""

import unicodedata

import pytest

from core.charts.kit.expressions import chosen, signed, subscript, superscript


def test_every_figure_is_raised_and_lowered():
    assert [unicodedata.digit(sign) for sign in superscript(1234567890)] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert all(unicodedata.decomposition(sign).startswith("<super>") for sign in superscript(1234567890))
    assert [unicodedata.digit(sign) for sign in subscript(1234567890)] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert all(unicodedata.decomposition(sign).startswith("<sub>") for sign in subscript(1234567890))


def test_a_negative_exponent():
    assert superscript(-15) == "\N{SUPERSCRIPT MINUS}¹⁵"


@pytest.mark.parametrize(("value", "text"), [(0.0, "0.000"), (-0.0123, "−0.012"), (4.5e-5, "4.5e−05"), (1.0, "1.000")])
def test_signed_numbers(value, text):
    assert signed(value) == text


def test_an_expression_by_the_word_in_a_column():
    assert chosen("kind", {"a": 1, "b": 2}, 0) == "datum.kind === 'a' ? 1 : datum.kind === 'b' ? 2 : 0"
