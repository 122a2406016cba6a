"""From coins to a classifier, on the page: the numbers, the button, underflow, hostile links."""

import math

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from core.data.iris import iris_two
from tests.app.likelihood.screens import link, plainly, specs


def petals():
    flowers = iris_two()
    return flowers.raw[:, 2] - flowers.raw[:, 2].mean(), flowers.labels


def mean_loss(slope, intercept):
    x, y = petals()
    return log_loss(y, 1 / (1 + np.exp(-(slope * x + intercept))))


@pytest.mark.parametrize("units", ["nats", "bits"])
def test_the_cross_entropy_against_scikit_learn(visit, words, units):
    app = visit("likelihood", section="classifier", slope="3", intercept="-1", units=units)
    assert not app.exception
    said, loss = plainly(words(app)), mean_loss(3, -1) / (math.log(2) if units == "bits" else 1)
    assert f"L / n = {loss:.4f}" in said
    assert f"= {-100 * loss:.2f}".replace("-", "−") in said


def test_the_button_leads_to_the_fit_of_scikit_learn(visit, words):
    x, y = petals()
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12).fit(x[:, None], y)
    slope, intercept = model.coef_[0, 0], model.intercept_[0]
    app = visit("likelihood", section="classifier")
    assert f"w = {slope:.4f}, b = {intercept:.4f}" in words(app)
    assert "times yours" in words(app)
    app.button(key="likelihood_fit").click().run()
    assert not app.exception
    set_to = {name: float(value) for name, value in link(app).items() if name != "section"}
    assert set_to == pytest.approx({"slope": slope, "intercept": intercept}, abs=0.005)
    assert "Your w and b are there" in words(app)
    assert "lies between two steps" not in words(app)
    assert f"L / n = {mean_loss(slope, intercept):.4f}" in plainly(words(app))


def test_underflow_is_said_where_it_happens(visit, words):
    said = words(visit("likelihood", section="classifier", slope="-20"))
    assert "the product of the likelihoods of all flowers underflows in float64" in said
    assert "× 10⁻⁵" in said  # L itself is computed from the sum: about e^-1315
    assert "underflows" not in words(visit("likelihood", section="classifier"))


@pytest.mark.parametrize("bars", ["plain", "log"])
@pytest.mark.parametrize("order", ["feature", "value"])
def test_all_ways_to_look_at_the_bars(visit, bars, order):
    app = visit("likelihood", section="classifier", bars=bars, order=order)
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 2


@pytest.mark.parametrize(("slope", "intercept"), [("-20", "-10"), ("20", "10"), ("0", "0"), ("-20", "10")])
def test_all_corners(visit, words, slope, intercept):
    app = visit("likelihood", section="classifier", slope=slope, intercept=intercept)
    assert not app.exception
    assert "nan" not in words(app)


def test_a_link_brings_it_back(visit):
    query = {"section": "classifier", "slope": "4.25", "intercept": "-0.5", "bars": "log", "order": "value"}
    assert link(visit("likelihood", **query)) == query


@pytest.mark.parametrize("bad", ["", "x", "nan", "1e400", "-inf", "9" * 10**7])
def test_hostile_links(visit, words, bad):
    names = ("slope", "intercept", "bars", "order")
    app = visit("likelihood", section="classifier", **dict.fromkeys(names, bad))
    assert not app.exception
    assert len(words(app)) < 20_000


def test_the_careful_notes(visit, words):
    said = words(visit("likelihood", section="classifier"))
    assert "not identically distributed" in said
    assert "negative mean log-likelihood" in said


def test_specifications_stay_while_only_numbers_change(visit):
    def both(**query):
        return specs(visit("likelihood", section="classifier", **query))

    assert both() == both(slope="-7", intercept="3")
