"""The derivation line by line: where it stands, what it says, that every formula and its check are in it."""

import itertools
import math
import re

import pytest

from core.app.formulas.calculations import CALCULATIONS, checks, numbers
from core.app.formulas.derivation import ACTS, STEP, SYMBOLS, written_out
from core.app.formulas.errata import ERRATA
from core.app.formulas.sample import Sample
from core.app.wording.language import fill
from core.charts.kit.theme import UNITS


def derivation(visit, **arguments: str):
    return visit("formulas", section="derivation", **arguments)


def test_one_line_more_with_every_step(visit, words):
    shown = [words(derivation(visit, step=str(step))) for step in (1, 2, 7, 10)]
    assert "The neuron: a weighted input" in shown[0]
    assert "Squared error of one sample" not in shown[0]
    assert "Squared error of one sample" in shown[1]
    assert "**(4)** Times the input" in shown[2]
    assert "**(5)**" not in shown[2]
    for number in (4, 5, 6, 7):
        assert f"**({number})**" in shown[3]


def test_the_other_act_in_chinese(visit, words):
    said = words(derivation(visit, act="cross_entropy", step="10", lang="zh"))
    for number in ("1, 2, 3", 8, 9, 10, 11, 12, 13):
        assert f"**({number})**" in said
    assert r"\cancel{" in said


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_every_gradient_has_its_check(act, y):
    found = checks(Sample(y, 2.5, 1.5, -0.5, 0.15))
    assert len(ACTS[act]) == STEP.field.high  # every act: the same step in the link is a line of each
    for words in ACTS[act]:
        symbols = SYMBOLS[words]
        gradient = r"\frac{\partial" in symbols and r"\leftarrow" not in symbols
        without = ("inner", "cross_terms", "soft_in_a")
        assert (words in found) == ((gradient or words == "slope") and words not in without), words
        if words in found:
            assert found[words].relative_error < 1e-12


RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
RULES = (  # from the inside to the outside
    (r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\(?:model|truth|slope|ce|se|cancel)\{([^{}]*)\}", r"(\1)"),
    (r"\^\{([^{}]*)\}", r"**(\1)"),
)
KEYS = {"log": math.log, "log2": math.log2, "e": math.e}


def reckon(printed: str) -> float:
    """What a pocket calculator makes of a printed formula."""
    plain = re.sub(r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: "e" + power[1].translate(RAISED), printed)
    for old, new in (
        (r"\tfrac12\,", "0.5*"),
        (r"\big", ""),
        ("[", "("),
        ("]", ")"),
        ("−", "-"),
        (r"\cdot", "*"),
        ("^2", "**2"),
    ):
        plain = plain.replace(old, new)
    plain = plain.replace(r"\log_2", "log2").replace(r"\ln", "log")
    before = ""
    while before != plain:
        before = plain
        for pattern, simpler in RULES:
            plain = re.sub(pattern, simpler, plain)
    return float(eval(plain, dict(KEYS)))


def last_digit(text: str) -> float:
    """Half of what the last digit of a printed number stands for."""
    mantissa, _, power = text.replace("−", "-").partition(" × 10")
    decimals = len(mantissa.partition(".")[2])
    exponent = int(power.translate(RAISED)) if power else 0
    return 0.5 * 10.0 ** (exponent - decimals)


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("units", ["nats", "bits"])
def test_every_calculation_comes_out_on_a_pocket_calculator(act, units):
    for y, z, (x, w) in itertools.product(
        (0.0, 0.3, 1.0), (-10.0, -4.1, -0.1, 0.0, 0.7, 4.0, 8.8, 10.0), ((1.0, 2.0), (-1.5, 0.3))
    ):
        for words in ACTS[act]:
            said = numbers(act, words, Sample(y, 0.0, x, w, 0.15), UNITS[units], z)
            printed = fill(written_out(act, words, UNITS[units])[1], said).split(r"\qquad")
            if words == "inner":
                continue
            for part in printed[:2] if words == "forward" else printed[:1]:
                *_, left, right = part.removesuffix(", ").replace(r"\model{a} =", "").split(" = ")
                result = re.sub(r"\\\w+\{(.*)\}", r"\1", right.strip())
                shown = reckon(right)
                tolerance = 1e-9 + 1.001 * last_digit(result.strip("()").removeprefix("1 − "))
                assert reckon(left) == pytest.approx(shown, abs=tolerance), (words, y, z, part)


def test_formulas_8_and_9_show_as_many_digits_as_they_need():
    base = Sample(0.0, 0.0, 1.0, 2.0, 0.15)
    eight = numbers("cross_entropy", "cross_a", base, UNITS["nats"], 4.0)
    assert float(eight["error"]) / float(eight["slope"]) == pytest.approx(float(eight["result"]), abs=0.005)
    assert eight["result"] == "55.60"
    assert set(CALCULATIONS) == set(SYMBOLS)


def test_on_stage_stand_the_last_two_lines(visit, words):
    said = words(visit("formulas", scene="cancelled", answer="shown"))
    assert "**(9)** Chain rule" in said
    assert "The derivative of the sigmoid" in said
    assert "**(8)**" not in said


def test_the_check_is_said_beside_the_gradient(visit, words):
    said = words(derivation(visit, step="7", z="4"))
    assert "0.017345; relative difference" in said  # σ(4)² (1 − σ(4)) to six decimals


def test_a_step_beyond_the_last_is_repaired(visit, words):
    app = derivation(visit, step="99")
    assert not app.exception
    assert "is outside the range" in words(app)


def test_all_fourteen_corrections_stand_and_lead_somewhere(visit, words):
    app = visit("formulas", section="errata")
    said = words(app)
    assert not app.exception
    for number in range(1, 15):
        assert f"**{number}.** " in said
    assert len([button for button in app.button if button.key.startswith("see_")]) == 14


@pytest.mark.parametrize("number", range(len(ERRATA)))
def test_every_correction_leads_to_a_section_that_exists(visit, number):
    page, _, section = ERRATA[number].place.partition("/")
    app = visit(page, **({"section": section} if section else {}))
    assert not app.exception
    assert not any("is not one of the options" in caption.value for caption in app.caption)
