"""What a perfectly calibrated model would show: the band holds it, and its miscalibration is of the known size."""

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression

from core.simulation.predictions.consistency import LEAST_DRAWS, consistency
from core.simulation.predictions.pieces import pieces, recalibrated
from core.simulation.predictions.scores import Scores

P, Z = "probabilities", "logits"


def calibrated(n, seed=0, levels=None, weights=None):
    rng = np.random.default_rng(seed)
    a = rng.random(n) if levels is None else rng.integers(0, levels + 1, n) / levels
    return Scores((rng.random(n) < a).astype(float), a, P, weights)


@pytest.mark.parametrize(("n", "expected"), [(200, 0.049), (1000, 0.018), (10_000, 0.004)])
def test_predictions_even_in_0_to_1(n, expected):
    assert consistency(calibrated(n), draws=1000).miscalibration == pytest.approx(expected, abs=0.0015)


@pytest.mark.parametrize("levels", [None, 10])
@pytest.mark.parametrize("weighted", [False, True])
def test_it_is_the_mean_miscalibration_of_labels_drawn_from_what_was_said(levels, weighted):
    n = 300
    weights = np.random.default_rng(7).integers(0, 4, n).astype(float) if weighted else None
    found = consistency(calibrated(n, 1, levels, weights), draws=400)
    rng = np.random.default_rng(8)
    a = calibrated(n, 1, levels).values
    drawn = [pieces(Scores((rng.random(n) < a).astype(float), a, P, weights)).miscalibration for _ in range(400)]
    assert found.miscalibration == pytest.approx(np.mean(drawn), abs=4.0 * np.std(drawn) * (2 / 400) ** 0.5)


def test_nine_in_ten_curves_lie_in_the_band():
    scores = calibrated(400, 2)
    band, rng, inside = consistency(scores, draws=400), np.random.default_rng(3), []
    for _ in range(300):
        drawn = (rng.random(400) < scores.values).astype(float)
        curve = IsotonicRegression(out_of_bounds="clip").fit(scores.values, drawn).predict(band.grid)
        inside.append((band.low <= curve + 1e-12) & (curve <= band.high + 1e-12))
    assert np.mean(inside, axis=0).min() > 0.8
    assert np.mean(inside) == pytest.approx(0.9, abs=0.04)


def test_the_band_of_tied_predictions_stands_at_each_of_them():
    scores = calibrated(500, 4, 5)
    band = consistency(scores)
    np.testing.assert_array_equal(band.grid, recalibrated(scores).said)
    assert (band.low[0], band.high[0], band.low[-1], band.high[-1]) == (0.0, 0.0, 1.0, 1.0)
    assert (band.low <= band.grid).all()
    assert (band.grid <= band.high).all()


def test_the_seed_decides_and_logits_say_the_same():
    scores = calibrated(300, 5)
    z = np.log(scores.values) - np.log1p(-scores.values)
    first, again = consistency(scores, 3), consistency(Scores(scores.labels, z, Z), 3)
    np.testing.assert_allclose(first.low, again.low, atol=1e-12)
    assert first.miscalibration == pytest.approx(again.miscalibration, rel=1e-9)
    assert first.miscalibration != consistency(scores, 4).miscalibration


def test_certain_predictions_cost_nothing_and_far_logits_nothing_either():
    ends = Scores(np.array([1.0, 0.0, 1.0]), np.array([np.inf, -np.inf, 800.0]), Z)
    assert consistency(ends).miscalibration == 0.0
    assert consistency(ends, draws=LEAST_DRAWS).draws == LEAST_DRAWS
    with pytest.raises(ValueError, match="draws"):
        consistency(ends, draws=1)
