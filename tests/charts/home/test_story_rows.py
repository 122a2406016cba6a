"""The picture of the story: nothing that is seen lies outside it, and the same neuron is where its numbers are."""

import numpy as np
import pytest

from core.app.home.epochs import STARTS
from core.app.home.story import HEADS, TOSSES
from core.charts.home import story_rows as rows

ENDS = np.full((2, len(STARTS)), 0.5)


@pytest.fixture
def places():
    return rows.places(STARTS, ENDS, HEADS, len(TOSSES)).set_axis(STARTS)


def test_every_place_has_a_column_or_is_a_number(places):
    things = rows.thing_rows(TOSSES)
    for column in (f"{side}{step}" for side in "xyuv" for step in range(1, rows.STEPS + 1)):
        assert all(place in places or 0.0 <= float(place) <= 1.0 for place in things[column]), column


def test_the_neuron_stays_on_its_curves(places):
    curves = rows.curve_rows(HEADS, len(TOSSES))
    for step, (quantity, x, y) in {
        1: ("model", "z", "a"),
        2: ("cross_entropy", "gave", "ce"),
        3: ("squared_error", "z", "se"),
        4: ("squared_error", "z", "slope_se"),
        7: ("cross_entropy", "z", "cross"),
    }.items():
        curve = curves[curves.quantity == quantity].sort_values(f"x{step}")
        for start in (0.0, 4.0, 10.0):
            here = places.loc[start]
            on_curve = np.interp(here[x], curve[f"x{step}"], curve[f"y{step}"])
            assert here[y] == pytest.approx(on_curve, abs=0.02), (step, start)


def test_what_training_cannot_lower_is_the_lowest_point_of_the_bowl():
    curve = rows.curve_rows(HEADS, len(TOSSES)).query("quantity == 'cross_entropy'")
    assert curve.y7.min() == pytest.approx(rows.up(rows.entropy_of(HEADS, len(TOSSES)), rows.MEANS), abs=0.005)
