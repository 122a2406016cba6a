"""The learning curves of the race: drawn up to the frame, and nothing given away before it is revealed."""

import math

import altair as alt
import numpy as np
import pytest

from core.charts.kit.measure import measure_chart, top_of
from core.charts.kit.theme import UNITS
from core.charts.training_race import race as charts
from core.simulation.training_race.race import RaceSettings, simulate

NATS, BITS = UNITS["nats"], UNITS["bits"]
NAMES = {"cross_entropy": "ce", "squared_error": "se"}
FRAMES = ("runners", "so_far", "ahead", "ends", "line", "marks")


def frames(settings=None, measure="error", units=NATS, revealed=True):
    race = simulate(settings or RaceSettings(2.0, 2.0, epochs=600))
    return dict(zip(FRAMES, charts.measure_frames(race, measure, units, NAMES, "finish", revealed), strict=True))


def spec(measure="error"):
    named = {name: alt.NamedData(name) for name in FRAMES}
    return measure_chart(**named, measure=measure, words={"epoch": "x", "measure": "y"}).to_dict()


def outputs(loss: str, epochs: int) -> list[float]:
    """The neuron of Nielsen's chapter 3 from (2, 2), descended by hand: κ = 2, η = 0.15."""
    z, seen = 4.0, []
    for _ in range(epochs + 1):
        a = 1.0 / (1.0 + math.exp(-z))
        seen.append(a)
        z -= 0.15 * 2.0 * a * (a * (1.0 - a) if loss == "squared_error" else 1.0)
    return seen


@pytest.mark.parametrize("loss", NAMES)
def test_the_curves_are_the_runs(loss):
    rows = frames()["so_far"].query("quantity == @loss")
    by_hand = np.array(outputs(loss, 600))
    assert rows["epoch"].iloc[[0, -1]].tolist() == [0, 600]
    np.testing.assert_allclose(rows["share"], by_hand[rows["epoch"]], rtol=1e-9)


@pytest.mark.parametrize("start", [(0.6, 0.9), (2.0, 2.0), (4.0, 4.0)])
@pytest.mark.parametrize("epochs", [50, 600, 5000])
@pytest.mark.parametrize("rate", [0.005, 0.15, 5.0])
@pytest.mark.parametrize("measure", ["error", "cross_entropy", "squared_error"])
def test_few_places_draw_the_whole_curve(start, epochs, rate, measure):
    """Straight from place to place is right to 0.2 % of the height, a third of a pixel, at every epoch."""
    race = simulate(RaceSettings(*start, learning_rate=rate, epochs=epochs))
    _, shown, _, ends, *_ = charts.measure_frames(race, measure, NATS, NAMES, "finish", True)
    truths = {
        "error": np.abs(race.trajectory.errors[:, :, 0]),
        "cross_entropy": race.trajectory.cross_entropy,
        "squared_error": race.trajectory.squared_error,
    }[measure]
    for loss, truth in zip(race.losses, truths, strict=True):
        rows = shown.query("quantity == @loss")
        assert len(rows) <= 120
        drawn = np.interp(np.arange(epochs + 1), rows["epoch"], rows["share"] * ends["end"].max())
        assert np.abs(drawn - truth).max() <= 0.0021 * truths.max(), loss


@pytest.mark.parametrize(
    ("measure", "units", "of"),
    [
        ("cross_entropy", NATS, lambda a: -math.log1p(-a)),
        ("cross_entropy", BITS, lambda a: -math.log2(1.0 - a)),
        ("squared_error", BITS, lambda a: a * a / 2.0),
    ],
)
def test_both_runs_under_one_loss(measure, units, of):
    shown = frames(measure=measure, units=units)
    top = shown["ends"]["end"].max()
    for loss in NAMES:
        start = shown["so_far"].query("quantity == @loss and epoch == 0")["share"].item() * top
        end = shown["so_far"].query("quantity == @loss and epoch == 600")["share"].item() * top
        by_hand = outputs(loss, 600)
        assert start == pytest.approx(of(by_hand[0]), rel=1e-9)
        assert end == pytest.approx(of(by_hand[600]), rel=1e-9)


def test_the_arrivals():
    marks = frames()["marks"].set_index("quantity")
    assert marks["epoch"].to_dict() == {"cross_entropy": 50, "squared_error": 469}
    assert set(marks["share"]) == {0.1}
    assert len(frames(RaceSettings(2.0, 2.0, epochs=300))["marks"]) == 1  # squared error is still on its way


def test_nothing_ahead_is_given_away_before_it_is_revealed():
    hidden, shown = frames(revealed=False), frames()
    assert len(hidden["ahead"]) == len(hidden["marks"]) == 0
    assert shown["ahead"].equals(shown["so_far"])
    for name in ("runners", "so_far", "ends", "line"):
        assert hidden[name].equals(shown[name])
    for name in FRAMES:
        assert list(hidden[name]) == list(shown[name])


def layers_over(picture, name):
    return [layer for layer in picture["layer"] if layer.get("data", {}).get("name") == name]


@pytest.mark.parametrize("measure", ["error", "cross_entropy", "squared_error"])
def test_what_is_drawn_in_full_ends_at_the_frame(measure):
    picture = spec(measure)
    (bold,), (faint,) = layers_over(picture, "so_far"), layers_over(picture, "ahead")
    assert {"filter": "datum.from_epoch < epoch"} in bold["transform"]
    assert bold["encoding"]["x"]["field"] == "at"
    assert {"calculate": "min(datum.epoch, epoch)", "as": "at"} in bold["transform"]
    assert faint["mark"]["opacity"] == 0.3
    assert "transform" not in faint
    assert bold["encoding"]["y"]["scale"] == faint["encoding"]["y"]["scale"] == {"domain": [0, 1], "nice": False}


@pytest.mark.parametrize(
    ("highest", "top"), [(0.48, 0.5), (0.5, 0.5), (4.02, 5.0), (1.01, 1.2), (9.9, 10.0), (173.0, 200.0), (3e-7, 3e-7)]
)
def test_the_axis_ends_at_a_round_number(highest, top):
    assert top_of(np.array([[0.0, highest]]), "cross_entropy") == pytest.approx(top)
    assert top_of(np.array([[0.0, highest]]), "error") == 1.0


@pytest.mark.parametrize("measure", ["error", "cross_entropy", "squared_error"])
def test_no_number_is_not_a_number(measure):
    extremes = (RaceSettings(12.0, 12.0, epochs=600, target=0.01), RaceSettings(-12.0, -12.0, label=1.0, epochs=50))
    for settings in extremes:
        for name, rows in frames(settings, measure).items():
            assert np.isfinite(rows.select_dtypes("number").to_numpy()).all(), name
