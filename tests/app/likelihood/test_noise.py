"""Which loss is whose likelihood, on the page: numbers, misfits, unreadable texts, hostile links."""

import math

import pytest

from tests.app.likelihood.screens import link, plainly, specs


@pytest.mark.parametrize("noise", ["bernoulli", "categorical", "gaussian"])
def test_every_model_on_the_usual_data(visit, words, noise):
    app = visit("likelihood", section="noise", noise=noise)
    assert not app.exception
    said = words(app)
    assert len(app.get("vega_lite_chart")) == 1
    assert said.count("0.666667") == 6  # found and closed, three times: 8 of 12


def test_bernoulli_in_numbers(visit, words):
    said = plainly(words(visit("likelihood", section="noise", data="1 0 0 0")))
    loss = -(math.log(0.25) + 3 * math.log(0.75))
    assert rf"{{1}}\,\ln{{0.250}} + {{3}}\,\ln{{0.750}}\big] = {loss:.4f}" in said
    assert rf"= 4\cdot{{{loss / 4:.4f}}}" in said


def test_categorical_in_numbers_and_bits(visit, words):
    app = visit("likelihood", section="noise", noise="categorical", data="0 1 1 2", units="bits", **{"class": "2"})
    said = plainly(words(app))
    assert r"\log_2{0.250} + {2}\,\log_2{0.500}" in said
    assert r"= 6.0000" in said  # 2 · 2 + 2 · 1 bits
    assert r"= 4\cdot{1.5000}" in said
    assert "0.250000" in said


def test_gaussian_in_numbers(visit, words):
    said = plainly(words(visit("likelihood", section="noise", noise="gaussian", data="1 2 6", sigma="2")))
    constant = math.log(2 * math.sqrt(2 * math.pi))
    assert rf"{{\frac{{14.0000}}{{8}}}} + 3\cdot{constant:.4f} = {14 / 8 + 3 * constant:.4f}" in said
    assert "3.000000" in said


def test_gaussian_in_bits(visit, words):
    app = visit("likelihood", section="noise", noise="gaussian", data="1 2 6", sigma="2", units="bits")
    total = (14 / 8 + 3 * math.log(2 * math.sqrt(2 * math.pi))) / math.log(2)
    assert f"= {total:.4f}" in words(app)
    assert r"\frac1{\ln 2}" in words(app)


@pytest.mark.parametrize(
    ("noise", "data", "value"),
    [("bernoulli", "1 0 2.5", "2.5"), ("categorical", "1 2 7", "7"), ("gaussian", "0 1 2e6", "2e+06")],
)
def test_a_value_that_does_not_fit_is_named(visit, noise, data, value):
    app = visit("likelihood", section="noise", noise=noise, data=data)
    assert not app.exception
    (warning,) = app.warning
    assert value in warning.value
    assert "Value 3" in warning.value
    assert len(app.get("vega_lite_chart")) == 0
    assert link(app)["data"] == data


def test_the_other_models_say_so_in_the_table(visit, words):
    said = words(visit("likelihood", section="noise", noise="gaussian", data="1.5 2"))
    assert said.count("the data does not fit") == 2
    assert "1.750000" in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 0 x", "Entry 3, `x`, is not a finite number"),
        ("nan", "Entry 1, `nan`"),
        ("1 1e400", "Entry 2, `1e400`"),
        ("**b** `c`", "Entry 1, `**b**`"),
        ("1 `c`", "Entry 2, `'c'`"),
        ("  ", "no number yet"),
        ("1 " * 41, "more than 40 numbers"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(visit, words, text, sentence):
    app = visit("likelihood", section="noise", data="1 0 0 0")
    app.text_input(key="likelihood_data").set_value(text).run()
    assert not app.exception
    said = words(app)
    assert sentence in said
    assert "still shows `1 0 0 0`" in said
    assert "0.250000" in said
    assert app.text_input(key="likelihood_data").value == text
    assert link(app)["data"] == "1 0 0 0"
    app.text_input(key="likelihood_data").set_value("1 1 0 0").run()
    assert "0.500000" in words(app)
    assert "still shows" not in words(app)


@pytest.mark.parametrize("bad", ["", "x", "nan", "1e400", "<b>x</b>", "9" * 10**7, "1 " * (5 * 10**6), "0,1e-320,1"])
@pytest.mark.parametrize("noise", ["bernoulli", "gaussian"])
def test_hostile_links(visit, words, bad, noise):
    app = visit("likelihood", section="noise", noise=noise, data=bad, sigma=bad, **{"class": bad})
    assert not app.exception
    assert len(words(app)) < 20_000
    assert "nan" not in words(app).replace("`nan`", "")


def test_a_link_brings_it_back(visit):
    query = {"section": "noise", "noise": "categorical", "data": "0 1 2", "class": "2", "sigma": "5", "units": "bits"}
    assert link(visit("likelihood", **query)) == query


def test_the_specification_stays_while_only_numbers_change(visit):
    def spec(**query):
        return specs(visit("likelihood", section="noise", noise="gaussian", **query))

    assert spec() == spec(data="-1e5 17 3", sigma="0.1")
