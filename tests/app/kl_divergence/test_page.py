import json
import math
import re

import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from core.app.controls.state import LinkState
from core.app.frame.page import Page, path
from core.app.kl_divergence import hero, inputs
from core.app.kl_divergence.comparison import compare, normalised, sums_to_one
from core.app.kl_divergence.formulas import lines
from core.app.kl_divergence.inputs import PAIRS, Pair, name_of, smoothed
from core.app.wording.language import Texts
from core.charts.kit.theme import UNITS
from tests.app.kl_divergence.screens import boxes, link, more, values

POINT = {"p": "1,0,0,0", "q": "0.25,0.25,0.25,0.25"}


NUMBER = re.compile(
    r"(\\mathrm\{\w+\}(?:\([pq]\\\|[pq]\))?|H\([pq](?:, [pq])?\))\\ \\textcolor\{#\w+\}\{\\text\{([^}]*)\}\}"
)


def line(app):
    """The line of live numbers, by their names in LaTeX."""
    (found,) = (element.value for element in app.markdown if r"\mathrm{TV}" in element.value)
    return dict(NUMBER.findall(found))


def verdict(app):
    """The live sentence over it."""
    (found,) = (element.value for element in app.markdown if "H(p, q) is" in element.value)
    return re.sub("<[^>]*>", "", found)


def bars(app):
    """What the bars are given."""
    (found,) = (one.proto.json for one in app.get("bidi_component") if "p_q_component" in one.proto.id)
    return json.loads(found)


def press(app, label):
    next(button for button in app.button if label in (button.label, button.key)).click().run()


def chart(app, place):
    return json.loads(app.get("vega_lite_chart")[place].proto.spec)


# The numbers.


def test_the_storyboards_line_of_numbers(visit):
    app = visit("kl_divergence", units="bits")
    expected = {"H(p)": "1.750", r"\mathrm{KL}(p\|q)": "0.625", "H(p, q)": "2.375", r"\mathrm{KL}(q\|p)": "0.500"}
    assert line(app).items() >= expected.items()
    assert verdict(app).startswith("H(p, q) is 2.375 bits: the entropy of p, 1.750, plus 0.625 for believing q.")


def test_the_same_in_nats(visit, words):
    said = words(visit("kl_divergence"))
    for bits in (1.75, 0.625, 2.375, 0.5):
        assert f"{bits * math.log(2):.3f}" in said


def test_a_point_mass_against_the_uniform_and_the_other_way_round(visit):
    app = visit("kl_divergence", units="bits", **POINT)
    assert line(app)[r"\mathrm{KL}(p\|q)"] == "2.000"
    assert line(app)[r"\mathrm{KL}(q\|p)"] == "∞"
    assert "Outcome 2, 3, 4 has p = 0, so its term is 0" in verdict(app)
    press(app, "Swap p and q")
    assert line(app)[r"\mathrm{KL}(p\|q)"] == line(app)["H(p, q)"] == "∞"
    assert line(app)[r"\mathrm{KL}(q\|p)"] == "2.000"
    assert "q gives probability 0 to what can happen under p (outcome 2, 3, 4)" in verdict(app)


def test_published_numbers():
    third = (1 / 3,) * 3
    nats = compare((0.36, 0.48, 0.16), third, UNITS["nats"])
    assert nats.kl_pq == pytest.approx(0.0852996, abs=5e-8)
    assert nats.kl_qp == pytest.approx(0.0974550, abs=5e-8)
    bits = compare((0.5, 0.5), (0.9, 0.1), UNITS["bits"])
    assert bits.kl_pq == pytest.approx(0.736965594166, abs=5e-13)
    assert bits.entropy_q == pytest.approx(0.468995593589, abs=5e-13)
    usual = compare(PAIRS["permuted"].p, PAIRS["permuted"].q, UNITS["bits"])
    assert (usual.entropy_p, usual.kl_pq, usual.cross_pq) == pytest.approx((1.75, 0.625, 2.375))
    assert (usual.entropy_q, usual.kl_qp, usual.cross_qp) == pytest.approx((1.75, 0.5, 2.25))
    # ½ log2(½/⅛) = 1, ¼ log2(¼/½) = −¼, ⅛ log2(⅛/¼) = −⅛, 0
    assert usual.terms == pytest.approx([1, -0.25, -0.125, 0])
    assert usual.total_variation == pytest.approx(0.375)
    assert usual.perplexity == pytest.approx(2**2.375)
    assert usual.jensen_shannon == pytest.approx(jensenshannon(usual.p, usual.q, base=2) ** 2)


