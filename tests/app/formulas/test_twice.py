"""Softmax twice on the page: its numbers in both languages, and its link."""

import re

import mpmath
import pytest


def losses(margin, classes):
    """Of logits and of probabilities, by their definition."""
    z = [mpmath.mpf(margin)] + [mpmath.mpf(0)] * (classes - 1)
    softmax = lambda row: [mpmath.exp(each) / sum(map(mpmath.exp, row)) for each in row]  # noqa: E731
    return -mpmath.log(softmax(z)[0]), -mpmath.log(softmax(softmax(z))[0])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("margin", "classes"), [(-4.0, 2), (3.0, 10), (-1.5, 100)])
def test_the_losses_and_their_bounds(visit, words, margin, classes, language):
    app = visit("formulas", section="twice", margin=str(margin), twice_k=str(classes), lang=language)
    assert not app.exception
    said = words(app)
    for loss in losses(margin, classes):
        assert f"**{float(loss):.3f}**" in said
    highest = mpmath.log(mpmath.e + classes - 1)
    assert f"**{float(highest - 1):.3f}**" in said
    assert f"**{float(highest):.3f}**" in said


def test_every_line_of_the_working_comes_out(visit, words):
    said = words(visit("formulas", section="twice", margin="1.7", twice_k="3"))
    once = re.search(r"1 \+ (\d+)\\cdot e\^\{\\,−(1\.7)\}\\big\) = \\textcolor\{#007FC7\}\{(\d\.\d{3})\}", said)
    twice = re.search(r"1 \+ (\d+)\\cdot e\^\{-\((\d\.\d{6})\)\}\\big\) = \\textcolor\{#007FC7\}\{(\d\.\d{3})\}", said)
    for line in (once, twice):
        others, exponent, loss = map(float, line.groups())
        assert f"{float(mpmath.log(1 + others * mpmath.exp(-exponent))):.3f}" == f"{loss:.3f}"


def test_in_bits(visit, words):
    assert f"**{float(losses(-4, 2)[1] / mpmath.log(2)):.3f}** bits" in words(
        visit("formulas", section="twice", units="bits")
    )


@pytest.mark.parametrize("query", [{"margin": "9"}, {"margin": "nan"}, {"twice_k": "1"}])
def test_hostile_links_are_repaired_and_say_so(visit, words, query):
    app = visit("formulas", section="twice", **query)
    assert not app.exception
    assert f"`{next(iter(query.values()))}`" in words(app).replace(".0`", "`")
