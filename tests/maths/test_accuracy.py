import pytest

from tests.maths.accuracy import largest_errors

# The largest error allowed of each function, by unit.
LIMITS = {
    ("sigmoid", "ulp"): 2.0,
    ("sigmoid_derivative", "ulp"): 4.0,
    ("logit", "ulp"): 3.0,
    ("binary_cross_entropy", "ulp"): 2.0,
    ("binary_cross_entropy_gradient", "ulp"): 2.0,
    ("binary_cross_entropy_with_logits", "ulp"): 2.0,
    ("binary_cross_entropy_with_logits_gradient", "ulp"): 2.0,
    ("binary_cross_entropy_with_logits_gradient", "absolute"): 3e-16,
    ("softmax", "relative"): 2e-13,
    ("log_softmax", "relative"): 2e-13,
    ("categorical_cross_entropy_with_logits", "relative"): 2e-13,
    ("categorical_cross_entropy_with_logits_gradient", "relative"): 2e-13,
    ("squared_error_softmax_gradient", "relative"): 2e-13,
    ("entropy", "relative"): 1e-15,
    ("cross_entropy", "relative"): 1e-15,
    ("kl_divergence", "relative"): 1e-14,
    ("jensen_shannon_divergence", "relative"): 1e-14,
    ("binomial_log_pmf", "absolute"): 5e-9,
    ("multinomial_log_pmf", "absolute"): 1e-8,
}


@pytest.fixture(scope="module")
def table():
    return largest_errors()


def test_every_limit_is_held(table):
    over = [row for row in table if not row.error <= LIMITS[row.function, row.unit]]
    assert over == []
    assert {(row.function, row.unit) for row in table} == set(LIMITS)


def test_near_logits_lose_nothing(table):
    near = [row for row in table if row.domain.endswith("spread to 10")]
    assert len(near) == 6
    assert [row for row in near if not row.error <= 2e-14] == []
    losses = [row for row in near if row.function == "categorical_cross_entropy_with_logits"]
    assert [row for row in losses if not row.error <= 1e-14] == []
