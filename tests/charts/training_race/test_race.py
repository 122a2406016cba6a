"""The charts of the race: the races at all rates travel together, and nothing is given away before it is played."""

import math
from dataclasses import replace

import altair as alt
import numpy as np
import pytest

from core.app.training_race.method import RATES as STOPS
from core.charts.kit.measure import top_of
from core.charts.kit.theme import UNITS
from core.charts.training_race import race as charts
from core.simulation.training_race.race import RaceSettings, simulate, simulate_together

NATS, BITS = UNITS["nats"], UNITS["bits"]
NAMES = {"cross_entropy": "ce", "squared_error": "se"}
RATES = (0.005, 0.15, 5.0)


def family(settings=None, is_open=True, guess=0.0):
    settings = settings or RaceSettings(2.0, 2.0, epochs=600)
    races = simulate_together([replace(settings, learning_rate=rate) for rate in RATES])
    counted = {race.settings.learning_rate: race.epochs_to_target for race in races}
    resting = next(race for race in races if race.settings.learning_rate == settings.learning_rate)
    return charts.family(races, resting, NAMES, counted, is_open=is_open, guess=guess)


def numbers(text: str) -> np.ndarray:
    return np.array([float(part) for part in text.split(",")])


def logits(loss: str, rate: float, epochs: int) -> np.ndarray:
    """The neuron of Nielsen's chapter 3 from (2, 2), descended by hand: κ = 2."""
    z, seen = 4.0, []
    for _ in range(epochs + 1):
        seen.append(z)
        a = 1.0 / (1.0 + math.exp(-z))
        z -= rate * 2.0 * a * (a * (1.0 - a) if loss == "squared_error" else 1.0)
    return np.array(seen)


@pytest.mark.parametrize("loss", NAMES)
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("epochs", [50, 600, 5000])
def test_few_places_draw_the_whole_curve_at_every_rate(loss, rate, epochs):
    """Straight from place to place is right to half a hundredth of a logit, a pixel in 4000 of the sigmoid's width."""
    rows = family(RaceSettings(2.0, 2.0, epochs=epochs))
    (row,) = rows.query("quantity == @loss and rate == @rate").to_dict("records")
    places, series = numbers(row["places"]), numbers(row["series"])
    assert len(places) == len(series) <= 130
    assert places[0] == 0
    assert places[-1] == epochs
    by_hand = logits(loss, rate, epochs)
    drawn = np.interp(np.arange(epochs + 1), places, series)
    near = np.abs(by_hand) < charts.FURTHEST
    assert np.abs(drawn - by_hand)[near].max() <= charts.BENDS + 0.001
    if rate == 0.15:  # where the slider rests every epoch is exact
        np.testing.assert_allclose(numbers(row["exact"]), by_hand, rtol=5e-5, atol=1e-9)
    else:
        assert row["exact"] == ""


def test_one_batch_gives_the_same_races_as_one_at_a_time():
    settings = [RaceSettings(2.0, 2.0, learning_rate=rate, epochs=400) for rate in RATES]
    for race, alone in zip(simulate_together(settings), map(simulate, settings), strict=True):
        assert race.epochs_to_target == alone.epochs_to_target
        np.testing.assert_allclose(race.trajectory.logits, alone.trajectory.logits, rtol=1e-11)


@pytest.mark.parametrize(
    ("measure", "units", "top"),
    [("error", NATS, 1.0), ("cross_entropy", NATS, 5.0), ("cross_entropy", BITS, 6.0), ("squared_error", BITS, 0.5)],
)
def test_a_measure_is_drawn_as_shares_of_the_end_of_its_axis(measure, units, top):
    rows, ends = charts.scaled(family(), measure, units)
    assert ends["end"].tolist() == [0.0, top]
    assert rows["scale"].tolist() == pytest.approx([(units.per_nat if measure == "cross_entropy" else 1.0) / top] * 6)


def test_the_arrivals_and_what_a_guess_is_a_multiple_of():
    rows = family(guess=5.0).query("rate == 0.15").set_index("quantity")
    assert rows["arrival"].to_dict() == {"cross_entropy": 50, "squared_error": 469}
    assert set(rows["unit"]) == {50}
    assert set(rows["guess"]) == {5.0}


def layers_with(picture, mark):
    return [layer for layer in picture["layer"] if layer["mark"]["type"] == mark]


@pytest.mark.parametrize("measure", ["error", "cross_entropy", "squared_error"])
def test_what_is_drawn_in_full_ends_at_the_frame_and_what_is_ahead_waits_until_it_is_open(measure):
    named = [alt.NamedData(name) for name in ("family", "ends", "line")]
    words = {"epoch": "x", "measure": "y", "guess": "guess: "}
    faint, bold = layers_with(charts.race_chart(*named, measure, words).to_dict(), "line")
    assert {"filter": "datum.from_epoch < epoch"} in bold["transform"]
    assert {"calculate": "min(datum.epoch, epoch)", "as": "at"} in bold["transform"]
    assert faint["mark"]["opacity"] == 0.3
    assert {"filter": "datum.open"} in faint["transform"]
    assert {"filter": "datum.open"} not in bold["transform"]


def test_a_range_input_takes_every_stop_of_the_slider():
    for stop in STOPS:  # a range input takes whole steps only
        steps = (stop - charts.RATE.low) / charts.RATE.step
        assert steps == pytest.approx(round(steps))


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
        for rows in charts.scaled(family(settings), measure, NATS):
            assert np.isfinite(rows.select_dtypes("number").to_numpy()).all()
