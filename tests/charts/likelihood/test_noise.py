import math

import numpy as np
import pytest

from core.charts.kit.theme import QUANTITIES, UNITS
from core.charts.likelihood import noise as charts
from core.simulation.likelihood.noise import Bernoulli, Categorical, Gaussian

NATS, BITS = UNITS["nats"], UNITS["bits"]
MODELS = {
    "coin": Bernoulli((1.0, 0.0, 1.0)),
    "all ones": Bernoulli((1.0,) * 40),
    "one zero": Bernoulli((0.0,)),
    "classes": Categorical((0.0, 1.0, 2.0, 2.0), 2),
    "never": Categorical((0.0, 1.0), 4),
    "bell": Gaussian((1.0, 3.5, -2.0), 1.0),
    "one number": Gaussian((7.0,), 0.1),
    "wide": Gaussian((-1e6, 1e6), 0.1),
}


def frames(model, units=NATS):
    return (
        charts.curve_rows(model, units),
        charts.best_rows(model, units, "name"),
        charts.dot_rows(model),
        charts.corner_rows(model, units),
    )


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
def test_everything_is_finite_and_inside(model, units):
    curve, best, dots, corners = frames(model, units)
    for frame in (curve, best, dots, corners):
        assert np.isfinite(frame.select_dtypes("number").to_numpy()).all()
    (left, right), (low, high) = corners["parameter"], corners["loss"]
    assert curve["parameter"].between(left, right).all()
    assert best["parameter"].between(left, right).all()
    assert dots["parameter"].between(left, right).all()
    room = 1e-9 * (high - low)
    assert curve["loss"].between(low, high + room).all()
    assert best["loss"].between(low, high).all()
    assert dots["stack"].between(0.0, 0.3).all()
    # The data lies below the foot of the curve.
    assert (best["loss"].iloc[0] - low) / (high - low) == pytest.approx(0.3)
    assert set(curve["quantity"]) <= set(QUANTITIES)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_curve_leads_down_to_the_ring(model):
    curve, best, *_ = frames(model)
    lowest = curve.loc[curve["loss"].idxmin()]
    assert lowest["loss"] >= best["loss"].iloc[0] - 1e-9
    span = model.span[1] - model.span[0]
    assert lowest["parameter"] == pytest.approx(best["parameter"].iloc[0], abs=0.01 * span)
    assert curve["parameter"].is_monotonic_increasing


def test_the_curve_of_a_coin():
    curve = frames(MODELS["coin"])[0]
    for p, loss in zip(curve["parameter"], curve["loss"], strict=True):
        assert loss == pytest.approx(-(2 * math.log(p) + math.log1p(-p)) / 3, rel=1e-9)


def test_equal_values_stand_on_each_other():
    dots = frames(MODELS["coin"])[2]
    assert dots["parameter"].tolist() == [1.0, 0.0, 1.0]
    assert dots["stack"].iloc[2] > dots["stack"].iloc[0] == dots["stack"].iloc[1]
    many = frames(MODELS["all ones"])[2]["stack"]
    assert len(set(many)) == 40


def test_the_name_stands_on_the_side_with_room():
    assert frames(MODELS["all ones"])[1]["side"].tolist() == ["right"]
    assert frames(MODELS["one zero"])[1]["side"].tolist() == ["left"]


def test_colours_tell_the_loss():
    assert charts.quantity_of(MODELS["bell"]) == "squared_error"
    assert charts.quantity_of(MODELS["classes"]) == "cross_entropy"
