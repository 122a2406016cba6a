"""Noise models against scipy.stats and mpmath; their minima against closed forms; the texts they are read from."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats

from core.simulation.likelihood.noise import (
    MODELS,
    Bernoulli,
    Categorical,
    DoesNotFit,
    Gaussian,
    cross_entropy_of,
    minimiser,
)
from core.simulation.likelihood.noise_values import MOST_VALUES, Unreadable, read_values

BITS = st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=40)
CLASSES = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0]), min_size=1, max_size=40)
NUMBERS = st.lists(st.floats(-100, 100), min_size=1, max_size=40)
P = st.floats(0.01, 0.99)


@given(BITS, P)
def test_bernoulli_against_scipy(values, p):
    assert float(Bernoulli(tuple(values)).loss(p)) == pytest.approx(
        -stats.bernoulli.logpmf(np.array(values), p).sum(), rel=1e-12
    )


@given(NUMBERS, st.floats(-100, 100), st.floats(0.1, 100))
def test_gaussian_against_scipy(values, mu, sigma):
    expected = -stats.norm.logpdf(np.array(values), mu, sigma).sum()
    assert float(Gaussian(tuple(values), sigma).loss(mu)) == pytest.approx(expected, rel=1e-10, abs=1e-9)


@pytest.mark.parametrize("parameter", [0.05, 0.5, 0.9])
def test_categorical_is_the_best_of_all_models_with_that_probability(parameter):
    """The other classes' proportion is sought numerically, over the softmax of free logits."""
    model = Categorical((0, 1, 1, 2, 2, 2, 3), 1)
    counts = np.array([1, 3, 1])  # of the others

    def loss(logits):
        others = (1 - parameter) * special.softmax(np.append(logits, 0.0))
        return -(2 * math.log(parameter) + counts @ np.log(others))

    best = optimize.minimize(loss, np.zeros(2), tol=1e-12).fun
    assert float(model.loss(parameter)) == pytest.approx(best, rel=1e-9)


@given(CLASSES, st.integers(0, 4), P)
def test_the_mean_is_the_cross_entropy(values, chosen, p):
    """−ℓ/n = H(p̂, q) to 1e-12: by counts here, by two distributions there."""
    model = Categorical(tuple(values), chosen)
    assert float(model.loss(p)) / len(values) == pytest.approx(cross_entropy_of(model, p), rel=1e-12, abs=1e-12)


@given(BITS, P)
def test_the_mean_is_the_binary_cross_entropy(values, p):
    model = Bernoulli(tuple(values))
    expected = math.fsum(-math.log(p) if value else -math.log1p(-p) for value in values) / len(values)
    assert float(model.loss(p)) / len(values) == pytest.approx(expected, rel=1e-12)
    assert cross_entropy_of(model, p) == pytest.approx(expected, rel=1e-12)


@given(NUMBERS, st.floats(-100, 100), st.floats(0.1, 100))
def test_gaussian_is_squared_error_up_to_a_factor_and_a_constant(values, mu, sigma):
    model = Gaussian(tuple(values), sigma)
    squared = math.fsum((value - mu) ** 2 for value in values)
    at_mean = math.fsum((value - model.closed_form) ** 2 for value in values)
    difference = float(model.loss(mu)) - float(model.loss(model.closed_form))
    assert difference == pytest.approx((squared - at_mean) / (2 * sigma**2), rel=1e-6, abs=1e-7)


def test_gaussian_to_fifty_digits():
    with mpmath.workdps(50):
        expected = sum((mpmath.mpf(x) - 2) ** 2 for x in (1, 3.5, -2)) / (2 * mpmath.mpf(0.5) ** 2)
        expected += 3 * mpmath.log(mpmath.mpf(0.5) * mpmath.sqrt(2 * mpmath.pi))
    assert float(Gaussian((1.0, 3.5, -2.0), 0.5).loss(2.0)) == pytest.approx(float(expected), rel=1e-15)


@given(BITS)
def test_the_bernoulli_minimum_is_the_share(values):
    model = Bernoulli(tuple(values))
    assert model.closed_form == pytest.approx(values.count(1.0) / len(values), abs=1e-15)
    assert minimiser(model) == pytest.approx(model.closed_form, abs=1e-6)


