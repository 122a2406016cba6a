"""Draws and drawn data: seeded, of the right law, and refused where they make no sense."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.datasets import make_circles, make_moons

from core.data.datasets import SHAPES, circles, draw_tosses, exclusive_or, moons, two_clouds


def test_tosses_are_zeros_and_ones_in_the_right_share():
    tosses = draw_tosses(0.3, 100_000, seed=1)
    assert tosses.shape == (100_000,)
    assert tosses.dtype == np.int64
    assert set(tosses.tolist()) == {0, 1}
    assert abs(tosses.mean() - 0.3) < 5.0 * math.sqrt(0.3 * 0.7 / 100_000)


def test_tosses_are_the_same_for_the_same_seed_only():
    np.testing.assert_array_equal(draw_tosses(0.5, 200, seed=7), draw_tosses(0.5, 200, seed=7))
    assert np.any(draw_tosses(0.5, 200, seed=7) != draw_tosses(0.5, 200, seed=8))


def test_longer_series_and_likelier_heads_only_add():
    np.testing.assert_array_equal(draw_tosses(0.5, 50, seed=3), draw_tosses(0.5, 80, seed=3)[:50])
    assert np.all(draw_tosses(0.4, 500, seed=3) <= draw_tosses(0.6, 500, seed=3))


def test_certain_coins():
    assert not draw_tosses(0.0, 1000, seed=0).any()
    assert draw_tosses(1.0, 1000, seed=0).all()
    assert draw_tosses(0.5, 0, seed=0).shape == (0,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: draw_tosses(1.2, 10, 0), r"probability = 1.2 is outside \[0, 1\]"),
        (lambda: draw_tosses(math.nan, 10, 0), "nan"),
        (lambda: draw_tosses([0.1, 0.2], 10, 0), r"probability has shape \(2,\), not \(\)"),
        (lambda: draw_tosses(0.5, -1, 0), "count = -1 is not a whole number from 0 to 1000000"),
        (lambda: draw_tosses(0.5, 10, -1), "seed = -1 is not a whole number"),
        (lambda: draw_tosses(0.5, 10, None), "seed = None is not a whole number"),
    ],
)
def test_refused_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def separable(inputs, labels):
    """Whether some (w, b) has (2y − 1)(w·x + b) ≥ 1 for every sample: a linear programme that says yes or no."""
    signed = (2.0 * labels - 1.0)[:, None] * np.column_stack([inputs, np.ones(len(inputs))])
    return linprog(np.zeros(signed.shape[1]), A_ub=-signed, b_ub=-np.ones(len(signed)), bounds=(None, None)).status == 0


MAKERS = {
    "two_clouds": lambda n, noise, seed: two_clouds(n, 0.1 + noise, 0.0, seed),
    **SHAPES,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("n", [4, 5, 6, 7, 200, 201])
def test_two_inputs_and_balanced_classes(make, n):
    data = make(n, 0.1, seed=3)
    assert data.raw.shape == (n, 2)
    assert np.bincount(data.labels).tolist() == [(n + 1) // 2, n // 2]
    assert (data.columns, data.classes, data.standardised) == (("x₁", "x₂"), ("0", "1"), False)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_the_same_data_for_the_same_seed_only(make):
    first, again, other = make(50, 0.2, seed=7), make(50, 0.2, seed=7), make(50, 0.2, seed=8)
    np.testing.assert_array_equal(first.raw, again.raw)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert np.all(first.raw != other.raw)


@pytest.mark.parametrize("make", SHAPES.values(), ids=SHAPES)
def test_more_noise_moves_every_sample_further_the_same_way(make):
    clean, some, twice = (make(200, noise, seed=1).raw for noise in (0.0, 0.3, 0.6))
    np.testing.assert_allclose(twice - clean, 2.0 * (some - clean), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("make", SHAPES.values(), ids=SHAPES)
def test_noise_is_a_standard_deviation(make):
    n = 20_000
    moved = make(n, 0.25, seed=2).raw - make(n, 0.0, seed=2).raw
    assert np.all(np.abs(moved.mean(axis=0)) < 5.0 * 0.25 / math.sqrt(n))
    assert np.all(np.abs(moved.std(axis=0) - 0.25) < 5.0 * 0.25 / math.sqrt(2 * n))


@pytest.mark.parametrize("make", SHAPES.values(), ids=SHAPES)
def test_shapes_lie_about_the_origin_with_about_unit_spread(make):
    raw = make(400, 0.0, seed=0).raw
    np.testing.assert_allclose(raw.mean(axis=0), 0.0, atol=1e-9)
    assert 0.95 < math.sqrt(np.mean(raw**2)) < 1.05


@pytest.mark.parametrize("make", SHAPES.values(), ids=SHAPES)
def test_no_line_parts_a_shape(make):
    data = make(100, 0.0, seed=0)
    assert not separable(data.raw, data.labels)


# 2 Φ(−d/2) from a printed table of the normal distribution: Φ(−1) = 0.158655, Φ(−1.644854) = 0.05, Φ(−0.5) = 0.308538
@pytest.mark.parametrize(("overlap", "distance"), [(0.317311, 2.0), (0.1, 3.289707), (0.617075, 1.0)])
def test_the_overlap_places_the_centres(overlap, distance):
    near, far = two_clouds(10, overlap, 0.0, seed=4), two_clouds(10, 0.001, 0.0, seed=4)
    sign = 2.0 * near.labels - 1.0
    half = (far.raw - near.raw) * sign[:, None]  # the same noise: what is left are the centres
    np.testing.assert_allclose(half, half[:1].repeat(10, axis=0), atol=1e-12)
    np.testing.assert_allclose(np.hypot(*half[0]), 3.290527 - distance / 2.0, atol=2e-5)  # Φ(−3.290527) = 0.0005
    np.testing.assert_allclose(half[0, 0] / half[0, 1], 4.0 / 3.0, rtol=1e-9)


@pytest.mark.parametrize("overlap", [0.001, 0.05, 0.3, 0.9])
def test_the_best_classifier_errs_on_half_the_overlap(overlap):
    n = 100_000
    data = two_clouds(n, overlap, 0.0, seed=11)
    wrong = np.mean((data.raw @ [0.8, 0.6] > 0.0) != data.labels)  # equal clouds: the line half way between them
    rate = overlap / 2.0
    assert abs(wrong - rate) < 4.0 * math.sqrt(rate * (1.0 - rate) / n)


def test_clouds_are_round_of_unit_variance_and_both_inputs_tell_them_apart():
    data = two_clouds(40_000, 0.2, 0.0, seed=5)
    for label in (0, 1):
        np.testing.assert_allclose(np.cov(data.raw[data.labels == label].T), np.eye(2), atol=0.04)
    shift = data.raw[data.labels == 1].mean(axis=0) - data.raw[data.labels == 0].mean(axis=0)
    assert np.all(shift > 1.0)


@given(n=st.integers(4, 60), flipped=st.floats(0.0, 0.4999999), seed=st.integers(0, 2**63 - 1))
def test_flips_are_counted_exactly_and_leave_the_classes_balanced(n, flipped, seed):
    clean, turned = two_clouds(n, 0.1, 0.0, seed), two_clouds(n, 0.1, flipped, seed)
    assert np.sum(clean.labels != turned.labels) == round(flipped * n)
    np.testing.assert_array_equal(clean.raw, turned.raw)
    assert abs(int(np.sum(turned.labels)) - n // 2) <= 1


def test_more_flips_keep_those_there_were():
    labels = [two_clouds(101, 0.1, flipped, seed=6).labels for flipped in (0.0, 0.1, 0.25, 0.49)]
    turned = [set(np.flatnonzero(row != labels[0]).tolist()) for row in labels]
    assert turned[0] < turned[1] < turned[2] < turned[3]
    assert turned[1] != set(np.flatnonzero(two_clouds(101, 0.1, 0.1, seed=7).labels != labels[0]).tolist())


def test_two_thresholds_on_the_sum_part_the_clean_exclusive_or():
    data = exclusive_or(8, 0.0, seed=0)
    assert {tuple(point) for point in data.raw.tolist()} == {(1, 1), (1, -1), (-1, 1), (-1, -1)}
    total = data.raw.sum(axis=1)
    np.testing.assert_array_equal(data.labels, (total > -1.0).astype(int) - (total > 1.0))
    np.testing.assert_array_equal(data.labels, data.raw[:, 0] != data.raw[:, 1])


def test_every_corner_has_its_quarter():
    corners, counts = np.unique(exclusive_or(402, 0.0, seed=0).raw, axis=0, return_counts=True)
    assert len(corners) == 4
    assert set(counts.tolist()) == {100, 101}


def by_class(points, labels):
    """The points of each class, in an order that does not depend on theirs."""
    return [sorted(map(tuple, np.round(points[labels == label], 9).tolist())) for label in (0, 1)]


@pytest.mark.parametrize("n", [4, 60, 61])
def test_moons_and_circles_are_those_of_scikit_learn_moved_and_scaled(n):
    sizes = ((n + 1) // 2, n // 2)
    points, labels = make_moons(sizes, shuffle=False)
    mine = moons(n, 0.0, seed=0)
    assert by_class(mine.raw, mine.labels) == by_class(math.sqrt(2.0) * (points - [0.5, 0.25]), labels)
    points, labels = make_circles(sizes, shuffle=False, factor=0.5)
    mine = circles(n, 0.0, seed=0)
    assert by_class(mine.raw, mine.labels) == by_class(1.8 * points, labels)


def test_circles_have_their_radii_and_moons_their_halves():
    rings, halves = circles(100, 0.0, seed=0), moons(100, 0.0, seed=0)
    np.testing.assert_allclose(np.hypot(*rings.raw.T), np.where(rings.labels == 1, 0.9, 1.8), rtol=1e-12)
    side = np.sqrt(2.0) * np.where(halves.labels[:, None] == 1, (0.5, 0.25), (-0.5, -0.25))
    np.testing.assert_allclose(np.hypot(*(halves.raw - side).T), math.sqrt(2.0), rtol=1e-12)
    up = np.where(halves.labels == 1, -1.0, 1.0) * (halves.raw - side)[:, 1]
    assert np.all(up > -1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: two_clouds(3, 0.1, 0.0, 0), "n = 3 is not a whole number from 4 to 100000"),
        (lambda: two_clouds(10**5 + 1, 0.1, 0.0, 0), "n = 100001"),
        (lambda: two_clouds(10, 0.0, 0.0, 0), r"overlap = 0 is outside \[0.001, 0.9\]"),
        (lambda: two_clouds(10, 0.95, 0.0, 0), r"overlap = 0.95 is outside"),
        (lambda: two_clouds(10, math.nan, 0.0, 0), "nan"),
        (lambda: two_clouds(10, 0.1, 0.5, 0), r"flipped = 0.5 is outside \[0, 0.5\)"),
        (lambda: two_clouds(10, 0.1, -0.1, 0), r"flipped = -0.1 is outside"),
        (lambda: two_clouds(10, 0.1, 0.0, -1), "seed = -1 is not a whole number"),
        (lambda: exclusive_or(10, -0.1, 0), r"noise = -0.1 is outside \[0, 10\]"),
        (lambda: moons(10, math.inf, 0), "noise = inf"),
        (lambda: circles(10.0, 0.1, 0), "n = 10.0 is not a whole number"),
        (lambda: circles(10, 0.1, True), "seed = True is not a whole number"),
    ],
)
def test_shapes_refused_at_the_door(call, message):
    with pytest.raises(ValueError, match=message):
        call()
