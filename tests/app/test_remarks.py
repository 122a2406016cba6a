"""A sentence that is chosen by a condition is the right one on both sides of it; the condition is found anew here."""

import math
import re

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.datasets import load_iris

BATCH = {
    "Both oscillate": lambda mean, total: mean > 2.0 < total,
    "The sum oscillates": lambda mean, total: mean < 2.0 < total,
    "the sum has reached the minimum": lambda mean, total: total < 2.0,
    "the sum is ": lambda mean, total: total < 2.0,
}


@pytest.mark.parametrize("tenths", [6, 7])
def test_squared_error_bends_down_only_beyond_two_thirds(visit, words, tenths):
    said = words(visit("training_race", section="convexity", start="own", w="0.3", b=f"{tenths / 10 - 0.3:.1f}"))
    is_beyond = tenths / 10 > math.log(2.0)  # σ(ln 2) = 2/3
    assert ("negative, since the error is beyond 2/3" in said) is is_beyond
    assert ("it is negative where the error is beyond 2/3" in said) is not is_beyond


@pytest.mark.parametrize(("rate", "is_small"), [("0.5", True), ("1", False)])
def test_the_law_is_said_to_be_for_smaller_steps_where_they_are_large(visit, words, rate, is_small):
    said = words(visit("training_race", guess="shown", rate=rate))  # κ = x² + 1 = 2: ηκ is 1 and 2
    assert ("(the law says" in said) is is_small
    assert ("(the law, derived for smaller steps, says" in said) is not is_small


def test_what_becomes_of_the_sum_is_what_its_steps_say(visit, words):
    """Descent near a minimum of curvature λ settles where the step times λ is below 2."""
    found = set()
    for rate in ("0.005", "0.05", "0.15", "0.5", "2", "10"):
        said = words(visit("formulas", section="batch", brate=rate)).replace("*", "").replace("\u202f", "")
        outcome = next(start for start in BATCH if start in said)
        total = float(re.search(r"η n λ = ([\d.]+)", said)[1])
        mean = re.search(r"[^n] η λ = ([\d.]+)", said)  # said only where the sum does not settle
        assert BATCH[outcome](float(mean[1]) if mean else 0.0, total), (rate, outcome)
        found.add(outcome)
    assert len(found) >= 3


@pytest.mark.parametrize(("q", "is_level"), [("0.5", True), ("0.51", False)])
def test_a_funnel_has_no_width_only_where_both_tosses_cost_the_same(visit, words, q, is_level):
    said = words(visit("likelihood", section="runs", run_q=q))
    assert ("the funnel has width 0" in said) is is_level
    assert ("narrows like 1/√n" in said) is not is_level


@pytest.mark.parametrize(("softness", "is_hard"), [("0", True), ("0.01", False)])
def test_both_losses_are_one_number_only_for_a_one_hot_label(visit, words, softness, is_hard):
    said = words(visit("kl_divergence", section="steps", softness=softness))
    assert ("both losses are the same number" in said) is is_hard
    assert ("It raises the curve by a constant" in said) is not is_hard


@pytest.mark.parametrize(("slope", "is_there"), [(9.0, True), (9.1, False)])
def test_whether_slope_and_intercept_are_at_the_maximum(visit, words, slope, is_there):
    flowers = load_iris()
    x, y = flowers.data[50:, 2], flowers.target[50:] - 1

    def loss(of):
        z = of[0] * (x - x.mean()) + of[1]
        return float((np.logaddexp(0.0, z) - y * z).sum())

    behind = loss((slope, 0.38)) - minimize(loss, (9.0, 0.4), method="Nelder-Mead", options={"xatol": 1e-9}).fun
    assert bool(behind < 1e-4) is is_there
    said = words(visit("likelihood", section="classifier", slope=str(slope), intercept="0.38"))
    assert ("Your w and b are there" in said) is is_there
    factor = re.search(r"The likelihood there is ([\d.]+) times yours", said)
    assert (factor is None) is is_there
    if factor:
        assert float(factor[1]) == pytest.approx(math.exp(behind), rel=5e-4)
