"""One bell to two on the page: its numbers, its links."""

import math
import re

import pytest

from core.app.wording.figures import plain
from core.charts.kit.theme import UNITS
from core.simulation.kl_divergence.bell import Bells, measured
from tests.app.kl_divergence.screens import more


def section(visit, **arguments: str):
    return visit("kl_divergence", section="bell", **arguments)


def test_far_apart_reverse_kl_pays_minus_the_logarithm_of_the_weight(visit, words):
    said = words(section(visit, bd="4", bm="4", bs="0.6", bw="0.8"))
    assert "ends on **the right Gaussian**" in said
    assert f"**{-math.log(0.2):.3f}**" in said
    bits = words(section(visit, bd="4", bm="4", bs="0.6", bw="0.8", units="bits"))
    assert f"**{-math.log2(0.2):.3f}**" in bits


def test_the_start_decides(visit, words):
    assert "ends on **the left Gaussian**" in words(section(visit, bm="-3", bs="0.6"))
    assert "ends on **the right Gaussian**" in words(section(visit, bm="3", bs="0.6"))
    assert "ends **across both Gaussians**" in words(section(visit, bm="-0.4", bs="2.2"))
    assert "ends **across both Gaussians**" in words(section(visit, bd="0.5", bm="-3", bs="0.6"))


def test_moments_and_closed_form_carry_the_readers_numbers(visit, words):
    said = words(section(visit, bd="3", bl="0.6", br="1.5", bw="0.25"))
    mean, second = 0.75 * 3 - 0.25 * 3, 0.25 * 0.36 + 0.75 * 2.25 + 9
    width = math.sqrt(second - mean**2)
    assert f"standard deviation are {mean:.4f} and {width:.4f}" in said
    exact = math.log(width / 0.6) + (0.36 + (-3 - mean) ** 2) / (2 * width**2) - 0.5
    assert f"= {exact:.4f}" in said
    off = re.search(r"Relative error: \*\*(.+?)\*\*", words(section(visit, bn="0.02")))[1]
    assert "10⁻¹" in off or off == "0.0"  # no more than rounding


def test_two_bells_that_are_one_have_no_relative_error(visit, words):
    said = words(section(visit, bd="0"))
    assert "The two Gaussians are equal" in said
    assert "Relative error" not in said


@pytest.mark.parametrize("units", ["nats", "bits"])
def test_the_words_of_every_q_that_can_be_held_are_those_of_core(visit, units):
    """While it is dragged the browser looks them up: mean by mean, and for each mean width by width."""
    mixture = Bells(3.0, 0.6, 1.5, 0.25)
    app = section(visit, bd="3", bl="0.6", br="1.5", bw="0.25", bm="-6", bs="4", units=units)
    followed = app.session_state["_live_words"]["bm bs"]
    means, widths = followed["stops"]
    assert [len(means), len(widths)] == [121, 38]
    said = {place["name"]: place["texts"] for place in followed["places"]}
    assert {*said} == {"forward", "reverse"}
    for mean in means[::20]:
        for width in widths[::6]:
            prices = measured(mixture, mean, width)
            for name, texts in said.items():
                at = means.index(mean) * len(widths) + widths.index(width)
                assert texts[at] == plain(UNITS[units].of(prices[name])), (name, mean, width)


@pytest.mark.parametrize(
    "link",
    [
        {"bd": "nan", "bl": "inf", "br": "-1", "bw": "x", "bm": "1e999", "bs": "0", "bn": "3"},
        {"bd": "0", "bl": "0.6", "br": "2", "bw": "0.95", "bm": "-6", "bs": "4", "bn": "4"},
        {"bd": "4", "bl": "0.6", "br": "0.6", "bw": "0.5", "bm": "0", "bs": "0.3", "units": "bits"},
        {"bd": "4", "bl": "0.6", "br": "2", "bw": "0.05", "bm": "6", "bs": "0.3"},
    ],
)
def test_no_link_breaks_it(visit, words, link):
    app = section(visit, **link)
    assert not app.exception
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))
    assert "nan" not in re.findall(r"[a-z]+", re.sub(r"`.*?`", "", words(app)))  # but for what the link said


def test_bad_values_are_repaired_and_good_ones_stay_in_the_link(visit):
    app = more(section(visit, bd="99", bs="2.5"))
    assert app.slider(key="kl_divergence_bd").value == 4.0
    assert "bs=2.5" in app.session_state["link_state"].link
