"""The page's numbers against Nielsen's table and the law, both written down in tests/simulation."""

import json
import math
import re

import pandas as pd
import pyarrow as pa
import pytest

from core.simulation.training_race.race import RaceSettings, measure_epochs_to_target


def test_the_default_race(visit, words):
    said = words(visit("training_race", epoch="600"))
    assert "cross-entropy **50**, squared error **469** (the law says 50 and 469)" in said
    assert "9.4 times as many" in said


def rows(app, name: str, chart: int = 0) -> pd.DataFrame:
    """One of the data frames a chart was sent."""
    proto = app.get("vega_lite_chart")[chart].proto
    (data,) = (set_.data.data for set_ in proto.datasets if set_.name == name)
    return pa.ipc.open_stream(data).read_pandas()


@pytest.mark.parametrize(("start", "label"), [("fair", "0"), ("saturated", "0"), ("saturated", "1"), ("random", "0")])
def test_measured_and_predicted_agree(visit, words, start, label):
    said = words(visit("training_race", start=start, y=label, guess="shown"))
    found = re.search(
        r"cross-entropy \*\*(.+?)\*\*, squared error \*\*(.+?)\*\* \(the law says (.+?) and (.+?)\)", said
    )
    assert found[1] == found[3]
    assert found[2] == found[4]


def test_a_run_that_does_not_arrive_is_trained_on_unseen(visit, words):
    said = words(visit("training_race", start="own", w="4", b="4", epochs="100", guess="shown"))
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


@pytest.mark.parametrize("arguments", [{"epoch": "37"}, {"rate": "100"}, {"fair": "matched", "epoch": "3"}, {"y": "1"}])
def test_every_step_comes_out_on_a_calculator(visit, words, arguments):
    said = words(visit("training_race", section="update", **arguments))
    found = re.findall(r"= ([^$]*?) = \\textcolor\{#\w+\}\{(.+?)\}", re.sub(r"\\textcolor\{#6B7C8A\}", "", said))
    assert len(found) == 4
    for told, result in found:
        value = eval(told.replace("\\cdot", "*").replace("{", "(").replace("}", ")").replace("−", "-"))
        assert f"{value:.{len(result.partition('.')[2])}f}".replace("-", "−") == result


def test_a_frame_beyond_the_race_is_brought_back(visit, words):
    app = visit("training_race", epochs="100", epoch="600")
    assert "outside the range" in words(app)
    assert "epoch=100" in app.session_state["link_state"].link.split("&")


def test_both_are_judged_by_both_losses(visit):
    for measure in ("cross_entropy", "squared_error"):
        app = visit("training_race", show=measure)
        spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
        assert measure.replace("_", "-").replace("squared-error", "squared error") in json.dumps(spec["layer"][0])


def test_the_seed_is_part_of_the_link(visit):
    app = visit("training_race", start="random", seed="7")
    assert "seed=7" in app.session_state["link_state"].link
    again = visit("training_race", start="random", seed="7")
    first, second = (one.get("vega_lite_chart")[0].proto.alt for one in (app, again))
    assert first == second
    assert first != visit("training_race", start="random", seed="8").get("vega_lite_chart")[0].proto.alt


def test_the_page_asks_before_it_tells(visit, words):
    app = visit("training_race")
    assert "How many will squared error need?" in words(app)
    assert tells_nothing(app, words)
    assert "guess" not in app.session_state["link_state"].link


def tells_nothing(app, words) -> bool:
    """Whether neither words nor charts show what squared error needs."""
    described = app.session_state["_descriptions"]["race_measure_error"]
    return "469" not in words(app) + described and not rows(app, "family")["open"].any()


@pytest.mark.parametrize(
    ("guess", "verdict"),
    [("5", "1.9 times your guess"), ("10", "very close, it takes 9.4 times"), ("50", "it takes only 9.4 times")],
)
def test_a_guess_is_a_flag_first_and_is_answered_where_the_race_has_arrived(visit, words, guess, verdict):
    app = visit("training_race")
    app.button(key=f"race_guess_{guess}").click().run()
    assert tells_nothing(app, words)
    assert f"If squared error needs {guess} times as many epochs" in words(app)
    assert set(rows(app, "family")["guess"]) == {float(guess)}
    assert f"guess={guess}" in app.session_state["link_state"].link
    assert tells_nothing(visit("training_race", guess=guess, epoch="468"), words)
    said = words(visit("training_race", guess=guess, epoch="469"))
    assert f"You said {guess} times as many" in said
    assert verdict in said
    assert "squared error **469** (the law says 50 and 469)" in said


def test_the_words_of_the_crossing_travel_before_it_and_are_those_of_core(visit):
    """While it plays the browser looks them up: just before the second arrival they say nothing of it."""
    followed = visit("training_race", guess="5").session_state["_live_words"]["epoch"]
    (place,) = followed["places"]
    said = dict(zip(*followed["stops"], place["texts"], strict=True))
    assert said[49] == "Neither has reached the finish yet."
    assert said[50] == said[468] == "Cross-entropy is at the finish after 50 epochs; squared error is not there yet."
    assert said[469].startswith(
        "Cross-entropy needs 50 epochs to the finish, squared error 469: 9.4 times as many. You"
    )


