import json
import math

import pytest

from core.app.home import epochs
from core.app.home.questions import QUESTIONS
from core.app.wording.language import LANGUAGES
from core.simulation.descent.descent import descend_one_example
from core.simulation.training_race.law import epochs_to_target


def test_the_hero_says_the_law(visit):
    app = visit("home", z0="8")
    alt = app.get("vega_lite_chart")[0].proto.alt
    assert "63" in alt  # the law, checked against simulation in formulas.md
    assert "10\u202f265" in alt
    assert epochs_to_target("squared_error", 8.0, 0.1, 0.15, 2.0) == 10265


@pytest.mark.parametrize("z0", [1.0, 4.0, 6.5])
def test_the_words_of_a_start_are_what_descent_does(z0):
    said = epochs.said_of("nats", z0)
    for loss, name in (("cross_entropy", "ce"), ("squared_error", "se")):
        run = descend_one_example(1.0, 0.0, z0 / 2, z0 / 2, loss, epochs.LEARNING_RATE)
        taken = next(epoch for epoch, (_, _, output) in enumerate(run) if output <= epochs.TARGET)
        assert int(said[name].replace("\u202f", "")) == taken


def test_what_is_charged_comes_out_on_a_pocket_calculator():
    for said in (epochs.said_of("nats", z0) for z0 in epochs.STARTS):
        assert -math.log(float(said["gave"])) == pytest.approx(float(said["charged"]), abs=0.0055)


def test_the_hero_has_one_spec_for_all_starts(visit):
    specs = [json.loads(visit("home", z0=z0).get("vega_lite_chart")[0].proto.spec) for z0 in ("1", "7.5")]
    assert specs[0]["params"] == specs[1]["params"]
    assert specs[0]["layer"] == specs[1]["layer"]


def test_the_index_links_every_formula_to_its_section(visit):
    app = visit("home")
    links = [link for link in app.page_link if link.value.startswith("(")]
    assert [link.value.split(")")[0] for link in sorted(links, key=lambda link: int(link.value[1:].split(")")[0]))] == [
        f"({n}" for n in range(1, 23)
    ]
    assert all("section=" in link.proto.query_string for link in links)


def test_a_card_for_every_page(visit):
    pages = {link.proto.page for link in visit("home").page_link}
    assert {"formulas", "training_race", "likelihood", "kl_divergence"} <= pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_answered_once_it_is_asked(visit, language):
    app = visit("home", lang=language)
    closed = len(app.markdown)
    for question in QUESTIONS:
        app.session_state[f"home_question_{question.name}"] = True
    app.run()
    assert not app.exception
    answers = app.markdown[closed:]
    assert len(app.markdown) > closed + len(QUESTIONS)
    assert not [answer.value for answer in answers if "[[" in answer.value]
