"""Softmax twice: both losses in 50 digits, their derivatives by differences of those, the bounds by any logits."""

import math

import mpmath
import numpy as np
import pytest

from core.simulation.formulas.twice import bounds, losses

MARGINS = (-8.0, -2.5, 0.0, 1.0, 8.0)


def truth(right, classes):
    """Both losses of the logits (right, 0, …, 0)."""
    with mpmath.workdps(50):
        z = [mpmath.mpf(right)] + [mpmath.mpf(0)] * (classes - 1)
        softmax = lambda row: [mpmath.exp(each) / sum(map(mpmath.exp, row)) for each in row]  # noqa: E731
        return -mpmath.log(softmax(z)[0]), -mpmath.log(softmax(softmax(z))[0])


@pytest.mark.parametrize("classes", [2, 3, 10, 100])
@pytest.mark.parametrize("margin", MARGINS)
def test_losses_and_derivatives(margin, classes):
    found = losses(margin, classes)
    expected = truth(margin, classes)
    assert [float(found.once), float(found.twice)] == pytest.approx(list(map(float, expected)), rel=1e-12)
    with mpmath.workdps(50):
        step = mpmath.mpf(10) ** -15
        ends = [truth(margin + side * step, classes) for side in (-1, 1)]
        slopes = [float((high - low) / (2 * step)) for low, high in zip(*ends, strict=True)]
    assert [float(found.slope_once), float(found.slope_twice)] == pytest.approx(slopes, rel=1e-10)


def test_level_logits_have_one_loss():
    found = losses(0.0, 10)
    assert float(found.once) == pytest.approx(math.log(10))
    assert float(found.twice) == pytest.approx(math.log(10))


@pytest.mark.parametrize(("classes", "expected"), [(2, (0.3133, 1.3133)), (10, (1.4612, 2.4612))])
def test_bounds_hold_for_any_logits_and_are_reached(classes, expected):
    lowest, highest = bounds(classes)
    assert (lowest, highest) == pytest.approx(expected, abs=1e-4)
    assert lowest == pytest.approx(-math.log(math.e / (math.e + classes - 1)))
    rows = np.random.default_rng(1).normal(scale=10.0, size=(2000, classes))
    rows[:2] = 100.0 * np.eye(classes)[:2]
    a = np.exp(rows - rows.max(-1, keepdims=True))
    a /= a.sum(-1, keepdims=True)
    found = np.log(np.exp(a).sum(-1)) - a[:, 0]
    assert (found.min(), found.max()) == pytest.approx((lowest, highest), abs=1e-12)
