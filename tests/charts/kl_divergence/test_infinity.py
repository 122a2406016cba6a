"""The chart of smoothing: lines in the reader's unit, names apart, no data in its specification."""

import math

import numpy as np
import pytest

from core.charts.kit.theme import UNITS
from core.charts.kl_divergence import infinity

PAIRS = {"KL(p‖q)": ((1.0, 0.0), (0.0, 1.0)), "KL(q‖p)": ((0.0, 1.0), (1.0, 0.0))}


def test_lines_and_marks_by_hand():
    rows = infinity.line_rows(PAIRS, UNITS["bits"])
    np.testing.assert_allclose(rows["value"], -np.log2(rows["epsilon"] / 2))
    named = rows[rows["name"] != ""]
    assert named["name"].tolist() == list(PAIRS)
    assert named["dy"].is_unique  # the two lines are one
    marks = infinity.mark_rows(PAIRS, [0.5], UNITS["nats"])
    assert marks["value"].tolist() == pytest.approx([math.log(4)] * 2)
    assert marks["text"].tolist() == ["1.39"] * 2


@pytest.mark.parametrize(
    ("pairs", "places"),
    [
        # Two flat lines: the higher has its name above, the lower below.
        ((((0.5, 0.5), (0.9, 0.1)), ((0.9, 0.1), (0.5, 0.5))), ((-8, "left"), (24, "right"))),
        # One line: the first named is the lower.
        ((((1.0, 0.0), (0.0, 1.0)), ((0.0, 1.0), (1.0, 0.0))), ((24, "right"), (-8, "left"))),
        # One steep, one low: nothing fits below the low one.
        ((((1.0, 0.0), (0.5, 0.5)), ((0.5, 0.5), (1.0, 0.0))), ((-8, "left"), (-8, "left"))),
        # Both on the axis.
        ((((0.5, 0.5), (0.5, 0.5)), ((0.5, 0.5), (0.5, 0.5))), ((-8, "left"), (-26, "left"))),
    ],
)
def test_the_names_of_both_lines_keep_apart(pairs, places):
    rows = infinity.line_rows(dict(zip(PAIRS, pairs, strict=True)), UNITS["nats"])
    named = rows[rows["name"] != ""]
    assert list(named["name"]) == list(PAIRS)
    assert list(zip(named["dy"], named["align"], strict=True)) == list(places)
    assert (named["epsilon"].between(1e-13, 1e-10)).all()  # clear of the numbers at 10⁻¹⁵ and 10⁻⁷
