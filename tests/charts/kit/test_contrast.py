"""Contrast by the arithmetic of WCAG 2.2: 4.5 : 1 for words, 3 : 1 for marks, in both themes.

What the style sheets make of it on the page, axe and tests/browser/test_accessibility.py measure there.
"""

import tomllib
from pathlib import Path

import pytest

from core.app.wording.language import FORMULA_COLOURS
from core.charts.kit.theme import NEUTRAL, QUANTITIES

ROOT = Path(__file__).parents[3]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
SCHEMES = ("light", "dark")
NOTES = 0.6  # Streamlit writes captions in the text's colour at this strength


def channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def luminance(colour: str) -> float:
    """The relative luminance of WCAG."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (n / 255 for n in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def over(colour: str, ground: str, strength: float) -> str:
    mixed = (round(strength * a + (1 - strength) * b) for a, b in zip(channels(colour), channels(ground), strict=True))
    return "#" + "".join(f"{n:02X}" for n in mixed)


def grounds(scheme: str) -> tuple[str, str]:
    return THEME[scheme]["backgroundColor"], THEME[scheme]["secondaryBackgroundColor"]


def test_the_arithmetic_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#767676", "#FFFFFF") >= 4.5  # the lightest grey that WCAG's own examples allow


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_and_links(scheme):
    for ground in grounds(scheme):
        text = THEME[scheme]["textColor"]
        assert contrast(text, ground) >= 7.0
        assert contrast(over(text, ground, NOTES), ground) >= 4.5
        assert contrast(THEME[scheme]["linkColor"], ground) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_of_every_quantity(scheme):
    colours = THEME[scheme]["chartCategoricalColors"]
    assert len(colours) == len(QUANTITIES)
    for ground in grounds(scheme):
        for colour in (*colours, NEUTRAL, THEME[scheme]["primaryColor"]):
            assert contrast(colour, ground) >= 3.0
    # Words inside a chart that stand for a quantity have its colour, on the page's own background.
    for colour in colours:
        assert contrast(colour, grounds(scheme)[0]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tone", FORMULA_COLOURS.values(), ids=list(FORMULA_COLOURS))
def test_formulas_where_a_browser_knows_no_light_dark(tone, scheme):
    assert contrast(tone, grounds(scheme)[0]) >= 4.2
