"""Every section opens by its link, in both languages; all else is tested in one."""

import re

import pytest

from core.app.frame.catalogue import MOVED, TOPICS
from core.app.wording.language import LANGUAGES

LINKS = [(topic.name, section) for topic in TOPICS.values() for section in topic.sections]


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
    assert chinese > 60 if language == "zh" else chinese < 20


@pytest.mark.parametrize(("old", "page"), MOVED.items())
def test_a_section_that_has_become_a_page_is_found_by_its_old_link(visit, old, page):
    topic, section = old
    app = visit(topic, section=section, source="sample", units="bits")
    assert not app.exception
    state = app.session_state["link_state"]
    assert (state.topic, state.query) == (page, {"source": "sample", "units": "bits"})


def test_a_scene_that_has_become_a_section_is_found_by_its_old_link(visit):
    app = visit("training_race", scene="famous_animation", answer="shown")
    assert not app.exception
    assert app.session_state["link_state"].query["section"] == "nielsen"
    assert "scene" not in app.session_state["link_state"].query
