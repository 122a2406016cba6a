"""The section on the law: its lines, what one more unit costs, and the maps, in words and numbers."""

import re

import pytest


def section(visit, **arguments: str):
    return visit("training_race", section="law", guess="shown", **arguments)


@pytest.mark.parametrize(("start", "factor"), [("saturated", "1.69"), ("badly_saturated", "2.66")])
def test_one_more_unit_of_z_costs_what_the_law_says(visit, words, start, factor):
    said = words(section(visit, start=start))
    assert f"**{factor} times as many**" in said  # formulas.md: 1.69 from z₀ = 4, 2.66 from 8
    more = float(re.search(r"\*\*cross-entropy\*\* needs \*\*([\d.]+) more\*\*", said)[1])
    assert more == pytest.approx(1 / (0.15 * 2.0), abs=0.05)


def test_adam_is_told_that_the_law_is_for_plain_descent(visit, words):
    assert "plain gradient descent" in words(section(visit, optimiser="adam"))


@pytest.mark.parametrize(("bias", "label", "axis"), [("0", "0", "0.00"), ("-1", "0", "−1.00"), ("-3", "1", "3.00")])
def test_a_start_is_named_by_its_place_on_the_axis(visit, words, bias, label, axis):
    said = words(section(visit, start="own", w="0", b=bias, y=label))
    assert f"Your start is at {axis}; above 0 is the wrong side" in said


def test_large_steps_have_their_caution(visit, words):
    said = words(section(visit, rate="2"))
    assert "ηκ is 4.00" in said
    assert "8.6 %" in said


def test_a_start_at_the_target_has_nothing_to_pay(visit, words):
    app = section(visit, start="own", w="-5", b="0")
    assert not app.exception
    assert "at the target already" in words(app)


@pytest.mark.parametrize("label", ["0", "1"])
@pytest.mark.parametrize("weight", ["-12", "0", "12"])
@pytest.mark.parametrize("rate", ["0.005", "0.15", "100"])
def test_no_setting_breaks_it(visit, label, weight, rate):
    app = section(visit, start="own", w=weight, b=weight, y=label, rate=rate)
    assert not app.exception
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))
