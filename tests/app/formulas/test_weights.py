"""Class weights on the page: the minimiser and what undoes it, in both languages; labels −1 and +1; the link."""

import math

import pytest


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("weight", "share"), [(9.0, 0.1), (0.1, 0.7), (100.0, 0.5)])
def test_the_minimiser_and_its_shift(visit, words, weight, share, language):
    app = visit("formulas", section="weights", w1=str(weight), share=str(share), lang=language)
    assert not app.exception
    said = words(app)
    best = weight * share / (weight * share + 1 - share)
    by_n = -weight * share * math.log(best) - (1 - share) * math.log(1 - best)
    for number in (best, math.log(weight), by_n, by_n / (weight * share + 1 - share)):
        assert f"**{number:.3f}**".replace("-", "−") in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_of_minus_1_and_plus_1(visit, words, language):
    said = words(visit("formulas", section="weights", lang=language))
    assert "| +1 | 4.605 | 4.605 | 4.605 |" in said
    assert "| −1 | 0.010 | 0.010 | −4.585 |" in said


@pytest.mark.parametrize(
    ("query", "used"), [({"w1": "1000"}, " 100."), ({"share": "0"}, " 0.01."), ({"w1": "x"}, " 9.")]
)
def test_hostile_links_are_repaired_and_say_so(visit, words, query, used):
    app = visit("formulas", section="weights", **query)
    assert not app.exception
    assert used in words(app)
