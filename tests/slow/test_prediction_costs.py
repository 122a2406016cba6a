"""A fifth of the benchmark of predictions: its numbers and its memory; seconds are the benchmark's own affair."""

import math

import pytest

from tests.slow.bench_predictions import MOST_MEGABYTES, MOST_MEGABYTES_WHOLE, measure


def test_two_hundred_thousand_rows_stay_within_the_memory():
    cost = measure(200_000)
    assert cost.rows == 200_000
    # Of labels that follow a uniform probability: −∫ [a ln a + (1−a) ln(1−a)] da = ½.
    assert cost.cross_entropy == pytest.approx(0.5, abs=4 / math.sqrt(200_000))
    assert cost.megabytes < MOST_MEGABYTES
    assert cost.whole_megabytes < MOST_MEGABYTES_WHOLE
