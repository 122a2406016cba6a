"""Scores in a few numbers, the constant predictor, the worst rows, and what clipping would report."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, brier_score_loss, confusion_matrix, log_loss

from core.simulation.predictions.evaluation import (
    base_rates,
    clipped,
    confusion,
    constant,
    skill,
    summary,
    worst_rows,
    worst_share,
)
from core.simulation.predictions.scores import Scores

EPS = float(np.finfo(np.float64).eps)  # what scikit-learn clips by
losses_of_rows = st.lists(st.floats(0, 50) | st.just(math.inf), min_size=1, max_size=60).map(np.array)


def binary(n: int = 400, seed: int = 0) -> Scores:
    rng = np.random.default_rng(seed)
    a = rng.uniform(0.01, 0.99, n)
    return Scores((rng.random(n) < a).astype(float), a, "probabilities")


def classes(n: int = 400, k: int = 4, seed: int = 0) -> Scores:
    rng = np.random.default_rng(seed)
    return Scores(rng.integers(0, k, n), rng.dirichlet(np.ones(k), n), "probabilities")


def test_five_rows_by_hand():
    found = summary(Scores([1, 0, 1, 0, 1], [0.9, 0.2, 0.6, 0.45, 0.02], "probabilities"))
    mean = -math.log(0.9 * 0.8 * 0.6 * 0.55 * 0.02) / 5
    brier = (0.01 + 0.04 + 0.16 + 0.2025 + 0.9604) / 5
    assert found.count == 5
    assert found.cross_entropy == pytest.approx(mean, rel=1e-14)
    assert found.perplexity == pytest.approx((0.9 * 0.8 * 0.6 * 0.55 * 0.02) ** -0.2, rel=1e-14)
    assert found.squared_error == pytest.approx(brier / 2, rel=1e-14)
    assert found.brier == pytest.approx(brier, rel=1e-14)
    assert (found.accuracy, found.infinite) == (0.8, 0)


def test_two_classes_as_scikit_learn():
    scores = binary()
    found, y, a = summary(scores), scores.labels, scores.values
    assert found.cross_entropy == pytest.approx(log_loss(y, a), rel=1e-12)
    assert found.brier == pytest.approx(brier_score_loss(y, a), rel=1e-12)
    assert found.accuracy == pytest.approx(accuracy_score(y, a >= 0.5))


@pytest.mark.parametrize("k", [2, 3, 7])
def test_classes_as_scikit_learn(k):
    scores = classes(k=k)
    found, y, a = summary(scores), scores.labels, scores.values
    assert found.cross_entropy == pytest.approx(log_loss(y, a), rel=1e-12)
    assert found.brier == pytest.approx(brier_score_loss(y, a, scale_by_half=False), rel=1e-12)
    assert found.accuracy == pytest.approx(accuracy_score(y, a.argmax(axis=1)))


def test_infinite_rows_are_counted_and_not_hidden():
    found = summary(Scores([1, 0, 1], [0.0, 1.0, 0.5], "probabilities"))
    assert (found.cross_entropy, found.perplexity, found.infinite) == (math.inf, math.inf, 2)
    assert found.brier == pytest.approx(2.25 / 3)


def test_a_finite_loss_may_have_a_perplexity_beyond_the_floats():
    found = summary(Scores([0], [1000.0], "logits"))
    assert (found.cross_entropy, found.perplexity, found.infinite) == (1000.0, math.inf, 0)


def test_base_rates():
    np.testing.assert_allclose(base_rates(Scores([1, 0, 0.5, 0], [0.5] * 4, "probabilities")), [0.625, 0.375])
    shares = base_rates(Scores([0, 3, 3, 1], np.full((4, 4), 0.25), "probabilities"))
    assert shares.tolist() == [0.25, 0.25, 0.0, 0.5]


@pytest.mark.parametrize("scores", [binary(), classes(), Scores([1, 0, 1], [3.0, 0.0, -1.0], "logits")])
def test_the_constant_predictor_costs_the_entropy_of_the_base_rates(scores):
    shares = base_rates(scores)
    guess = constant(scores)
    assert (guess.kind, guess.count, guess.classes) == ("probabilities", scores.count, scores.classes)
    entropy = -sum(p * math.log(p) for p in shares)
    assert summary(guess).cross_entropy == pytest.approx(entropy, rel=1e-12)
    assert skill(summary(guess), summary(guess)) == 0.0


def test_skill():
    y = [1, 1, 1, 0]
    entropy = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    scores = Scores(y, [0.8, 0.9, 0.7, 0.4], "probabilities")
    mean = -math.log(0.8 * 0.9 * 0.7 * 0.6) / 4
    assert skill(summary(scores), summary(constant(scores))) == pytest.approx(1 - mean / entropy, rel=1e-13)
    sure = Scores(y, y, "probabilities")
    assert skill(summary(sure), summary(constant(sure))) == 1.0
    wrong = Scores(y, [1, 1, 0, 0], "probabilities")
    assert skill(summary(wrong), summary(constant(wrong))) == -math.inf


@pytest.mark.parametrize(
    "scores", [Scores([1, 1], [0.5, 0.9], "probabilities"), Scores([2, 2], np.full((2, 3), 1 / 3), "probabilities")]
)
def test_no_skill_where_only_one_class_happens(scores):
    guess = summary(constant(scores))
    assert guess.cross_entropy == 0.0
    assert skill(summary(scores), guess) is None


def test_worst_rows_by_hand():
    losses = np.array([0.5, math.inf, 2.0, 0.5, math.inf, 0.1])
    assert worst_rows(losses).tolist() == [1, 4, 2, 0, 3, 5]
    assert worst_rows(losses, 4).tolist() == [1, 4, 2, 0]
    assert worst_rows(np.ones(100), 3).tolist() == [0, 1, 2]
    assert worst_rows(np.array([0.3])).tolist() == [0]
    assert worst_rows(np.array([0.3]), 0).tolist() == []


@given(losses_of_rows, st.integers(1, 70))
def test_worst_rows_are_those_of_a_full_sort(losses, most):
    expected = sorted(range(len(losses)), key=lambda place: (-losses[place], place))[:most]
    assert worst_rows(losses, most).tolist() == expected


def test_worst_share():
    losses = np.array([1.0] * 198 + [51.0, 151.0])
    assert worst_share(losses) == (2, pytest.approx(202 / 400))
    assert worst_share(np.arange(100.0), 0.07) == (7, pytest.approx(sum(range(93, 100)) / 4950))
    assert worst_share(np.arange(101.0)) == (2, pytest.approx(199 / 5050))
    assert worst_share(np.array([3.0])) == (1, 1.0)
    assert worst_share(np.array([1.0, 2.0]), 1.0) == (2, 1.0)


@pytest.mark.parametrize("losses", [[0.0, 0.0], [1.0, math.inf], [1e308, 1e308]])
def test_no_share_of_nothing_or_of_infinity(losses):
    assert worst_share(np.array(losses)) == (1, None)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.5, math.nan])
def test_shares_that_are_none(share):
    with pytest.raises(ValueError, match="share = "):
        worst_share(np.array([1.0]), share)


def test_clipping_as_scikit_learn_reports_it():
    y, a = [1, 0, 1, 1], [0.0, 1.0, 1.0, 0.3]
    assert clipped(Scores(y, a, "probabilities"), EPS) == pytest.approx(log_loss(y, a), rel=1e-12)
    rows = np.array([[0.0, 1.0, 0.0], [0.5, 0.5, 0.0], [0.2, 0.3, 0.5]])
    labels = [0, 1, 2]
    assert clipped(Scores(labels, rows, "probabilities"), EPS) == pytest.approx(log_loss(labels, rows), rel=1e-12)


def test_clipping_by_hand():
    scores = Scores([1, 0], [0.0, 0.0], "probabilities")
    assert clipped(scores, 1e-7) == pytest.approx((7 * math.log(10) - math.log1p(-1e-7)) / 2, rel=1e-12)
    assert clipped(scores, 1e-15) == pytest.approx(15 * math.log(10) / 2, rel=1e-12)
    certain = Scores([0, 0], [[-np.inf, 0.0], [0.0, -np.inf]], "logits")
    assert clipped(certain, 1e-7) == pytest.approx((7 * math.log(10) + 1e-7) / 2, rel=1e-9)


def test_clipping_caps_what_logits_know():
    assert summary(Scores([0], [100.0], "logits")).cross_entropy == 100.0
    assert clipped(Scores([0], [100.0], "logits"), 1e-7) == pytest.approx(7 * math.log(10), rel=1e-8)


def test_clipping_leaves_what_is_inside_alone():
    for scores in (binary(), classes()):
        assert clipped(scores, 1e-15) == pytest.approx(summary(scores).cross_entropy, rel=1e-14)


@pytest.mark.parametrize("epsilon", [0.0, -1e-7, 0.5, math.nan])
def test_epsilons_that_are_none(epsilon):
    with pytest.raises(ValueError, match="epsilon = "):
        clipped(binary(), epsilon)


@pytest.mark.parametrize("kind", ["probabilities", "logits"])
@pytest.mark.parametrize("soft", [False, True])
def test_pairs_of_classes_carry_the_whole_loss(kind, soft):
    rng = np.random.default_rng(9)
    a, weights = rng.dirichlet(np.ones(4), 500), rng.random(500)
    labels = rng.dirichlet(np.ones(4), 500) if soft else rng.integers(0, 4, 500)
    scores = Scores(labels, a if kind == "probabilities" else np.log(a), kind, weights)
    pairs = confusion(scores)
    assert sum(pair.nats for pair in pairs) == pytest.approx(summary(scores).cross_entropy, rel=1e-12)
    assert [pair.nats for pair in pairs] == sorted((pair.nats for pair in pairs), reverse=True)
    if not soft:
        counted = np.zeros((4, 4))
        for pair in pairs:
            counted[pair.label, pair.said] = pair.rows
        theirs = confusion_matrix(labels, a.argmax(axis=1), sample_weight=scores.weights)
        np.testing.assert_allclose(counted, theirs, rtol=1e-12)


def test_a_pair_without_an_end_comes_first():
    pairs = confusion(Scores([0, 1, 2], [[0.6, 0.4, 0.0], [0.1, 0.9, 0.0], [0.7, 0.3, 0.0]], "probabilities"))
    assert pairs[0] == (2, 0, math.inf, 1.0)
    assert [pair.rows for pair in pairs[1:]] == [1.0, 1.0]
    with pytest.raises(ValueError, match="no pairs"):
        confusion(binary())
