"""Rows of the accuracy table: likelihoods up to a million trials, beside SciPy's."""

import mpmath
import numpy as np
from mpmath import mpf
from scipy import stats

from core.maths import distributions, simplex
from tests.maths import exact
from tests.maths.accuracy import Accuracy, measured


def rows(share: float) -> list[Accuracy]:
    rng = np.random.default_rng(5)
    found = [*_one_trial(share, rng), *_ordered(share, rng), *_in_the_triangle(share, rng)]
    for trials in (20, 10**3, 10**6):
        found += [*_binomial(trials, share, rng), *_multinomial(trials, share, rng)]
    return found


def _one_trial(share: float, rng: np.random.Generator) -> list[Accuracy]:
    p = exact.probability_points(int(200 * share), rng)
    x = np.resize([0.0, 1.0], p.size)
    logs = [mpmath.log(mpf(p_s) if x_s else exact.complement(p_s)) for x_s, p_s in zip(x, p, strict=True)]
    size = max(int(80 * share), 8)
    model = rng.dirichlet(np.ones(4), size)
    model[:, 0] = 10.0 ** rng.uniform(-323.0, -17.0, size)
    model[:, 1:] /= model[:, 1:].sum(axis=-1, keepdims=True)
    one_hot = np.eye(4)[np.arange(size) % 4]
    chosen = [mpmath.log(mpf(row[place])) for place, row in zip(one_hot.argmax(axis=-1), model, strict=True)]
    return [
        measured(
            *(distributions.bernoulli_log_pmf, "5e-324 ≤ p ≤ 1 − 1e-16", "ulp", 2.0, (x, p), logs),
            {"SciPy bernoulli.logpmf": stats.bernoulli.logpmf},
        ),
        measured(distributions.categorical_log_pmf, "4 classes, p from 5e-324", "ulp", 2.0, (one_hot, model), chosen),
    ]


def _ordered(share: float, rng: np.random.Generator) -> list[Accuracy]:
    p = exact.probability_points(int(100 * share), rng)
    tosses = np.floor(10.0 ** rng.uniform(0.0, 12.0, p.size))
    heads = np.floor(tosses * rng.uniform(size=p.size))
    sums = [
        -exact.cross_entropy((h, n - h), (mpf(p_s), exact.complement(p_s)))
        for h, n, p_s in zip(heads, tosses, p, strict=True)
    ]
    shares = [mpf(h) / mpf(n) for h, n in zip(heads, tosses, strict=True)]
    counts = rng.integers(0, 10**6, (max(int(80 * share), 8), 5)).astype(float)
    model = rng.dirichlet(np.ones(5), len(counts))
    row_sums = [-exact.cross_entropy(c, map(mpf, q)) for c, q in zip(counts, model, strict=True)]
    row_shares = [mpf(c_i) / mpf(c.sum()) for c in counts for c_i in c]
    many = "to 10¹² tosses, p from 5e-324"
    return [
        measured(distributions.bernoulli_log_likelihood, many, "relative", 1e-15, (heads, tosses, p), sums),
        measured(distributions.bernoulli_mle, "to 10¹² tosses", "ulp", 1.0, (heads, tosses), shares),
        measured(
            distributions.categorical_log_likelihood,
            "5 classes, to 10⁶ each",
            "relative",
            1e-15,
            (counts, model),
            row_sums,
        ),
        measured(distributions.categorical_mle, "5 classes, to 10⁶ each", "ulp", 1.0, (counts,), row_shares),
    ]


def _in_the_triangle(share: float, rng: np.random.Generator) -> list[Accuracy]:
    p = rng.dirichlet(np.ones(3), max(int(80 * share), 8))
    x, y = rng.uniform(size=(2, len(p)))
    height = mpmath.sqrt(mpf(3)) / 2
    places = [value for _, b, c in p for value in (mpf(b) + mpf(c) / 2, mpf(c) * height)]
    thirds = [(mpf(x_i) - mpf(y_i) / height / 2, mpf(y_i) / height) for x_i, y_i in zip(x, y, strict=True)]
    rows = [value for b, c in thirds for value in (1 - b - c, b, c)]
    return [
        measured(simplex.place, "3 classes", "absolute", 1e-15, (p,), places),
        measured(simplex.distribution, "around the triangle", "absolute", 1e-15, (x, y), rows),
    ]


def _binomial(trials: int, share: float, rng: np.random.Generator) -> list[Accuracy]:
    size = max(int(150 * share), 12)
    p = rng.uniform(size=size)
    p[:4] = [5e-324, 1e-300, 1.0 - 2.0**-53, 0.5]
    k = np.concatenate([rng.binomial(trials, p[: 2 * size // 3]), rng.integers(0, trials + 1, size - 2 * size // 3)])
    k[:2] = [0, 1]
    n = np.full(size, trials)
    coefficients = [
        exact.log_factorial(trials) - exact.log_factorial(k_s) - exact.log_factorial(trials - k_s) for k_s in k
    ]
    logs = [
        log_count - exact.cross_entropy((int(k_s), trials - int(k_s)), (mpf(p_s), exact.complement(p_s)))
        for log_count, k_s, p_s in zip(coefficients, k, p, strict=True)
    ]
    domain = f"n = {trials}"
    return [
        measured(distributions.log_binomial_coefficient, domain, "absolute", 5e-9, (n, k), coefficients),
        measured(
            *(distributions.binomial_log_pmf, domain, "absolute", 5e-9, (k, n, p), logs),
            {"SciPy binom.logpmf": stats.binom.logpmf},
        ),
    ]


def _multinomial(trials: int, share: float, rng: np.random.Generator) -> list[Accuracy]:
    model = rng.dirichlet(np.ones(4), max(int(60 * share), 8))
    x = np.array([rng.multinomial(trials, row) for row in model])
    coefficients = [exact.log_factorial(trials) - mpmath.fsum(map(exact.log_factorial, x_s)) for x_s in x]
    logs = [
        log_count - exact.cross_entropy(map(int, x_s), map(mpf, row))
        for log_count, x_s, row in zip(coefficients, x, model, strict=True)
    ]
    domain = f"m = {trials}, 4 classes"
    return [
        measured(distributions.log_multinomial_coefficient, domain, "absolute", 1e-8, (x,), coefficients),
        measured(
            *(distributions.multinomial_log_pmf, domain, "absolute", 1e-8, (x, model), logs),
            {"SciPy multinomial.logpmf": lambda x, p: stats.multinomial.logpmf(x, trials, p)},
        ),
    ]
