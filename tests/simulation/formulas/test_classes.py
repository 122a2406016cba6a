"""A sample of many classes: both conventions of smoothing, both losses and their slopes, against other authorities."""

import math

import mpmath
import numpy as np
import pytest
from sklearn.metrics import log_loss

from core.simulation.formulas.classes import CONVENTIONS, ClassSample, smoothed

SAMPLES = [
    ClassSample((-1.0, 3.0, 1.0, 0.0), 0),
    ClassSample((-1.0, 3.0, 1.0, 0.0), 2, 0.5, 0.1, "all"),
    ClassSample((2.0, -3.0), 1, 3.0, 0.3, "wrong"),
    ClassSample((0.0,) * 10, 9, 0.7, 0.5, "wrong"),
    ClassSample((6.0, -2.0, 1.5), 0, 2.0, 0.2),
]


def sample_of(*probabilities: float, label: int) -> ClassSample:
    return ClassSample(tuple(math.log(p) for p in probabilities), label)


def test_surprisals_and_entropy_as_printed():
    sample = sample_of(0.7, 0.2, 0.1, label=0)
    assert [f"{value:.3f}" for value in sample.surprisals] == ["0.357", "1.609", "2.303"]
    assert f"{sample.model_entropy:.5f}" == "0.80182"


@pytest.mark.parametrize(("probabilities", "printed"), [((0.2, 0.5, 0.3), "1.20397"), ((0.2, 0.2, 0.6), "0.51083")])
def test_the_third_of_three_as_printed(probabilities, printed):
    assert f"{sample_of(*probabilities, label=2).cross_entropy:.5f}" == printed


def test_the_two_conventions_give_other_numbers():
    # K = 4, ε = 0.1 by hand: 0.9 + 0.1/4 and 0.1/4, against 0.9 and 0.1/3
    assert smoothed(1, 4, 0.1, "all") == pytest.approx([0.025, 0.925, 0.025, 0.025], abs=1e-16)
    assert smoothed(1, 4, 0.1, "wrong") == pytest.approx([1 / 30, 0.9, 1 / 30, 1 / 30], abs=1e-16)


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("epsilon", [0.0, 0.01, 0.5, 1.0])
def test_smoothed_rows_are_distributions_and_one_convention_is_the_other_at_less(classes, epsilon):
    for name in CONVENTIONS:
        assert smoothed(0, classes, epsilon, name).sum() == pytest.approx(1.0, abs=1e-15)
    less = smoothed(0, classes, epsilon * (classes - 1) / classes, "wrong")
    assert smoothed(0, classes, epsilon, "all") == pytest.approx(less, abs=1e-15)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_without_smoothing_the_label_is_one_hot_and_cross_entropy_is_kl(name):
    sample = ClassSample((1.0, -2.0, 0.5), 1, epsilon=0.0, convention=name)
    assert sample.labels.tolist() == [0.0, 1.0, 0.0]
    assert sample.label_entropy == 0.0
    assert sample.divergence == sample.cross_entropy


@pytest.mark.parametrize("sample", SAMPLES)
def test_cross_entropy_is_entropy_plus_kl_by_mpmath(sample):
    with mpmath.workdps(40):
        powers = [mpmath.e ** (mpmath.mpf(z) / sample.temperature) for z in sample.logits]
        a = [power / sum(powers) for power in powers]
        pairs = [(mpmath.mpf(float(y)), p) for y, p in zip(sample.labels, a, strict=True) if y > 0]
        entropy = -sum(y * mpmath.log(y) for y, _ in pairs)
        divergence = sum(y * mpmath.log(y / p) for y, p in pairs)
        loss = -sum(y * mpmath.log(p) for y, p in pairs)
        own = -sum(p * mpmath.log(p) for p in a)
        squared = sum((p - float(y)) ** 2 for y, p in zip(sample.labels, a, strict=True)) / 2
        surprisals = [-mpmath.log(p) for p in a]
    assert sample.label_entropy == pytest.approx(float(entropy), rel=1e-13, abs=1e-15)
    assert sample.divergence == pytest.approx(float(divergence), rel=1e-12)
    assert sample.cross_entropy == pytest.approx(float(loss), rel=1e-13)
    assert sample.model_entropy == pytest.approx(float(own), rel=1e-13)
    assert sample.squared_error == pytest.approx(float(squared), rel=1e-13)
    assert sample.surprisals == pytest.approx([float(value) for value in surprisals], rel=1e-13)
    assert sample.cross_entropy == pytest.approx(sample.label_entropy + sample.divergence, rel=1e-13)


