import numpy as np
import pytest
from numpy.testing import assert_array_equal

from core.maths.terms import over_classes, times, times_log, times_log_complement

pytestmark = pytest.mark.filterwarnings("error")


def test_a_zero_weight_wins_over_infinity():
    nothing, all_of_it = np.array([0.0, 0.0]), np.array([1.0, 0.5])
    assert_array_equal(times(nothing, np.array([np.inf, -np.inf])), 0.0)
    assert_array_equal(times_log(nothing, np.array([0.0, 1.0])), 0.0)
    assert_array_equal(times_log_complement(nothing, np.array([1.0, 0.0])), 0.0)
    assert_array_equal(times(all_of_it, np.array([np.inf, -np.inf])), [np.inf, -np.inf])
    assert_array_equal(times_log(all_of_it, np.zeros(2)), -np.inf)
    assert_array_equal(times_log_complement(all_of_it, np.ones(2)), -np.inf)


def test_complement_keeps_what_1_minus_p_would_round_away():
    assert times_log_complement(np.array(2.0), np.array(1e-20)) == -2e-20


def test_a_sum_of_negative_zeros_is_zero():
    assert not np.signbit(over_classes(np.array([-0.0, -0.0])))
    assert_array_equal(over_classes(np.array([[1.0, 2.0], [3.0, 4.0]])), [3.0, 7.0])
