"""The confidently wrong softmax on the page, against a layer descended here with all its logits."""

import math
import re

import numpy as np
import pytest


def epochs(loss: str, classes: int, handicap: float, rate: float, target: float = 0.1) -> int:
    """Epochs until a_y ≥ 1 − target, the layer's K logits moved one by one: x = 1, so κ = 2."""
    z, y = np.zeros(classes), np.eye(classes)[0]
    z[0] = -handicap
    for epoch in range(10**5):
        a = np.exp(z - z.max())
        a /= a.sum()
        if a[0] >= 1.0 - target:
            return epoch
        slopes = a - y if loss == "cross_entropy" else a * ((a - y) - (a - y) @ a)
        z = z - rate * 2.0 * slopes
    raise AssertionError("it does not arrive")


def spaced(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def laws(classes: int, handicap: float, rate: float, target: float = 0.1) -> tuple[float, float]:
    """The closed forms in epochs, as the specification and the module's head have them."""
    m, u, v = classes - 1, -handicap, math.log((1 - target) * (classes - 1) / target)
    first = m * (v - u) + math.exp(v) - math.exp(u)
    second = (math.exp(2 * v) - math.exp(2 * u)) / 2 + 3 * m * (math.exp(v) - math.exp(u)) + 3 * m**2 * (v - u)
    second -= m**3 * (math.exp(-v) - math.exp(-u))
    return first / (classes * 2 * rate), second / (classes**2 * 2 * rate)


@pytest.mark.parametrize(("classes", "handicap", "rate"), [(3, 6.0, 0.15), (2, 2.0, 0.05), (10, 3.0, 0.5)])
def test_the_sentence_and_its_numbers(visit, words, classes, handicap, rate):
    app = visit("training_race", section="softmax", k=str(classes), u0=str(handicap), rate=str(rate))
    ce, se = (epochs(loss, classes, handicap, rate) for loss in ("cross_entropy", "squared_error"))
    law_ce, law_se = laws(classes, handicap, rate)
    found = re.search(
        r"cross-entropy \*\*(.+?)\*\*, squared error \*\*(.+?)\*\* "
        r"\(closed forms, for small steps: (.+?) and (.+?)\), \*\*(.+?)\*\* times as many: "
        r"behind a softmax squared error pays too\.",
        words(app),
    )
    assert found is not None
    assert found.groups() == (spaced(ce), spaced(se), f"{law_ce:.1f}", f"{law_se:.1f}", f"{se / ce:.1f}")


def test_the_formulas_hold_the_readers_numbers(visit, words):
    said = words(visit("training_race", section="softmax", k="3", u0="6"))
    a = math.exp(-6) / (math.exp(-6) + 2)
    assert rf"\textcolor{{#007FC7}}{{{a - 1:.4f}}}" in said
    wrong = (1 - a) / 2
    slope = a * ((a - 1) - ((a - 1) * a + 2 * wrong * wrong))  # erratum 11, class by class
    assert rf"\textcolor{{#C95900}}{{{slope:.4f}}}" in said
    law_ce, law_se = laws(3, 6.0, 0.15)
    assert rf"{law_ce * 0.15:.3f} / 0.15 = \textcolor{{#007FC7}}{{{law_ce:.1f}}}" in said
    assert rf"{law_se * 0.15:.3f} / 0.15 = \textcolor{{#C95900}}{{{law_se:.1f}}}" in said


def test_beyond_a_million_epochs_the_closed_form_speaks(visit, words):
    app = visit("training_race", section="softmax", k="10", u0="10", rate="0.005")
    said = words(app)
    law_se = laws(10, 10.0, 0.005)[1]
    assert law_se > 1e6
    assert f"squared error **about {spaced(int(round(law_se, -5)))}**" in said
    assert "Beyond 1\u202f000\u202f000 epochs the closed form stands in for counting." in said
    assert f"cross-entropy **{spaced(epochs('cross_entropy', 10, 10.0, 0.005))}**" in said


def test_huge_steps_are_level_and_no_ratio_is_claimed(visit, words):
    assert epochs("cross_entropy", 2, 0.0, 100.0) == epochs("squared_error", 2, 0.0, 100.0) == 1
    said = words(visit("training_race", section="softmax", k="2", u0="0", rate="100"))
    assert "in the same number of epochs, 1 and 1" in said
    assert "pays too" not in said


def test_the_link_carries_both_and_bad_values_are_repaired(visit):
    app = visit("training_race", section="softmax", k="5", u0="2.5")
    assert "k=5" in app.session_state["link_state"].link
    assert "u0=2.5" in app.session_state["link_state"].link
    app = visit("training_race", section="softmax", k="99", u0="nan")
    assert not app.exception
    assert app.slider(key="training_race_k").value == 10
    assert app.slider(key="training_race_u0").value == 6


def test_the_races_target_is_the_layers(visit, words):
    said = words(visit("training_race", section="softmax", target="0.01"))
    ce = epochs("cross_entropy", 3, 6.0, 0.15, 0.01)
    assert f"Epochs until the right class has 0.99: cross-entropy **{ce}**" in said
