import json
import math

import pytest

from core.app.kl_divergence import letters
from core.data.letters import SAMPLES
from core.simulation.kl_divergence.letters import count_letters, price, sample_letters
from tests.app.kl_divergence.screens import link


@pytest.fixture
def section(visit):
    def make(**query):
        return visit("kl_divergence", section="letters", **query)

    return make


def box(app, side):
    return next(area for area in app.text_area if area.key == f"kl_divergence_text_{side}")


def chart(app, key):
    place = {"shares": -2, "languages": -1}[key]
    return app.get("vega_lite_chart")[place].proto


@pytest.mark.parametrize("units", ["bits", "nats"])
def test_the_line_of_numbers_in_both_units(section, words, units):
    app = section(units=units, letters_a="fr", letters_b="es", letters_alpha="1")
    assert not app.exception
    said = words(app)
    found = price(sample_letters("fr"), sample_letters("es"), 1.0)
    per_nat = 1 / math.log(2) if units == "bits" else 1.0
    assert rf"H(p)\ {found.entropy * per_nat:.3f}" in said
    assert rf"\mathrm{{KL}}(p\|q)\ {found.divergence * per_nat:.3f}" in said
    assert rf"H(p, q)\ {found.cross_entropy * per_nat:.3f}" in said
    assert rf"\mathrm{{KL}}(q\|p)\ {found.reverse * per_nat:.3f}" in said
    assert f"{found.perplexity:.1f}" in said
    assert f"{units} per letter" in said


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_works_as_truth_and_as_model(section, words, name):
    app = section(letters_a=name, letters_b=name)
    assert not app.exception
    assert str(sample_letters(name).total) in words(app)
    assert not [area.key for area in app.text_area if area.key.startswith("kl_divergence_text_")]


def test_a_link_restores_both_texts_and_alpha(section):
    query = {
        "section": "letters",
        "letters_a": "own",
        "letters_b": "it",
        "letters_alpha": "0.1",
        "text_a": "Wellen",
    }
    app = section(**{name: value for name, value in query.items() if name != "section"})
    assert link(app) == query
    assert box(app, "a").value == "Wellen"


def test_a_long_text_is_named_as_not_in_the_link_but_counts(section, words):
    app = section(letters_a="own")
    box(app, "a").set_value("Wellen " * 100).run()
    assert "Not in the link: text A" in words(app)
    assert "text_a" not in link(app)
    assert "600 letters" in words(app)


def test_without_smoothing_the_letters_that_cost_infinity_are_named(section, words):
    app = section(letters_a="own", text_a="ab xx y", letters_b="own", text_b="ab ab", letters_alpha="0")
    said = words(app)
    assert "**Text B has no** `x`, `y`." in said
    assert r"H(p, q)\ \infty" in said
    assert r"\mathrm{KL}(p\|q)\ \infty" in said


def test_of_many_only_the_first_are_named(section, words):
    said = words(section(letters_a="zh", letters_b="en", letters_alpha="0"))
    assert "and 158 more" in said  # 164 characters, six of them named


def test_the_nearest_language_is_named_with_its_margin_and_a_word_of_caution(section, words):
    app = section(letters_a="own", text_a="Die Bücherei öffnet um neun, und die Kinder warten schon.")
    said = words(app)
    assert "Nearest to text A (smallest cross-entropy): **German**" in said
    assert "this is a guess" in said
    assert "Nearest to text A (smallest cross-entropy): **English**" not in words(
        section()
    )  # text A is the English sample


def test_without_smoothing_the_table_speaks_of_infinity(section, words):
    assert "only **German** has every letter" in words(section(letters_alpha="0", letters_a="own", text_a="Mädchen"))
    said = words(section(letters_alpha="0", letters_a="own", text_a="Ænima ß ø"))
    assert "**Every sample lacks some letter of text A**" in said


def test_a_script_that_no_sample_knows_gets_no_verdict(section, words):
    said = words(section(letters_a="own", text_a="Утро на рынке"))
    assert "In every sample at least 90 % of the letters of text A never occur" in said
    assert "Nearest to" not in said


def test_nothing_to_count_is_said_and_nothing_breaks(section, words):
    app = section(letters_a="own", letters_b="own", text_b="12 34 😀")
    box(app, "a").set_value("").run()
    assert not app.exception
    said = words(app)
    assert "is empty" in said
    assert "has no letters" in said
    assert "7" in said  # characters skipped


def test_text_a_is_ranked_even_where_text_b_has_no_letters(section, words):
    said = words(section(letters_b="own", text_b="42"))
    assert "Nearest to text A (smallest cross-entropy): **" in said
    assert "appear again as soon as" in said


def test_markup_in_a_text_stays_out_of_the_pages_words(section, words):
    app = section(letters_a="own", text_a="<b>**[x](http://example.org)** $\\alpha$ `q` :red[z]</b>", letters_alpha="0")
    assert not app.exception
    assert "example.org" not in words(app)
    assert "example" not in chart(app, "shares").alt


def test_as_much_text_as_the_box_takes_is_counted(section):
    app = section(letters_a="own")
    many = ("".join(chr(code) for code in range(0x20, 0xD800)))[: letters.LONGEST]  # every script
    box(app, "a").set_value(many).run(timeout=30)
    assert not app.exception
    assert count_letters(many).total > 25_000


def test_the_box_says_how_much_it_takes(section):
    assert "up to 50\u202f000 characters" in box(section(letters_a="own"), "a").label


def test_a_longer_text_from_a_link_is_cut_and_that_is_said(section, words):
    app = section(letters_a="own", text_a="Meer " * 80_000)
    assert not app.exception
    assert "longer than 50000 characters" in words(app)
    assert len(box(app, "a").value) == letters.LONGEST
    assert "Not in the link: text A" in words(app)


def test_the_drawings_do_not_change_with_the_texts(section):
    app = section()
    before = {key: json.loads(chart(app, key).spec) for key in ("shares", "languages")}
    after = section(letters_a="zh", letters_alpha="0")
    for key, old in before.items():
        new = json.loads(chart(after, key).spec)
        old["data"] = new["data"] = {}
        assert new == old


def test_charts_tell_their_numbers_in_words(section):
    app = section(units="bits")
    assert "bits per letter" in chart(app, "shares").alt
    assert chart(app, "languages").alt.startswith("Cross-entropy of text A under each language’s sample")
    assert "German" in chart(app, "languages").alt
    assert "English" not in chart(app, "languages").alt


def test_an_unknown_choice_in_a_link_is_named(section, words):
    app = section(letters_a="klingon", letters_alpha="0.3")
    assert not app.exception
    assert "is not one of the options" in words(app)
    assert "between two steps" in words(app)
