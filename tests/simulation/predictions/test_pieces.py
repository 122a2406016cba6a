"""The three pieces of the loss, soft and weighted scores, by scikit-learn and model-diagnostics."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_diagnostics.scoring import LogLoss, SquaredError, decompose
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss

from core.simulation.predictions.bootstrap import paired_difference
from core.simulation.predictions.calibration import best_temperature, reliability
from core.simulation.predictions.evaluation import base_rates, clipped, summary
from core.simulation.predictions.pieces import against_rest, floor, one_against_rest, pieces, recalibrated
from core.simulation.predictions.scores import Scores, cross_entropies

P, Z = "probabilities", "logits"


def drawn(n, seed=1, levels=None):
    rng = np.random.default_rng(seed)
    a = rng.random(n) if levels is None else rng.integers(1, levels, n) / levels
    return (rng.random(n) < a**2).astype(float), a, rng.integers(0, 4, n).astype(float)


@pytest.mark.parametrize("levels", [None, 7])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_pieces_are_those_of_an_isotonic_recalibration(levels, weighted):
    y, a, w = drawn(500, levels=levels)
    weights = w if weighted else None
    found = pieces(Scores(y, a, P, weights))
    fitted = IsotonicRegression().fit(a, y, sample_weight=weights).predict(a)
    best = log_loss(y, np.clip(fitted, 1e-300, 1 - 1e-16), sample_weight=weights)
    mean = np.average(y, weights=weights)
    base = log_loss(y, np.full(len(y), mean), sample_weight=weights)
    assert found.uncertainty == pytest.approx(base, rel=1e-12)
    assert found.discrimination == pytest.approx(base - best, rel=1e-9)
    assert found.miscalibration == pytest.approx(log_loss(y, a, sample_weight=weights) - best, rel=1e-9)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.3, 1.0]), st.floats(-40, 40)), min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_the_pieces_add_up_and_none_is_negative(rows):
    scores = Scores(np.array([y for y, _ in rows]), np.array([z for _, z in rows]), Z)
    found = pieces(scores)
    assert min(found.uncertainty, found.discrimination, found.miscalibration) >= 0.0
    whole = found.uncertainty - found.discrimination + found.miscalibration
    assert whole == pytest.approx(summary(scores).cross_entropy, abs=1e-12)
    assert floor(scores) <= whole + 1e-12


def test_a_zero_for_what_happened_is_endless_miscalibration_alone():
    found = pieces(Scores(np.array([1.0, 0, 1, 0]), np.array([0.0, 0.2, 0.9, 0.4]), P))
    assert found.miscalibration == math.inf
    assert math.isfinite(found.discrimination)
    assert pieces(Scores(np.array([0, 1, 2]), np.eye(3), P)) is None


def test_weights_enter_every_figure():
    y, a, w = drawn(400)
    scores = Scores(y, a, P, w)
    found = summary(scores)
    assert found.cross_entropy == pytest.approx(log_loss(y, a, sample_weight=w), rel=1e-12)
    assert found.brier == pytest.approx(brier_score_loss(y, a, sample_weight=w), rel=1e-12)
    assert found.accuracy == pytest.approx(accuracy_score(y, a >= 0.5, sample_weight=w), rel=1e-12)
    assert clipped(scores, 1e-7) == pytest.approx(found.cross_entropy, rel=1e-6)
    times = np.repeat(np.arange(len(y)), w.astype(int))  # a weight of 3 is the row three times
    again = Scores(y[times], a[times], P)
    assert base_rates(scores) == pytest.approx(base_rates(again), rel=1e-12)
    assert best_temperature(scores).value == pytest.approx(best_temperature(again).value, rel=1e-9)
    assert reliability(scores).error == pytest.approx(reliability(again).error, rel=1e-12)
    other = cross_entropies(Scores(y, np.full(len(y), 0.5), P))
    weighted = paired_difference(cross_entropies(scores), other, 1, weights=scores.weights)
    assert weighted.difference == pytest.approx(summary(again).cross_entropy - math.log(2), rel=1e-12)
    assert weighted.low < weighted.difference < weighted.high


def test_soft_labels_of_three_classes():
    rng = np.random.default_rng(3)
    y, a = rng.dirichlet(np.ones(3), 50), rng.dirichlet(np.ones(3), 50)
    soft = Scores(y, a, P)
    assert summary(soft).cross_entropy == pytest.approx(float(-(y * np.log(a)).sum(axis=1).mean()), rel=1e-12)
    assert base_rates(soft) == pytest.approx(y.mean(axis=0))
    assert floor(soft) == pytest.approx(float(-(y * np.log(y)).sum(axis=1).mean()), rel=1e-12)
    numbers = a.argmax(axis=1)
    hard, rows = Scores(numbers, a, P), Scores(np.eye(3)[numbers], a, P)
    assert summary(hard) == summary(rows)
    assert best_temperature(hard).value == best_temperature(rows).value


def test_weights_that_are_none():
    for weights in (np.zeros(2), np.array([1.0, -1.0]), np.array([1.0]), np.array([1.0, math.inf])):
        with pytest.raises(ValueError, match="weights"):
            Scores(np.array([0.0, 1.0]), np.array([0.2, 0.7]), P, weights)


@pytest.mark.parametrize("levels", [None, 7])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_the_pieces_are_those_of_model_diagnostics(levels, weighted, loss):
    y, a, w = drawn(500, levels=levels)
    weights = w + 0.5 if weighted else None
    function, scale = (LogLoss(), 1.0) if loss == "cross_entropy" else (SquaredError(), 0.5)
    theirs = decompose(y, a, weights=weights, scoring_function=function, functional="mean").to_dicts()[0]
    found = pieces(Scores(y, a, P, weights), loss)
    for name in ("uncertainty", "discrimination", "miscalibration"):
        assert getattr(found, name) == pytest.approx(scale * theirs[name], rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("kind", [P, Z])
def test_the_pieces_of_squared_error_add_up(soft, kind):
    y, a, w = drawn(700, 4, 40)
    y = np.random.default_rng(5).random(700) if soft else y
    scores = Scores(y, a if kind == P else 60.0 * a - 20.0, kind, w)
    found, right = pieces(scores, "squared_error"), summary(scores)
    assert found.recalibrated + found.miscalibration == pytest.approx(right.squared_error, rel=1e-12)
    mean = np.average(y, weights=w)
    spread = np.average((y - mean) ** 2, weights=w) if soft else mean * (1.0 - mean)
    assert found.uncertainty == pytest.approx(spread / 2.0, rel=1e-12)
    with pytest.raises(ValueError, match="unknown loss"):
        pieces(scores, "hinge")


def test_the_curve_has_few_corners_and_runs_through_all_fits():
    y, a, _ = drawn(5000)
    best = recalibrated(Scores(y, a, P))
    said, fitted = best.curve
    assert len(said) < 300
    np.testing.assert_allclose(np.interp(best.said, said, fitted), best.fitted, atol=1e-12)
    np.testing.assert_allclose(best.fitted, IsotonicRegression().fit(a, y).predict(best.said), atol=1e-12)


def test_logits_are_sorted_where_probabilities_are_equal():
    best = recalibrated(Scores(np.array([0.0, 1.0]), np.array([50.0, 60.0]), Z))
    assert best.said.tolist() == [1.0, 1.0]
    assert best.fitted.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("size", [1.0, 20.0, 2000.0])
def test_one_against_the_rest_from_logits_by_mpmath(size):
    rows = size * np.random.default_rng(6).standard_normal((5, 4))
    with mpmath.workdps(60):
        others = [[mpmath.fsum(mpmath.exp(z) for j, z in enumerate(row) if j != k) for k in range(4)] for row in rows]
        right = [
            [float(z - mpmath.log(rest)) for z, rest in zip(row, of, strict=True)]
            for row, of in zip(rows, others, strict=True)
        ]
    each = one_against_rest(Scores(np.array([0, 1, 2, 3, 0]), rows, Z))
    np.testing.assert_allclose(np.column_stack([one.values for one in each]), right, rtol=1e-13, atol=1e-13)
    assert each[0].labels.tolist() == [1.0, 0.0, 0.0, 0.0, 1.0]


def test_classes_ruled_out_and_soft_labels_against_the_rest():
    rows = np.array([[900.0, -math.inf, -math.inf], [1.0, 1.0, -math.inf]])
    labels = np.array([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0]])
    each = one_against_rest(Scores(labels, rows, Z, np.array([1.0, 3.0])))
    np.testing.assert_array_equal([one.values for one in each], [[math.inf, 0.0], [-math.inf, 0.0], [-math.inf] * 2])
    np.testing.assert_array_equal([one.labels for one in each], labels.T)
    with pytest.raises(ValueError, match="no rest"):
        against_rest(Scores(np.array([1.0]), np.array([0.5]), P), 0)
