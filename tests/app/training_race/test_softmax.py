"""The confidently wrong softmax on the page, against a layer descended here with all its logits."""

import math
import re

import numpy as np
import pytest

from core.app.training_race.softmax import lines
from core.simulation.training_race.softmax import Setting, climbs


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
        r"behind a softmax, too, squared error is slower\.",
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


@pytest.mark.parametrize(
    ("classes", "handicap", "rate"), [(3, 6.0, 0.15), (2, 2.0, 0.05), (10, 10.0, 0.005), (2, 0.0, 20.0)]
)
def test_every_calculation_comes_out_on_a_calculator(classes, handicap, rate):
    found = {words: numbers for words, _, numbers in lines(Setting(classes, handicap, rate, 0.1, 2.0))}
    for name, law in zip(("cross_entropy", "squared_error"), laws(classes, handicap, rate), strict=True):
        *_, (result, digits) = checked(found[name])
        assert result == pytest.approx(law, rel=digits)
    assert len(checked(found["flow"])) == 2


def checked(latex: str) -> list[tuple[float, float]]:
    """The results of calculations written in LaTeX, with its relative precision, from what is printed."""
    text = re.sub(r"\\(?:begin|end)\{aligned\}|\\(?:ce|se|model)\b|T =|T / \\eta =", "", latex)
    text = re.sub(r"\\tfrac\{(\d+)\}\{(\d+)\}", r"(\1/\2)", text).replace("\\cdot", "*").replace("&{} +", "+")
    found = []
    for line in re.split(r"\\\\(?:\[4pt\])?\s*&", text.replace(r"\\ +", "+")):
        told, _, result = re.sub(r"[&{}]", "", line).partition("=")
        value, unit = eval(pythonic(told)), 0.5 * last_place(result.strip())
        assert abs(value - eval(pythonic(result))) <= 1.0001 * unit, line
        found.append((eval(pythonic(result)), 2 * unit / abs(value)))
    return found


def pythonic(text: str) -> str:
    powers = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
    return text.replace("× 10", "*10**").translate(powers).strip()


def last_place(number: str) -> float:
    """What one unit of a written number's last digit is."""
    mantissa, _, power = number.partition(" × ")
    return 10.0 ** -len(mantissa.partition(".")[2]) * (eval(pythonic(f"1 × {power}")) if power else 1.0)


@pytest.mark.parametrize("classes", [2, 5, 10])
@pytest.mark.parametrize("handicap", [0.0, 0.5, 3.0, 10.0])
@pytest.mark.parametrize("rate", [1.0, 5.0, 20.0, 100.0])
def test_squared_error_is_never_faster(classes, handicap, rate):
    counted = climbs(Setting(classes, handicap, rate, 0.1, 2.0))
    ce, se = counted["cross_entropy"].arrived, counted["squared_error"].arrived
    assert ce == epochs("cross_entropy", classes, handicap, rate)
    assert se is None or se >= ce


def test_beyond_a_million_epochs_the_closed_form_speaks(visit, words):
    app = visit("training_race", section="softmax", k="10", u0="10", rate="0.005")
    said = words(app)
    law_se = laws(10, 10.0, 0.005)[1]
    assert law_se > 1e6
    assert f"squared error **about {spaced(int(round(law_se, -5)))}**" in said
    assert "Beyond 1\u202f000\u202f000 epochs the number comes from the closed form, not from counting." in said
    assert f"cross-entropy **{spaced(epochs('cross_entropy', 10, 10.0, 0.005))}**" in said


def test_huge_steps_are_level_and_no_ratio_is_claimed(visit, words):
    assert epochs("cross_entropy", 2, 0.0, 100.0) == epochs("squared_error", 2, 0.0, 100.0) == 1
    said = words(visit("training_race", section="softmax", k="2", u0="0", rate="100"))
    assert "in the same number of epochs, 1 and 1" in said
    assert "is slower" not in said


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
