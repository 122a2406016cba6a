"""Rows of the accuracy table: the losses and their gradients, beside scikit-learn's."""

import mpmath
import numpy as np
from mpmath import mpf
from scipy import special
from sklearn._loss.loss import HalfBinomialLoss, HalfMultinomialLoss
from sklearn.metrics import log_loss

from core.maths import losses
from tests.maths import exact
from tests.maths.accuracy import Accuracy, measured, one_by_one
from tests.maths.accuracy_activations import logit_rows

BINOMIAL, MULTINOMIAL = HalfBinomialLoss(), HalfMultinomialLoss(n_classes=4)


def rows(share: float) -> list[Accuracy]:
    rng = np.random.default_rng(2)
    return [*_binary(share, rng), *_rows_of_probabilities(share, rng), *_rows_of_logits(share, rng)]


def _binary(share: float, rng: np.random.Generator) -> list[Accuracy]:
    found = []
    for kind, y in {
        "hard y": np.resize([0.0, 1.0], int(700 * share)),
        "soft y from 5e-324": exact.probability_points(int(250 * share), rng),
    }.items():
        a = rng.permutation(np.resize(exact.probability_points(int(300 * share), rng), y.size))
        z = rng.permutation(np.resize(exact.logit_points(1000.0, int(450 * share), rng), y.size))
        inside = np.maximum(a, 1e-300)  # below it the slope exceeds the largest float
        with mpmath.workdps(exact.BESIDE):
            labels = [(mpf(y_s), 1 - mpf(y_s)) for y_s in y]
            outputs = [(exact.sigmoid(z_s), exact.sigmoid(-z_s)) for z_s in z]
            errors = [q[0] - p[0] for p, q in zip(labels, outputs, strict=True)]
            distances = [mpf(a_s) - p[0] for a_s, p in zip(a, labels, strict=True)]
            squares, halves = [d**2 / 2 for d in distances], [d**2 / 2 for d in errors]
            damped = [d * q[0] * q[1] for d, q in zip(errors, outputs, strict=True)]
        predictions = [(mpf(a_s), exact.complement(a_s)) for a_s in a]
        from_a = [exact.cross_entropy(p, q) for p, q in zip(labels, predictions, strict=True)]
        from_z = [exact.cross_entropy(p, q) for p, q in zip(labels, outputs, strict=True)]
        slopes = [p[1] / exact.complement(a_s) - p[0] / a_s for p, a_s in zip(labels, inside, strict=True)]
        hard = kind == "hard y"
        # A soft label's error passes through 0 at σ(z) = y, where only the difference itself can be small.
        unit, ulps, ratio = ("ulp", 2.0, 1e-15) if hard else ("absolute", 3e-16, 3e-16)
        other = "relative" if hard else "absolute"
        of_a, of_z = f"{kind}, 5e-324 ≤ a ≤ 1 − 1e-16", f"{kind}, abs(z) ≤ 1000"
        metric = {"scikit-learn log_loss": one_by_one(lambda y, a: log_loss([y], [a], labels=[0, 1]))}
        half = {"scikit-learn HalfBinomialLoss": lambda y, z: BINOMIAL.loss(y, z)}
        half_slope = {"scikit-learn HalfBinomialLoss": lambda y, z: BINOMIAL.gradient(y, z)}
        naive = {"½(expit − y)²": lambda y, z: 0.5 * (special.expit(z) - y) ** 2}
        from_logits = losses.binary_cross_entropy_with_logits
        error = losses.binary_cross_entropy_with_logits_gradient
        found += [
            measured(losses.binary_cross_entropy, of_a, "ulp", 2.0, (y, a), from_a, metric if hard else {}),
            measured(losses.binary_cross_entropy_gradient, f"{kind}, a ≥ 1e-300", "ulp", 2.0, (y, inside), slopes),
            measured(from_logits, of_z, "ulp", 2.0, (y, z), from_z, half),
            measured(error, of_z, unit, ulps, (y, z), errors, half_slope),
            measured(losses.squared_error, of_a, "relative", 1e-15, (y, a), squares),
            measured(losses.squared_error_with_logits, of_z, other, ratio, (y, z), halves, naive),
            measured(losses.squared_error_with_logits_gradient, of_z, other, ratio, (y, z), damped),
        ]
    return found


