"""Raised and lowered figures, each from its place in Unicode."""

import unicodedata

from core.charts.kit.expressions import subscript, superscript


def test_every_figure_is_raised_and_lowered():
    assert [unicodedata.digit(sign) for sign in superscript(1234567890)] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert all(unicodedata.decomposition(sign).startswith("<super>") for sign in superscript(1234567890))
    assert [unicodedata.digit(sign) for sign in subscript(1234567890)] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert all(unicodedata.decomposition(sign).startswith("<sub>") for sign in subscript(1234567890))


def test_a_negative_exponent():
    assert superscript(-15) == "\N{SUPERSCRIPT MINUS}¹⁵"
