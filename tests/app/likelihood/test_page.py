import math
import re

import pytest

from core.app.likelihood.tosses.entry import LONGEST
from core.app.wording.powers import latex_exp, latex_exp_to_reckon, plain_exp
from core.data.datasets import draw_tosses
from tests.app.likelihood.screens import link, plainly, specs, with_the_box

DEFAULT = "HHTHTTHH"
COUNT_5_OF_8 = 84375 / 2**24  # (5/8)^5 (3/8)^3 = 5^5 · 3^3 / 8^8


def typed(app):
    return app.text_input(key="likelihood_tosses")


def numbers(app) -> list[str]:
    """The numbers of the live line: L, its logarithm, and the mean by both routes."""
    line = next(plainly(m.value) for m in app.markdown if m.value.startswith("$L$ = "))
    return re.findall(r"\*\*(.*?)\*\*", line)


def test_the_first_screen(visit, words):
    app = visit("likelihood")
    assert not app.exception
    assert numbers(app) == ["8.33 × 10⁻⁴", "−7.09", "0.8862", "0.8862"]  # 0.3⁵ · 0.7³
    assert DEFAULT in words(app)
    assert "**0.625**" in words(app)
    assert len(app.get("vega_lite_chart")) == 3


def test_the_claim(visit):
    assert visit("likelihood").title[0].value == (
        "Minus the log-likelihood, per toss, is the cross-entropy of the observed shares and p."
    )


@pytest.mark.parametrize("units", ["nats", "bits"])
@pytest.mark.parametrize(
    ("tosses", "p"),
    [("HTTH", "0.3"), ("1/3", "0.905"), ("n=7 k=2", "0.25"), ("499999/1000000", "0.015"), ("正", "0.5")],
)
def test_the_two_routes_agree_to_the_last_digit(visit, units, tosses, p):
    _, _, mean, other = numbers(visit("likelihood", tosses=tosses, p=p, units=units))
    heads, count = {"HTTH": (2, 4), "1/3": (1, 3), "n=7 k=2": (2, 7), "499999/1000000": (499999, 10**6), "正": (1, 1)}[
        tosses
    ]
    expected = -(heads * math.log(float(p)) + (count - heads) * math.log(1 - float(p))) / count
    assert mean == other == f"{expected / (math.log(2) if units == 'bits' else 1):.4f}"


def test_a_contradicted_p_is_infinitely_bad(visit):
    for p, tosses in (("0", "HT"), ("1", "HT"), ("0", "H")):
        assert numbers(visit("likelihood", p=p, tosses=tosses)) == ["0", "−∞", "∞", "∞"]


def test_certainty_that_is_right_costs_nothing(visit):
    assert numbers(visit("likelihood", p="1", tosses="HHH")) == ["1.0000", "0.00", "0.0000", "0.0000"]


def test_a_likelihood_below_every_float(visit):
    likelihood, *_ = numbers(visit("likelihood", p="0.5", tosses="500000/1000000"))
    assert likelihood == "1.01 × 10⁻³⁰¹⁰³⁰"  # 2^-1000000 = 10^-301029.9957