def test_disjoint_supports_are_infinitely_far_both_ways_but_not_for_jensen_shannon():
    apart = compare(PAIRS["disjoint"].p, PAIRS["disjoint"].q, UNITS["bits"])
    assert apart.kl_pq == apart.kl_qp == apart.perplexity == math.inf
    assert apart.jensen_shannon == pytest.approx(1.0)
    assert apart.total_variation == pytest.approx(1.0)


def test_rounding_is_named_where_the_rounded_numbers_do_not_add_up(visit, words):
    assert "rounded" not in words(visit("kl_divergence", units="bits"))
    odd = {"p": "12,20,10,5", "q": "4,2,1,1"}  # in parts: 12/47, …
    for name, whole in (("p", 47), ("q", 8)):
        odd[name] = ",".join(repr(int(part) / whole) for part in odd[name].split(","))
    app = visit("kl_divergence", units="bits", **odd)
    assert line(app)["H(p)"] == "1.846"  # and 0.217 more are 2.063
    assert line(app)["H(p, q)"] == "2.064"
    assert "rounded" in words(app)


@pytest.mark.parametrize(("units", "base"), [("nats", math.e), ("bits", 2)])
@pytest.mark.parametrize(
    ("p", "q"),
    [
        ((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)),
        ((0.7, 0.3), (0.25, 0.75)),
        ((0.36, 0.48, 0.16), (0.2, 0.0, 0.8)),  # KL(p‖q) is infinite
    ],
)
def test_all_eight_numbers_of_the_line_are_scipys(visit, p, q, units, base):
    rows = {name: ",".join(map(repr, row)) for name, row in (("p", p), ("q", q))}
    app = visit("kl_divergence", units=units, **rows)
    expected = {
        "H(p)": entropy(p, base=base),
        r"\mathrm{KL}(p\|q)": entropy(p, q, base=base),
        "H(p, q)": entropy(p, base=base) + entropy(p, q, base=base),
        "H(q)": entropy(q, base=base),
        r"\mathrm{KL}(q\|p)": entropy(q, p, base=base),
        "H(q, p)": entropy(q, base=base) + entropy(q, p, base=base),
        r"\mathrm{JS}": jensenshannon(p, q, base=base) ** 2,
        r"\mathrm{TV}": sum(abs(a - b) for a, b in zip(p, q, strict=True)) / 2,
    }
    assert line(app) == {name: "∞" if math.isinf(value) else f"{value:.3f}" for name, value in expected.items()}


# Typing, sums, normalising.


def test_typing_moves_the_numbers_and_the_link(visit):
    app = visit("kl_divergence", units="bits", p="0.5,0.5", q="0.9,0.1")
    boxes(app, "q")[0].set_value(0.5).run()
    boxes(app, "q")[1].set_value(0.5).run()
    assert line(app)[r"\mathrm{KL}(p\|q)"] == "0.000"
    assert link(app) == {"units": "bits", "p": "0.5,0.5", "q": "0.5,0.5"}


def test_a_sum_that_is_not_one_is_named_and_the_pictures_keep_the_last_that_was(visit, words):
    app = visit("kl_divergence")
    boxes(app, "p")[0].set_value(0.8).run()
    assert not app.exception
    assert "**p sums to 1.3**, not to 1. The pictures keep the last p that did." in words(app)
    assert line(app)["H(p)"] == "1.213"
    assert "**q" not in words(app)
    press(app, "kl_normalise_page")
    assert "sums to" not in words(app)
    assert values(app, "p") == [0.8 / 1.3, 0.25 / 1.3, *[0.125 / 1.3] * 2]


