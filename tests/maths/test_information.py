import mpmath
import numpy as np
import pytest
from hypothesis import given
from mpmath import mpf
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from scipy.spatial import distance

from core.maths.information import (
    cross_entropy,
    entropy,
    jensen_shannon_divergence,
    kl_divergence,
    perplexity,
    surprisal,
    total_variation,
)
from tests.maths.accuracy import dyadic_pairs
from tests.maths.strategies import distribution_pairs, distributions, few

pytestmark = pytest.mark.filterwarnings("error")

BIT = np.log(2.0)
THREE = [1 / 3, 1 / 3, 1 / 3]
FOUR = [0.25, 0.25, 0.25, 0.25]
P, Q = [1 / 2, 1 / 4, 1 / 8, 1 / 8], [1 / 8, 1 / 2, 1 / 4, 1 / 8]


def test_surprisal_hand_values():
    assert_allclose(surprisal([0.5, 0.25, 1.0]), [BIT, 2 * BIT, 0.0], rtol=1e-15)
    assert_allclose(surprisal([0.7, 0.2, 0.1]), [0.357, 1.609, 2.303], atol=5e-4)
    assert surprisal(0.0) == np.inf
    assert not np.signbit(surprisal(1.0))
    assert_allclose(surprisal(5e-324), float(1074 * mpmath.log(2)), rtol=1e-15)


def test_entropy_hand_values():
    assert_allclose(entropy([P, Q, FOUR]), [1.75 * BIT, 1.75 * BIT, 2 * BIT], rtol=1e-15)
    assert_allclose(entropy([0.9, 0.1]) / BIT, 0.468995593589, atol=5e-13)
    assert_allclose(entropy([0.7, 0.2, 0.1]), 0.80182, atol=5e-6)
    assert_array_equal(entropy([[1.0, 0.0], [0.0, 1.0]]), 0.0)
    assert not np.signbit(entropy([1.0]))


def test_cross_entropy_hand_values():
    assert_allclose(cross_entropy(Q, P), 2.25 * BIT, rtol=1e-15)
    assert_allclose(cross_entropy(P, Q), 2.375 * BIT, rtol=1e-15)
    assert_allclose(cross_entropy([1, 0, 0, 0], FOUR), 2 * BIT, rtol=1e-15)


def test_kl_divergence_hand_values():
    assert_allclose(kl_divergence([0.36, 0.48, 0.16], THREE), 0.0852996, atol=5e-8)
    assert_allclose(kl_divergence(THREE, [0.36, 0.48, 0.16]), 0.0974550, atol=5e-8)
    assert_allclose(kl_divergence([0.5, 0.5], [0.9, 0.1]) / BIT, 0.736965594166, atol=5e-13)
    assert_allclose(kl_divergence(Q, P), 0.5 * BIT, rtol=1e-15)
    assert_allclose(kl_divergence(P, Q), 0.625 * BIT, rtol=1e-15)


def test_a_point_mass_against_the_uniform():
    point = [0.0, 1.0, 0.0, 0.0]
    assert_allclose(kl_divergence(point, FOUR), 2 * BIT, rtol=1e-15)
    assert kl_divergence(FOUR, point) == np.inf
    assert cross_entropy(FOUR, point) == np.inf
    assert perplexity(FOUR, point) == np.inf
    # m = (⅛, ⅝, ⅛, ⅛): ½ ln(1/⅝) + ½ [¾ ln 2 + ¼ ln(¼/⅝)]
    assert_allclose(
        jensen_shannon_divergence(point, FOUR), (np.log(1.6) + 0.75 * BIT + 0.25 * np.log(0.4)) / 2, rtol=1e-14
    )


def test_perplexity_counts_outcomes():
    assert_allclose(perplexity(FOUR, FOUR), 4.0, rtol=1e-15)
    assert_allclose(perplexity(P, Q), 2.0**2.375, rtol=1e-15)  # the same number from bits
    assert perplexity([1, 0], [1e-320, 1.0]) == np.inf


def test_total_variation_hand_values():
    assert_allclose(total_variation(P, Q), 0.375, rtol=1e-15)
    assert_array_equal(total_variation([1, 0], [[1, 0], [0, 1]]), [0.0, 1.0])


@few
@given(distribution_pairs())
def test_cross_entropy_is_entropy_plus_divergence(rows):
    p, q = rows
    assert_allclose(cross_entropy(p, q), entropy(p) + kl_divergence(p, q), rtol=1e-13, atol=1e-15)


@few
@given(distributions(4))
def test_a_distribution_does_not_diverge_from_itself(p):
    assert_allclose(cross_entropy(p, p), entropy(p), rtol=1e-15)
    for divergence in (kl_divergence, jensen_shannon_divergence, total_variation):
        assert divergence(p, p) == 0.0


@few
@given(distribution_pairs(), distribution_pairs())
def test_divergences_of_independent_parts_add_up(first, second):
    # The chain rule where the parts are independent: D(p₁p₂‖q₁q₂) = D(p₁‖q₁) + D(p₂‖q₂).
    (p1, q1), (p2, q2) = first, second
    together = kl_divergence(np.outer(p1, p2).ravel(), np.outer(q1, q2).ravel())
    assert_allclose(together, kl_divergence(p1, q1) + kl_divergence(p2, q2), rtol=1e-12, atol=1e-14)


