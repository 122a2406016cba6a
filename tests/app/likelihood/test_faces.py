"""Many faces on the page: its numbers, its examples, and links that do not fit."""

import math
import re

import pytest

from core.app.likelihood.faces_entry import PRESETS
from core.simulation.likelihood.faces import Faces
from tests.app.likelihood.screens import adds_up, link, plainly, with_the_box


def faces(visit, **arguments: str):
    return visit("likelihood", section="faces", **arguments)


def plain(words, app):
    return plainly(words(app))


def row(app):
    return app.session_state["link_state"].get("q", None) or app.session_state["link_state"].query.get("q")


def press(app, key):
    next(button for button in app.button if button.key == key).click().run()


def counts(app):
    return app.text_input(key="likelihood_faces").value


def test_the_section(visit, words):
    app = faces(visit)
    assert not app.exception
    assert "is categorical, not multinomial" in words(app)
    assert len(app.get("vega_lite_chart")) == 1


@pytest.mark.parametrize("units", ["nats", "bits"])
def test_the_first_numbers(visit, words, units):
    said = plain(words, faces(visit, units=units))
    p, x = (0.3, 0.4, 0.3), (12, 7, 31)
    log = sum(n * math.log(value) for n, value in zip(x, p, strict=True))
    entropy = -sum(n / 50 * math.log(n / 50) for n in x)
    per = 1.0 if units == "nats" else 1.0 / math.log(2)
    assert f"L = {log * per:.2f}".replace("-", "−") in said
    cross, least, gap = (value * per for value in (-log / 50, entropy, -log / 50 - entropy))
    whole, *parts = re.search(r"\{([\d.]+)\} = \{([\d.]+)\} \+ \{([\d.]+)\}", said).groups()
    adds_up(parts, whole, (least, gap, cross))
    assert "class 2 too much (+0.260) and class 3 too little (−0.320)" in said
    coefficient = math.factorial(50) // math.prod(math.factorial(n) for n in x)
    assert f"{coefficient / 1e18:.3f} \\cdot 10^{{18}}" in said
    # Of both gradients, with the sign of x_i − n p_i.
    for number, (n, value) in enumerate(zip(x, p, strict=True), start=1):
        slope = f"{n - 50 * value:.3f}".replace("-", "−")
        assert f"| {number} | {n} | {slope} | {slope} | {slope} |" in said


def test_the_worked_example_of_15(visit, words):
    app = faces(visit, faces="0,0,1,0", w1="10", w2="10", w3="70", w4="10")
    said = plain(words, app)
    assert "$L = 0.7000$" in said
    assert link(app)["q"] == "0.1,0.1,0.7,0.1"
    assert "the coefficient is 1" in said
    assert app.selectbox[0].value == "worked"
    # No triangle: there are four classes.
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize("name", PRESETS)
def test_an_example_sets_counts_and_weights(visit, name):
    app = faces(visit, faces="1,1")
    app.selectbox[0].set_value(name).run()
    assert not app.exception
    preset = PRESETS[name]
    assert counts(app) == ",".join(map(str, preset.counts))
    assert row(app) == preset.p
    assert app.selectbox[0].value == name
    Faces(preset.counts, preset.p)


def test_classes_come_and_go(visit):
    app = faces(visit, faces="1,2")
    assert row(app) == pytest.approx((3 / 7, 4 / 7))
    app = with_the_box(app)
    assert next(b for b in app.button if b.key == "likelihood_faces_fewer").disabled
    press(app, "likelihood_faces_more")
    assert counts(app) == "1,2,0"
    assert link(app)["faces"] == "1,2,0"
    assert row(app) == pytest.approx((3 / 7, 4 / 7, 0.0))
    press(app, "likelihood_faces_fewer")
    assert counts(app) == "1,2"
    full = with_the_box(faces(visit, faces=",".join("1" * 10)))
    assert next(b for b in full.button if b.key == "likelihood_faces_more").disabled


def test_p_goes_to_the_shares(visit, words):
    app = faces(visit, faces="1,3")
    press(app, "likelihood_faces_shares")
    assert row(app) == (0.25, 0.75)
    assert "your p equals the observed shares" in words(app)


def test_a_class_ruled_out_and_nothing_drawn(visit, words):
    ruled = plain(words, faces(visit, faces="5,1,4", w2="0"))
    assert "gives class 2 probability 0" in ruled
    assert "$L = 0$" in ruled
    assert "$L = 1.0000$" in plain(words, faces(visit, faces="0,0,0"))
    assert "there is no gradient" in ruled
    nothing = words(faces(visit, faces="0,0,0"))
    assert "Nothing has been drawn yet" in nothing
    paused = words(faces(visit, faces="1,1", w1="0", w2="0"))
    assert "All your numbers are 0" in paused


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("1,-2,3", "Entry 2, `-2`"),
        ("1,1e400", "Entry 2, `1e400`"),
        ("nan,1", "Entry 1, `nan`"),
        ("<b>x</b>,1", "Entry 1, `<b>x</b>`"),
        ("`$x$`,1", "Entry 1, `'$x$'`"),
        ("1", "fewer than 2"),
        ("", "fewer than 2"),
        ("1,1,1,1,1,1,1,1,1,1,1", "more than 10 classes"),
        ("999999,2", "draws in total"),
        ("9" * 500, "120"),
    ],
)
def test_counts_that_do_not_fit_are_named_and_the_last_ones_stay(visit, words, given, said):
    app = faces(visit, faces=given)
    assert not app.exception
    assert said in words(app)
    assert "still show 12,7,31" in words(app)
    assert link(app)["faces"] == "12,7,31"


@pytest.mark.parametrize("given", ["nan", "1e400", "-3", "x", "101", "0.123"])
def test_weights_that_do_not_fit_are_repaired_and_named(visit, words, given):
    app = faces(visit, w1=given)
    assert not app.exception
    assert f"`{given}`" in words(app)
    assert sum(row(app)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"w2": "0"}, (0.5, 0.0, 0.5)),
        ({"faces": "1,1"}, (3 / 7, 4 / 7)),
        ({"faces": "1,1,1,1", "w4": "33.3"}, tuple(w / 133.3 for w in (30, 40, 30, 33.3))),
        ({"q": "0.2,0.3,0.5", "w1": "100"}, (0.2, 0.3, 0.5)),
    ],
)
def test_a_link_of_weights_opens_as_it_did(visit, query, expected):
    app = faces(visit, **query)
    assert not app.exception
    assert row(app) == pytest.approx(expected)
    again = faces(visit, **{name: value for name, value in link(app).items() if name != "section"})
    assert row(again) == row(app)


def test_numbers_that_do_not_sum_to_one_are_divided_and_it_is_said(visit, words):
    said = plain(words, faces(visit, q="0.2,0.2,0.4"))
    assert "sum to 0.8" in said
    assert "(0.250, 0.250, 0.500)" in said


def test_another_number_of_classes_has_equal_probabilities(visit):
    app = faces(visit)
    app.text_input(key="likelihood_faces").set_value("1,2,3,4").run()
    assert row(app) == (0.25,) * 4


def test_a_million_draws(visit):
    app = faces(visit, faces="999990,10,0")
    assert not app.exception
    assert "e+" not in " ".join(m.value for m in app.markdown)
