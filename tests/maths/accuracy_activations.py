"""Rows of the accuracy table: sigmoid and softmax."""

import mpmath
import numpy as np
from mpmath import mpf
from scipy import special

from core.maths import activations
from core.maths.activations import split_at_top
from tests.maths import exact
from tests.maths.accuracy import Accuracy, measured


def rows(share: float) -> list[Accuracy]:
    rng = np.random.default_rng(1)
    return [*_sigmoid(share, rng), *_softmax(share, rng)]


def _sigmoid(share: float, rng: np.random.Generator) -> list[Accuracy]:
    z, a = exact.logit_points(1000.0, int(400 * share), rng), exact.probability_points(int(200 * share), rng)
    with mpmath.workdps(exact.BESIDE):
        outputs = [exact.sigmoid(z_s) for z_s in z]
        slopes = [a_s * (1 - a_s) for a_s in outputs]
        logits = [mpmath.log(mpf(a_s) / exact.complement(a_s)) for a_s in a]
    whole = "abs(z) ≤ 1000, subnormal results too"
    return [
        measured(activations.sigmoid, whole, "ulp", 2.0, (z,), outputs, {"SciPy expit": special.expit}),
        measured(
            *(activations.sigmoid_derivative, whole, "ulp", 4.0, (z,), slopes),
            {"SciPy expit (1 − expit)": lambda z: special.expit(z) * (1.0 - special.expit(z))},
        ),
        measured(
            *(activations.logit, "5e-324 ≤ a ≤ 1 − 1e-16", "ulp", 3.0, (a,), logits),
            {"ln a/(1 − a)": lambda a: np.log(a / (1.0 - a))},
        ),
    ]


def _softmax(share: float, rng: np.random.Generator) -> list[Accuracy]:
    found = []
    for spread, target in ((10.0, 1e-14), (1000.0, 2e-13)):
        z = logit_rows(spread, int(60 * share), rng)
        with mpmath.workdps(exact.BESIDE):
            outputs = [a_i for row in z for a_i in exact.softmax(row)]
            logs = [mpmath.log(a_i) for a_i in outputs]
            below = [mpf(z_i) - mpf(row.max()) for row in z for z_i in row]
            odds = [
                mpmath.fsum(mpmath.exp(mpf(z_i) - mpf(row.max())) for z_i in np.delete(row, row.argmax())) for row in z
            ]
        domain = f"logit spreads to {spread:.0f}"
        found += [
            measured(
                *(activations.softmax, domain, "relative", target, (z,), outputs),
                {"SciPy softmax": lambda z: special.softmax(z, axis=-1)},
            ),
            measured(
                *(activations.log_softmax, domain, "relative", target, (z,), logs),
                {
                    "SciPy log_softmax": lambda z: special.log_softmax(z, axis=-1),
                    "z − logsumexp": lambda z: z - special.logsumexp(z, axis=-1, keepdims=True),
                },
            ),
            measured(_below_and_odds, domain, "relative", target, (z,), below + odds, name="activations.split_at_top"),
        ]
    return found


def _below_and_odds(z: np.ndarray) -> np.ndarray:
    below, odds, _ = split_at_top(z)
    return np.concatenate([below.ravel(), odds.ravel()])


def logit_rows(spread: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of four logits; a third of them are right and sure, by a lead whose loss a float can still hold."""
    size = max(size, 6)
    z = rng.uniform(-spread / 2, spread / 2, (size, 4))
    sure = size // 3
    z[:sure, 1:] = z[:sure, :1] - min(spread, 700.0) * rng.uniform(0.5, 1.0, (sure, 3))
    return z
