"""The pictures of n coins at the ends of p and for a million coins: finite, inside, and parallel."""

import numpy as np
import pytest
from scipy import stats

from core.charts.kit.theme import QUANTITIES, UNITS
from core.charts.likelihood import coins as charts
from core.simulation.likelihood.coins import bars

NATS, BITS = UNITS["nats"], UNITS["bits"]
CASES = [(1, 8, 0.5), (5, 8, 0.625), (0, 7, 0.9), (7, 7, 1.0), (3, 9, 0.0), (625_000, 10**6, 0.1), (0, 10**6, 0.995)]


@pytest.mark.parametrize("log_scale", [False, True])
@pytest.mark.parametrize(("k", "n", "p"), CASES)
def test_bars_are_finite_and_inside(k, n, p, log_scale):
    shown = bars(n, p)
    rows, ends = charts.bar_rows(shown, log_scale, k), charts.bar_ends(shown, log_scale)
    assert len(rows) > 0
    assert np.isfinite(rows[["left", "right", "foot", "mass"]].to_numpy()).all()
    assert (rows["mass"] > rows["foot"]).all()
    assert ends["mass"].min() == pytest.approx(rows["foot"].min())
    assert ends["mass"].max() > rows["mass"].max()
    assert not log_scale or rows["foot"].min() > 0
    mark = charts.mark_rows(shown, k, "word")
    assert ends["k"].min() <= mark["k"][0] <= ends["k"].max()


@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
@pytest.mark.parametrize(("k", "n"), [(k, n) for k, n, _ in CASES])
def test_curves_are_finite_and_in_the_picture(k, n, units):
    curves, marks = charts.parallel_rows(k, n, units, "gap")
    for table in (curves, marks):
        assert np.isfinite(table.select_dtypes("number").to_numpy()).all()
        assert table["p"].between(-0.1, 1.1).all()
        assert table["y"].between(-2.5 * units.of(n) - 1e-6, 1e-6 + units.of(1e-8)).all()
        assert set(table["quantity"]) <= set(QUANTITIES)


def test_the_curves_are_the_likelihood_and_the_binomial():
    curves, marks = charts.parallel_rows(5, 8, NATS, "gap")
    grown = curves[curves["quantity"] == "slope"]
    inside = grown[(grown["p"] > 0.05) & (grown["p"] < 0.95)]
    assert inside["y"].to_numpy() == pytest.approx(stats.binom.logpmf(5, 8, inside["p"]))
    assert marks[marks["kind"] == "best"]["p"].tolist() == [0.625, 0.625]
