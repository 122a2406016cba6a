"""One-feature logistic regression against scikit-learn, 50 digits, and the gradient at the maximum."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from core.data.iris import iris_two
from core.maths.activations import sigmoid
from core.simulation.descent.minima import full_rank, separable
from core.simulation.likelihood.classifier import fit, log_likelihoods


def petals():
    flowers = iris_two()
    x = flowers.raw[:, 2]
    return x - x.mean(), flowers.labels.astype(float)


def sklearn_fit(x, y):
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    model.fit(x[:, None], y)
    return model.coef_[0, 0], model.intercept_[0]


def test_the_irises_against_scikit_learn():
    x, y = petals()
    found = fit(x, y)
    slope, intercept = sklearn_fit(x, y)
    assert found.slope == pytest.approx(slope, rel=1e-7)
    assert found.intercept == pytest.approx(intercept, rel=1e-7)


def test_the_irises_to_fifty_digits():
    x, y = petals()
    found = fit(x, y)
    with mpmath.workdps(50):
        rows = [(mpmath.mpf(a), int(b)) for a, b in zip(x.tolist(), y.tolist(), strict=True)]

        def errors(w, b):
            return [(1 / (1 + mpmath.exp(-(w * a + b))) - label, a) for a, label in rows]

        w, b = mpmath.findroot(
            lambda w, b: [sum(e * a for e, a in errors(w, b)), sum(e for e, _ in errors(w, b))],
            (found.slope, found.intercept),
        )
        total = -sum(mpmath.log(1 + mpmath.exp((1 - 2 * label) * (w * a + b))) for a, label in rows)
    assert found.slope == pytest.approx(float(w), rel=1e-9)
    assert found.intercept == pytest.approx(float(b), rel=1e-9)
    assert found.log_likelihood == pytest.approx(float(total), rel=1e-13)


def test_the_gradient_norm_is_that_of_the_mean_loss():
    x, y = petals()
    found = fit(x, y)
    assert 0.0 <= found.gradient_norm <= 1e-9
    step = 1e-4
    for dw, db in ((step, 0.0), (0.0, step)):
        up = log_likelihoods(x, y, found.slope + dw, found.intercept + db).sum()
        down = log_likelihoods(x, y, found.slope - dw, found.intercept - db).sum()
        assert abs(up - down) / (2 * step) < 1e-6
        assert max(up, down) < found.log_likelihood  # it is a maximum


@pytest.mark.parametrize(("slope", "intercept"), [(2.0, 0.0), (-20.0, 10.0), (20.0, -10.0)])
def test_each_likelihood_is_that_of_the_label(slope, intercept):
    x, y = petals()
    logs = log_likelihoods(x, y, slope, intercept)
    with mpmath.workdps(50):
        for place in range(0, 100, 7):
            a = 1 / (1 + mpmath.exp(-(mpmath.mpf(slope) * mpmath.mpf(x[place]) + mpmath.mpf(intercept))))
            likelihood = a if y[place] else 1 - a
            assert logs[place] == pytest.approx(float(mpmath.log(likelihood)), rel=1e-12)


def test_the_mean_is_the_binary_cross_entropy_of_scikit_learn():
    from sklearn.metrics import log_loss

    x, y = petals()
    assert -log_likelihoods(x, y, 2.0, 0.3).mean() == pytest.approx(log_loss(y, sigmoid(2.0 * x + 0.3)), rel=1e-12)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.floats(-3, 3), st.floats(0.1, 10))
def test_any_overlapping_samples(seed, slope, scale):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=60) * scale
    y = (rng.random(60) < 1 / (1 + np.exp(-slope * x))).astype(float)
    if separable(x, y) or not full_rank(x):
        with pytest.raises(ValueError, match="likeliest"):
            fit(x, y)
        return
    found = fit(x, y)
    assert found.gradient_norm <= 1e-9
    base = np.array([found.slope, found.intercept])
    for nudge in rng.normal(size=(5, 2)) * 0.1:
        assert log_likelihoods(x, y, *(base + nudge)).sum() <= found.log_likelihood + 1e-9


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([0, 1, 2, 3], [0, 0, 1, 1], "likeliest"),
        ([1, 1, 1], [0, 1, 1], "likeliest"),
        ([0, 1], [1, 1], "likeliest"),
        ([0, 1, 2], [0, 0.5, 1], "neither 0 nor 1"),
        ([0, np.nan], [0, 1], "x"),
    ],
)
def test_what_has_no_maximum_is_refused(x, y, words):
    with pytest.raises(ValueError, match=words):
        fit(np.array(x, dtype=float), np.array(y, dtype=float))
