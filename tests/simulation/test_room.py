"""A room's scores, against 50 digits and against Jensen's inequality."""

from itertools import pairwise

import mpmath as mp
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.simulation.room import (
    FLOOR,
    WHOLE,
    almost_sure,
    are_shares,
    crowd,
    equal,
    forecast,
    give_way,
    nats,
    paired_gain,
    score,
)


@pytest.fixture(autouse=True, scope="module")
def fifty_digits():
    with mp.workdps(50):
        yield


@some.composite
def rows(draw, options=None):
    """A row of shares, by its cuts."""
    count = options or draw(some.integers(2, 4))
    free = WHOLE - count * FLOOR
    cuts = sorted(draw(some.lists(some.integers(0, free), min_size=count - 1, max_size=count - 1)))
    ends = [0, *cuts, free]
    return tuple(FLOOR + right - left for left, right in pairwise(ends))


@some.composite
def rooms(draw):
    options = draw(some.integers(2, 4))
    return draw(some.lists(rows(options), min_size=1, max_size=40)), draw(some.integers(0, options - 1))


@given(rooms())
def test_scores_by_fifty_digits_and_jensen(room):
    answers, right = room
    found = score(answers, right)
    probabilities = [mp.mpf(row[right]) / WHOLE for row in answers]
    mean = mp.fsum(probabilities) / len(answers)
    assert found.room == pytest.approx(float(-mp.log(mean)), rel=1e-14, abs=1e-15)
    members = mp.fsum(-mp.log(p) for p in probabilities) / len(answers)
    assert found.members == pytest.approx(float(members), rel=1e-13)
    assert sum(found.forecast) == pytest.approx(1, abs=1e-14)
    assert found.best - 1e-15 <= found.room <= found.members + 1e-13
    given_to_it = [row[right] for row in answers]  # whole numbers: nothing to round
    assert found.beaten == sum(share * len(answers) < sum(given_to_it) for share in given_to_it) / len(answers)


def test_a_room_need_not_beat_most_of_its_members():
    # 60 say 0.9 and 40 say 0.1: ln of 0.58 by hand.
    found = score([(1080, 120)] * 60 + [(120, 1080)] * 40, 0)
    assert found.forecast == pytest.approx((0.58, 0.42))
    assert (found.room, found.members) == pytest.approx((0.544727, 0.984251), abs=1e-6)
    assert found.beaten == 0.4


def test_the_worst_and_the_best_score():
    assert nats(almost_sure(4, 0), 1) == pytest.approx(float(mp.log(100)))
    assert nats(almost_sure(4, 0), 0) == pytest.approx(float(-mp.log(mp.mpf("0.97"))))
    assert [nats(equal(k), 0) for k in (2, 3, 4)] == pytest.approx([float(mp.log(k)) for k in (2, 3, 4)])


@given(rows(), some.data())
def test_bars_always_sum_to_one_and_stop_at_the_floor(row, data):
    place = data.draw(some.integers(0, len(row) - 1))
    pulled = give_way(row, place, data.draw(some.integers(-WHOLE, 2 * WHOLE)))
    assert are_shares(pulled, len(row))
    # To one end and back again, from the row the drag began with: nothing has been lost.
    assert give_way(row, place, row[place]) == row


def test_the_others_keep_their_proportions():
    # 400 : 200 above the floor; then 576 are left for them.
    assert give_way((412, 212, 576), 2, 588) == (404, 208, 588)
    # Where all others stood at the floor they share alike.
    assert give_way((12, 12, 1176), 2, 600) == (300, 300, 600)


@pytest.mark.parametrize(
    "shares",
    [
        *([600, 601], [600, 599], [1200, 0], [1189, 11], [600.0, 600], [True, 1199], ["600", "600"], [400, 400, 400]),
        *([], None, "600,600", {"0": 600, "1": 600}, [float("nan"), 600], [-12, 1212]),
    ],
)
def test_what_is_no_answer(shares):
    assert not are_shares(shares, 2)


@given(some.lists(some.floats(0, 1e4), min_size=1, max_size=50), some.floats(0, 1e4))
def test_the_error_of_the_mean_is_the_mean_error_less_the_variance(numbers, right):
    found = crowd(numbers, right)
    exact = [mp.mpf(number) for number in numbers]
    mean = mp.fsum(exact) / len(exact)
    assert found.squared_error == pytest.approx(float((mean - mp.mpf(right)) ** 2), rel=1e-9, abs=1e-6)
    assert found.squared_error == pytest.approx(found.mean_squared_error - found.variance, rel=1e-9, abs=1e-6)


def test_a_second_round_is_compared_with_the_first_of_the_same_phones():
    first, second = (
        {"1": (600, 600), "2": (300, 900), "3": (600, 600)},
        {"1": (900, 300), "2": (300, 900), "4": (12, 1188)},
    )
    gain, both = paired_gain(first, second, 0)
    assert (gain, both) == (pytest.approx(float(mp.log(mp.mpf("1.5")) / 2)), 2)
    assert paired_gain(first, {}, 0) is None
    assert forecast([(600, 600), (300, 900)]) == (0.375, 0.625)
