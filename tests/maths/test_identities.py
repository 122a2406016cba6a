"""Identities between the formulas, on what Hypothesis makes of them; slopes against the complex step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from core.maths import activations, distributions, information, losses
from core.simulation.descent.loss_records import loss_record
from core.simulation.training_race import law
from tests.maths.strategies import distribution_pairs, few, probability
from tests.maths.strategies import distributions as rows_of

pytestmark = pytest.mark.filterwarnings("error")

STEP = 1e-100  # a step through the complex plane: nothing is subtracted, so that it may be as small as one likes
near_logits = st.floats(-30.0, 30.0)
inner = st.floats(1e-6, 1.0 - 1e-6)
short_rows = st.lists(st.floats(-20.0, 20.0), min_size=4, max_size=4).map(np.array)
loss_names = st.sampled_from(["cross_entropy", "squared_error"])


def tables(least: int = 1) -> st.SearchStrategy[np.ndarray]:
    """Joint distributions of two variables with three and four values."""
    return rows_of(12, least).map(lambda row: row.reshape(3, 4))


def complex_slope(function, at):
    return np.imag(function(at + 1j * STEP)) / STEP


# The definitions as they stand in a textbook, of complex numbers.


def squash(z):
    return 1.0 / (1.0 + np.exp(-z))


def surprise(y, a):
    return -(y * np.log(a) + (1.0 - y) * np.log(1.0 - a))


def soft(z):
    powers = np.exp(z - np.max(z.real))
    return powers / powers.sum()


@few
@given(probability, inner)
def test_slopes_in_the_prediction_are_those_of_the_complex_step(y, a):
    assert_allclose(
        losses.binary_cross_entropy_gradient(y, a), complex_slope(lambda a: surprise(y, a), a), rtol=1e-9, atol=1e-9
    )


@few
@given(probability, near_logits)
def test_slopes_in_the_logit_are_those_of_the_complex_step(y, z):
    assert_allclose(
        losses.binary_cross_entropy_with_logits_gradient(y, z),
        complex_slope(lambda z: np.log(1.0 + np.exp(z)) - y * z, z),
        atol=1e-14,
    )
    assert_allclose(
        losses.squared_error_with_logits_gradient(y, z),
        complex_slope(lambda z: (squash(z) - y) ** 2 / 2, z),
        atol=1e-14,
    )
    assert_allclose(activations.sigmoid_derivative(z), complex_slope(squash, z), rtol=1e-12)


@few
@given(rows_of(4), short_rows, st.integers(0, 3))
def test_slopes_behind_a_softmax_are_those_of_the_complex_step(y, z, place):
    way = np.eye(4)[place]

    def along(function):
        return complex_slope(lambda h: function(z + h * way), 0.0)

    entropy_slope = losses.categorical_cross_entropy_with_logits_gradient(y, z)[place]
    assert_allclose(entropy_slope, along(lambda z: -(y * np.log(soft(z))).sum()), atol=1e-13)
    squared_slope = losses.squared_error_softmax_gradient(y, z)[place]
    assert_allclose(squared_slope, along(lambda z: ((soft(z) - y) ** 2).sum() / 2), atol=1e-13)


@few
@given(tables())
def test_the_chain_rule_of_entropy(joint):
    # H(X, Y) = H(X) + Σ_x p(x) H(Y | x)
    first = joint.sum(axis=1)
    rest = (first * information.entropy(joint / first[:, None])).sum()
    assert_allclose(information.entropy(joint.ravel()), information.entropy(first) + rest, rtol=1e-13)


@few
@given(tables(), tables())
def test_the_chain_rule_of_divergence_and_of_cross_entropy(p, q):
    # D(p‖q) = D(p_X‖q_X) + Σ_x p(x) D(p_{Y|x}‖q_{Y|x}), and the same for H(p, q)
    p_first, q_first = p.sum(axis=1), q.sum(axis=1)
    p_rest, q_rest = p / p_first[:, None], q / q_first[:, None]
    for measure in (information.kl_divergence, information.cross_entropy):
        whole = measure(p_first, q_first) + (p_first * measure(p_rest, q_rest)).sum()
        assert_allclose(measure(p.ravel(), q.ravel()), whole, rtol=1e-12, atol=1e-14)


@few
@given(tables(least=0))
def test_what_two_variables_share_is_never_negative(joint):
    outer = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    shared = information.kl_divergence(joint.ravel(), outer.ravel())
    apart = information.entropy(joint.sum(axis=1)) + information.entropy(joint.sum(axis=0))
    assert shared >= 0.0
    assert_allclose(shared, apart - information.entropy(joint.ravel()), rtol=1e-12, atol=1e-14)


@few
@given(distribution_pairs(least=1))
def test_jensen_shannon_is_the_entropy_gained_by_mixing(rows):
    p, q = rows
    gained = information.entropy((p + q) / 2) - (information.entropy(p) + information.entropy(q)) / 2
    assert_allclose(information.jensen_shannon_divergence(p, q), gained, rtol=1e-10, atol=1e-15)


@few
@given(distribution_pairs())
def test_total_variation_is_a_distance(rows):
    p, q = rows
    middle = np.roll(p, 1)
    there, on = information.total_variation(p, middle), information.total_variation(middle, q)
    assert information.total_variation(p, q) == information.total_variation(q, p) <= (there + on) * (1 + 1e-15) + 1e-15


@few
@given(distribution_pairs(least=1), st.floats(0.0, 1.0))
def test_divergence_is_convex_in_both_rows(rows, share):
    (p, q), (r, s) = rows, (np.roll(rows[0], 1), np.roll(rows[1], 2))
    mixed = information.kl_divergence(share * p + (1 - share) * r, share * q + (1 - share) * s)
    parts = share * information.kl_divergence(p, q) + (1 - share) * information.kl_divergence(r, s)
    assert mixed <= parts * (1 + 1e-12) + 1e-14


@few
@given(distribution_pairs(least=1))
def test_perplexity_is_the_power_of_the_cross_entropy_in_any_base(rows):
    p, q = rows
    bits = information.cross_entropy(p, q) / np.log(2.0)
    assert_allclose(information.perplexity(p, q), 2.0**bits, rtol=1e-13)
    assert_allclose(information.perplexity(p, q), np.prod(q**-p), rtol=1e-12)


@few
@given(st.lists(st.integers(0, 12), min_size=3, max_size=3).filter(any), rows_of(3, least=1))
def test_likelihood_is_the_power_of_minus_n_times_cross_entropy(counts, q):
    n, shares = sum(counts), distributions.categorical_mle(counts)
    product = np.prod(q ** np.array(counts))  # at most 36 factors of 1/3000: no underflow
    assert_allclose(np.exp(-n * information.cross_entropy(shares, q)), product, rtol=1e-11)
    assert_allclose(np.exp(distributions.categorical_log_likelihood(counts, q)), product, rtol=1e-11)


@few
@given(st.integers(0, 40), st.integers(0, 40), inner)
def test_tosses_by_binary_loss_by_likelihood_and_by_binomial(heads, tails, p):
    n = heads + tails
    labels = np.repeat([1.0, 0.0], [heads, tails])
    likelihood = distributions.bernoulli_log_likelihood(heads, n, p)
    assert_allclose(-losses.binary_cross_entropy(labels, p).sum(), likelihood, rtol=1e-12, atol=1e-14)
    orders = distributions.log_binomial_coefficient(n, heads)
    assert_allclose(distributions.binomial_log_pmf(heads, n, p), orders + likelihood, rtol=1e-12, atol=1e-12)


@few
@given(loss_names, st.floats(-8.0, 8.0), st.floats(0.1, 4.0), st.floats(0.1, 4.0), st.floats(0.5, 10.0))
def test_the_flow_takes_as_long_in_two_parts(loss, z, first, second, kappa):
    way = [law.gradient_flow_time(loss, z, z - first, kappa)]
    way.append(law.gradient_flow_time(loss, z - first, z - first - second, kappa))
    assert_allclose(law.gradient_flow_time(loss, z, z - first - second, kappa), sum(way), rtol=1e-12)
    assert min(way) > 0.0


@few
@given(st.floats(-8.0, 8.0), st.floats(0.1, 4.0), st.floats(0.5, 10.0))
def test_two_classes_of_softmax_flow_as_one_sigmoid_of_twice_the_speed(z, way, kappa):
    # u = z_1 − z_2 moves with both logits: twice as fast as the logit of a sigmoid.
    softmax = loss_record("cross_entropy").lead_elapsed(np.asarray(-z), np.asarray(-z + way), 2) / kappa
    assert_allclose(2.0 * softmax, law.gradient_flow_time("cross_entropy", z, z - way, kappa), rtol=1e-12)


@few
@given(loss_names, st.floats(0.5, 8.0), st.floats(0.05, 0.5), st.floats(0.02, 0.2), st.floats(1.0, 4.0))
def test_the_law_counts_more_epochs_from_a_worse_start_and_to_a_better_end(loss, z, target, rate, kappa):
    epochs = law.continuous_epochs(loss, z, target, rate, kappa)
    assert epochs <= law.continuous_epochs(loss, z + 0.5, target, rate, kappa)
    assert epochs <= law.continuous_epochs(loss, z, target / 2, rate, kappa)
    assert epochs <= law.continuous_epochs(loss, z, target, rate / 2, kappa)
