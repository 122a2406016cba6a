"""A sample of many classes: printed numbers, both conventions of smoothing, slopes against central differences."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from core.simulation.smoothing import ClassSample, smoothed


def at(probabilities, label=0, **options):
    """A sample whose softmax is those probabilities."""
    return ClassSample(tuple(np.log(probabilities).tolist()), label, **options)


def test_the_printed_surprisals_and_entropy():
    sample = at([0.7, 0.2, 0.1])
    np.testing.assert_allclose(sample.surprisals, [0.357, 1.609, 2.303], atol=5e-4)
    assert sample.model_entropy == pytest.approx(0.80182, abs=5e-6)


@pytest.mark.parametrize(("probabilities", "loss"), [([0.2, 0.5, 0.3], 1.20397), ([0.2, 0.2, 0.6], 0.51083)])
def test_the_printed_losses_of_the_third_class(probabilities, loss):
    assert at(probabilities, 2).cross_entropy == pytest.approx(loss, abs=5e-6)


def test_both_conventions_by_hand():
    np.testing.assert_allclose(smoothed(1, 4, 0.1, "all"), [0.025, 0.925, 0.025, 0.025])
    np.testing.assert_allclose(smoothed(1, 4, 0.1, "wrong"), [0.1 / 3, 0.9, 0.1 / 3, 0.1 / 3])
    np.testing.assert_array_equal(smoothed(2, 3, 0.0, "all"), [0.0, 0.0, 1.0])


@given(st.integers(2, 10), st.floats(0.0, 1.0))
def test_one_convention_is_the_other_at_a_smaller_epsilon(classes, epsilon):
    np.testing.assert_allclose(
        smoothed(0, classes, epsilon, "all"),
        smoothed(0, classes, epsilon * (classes - 1) / classes, "wrong"),
        atol=1e-15,
    )
    for convention in ("all", "wrong"):
        assert smoothed(0, classes, epsilon, convention).sum() == pytest.approx(1.0, abs=1e-14)


logits = st.lists(st.floats(-8.0, 8.0), min_size=2, max_size=6).map(tuple)


@given(logits, st.sampled_from([0.5, 1.0, 3.0]), st.floats(0.0, 0.5), st.sampled_from(["all", "wrong"]))
def test_slopes_by_central_differences(z, temperature, epsilon, convention):
    sample = ClassSample(z, 0, temperature, epsilon, convention)
    step = 1e-5
    for place in range(len(z)):
        moved = []
        for side in (step, -step):
            near = list(z)
            near[place] += side
            moved.append(ClassSample(tuple(near), 0, temperature, epsilon, convention))
        for name in ("cross_entropy", "squared_error"):
            difference = (getattr(moved[0], name) - getattr(moved[1], name)) / (2 * step)
            assert getattr(sample, f"{name}_slopes")[place] == pytest.approx(difference, abs=1e-8)


@given(logits, st.floats(0.0, 0.5), st.sampled_from(["all", "wrong"]))
def test_cross_entropy_is_entropy_plus_divergence(z, epsilon, convention):
    sample = ClassSample(z, 1, 1.0, epsilon, convention)
    assert sample.cross_entropy == pytest.approx(sample.label_entropy + sample.divergence, rel=1e-12, abs=1e-12)


def test_against_scikit_learn():
    sample = ClassSample((1.0, -2.0, 0.5, 3.0), 2, 2.0)
    one_hot = np.eye(4)[2]
    assert sample.cross_entropy == pytest.approx(log_loss([one_hot], [sample.probabilities]), rel=1e-13)


def test_a_sure_class_keeps_its_digits():
    sample = ClassSample((10.0, -10.0, -10.0), 0, 0.2)  # a gap of 100 in z/T
    with mpmath.workdps(60):
        exact = mpmath.log(1 + 2 * mpmath.exp(-100))
    assert sample.cross_entropy == pytest.approx(float(exact), rel=1e-13)
    assert sample.divergence == sample.cross_entropy


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (((1.0,), 0), "classes"),
        (((0.0,) * 11, 0), "classes"),
        (((1.0, 2.0), 2), "label"),
        (((1.0, float("nan")), 0), "logits"),
        (((1.0, 2.0), 0, 0.0), "temperature"),
        (((1.0, 2.0), 0, 1.0, 1.5), "epsilon"),
        (((1.0, 2.0), 0, 1.0, 0.1, "half"), "convention"),
    ],
)
def test_bad_input_is_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        ClassSample(*arguments)
