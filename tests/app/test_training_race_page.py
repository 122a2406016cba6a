"""The page's numbers against Nielsen's table and the law, both written down in tests/simulation."""

import json
import re

import pytest


def test_the_default_race(visit, words):
    said = words(visit("training_race"))
    assert "cross-entropy **50**, squared error **469** (the law says 50 and 469)" in said
    assert "**9.4** times as many" in said


@pytest.mark.parametrize(("start", "label"), [("fair", "0"), ("saturated", "0"), ("saturated", "1"), ("random", "0")])
def test_measured_and_predicted_agree(visit, words, start, label):
    said = words(visit("training_race", start=start, y=label))
    found = re.search(
        r"cross-entropy \*\*(.+?)\*\*, squared error \*\*(.+?)\*\* \(the law says (.+?) and (.+?)\)", said
    )
    assert found[1] == found[3]
    assert found[2] == found[4]


def test_a_run_that_does_not_arrive_is_trained_on_unseen(visit, words):
    said = words(visit("training_race", start="own", w="4", b="4", epochs="100"))
    assert "**10\u202f265**" in said
    assert "cross-entropy **63**" in said


def test_one_that_never_arrives_says_so(visit, words):
    said = words(visit("training_race", start="own", w="12", b="12", rate="0.005"))
    assert "more than 100\u202f000" in said


def test_nielsens_numbers_stand_in_the_description(visit):
    app = visit("training_race", start="saturated", epochs="300", epoch="300")
    alt = app.get("vega_lite_chart")[0].proto.alt
    assert "0.012 and 0.203" in alt  # 0.01201 and 0.20285
    fair = visit("training_race", start="fair", epochs="300", epoch="150").get("vega_lite_chart")[0].proto.alt
    assert "0.024 and 0.153" in fair  # 0.02407 and 0.15274


def test_the_step_shown_is_the_step_taken(visit, words):
    said = words(visit("training_race", section="update", epoch="0", start="saturated"))
    a = 0.9820137900379085
    assert rf"\textcolor{{#007FC7}}{{{2 - 0.15 * a:.4f}}}" in said
    assert rf"\textcolor{{#C95900}}{{{2 - 0.15 * a * a * (1 - a):.4f}}}" in said
    for number in ("(6)", "(7)", "(12)", "(13)"):
        assert number in said


def test_a_frame_beyond_the_race_is_brought_back(visit, words):
    app = visit("training_race", epochs="100", epoch="600")
    assert "outside the range" in words(app)
    assert "epoch=" not in app.session_state["_link"]


def test_both_are_judged_by_both_losses(visit):
    for measure in ("cross_entropy", "squared_error"):
        app = visit("training_race", show=measure)
        spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
        assert measure.replace("_", "-").replace("squared-error", "squared error") in json.dumps(spec["layer"][0])


def test_the_seed_is_part_of_the_link(visit):
    app = visit("training_race", start="random", seed="7")
    assert "seed=7" in app.session_state["_link"]
    again = visit("training_race", start="random", seed="7")
    first, second = (one.get("vega_lite_chart")[0].proto.alt for one in (app, again))
    assert first == second
    assert first != visit("training_race", start="random", seed="8").get("vega_lite_chart")[0].proto.alt
