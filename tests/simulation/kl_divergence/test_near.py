"""Near equality: every curve against mpmath and SciPy, Pinsker's bound, the curvature, rows next to the edge."""

import math

import numpy as np
import pytest
from hypothesis import given
from mpmath import diff, log, mp, mpf
from scipy.stats import entropy

from core.simulation.kl_divergence.near import Line
from tests.maths.strategies import distribution_pairs, few

PERMUTED = Line((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125))


def exact(line: Line, t: str | float) -> tuple[mpf, mpf]:
    """Both divergences at t with fifty digits."""
    with mp.workdps(50):
        pairs = [(mpf(a), mpf(a) + mpf(t) * (mpf(b) - mpf(a))) for a, b in zip(line.p, line.q, strict=True)]
        return sum(a * log(a / b) for a, b in pairs), sum(b * log(b / a) for a, b in pairs)


def test_by_hand():
    # d = (−3, 2, 1, 0)/8: Σ d²/p = 9/32 + 1/4 + 1/8, Σ d² = 14/64, TV = 3/8 at q; at t = −1 two outcomes are empty
    assert PERMUTED.curvature == 21 / 32
    assert PERMUTED.squared_curvature == 14 / 64
    assert PERMUTED.lowest == -1.0
    at_q = PERMUTED.values(np.array(1.0))
    assert at_q["quadratic"] == 21 / 64
    assert at_q["squared"] == 7 / 64
    assert at_q["pinsker"] == 2 * (3 / 8) ** 2
    assert at_q["forward"] == pytest.approx(0.625 * math.log(2), abs=1e-15)
    assert at_q["reverse"] == pytest.approx(0.5 * math.log(2), abs=1e-15)
    at_the_edge = PERMUTED.values(np.array(-1.0))
    assert at_the_edge["forward"] == math.inf
    assert at_the_edge["reverse"] == pytest.approx(0.875 * math.log(1.75), abs=1e-15)  # (7/8, 0, 0, 1/8)


@pytest.mark.parametrize("t", [-0.99, -0.3, 1e-7, 0.01, 0.1, 0.5, 0.99])
def test_both_divergences_against_fifty_digits_and_scipy(t):
    found = PERMUTED.values(np.array(t))
    for name, value, other in zip(
        ("forward", "reverse"),
        exact(PERMUTED, t),
        (entropy(PERMUTED.p, PERMUTED.at(np.array(t))), entropy(PERMUTED.at(np.array(t)), PERMUTED.p)),
        strict=True,
    ):
        # One last digit in q_t counts more the nearer q_t is to p.
        assert float(found[name]) == pytest.approx(float(value), rel=max(1e-14, 1e-15 / abs(t)))
        assert float(found[name]) == pytest.approx(other, rel=1e-12, abs=1e-15)


def test_the_curvature_is_the_second_derivative():
    second = diff(lambda t: exact(PERMUTED, t)[0], 0, 2)
    assert PERMUTED.curvature == pytest.approx(float(second), rel=1e-6)
    second = diff(lambda t: exact(PERMUTED, t)[1], 0, 2)
    assert PERMUTED.curvature == pytest.approx(float(second), rel=1e-6)
    assert PERMUTED.measured_curvature == pytest.approx(21 / 32, rel=2e-6)
    assert PERMUTED.measured_curvature != 21 / 32  # it is a measurement, not the formula again


@given(distribution_pairs())
@few
def test_pinsker_holds_along_the_whole_line(pair):
    line = Line(*(tuple(row.tolist()) for row in pair))
    if line.is_a_point:
        return
    t = np.linspace(line.lowest, 1.0, 41)
    values = line.values(t)
    for name in ("forward", "reverse"):
        assert (values[name] >= values["pinsker"] * (1 - 1e-9) - 1e-18).all()
    # Σ |d| ≤ √(Σ d²/p): the parabola is above Pinsker's bound too
    assert (values["quadratic"] >= values["pinsker"] * (1 - 1e-9)).all()
    for value in values.values():
        assert not np.isnan(value).any()


