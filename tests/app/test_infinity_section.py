"""The section on infinity: which outcome it is, what smoothing would invent, and that the number belongs to ε."""

import math

import pytest


def section(visit, **arguments: str):
    return visit("kl_divergence", section="infinity", **arguments)


def test_the_outcome_is_named_for_both_directions(visit, words):
    said = words(section(visit, p="0.5,0.5,0", q="0.5,0,0.5"))
    assert (
        "**KL(p‖q) = ∞.** Impossible to the model, though it happens (with its probability): outcome 2 (0.500)" in said
    )
    assert "**KL(q‖p) = ∞.**" in said
    assert "outcome 3 (0.500)" in said


def test_what_smoothing_would_invent_is_behind_a_switch(visit, words):
    hidden = section(visit, p="1,0", q="0.5,0.5")
    assert "10⁻⁷" not in words(hidden)
    said = words(section(visit, p="1,0", q="0.5,0.5", smooth="on", units="bits"))
    epsilon = 1e-7
    invented = 0.5 * math.log2(0.5 / (1 - epsilon / 2)) + 0.5 * math.log2(0.5 / (epsilon / 2))
    assert f"| 10⁻⁷ | 1.000 | {invented:.3f} |" in said
    assert "| **0** | **1.000** | **∞** |" in said
    assert "For KL(q‖p) the model rules out a probability of **0.500**" in said


def test_without_an_infinity_smoothing_says_the_same(visit, words):
    said = words(section(visit, p="0.5,0.5", q="0.9,0.1", smooth="on"))
    assert "**KL(p‖q) is finite.**" in said
    assert f"**{0.5 * math.log(0.5 / 0.9) + 0.5 * math.log(5):.3f}**" in said
    assert "Nothing is ruled out" in said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"p": "0.5,0.6", "q": "1,0"},
        {"p": "1,0,0", "q": "0,1,0", "smooth": "on"},
        {"p": "0,0", "q": "0,0", "smooth": "<b>"},
    ],
)
def test_no_link_breaks_it(visit, arguments, language):
    app = section(visit, **arguments, lang=language)
    assert not app.exception
