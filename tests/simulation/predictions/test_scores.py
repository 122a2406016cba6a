"""Labels with predictions: what is let in, and the score of every row."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score

from core.simulation.predictions import scores as module
from core.simulation.predictions.scores import Scores, cross_entropies, hits, in_blocks, squared_errors


@pytest.fixture(autouse=True)
def _fifty_digits():
    with mpmath.workdps(50):
        yield


THREE = np.array([[0.7, 0.2, 0.1], [0.2, 0.2, 0.6], [0.5, 0.5, 0.0]])


def exact_binary(y: float, z: float) -> float:
    """−y ln σ(z) − (1−y) ln σ(−z), in 50 digits."""
    return float(mpmath.mpf(y) * mpmath.log1p(mpmath.exp(-z)) + (1 - mpmath.mpf(y)) * mpmath.log1p(mpmath.exp(z)))


def test_two_classes_by_hand():
    scores = Scores([1, 0, 1, 0.5], [0.8, 0.25, 0.0, 0.5], "probabilities")
    assert (scores.binary, scores.classes, scores.count) == (True, 2, 4)
    expected = [-math.log(0.8), -math.log(0.75), math.inf, math.log(2.0)]
    np.testing.assert_allclose(cross_entropies(scores), expected, rtol=1e-15)
    np.testing.assert_allclose(squared_errors(scores), [0.02, 0.03125, 0.5, 0.0], rtol=1e-14)
    assert hits(scores).tolist() == [True, True, False, True]


def test_three_classes_by_hand():
    scores = Scores([0, 2, 2], THREE, "probabilities")
    assert (scores.binary, scores.classes, scores.count) == (False, 3, 3)
    np.testing.assert_allclose(cross_entropies(scores), [-math.log(0.7), 0.5108256237659907, math.inf], rtol=1e-15)
    halves = [0.5 * (0.09 + 0.04 + 0.01), 0.5 * (0.04 + 0.04 + 0.16), 0.5 * (0.25 + 0.25 + 1.0)]
    np.testing.assert_allclose(squared_errors(scores), halves, rtol=1e-14)
    assert hits(scores).tolist() == [True, True, False]


@pytest.mark.parametrize("z", [-800.0, -37.0, -1.0, 0.0, 2.5, 40.0, 750.0])
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_logits_are_never_rounded_to_probabilities(y, z):
    scores = Scores([y], [z], "logits")
    assert cross_entropies(scores)[0] == pytest.approx(exact_binary(y, z), rel=1e-14)
    a = mpmath.mpf(1) / (1 + mpmath.exp(-z))
    assert squared_errors(scores)[0] == pytest.approx(float((a - y) ** 2 / 2), rel=1e-13)
    assert scores.outputs[0] == pytest.approx(float(a), rel=1e-14)


def test_logits_of_classes_against_mpmath():
    z = np.array([[50.0, 0.0, -3.0], [0.1, 0.2, 0.3], [-900.0, 0.0, 10.0]])
    labels = [0, 1, 0]
    scores = Scores(labels, z, "logits")
    for row, label, loss, half in zip(z, labels, cross_entropies(scores), squared_errors(scores), strict=True):
        total = mpmath.fsum(mpmath.exp(value) for value in row)
        below = mpmath.fsum(mpmath.exp(value - row[label]) for i, value in enumerate(row) if i != label)
        assert loss == pytest.approx(float(mpmath.log1p(below)), rel=1e-14)
        errors = [mpmath.exp(value) / total - (i == label) for i, value in enumerate(row)]
        assert half == pytest.approx(float(mpmath.fsum(e**2 for e in errors) / 2), rel=1e-12)


def test_certain_logits():
    scores = Scores([1, 1, 0, 0.5], [np.inf, -np.inf, -np.inf, np.inf], "logits")
    assert cross_entropies(scores).tolist() == [0.0, np.inf, 0.0, np.inf]
    assert squared_errors(scores).tolist() == [0.0, 0.5, 0.0, 0.125]
    ruled_out = Scores([0, 1], [[-np.inf, 0.0], [-np.inf, 0.0]], "logits")
    assert cross_entropies(ruled_out).tolist() == [np.inf, 0.0]


def test_ties():
    assert hits(Scores([1, 0], [0.5, 0.5], "probabilities")).tolist() == [True, False]
    # σ(−1e−20) is ½ in a float, but the model leans to 0.
    assert hits(Scores([1, 0, 1], [-1e-20, -1e-20, 0.0], "logits")).tolist() == [False, True, True]
    level = np.full((3, 4), 0.25)
    assert hits(Scores([0, 1, 3], level, "probabilities")).tolist() == [True, False, False]


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=1, max_size=30))
def test_right_answers_as_scikit_learn_counts_them(rows):
    y, a = (np.array(part) for part in zip(*rows, strict=True))
    assert hits(Scores(y, a, "probabilities")).mean() == pytest.approx(accuracy_score(y, a >= 0.5))


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-700, 700)), min_size=1, max_size=20))
def test_two_columns_of_logits_say_what_one_number_does(rows):
    z = np.array([z for _, z in rows])
    y = np.array([round(y) for y, _ in rows])
    one, two = Scores(y, z, "logits"), Scores(y, np.column_stack([np.zeros_like(z), z]), "logits")
    np.testing.assert_allclose(cross_entropies(two), cross_entropies(one), rtol=1e-13)
    np.testing.assert_allclose(squared_errors(two), 2.0 * squared_errors(one), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("kind", ["probabilities", "logits"])
@pytest.mark.parametrize("classes", [None, 3])
def test_blocks_leave_no_trace(monkeypatch, kind, classes):
    rng = np.random.default_rng(2)
    values = rng.dirichlet(np.ones(3), 50) if classes else rng.random(50)
    labels = rng.integers(0, classes or 2, 50)
    whole = Scores(labels, values, kind)
    found = cross_entropies(whole), squared_errors(whole), whole.outputs
    monkeypatch.setattr(module, "BLOCK", 7)
    parts = Scores(labels, values, kind)
    for one, other in zip(found, (cross_entropies(parts), squared_errors(parts), parts.outputs), strict=True):
        np.testing.assert_array_equal(one, other)


def test_every_row_comes_in_one_block():
    scores = Scores(np.zeros(100_000), np.linspace(0, 1, 100_000), "probabilities")
    np.testing.assert_array_equal(in_blocks(lambda y, a: a, scores), scores.values)


def test_what_was_checked_cannot_change():
    labels, values = np.array([0.0, 1.0]), np.array([0.1, 0.2])
    scores = Scores(labels, values, "probabilities")
    values[0] = 7.0
    assert scores.values[0] == 0.1
    for array in (scores.labels, scores.values, scores.outputs, Scores(labels, values, "logits").outputs):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.5


@pytest.mark.parametrize(
    ("labels", "values", "kind", "sentence"),
    [
        ([0, 1], [0.5, 0.5], "odds", "unknown kind 'odds'"),
        ([], [], "probabilities", r"values has shape \(0,\)"),
        ([0], [[1.0]], "probabilities", r"values has shape \(1, 1\)"),
        ([0], [[[0.5, 0.5]]], "probabilities", r"values has shape \(1, 1, 2\)"),
        ([0, 1, 1], [0.5, 0.5], "probabilities", r"labels has shape \(3,\), not \(2,\)"),
        ([0, 1], [0.5, 1.5], "probabilities", r"values\[1\] = 1.5 is outside"),
        ([0, 1], [0.5, math.nan], "logits", r"values\[1\] = nan is not a number"),
        ([0, 2], [0.5, 0.5], "logits", r"labels\[1\] = 2 is outside"),
        ([0, 1], [[0.5, 0.5], [0.5, 0.6]], "probabilities", r"row values\[1\] sums to 1.1"),
        ([0, 1], [[0.5, 0.5], [0.5, math.inf]], "logits", r"values\[1, 1\] = inf leaves the softmax undefined"),
        ([0, 1], [[0.5, 0.5], [-math.inf, -math.inf]], "logits", r"row values\[1\] rules every class out"),
        ([0, 2], [[0.5, 0.5], [0.5, 0.5]], "logits", r"labels\[1\] = 2 is larger than 1"),
        ([0, 0.5], [[0.5, 0.5], [0.5, 0.5]], "logits", r"labels\[1\] = 0.5 is not a whole number"),
        ([0, -1], [[0.5, 0.5], [0.5, 0.5]], "logits", r"labels\[1\] = -1 is not a whole number"),
    ],
)
def test_what_is_not_let_in(labels, values, kind, sentence):
    with pytest.raises(ValueError, match=sentence):
        Scores(np.array(labels), np.array(values), kind)
