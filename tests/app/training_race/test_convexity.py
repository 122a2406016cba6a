"""The section on landscape and convexity: its three cases, the trap, the reader's own samples."""

import math
import re

import pytest


def section(visit, **arguments: str):
    return visit("training_race", section="convexity", guess="shown", **arguments)


def test_squared_error_is_caught_where_cross_entropy_is_not(visit, words):
    said = words(section(visit))
    assert "**The search finds 2 minima of squared error.**" in said
    assert "**A** at w = 0.67, b = 0.32" in said  # independently: tests/simulation/test_minima.py, to 50 digits
    assert "**B** at w = −0.14, b = −0.20" in said
    assert "cross-entropy ends in C and squared error ends in A" in said
    assert "squared error ends in B" in words(section(visit, start="own", w="-2", b="1"))
    assert "grow for ever" in words(section(visit, start="own", w="5", b="5"))


@pytest.mark.parametrize(
    ("samples", "case", "end"),
    [
        ("separable", "A threshold separates these samples", "never ends: its weights grow for ever"),
        ("one", "A threshold separates these samples", "never ends: its weights grow for ever"),
        ("soft", "All inputs are equal", "ends in the valley"),
    ],
)
def test_every_case_is_named_and_borne_out(visit, words, samples, case, end):
    said = words(section(visit, cdata=samples))
    assert case in said
    assert f"cross-entropy {end} and squared error {end}." in said


@pytest.mark.parametrize(("z", "label"), [(4.0, 0), (0.8, 0), (0.6, 0), (-2.0, 0), (-0.8, 1), (-0.6, 1)])
def test_second_derivatives_where_the_reader_starts(visit, words, z, label):
    """By differences, on both sides of an error of 2/3, which is at |z| = ln 2 = 0.693 on the wrong side."""
    said = words(section(visit, start="own", w="0", b=str(z), y=str(label)))
    found = re.search(r"a\(1 − a\) = \*\*([\d.]+)\*\*, never negative\. Squared error’s is \*\*(−?[\d.]+)\*\*", said)
    bends = [float(number.replace("−", "-")) for number in found.groups()]
    losses = (lambda z: math.log1p(math.exp(-z if label else z)), lambda z: (1 / (1 + math.exp(-z)) - label) ** 2 / 2)
    for bend, loss in zip(bends, losses, strict=True):
        assert bend == pytest.approx((loss(z + 1e-3) - 2 * loss(z) + loss(z - 1e-3)) / 1e-6, abs=6e-5)
    assert ("the slower squared error learns" in said.split("Along the logit")[1]) == (bends[1] < 0)


def test_a_threshold_may_have_both_labels_on_it(visit, words):
    assert "on the threshold may have either" in words(section(visit, cdata="own", cpoints="0:0,1:0,1:1,2:1"))


def test_own_samples_come_from_the_link_and_say_what_is_wrong(visit, words):
    app = section(visit, cdata="own", cpoints="0:0,1:1,2:0,3:1")
    assert not app.exception
    assert "No threshold separates" in words(app)
    wrong = section(visit, cdata="own", cpoints="0:2,99:1,:1")
    assert not wrong.exception
    said = " ".join(warning.value for warning in wrong.warning)
    assert "Row 1: the label" in said
    assert "Row 2: the input" in said
    assert "Row 3: a sample needs" in said


@pytest.mark.parametrize("label", ["0", "1"])
@pytest.mark.parametrize("weight", ["-12", "12"])
@pytest.mark.parametrize("samples", ["two", "separable", "one", "soft", "own", "nonsense"])
def test_no_setting_breaks_it(visit, label, weight, samples):
    app = section(visit, start="own", w=weight, b=weight, y=label, cdata=samples)
    assert not app.exception
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))
