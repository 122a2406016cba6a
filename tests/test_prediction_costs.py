"""A fifth of the benchmark of predictions: the bounds are those of a million rows, in proportion."""

import math

import pytest

from tests.bench_predictions import MOST_MEGABYTES, MOST_SECONDS, measure


def test_two_hundred_thousand_rows_stay_within_their_part_of_the_bounds():
    cost = measure(200_000)
    assert cost.rows == 200_000
    # Of labels that follow a uniform probability: −∫ [a ln a + (1−a) ln(1−a)] da = ½.
    assert cost.cross_entropy == pytest.approx(0.5, abs=4 / math.sqrt(200_000))
    assert cost.megabytes < MOST_MEGABYTES
    # Even the processor's own time grows on a machine that does other work as well: the best of a few turns counts.
    best = cost.processor
    for _ in range(4):
        if best < MOST_SECONDS / 5:
            break
        best = min(best, measure(200_000).processor)
    assert best < MOST_SECONDS / 5
