"""The charts of Nielsen's runs and of the softmax layer: what is drawn, in which look, and that only data change."""

import json
import math

import altair as alt
import numpy as np
import pytest

from core.charts.kit.theme import DASHES, NEUTRAL, QUANTITIES
from core.charts.training_race import softmax
from core.charts.training_race.nielsen import Curve, curve_rows, end_rows, learning_curves
from core.simulation.training_race.softmax import Setting, climbs

NAMES = {"cross_entropy": "ce", "squared_error": "se"}
TRUE = Curve(np.array([0.9, 0.8, 0.7]), "cross-entropy", "0.700", "cross_entropy", faint=True)
SCRIPT = Curve(np.array([0.9, 0.5, 0.1]), "script", "0.100", "cross_entropy", by_script=True)
SETTINGS = {
    "usual": Setting(3, 6.0, 0.15, 0.1),
    "even": Setting(2, 0.0, 0.15, 0.1),
    "leaping": Setting(3, 6.0, 100.0, 0.1),
    "beyond counting": Setting(10, 10.0, 0.005, 0.01),
}


def frames(setting: Setting) -> dict:
    found = climbs(setting)
    return {
        "lines": softmax.line_rows(found, setting),
        "dots": softmax.dot_rows(found, setting),
        "arrivals": softmax.arrival_rows(found, setting, NAMES),
        "finish_line": softmax.finish_rows(setting, "finish"),
        "ends": softmax.end_rows(setting),
    }


def learning_spec(share: bool, scripted: bool) -> dict:
    named = {name: alt.NamedData(name) for name in ("rows", "ends")}
    words = {"epoch": "epoch", "measure": "a"}
    return learning_curves(**named, epochs=300, words=words, share=share, scripted=scripted).to_dict()


def climb_spec() -> dict:
    named = {name: alt.NamedData(name) for name in ("lines", "dots", "arrivals", "finish_line", "ends")}
    return softmax.climb_chart(**named, words={"epoch": "epoch", "lead": "u"}).to_dict()


def test_the_curves_hold_every_epoch_and_their_ends() -> None:
    rows, ends = curve_rows([SCRIPT, TRUE]), end_rows([SCRIPT, TRUE])
    for kind, curve in (("script", SCRIPT), ("gradient", TRUE)):
        mine = rows[rows["kind"] == kind]
        assert mine["value"].tolist() == curve.heights.tolist()
        assert mine["epoch"].tolist() == [0.0, 1.0, 2.0]
    assert ends["text"].tolist() == ["0.100\nscript", "0.700\ncross-entropy"]
    assert ends["value"].tolist() == [0.1, 0.7]
    assert rows.groupby("kind")["strength"].first()["gradient"] < rows.groupby("kind")["strength"].first()["script"]


@pytest.mark.parametrize("share", [True, False])
def test_the_scripts_step_never_has_the_look_of_a_loss(share: bool) -> None:
    with_script = [layer for layer in learning_spec(share, True)["layer"] if "'script'" in json.dumps(layer)]
    assert len(with_script) == 2
    for layer in with_script:
        assert "color" not in layer["encoding"]
        assert layer["mark"]["color"] == NEUTRAL
    (line,) = (layer for layer in with_script if layer["mark"]["type"] == "line")
    assert line["mark"]["strokeDash"] not in list(DASHES.values())
    assert "'script'" not in json.dumps(learning_spec(share, False))


def test_outputs_stand_on_an_axis_from_0_to_1() -> None:
    scales = [layer["encoding"]["y"]["scale"] for layer in learning_spec(True, True)["layer"]]
    assert [scale["domain"] for scale in scales] == [[0, 1]] * 4
    assert all("domain" not in layer["encoding"]["y"]["scale"] for layer in learning_spec(False, True)["layer"])


@pytest.mark.parametrize("spec", [learning_spec(True, True), climb_spec()], ids=["nielsen", "softmax"])
def test_colours_come_from_the_fixed_domain_without_a_range(spec: dict) -> None:
    words = json.dumps(spec)
    assert json.dumps(list(QUANTITIES)) in words
    assert '"range": ["#' not in words


@pytest.mark.parametrize("name", SETTINGS)
def test_all_that_is_drawn_is_finite_and_inside_the_picture(name: str) -> None:
    drawn = frames(SETTINGS[name])
    top = drawn["ends"]["u"].max()
    for frame in drawn.values():
        numbers = frame.select_dtypes("number").to_numpy()
        assert np.isfinite(numbers).all()
        assert (frame["u"] <= top).all()
    assert (drawn["arrivals"]["u"] < top).all()
    assert drawn["arrivals"]["share"].between(0, 1).all()


def test_dots_lie_on_the_closed_form() -> None:
    drawn = frames(Setting(3, 6.0, 0.005, 0.1))
    for loss in NAMES:
        line, dots = (drawn[name][drawn[name]["quantity"] == loss] for name in ("lines", "dots"))
        assert line["epoch"].iloc[0] == 0.0
        expected = np.interp(dots["epoch"], line["epoch"], line["u"])
        np.testing.assert_allclose(dots["u"].iloc[:-1], expected[:-1], atol=0.05)


def test_a_leap_out_of_the_picture_leaves_its_arrival() -> None:
    drawn = frames(SETTINGS["leaping"])  # the first step adds 100 · 2 · 3 / (e^−6 + 2) = 300 to u
    dots = drawn["dots"][drawn["dots"]["quantity"] == "cross_entropy"]
    assert dots["epoch"].tolist() == [0.0]
    arrival = drawn["arrivals"].set_index("quantity").loc["cross_entropy"]
    assert arrival["epoch"] == 1.0
    assert arrival["u"] == pytest.approx(math.log(0.9 * 2 / 0.1))


def test_what_is_not_counted_arrives_by_the_closed_form() -> None:
    drawn = frames(SETTINGS["beyond counting"])
    line = drawn["lines"][drawn["lines"]["quantity"] == "squared_error"]
    arrival = drawn["arrivals"].set_index("quantity").loc["squared_error"]
    assert arrival["epoch"] == pytest.approx(line["epoch"].iloc[-1])
    assert arrival["epoch"] > 1e6
