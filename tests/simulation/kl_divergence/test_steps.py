"""The same steps: both slopes against finite differences, the paths against each other, the two floors."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import exp, log, mp, mpf
from scipy.special import softmax
from scipy.stats import entropy

from core.simulation.kl_divergence.steps import SLOPES, START, Setting, descend, family, walk
from tests.maths.strategies import few

settings = st.builds(
    Setting, st.floats(0.0, 1.0), st.integers(3, 5), st.sampled_from((0.05, 0.2, 0.5, 2.0, 4.0)), st.just(100)
)


def test_the_label_goes_from_one_hot_to_uniform():
    assert Setting(0.0, 3, 0.2).label.tolist() == [1.0, 0.0, 0.0]
    assert Setting(0.3, 3, 0.2).label == pytest.approx([0.8, 0.1, 0.1])
    assert Setting(1.0, 4, 0.2).label.tolist() == [0.25] * 4


def test_the_start_is_sure_and_wrong():
    for classes in (3, 4, 5):
        q = softmax(START[:classes])
        assert q.argmax() == 1
        assert q[1] > 0.95
        assert q[0] < 0.01


@pytest.mark.parametrize("softness", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("loss", SLOPES)
def test_each_slope_is_the_derivative_of_its_own_loss(loss, softness):
    p = Setting(softness, 4, 0.2).label
    z = [0.3, 2.0, -1.0, 0.5]

    def value(logits):
        total = sum(exp(a) for a in logits)
        terms = [(mpf(share), exp(a) / total) for share, a in zip(p, logits, strict=True) if share]
        if loss == "cross_entropy":
            return -sum(share * log(q) for share, q in terms)
        return sum(share * log(share / q) for share, q in terms)

    found = SLOPES[loss](p, np.array(z))
    with mp.workdps(40):
        h = mpf("1e-12")
        for place in range(4):
            up, down = ([mpf(a) + sign * h * (k == place) for k, a in enumerate(z)] for sign in (1, -1))
            assert found[place] == pytest.approx(float((value(up) - value(down)) / (2 * h)), abs=1e-15)


@given(settings)
@few
def test_both_runs_take_the_same_steps(setting):
    found = walk(setting)
    assert found.gap < 1e-11
    # The losses of two separate runs differ by H(p) at every epoch.
    assert found.cross_entropy - found.divergence == pytest.approx(found.floor, abs=1e-11)
    assert found.floor == pytest.approx(entropy(setting.label), abs=1e-12)
    # Every step descends, and neither gets below its floor.
    assert (np.diff(found.cross_entropy) <= 1e-12).all()
    assert (found.divergence >= 0).all()
    assert (found.cross_entropy >= found.floor - 1e-12).all()


def test_the_runs_do_not_share_their_arithmetic():
    gaps = [walk(Setting(s, k, 0.5)).gap for s in (0.0, 0.3, 0.7) for k in (3, 4, 5)]
    assert any(gap > 0 for gap in gaps)
    assert max(gaps) < 1e-13


def test_one_hot_both_losses_are_one_number():
    found = walk(Setting(0.0, 3, 0.5))
    assert found.floor == 0.0
    q = softmax(found.paths["cross_entropy"], axis=1)
    assert found.cross_entropy == pytest.approx(-np.log(q[:, 0]), rel=1e-12)
    assert found.divergence == pytest.approx(found.cross_entropy, rel=1e-12)


def test_the_floor_rises_with_the_softness_up_to_ln_k():
    floors = [walk(Setting(s / 20, 4, 0.5, 1)).floor for s in range(21)]
    assert (np.diff(floors) > 0).all()
    assert floors[0] == 0.0
    assert floors[-1] == pytest.approx(math.log(4))


def test_both_floors_are_reached():
    found = walk(Setting(0.3, 3, 2.0))
    assert found.divergence[-1] < 1e-9
    assert found.cross_entropy[-1] == pytest.approx(found.floor, abs=1e-9)
    assert found.outputs[-1] == pytest.approx([0.8, 0.1, 0.1], abs=1e-4)


def test_a_first_step_by_hand():
    e = [1.0, math.exp(6.0), math.e]
    q = [value / sum(e) for value in e]
    for loss in SLOPES:
        path = descend(loss, Setting(0.0, 3, 0.5, 1))
        assert path[0].tolist() == [0.0, 6.0, 1.0]
        assert path[1] == pytest.approx([0.5 * (1 - q[0]), 6 - 0.5 * q[1], 1 - 0.5 * q[2]], abs=1e-14)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"softness": -0.1}, "softness"),
        ({"softness": math.nan}, "softness"),
        ({"classes": 2}, "classes"),
        ({"classes": 6}, "classes"),
        ({"learning_rate": 0.0}, "learning_rate"),
        ({"learning_rate": 4.1}, "learning_rate"),
        ({"learning_rate": math.inf}, "learning_rate"),
        ({"epochs": -1}, "epochs"),
    ],
)
def test_bad_arguments_are_named(changes, named):
    with pytest.raises(ValueError, match=named):
        Setting(**{"softness": 0.3, "classes": 3, "learning_rate": 0.2, "epochs": 100} | changes)


@pytest.mark.parametrize("classes", [3, 5])
def test_all_labels_together_walk_as_each_does_alone(classes):
    together = family((0.0, 0.3, 1.0), classes, 0.5, 60)
    for softness, found in together.walks.items():
        alone = walk(Setting(softness, classes, 0.5, 60))
        assert found.setting == alone.setting
        for loss, path in alone.paths.items():
            assert found.paths[loss] == pytest.approx(path, abs=1e-12)
    assert together.highest == pytest.approx(max(one.cross_entropy.max() for one in together.walks.values()))
