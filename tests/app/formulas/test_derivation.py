"""The derivation line by line: where it stands, what it says, that every formula and its check are in it."""

import pytest

from core.app.formulas.derivation import ACTS, STEP, checks, lines
from core.app.formulas.errata import ERRATA
from core.app.formulas.sample import Sample
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
    sample = Sample(y, 2.5, 1.5, -0.5, 0.15)
    reached, found = lines(act, sample, UNITS["bits"]), checks(sample)
    assert len(reached) == STEP.field.high  # both acts: the same step in the link is a line of either
    for _, words, symbols, _ in reached:
        gradient = r"\frac{\partial" in symbols and r"\leftarrow" not in symbols
        assert (words in found) == ((gradient or words == "slope") and words not in ("inner", "cross_terms")), words
        if words in found:
            assert found[words].relative_error < 1e-12


def test_on_stage_stand_the_last_two_lines(visit, words):
    said = words(visit("formulas", scene="cancelled", answer="shown"))
    assert "**(9)** Chain rule" in said
    assert "The slope of the sigmoid" in said
    assert "**(8)**" not in said


def test_the_check_is_said_beside_the_gradient(visit, words):
    said = words(derivation(visit, step="7", z="4"))
    assert "0.017345; relative difference" in said  # σ(4)² (1 − σ(4)) to six decimals


def test_a_step_beyond_the_last_is_repaired(visit, words):
    app = derivation(visit, step="99")
    assert not app.exception
    assert "is outside the range" in words(app)


def test_all_thirteen_corrections_stand_and_lead_somewhere(visit, words):
    app = visit("formulas", section="errata")
    said = words(app)
    assert not app.exception
    for number in range(1, 14):
        assert f"**{number}.** " in said
    assert len([button for button in app.button if button.key.startswith("see_")]) == 13


@pytest.mark.parametrize("number", range(len(ERRATA)))
def test_every_correction_leads_to_a_section_that_exists(visit, number):
    erratum = ERRATA[number]
    app = visit(erratum.page, **({"section": erratum.section} if erratum.section else {}))
    assert not app.exception
    assert not any("is not one of the options" in caption.value for caption in app.caption)