@pytest.mark.parametrize("section", ["", "formulas"])
def test_no_toss_at_all(visit, words, section):
    app = visit("likelihood", tosses="", section=section)
    assert not app.exception
    if not section:
        assert "$L$ = **1.0000**" in words(app)
        assert "undefined without a toss" in words(app)
        assert "HTTH" in words(app)
    assert link(app)["tosses"] == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("HHXH", "“X” (character 3) is neither heads nor tails"),
        ("H*H", r"“\*” (character 2) is neither"),
        ("H\u200b", "“U+200B” (character 2)"),
        ("11/10", "cannot be more heads than tosses"),
        ("1/2000000", "more than 1\u202f000\u202f000 tosses"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(visit, words, text, sentence):
    app = with_the_box(visit("likelihood", tosses="HTT", p="0.4"))
    before = numbers(app)
    typed(app).set_value(text).run()
    assert not app.exception
    assert sentence in words(app)
    assert "1 heads in 3" in words(app)
    assert typed(app).value == text
    assert numbers(app) == before
    assert link(app)["tosses"] == "HTT"  # what the pictures show
    assert app.button(key="likelihood_add_head").disabled
    app.button(key="likelihood_undo").click().run()
    assert typed(app).value == "HTT"
    assert sentence not in words(app)


def test_a_link_with_unreadable_tosses_shows_the_usual_ones(visit, words):
    app = visit("likelihood", tosses="<b>x</b>", lang="zh")
    assert not app.exception
    assert r"第 1 个字符“\<”" in words(app)
    assert numbers(app)[0] == "0.0050"


def test_buttons_add_and_take_away(visit):
    app = with_the_box(visit("likelihood", tosses="HT"))
    app.button(key="likelihood_add_head").click().run()
    app.button(key="likelihood_add_tail").click().run()
    assert typed(app).value == "HTHT"
    assert link(app)["tosses"] == "HTHT"
    for expected in ("HTH", "HT", "H", ""):
        app.button(key="likelihood_undo").click().run()
        assert typed(app).value == expected
    assert app.button(key="likelihood_undo").disabled


def test_counts_grow_and_shrink_back(visit):
    app = with_the_box(visit("likelihood", tosses="n=10 k=7"))
    assert app.button(key="likelihood_undo").disabled
    app.button(key="likelihood_add_tail").click().run()
    assert typed(app).value == "7/11"
    app.button(key="likelihood_undo").click().run()
    assert typed(app).value == "n=10 k=7"


def test_ten_draws_come_from_the_coin_and_its_seed(visit):
    app = with_the_box(visit("likelihood", tosses="HT", true_p="0.3", seed="7"))
    app.button(key="likelihood_draw").click().run()
    series = "".join("H" if toss else "T" for toss in draw_tosses(0.3, 22, 7))
    assert typed(app).value == "HT" + series[2:12]
    app.button(key="likelihood_draw").click().run()
    assert typed(app).value == "HT" + series[2:22]
    assert link(app) == {"tosses": "HT" + series[2:22], "p": "0.625", "true_p": "0.3", "seed": "7"}
    app.button(key="likelihood_undo").click().run()
    assert typed(app).value == "HT" + series[2:12]  # a draw is taken back as a whole
    app.button(key="likelihood_draw").click().run()
    assert typed(app).value == "HT" + series[2:22]


def test_the_coin_is_made_where_it_is_opened(visit):
    """A control made in a closed popover would come up at its lowest value in the browser."""
    app = visit("likelihood", true_p="0.3", seed="7")
    assert "likelihood_true_p" not in [slider.key for slider in app.slider]
    with_the_box(app)
    assert app.slider(key="likelihood_true_p").value == 0.3
    app.number_input(key="likelihood_seed").set_value(8).run()
    app.session_state["likelihood_more_drawer"] = False
    app.run()
    assert link(app) == {"true_p": "0.3", "seed": "8"}


def test_a_full_line_says_where_to_go_on(visit, words):
    app = with_the_box(visit("likelihood", tosses="H" * (LONGEST - 1)))
    assert app.button(key="likelihood_draw").disabled
    assert not app.button(key="likelihood_add_head").disabled
    assert "For more, give the counts" in words(app)
    app.button(key="likelihood_add_head").click().run()
    assert app.button(key="likelihood_add_head").disabled
    assert len(app.session_state["link_state"].link) < 2000


def test_a_full_line_of_chinese_signs_fits_into_a_link(visit):
    app = with_the_box(visit("likelihood", tosses="正反" * (LONGEST // 2)))
    assert link(app)["tosses"] == "HT" * (LONGEST // 2)
    assert typed(app).value == "正反" * (LONGEST // 2)
    assert len(app.session_state["link_state"].link) < 2000


def test_a_link_brings_everything_back(visit):
    query = {"tosses": "7/10", "p": "0.405", "true_p": "0.2", "seed": "42", "section": "formulas", "units": "bits"}
    app = visit("likelihood", **query)
    assert link(app) == query
    assert link(visit("likelihood")) == {}


def test_a_link_of_old_with_tosses_and_no_p_stands_where_p_began_then(visit):
    app = visit("likelihood", tosses="HTTH")
    assert numbers(app)[2] == f"{-math.log(0.625 * 0.375) / 2:.4f}"
    assert link(app) == {"tosses": "HTTH", "p": "0.625"}
    assert link(visit("likelihood", tosses="HTTH", p="0.3")) == {"tosses": "HTTH", "p": "0.3"}


def test_wrong_values_in_a_link_are_repaired_and_named(visit, words):
    app = visit("likelihood", p="7", seed="1.5", true_p="x", section="nowhere", tosses="H" * 401)
    assert not app.exception
    assert "“`7`” is outside the range" in words(app)
    assert "“`x`” is no number" in words(app)
    assert "longer than 400" in words(app)
    assert link(app)["p"] == "1"


def test_specs_do_not_depend_on_the_numbers(visit):
    app = with_the_box(visit("likelihood"))
    before = specs(app, 0)
    typed(app).set_value("10000/20000").run()
    assert specs(app, 0) == before
    assert specs(visit("likelihood", p="0.1"), 0) == before


def test_descriptions_carry_the_numbers(visit):
    alts = [picture.proto.alt for picture in visit("likelihood", p="0.4").get("vega_lite_chart")]
    assert "5 heads in 8 tosses" in alts[0]
    assert "0.0022" in alts[0]  # 0.4^5 · 0.6^3 = 0.00221184
    assert "−6.11" in alts[1]
    assert alts[2].count("0.7642") == 2


def test_formulas_in_the_readers_numbers(visit, words):
    said = plainly(words(visit("likelihood", section="formulas", p="0.4", tosses="HHT")))
    for number in ("(14)", "(16)", "(17)", "(18)"):
        assert f"**{number} " in said
    assert r"f({1}) = {0.4}^{\,{1}}\cdot{0.6}^{\,{0}} = 0.4" in said
    assert r"= 3\cdot 0.096 = 0.288" in said  # 3 orders of 0.4² · 0.6
    assert r"\frac{{2}}{{0.4}} - \frac{{1}}{{0.6}} = 3.33" in said
    assert r"{0.4}\cdot{0.4}\cdot{0.6}" in said
    assert r"= -2.3434" in said  # 2 ln 0.4 + ln 0.6
    assert r"= {0.7811}" in said
    assert said.count("0.7811") == 2  # (17) and (18)
    for careful in ("not a density", "drops out", "0.5^{1075}", "negative mean", "empirical"):
        assert careful in said


def test_formulas_in_bits_and_at_the_ends(visit, words):
    app = visit("likelihood", section="formulas", p="1", tosses="HHT", units="bits")
    assert not app.exception
    assert r"\log_2" in words(app)
    assert r"\infty" in words(app)
    assert r"\frac{\partial}" not in words(app)  # no slope there


def test_the_worked_example(visit, words):
    app = visit("likelihood", section="example")
    said = plainly(words(app))
    assert r"{0.1}^{\,{0}}\cdot{0.1}^{\,{0}}\cdot{0.7}^{\,{1}}\cdot{0.1}^{\,{0}} = 0.7 = {p_{3}}" in said
    assert said.count("{0.3567}") == 2  # −ln 0.7, by the likelihood and by the cross-entropy
    assert "**(15) " in said
    assert len(app.get("vega_lite_chart")) == 1
    said = plainly(words(visit("likelihood", section="example", label="1", units="bits")))
    assert said.count("{3.3219}") == 2  # −log₂ 0.1


def test_the_worked_example_with_an_impossible_label(visit, words):
    app = visit("likelihood", section="example", probs="0,0.3,0.7,0", label="1")
    assert not app.exception
    assert words(app).count(r"\infty") == 2


def test_the_worked_example_waits_for_a_distribution(visit, words):
    app = visit("likelihood", section="example", probs="0.1,0.2,0.7,0.1")
    assert not app.exception
    assert any("1.1" in warning.value for warning in app.warning)
    assert "p_{3}" not in words(app)
    assert link(app)["probs"] == "0.1,0.2,0.7,0.1"


@pytest.mark.parametrize(
    ("logarithm", "plain", "latex", "reckoned"),
    [
        (math.log(COUNT_5_OF_8), "0.0050", "0.0050", r"5.029 \cdot 10^{-3}"),
        (0.0, "1.0000", "1.0000", "1"),
        (math.log(0.7), "0.7000", "0.7000", "0.7"),
        (-math.inf, "0", "0", "0"),
        (-1e6 * math.log(10), "1.00 × 10⁻¹⁰⁰⁰⁰⁰⁰", r"1.00 \cdot 10^{-1000000}", r"1.000 \cdot 10^{-1000000}"),
        (math.log(9.9999e-9), "1.00 × 10⁻⁸", r"1.00 \cdot 10^{-8}", r"1.000 \cdot 10^{-8}"),
        (math.log(56), "56.0000", "56.0000", "56"),
        (math.log(123456), "123\u202f456", r"123\,456", r"123\,456"),
        (1e5 * math.log(10), "1.00 × 10¹⁰⁰⁰⁰⁰", r"1.00 \cdot 10^{100000}", r"1.000 \cdot 10^{100000}"),
    ],
)
def test_numbers_known_by_their_logarithm(logarithm, plain, latex, reckoned):
    assert plain_exp(logarithm) == plain
    assert latex_exp(logarithm) == latex
    assert latex_exp_to_reckon(logarithm) == reckoned
