"""The story: its numbers by formulas written out, its links in the state shown, one specification for all starts."""

import json
import math
from urllib.parse import parse_qs

import pytest

from core.app.home import story
from core.app.talk.parts import known
from core.charts.home.story_rows import STEPS


@pytest.mark.parametrize("z0", [0.0, 2.0, 4.0, 10.0])
def test_the_numbers_of_the_story(z0):
    said, a = story.said("nats", z0), 1 / (1 + math.exp(-z0))
    mean = -(5 * math.log(a) + 3 * math.log(1 - a)) / 8
    entropy = -(5 * math.log(5 / 8) + 3 * math.log(3 / 8)) / 8
    assert float(said["mean"]) == pytest.approx(mean, abs=0.005)
    assert float(said["least"]) == pytest.approx(entropy, abs=0.0005)
    assert float(said["kl"]) == pytest.approx(mean - entropy, abs=0.0005)
    assert float(said["slope_se"]) == pytest.approx(a * a * (1 - a), rel=1e-3)


@pytest.mark.parametrize("z0", [0.0, 1.3, 2.0, 4.0, 7.7, 10.0])
def test_what_is_said_comes_out_on_a_pocket_calculator(z0):
    said = {name: text.replace("\u202f", "") for name, text in story.said("nats", z0).items()}
    assert float(said["least"]) + float(said["kl"]) == pytest.approx(float(said["mean"]), abs=0.006)
    assert float(said["a0"]) / float(said["slope_se"]) == pytest.approx(float(said["factor"]), rel=0.006)


def test_bits_are_said_in_bits():
    nats, bits = (float(story.said(unit, 4.0)["charged"]) for unit in ("nats", "bits"))
    assert bits == pytest.approx(nats / math.log(2), abs=0.01)


@pytest.mark.parametrize("z0", ["0", "5.7", "10"])
def test_every_step_leads_to_its_laboratory_in_the_state_shown(visit, z0):
    links = [link.proto for link in visit("home", z0=z0).page_link][:STEPS]
    for link in links:
        fields = known(link.page)
        for name, (text,) in parse_qs(link.query_string).items():
            assert fields[name].field.parse(text).repair is None, (link.page, name, text)
    assert parse_qs(links[2].query_string)["z"] == [z0]


def test_the_picture_is_the_same_for_every_start_and_unit(visit):
    links: list[dict[str, str]] = [{}, {"z0": "3"}, {"units": "bits"}]
    specs = [json.loads(visit("home", **link).get("vega_lite_chart")[1].proto.spec) for link in links]
    assert all(spec["layer"] == specs[0]["layer"] for spec in specs)
    assert all(spec["params"] == specs[0]["params"] for spec in specs)


def test_the_logarithm_is_a_word_in_sentences_and_a_sign_in_formulas(visit, words):
    for units, word, sign in (("nats", "ln", r"\ln"), ("bits", "log₂", r"\log_2")):
        told = words(visit("home", units=units, z0="4"))
        assert f"−{word} 0.01799 = " in told
        outside = "".join(told.split("$")[::2])
        assert sign in told
        assert sign not in outside
