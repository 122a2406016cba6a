import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from core.maths.distributions import (
    MOST_TRIALS,
    bernoulli_log_likelihood,
    bernoulli_log_pmf,
    bernoulli_mle,
    binomial_log_pmf,
    categorical_log_likelihood,
    categorical_log_pmf,
    categorical_mle,
    log_binomial_coefficient,
    log_multinomial_coefficient,
    multinomial_log_pmf,
)
from core.maths.information import cross_entropy, entropy, kl_divergence
from core.maths.losses import binary_cross_entropy, categorical_cross_entropy
from tests.maths.strategies import distributions, few

pytestmark = pytest.mark.filterwarnings("error")

INF = np.inf
rows_of_counts = st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any)


def test_bernoulli_hand_values():
    assert_allclose(bernoulli_log_pmf([1, 0], 0.25), np.log([0.25, 0.75]), rtol=1e-15)
    assert_array_equal(bernoulli_log_pmf([1, 0, 1, 0], [1, 0, 0, 1]), [0, 0, -INF, -INF])


def test_bernoulli_likelihood_hand_values():
    assert_allclose(bernoulli_log_likelihood(3, 4, 0.5), np.log(1 / 16), rtol=1e-15)
    assert_allclose(bernoulli_log_likelihood(1, 3, [0.25, 0.5]), np.log([9 / 64, 1 / 8]), rtol=1e-15)
    assert_array_equal(bernoulli_log_likelihood([0, 3, 1, 0], [3, 3, 3, 0], [0, 1, 0, 0.5]), [0, 0, -INF, 0])


def test_the_product_underflows_and_the_sum_of_logarithms_does_not():
    assert np.prod(np.full(1075, 0.5)) == 0.0
    assert_allclose(bernoulli_log_likelihood(1075, 1075, 0.5), -1075 * math.log(2), rtol=1e-15)
    assert_allclose(bernoulli_log_likelihood(10**12, 2 * 10**12, 0.5), -2e12 * math.log(2), rtol=1e-15)


def test_tiny_probabilities_keep_their_digits():
    assert_allclose(bernoulli_log_pmf(0, 1e-20), -1e-20, rtol=1e-15)
    assert_allclose(bernoulli_log_likelihood(0, 10**6, 1e-20), -1e-14, rtol=1e-15)


def test_binomial_hand_values():
    assert_allclose(np.exp(binomial_log_pmf(range(5), 4, 0.5)), np.array([1, 4, 6, 4, 1]) / 16, rtol=1e-14)
    assert_allclose(np.exp(binomial_log_pmf(2, 3, 0.2)), 3 * 0.04 * 0.8, rtol=1e-14)
    assert_array_equal(binomial_log_pmf([0, 1, 4, 3], 4, [0, 0, 1, 1]), [0, -INF, 0, -INF])
    assert binomial_log_pmf(0, 0, 0.5) == 0.0


@pytest.mark.parametrize("n", [1, 7, 200])
@pytest.mark.parametrize("p", [0.0, 0.03, 0.5, 1.0])
def test_binomial_probabilities_sum_to_1(n, p):
    assert_allclose(np.exp(binomial_log_pmf(np.arange(n + 1), n, p)).sum(), 1.0, rtol=1e-12)


@pytest.mark.parametrize(("n", "k"), [(1, 0), (10, 5), (52, 13), (1000, 77)])
def test_coefficients_are_the_logarithms_of_whole_numbers(n, k):
    assert_allclose(log_binomial_coefficient(n, k), math.log(math.comb(n, k)), rtol=1e-13, atol=1e-14)
    assert_allclose(log_multinomial_coefficient([k, n - k]), math.log(math.comb(n, k)), rtol=1e-13, atol=1e-14)


def test_multinomial_coefficient_hand_value():
    assert_allclose(log_multinomial_coefficient([[1, 4, 4, 2], [3, 0, 0, 0]]), [math.log(34650), 0.0], rtol=1e-14)


def test_categorical_reads_the_prediction_as_its_parameter():
    p = [0.1, 0.1, 0.7, 0.1]
    assert_allclose(np.exp(categorical_log_pmf(np.eye(4), p)), p, rtol=1e-15)
    assert_array_equal(categorical_log_pmf([[1, 0], [0, 1]], [1, 0]), [0, -INF])


def test_multinomial_hand_values():
    assert_allclose(np.exp(multinomial_log_pmf([1, 2], [0.5, 0.5])), 3 / 8, rtol=1e-14)
    assert_allclose(np.exp(multinomial_log_pmf([2, 1, 1], [0.5, 0.25, 0.25])), 12 / 64, rtol=1e-14)
    assert_array_equal(multinomial_log_pmf([[2, 0], [1, 1]], [1, 0]), [0, -INF])


