"""Every section opens by its link, in both languages; all else is tested in one."""

import re

import pytest

from core.app.frame.language import LANGUAGES

SECTIONS = {
    "formulas": ("derivation", "classes", "labels", "batch", "laboratory", "predictions", "errata"),
    "training_race": ("law", "convexity", "nielsen", "softmax", "update"),
    "likelihood": (
        *("play", "formulas", "example", "coins", "faces"),
        *("ways", "underflow", "runs", "noise", "classifier"),
    ),
    "kl_divergence": ("formulas", "infinity", "near", "steps", "bell", "letters"),
}
LINKS = [(page, section) for page, sections in SECTIONS.items() for section in sections]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "section"), LINKS)
def test_every_section_opens_in_every_language(visit, words, page, section, language):
    app = visit(page, section=section, lang=language)
    assert not app.exception
    assert app.session_state["link_state"].query["section"] == section
    assert app.session_state["link_state"].notes == {}  # nothing in the link had to be repaired
    alts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert all(alts)
    said = words(app) + "".join(alts)
    assert "[[" not in said  # a placeholder that nobody filled
    chinese = len(re.findall("[\u4e00-\u9fff]", said))
    # An own text, a name of a language or a sign for heads may be Chinese on the English page.
    assert chinese > 100 if language == "zh" else chinese < 20
