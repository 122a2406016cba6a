"""The laboratory's truths against mpmath, its breaking places against what float64 is, and what NumPy says."""

import math
import warnings

import mpmath
import numpy as np
import pytest

from core.simulation.formulas import laboratory as neuron
from core.simulation.formulas import laboratory_softmax as softmax
from core.simulation.formulas.laboratory_survey import PLACES, kind_of, measure, run, survey

PLACES_TRIED = (-1000.0, -745.5, -40.0, -1.5, -1e-9, 0.0, 0.3, 16.0, 40.0, 709.0, 1000.0)


def close(value, truth) -> bool:
    return abs(mpmath.mpf(str(value)) / truth - 1) < mpmath.mpf("1e-58")


@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("z", PLACES_TRIED)
def test_the_truth_of_a_neuron_to_58_digits(y, z):
    with mpmath.workdps(1000):  # enough that 1 + e^−1000 keeps 500 digits of the small term
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        truth = -(mpmath.mpf(y) * mpmath.log(a) + (1 - mpmath.mpf(y)) * mpmath.log(1 - a))
        assert close(neuron.exact(y, z), truth)


@pytest.mark.parametrize("g", PLACES_TRIED)
def test_the_truth_of_a_softmax_to_58_digits(g):
    with mpmath.workdps(1000):
        powers = [mpmath.exp(mpmath.mpf(z)) for z in (g, 0, 0)]
        assert close(softmax.exact((g, 0.0, 0.0)), -mpmath.log(powers[0] / mpmath.fsum(powers)))


@pytest.mark.parametrize("experiment", [neuron.binary(0.0), neuron.binary(1.0), neuron.binary(0.3), softmax.gap()])
def test_ours_stays_within_two_ulps_everywhere(experiment):
    worst = max(measure(experiment, "ours", float(place)).ulps for place in PLACES[::20])
    assert worst < 2


@pytest.mark.parametrize("experiment", [neuron.binary(0.0), neuron.binary(1.0), neuron.binary(0.3), softmax.gap()])
def test_all_ways_agree_where_nothing_is_extreme(experiment):
    for place in (-3.0, -0.5, 0.0, 2.0):
        for name in experiment.variants:
            assert measure(experiment, name, place).relative < 1e-14, (name, place)


def test_where_a_neuron_breaks():
    """By hand, y = 1: 1 + e^−z rounds to 1 from ln 2^53 on; e^710 overflows; a clip at c holds up to ln(1/c)."""
    found = survey(neuron.binary(1.0)).breaks
    one, over = 53 * math.log(2), math.log(np.finfo(float).max)
    assert (found["textbook"][1].kind, found["textbook"][-1].kind) == ("nan", "inf")
    assert found["textbook"][1].special == pytest.approx(one, abs=0.01)
    assert found["textbook"][-1].special == pytest.approx(-over, abs=0.01)
    assert (found["xlogy"][1].kind, found["xlogy"][1].special) == ("zero", pytest.approx(one, abs=0.01))
    for side in (-1, 1):
        assert found["clip_7"][side].loose == pytest.approx(side * math.log(1e7), abs=0.01)
        assert found["clip_7"][side].special is None
    assert found["clip_15"][-1].loose == pytest.approx(-math.log(1e15), abs=0.01)


def test_ours_breaks_only_where_float64_ends():
    for y, side in ((1.0, 1), (0.0, -1)):
        found = survey(neuron.binary(y))
        assert found.breaks["ours"][side] == found.limits[side]
        assert found.limits[side].special == pytest.approx(side * 1075 * math.log(2), abs=0.01)  # ½ of the smallest
        assert found.breaks["ours"][-side].loose is None
    soft = survey(neuron.binary(0.3))
    assert all(soft.breaks["ours"][side].loose is None for side in (-1, 1))


def test_where_a_softmax_breaks():
    found = survey(softmax.gap()).breaks
    assert kind_of(measure(softmax.gap(), "textbook", 800.0).value) == "nan"
    assert (found["shifted"][-1].kind, found["shifted"][1].kind) == ("inf", "zero")
    assert found["shifted"][-1].special == pytest.approx(-744.03, abs=0.02)  # e^g / 3 rounds to 0
    assert found["difference"][-1].loose is None
    assert found["difference"][1].kind == "zero"
    assert 20 < found["difference"][1].loose < 24


def test_a_break_is_one_between_two_places():
    experiment = neuron.binary(1.0)
    place = survey(experiment).breaks["textbook"][1].special
    assert kind_of(measure(experiment, "textbook", place).value) == "nan"
    assert kind_of(measure(experiment, "textbook", place - 0.01).value) != "nan"


def test_what_numpy_says_is_taken_down_and_does_not_reach_the_log():
    answer = measure(neuron.binary(1.0), "textbook", 40.0)
    assert math.isnan(answer.value)
    assert answer.warnings == ("divide by zero encountered in log", "invalid value encountered in multiply")
    assert (answer.relative, answer.ulps) == (None, None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert measure(neuron.binary(1.0), "textbook", -800.0).warnings[0] == "overflow encountered in exp"
    with pytest.warns(RuntimeWarning, match="divide by zero encountered in log"):  # as it would have been
        neuron.from_predictions(1.0, np.array([0.0]))


def test_errors_by_hand():
    answer = measure(neuron.binary(1.0), "clip_7", 40.0)
    assert float(answer.relative) == pytest.approx(1e-7 / math.exp(-40) - 1, rel=1e-6)
    answer = measure(neuron.binary(1.0), "xlogy", 40.0)
    assert (kind_of(answer.value), float(answer.relative)) == ("zero", 1.0)


def test_a_perfect_prediction_spoils_its_batch_and_one_hot_rows_are_another_loss():
    values, _ = run(lambda a: neuron.from_predictions(np.array([1.0, 0.0, 1.0]), a), np.array([1.0, 0.2, 0.9]))
    assert math.isnan(values[0])
    assert values[1:] == pytest.approx([-math.log(0.8), -math.log(0.9)])
    values, _ = run(lambda a: neuron.from_predictions(np.array([1.0, 0.0, 0.0]), a), np.array([0.7, 0.2, 0.1]))
    assert values.sum() == pytest.approx(0.6851790)  # −ln 0.7 − ln 0.8 − ln 0.9, where (3) has 0.357


def test_kinds():
    assert [kind_of(value) for value in (0.0, -0.0, math.inf, -math.inf, math.nan, 1e-320)] == [
        *["zero"] * 2,
        *["inf"] * 2,
        "nan",
        "number",
    ]


def test_the_old_type_is_gone_exactly_where_it_is(monkeypatch):
    assert (neuron.old_type_gone() is None) == hasattr(np, "float_")
    monkeypatch.setattr(neuron, "OLD_TYPE", "float64")
    assert neuron.old_type_gone() is None


@pytest.mark.parametrize("y", [-0.1, 1.1, math.nan])
def test_a_label_outside_is_refused(y):
    with pytest.raises(ValueError, match="y"):
        neuron.binary(y)