@given(CLASSES, st.integers(0, 4))
def test_the_categorical_minimum_is_the_share(values, chosen):
    model = Categorical(tuple(values), chosen)
    assert model.closed_form == pytest.approx(values.count(float(chosen)) / len(values), abs=1e-15)
    assert minimiser(model) == pytest.approx(model.closed_form, abs=1e-6)


@given(NUMBERS, st.sampled_from([0.1, 1.0, 100.0]))
def test_the_gaussian_minimum_is_the_mean(values, sigma):
    model = Gaussian(tuple(values), sigma)
    assert model.closed_form == pytest.approx(np.mean(values), rel=1e-12, abs=1e-12)
    low, high = model.span
    assert minimiser(model) == pytest.approx(model.closed_form, abs=1e-6 * (high - low))


@given(CLASSES, st.integers(0, 4), P)
def test_no_probability_does_better_than_the_share(values, chosen, p):
    model = Categorical(tuple(values), chosen)
    assert float(model.loss(p)) >= float(model.loss(model.closed_form)) - 1e-12


def test_on_zeros_and_ones_all_three_agree():
    values = (1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1)
    for make in MODELS.values():
        assert make(values, 1, 1.0).closed_form == pytest.approx(2 / 3, abs=1e-15)


def test_what_a_model_rules_out_is_infinite():
    assert float(Bernoulli((1.0, 0.0)).loss(1.0)) == math.inf
    assert float(Categorical((0.0, 2.0), 2).loss(1.0)) == math.inf
    assert float(Categorical((2.0, 2.0), 2).loss(1.0)) == 0.0


def test_curves_are_finite_within():
    for make in MODELS.values():
        model = make((0.0, 1.0, 1.0), 1, 2.0)
        low, high = model.span
        assert np.all(np.isfinite(model.loss(np.linspace(low, high, 7)[1:-1])))


@pytest.mark.parametrize(
    ("make", "reason", "place"),
    [
        (lambda: Bernoulli((1.0, 0.5)), "binary", 2),
        (lambda: Categorical((1.0, 5.0), 1), "class", 2),
        (lambda: Categorical((-1.0,), 1), "class", 1),
        (lambda: Gaussian((1.0, 2.0, 1e7), 1.0), "far", 3),
    ],
)
def test_what_does_not_fit_is_named(make, reason, place):
    with pytest.raises(DoesNotFit) as caught:
        make()
    assert (caught.value.reason, caught.value.place) == (reason, place)


@pytest.mark.parametrize("make", MODELS.values(), ids=MODELS)
def test_no_values_no_model(make):
    with pytest.raises(ValueError, match="no values"):
        make((), 0, 1.0)
    with pytest.raises(ValueError, match="value 1 is nan"):
        make((math.nan,), 0, 1.0)


def test_sigma_is_positive_and_the_class_exists():
    with pytest.raises(ValueError, match="sigma"):
        Gaussian((1.0,), 0.0)
    with pytest.raises(ValueError, match="chosen"):
        Categorical((1.0,), 5)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 0 1", (1, 0, 1)),
        ("1,0;1", (1, 0, 1)),
        (" ２．５、−3 ", (2.5, -3)),
        ("-0", (0,)),
        ("1e3\t.5\n", (1000, 0.5)),
        ("，1，", (1,)),
    ],
)
def test_texts_that_can_be_read(text, values):
    assert read_values(text) == values
    assert math.copysign(1.0, read_values("-0")[0]) == 1.0


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("", "empty", 0),
        (" ,; ", "empty", 0),
        ("1 x", "not_a_number", 2),
        ("nan", "not_a_number", 1),
        ("1 1e400", "not_a_number", 2),
        ("inf", "not_a_number", 1),
        ("1_000", "not_a_number", 1),
        ("9" * 10**7, "not_a_number", 1),
        ("1 " * 10**6, "too_many", 0),
        ("1," * (MOST_VALUES + 1), "too_many", 0),
        ("0x10", "not_a_number", 1),
    ],
)
def test_texts_that_cannot(text, reason, place):
    with pytest.raises(Unreadable) as caught:
        read_values(text)
    assert (caught.value.reason, caught.value.place) == (reason, place)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        values = read_values(text)
    except Unreadable:
        return
    assert 0 < len(values) <= MOST_VALUES
    assert all(math.isfinite(value) for value in values)