@pytest.mark.parametrize(
    ("p", "shown", "why"),
    [
        ("0.8,0.2,0.6", [0.5, 0.125, 0.375], "show p divided by its sum"),
        ("0,0,0", [1 / 3] * 3, "show equal probabilities"),
    ],
)
def test_a_link_whose_row_does_not_sum_to_one_opens_with_one_that_does(visit, words, p, shown, why):
    app = visit("kl_divergence", p=p, q="0.5,0.25,0.25")
    assert why in words(app)
    assert bars(app)["rows"]["p"]["values"] == pytest.approx(shown)


def test_normalising_keeps_every_digit_and_so_does_the_link(visit):
    app = visit("kl_divergence", p="0.2,0.2,0.2", q="0.1,0.7,0.2")
    press(app, "kl_normalise_page")
    third = 1 / 3
    assert values(app, "p") == pytest.approx([third] * 3, abs=1e-16)
    assert values(app, "q") == [0.1, 0.7, 0.2]
    again = visit("kl_divergence", **link(app))
    assert values(again, "p") == values(app, "p")
    assert "sums to" not in verdict(again)


@pytest.mark.parametrize("p", ["0.3333333333333333,0.3333333333333333,0.3333333333333333", "1e-320,1,0"])
def test_rounding_in_the_last_digit_is_no_complaint(visit, p):
    app = visit("kl_divergence", p=p, q="0.5,0.25,0.25")
    assert not app.exception
    assert "kl_normalise_page" not in [button.key for button in app.button]


def test_both_sums_are_named(visit, words):
    said = words(visit("kl_divergence", p="0.5,0.25", q="0.999999,0"))
    assert "**p sums to 0.75**" in said
    assert "**q sums to 0.999999**" in said


def test_nothing_but_zeros_cannot_be_scaled_and_that_is_said(visit, words):
    app = visit("kl_divergence", p="0,0", q="0.5,0.5")
    assert app.button(key="kl_normalise_page").disabled
    assert "All of p is 0" in words(app)


def test_a_row_of_zeros_does_not_keep_the_other_from_being_scaled(visit):
    app = visit("kl_divergence", p="0,0", q="0.5,0.75")
    press(app, "kl_normalise_page")
    assert values(app, "p") == [0, 0]
    assert values(app, "q") == [0.4, 0.6]


def test_normalised_rows_are_distributions_even_for_the_smallest_numbers():
    for row in ((5e-324, 0.0), (1e-300, 3e-300), (0.1,) * 10, (1.0,) * 7):
        assert sums_to_one(normalised(row))


# The number of outcomes.


def test_an_outcome_more_is_one_that_does_not_happen_and_one_fewer_leaves_its_share_to_the_others(visit):
    app = more(visit("kl_divergence", units="bits"))
    press(app, "kl_more_outcomes")
    assert values(app, "p") == [0.5, 0.25, 0.125, 0.125, 0]
    assert values(app, "q") == [0.125, 0.5, 0.25, 0.125, 0]
    assert line(app)[r"\mathrm{KL}(p\|q)"] == "0.625"
    press(app, "kl_fewer")
    press(app, "kl_fewer")
    assert values(app, "p") == pytest.approx([4 / 7, 2 / 7, 1 / 7], abs=1e-15)


@pytest.mark.parametrize(("count", "stuck"), [(2, "kl_fewer"), (10, "kl_more_outcomes")])
def test_two_to_ten_outcomes(visit, count, stuck):
    row = ",".join([repr(1 / count)] * count)
    app = visit("kl_divergence", p=row, q=row)
    assert not app.exception
    assert len(boxes(app, "p")) == len(boxes(app, "q")) == count
    assert [button.key for button in more(app).button if button.disabled] == [stuck]


def test_swapping_keeps_what_was_typed_last(visit):
    app = visit("kl_divergence", p="0.5,0.5", q="0.25,0.75")
    boxes(app, "p")[0].set_value(0.4)  # not run yet: the click comes first
    press(app, "Swap p and q")
    assert values(app, "q") == [0.4, 0.5]
    assert values(app, "p") == [0.25, 0.75]


# Links.


