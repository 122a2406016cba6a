"""n coins, and the play toss by toss, on the page."""

import math

import pytest


def coins(visit, **arguments: str):
    return visit("likelihood", section="coins", **arguments)


def play(visit, **arguments: str):
    return visit("likelihood", section="play", **arguments)


def test_the_coefficient_is_the_only_difference(visit, words):
    said = words(coins(visit, tosses="HHTHTTHH", p="0.4"))
    likelihood = 5 * math.log(0.4) + 3 * math.log(0.6)
    gap = math.log(math.comb(8, 5))
    for value in (likelihood, likelihood + gap):
        assert f"{value:.4f}".replace("-", "−") in said
    assert f"{gap:.4f}" in said
    exact = 5 / 0.4 - 3 / 0.6
    assert f"| {exact:.2f} | {exact:.2f} | 0.00 |" in said


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"tosses": ""},
        {"tosses": "700/1000", "kscale": "log"},
        {"n": "1000000", "p": "0"},
        {"n": "1e9", "trials": "other", "kscale": "x"},
        {"n": "-5", "p": "1", "tosses": "HHX"},
    ],
)
def test_no_link_breaks_the_coins(visit, arguments):
    app = coins(visit, **arguments)
    assert not app.exception
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))


def test_a_million_coins_say_what_lies_outside(visit, words):
    assert "1\u202f000\u202f000" in words(coins(visit, n="1000000"))


def test_the_area_stands_beside_the_likelihood(visit, words):
    said = words(visit("likelihood", tosses="HHTHTTHH"))
    area = 1 / (9 * math.comb(8, 5))
    assert f"{area:.4f}" in said  # 1/((n + 1) C(n, k))
    assert "not a probability distribution over p" in said


@pytest.mark.parametrize("tosses", ["HHTHTTHH", "H", "", "7/10", "HT" * 200, "HHX"])
def test_no_tosses_break_the_play(visit, tosses):
    app = play(visit, tosses=tosses)
    assert not app.exception


def test_counts_have_no_order_to_play(visit, words):
    assert "order" in words(play(visit, tosses="7/10"))