def test_maxima_hand_values():
    assert_array_equal(bernoulli_mle([3, 0, 5], [4, 9, 5]), [0.75, 0.0, 1.0])
    assert_array_equal(categorical_mle([[1, 1, 2], [0, 0, 7]]), [[0.25, 0.25, 0.5], [0, 0, 1]])


@few
@given(st.integers(1, 60), st.integers(0, 60), st.floats(0.0, 1.0))
def test_no_parameter_beats_the_bernoulli_maximum(tosses, heads, p):
    heads = min(heads, tosses)
    best = bernoulli_log_likelihood(heads, tosses, bernoulli_mle(heads, tosses))
    assert bernoulli_log_likelihood(heads, tosses, p) <= best + 1e-13


@few
@given(rows_of_counts, distributions(4))
def test_no_parameter_beats_the_categorical_maximum(counts, p):
    best = categorical_log_likelihood(counts, categorical_mle(counts))
    assert categorical_log_likelihood(counts, p) <= best + 1e-12


@few
@given(rows_of_counts, distributions(4, least=1))
def test_negative_log_likelihood_is_n_times_cross_entropy(counts, q):
    n, shares = sum(counts), categorical_mle(counts)
    log_likelihood = categorical_log_likelihood(counts, q)
    assert_allclose(-log_likelihood, n * cross_entropy(shares, q), rtol=1e-13)
    assert_allclose(-log_likelihood, n * (entropy(shares) + kl_divergence(shares, q)), rtol=1e-12)


@few
@given(rows_of_counts, distributions(4, least=1), distributions(4, least=1))
def test_the_coefficient_drops_out_of_every_comparison(counts, p, q):
    with_it = multinomial_log_pmf(counts, p) - multinomial_log_pmf(counts, q)
    without = categorical_log_likelihood(counts, p) - categorical_log_likelihood(counts, q)
    assert_allclose(with_it, without, rtol=1e-12, atol=1e-11)


def test_one_trial_of_each_is_the_simpler_one():
    p = np.array([0.1, 0.2, 0.7])
    assert_allclose(multinomial_log_pmf(np.eye(3), p), categorical_log_pmf(np.eye(3), p), rtol=1e-15)
    assert_allclose(binomial_log_pmf([0, 1], 1, p[:, None]), bernoulli_log_pmf([0, 1], p[:, None]), rtol=1e-15)
    assert_allclose(bernoulli_log_likelihood([0, 1], 1, p[:, None]), bernoulli_log_pmf([0, 1], p[:, None]), rtol=1e-15)


def test_two_classes_are_the_binomial():
    k, p = np.arange(13), 0.3
    pairs = np.stack([k, 12 - k], axis=-1)
    assert_allclose(multinomial_log_pmf(pairs, [p, 1 - p]), binomial_log_pmf(k, 12, p), rtol=1e-13)
    assert_allclose(categorical_log_likelihood(pairs, [p, 1 - p]), bernoulli_log_likelihood(k, 12, p), rtol=1e-13)


def test_the_loss_of_a_hard_label_is_its_negative_log_probability():
    a = np.array([0.0, 0.2, 0.9, 1.0])
    assert_array_equal(binary_cross_entropy(1, a), -bernoulli_log_pmf(1, a))
    rows = np.random.default_rng(0).dirichlet(np.ones(3), 3)
    assert_array_equal(categorical_cross_entropy(np.eye(3), rows), -categorical_log_pmf(np.eye(3), rows))


def test_agrees_with_scipy():
    rng = np.random.default_rng(4)
    p = rng.uniform(size=100)
    k = rng.integers(0, 51, 100)
    assert_allclose(bernoulli_log_pmf(k % 2, p), stats.bernoulli.logpmf(k % 2, p), rtol=1e-12)
    assert_allclose(binomial_log_pmf(k, 50, p), stats.binom.logpmf(k, 50, p), rtol=1e-11)
    rows = rng.dirichlet(np.ones(4), 40)
    x = np.array([rng.multinomial(30, row) for row in rows])
    assert_allclose(multinomial_log_pmf(x, rows), stats.multinomial.logpmf(x, 30, rows), rtol=1e-12, atol=1e-12)
    million, share = MOST_TRIALS, 0.3
    near = stats.norm.logpdf(0.0, scale=np.sqrt(million * share * (1 - share)))  # de Moivre and Laplace
    assert_allclose(binomial_log_pmf(300_000, million, share), near, atol=1e-6)


def test_arguments_broadcast_and_scalars_stay_scalars():
    assert binomial_log_pmf([[0], [1], [2]], 5, [0.1, 0.2]).shape == (3, 2)
    assert multinomial_log_pmf(np.ones((3, 1, 2)), np.full((4, 2), 0.5)).shape == (3, 4)
    for value in (binomial_log_pmf(2, 5, 0.1), categorical_log_pmf([1, 0], [0.5, 0.5]), bernoulli_mle(1, 2)):
        assert isinstance(value, np.float64)
