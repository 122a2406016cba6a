"""The complex step against mpmath, and every gradient of the formulas page against it over random numbers."""

import math

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.app.formulas.derivation import checks
from core.app.formulas.sample import Sample
from core.simulation.formulas import derivation
from core.simulation.formulas.derivation import Check, complex_step

logits = st.floats(-10.0, 10.0)
labels = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))


def test_a_polynomial_and_an_exponential():
    assert complex_step(lambda x: x**3, 2.0) == pytest.approx(12.0, rel=1e-15)
    assert complex_step(derivation.sigma, 0.0) == pytest.approx(0.25, rel=1e-15)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("z", [-9.5, -0.2, 3.0, 10.0])
def test_the_slopes_in_the_logit_to_fifty_digits(loss, y, z):
    with mpmath.workdps(50):

        def exact(z):
            a = 1 / (1 + mpmath.exp(-z))
            if loss == "squared_error":
                return (a - mpmath.mpf(y)) ** 2 / 2
            return -(mpmath.mpf(y) * mpmath.log(a) + (1 - mpmath.mpf(y)) * mpmath.log(1 - a))

        expected = float(mpmath.diff(exact, mpmath.mpf(z)))
    assert complex_step(derivation.in_logit(loss, y), z) == pytest.approx(expected, rel=1e-12)


@given(labels, logits, st.floats(-5.0, 5.0), st.floats(-10.0, 10.0))
def test_every_gradient_agrees_with_its_check(y, z, x, w):
    sample = Sample(y, z, x, w, 0.15)
    # Where label and output nearly agree, their difference is a rounding error by either way.
    for name, check in checks(sample).items():
        scale = abs(check.stepped) if abs(sample.error) > 1e-4 and abs(x) > 1e-3 else math.inf
        assert abs(check.formula - check.stepped) <= max(1e-9 * min(scale, abs(check.stepped)), 1e-14), name
        if math.isfinite(scale):
            assert check.relative_error < 1e-9, name


def test_a_wrong_formula_is_found_out():
    sample = Sample(0.0, 2.0, 1.5, 1.0, 0.1)
    without_slope = Check(sample.error, checks(sample)["squared_z"].stepped)
    assert without_slope.relative_error > 1.0
    assert Check(0.0, 0.0).relative_error == 0.0
    assert Check(1.0, 0.0).relative_error > 1.0
