"""The pictures of n coins: rows by hand."""

import math

import numpy as np
import pytest

from core.charts.kit.theme import UNITS
from core.charts.likelihood import coins
from core.simulation.likelihood.coins import bars


def test_the_readers_k_has_its_own_colour():
    shown = bars(8, 0.625)
    rows = coins.bar_rows(shown, False, 5)
    assert rows["quantity"].tolist().count("truth") == 1
    assert rows[rows["quantity"] == "truth"]["mass"].iloc[0] == pytest.approx(math.comb(8, 5) * 0.625**5 * 0.375**3)
    assert (coins.bar_rows(shown, False, None)["quantity"] == "model").all()


def test_a_log_scale_has_no_zero():
    rows = coins.bar_rows(bars(10**6, 0.5), True, None)
    ends = coins.bar_ends(bars(10**6, 0.5), True)
    assert (rows["foot"] > 0).all()
    assert (ends["mass"] > 0).all()


@pytest.mark.parametrize("units", ["nats", "bits"])
def test_both_curves_are_one_constant_apart(units):
    curves, marks = coins.parallel_rows(5, 8, UNITS[units], "gap")
    gap = UNITS[units].of(math.log(math.comb(8, 5)))
    best = marks[marks["kind"] == "best"]["y"].tolist()
    assert best[1] - best[0] == pytest.approx(gap)
    assert np.isfinite(curves["y"]).all()
    assert set(marks[marks["kind"] == "best"]["p"]) == {5 / 8}
