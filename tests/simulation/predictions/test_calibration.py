"""The reliability diagram beside scikit-learn's, and the best temperature beside scipy's minimiser."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, softmax
from sklearn.calibration import calibration_curve

from core.simulation.predictions.calibration import best_temperature, classwise_errors, reliability, temperature_gain
from core.simulation.predictions.scores import Scores, cross_entropies


def binary_logits(n: int, sharpness: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Labels drawn from σ(z), and logits that are `sharpness` times too large."""
    rng = np.random.default_rng(seed)
    z = rng.normal(0.3, 1.5, n)
    return (rng.random(n) < expit(z)).astype(float), sharpness * z


def class_logits(n: int, k: int, sharpness: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    z = rng.normal(0.0, 1.5, (n, k))
    return np.array([rng.choice(k, p=row) for row in softmax(z, axis=1)]), sharpness * z


def minimum(loss) -> tuple[float, float]:
    """Where and how low a loss of ln T is, by scipy."""
    found = minimize_scalar(loss, bounds=(math.log(0.01), math.log(100.0)), method="bounded", options={"xatol": 1e-12})
    return math.exp(found.x), found.fun


@pytest.mark.parametrize("bins", [1, 5, 10, 15])
def test_two_classes_as_scikit_learn(bins):
    rng = np.random.default_rng(1)
    a = np.concatenate([rng.beta(0.7, 2.0, 500), [0.0, 1.0, 0.1, 0.2, 0.5]])
    y = (rng.random(len(a)) < a**1.5).astype(float)
    found = reliability(Scores(y, a, "probabilities"), bins)
    shares, means = calibration_curve(y, a, n_bins=bins, strategy="uniform")
    np.testing.assert_allclose(found.means[found.counts > 0], means, rtol=1e-12)
    np.testing.assert_allclose(found.shares[found.counts > 0], shares, rtol=1e-12)
    assert found.counts.sum() == len(a)
    np.testing.assert_allclose(found.edges, np.arange(bins + 1) / bins, rtol=1e-15)


def test_reliability_by_hand():
    found = reliability(Scores([1, 0, 1, 0.5, 1], [0.1, 0.1, 0.9, 0.7, 0.0], "probabilities"), 5)
    assert found.counts.tolist() == [3, 0, 0, 1, 1]
    assert (found.counts > 0).tolist() == [True, False, False, True, True]
    np.testing.assert_allclose(found.means, [0.2 / 3, math.nan, math.nan, 0.7, 0.9])
    np.testing.assert_allclose(found.shares, [2 / 3, math.nan, math.nan, 0.5, 1.0])
    assert found.error == pytest.approx((1.8 + 0.2 + 0.1) / 5)


def test_classes_by_their_confidence():
    rows = [[0.7, 0.2, 0.1], [0.1, 0.75, 0.15], [0.4, 0.35, 0.25], [0.0, 0.0, 1.0]]
    found = reliability(Scores([0, 2, 1, 2], rows, "probabilities"), 4)
    assert found.counts.tolist() == [0, 1, 2, 1]  # 0.75 is the upper edge of its bin
    np.testing.assert_allclose(found.means[1:], [0.4, 0.725, 1.0])
    np.testing.assert_allclose(found.shares[1:], [0.0, 0.5, 1.0])
    assert found.error == pytest.approx((0.4 + 2 * 0.225) / 4)


def test_a_calibrated_model_has_no_error():
    y, a = np.repeat([0.0, 1.0, 0.0, 1.0], [3, 1, 1, 3]), np.repeat([0.25, 0.75], 4)
    assert reliability(Scores(y, a, "probabilities")).error == 0.0


def test_one_row():
    found = reliability(Scores([1], [2.0], "logits"))
    assert found.counts.sum() == 1
    assert found.error == pytest.approx(1 - expit(2.0))


@pytest.mark.parametrize("bins", [0, 1001, 2.5])
def test_bins_that_are_none(bins):
    with pytest.raises(ValueError, match="bins = "):
        reliability(Scores([1], [2.0], "logits"), bins)


@pytest.mark.parametrize("sharpness", [0.05, 0.6, 1.0, 2.5, 30.0])
@pytest.mark.parametrize("n", [300, 50_000])
def test_the_temperature_of_two_classes_is_scipys(n, sharpness):
    y, z = binary_logits(n, sharpness)
    found = best_temperature(Scores(y, z, "logits"))
    expected, lowest = minimum(lambda t: np.mean(np.logaddexp(0.0, (1 - 2 * y) * z / math.exp(t))))
    assert found.outcome == "found"
    assert found.value == pytest.approx(expected, rel=1e-6)  # scipy sees the minimum no sharper than √ε
    assert found.after == pytest.approx(lowest, rel=1e-12)
    assert found.before == pytest.approx(np.mean(np.logaddexp(0.0, (1 - 2 * y) * z)), rel=1e-12)
    assert found.before - found.after == pytest.approx(found.before - lowest, abs=1e-12)
    # At the minimum the slope in β is 0.
    assert np.mean((expit(z / found.value) - y) * z / found.value) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("sharpness", [0.2, 1.0, 4.0])
@pytest.mark.parametrize("kind", ["logits", "probabilities"])
def test_the_temperature_of_classes_is_scipys(kind, sharpness):
    labels, z = class_logits(2000, 5, sharpness)
    values = z if kind == "logits" else softmax(z, axis=1)
    found = best_temperature(Scores(labels, values, kind))
    places = np.arange(len(labels))
    expected, lowest = minimum(lambda t: -log_softmax(z / math.exp(t), axis=1)[places, labels].mean())
    assert found.outcome == "found"
    assert found.value == pytest.approx(expected, rel=1e-6)
    assert found.after == pytest.approx(lowest, rel=1e-12)


def test_two_columns_and_one_number_agree():
    y, z = binary_logits(500, 3.0)
    one = best_temperature(Scores(y, z, "logits"))
    two = best_temperature(Scores(y, np.column_stack([np.zeros_like(z), z]), "logits"))
    probable = best_temperature(Scores(y, expit(z), "probabilities"))
    assert two.value == pytest.approx(one.value, rel=1e-9)
    assert probable.value == pytest.approx(one.value, rel=1e-9)


def test_soft_labels_by_hand():
    # σ(4/T) = 0.8 is as good as it gets where the label is 0.8: T = 4 / ln 4.
    found = best_temperature(Scores([0.8, 0.2], [4.0, -4.0], "logits"))
    assert found.value == pytest.approx(4 / math.log(4), rel=1e-9)
    assert found.after == pytest.approx(-(0.8 * math.log(0.8) + 0.2 * math.log(0.2)), rel=1e-12)


def test_hard_labels_by_hand():
    # Three of four right at |z| = 2: σ(2/T) = 3/4, T = 2 / ln 3; in three classes a = 3/4 with e^(2/T) = 6.
    assert best_temperature(Scores([1, 1, 1, 0], [2.0] * 4, "logits")).value == pytest.approx(2 / math.log(3), rel=1e-9)
    rows = Scores([0, 0, 0, 1], [[2.0, 0.0, 0.0]] * 4, "logits")
    assert best_temperature(rows).value == pytest.approx(2 / math.log(6), rel=1e-9)


@pytest.mark.parametrize("size", [1.0, 1e3, 1e6])
def test_a_model_that_is_always_right_may_be_surer(size):
    found = best_temperature(Scores([1, 0, 1], np.array([0.5, -1.0, 2.0]) * size / 1e3, "logits"))
    assert (found.outcome, found.value) == ("lowest", 0.01)
    assert found.after <= found.before
    rows = best_temperature(Scores([0, 1], np.array([[0.5, 0.0, 0.1], [0.0, 2.0, 1.0]]) * size / 1e3, "logits"))
    assert (rows.outcome, rows.value) == ("lowest", 0.01)


def test_a_model_that_is_mostly_wrong_had_better_say_nothing():
    found = best_temperature(Scores([0, 1, 1], [1.0, -2.0, 0.1], "logits"))
    assert (found.outcome, found.value) == ("highest", 100.0)
    assert math.log(2.0) < found.after < found.before
    assert found.after == pytest.approx(math.log(2.0), abs=0.01)


@pytest.mark.parametrize(
    "scores",
    [
        Scores([1, 0], [0.0, 0.0], "logits"),
        Scores([1, 0], [np.inf, -np.inf], "logits"),
        Scores([1, 0, 1], [1.0, 0.0, 0.5], "probabilities"),
        Scores([0, 2], np.full((2, 3), 1 / 3), "probabilities"),
        Scores([1, 0], [[0.0, 1.0], [1.0, 0.0]], "probabilities"),
        Scores([1, 0], [[7.0, 7.0], [-3.0, -3.0]], "logits"),
    ],
)
def test_where_no_temperature_changes_anything(scores):
    found = best_temperature(scores)
    assert (found.outcome, found.value, found.after) == ("any", 1.0, pytest.approx(found.before, rel=1e-12))
    assert found.after == pytest.approx(found.before, abs=1e-15)


@pytest.mark.parametrize(
    "scores",
    [
        Scores([1, 0], [0.0, 0.3], "probabilities"),
        Scores([0.5, 0], [np.inf, 0.3], "logits"),
        Scores([0, 1], [[0.0, 1.0], [0.5, 0.5]], "probabilities"),
    ],
)
def test_no_temperature_helps_where_the_model_said_0(scores):
    found = best_temperature(scores)
    assert (found.outcome, found.value, found.after) == ("infinite", None, math.inf)
    assert found.before == found.after == math.inf


def test_certain_right_rows_leave_the_temperature_and_lower_the_mean():
    y, z = binary_logits(200, 2.0)
    without = best_temperature(Scores(y, z, "logits"))
    with_ones = best_temperature(Scores([*y, 1.0, 0.0], [*z, np.inf, -np.inf], "logits"))
    assert with_ones.value == pytest.approx(without.value, rel=1e-9)
    assert with_ones.after == pytest.approx(without.after * 200 / 202, rel=1e-12)
    rows = np.array([[0.6, 0.4, 0.0], [0.3, 0.7, 0.0], [0.8, 0.2, 0.0]])
    three, two = Scores([0, 0, 0], rows, "probabilities"), Scores([0, 0, 0], rows[:, :2], "probabilities")
    assert best_temperature(three).value == pytest.approx(best_temperature(two).value, rel=1e-9)


@pytest.mark.parametrize("size", [1e-12, 1e12, 1e300])
def test_logits_of_any_size(size):
    y = [1, 1, 1, 0]
    two = best_temperature(Scores(y, np.array([2.0, 2.0, 2.0, 2.0]) * size, "logits"))
    rows = best_temperature(Scores(y, np.array([[0.0, 2.0]] * 4) * size, "logits"))
    # The best T is 2 · size / ln 3, far outside.
    expected = ("lowest", 0.01) if size < 1 else ("highest", 100.0)
    assert (two.outcome, two.value) == (rows.outcome, rows.value) == expected


def test_one_huge_logit_beside_small_ones():
    y, z = binary_logits(500, 2.0)
    far = best_temperature(Scores([*y, 1.0], [*z, 1e300], "logits"))
    assert far.value == pytest.approx(best_temperature(Scores(y, z, "logits")).value, rel=1e-7)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-40, 40)), min_size=1, max_size=12))
