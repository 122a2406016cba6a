import math

import pytest

from core.app.wording.figures import latex, latex_factor, plain, whole, whole_percent


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.98201379, 3, "0.982"),
        (-0.5, 2, "−0.50"),
        (0.0, 3, "0.000"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
        (4.54e-5, 3, "4.54 × 10⁻⁵"),
        (-1.23e-12, 3, "−1.23 × 10⁻¹²"),
        (9.999e-5, 3, "1.00 × 10⁻⁴"),
        (12345.6, 3, "12\u202f346"),
        (6.02e23, 3, "6.02 × 10²³"),
        (5e-324, 3, "4.94 × 10⁻³²⁴"),
    ],
)
def test_numbers_for_prose(value, digits, shown):
    assert plain(value, digits) == shown


def test_numbers_for_formulas():
    assert latex(-0.25) == "-0.250"
    assert latex(math.inf) == r"\infty"
    assert latex(4.54e-5) == r"4.54 \cdot 10^{-5}"
    assert latex(12345.6) == r"12\,346"
    assert latex_factor(-0.25) == "(-0.250)"
    assert latex_factor(0.25) == "0.250"


def test_whole_numbers():
    assert whole(10265) == "10\u202f265"
    assert whole(-7) == "−7"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0 %"), (0.001, "< 1 %"), (0.01, "1 %"), (0.426, "43 %"), (0.999, "> 99 %"), (1.0, "100 %")],
)
def test_whole_percent_says_0_and_100_only_where_it_is_that(share, shown):
    assert whole_percent(share) == shown


def test_not_a_number_is_never_shown():
    with pytest.raises(ValueError, match="not a number"):
        plain(math.nan)
