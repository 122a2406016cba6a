"""The view of the race: the hand finds the end of the longer road; the first arrival is seen before it pulls back."""

import numpy as np
import pytest

from core.app.home.epochs import STARTS, epochs_by_start
from core.charts.home.epochs import ENDS, epoch_rows

NAMES = {"cross_entropy": "cross-entropy", "squared_error": "squared error"}


@pytest.fixture
def rows():
    return epoch_rows(STARTS, epochs_by_start(), NAMES)


def test_the_longer_road_ends_where_the_hand_of_its_start_is(rows):
    slow = rows[rows.quantity == "squared_error"]
    shares = (slow.epochs / (slow["first"] * 10.0**slow.pulls)).to_numpy()
    low, high = ENDS
    assert shares == pytest.approx(low + (high - low) * slow.start.to_numpy() / 10.0)


def test_cross_entropy_arrives_within_the_first_view(rows):
    fast = rows[rows.quantity == "cross_entropy"]
    assert (fast.epochs < 0.9 * fast["first"]).all()


def test_a_thousand_times_is_drawn_as_a_thousand_times(rows):
    worst = rows[rows.start == 10.0].set_index("quantity")
    assert worst.pulls.iloc[0] == 3
    lengths = worst.epochs / (worst["first"] * 1000.0)
    assert lengths["squared_error"] / lengths["cross_entropy"] == pytest.approx(worst.ratio.iloc[0])
    assert np.floor(worst.ratio.iloc[0]) in (1053, 1054)