def _rows_of_probabilities(share: float, rng: np.random.Generator) -> list[Accuracy]:
    size = max(int(90 * share), 9)
    a = rng.dirichlet(np.ones(4), size)
    a[::3, 0] = 10.0 ** rng.uniform(-323.0, -17.0, a[::3].shape[0])  # beside the others it leaves their sum as it is
    a[::3, 1:] /= a[::3, 1:].sum(axis=-1, keepdims=True)
    found = []
    soft = rng.dirichlet(np.ones(4), size)
    soft[::2] = [1e-300, 0.25, 0.25, 0.5]
    for kind, y in {"hard y": np.eye(4)[np.arange(size) % 4], "soft y with 1e-300": soft}.items():
        losses_ = [exact.cross_entropy(y_s, map(mpf, a_s)) for y_s, a_s in zip(y, a, strict=True)]
        metric = {"scikit-learn log_loss": one_by_one(lambda y, a: log_loss([int(y.argmax())], [a], labels=range(4)))}
        plain = {"SciPy −Σ xlogy": lambda y, a: -special.xlogy(y, a).sum(axis=-1)}
        found += [
            measured(
                *(losses.categorical_cross_entropy, f"{kind}, a from 5e-324", "relative", 1e-15, (y, a), losses_),
                metric if kind == "hard y" else plain,
            ),
        ]
    return found


def _rows_of_logits(share: float, rng: np.random.Generator) -> list[Accuracy]:
    found = []
    for spread, target in ((10.0, 1e-14), (1000.0, 2e-13)):
        z = logit_rows(spread, int(60 * share), rng)
        sure = len(z) // 3
        hard, soft = np.eye(4)[np.arange(len(z)) % 4], rng.dirichlet(np.ones(4), len(z))
        hard[:sure] = [1.0, 0.0, 0.0, 0.0]
        soft[sure::2] = [1e-300, 0.25, 0.25, 0.5]
        with mpmath.workdps(exact.BESIDE):
            outputs = [exact.softmax(row) for row in z]
            from_hard = [exact.cross_entropy(y, a) for y, a in zip(hard, outputs, strict=True)]
            from_soft = [exact.cross_entropy(y, a) for y, a in zip(soft, outputs, strict=True)]
            errors = [
                [a_i - mpf(y_i) for y_i, a_i in zip(y, a, strict=True)] for y, a in zip(hard, outputs, strict=True)
            ]
            squares = [mpmath.fsum(e**2 for e in row) / 2 for row in errors]
            slopes = [slope for y, a in zip(hard, outputs, strict=True) for slope in exact.squared_error_slopes(y, a)]
            soft_errors = [
                a_i - mpf(y_i) for y, a in zip(soft, outputs, strict=True) for y_i, a_i in zip(y, a, strict=True)
            ]
        flat = [e for row in errors for e in row]
        domain = f"logit spreads to {spread:.0f}"
        of_hard, of_soft = f"hard y, {domain}", f"soft y with 1e-300, {domain}"
        loss, gradient = (
            losses.categorical_cross_entropy_with_logits,
            losses.categorical_cross_entropy_with_logits_gradient,
        )
        theirs = {
            "scikit-learn HalfMultinomialLoss": lambda y, z: MULTINOMIAL.loss(y.argmax(axis=-1).astype(float), z),
            "SciPy logsumexp(z) − z_y": lambda y, z: special.logsumexp(z, axis=-1) - (y * z).sum(axis=-1),
        }
        their_gradient = {
            "scikit-learn HalfMultinomialLoss": lambda y, z: MULTINOMIAL.gradient(y.argmax(axis=-1).astype(float), z)
        }
        soft_form = {"SciPy −Σ y log_softmax": lambda y, z: -(y * special.log_softmax(z, axis=-1)).sum(axis=-1)}
        squared, squared_slope = losses.squared_error_softmax, losses.squared_error_softmax_gradient
        # Twice the digits of a_i itself are in its square.
        found += [
            measured(loss, of_hard, "relative", target, (hard, z), from_hard, theirs),
            measured(loss, of_soft, "relative", target, (soft, z), from_soft, soft_form),
            measured(gradient, of_hard, "relative", 2 * target, (hard, z), flat, their_gradient),
            measured(gradient, of_soft, "absolute", 2 * target, (soft, z), soft_errors),
            measured(squared, of_hard, "relative", 2 * target, (hard, z), squares),
            measured(squared_slope, of_hard, "relative", 2 * target, (hard, z), slopes),
        ]
    return found


def _differences(y: np.ndarray, a: list[mpf]) -> list[mpf]:
    return [a_i - mpf(y_i) for y_i, a_i in zip(y, a, strict=True)]
