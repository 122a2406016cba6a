"""Nielsen's runs against the table of the specification, which was computed apart from this code."""

import math

import numpy as np
import pytest

from core.simulation.training_race.nielsen import (
    EPOCHS,
    PRESETS,
    SHOWN_EPOCHS,
    STEPS,
    Preset,
    follow_gradient,
    follow_script,
    script_slope,
)

# start (w, b), loss, η, and the outputs at epochs 0, 50, 100, 150, 200, 300.
TABLE = [
    ((0.6, 0.9), "squared_error", 0.15, (0.81757, 0.38701, 0.21100, 0.15274, 0.12375, 0.09396)),
    ((2.0, 2.0), "squared_error", 0.15, (0.98201, 0.97593, 0.96413, 0.93342, 0.78874, 0.20285)),
    ((0.6, 0.9), "cross_entropy", 0.15, (0.81757, 0.07921, 0.03713, 0.02407, 0.01777, 0.01164)),
    ((2.0, 2.0), "cross_entropy", 0.15, (0.98201, 0.09850, 0.04107, 0.02569, 0.01864, 0.01201)),
    ((2.0, 2.0), "cross_entropy", 0.005, (0.98201, 0.97101, 0.95391, 0.92816, 0.89122, 0.77959)),
]


@pytest.mark.parametrize(("start", "loss", "rate", "outputs"), TABLE)
def test_the_table_to_all_its_digits(start, loss, rate, outputs):
    run = follow_gradient(Preset(loss, *start, rate))
    assert tuple(run.outputs[list(SHOWN_EPOCHS)].round(5)) == outputs


@pytest.mark.parametrize("name", ["se_good", "se_stuck"])
def test_the_printed_values_agree(name):
    run = follow_gradient(PRESETS[name])
    assert (run.outputs[0].round(2), run.outputs[-1].round(2)) == PRESETS[name].printed


def test_the_presets_are_those_of_the_chapter():
    found = {(p.loss, p.weight, p.bias, p.learning_rate) for p in PRESETS.values()}
    squared, cross = (("squared_error", 0.15), ("cross_entropy", 0.005))
    starts = ((0.6, 0.9), (2.0, 2.0))
    assert found == {(loss, *start, rate) for loss, rate in (squared, cross) for start in starts}
    assert [PRESETS[name].printed for name in ("se_good", "se_stuck")] == [(0.82, 0.09), (0.98, 0.20)]


def test_the_script_ends_elsewhere_than_the_gradient():
    preset = PRESETS["ce_stuck"]
    assert follow_script(preset).outputs[-1].round(3) == 0.048
    assert follow_gradient(preset).outputs[-1].round(3) == 0.780


def test_the_script_steps_by_the_slope_in_a_without_the_slope_of_the_sigmoid():
    def cost(a: float) -> float:
        return -math.log(1.0 - a)  # cross-entropy at y = 0

    for z in (-1.5, 0.0, 1.5, 4.0):
        a, h = 1.0 / (1.0 + math.exp(-z)), 1e-6
        assert script_slope(z) == pytest.approx((cost(a + h) - cost(a - h)) / (2 * h), rel=1e-6)
        assert script_slope(z) * a * (1.0 - a) == pytest.approx(a)  # with the factor it is a − y
    run = follow_script(PRESETS["ce_good"])
    a = run.outputs[:-1]
    np.testing.assert_allclose(-np.diff(run.weights), 0.005 / (1.0 - a), rtol=1e-12)
    np.testing.assert_allclose(np.diff(run.biases), np.diff(run.weights), rtol=1e-12)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("step", STEPS)
def test_outputs_and_costs_belong_to_the_weights(name, step):
    preset = PRESETS[name]
    if step == "script" and preset.loss == "squared_error":
        with pytest.raises(ValueError, match="cross-entropy only"):
            STEPS[step](preset)
        return
    run = STEPS[step](preset)
    assert {len(run.weights), len(run.biases), len(run.outputs), len(run.costs)} == {EPOCHS + 1}
    assert (run.weights[0], run.biases[0]) == (preset.weight, preset.bias)
    for epoch in (0, 150, 300):
        a = 1.0 / (1.0 + math.exp(-run.weights[epoch] - run.biases[epoch]))
        assert run.outputs[epoch] == pytest.approx(a, rel=1e-12)
        cost = -math.log(1.0 - a) if preset.loss == "cross_entropy" else 0.5 * a * a
        assert run.costs[epoch] == pytest.approx(cost, rel=1e-12)
