"""One label or several: three losses on the same scores, by hand, by scikit-learn and by finite differences."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.metrics import log_loss

from core.simulation.formulas.labels import KINDS, Tagged, descend, state

SCORES = np.array([0.5, -1.0, 1.0, 2.5])
LABELS = {"none": (0, 0, 0, 0), "one": (0, 1, 0, 0), "two": (1, 0, 1, 0), "all": (1, 1, 1, 1)}


def row(name: str) -> np.ndarray:
    return np.array(LABELS[name], dtype=float)


def at(kind: str, name: str, scores: np.ndarray = SCORES):
    return state(kind, row(name), scores)


@pytest.mark.parametrize("name", LABELS)
def test_sigmoids_with_2_against_scikit_learn(name):
    found = at("sigmoids", name)
    theirs = sum(log_loss([y], [[1 - a, a]], labels=[0, 1]) for y, a in zip(LABELS[name], found.outputs, strict=True))
    assert found.loss == pytest.approx(theirs, rel=1e-12)


def test_softmax_with_3_against_scikit_learn():
    found = at("softmax", "one")
    assert found.loss == pytest.approx(log_loss([1], [found.outputs], labels=[0, 1, 2, 3]), rel=1e-12)


def test_all_three_by_hand_at_level_scores():
    level = np.zeros(4)
    assert at("softmax", "two", level).loss == pytest.approx(math.log(4))
    assert at("sigmoids", "two", level).loss == pytest.approx(4 * math.log(2))
    assert at("mixture", "two", level).loss == pytest.approx(2 * math.log(2))
    assert at("softmax", "two", level).slopes == pytest.approx([-0.25, 0.25, -0.25, 0.25])
    assert at("sigmoids", "two", level).slopes == pytest.approx([-0.5, 0.5, -0.5, 0.5])
    assert at("mixture", "two", level).slopes.tolist() == [-0.5, 0.0, -0.5, 0.0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LABELS)
def test_slopes_by_finite_differences(kind, name):
    found, step = at(kind, name), 1e-5
    if found.loss is None:
        assert found.slopes.tolist() == [0.0] * 4
        return
    for place in range(4):
        change = step * np.eye(4)[place]
        ends = [at(kind, name, SCORES + side * change).loss for side in (-1, 1)]
        assert found.slopes[place] == pytest.approx((ends[1] - ends[0]) / (2 * step), abs=1e-9)


def test_softmax_has_no_loss_without_a_true_tag_and_the_others_have():
    assert at("softmax", "none").loss is None
    assert at("softmax", "none").floor is None
    assert at("softmax", "none").outputs.sum() == pytest.approx(1.0)
    assert at("mixture", "none").loss == 0.0
    assert at("sigmoids", "none").loss == pytest.approx(sum(math.log1p(math.exp(z)) for z in SCORES))


@pytest.mark.parametrize(("name", "count"), [("one", 1), ("two", 2), ("all", 4)])
def test_the_floor_of_the_softmax_is_what_a_minimiser_finds(name, count):
    y = row(name)
    # Its own arithmetic, on scores that cannot leave [−20, 20].
    found = minimize(lambda z: float(np.log(np.exp(z).sum()) - (y / y.sum()) @ z), SCORES, bounds=[(-20, 20)] * 4)
    assert at("softmax", name).floor == pytest.approx(math.log(count), abs=1e-12)
    assert found.fun == pytest.approx(at("softmax", name).floor, abs=1e-5)
    trained = descend("softmax", Tagged(tuple(SCORES), LABELS[name]), 10_000, 0.5)[-1]
    assert at("softmax", name, trained).outputs == pytest.approx(y / count, abs=1e-3)


@pytest.mark.parametrize("name", LABELS)
def test_sigmoids_end_at_the_labels(name):
    path = descend("sigmoids", Tagged(tuple(SCORES), LABELS[name]), 10_000, 0.5)
    ended = at("sigmoids", name, path[-1])
    assert ended.outputs == pytest.approx(row(name), abs=1e-3)
    assert ended.loss < 0.002


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("scores", [SCORES, -SCORES, np.array([8.0, -8.0, 8.0, -8.0])])
def test_the_mixture_never_pushes_down(name, scores):
    assert (at("mixture", name, scores).slopes <= 0.0).all()
    path = descend("mixture", Tagged(tuple(scores), LABELS[name]), 500, 0.5)
    assert (np.diff(path, axis=0) >= 0.0).all()
    not_true = row(name) == 0.0
    assert (path[-1][not_true] == scores[not_true]).all()


def test_yes_to_everything_satisfies_the_mixture_alone():
    yes = np.full(4, 8.0)
    assert at("mixture", "two", yes).loss == pytest.approx(2 * math.log1p(math.exp(-8.0)))
    assert at("sigmoids", "two", yes).loss > 16.0
    assert at("softmax", "two", yes).loss == pytest.approx(math.log(4))


@pytest.mark.parametrize("kind", KINDS)
def test_descent_begins_at_the_scores_and_steps_against_the_slope(kind):
    path = descend(kind, Tagged(tuple(SCORES), LABELS["two"]), 3, 0.5)
    assert path.shape == (4, 4)
    assert path[0].tolist() == SCORES.tolist()
    assert path[1] == pytest.approx(SCORES - 0.5 * at(kind, "two").slopes, abs=1e-15)
    losses = [at(kind, "two", scores).loss for scores in path]
    assert losses == sorted(losses, reverse=True)
    assert losses[3] < losses[0]


@pytest.mark.parametrize("kind", KINDS)
def test_huge_scores_stay_finite(kind):
    found = at(kind, "two", np.array([800.0, -800.0, -800.0, 800.0]))
    assert math.isfinite(found.loss)
    assert np.isfinite(found.slopes).all()


def test_what_makes_no_sense_is_named():
    with pytest.raises(ValueError, match="labels"):
        Tagged((1.0, 2.0), (1, 2))
    with pytest.raises(ValueError, match="labels"):
        Tagged((1.0, 2.0), (1, 0, 0))
    with pytest.raises(ValueError, match="scores"):
        Tagged((1.0, math.nan), (1, 0))
    with pytest.raises(ValueError, match="tags"):
        Tagged((1.0,), (1,))
    with pytest.raises(ValueError, match="unknown kind"):
        state("other", row("one"), SCORES)
    tagged = Tagged((1.0, 2.0), (1, 0))
    with pytest.raises(ValueError, match="steps"):
        descend("softmax", tagged, -1, 0.5)
    with pytest.raises(ValueError, match="learning_rate"):
        descend("softmax", tagged, 1, 0.0)
