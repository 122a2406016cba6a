"""The underflow laboratory on the page."""

import math

import pytest


def underflow(visit, **arguments: str):
    return visit("likelihood", section="underflow", **arguments)


def test_halves(visit, words):
    said = words(underflow(visit))
    assert "n = **150** | n = **1\u202f075**" in said
    assert "n = **127** | n = **1\u202f023**" in said
    assert "n ≈ 150.0 | n ≈ 1075.0" in said
    assert "| −∞ | −∞ | **−69\u202f315** |" in said
    assert r"\frac{745.13}{0.6931} = 1075.0" in said
    assert r"\frac{103.97}{0.6931} = 150.0" in said
    assert r"0.5^{1074} = 4.94 \cdot 10^{-324}" in said
    assert "0.5^{1075} = 0.0" in said


def test_above_one_half_it_is_stuck_and_that_is_said(visit, words):
    said = words(underflow(visit, factor="0.9"))
    assert "float64 does not reach 0 here" in said
    assert "2.47 × 10⁻³²³" in said  # 5 · 2^−1074
    assert f"{1e5 * math.log(0.9):,.0f}".replace(",", "\u202f").replace("-", "−") in said


def test_drawn_factors_have_their_range_and_seed(visit, words):
    app = underflow(visit, factors="drawn", factor_low="0.2", factor_high="0.8", factor_seed="7")
    assert not app.exception
    again = underflow(visit, factors="drawn", factor_low="0.2", factor_high="0.8", factor_seed="7")
    other = underflow(visit, factors="drawn", factor_low="0.2", factor_high="0.8", factor_seed="8")
    tables = [
        next(m.value for m in one.markdown if "float32" in m.value and "|" in m.value) for one in (app, again, other)
    ]
    assert tables[0] == tables[1] != tables[2]


def test_an_empty_range_is_named(visit, words):
    app = underflow(visit, factors="drawn", factor_low="0.8", factor_high="0.2")
    assert not app.exception
    assert "begins above its end" in words(app)


def test_the_readers_own_tosses(visit, words):
    said = words(underflow(visit, tosses="HT", p="0.5"))
    assert "about n = **1\u202f075**" in said
    assert "That is not underflow" in words(underflow(visit, tosses="H", p="0"))
    assert not underflow(visit, tosses="").exception
    assert not underflow(visit, tosses="HH", p="1").exception


@pytest.mark.parametrize(
    "arguments",
    [
        {"factor": "nan"},
        {"factor": "1e400"},
        {"factor": "0"},
        {"factor": "-1"},
        {"factors": "drawn", "factor_low": "nan", "factor_high": "2", "factor_seed": "-1"},
        {"factors": "<b>", "factor_seed": "1e400"},
    ],
)
def test_links_that_do_not_fit_are_repaired_and_named(visit, words, arguments):
    app = underflow(visit, **arguments)
    assert not app.exception
    for given in arguments.values():
        assert given == "drawn" or f"`{given}`" in words(app)
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))