def test_the_words_of_every_rate_are_counted(visit):
    followed = visit("training_race", guess="shown").session_state["_live_words"]["rate"]
    said = {place["name"]: dict(zip(*followed["stops"], place["texts"], strict=True)) for place in followed["places"]}
    for rate in (0.02, 0.15, 0.6, 5.0):
        for short, loss in (("ce", "cross_entropy"), ("se", "squared_error")):
            counted = measure_epochs_to_target(
                RaceSettings(2.0, 2.0, learning_rate=rate, squared_error_rate=rate), loss
            )
            assert said[short][rate] == f"{counted:,}".replace(",", "\u202f")
    assert said["law"][0.15] == " (the law says 50 and 469)"


@pytest.mark.parametrize("label", ["0", "1"])
def test_the_words_of_every_start_that_can_be_held_are_counted(visit, label):
    followed = visit("training_race", guess="shown", y=label, start="own", w="1", b="-1")
    followed = followed.session_state["_live_words"]["z0"]
    said = {place["name"]: dict(zip(*followed["stops"], place["texts"], strict=True)) for place in followed["places"]}
    for z in (-3.0, 1.5, 4.0, 6.0):
        settings = RaceSettings(0.0, z, label=float(label))
        counted = measure_epochs_to_target(settings, "squared_error")
        assert said["se"][z] == f"{counted:,}".replace(",", "\u202f")
        assert said["law"][z].endswith(f" {said['se'][z]})")


def test_showing_without_a_guess_and_guessing_again(visit, words):
    app = visit("training_race", guess="shown")
    assert "You said" not in words(app)
    assert "**469**" in words(app)
    app.button(key="race_guess_again").click().run()
    assert tells_nothing(app, words)
    assert app.session_state["link_state"].link == ""


def test_a_race_that_was_played_is_no_riddle_any_more(visit, words):
    assert "**469**" in words(visit("training_race", epoch="10"))
    assert "guess=shown" in visit("training_race", epoch="10").session_state["link_state"].link


def test_an_unknown_guess_is_repaired(visit, words):
    said = words(visit("training_race", guess="7"))
    assert "“`7`” is not one of the options" in said
    assert "How many will squared error need?" in said


@pytest.mark.parametrize("arguments", [{"w": "12", "b": "12", "rate": "0.005"}, {"w": "-5", "b": "0"}])
def test_there_is_nothing_to_guess_where_nobody_arrives_or_all_are_there(visit, words, arguments):
    said = words(visit("training_race", start="own", **arguments))
    assert "How many" not in said
    assert "Epochs to the finish" in said


def test_a_matched_first_step_needs_the_rate_that_makes_up_for_the_slope(visit, words):
    said = words(visit("training_race", fair="matched", guess="shown"))
    a = 0.9820137900379085
    assert f"η = {0.15 / (a * (1 - a)):.3f}" in said
    assert "derived for smaller steps" in said


def test_a_rate_each(visit, words):
    app = visit("training_race", fair="own", rate="0.15", rate2="2", guess="shown")
    z, epochs = 4.0, 0
    while (a := 1.0 / (1.0 + math.exp(-z))) > 0.1:
        z, epochs = z - 2.0 * 2.0 * a * a * (1.0 - a), epochs + 1
    assert f"cross-entropy **50**, squared error **{epochs}**" in words(app)
    assert "fair=own" in app.session_state["link_state"].link
    assert "rate2=2" in app.session_state["link_state"].link


def test_adam_ends_the_slow_start_and_the_law_is_silent(visit, words):
    said = words(visit("training_race", optimiser="adam", guess="shown"))
    assert "cross-entropy **24**, squared error **21**" in said
    assert "law says" not in said
    assert "slow start is gone" in said
    said = words(visit("training_race", optimiser="momentum", guess="shown"))
    assert "the slow start remains" in said
    said = words(visit("training_race", optimiser="momentum", section="update"))
    assert "Choose it as the optimiser" in said


def test_a_guess_is_an_answer_to_its_own_race_only(visit, words):
    app = visit("training_race", guess="5", epoch="600")
    assert "You said 5 times" in words(app)
    set_to(app, "start", "badly_saturated")
    assert "You said" not in words(app)
    assert "Epochs to the finish" in words(app)
    assert "guess=shown" in app.session_state["link_state"].link
    app = visit("training_race", guess="5")
    set_to(app, "start", "badly_saturated")
    assert "How many will squared error need?" in words(app)
    assert not rows(app, "family")["guess"].any()


def set_to(app, name: str, value) -> None:
    """As a control does that is not on the screen."""
    app.session_state["link_state"].put(name, value)
    app.run()


def test_a_guess_stays_through_the_learning_rates(visit, words):
    app = visit("training_race", guess="5", rate="0.5", epoch="600")
    assert "it takes 9.4 times as many" in words(app)
    assert "squared error **141**" in words(app)


def test_as_many_or_fewer_is_said_in_words_and_right_below_one(visit, words):
    said = words(visit("training_race", guess="1", epoch="600"))
    assert "You said as many or fewer; it takes 9.4 times as many, 9.4 times your guess" in said
    # Adam needs 24 epochs with cross-entropy and 21 with squared error.
    said = words(visit("training_race", guess="1", optimiser="adam", epoch="600"))
    assert "You said as many or fewer: very close" in said


def test_large_ratios_are_told_alike_everywhere(visit, words):
    said = words(visit("training_race", start="badly_saturated", guess="200", epoch="600"))
    assert "very close, it takes 163 times as many" in said  # 10265 / 63 = 162.9
    assert "163 times as many" in said


def test_switches_keep_the_guess(visit, words):
    app = visit("training_race", guess="5", lang="zh", units="bits", epoch="600")
    assert "你猜的是“5 倍”" in words(app)
    assert "guess=5" in app.session_state["link_state"].link
