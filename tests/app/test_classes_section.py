"""Many classes, and one label or several, on the page: their sentences and numbers, and links that do not fit."""

import math
import re

import numpy as np
import pytest


def classes(visit, **arguments: str):
    return visit("formulas", section="classes", **arguments)


def labels(visit, **arguments: str):
    return visit("formulas", section="labels", **arguments)


def test_the_sections_open_in_both_languages(visit, words):
    assert "squared error" in words(classes(visit))
    assert "均方误差" in words(classes(visit, lang="zh"))
    assert "Sigmoids with (2)" in words(labels(visit))
    assert "独立" in words(labels(visit, lang="zh")) or "标签" in words(labels(visit, lang="zh"))


def test_the_numbers_of_many_classes(visit, words):
    said = words(classes(visit, classes="3", z1="1", z2="0", z3="-1", label="2", units="bits"))
    z = np.array([1.0, 0.0, -1.0])
    a = np.exp(z) / np.exp(z).sum()
    errors = a - [0, 1, 0]
    squared = a[1] * (errors[1] - errors @ a)  # erratum 11
    assert f"**{-math.log2(a[1]):.3f}** bits" in said
    assert f"**−{1 - a[1]:.3f}** against **−{abs(squared):.3f}**" in said


@pytest.mark.parametrize(("convention", "right"), [("all", 1 - 0.2 + 0.2 / 4), ("wrong", 0.8)])
def test_the_convention_in_use_is_named_with_its_number(visit, words, convention, right):
    said = words(classes(visit, eps="0.2", smooth=convention))
    assert rf"\textcolor{{#008A64}}{{{right:.4f}}}" in said


def test_formulas_3_21_and_22_stand_there(visit, words):
    said = words(classes(visit))
    for number in ("(3)", "(21)", "(22)"):
        assert f"**{number} " in said


def test_two_true_tags_cannot_share_a_softmax(visit, words):
    said = words(labels(visit, descent="1000"))
    assert "the best for 2 true tags is 0.50 each" in said
    losses = [float(found) for found in re.findall(r"→ \*\*([\d.]+)", said)]
    assert losses[0] == pytest.approx(math.log(2), abs=0.01)
    assert losses[1] < 0.02


def test_without_a_true_tag_the_softmax_has_no_label(visit):
    app = labels(visit, true1="0", true3="0")
    assert not app.exception


@pytest.mark.parametrize(
    "arguments",
    [
        {"classes": "2", "label": "9"},
        {"classes": "99", "z1": "nan", "z2": "1e400", "temperature": "-1"},
        {"eps": "7", "smooth": "__x__", "label": "<b>"},
        {"section": "labels", "s1": "inf", "true1": "2", "descent": "3.5"},
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_links_that_do_not_fit_are_repaired(visit, arguments, language):
    app = visit("formulas", **({"section": "classes"} | arguments), lang=language)
    assert not app.exception
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))
