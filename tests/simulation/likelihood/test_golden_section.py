"""Golden-section search beside valleys whose lowest place is known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.simulation.likelihood.golden_section import lowest_place


@given(st.floats(-50.0, 50.0), st.floats(0.1, 100.0), st.floats(0.0, 1.0))
def test_the_foot_of_a_parabola(low, span, share):
    foot = low + share * span
    assert lowest_place(lambda x: (x - foot) ** 2, low, low + span) == pytest.approx(foot, abs=1e-6 * span)


@pytest.mark.parametrize(
    ("function", "low", "high", "expected"),
    [(math.cosh, -3.0, 5.0, 0.0), (lambda x: x * math.log(x), 0.01, 2.0, 1 / math.e), (abs, -1.0, 0.25, 0.0)],
)
def test_other_valleys(function, low, high, expected):
    assert lowest_place(function, low, high) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("sign", "end"), [(1.0, 2.0), (-1.0, 3.0)])
def test_an_end_where_the_function_only_rises_or_falls(sign, end):
    assert lowest_place(lambda x: sign * x, 2.0, 3.0) == pytest.approx(end, abs=1e-12)