def test_a_link_restores_everything(visit):
    query = {"p": "0.7,0.3", "q": "0.25,0.75", "section": "formulas", "units": "bits"}
    assert link(visit("kl_divergence", **query)) == query


def test_different_lengths_in_a_link_are_filled_up_with_zeros_and_that_is_said(visit, words):
    app = visit("kl_divergence", p="0.5,0.3,0.2")
    assert not app.exception
    assert values(app, "p") == [0.5, 0.3, 0.2, 0]
    assert values(app, "q") == [0.125, 0.5, 0.25, 0.125]
    assert "3 of 4 outcomes" in words(app)
    boxes(app, "p")[3].set_value(0.1).run()
    assert "3 of 4 outcomes" not in words(app)


def test_a_state_without_widgets_is_filled_up_too():
    state = LinkState("kl_divergence", entries={"p": "0.5,0.3,0.2", "names": "sun"})
    page = Page("kl_divergence", Texts("kl_divergence", "en"), UNITS["nats"], state)
    assert hero.read(page).p == (0.5, 0.3, 0.2, 0.0)
    assert inputs.names(page) == ("sun", "2", "3", "4")
    assert state.query == {"p": "0.5,0.3,0.2,0", "names": "sun"}


@pytest.mark.parametrize(
    ("p", "said", "stand"),
    [
        ("half,half", "no number", [0.5, 0.25, 0.125, 0.125]),
        ("nan,1", "no number", [0.5, 0.25, 0.125, 0.125]),
        ("1", "too few or too many", [0.5, 0.25, 0.125, 0.125]),
        (",".join(["0.05"] * 20), "too few or too many", [0.5, 0.25, 0.125, 0.125]),
        ("2,-1,0,0", "outside the range", [1, 0, 0, 0]),
        ("1e999,0,0,0", "outside the range", [1, 0, 0, 0]),
    ],
)
def test_what_cannot_be_taken_from_a_link_is_named(visit, words, p, said, stand):
    app = visit("kl_divergence", p=p)
    assert not app.exception
    assert said in words(app)
    assert values(app, "p") == stand


def test_a_repair_is_named_even_where_the_length_needs_one_too(visit, words):
    app = visit("kl_divergence", p="half", q="0.2,0.2,0.2,0.2,0.1,0.1")
    assert values(app, "p") == [0.5, 0.25, 0.125, 0.125, 0, 0]
    assert "no number" in words(app)
    assert "4 of 6 outcomes" in words(app)


def test_values_come_back_after_a_visit_elsewhere(visit):
    app = visit("kl_divergence", p="0.3333333333333333,0.6666666666666667", q="0.5,0.5")
    app.query_params.clear()
    app.switch_page(path("likelihood")).run()
    app.switch_page(path("kl_divergence")).run()
    assert values(app, "p") == [0.3333333333333333, 0.6666666666666667]
    assert values(app, "q") == [0.5, 0.5]


# Examples.


@pytest.mark.parametrize("name", PAIRS)
def test_every_example_works_and_its_link_is_the_numbers(visit, words, name):
    app = visit("kl_divergence", p="0.6,0.4", q="0.5,0.5")
    assert app.selectbox[0].value is None  # the reader's own numbers
    app.selectbox[0].select(name).run()
    assert not app.exception
    assert values(app, "p") == list(PAIRS[name].p)
    assert values(app, "q") == list(PAIRS[name].q)
    assert app.selectbox[0].value == name
    assert set(link(app)) <= {"p", "q"}
    boxes(app, "p")[0].set_value(0.01).run()
    assert app.selectbox[0].value is None


def test_smoothing_gives_every_class_its_share():
    assert smoothed((0.0, 0.0, 1.0, 0.0), 0.1) == pytest.approx((0.025, 0.025, 0.925, 0.025))
    assert sums_to_one(PAIRS["smoothed"].p)


def test_an_example_is_known_by_its_numbers():
    assert name_of(Pair((1.0, 0.0, 0.0, 0.0), (0.25,) * 4)) == "point"
    assert name_of(Pair((1.0, 0.0), (0.5, 0.5))) is None
    assert all(len(pair.p) == len(pair.q) for pair in PAIRS.values())


