"""The three pieces of the loss, soft and weighted scores, by scikit-learn; and what a temperature gains."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss

from core.simulation.predictions.bootstrap import paired_difference
from core.simulation.predictions.calibration import best_temperature, reliability, temperature_gain
from core.simulation.predictions.evaluation import base_rates, clipped, summary
from core.simulation.predictions.pieces import floor, pieces
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


def test_what_a_temperature_gains_on_rows_it_has_not_seen():
    rng = np.random.default_rng(2)
    z = 2.0 * rng.standard_normal(4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(-z))).astype(float)
    assert temperature_gain(Scores(y, 3 * z, Z)) == pytest.approx(best_temperature(Scores(y, 3 * z, Z)).gain, rel=0.02)
    assert abs(temperature_gain(Scores(y, z, Z))) < 1e-3
    assert temperature_gain(Scores(y[:4], z[:4], Z)) is None


def test_weights_that_are_none():
    for weights in (np.zeros(2), np.array([1.0, -1.0]), np.array([1.0]), np.array([1.0, math.inf])):
        with pytest.raises(ValueError, match="weights"):
            Scores(np.array([0.0, 1.0]), np.array([0.2, 0.7]), P, weights)
