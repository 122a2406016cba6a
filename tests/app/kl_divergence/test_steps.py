"""Same steps on the page: its numbers, its sentences, its link."""

import json
import math

import pytest

from core.app.controls.fields import Choice, Stops
from core.app.kl_divergence.steps import CLASSES, RATE, SOFTNESS
from core.app.wording.figures import plain
from core.charts.kit.theme import UNITS
from core.simulation.kl_divergence.steps import Setting, walk
from tests.app.kl_divergence.screens import link


def steps(visit, **query):
    app = visit("kl_divergence", section="steps", **query)
    assert not app.exception
    return app


def test_the_sum_at_the_start_by_hand(visit, words):
    said = words(steps(visit))
    p, total = (0.8, 0.1, 0.1), math.log(1 + math.exp(6) + math.e)
    cross = p[0] * total + p[1] * (total - 6) + p[2] * (total - 1)
    entropy = -sum(share * math.log(share) for share in p)
    assert "Epoch 0:" in said
    for number in (cross, entropy, cross - entropy):
        assert f"{number:.3f}" in said
    bits = words(steps(visit, units="bits"))
    for number in (cross, entropy, cross - entropy):
        assert f"{number / math.log(2):.3f}" in bits


def test_one_number_or_two_floors(visit, words):
    one, two = "both losses are the same number", "It raises the curve"
    said = words(steps(visit, softness="0", epoch="40"))
    assert one in said
    assert two not in said
    said = words(steps(visit, softness="1", epoch="40"))
    assert two in said
    assert one not in said


def test_the_difference_between_the_paths_is_that_of_rounding_on_every_processor(visit, words):
    assert walk(Setting(0.3, 3, 0.2)).gap > 0
    for softness, classes in (("0", "4"), ("0.3", "3")):
        assert "over all epochs: **≤\u00a010⁻¹²**" in words(steps(visit, softness=softness, classes=classes))


def test_the_charts_tell_their_numbers(visit):
    app = steps(visit, epoch="100", rate="2")
    losses, bars = (
        app.session_state["_descriptions"]["kl_steps_losses"],
        app.session_state["_descriptions"]["kl_steps_bars"],
    )
    assert "At epoch 100 cross-entropy is 0.639 nats" in losses  # H(0.8, 0.1, 0.1)
    assert "p = 0.800, 0.100, 0.100; q = 0.800, 0.100, 0.100" in bars


def test_the_link_restores_everything(visit):
    query = {"section": "steps", "softness": "0.55", "rate": "0.5", "classes": "5", "epoch": "37"}
    app = visit("kl_divergence", **query)
    assert link(app) == query
    assert link(steps(visit)) == {"section": "steps"}


@pytest.mark.parametrize(
    "query",
    [
        {"softness": "nan"},
        {"softness": "-4", "rate": "1e999"},
        {"rate": "fast", "classes": "2", "epoch": "-1"},
        {"classes": "1e9", "epoch": "1e9"},
        {"epoch": "12.5", "softness": "0.123456"},
        {"epoch": "<b>x</b>", "classes": "**3**"},
    ],
)
def test_bad_links_are_repaired_and_said(visit, query):
    app = steps(visit, **query)
    said = [caption.value for caption in app.caption if ":material/info:" in caption.value]
    assert said
    kept = link(app)
    assert 0 <= float(kept.get("softness", SOFTNESS.field.default)) <= 1
    assert float(kept.get("rate", RATE.field.default)) in RATE.over_a(Stops).stops
    assert kept.get("classes", CLASSES.field.default) in CLASSES.over_a(Choice).options
    assert 0 <= int(kept.get("epoch", "0")) <= 100


def test_it_has_a_label_of_its_own_so_it_does_not_wait_for_p_and_q(visit, words):
    said = words(steps(visit, p="0.5,0.6", q="0.5,0.5"))
    assert "take probabilities that sum to 1" not in said
    assert "0.639" in said  # H(0.8, 0.1, 0.1)


@pytest.mark.parametrize("units", ["nats", "bits"])
def test_the_words_of_every_label_and_every_epoch_are_those_of_core(visit, units):
    """While p is dragged, or the frames play, the browser looks them up."""
    followed = steps(visit, softness="0.4", epoch="20", classes="4", units=units).session_state["_live_words"]
    for name, walks in (
        ("epoch", {epoch: (0.4, int(epoch)) for epoch in (0.0, 20.0, 77.0, 100.0)}),
        ("softness", {softness: (softness, 20) for softness in (0.0, 0.01, 0.4, 0.83, 1.0)}),
    ):
        stops, *_ = followed[name]["stops"]
        said = {place["name"]: dict(zip(stops, place["texts"], strict=True)) for place in followed[name]["places"]}
        for stop, (softness, epoch) in walks.items():
            found = walk(Setting(softness, 4, 0.2))
            numbers = {"cross": found.cross_entropy[epoch], "divergence": found.divergence[epoch]}
            for number, nats in numbers.items():
                assert said[number][stop] == plain(UNITS[units].of(float(nats))), (name, stop)
            if name == "softness":
                assert said["entropy"][stop] == plain(UNITS[units].of(found.floor))
                assert ("are the same number" in said["floor"][stop]) is (softness == 0.0)


@pytest.mark.parametrize(("lang", "ends"), [("en", "$ nats. H(p)"), ("zh", "$ 奈特。H(p)")])
def test_the_sentence_ends_as_its_language_does(visit, words, lang, ends):
    assert ends in words(steps(visit, lang=lang))


def test_the_drawings_do_not_change_with_the_numbers(visit):
    app = steps(visit)
    before = [json.loads(element.proto.spec) for element in app.get("vega_lite_chart")]
    assert len(before) == 3
    assert len(steps(visit, classes="4").get("vega_lite_chart")) == 2  # the triangle is for three
    app = steps(visit, softness="0")
    assert link(app)["softness"] == "0"
    for old, element in zip(before, app.get("vega_lite_chart"), strict=True):
        new = json.loads(element.proto.spec)
        old["data"] = new["data"] = {}
        assert new == old