def test_no_other_temperature_is_better(rows):
    y, z = (np.array(part) for part in zip(*rows, strict=True))
    found = best_temperature(Scores(y, z, "logits"))
    assert 0.01 * (1 - 1e-12) <= found.value <= 100.0 * (1 + 1e-12)
    for other in np.geomspace(0.01, 100.0, 41):
        assert found.after <= cross_entropies(Scores(y, z / other, "logits")).mean() * (1 + 1e-12)


def test_bins_of_equal_mass_never_split_a_tie():
    rng = np.random.default_rng(5)
    said = rng.integers(0, 8, 500) / 8.0
    labels = (rng.random(500) < said).astype(float)
    found = reliability(Scores(labels, said, "probabilities"), 5, "mass")
    place = np.searchsorted(found.edges[1:-1], said)
    assert len({(value, bin_) for value, bin_ in zip(said, place, strict=True)}) == len(set(said))
    assert found.counts.tolist() == np.bincount(place).tolist()
    assert found.counts.min() > 0
    by_hand = sum(abs((labels - said)[place == bin_].sum()) for bin_ in set(place)) / 500
    assert found.error == pytest.approx(by_hand, rel=1e-12)


def test_bins_of_equal_mass_hold_as_many_rows_each():
    said = np.random.default_rng(6).random(1000)
    found = reliability(Scores(np.round(said), said, "probabilities"), 10, "mass")
    assert found.counts.tolist() == [100] * 10


