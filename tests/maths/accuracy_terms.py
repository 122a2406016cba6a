"""Rows of the accuracy table: the terms of every sum, and the door, which changes nothing."""

import mpmath
import numpy as np
from mpmath import mpf
from scipy import special

from core.maths import terms, validation
from tests.maths import exact
from tests.maths.accuracy import Accuracy, measured


def rows(share: float) -> list[Accuracy]:
    rng = np.random.default_rng(6)
    p = exact.probability_points(int(150 * share), rng)
    weight = rng.permutation(p)
    products = [mpf(w) * mpf(v) for w, v in zip(weight, 1000.0 * p, strict=True)]
    logs = [mpf(w) * mpmath.log(mpf(v)) for w, v in zip(weight, p, strict=True)]
    others = [mpf(w) * mpmath.log(exact.complement(v)) for w, v in zip(weight, p, strict=True)]
    table = rng.uniform(size=(max(int(60 * share), 6), 10))
    sums = [mpmath.fsum(map(mpf, row)) for row in table]
    domain = "weights and p from 5e-324"
    complemented = {"SciPy xlog1py": lambda w, p: special.xlog1py(w, -p)}
    return [
        measured(terms.times, "weights from 5e-324", "ulp", 1.0, (weight, 1000.0 * p), products),
        measured(terms.times_log, domain, "ulp", 2.0, (weight, p), logs),
        measured(terms.times_log_complement, domain, "ulp", 2.0, (weight, p), others, complemented),
        measured(terms.over_classes, "10 positive terms", "relative", 1e-15, (table,), sums),
        *_door(p, rng),
    ]


def _door(p: np.ndarray, rng: np.random.Generator) -> list[Accuracy]:
    """What is allowed comes through the door as it is: no digit of it changes."""
    pairs = np.stack([p, 1.0 - p], axis=-1)
    counts = np.floor(10.0 ** rng.uniform(0.0, 15.0, (20, 3)))
    wide = np.concatenate([rng.normal(0.0, 500.0, 50), [5e-324, -1e-310, 1e308, -1e308]])
    passed = {
        validation.numbers: wide,
        validation.logits: wide,
        validation.logit_rows: wide.reshape(-1, 2),
        validation.probabilities: p,
        validation.labels: p,
        validation.distributions: pairs,
        validation.counts: counts,
        validation.count_rows: counts,
    }
    return [
        measured(function, "allowed values", "ulp", 0.0, (values, "x"), map(mpf, values.ravel().tolist()))
        for function, values in passed.items()
    ]
