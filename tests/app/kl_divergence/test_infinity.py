"""The section on infinity: which outcome it is, what smoothing would invent, and that the number belongs to ε."""

import math

import pytest

from core.app.kl_divergence.infinity import rarest_of, without
from tests.app.kl_divergence.screens import values


def section(visit, **arguments: str):
    return visit("kl_divergence", section="infinity", **arguments)


def test_the_outcome_is_named_for_both_directions(visit, words):
    said = words(section(visit, p="0.5,0.5,0", q="0.5,0,0.5"))
    assert "**KL(p‖q) = ∞.** The model gives probability 0 to what happens: outcome 2 (0.500)" in said
    assert "**KL(q‖p) = ∞.**" in said
    assert "outcome 3 (0.500)" in said


def test_what_smoothing_would_invent_is_behind_a_switch(visit, words):
    hidden = section(visit, p="1,0", q="0.5,0.5", smooth="off")
    assert "10⁻⁷" not in words(hidden)
    said = words(section(visit, p="1,0", q="0.5,0.5", smooth="on", units="bits"))
    epsilon = 1e-7
    invented = 0.5 * math.log2(0.5 / (1 - epsilon / 2)) + 0.5 * math.log2(0.5 / (epsilon / 2))
    assert f"| 10⁻⁷ | 1.000 | {invented:.3f} |" in said
    assert "| **0** | **1.000** | **∞** |" in said
    assert "For KL(q‖p) the model gives probability 0 to outcomes that together happen with probability 0.500" in said


def test_without_an_infinity_smoothing_says_the_same(visit, words):
    said = words(section(visit, p="1,0", q="1,0"))
    assert "**KL(p‖q) is finite.**" in said
    assert "small ε change almost nothing" in said


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"p": "0.5,0.6", "q": "1,0"},
        {"p": "1,0,0", "q": "0,1,0", "smooth": "on"},
        {"p": "0,0", "q": "0,0", "smooth": "<b>"},
    ],
)
def test_no_link_breaks_it(visit, arguments):
    app = section(visit, **arguments)
    assert not app.exception


def test_it_opens_with_an_infinity(visit, words):
    app = section(visit)
    # p = (½, ¼, ⅛, ⅛): the third is the first of its rarest. q = (⅛, ½, ¼, ⅛) without it, over ¾:
    assert "q gives 0 to the outcome that is rarest under p (3);" in words(app)
    assert "**KL(p‖q) = ∞" in words(app)
    assert "outcome 3 (0.125)" in words(app)
    q = [1 / 6, 2 / 3, 0, 1 / 6]
    assert (
        f"**{sum(b * math.log(b / a) for a, b in zip((0.5, 0.25, 0.125, 0.125), q, strict=True) if b):.3f}**"
        in words(app)
    )
    assert values(app, "q") == [0.125, 0.5, 0.25, 0.125]


@pytest.mark.parametrize(("p", "q"), [("1,0", "0.5,0.5"), ("0.5,0.5", "1,0"), ("1,0", "1,0")])
def test_nothing_is_ruled_out_where_something_is_or_nothing_can_be(visit, words, p, q):
    assert "rarest under p" not in words(section(visit, p=p, q=q))


def test_what_can_be_ruled_out():
    assert rarest_of((0.4, 0.6), (1.0, 1e-300)) == 0
    assert without((1.0, 1e-300), 0) == (0.0, 1.0)
    assert rarest_of((0.5, 0.25, 0.25), (0.5, 0.25, 0.25)) == 1
    assert without((0.5, 0.25, 0.25), 1) == (2 / 3, 0.0, 1 / 3)
    assert rarest_of((1.0, 0.0), (0.5, 0.5)) is None