@few
@given(distribution_pairs())
def test_no_other_model_costs_less_than_the_truth(rows):
    p, q = rows
    assert cross_entropy(p, q) >= entropy(p) * (1 - 1e-14)  # Gibbs
    assert (kl_divergence(p, q) > 0.0) == bool((p != q).any())


@few
@given(distribution_pairs())
def test_merging_two_outcomes_does_not_tell_more(rows):
    p, q = ([row[0] + row[1], *row[2:], 0.0] for row in rows)
    assert kl_divergence(p, q) <= kl_divergence(*rows) * (1 + 1e-13) + 1e-15


@few
@given(distribution_pairs())
def test_bounds_of_the_divergences(rows):
    p, q = rows
    divergence, distance_apart = kl_divergence(p, q), total_variation(p, q)
    assert divergence >= 0.0
    assert 0.0 <= entropy(p) <= np.log(p.size) * (1 + 1e-15)
    assert divergence >= 2.0 * distance_apart**2 * (1 - 1e-13)  # Pinsker
    assert 0.0 <= jensen_shannon_divergence(p, q) <= min(BIT, BIT * distance_apart) * (1 + 1e-13)  # Lin


@few
@given(distribution_pairs())
def test_jensen_shannon_is_symmetric_and_built_from_kl(rows):
    p, q = rows
    mixture = (p + q) / 2
    expected = (kl_divergence(p, mixture) + kl_divergence(q, mixture)) / 2
    assert_allclose(jensen_shannon_divergence(p, q), expected, rtol=1e-12, atol=1e-16)
    assert_allclose(jensen_shannon_divergence(q, p), jensen_shannon_divergence(p, q), rtol=1e-14)


def test_kl_is_not_symmetric():
    assert abs(kl_divergence([0.9, 0.1], [0.5, 0.5]) - kl_divergence([0.5, 0.5], [0.9, 0.1])) > 0.1


def test_near_p_the_divergence_is_half_a_weighted_square():
    p, way = np.array([0.5, 0.3, 0.2]), np.array([1.0, 2.0, -3.0])
    for h in (1e-3, 1e-6, 1e-9):
        quadratic = 0.5 * ((h * way) ** 2 / p).sum()
        assert_allclose(kl_divergence(p, p + h * way), quadratic, rtol=20 * h + 1e-6)
        assert_allclose(jensen_shannon_divergence(p, p + h * way), quadratic / 4, rtol=20 * h + 1e-6)


def test_near_equal_rows_keep_14_digits():
    with mpmath.workdps(50):
        for p, q in dyadic_pairs(1e-8, np.random.default_rng(11)):
            exact = mpmath.fsum(mpf(a) * mpmath.log(mpf(a) / mpf(b)) for a, b in zip(p, q, strict=True))
            assert_allclose(kl_divergence(p, q), float(exact), rtol=1e-14)


@pytest.mark.parametrize("ratio", [0.699, 0.7, 0.701, 1.299, 1.3, 1.301])
def test_series_and_logarithm_meet(ratio):
    # The two forms of the term change places where q/p leaves (0.7, 1.3).
    q = [0.25 * ratio, 1.0 - 0.25 * ratio]
    with mpmath.workdps(50):
        exact = mpmath.log(0.25 / mpf(q[0])) / 4 + mpmath.log(0.75 / mpf(q[1])) * 3 / 4
    assert_allclose(kl_divergence([0.25, 0.75], q), float(exact), rtol=2e-14)


def test_subnormal_probabilities():
    smallest = 5e-324
    assert_allclose(kl_divergence([1, 0], [smallest, 1]), float(1074 * mpmath.log(2)), rtol=1e-15)
    assert_allclose(cross_entropy([0.5, 0.5], [smallest, 1]), float(537 * mpmath.log(2)), rtol=1e-15)
    assert 0.0 <= jensen_shannon_divergence([smallest, 1], [0, 1]) <= smallest  # halving it would give q = 0 < p
    assert kl_divergence([smallest, 1], [0, 1]) == np.inf
    assert entropy([smallest, 1]) < 1e-320


def test_agrees_with_scipy():
    rng = np.random.default_rng(3)
    p, q = rng.dirichlet(np.ones(5), 50), rng.dirichlet(np.ones(5), 50)
    assert_allclose(entropy(p), stats.entropy(p, axis=-1), rtol=1e-13)
    assert_allclose(kl_divergence(p, q), stats.entropy(p, q, axis=-1), rtol=1e-12)
    assert_allclose(jensen_shannon_divergence(p, q), distance.jensenshannon(p, q, axis=-1) ** 2, rtol=1e-12)


@pytest.mark.parametrize(
    "function", [cross_entropy, perplexity, kl_divergence, jensen_shannon_divergence, total_variation]
)
def test_rows_broadcast_before_the_class_axis(function):
    table = np.array([[P, Q], [Q, FOUR], [FOUR, P]])
    values = function(table, P)
    assert values.shape == (3, 2)
    assert isinstance(function(Q, P), np.float64)
    assert values[1, 0] == function(Q, P)
