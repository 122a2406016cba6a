"""One label or several: three losses on the same scores, against scikit-learn, finite differences and their floors."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from core.simulation.label_kinds import KINDS, Tagged, descend, state

Z = np.array([0.5, -1.0, 1.0, 2.5])
Y = np.array([1.0, 0.0, 1.0, 0.0])


def test_losses_against_scikit_learn():
    shares = np.exp(Z) / np.exp(Z).sum()
    assert state("softmax", Y, Z).loss == pytest.approx(-(Y / 2) @ np.log(shares), rel=1e-13)
    a = 1 / (1 + np.exp(-Z))
    several = sum(log_loss([y], [p], labels=[0, 1]) for y, p in zip(Y, a, strict=True))
    assert state("sigmoids", Y, Z).loss == pytest.approx(several, rel=1e-13)
    assert state("mixture", Y, Z).loss == pytest.approx(-math.log(a[0]) - math.log(a[2]), rel=1e-13)


scores = st.lists(st.floats(-6.0, 6.0), min_size=3, max_size=3).map(np.array)
labels = st.lists(st.sampled_from([0.0, 1.0]), min_size=3, max_size=3).map(np.array)


@pytest.mark.parametrize("kind", KINDS)
@given(labels, scores)
def test_slopes_by_central_differences(kind, y, z):
    found = state(kind, y, z)
    if found.loss is None:
        assert kind == "softmax"
        assert not y.any()
        assert not found.slopes.any()
        return
    for place in range(3):
        step = np.eye(3)[place] * 1e-5
        difference = (KINDS[kind].loss(y, z + step) - KINDS[kind].loss(y, z - step)) / 2e-5
        assert found.slopes[place] == pytest.approx(difference, abs=1e-8)
    assert found.loss >= found.floor - 1e-12


@given(labels, scores)
def test_the_mixture_never_pushes_down(y, z):
    assert (state("mixture", y, z).slopes <= 0.0).all()


def test_where_descent_ends():
    tagged = Tagged(tuple(Z.tolist()), (1, 0, 1, 0))
    ends = {kind: state(kind, Y, descend(kind, tagged, 5000, 0.5)[-1]) for kind in KINDS}
    np.testing.assert_allclose(ends["softmax"].outputs, Y / 2, atol=2e-3)  # they share one
    assert ends["softmax"].loss == pytest.approx(math.log(2), abs=1e-3)
    np.testing.assert_allclose(ends["sigmoids"].outputs, Y, atol=2e-3)
    assert ends["sigmoids"].loss < 2e-3
    # A wrong yes stays exactly as it was.
    np.testing.assert_array_equal(ends["mixture"].scores[[1, 3]], Z[[1, 3]])


def test_a_step_by_hand():
    path = descend("sigmoids", Tagged((0.0, 0.0), (1, 0)), 1, 0.5)
    np.testing.assert_allclose(path, [[0.0, 0.0], [0.25, -0.25]])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Tagged((1.0,), (1,)), "tags"),
        (lambda: Tagged((1.0, 2.0), (1, 2)), "neither 0 nor 1"),
        (lambda: Tagged((1.0, 2.0), (1,)), "labels"),
        (lambda: Tagged((1.0, math.inf), (1, 0)), "scores"),
        (lambda: state("hinge", Y, Z), "unknown kind"),
        (lambda: descend("softmax", Tagged((1.0, 2.0), (1, 0)), -1, 0.5), "steps"),
        (lambda: descend("softmax", Tagged((1.0, 2.0), (1, 0)), 1, 0.0), "learning_rate"),
    ],
)
def test_bad_input_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()
