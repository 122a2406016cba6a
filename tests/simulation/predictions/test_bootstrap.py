"""The interval for the difference of two models: beside scipy's bootstrap and its t-free normal interval."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from core.simulation.predictions import bootstrap as module
from core.simulation.predictions.bootstrap import paired_difference


def losses(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    first = rng.exponential(0.7, n)
    return first, first + rng.normal(0.05, 0.3, n)


def test_beside_scipys_paired_bootstrap():
    first, second = losses(120)
    found = paired_difference(first, second, seed=3, draws=10_000)
    theirs = stats.bootstrap(
        (first, second),
        lambda a, b, axis: (a - b).mean(axis=axis),
        paired=True,
        method="percentile",
        n_resamples=10_000,
        rng=np.random.default_rng(4),
    )
    low, high = theirs.confidence_interval
    # The 2.5 % quantile of 10⁴ draws has a standard error of √(0.025 · 0.975 / 10⁴) / φ(1.96) ≈ 0.027 deviations;
    # two such differ by 0.038, and 4 times that is allowed.
    margin = 4 * 0.038 * theirs.standard_error
    assert found.method == "bootstrap"
    assert found.difference == pytest.approx(np.mean(first) - np.mean(second), rel=1e-12)
    assert found.low == pytest.approx(low, abs=margin)
    assert found.high == pytest.approx(high, abs=margin)


def test_the_pairs_stay_together():
    """A constant difference of very different losses has an interval without width."""
    first = np.random.default_rng(0).exponential(5.0, 50)
    found = paired_difference(first, first + 0.25, seed=1)
    assert found.low == pytest.approx(-0.25)
    assert found.high == pytest.approx(-0.25)


def test_all_samples_of_three_rows():
    """With three rows the 27 equally likely samples can be listed: the quantiles of their means are the interval."""
    values = np.array([0.0, 1.0, 5.0])
    means = sorted(sum(draw) / 3 for draw in itertools.product(values, repeat=3))
    found = paired_difference(values, np.zeros(3), seed=7, level=0.5, draws=10_000)
    assert found.low == pytest.approx(means[6])  # 1/4 of 27 is 6.75: the seventh
    assert found.high == pytest.approx(means[20])


def test_same_seed_same_interval():
    first, second = losses(80)
    one, again = (paired_difference(first, second, seed=5) for _ in range(2))
    assert one == again
    assert paired_difference(first, second, seed=6).low != one.low
    assert one.infinite == 0


def test_blocks_leave_no_trace(monkeypatch):
    first, second = losses(30)
    whole = paired_difference(first, second, seed=5, draws=101)
    monkeypatch.setattr(module, "BLOCK", 70)
    assert paired_difference(first, second, seed=5, draws=101) == whole


def test_swapped_models_swap_the_sign():
    first, second = losses(80)
    there, back = paired_difference(first, second, seed=5), paired_difference(second, first, seed=5)
    assert (back.difference, back.low, back.high) == pytest.approx((-there.difference, -there.high, -there.low))


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_many_rows_have_the_normal_interval(level):
    first, second = losses(module.MOST_RESAMPLED + 1)
    found = paired_difference(first, second, seed=5, level=level)
    differences = first - second
    low, high = stats.norm.interval(level, differences.mean(), stats.sem(differences))
    assert found.method == "normal"
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)


def test_both_methods_agree_where_they_meet():
    first, second = losses(module.MOST_RESAMPLED)
    drawn = paired_difference(first, second, seed=5)
    low, high = stats.norm.interval(0.95, drawn.difference, stats.sem(first - second))
    assert drawn.method == "bootstrap"
    assert drawn.low == pytest.approx(low, abs=0.15 * (high - low))
    assert drawn.high == pytest.approx(high, abs=0.15 * (high - low))


def test_intervals_hold_the_truth_as_often_as_they_say():
    held = 0
    for seed in range(300):
        first, second = losses(60, seed)  # the true difference is −0.05
        found = paired_difference(first, second, seed, level=0.9, draws=400)
        held += found.low <= -0.05 <= found.high
    assert 0.9 * 300 - held < 4 * math.sqrt(300 * 0.9 * 0.1)
    assert held < 300


@pytest.mark.parametrize(
    ("first", "second", "difference", "infinite"),
    [
        ([1.0, math.inf], [1.0, 2.0], math.inf, 1),
        ([1.0, 3.0], [math.inf, math.inf], -math.inf, 2),
        ([1.0, math.inf], [math.inf, 2.0], None, 2),
        ([math.inf, 1.0], [math.inf, 2.0], None, 1),
    ],
)
def test_infinite_losses_have_no_interval(first, second, difference, infinite):
    found = paired_difference(first, second, seed=0)
    assert (found.difference, found.infinite) == (difference, infinite)
    assert (found.low, found.high, found.method) == (None, None, "none")


def test_one_row_has_no_interval():
    found = paired_difference([1.0], [0.75], seed=0)
    assert (found.difference, found.low, found.high, found.method) == (0.25, None, None, "none")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"first": [], "second": []}, r"first has shape \(0,\)"),
        ({"first": [1.0]}, r"first has shape \(1,\) and second \(2,\)"),
        ({"first": [[1.0, 2.0]], "second": [[1.0, 2.0]]}, r"first has shape \(1, 2\)"),
        ({"first": [1.0, math.nan]}, r"first\[1\] = nan is not a number"),
        ({"second": [1.0, -math.inf]}, "second holds a loss of -inf"),
        ({"seed": -1}, "seed = -1"),
        ({"seed": 1.5}, "seed = 1.5"),
        ({"level": 1.0}, "level = 1.0"),
        ({"level": math.nan}, "level = nan"),
        ({"draws": 99}, "draws = 99"),
        ({"draws": 10_001}, "draws = 10001"),
    ],
)
def test_what_is_not_let_in(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        paired_difference(**{"first": [1.0, 2.0], "second": [2.0, 1.0], "seed": 0} | arguments)


def test_rows_that_belong_together_are_drawn_together():
    rng = np.random.default_rng(3)
    means = rng.normal(size=40)
    groups = np.repeat(np.arange(40), 5)
    losses = 10.0 + means[groups]
    alone = paired_difference(losses, np.full(200, 10.0), 0)
    together = paired_difference(losses, np.full(200, 10.0), 0, groups=groups)
    of_groups = paired_difference(10.0 + means, np.full(40, 10.0), 0)
    assert together.difference == pytest.approx(alone.difference, rel=1e-12)
    assert (together.low, together.high) == pytest.approx((of_groups.low, of_groups.high), rel=1e-12)
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_the_normal_interval_of_many_groups_is_that_of_their_means():
    rng = np.random.default_rng(4)
    means = rng.normal(size=20_000)
    losses, groups = 10.0 + np.repeat(means, 2), np.repeat(np.arange(20_000), 2)
    together = paired_difference(losses, np.full(40_000, 10.0), 0, groups=groups)
    half = 1.959963984540054 * means.std(ddof=1) / np.sqrt(20_000)
    assert together.method == "normal"
    assert together.high - together.low == pytest.approx(2 * half, rel=1e-9)