def test_unknown_bins():
    with pytest.raises(ValueError, match="unknown binning"):
        reliability(Scores(np.array([1.0]), np.array([0.5]), "probabilities"), 10, "depth")


def test_what_a_temperature_gains_on_rows_it_has_not_seen():
    rng = np.random.default_rng(2)
    z = 2.0 * rng.standard_normal(4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(-z))).astype(float)
    best = best_temperature(Scores(y, 3 * z, "logits"))
    assert temperature_gain(Scores(y, 3 * z, "logits")) == pytest.approx(best.before - best.after, rel=0.02)
    assert abs(temperature_gain(Scores(y, z, "logits"))) < 1e-3
    assert temperature_gain(Scores(y[:4], z[:4], "logits")) is None


@pytest.mark.parametrize("binning", ["width", "mass"])
def test_the_class_wise_errors_are_of_each_class_against_the_rest(binning):
    labels, z = class_logits(800, 4, 2.0)
    a = softmax(z, axis=1)
    each = [reliability(Scores(labels == k, a[:, k], "probabilities"), 15, binning).error for k in range(4)]
    assert classwise_errors(Scores(labels, a, "probabilities"), 15, binning) == pytest.approx(each, rel=1e-12)
    assert classwise_errors(Scores(labels, z, "logits"), 15, binning) == pytest.approx(each, rel=1e-9)