# The charts and the section.


def test_every_chart_tells_its_numbers_in_words(visit):
    app = visit("kl_divergence", units="bits", **POINT)
    alt = [element.proto.alt for element in app.get("vega_lite_chart")]
    assert "2.000 bits" in alt[0]
    assert "KL(q‖p) ∞" in alt[1]


def test_the_drawings_do_not_change_with_the_numbers(visit):
    app = visit("kl_divergence")
    before = [chart(app, place) for place in range(2)]
    press(app, "Swap p and q")
    boxes(app, "p")[0].set_value(0.9).run()
    for place, old in enumerate(before):
        new = chart(app, place)
        old["data"] = new["data"] = {}  # the name of its table follows the table
        assert new == old


def test_every_formula_stands_with_the_readers_numbers(visit, words):
    app = visit("kl_divergence", units="bits", section="formulas")
    said = words(app)
    for number in range(18, 23):
        assert f"**({number}) " in said
    # (19), the terms: 1, −¼, −⅛, 0
    for term in ("+1.000", "-0.250", "-0.125", "0"):
        assert f"| ${term}$ |" in said
    # (21): one-hot at the first outcome, q = ⅛
    assert r"\textcolor{#A37000}{H(y)} = 0" in said
    assert r"\log_2\textcolor{#B45A9B}{0.125} = \textcolor{#007FC7}{3.000} = \textcolor{#B45A9B}{3.000}" in said
    # (22): two samples, sum and mean
    assert r"\textcolor{#007FC7}{4.750}" in said
    assert "5.187" in said  # 2^2.375
    assert "= 0.375" in said  # total variation


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("units", ["nats", "bits"])
def test_every_calculation_comes_out_on_a_calculator(name, units):
    pair = PAIRS[name]
    found = {words: numbers for _, words, _, numbers in lines(compare(pair.p, pair.q, UNITS[units]), UNITS[units])}
    for words in ("cross_entropy", "decomposition", "one_hot", "batch", "perplexity"):
        text = re.sub(
            r"\\\\ &(\\qquad \{\})?|\\begin\{aligned\} &=|\\end\{aligned\}|n = 2: \\quad \\ce\{J\} =|\\,|\\big",
            "",
            found[words],
        )
        if "infty" in text:
            continue
        text = re.sub(r"\\(ln|log_2)\s*\\model\{([^}]*)\}", r"*(log(\2)/base)", text)
        text = re.sub(r"^(e|2)\^\{\\ce\{(.*?)\}\}", r"exp((\2)*base)", text).replace(r"\quad", "")
        text = re.sub(r"\\(?:truth|model|ce|entropy)\{([^}]*)\}", r"(\1)", text).replace("[*", "[").replace("-*", "-")
        told, result = (part.strip().strip(",") for part in text.replace("[", "(").replace("]", ")").split("=")[:2])
        if words == "decomposition":
            told, result = result, told
        value = eval(told, {"log": math.log, "exp": math.exp, "base": math.log(2) if units == "bits" else 1.0})
        result = result.partition(",")[0]
        digits = len(result.strip("() ").partition(".")[2])
        assert round(value, digits) == pytest.approx(eval(result), abs=1e-12), (words, text)


def test_the_formulas_follow_the_unit(visit, words):
    said = words(visit("kl_divergence", section="formulas"))
    assert r"\ln" in said
    assert r"\log_2" not in said
    assert r"\textcolor{#007FC7}{1.646}" in said  # 2.375 ln 2


def test_infinite_terms_and_certain_outcomes_in_the_formulas(visit, words):
    app = visit("kl_divergence", section="formulas", p="0.5,0.5,0", q="1,0,0")
    assert not app.exception
    said = words(app)
    assert "| $+\\infty$ |" in said
    assert r"\ln\textcolor{#B45A9B}{1}" in said
    assert said.count(r"\textcolor{#008A64}{0}\,") == 0  # what never happens has no term in (18)


def test_the_section_is_opened_only_when_asked_for(visit, words):
    assert "**(18) " not in words(visit("kl_divergence"))
