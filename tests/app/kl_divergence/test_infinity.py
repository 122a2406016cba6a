"""The section on infinity: which outcome it is, what smoothing would invent, and that the number belongs to ε."""

import math

import pytest

from tests.app.kl_divergence.screens import boxes, values

MAKE, UNDO = "kl_infinity_make", "kl_infinity_undo"


def section(visit, **arguments: str):
    return visit("kl_divergence", section="infinity", **arguments)


def keys(app) -> set[str]:
    return {button.key for button in app.button} & {MAKE, UNDO}


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


def test_one_outcome_is_made_impossible_and_given_back(visit, words):
    app = section(visit)
    assert "**KL(p‖q) = ∞" not in words(app)
    assert app.button(key=MAKE).label == "Make one outcome impossible"
    app.button(key=MAKE).click().run()
    assert not app.exception
    # p = (½, ¼, ⅛, ⅛): the third is the first of its rarest. q = (⅛, ½, ¼, ⅛) without it, over ¾:
    assert values(app, "q") == pytest.approx([1 / 6, 2 / 3, 0, 1 / 6], abs=1e-15)
    assert "**KL(p‖q) = ∞" in words(app)
    assert "outcome 3 (0.125)" in words(app)
    assert keys(app) == {UNDO}
    assert app.button(key=UNDO).label == "Undo: give it its chance back"
    app.button(key=UNDO).click().run()
    assert values(app, "q") == [0.125, 0.5, 0.25, 0.125]
    assert keys(app) == {MAKE}
    assert "**KL(p‖q) = ∞" not in words(app)


def test_a_q_that_has_been_changed_since_is_not_taken_back(visit):
    app = section(visit)
    app.button(key=MAKE).click().run()
    first, _, _, last = boxes(app, "q")
    first.set_value(0.0)
    last.set_value(1 / 3).run()
    assert keys(app) == set()  # nothing to undo, and something is impossible already
    assert values(app, "q")[3] == 1 / 3


@pytest.mark.parametrize(
    ("p", "q"), [("1,0", "0.5,0.5"), ("0.5,0.5", "1,0"), ("1,0", "1,0"), ("0.5,0.6", "0.5,0.5"), ("0,0", "0,0")]
)
def test_nothing_is_offered_where_it_is_infinite_or_certain_or_no_distribution(visit, p, q):
    assert keys(section(visit, p=p, q=q)) == set()


def test_the_rest_sums_to_one_even_where_it_was_next_to_nothing(visit, words):
    app = section(visit, p="0.4,0.6", q="1,1e-300")
    app.button(key=MAKE).click().run()
    assert values(app, "q") == [0.0, 1.0]
    assert "outcome 1 (0.400)" in words(app)


def test_digits_typed_just_before_the_click_count(visit):
    app = section(visit, p="0.4,0.6", q="0.5,0.5")
    first, second = boxes(app, "p")
    first.set_value(0.7)  # not run yet
    second.set_value(0.3)
    app.button(key=MAKE).click().run()
    assert values(app, "q") == [1.0, 0.0]
