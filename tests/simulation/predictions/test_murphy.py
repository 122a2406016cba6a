"""The Murphy diagram: its areas are the two losses, and its heights those of model-diagnostics."""

import math

import mpmath
import numpy as np
import pytest
from model_diagnostics.scoring import ElementaryScore
from scipy.special import expit, logit

from core.simulation.predictions.evaluation import summary
from core.simulation.predictions.murphy import murphy
from core.simulation.predictions.pieces import floor
from core.simulation.predictions.scores import Scores

P, Z = "probabilities", "logits"


def file(seed, kind, soft, weighted, ties, ends):
    """Random rows of two classes; logits come from far out, and ends are predictions that are certain."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 400))
    said, z = rng.random(n), rng.normal(0.0, (1.0, 30.0, 1000.0)[seed % 3], n)
    labels = rng.random(n) if soft else (rng.random(n) < said).astype(float)
    if ties:
        said, z, labels = np.round(said, 1), np.round(z), np.round(labels, 1)
    if ends:
        said[rng.random(n) < 0.1], said[rng.random(n) < 0.1] = 0.0, 1.0
        z[rng.random(n) < 0.1], z[rng.random(n) < 0.1] = -math.inf, math.inf
    weights = rng.random(n) + rng.integers(0, 2, n) if weighted else None
    return Scores(labels, said if kind == P else z, kind, weights)


@pytest.mark.parametrize("kind", [P, Z])
@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("ends", [False, True])
def test_both_losses_are_areas(kind, soft, weighted, ties, ends):
    for seed in range(6):
        scores = file(seed, kind, soft, weighted, ties, ends)
        found, right = murphy(scores), summary(scores)
        assert found.squared_error() == pytest.approx(right.squared_error, rel=1e-12)
        assert found.cross_entropy() == pytest.approx(right.cross_entropy - floor(scores), rel=1e-12)
        if not soft:
            assert 1.0 - 2.0 * found.at(0.5) == pytest.approx(right.accuracy, abs=1e-12)


@pytest.mark.parametrize("soft", [False, True])
def test_heights_are_those_of_the_definition(soft):
    scores = file(1, P, soft, True, True, True)
    y, a, found = scores.labels, scores.values, murphy(scores)
    for c in (0.0, 0.05, 0.1, 0.35, 0.5, 0.99, 1.0):
        between = ((a < c) & (c <= y)) | ((y < c) & (c <= a))
        assert found.at(c) == pytest.approx(np.average(np.abs(y - c) * between, weights=scores.weights), abs=1e-15)
    with pytest.raises(ValueError, match="outside"):
        found.at(1.5)


def test_heights_are_those_of_model_diagnostics():
    scores = file(4, P, False, True, False, False)
    for c in (0.1, 0.5, 0.73):
        theirs = ElementaryScore(eta=c, functional="mean")(scores.labels, scores.values, scores.weights)
        assert murphy(scores).at(c) == pytest.approx(theirs, rel=1e-12)


def test_an_area_of_far_logits_by_mpmath():
    z, y = [800.0, -750.0, 40.0, 3.0], [0.0, 0.0, 1.0, 1.0]
    with mpmath.workdps(500):
        losses = [mpmath.log1p(mpmath.exp(s if label == 0 else -s)) for s, label in zip(z, y, strict=True)]
        squares = [(1 / (1 + mpmath.exp(-s)) - label) ** 2 / 2 for s, label in zip(z, y, strict=True)]
        expected = [float(mpmath.fsum(part) / 4) for part in (losses, squares)]
    found = murphy(Scores(np.array(y), np.array(z), Z))
    assert [found.cross_entropy(), found.squared_error()] == pytest.approx(expected, rel=1e-14)


def test_certain_rows_are_endless_only_where_they_are_wrong():
    assert murphy(Scores(np.array([1.0, 0.0]), np.array([0.0, 0.5]), P)).cross_entropy() == math.inf
    assert murphy(Scores(np.array([1.0, 0.0]), np.array([1.0, 0.0]), P)).cross_entropy() == 0.0
    assert murphy(Scores(np.array([0.3]), np.array([1.0]), P)).cross_entropy() == math.inf


@pytest.mark.parametrize("kind", [P, Z])
@pytest.mark.parametrize("points", [40, 601])
def test_what_is_drawn_lies_on_the_curve(kind, points):
    scores = file(2, kind, False, False, True, True)
    c, z, costs = murphy(scores).drawn(points)
    assert len(c) == len(z) == len(costs) <= points
    assert np.isfinite(z).all()
    assert (np.diff(z) >= 0.0).all()
    first = np.concatenate([[True], np.diff(z) > 0.0])  # of a jump's two ends the one that belongs to its threshold
    y, said = scores.labels, logit(scores.values) if kind == P else scores.values
    below = said < z[first, np.newaxis]
    heights = (expit(-z[first]) * (y * below).T + expit(z[first]) * ((1.0 - y) * ~below).T).mean(axis=0)
    np.testing.assert_allclose(costs[first], heights, rtol=1e-12, atol=1e-15)


def test_more_classes_have_no_curve():
    with pytest.raises(ValueError, match="classes"):
        murphy(Scores(np.array([0, 1, 2]), np.eye(3), P))
