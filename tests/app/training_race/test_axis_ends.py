"""Where an axis ends: fixed stops, then multiples of the last."""

import pytest

from core.app.training_race.axis_ends import axis_end


@pytest.mark.parametrize(
    ("size", "expected"), [(-3.0, 6.0), (0.0, 6.0), (6.0, 6.0), (6.1, 12.0), (12.0, 12.0), (12.1, 24.0), (60.0, 60.0)]
)
def test_the_first_stop_that_holds(size, expected):
    assert axis_end(size, (6.0, 12.0)) == expected