@given(distribution_pairs(least=1))
@few
def test_kl_over_its_parabola_tends_to_one(pair):
    line = Line(*(tuple(row.tolist()) for row in pair))
    if line.is_a_point:
        return
    steepest = float(np.max(np.abs(line.direction) / line.ends[0]))
    t = min(1e-3, 1e-3 / steepest)
    values = line.values(np.array([t, t / 10]))
    for name in ("forward", "reverse"):
        off = np.abs(values[name] / values["quadratic"] - 1)
        assert off[0] < 1e-3
        assert off[1] < 1.1e-4 + 1e-9
    assert line.measured_curvature == pytest.approx(line.curvature, rel=1e-5)


@given(distribution_pairs())
@few
def test_the_line_stays_among_distributions(pair):
    line = Line(*(tuple(row.tolist()) for row in pair))
    assert -1 <= line.lowest <= 0
    rows = line.at(np.array([line.lowest, line.lowest / 2, 0.3, 1.0]))
    assert (rows >= 0).all()
    assert rows.sum(axis=1) == pytest.approx(1.0, abs=1e-12)
    if line.lowest > -1:  # one step further some probability would be below 0
        p, d = line.ends[0], line.direction
        assert (p + (line.lowest - 0.0101) * d).min() < 0


def test_a_zero_of_p_leaves_a_slope_instead_of_a_parabola():
    line = Line((0.0, 0.0, 1.0, 0.0), (0.1, 0.1, 0.7, 0.1))
    assert line.curvature == line.measured_curvature == math.inf
    assert line.lowest == 0.0
    assert line.slope == pytest.approx(0.3)
    values = line.values(np.array([0.0, 1e-6, 1.0]))
    assert values["quadratic"].tolist() == [0.0, math.inf, math.inf]
    assert values["reverse"].tolist() == [0.0, math.inf, math.inf]
    assert values["forward"] == pytest.approx([0.0, -math.log1p(-0.3e-6), -math.log(0.7)], rel=1e-9)


def test_what_has_nothing_in_common():
    line = Line((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5))
    values = line.values(np.array([0.5, 1.0]))
    assert values["forward"] == pytest.approx([math.log(2), math.inf])
    assert values["pinsker"] == pytest.approx([0.5, 2.0])
    assert values["squared"] == pytest.approx([0.125, 0.5])
    assert line.slope == 1.0


def test_a_zero_that_both_have_does_no_harm():
    line = Line((0.5, 0.5, 0.0), (0.25, 0.75, 0.0))
    assert line.curvature == 0.25
    assert line.measured_curvature == pytest.approx(0.25, rel=2e-6)
    assert line.slope == 0.0


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ((1e-300, 1.0), (0.5, 0.5)),
        ((5e-324, 1.0), (0.5, 0.5)),
        ((0.5, 0.5), (1e-300, 1.0)),
        ((0.5, 0.5), (0.5 + 1e-15, 0.5 - 1e-15)),
        ((1 / 3,) * 3, (1 / 3 + 2.9e-9, 1 / 3, 1 / 3)),
        ((1 / 3 + 2.9e-9, 1 / 3, 1 / 3), (1 / 3 - 2.9e-9, 1 / 3, 1 / 3)),
        ((0.1,) * 10, (1.0, *(0.0,) * 9)),
    ],
)
def test_rows_next_to_the_edge_and_next_to_each_other(p, q):
    line = Line(p, q)
    t = np.linspace(line.lowest, 1.0, 23)
    for name, values in line.values(t).items():
        assert not np.isnan(values).any(), name
        assert (values >= 0).all(), name
    assert not math.isnan(line.measured_curvature)


def test_a_probability_that_is_all_but_nothing_is_kept_at_q():
    line = Line((0.5, 0.5), (1e-300, 1.0))
    assert float(line.values(np.array(1.0))["forward"]) == pytest.approx(150 * math.log(10) - math.log(2), rel=1e-12)


def test_equal_rows_are_a_point():
    assert Line((0.5, 0.5), (0.5, 0.5)).is_a_point
    assert not PERMUTED.is_a_point


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="sums to"):
        Line((0.5, 0.6), (0.5, 0.5))
    with pytest.raises(ValueError, match="number of classes"):
        Line((0.5, 0.5), (1.0, 0.0, 0.0))
    for t in (1.01, -1.01, math.nan):
        with pytest.raises(ValueError, match="outside"):
            PERMUTED.at(np.array(t))
    assert set(PERMUTED.values(np.array(0.5))) == {"forward", "quadratic", "reverse", "pinsker", "squared"}
