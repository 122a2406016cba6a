"""Several classes: counts as typed, numbers against SciPy and mpmath, the maximum, the gradient, the triangle."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multinomial

from core.maths.simplex import CORNERS, HEIGHT, distribution, place
from core.simulation.likelihood.faces import Faces, Unreadable, below_maximum, gradients, read_counts

counts = st.integers(2, 10).flatmap(lambda k: st.lists(st.integers(0, 60), min_size=k, max_size=k))
weights = st.lists(st.floats(0.1, 100.0), min_size=10, max_size=10)


def faces_of(x: list[int], w: list[float]) -> Faces:
    return Faces(tuple(x), tuple(w[: len(x)]))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12,7,31", (12, 7, 31)),
        ("0 0 1 0", (0, 0, 1, 0)),
        ("１２，７；３１、", (12, 7, 31)),
        (" 1 ;2 ", (1, 2)),
        ("1000000,0", (10**6, 0)),
        ("0,0", (0, 0)),
        ("1,2,3,4,5,6,7,8,9,10", tuple(range(1, 11))),
    ],
)
def test_counts_are_read(typed, read):
    assert read_counts(typed) == read


@pytest.mark.parametrize(
    ("typed", "reason", "entry", "place"),
    [
        ("", "too_few", "", 0),
        ("7", "too_few", "", 0),
        (",".join("1" * 11), "too_many", "", 0),
        ("1,-2,3", "not_whole", "-2", 2),
        ("1,2.5", "not_whole", "2.5", 2),
        ("nan,1", "not_whole", "nan", 1),
        ("1,1e400", "not_whole", "1e400", 2),
        ("1,inf", "not_whole", "inf", 2),
        ("1_0,2", "not_whole", "1_0", 1),
        ("²,2", None, "", 0),  # NFKC makes it 2
        ("<b>,2", "not_whole", "<b>", 1),
        ("1," + "9" * 31, "not_whole", "9" * 31, 2),
        ("1000000,1", "too_large", "", 0),
    ],
)
def test_what_is_no_counts_says_why_and_where(typed, reason, entry, place):
    if reason is None:
        assert read_counts(typed) == (2, 2)
        return
    with pytest.raises(Unreadable) as caught:
        read_counts(typed)
    assert (caught.value.reason, caught.value.entry, caught.value.place) == (reason, entry, place)


@pytest.mark.parametrize(
    ("x", "w", "said"),
    [
        ((1,), (1.0,), "1 counts"),
        ((1, 2), (1.0,), "1 weights"),
        ((1,) * 11, (1.0,) * 11, "11 counts"),
        ((-1, 2), (1.0, 1.0), "whole number"),
        ((10**6, 1), (1.0, 1.0), "more than 1000000"),
        ((1, 2), (0.0, 0.0), "not all 0"),
        ((1, 2), (-1.0, 2.0), "not negative"),
        ((1, 2), (math.nan, 1.0), "finite"),
        ((1, 2), (math.inf, 1.0), "finite"),
    ],
)
def test_faces_that_make_no_sense_are_refused(x, w, said):
    with pytest.raises(ValueError, match=said):
        Faces(x, w)


def test_the_worked_example():
    faces = Faces((0, 0, 1, 0), (10.0, 10.0, 70.0, 10.0))
    assert faces.p.tolist() == pytest.approx([0.1, 0.1, 0.7, 0.1], abs=1e-15)
    assert math.exp(faces.log_likelihood) == pytest.approx(0.7, rel=1e-14)
    assert faces.log_coefficient == 0.0
    assert faces.entropy == 0.0
    assert faces.kl == pytest.approx(-math.log(0.7), rel=1e-14)


@given(counts, weights)
def test_the_multinomial_is_scipys(x, w):
    faces = faces_of(x, w)
    assert faces.log_pmf == pytest.approx(multinomial.logpmf(x, sum(x), faces.p), rel=1e-10, abs=1e-10)


@settings(max_examples=30, deadline=None)
@given(counts, weights)
def test_product_and_coefficient_to_forty_digits(x, w):
    faces = faces_of(x, w)
    with mpmath.workdps(40):
        total = mpmath.fsum(mpmath.mpf(weight) for weight in faces.weights)
        product = mpmath.fprod((mpmath.mpf(weight) / total) ** n for weight, n in zip(faces.weights, x, strict=True))
        orders = mpmath.factorial(sum(x)) / mpmath.fprod(mpmath.factorial(n) for n in x)
        assert faces.log_likelihood == pytest.approx(float(mpmath.log(product)), rel=1e-12, abs=1e-12)
        assert faces.log_coefficient == pytest.approx(float(mpmath.log(orders)), rel=1e-11, abs=1e-11)


@given(counts.filter(any), weights)
def test_the_maximum_is_at_the_shares_and_the_gap_is_kl(x, w):
    faces = faces_of(x, w)
    at_shares = Faces(tuple(x), tuple(float(n) for n in x))
    assert at_shares.log_likelihood == pytest.approx(faces.highest, rel=1e-12, abs=1e-12)
    assert faces.log_likelihood <= faces.highest + 1e-9
    assert -faces.log_likelihood / faces.count == pytest.approx(faces.cross_entropy, rel=1e-12, abs=1e-12)
    assert faces.cross_entropy == pytest.approx(faces.entropy + faces.kl, rel=1e-10, abs=1e-10)
    assert faces.highest - faces.log_likelihood == pytest.approx(faces.count * faces.kl, rel=1e-8, abs=1e-8)


@given(counts, weights)
def test_the_coefficient_drops_out_of_the_gradient(x, w):
    faces = faces_of(x, w)
    found = gradients(faces)
    scale = 1e-7 * max(1, faces.count)
    np.testing.assert_allclose(found.unordered, found.ordered, atol=scale)
    expected = [n - sum(x) * p for n, p in zip(x, np.array(faces.weights) / sum(faces.weights), strict=True)]
    np.testing.assert_allclose(found.ordered, expected, atol=scale)
    np.testing.assert_allclose(found.formula, expected, atol=1e-9)


def test_a_class_ruled_out():
    seen = Faces((5, 1, 4), (60.0, 0.0, 40.0))
    assert seen.log_likelihood == -math.inf
    assert seen.kl == math.inf
    assert gradients(seen) is None
    unseen = Faces((5, 0, 4), (60.0, 0.0, 40.0))
    assert gradients(unseen).ordered.tolist() == pytest.approx([5 - 9 * 0.6, 0.0, 4 - 9 * 0.4], abs=1e-7)


def test_without_a_draw_there_is_no_share():
    faces = Faces((0, 0, 0), (1.0, 2.0, 3.0))
    assert faces.shares is faces.kl is faces.entropy is faces.cross_entropy is None
    assert faces.log_likelihood == faces.highest == faces.log_coefficient == 0.0


def test_the_corners_are_an_even_triangle():
    for first in range(3):
        assert place(np.eye(3)[first]).tolist() == pytest.approx(CORNERS[first])
        assert math.dist(CORNERS[first], CORNERS[first - 1]) == pytest.approx(1.0)


@given(st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3))
def test_places_and_distributions_go_both_ways(raw):
    p = np.array(raw) / sum(raw)
    np.testing.assert_allclose(distribution(*place(p)), p, atol=1e-12)


def test_the_map_is_least_at_the_shares_and_nowhere_outside():
    shares = np.array([0.24, 0.14, 0.62])
    below = below_maximum(shares, 300)
    assert np.isnan(below[-1, 0])
    assert np.isnan(below[200, 10])
    row, column = np.unravel_index(np.nanargmin(below), below.shape)
    x, y = (column + 0.5) / 300, (row + 0.5) / 300 * HEIGHT
    assert np.hypot(*(place(shares) - (x, y))) < 1.5 / 300
    p = distribution(x, y)
    expected = sum(a * math.log(a / b) for a, b in zip(shares, p, strict=True))
    assert below[row, column] == pytest.approx(expected, abs=1e-12)
    # Half of the frame lies inside.
    assert np.isfinite(below).mean() == pytest.approx(0.5, abs=0.01)
