"""The charts of the formulas page: what they are computed from; the numbers themselves are held in the browser."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from core.charts.formulas import chain, losses
from core.charts.kit.theme import UNITS

NAMES = {"cross_entropy": "ce", "squared_error": "se"}


@pytest.mark.parametrize("against", ["z", "a"])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_the_curves(against, label):
    rows = losses.loss_curves(label, against, UNITS["bits"])
    ce = rows[rows["quantity"] == "cross_entropy"].reset_index()
    se = rows[rows["quantity"] == "squared_error"].reset_index()
    for place in (40, 81, 110):
        a = 1 / (1 + np.exp(-ce["x"][place])) if against == "z" else ce["x"][place]
        assert ce["loss"][place] == pytest.approx(log_loss([label], [a], labels=[0, 1]) / np.log(2), rel=1e-9)
        assert se["loss"][place] == pytest.approx((a - label) ** 2 / 2, rel=1e-9)
    assert np.isfinite(rows["loss"]).all()


def test_the_readers_rows_hold_what_the_expressions_need():
    rows = losses.reader_rows(0.3, UNITS["bits"], NAMES)
    assert rows["side"].tolist() == [-1.0, 1.0, -1.0, 1.0]
    assert set(rows["y"]) == {0.3}
    assert rows["per_nat"].tolist() == pytest.approx([1 / np.log(2)] * 2 + [1.0] * 2)


def test_a_bar_for_each_factor():
    rows = chain.chain_rows(1.0, -3.0, NAMES)
    cancelled = ["error", "divisor", "slope", "input", "gradient"]
    assert rows["step"].tolist() == [*cancelled, "error", "slope", "input", "gradient"]
    assert set(rows["largest"]) == {3.0}
    assert rows[rows["step"].isin(["divisor", "slope"])]["quantity"].tolist() == ["slope"] * 3
