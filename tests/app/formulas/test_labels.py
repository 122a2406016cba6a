"""One label or several on the page, against a descent done here."""

import math
import re

import numpy as np
import pytest

SCORES = np.array([0.5, -1.0, 1.0, 2.5])


def ended(kind: str, y: np.ndarray, steps: int) -> np.ndarray:
    z = SCORES.copy()
    for _ in range(steps):
        a = 1 / (1 + np.exp(-z))
        if kind == "softmax":
            slopes = np.exp(z) / np.exp(z).sum() - y / y.sum()
        else:
            slopes = a - y if kind == "sigmoids" else y * (a - 1)
        z = z - 0.5 * slopes
    return z


def loss(kind: str, y: np.ndarray, z: np.ndarray) -> float:
    if kind == "softmax":
        return float(np.log(np.exp(z).sum()) - (y / y.sum()) @ z)
    a = 1 / (1 + np.exp(-z))
    return float(-(y @ np.log(a)) - (0 if kind == "mixture" else (1 - y) @ np.log(1 - a)))


def truths(y: str) -> dict[str, str]:
    return {f"true{place}": label for place, label in enumerate(y, 1)}


@pytest.mark.parametrize("y", ["1010", "0100", "1111"])
def test_losses_before_and_after(visit, words, y):
    said = words(visit("formulas", section="labels", descent="20", **truths(y)))
    found = re.findall(r"\*\*(\d+\.\d{3})\*\* → \*\*(\d+\.\d{3})\*\*", said)
    labels = np.array([float(label) for label in y])
    expected = [
        (f"{loss(kind, labels, SCORES):.3f}", f"{loss(kind, labels, ended(kind, labels, 20)):.3f}")
        for kind in ("softmax", "sigmoids", "mixture")
    ]
    assert found == expected


def test_two_true_tags_have_ln_2_as_their_floor(visit, words):
    said = words(visit("formulas", section="labels", **truths("1010")))
    assert rf"$\ln 2 = {math.log(2):.3f}$" in said
    assert "the best for 2 true tags is 0.50 each" in said
    assert "no score is ever lowered" in said


def test_in_bits_the_floor_is_one(visit, words):
    assert r"$\log_2 2 = 1.000$" in words(visit("formulas", section="labels", units="bits", **truths("1010")))


def test_without_a_true_tag_the_softmax_has_no_label(visit, words):
    app = visit("formulas", section="labels", **truths("0000"))
    assert not app.exception
    assert "**No loss**: no tag is true" in words(app)
    assert "**0.000** → **0.000**" in words(app)  # the mixture: whatever the outputs are


def test_presets_follow_the_labels_of_the_moment(visit):
    app = visit("formulas", section="labels", **truths("1010"))
    scores = lambda: [app.slider(key=f"formulas_s{place}").value for place in range(1, 5)]  # noqa: E731
    app.button(key="formulas_label_right").click().run()
    assert scores() == [5.0, -5.0, 5.0, -5.0]
    app.button_group(key="formulas_true2:en").set_value("1").run()
    app.button(key="formulas_label_right").click().run()
    assert scores() == [5.0, 5.0, 5.0, -5.0]
    app.button(key="formulas_label_yes").click().run()
    assert scores() == [5.0] * 4


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"s1": "inf"}, "`inf`"),
        ({"s2": "abc"}, "`abc`"),
        ({"true1": "2"}, "`2`"),
        ({"true4": "**x**"}, "`**x**`"),
        ({"descent": "1e9"}, "`1e9`"),
        ({"descent": "nan"}, "`nan`"),
    ],
)
def test_hostile_links_are_repaired_and_say_so(visit, words, query, said):
    app = visit("formulas", section="labels", **query)
    assert not app.exception
    assert said in words(app)
