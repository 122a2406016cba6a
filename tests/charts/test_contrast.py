"""Contrast by the arithmetic of WCAG 2.2: 4.5 : 1 for words, 3 : 1 for marks, in both themes."""

import re
import tomllib
from pathlib import Path

import pytest

from core.app.language import FORMULA_COLOURS
from core.charts.theme import NEUTRAL, QUANTITIES

ROOT = Path(__file__).parents[2]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
STYLE = (ROOT / "core" / "app" / "components" / "frame.css").read_text()
SCHEMES = ("light", "dark")
NOTES = 0.6  # Streamlit writes captions in the text's colour at this strength
TINT = 0.1  # and lays the primary colour this strongly under what is chosen


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


def by_theme(selector: str) -> dict[str, str]:
    """The two colours that the style sheet gives to what it selects, the last rule winning."""
    rules = [line for line in STYLE.splitlines() if line.startswith(selector) and "light-dark" in line]
    assert rules, selector
    found = re.search(r"light-dark\((#\w{6}), (#\w{6})\)", rules[-1])
    return dict(zip(SCHEMES, found.groups(), strict=True))


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
@pytest.mark.parametrize("quantity", FORMULA_COLOURS)
def test_formulas_in_the_tone_of_their_theme(quantity, scheme):
    tone = FORMULA_COLOURS[quantity]
    written = f'.katex [style*="rgb({", ".join(map(str, channels(tone)))})"]'  # as browsers write an inline colour
    for ground in grounds(scheme):
        assert contrast(by_theme(written)[scheme], ground) >= 4.5
    assert contrast(tone, grounds(scheme)[0]) >= 4.2  # where a browser knows no light-dark()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_notes_in_charts_and_labels_of_p_and_q(scheme):
    for selector in (f'svg.marks text[fill="{NEUTRAL}"]', '[class*="_row_truth"]', '[class*="_row_model"]'):
        for ground in grounds(scheme):
            assert contrast(by_theme(selector)[scheme], ground) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_what_is_chosen_and_on_a_filled_button(scheme):
    primary, ground = THEME[scheme]["primaryColor"], THEME[scheme]["backgroundColor"]
    assert contrast(by_theme('button[kind="primary"]')[scheme], primary) >= 4.5
    chosen = by_theme('[data-testid="stButtonGroup"] :is(')[scheme]
    assert contrast(chosen, over(primary, ground, TINT)) >= 4.5