@pytest.mark.parametrize("label", [0, 1, 2])
def test_hard_labels_against_scikit_learn(label):
    sample = ClassSample((0.3, -1.2, 2.0), label)
    theirs = log_loss([label], [sample.probabilities], labels=[0, 1, 2])
    assert sample.cross_entropy == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_slopes_by_finite_differences(sample, loss):
    step, slopes = 1e-5, getattr(sample, f"{loss}_slopes")
    for place in range(sample.classes):
        ends = []
        for side in (-step, step):
            z = tuple(value + side * (at == place) for at, value in enumerate(sample.logits))
            moved = ClassSample(z, sample.label, sample.temperature, sample.epsilon, sample.convention)
            ends.append(getattr(moved, loss))
        assert slopes[place] == pytest.approx((ends[1] - ends[0]) / (2 * step), abs=1e-9)


def test_slopes_by_hand():
    # a = (¾, ¼), label 2: e = (¾, −¾), Σ e a = 3/8; ¾ (¾ − 3/8) = 9/32, ¼ (−¾ − 3/8) = −9/32; half at T = 2
    sample = ClassSample((2 * math.log(3.0), 0.0), 1, temperature=2.0)
    assert sample.cross_entropy_slopes == pytest.approx([3 / 8, -3 / 8])
    assert sample.squared_error_slopes == pytest.approx([9 / 64, -9 / 64])


def test_a_sure_model_keeps_its_digits():
    right = ClassSample((10.0, -10.0), 0, 0.1)  # 200 apart
    assert right.cross_entropy == right.divergence == pytest.approx(math.exp(-200.0), rel=1e-12)
    assert right.cross_entropy_slopes[0] == pytest.approx(-10.0 * math.exp(-200.0), rel=1e-12)
    wrong = ClassSample((10.0, -10.0), 1, 0.1)
    assert wrong.cross_entropy == pytest.approx(200.0)
    assert wrong.cross_entropy_slopes[1] == pytest.approx(-10.0)
    assert wrong.squared_error_slopes[1] == pytest.approx(-20.0 * math.exp(-200.0), rel=1e-12)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"label": 3}, "label"),
        ({"label": -1}, "label"),
        ({"logits": (1.0,)}, "classes"),
        ({"logits": (0.0,) * 11}, "classes"),
        ({"logits": (1.0, math.nan, 0.0)}, "logits"),
        ({"logits": (1.0, math.inf, 0.0)}, "logits"),
        ({"temperature": 0.0}, "temperature"),
        ({"epsilon": -0.1}, "epsilon"),
        ({"epsilon": math.nan}, "epsilon"),
        ({"convention": "some"}, "some"),
    ],
)
def test_what_makes_no_sample_is_named(options, said):
    with pytest.raises(ValueError, match=said):
        ClassSample(**({"logits": (1.0, 0.0, -1.0), "label": 0} | options))


def test_the_largest_logits_at_the_lowest_temperature_stay_finite():
    sample = ClassSample((10.0, *(-10.0,) * 9), 9, 0.1, 0.5)
    for values in (sample.surprisals, sample.cross_entropy_slopes, sample.squared_error_slopes):
        assert np.isfinite(values).all()
    assert math.isfinite(sample.divergence)
