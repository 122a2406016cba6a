"""How far the formulas are from the truth: the largest errors found against mpmath.

`python -m tests.maths.accuracy` prints the table; `test_accuracy.py` holds it to its limits.
"""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import mpmath
import numpy as np
from mpmath import mpf

from core.maths import activations, distributions, information, losses


class Accuracy(NamedTuple):
    function: str
    domain: str
    error: float
    unit: str  # "ulp", "relative" or "absolute"


def largest_errors() -> list[Accuracy]:
    """The largest error found of each function over each domain."""
    with mpmath.workdps(50):
        return [*_sigmoid(), *_binary(), *_softmax(), *_information(), *_distributions()]


def measured(
    function: Callable[..., np.ndarray], domain: str, unit: str, arguments: tuple, exact: Iterable[mpf]
) -> Accuracy:
    """The largest error of a function: in units in the last place, as a ratio, or as a difference."""
    worst = 0.0
    for value, truth in zip(np.ravel(function(*arguments)), exact, strict=True):
        difference = abs(mpf(float(value)) - truth)
        normal = max(abs(truth), mpf(np.finfo(float).tiny))  # subnormal floats have no full set of digits
        scale = {"ulp": np.spacing(abs(float(truth))), "relative": normal, "absolute": 1.0}[unit]
        worst = max(worst, float(difference / mpf(scale)) if difference else 0.0)
    return Accuracy(function.__name__, domain, worst, unit)


# The definitions, in high precision and without any rearrangement.


def sigmoid(z: float) -> mpf:
    return 1 / (1 + mpmath.exp(-mpf(z)))


def softmax(z: Sequence[float]) -> list[mpf]:
    powers = [mpmath.exp(mpf(z_i)) for z_i in z]
    return [power / mpmath.fsum(powers) for power in powers]


def cross_entropy(p: Iterable[float], q: Iterable[float]) -> mpf:
    return -mpmath.fsum(mpf(p_i) * mpmath.log(q_i) for p_i, q_i in zip(p, q, strict=True) if p_i)


def kl_divergence(p: Iterable[float], q: Iterable[float]) -> mpf:
    return mpmath.fsum(mpf(p_i) * mpmath.log(mpf(p_i) / q_i) for p_i, q_i in zip(p, q, strict=True) if p_i)


def log_factorial(n: int) -> mpf:
    return mpmath.loggamma(mpf(int(n)) + 1)


def complement(p: float) -> mpf:
    with mpmath.workdps(400):  # enough for 1 − 5e−324
        return 1 - mpf(p)


# The points: a seeded draw and the extremes.


def logit_points(reach: float, size: int, rng: np.random.Generator) -> np.ndarray:
    extremes = [0.0, 1e-300, -1e-300, 1e-16, -1e-16, 36.7, -36.7, 37.5, -37.5, reach, -reach]
    return np.concatenate([rng.uniform(-reach, reach, size), rng.normal(0.0, 5.0, size), extremes])


def probability_points(size: int, rng: np.random.Generator) -> np.ndarray:
    near_0, near_1 = 10.0 ** rng.uniform(-300.0, 0.0, size), 1.0 - 10.0 ** rng.uniform(-15.9, 0.0, size)
    extremes = [5e-324, 1e-310, 2.0**-53, 0.5, 1.0 - 1e-10, 1.0 - 2.0**-53]
    return np.concatenate([rng.uniform(size=size), near_0, near_1, extremes])


def dyadic_row(classes: int, rng: np.random.Generator) -> np.ndarray:
    """A distribution in units of 2^−52, whose floats sum to exactly 1, so that D(p‖q) has one meaning."""
    row = (rng.dirichlet(np.full(classes, 3.0)) * 2**51).astype(np.int64) + 2**32
    row[row.argmax()] += 2**52 - row.sum()
    return row


def dyadic_pairs(gap: float, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of such distributions at about this relative gap, or drawn independently where it is infinite."""
    pairs = []
    for classes in np.resize([2, 3, 10], 120):
        p, q = dyadic_row(classes, rng), dyadic_row(classes, rng)
        if np.isfinite(gap):
            step = np.round(p * gap * rng.uniform(-1.0, 1.0, classes)).astype(np.int64)
            step[p.argmax()] -= step.sum()
            q = p + step
        pairs.append((p / 2**52, q / 2**52))
    return pairs


def _sigmoid() -> list[Accuracy]:
    rng = np.random.default_rng(1)
    z, a = logit_points(700.0, 400, rng), probability_points(200, rng)
    with mpmath.workdps(400):  # 1 beside e^−700
        exact = [sigmoid(z_s) for z_s in z]
        slopes = [a_s * (1 - a_s) for a_s in exact]
    logits = [mpmath.log(mpf(a_s) / complement(a_s)) for a_s in a]
    return [
        measured(activations.sigmoid, "|z| ≤ 700", "ulp", (z,), exact),
        measured(activations.sigmoid_derivative, "|z| ≤ 700", "ulp", (z,), slopes),
        measured(activations.logit, "5e-324 ≤ a ≤ 1 − 1e-16", "ulp", (a,), logits),
    ]


def _binary() -> list[Accuracy]:
    rng = np.random.default_rng(2)
    found = []
    for kind, y in {"hard y": np.resize([0.0, 1.0], 700), "soft y": probability_points(250, rng)}.items():
        a = rng.permutation(np.resize(probability_points(300, rng), y.size))
        z = rng.permutation(np.resize(logit_points(800.0, 450, rng), y.size))
        inside = np.maximum(a, 1e-300)  # below it the slope exceeds the largest float
        with mpmath.workdps(750):  # 1 beside e^−1600
            labels = [(mpf(y_s), 1 - mpf(y_s)) for y_s in y]
            outputs = [(sigmoid(z_s), sigmoid(-z_s)) for z_s in z]
            errors = [q[0] - p[0] for p, q in zip(labels, outputs, strict=True)]
        predictions = [(mpf(a_s), complement(a_s)) for a_s in a]
        from_a = [cross_entropy(p, q) for p, q in zip(labels, predictions, strict=True)]
        from_z = [cross_entropy(p, q) for p, q in zip(labels, outputs, strict=True)]
        slopes = [p[1] / complement(a_s) - p[0] / a_s for p, a_s in zip(labels, inside, strict=True)]
        # A soft label's error passes through 0 at σ(z) = y, where only the difference itself can be small.
        unit = "ulp" if kind == "hard y" else "absolute"
        from_logits = losses.binary_cross_entropy_with_logits
        found += [
            measured(losses.binary_cross_entropy, f"{kind}, 0 < a < 1", "ulp", (y, a), from_a),
            measured(losses.binary_cross_entropy_gradient, f"{kind}, a ≥ 1e-300", "ulp", (y, inside), slopes),
            measured(from_logits, f"{kind}, |z| ≤ 800", "ulp", (y, z), from_z),
            measured(losses.binary_cross_entropy_with_logits_gradient, f"{kind}, |z| ≤ 800", unit, (y, z), errors),
        ]
    return found


def _softmax() -> list[Accuracy]:
    rng = np.random.default_rng(3)
    found = []
    for spread in (10.0, 700.0, 1000.0):
        z = rng.uniform(-spread / 2, spread / 2, (60, 4))
        hard, soft = np.eye(4)[np.arange(60) % 4], rng.dirichlet(np.ones(4), 60)
        # A third of the rows are right and sure, by a lead whose loss a float can still hold.
        z[:20, 1:] = z[:20, :1] - min(spread, 700.0) * rng.uniform(0.5, 1.0, (20, 3))
        hard[:20] = [1.0, 0.0, 0.0, 0.0]
        with mpmath.workdps(500):  # 1 beside e^−1000
            outputs = [softmax(row) for row in z]
            logs = [mpmath.log(a_i) for a in outputs for a_i in a]
            from_hard = [cross_entropy(y, a) for y, a in zip(hard, outputs, strict=True)]
            from_soft = [cross_entropy(y, a) for y, a in zip(soft, outputs, strict=True)]
            errors = [a_i - mpf(y_i) for y, a in zip(hard, outputs, strict=True) for y_i, a_i in zip(y, a, strict=True)]
            slopes = [slope for y, a in zip(hard, outputs, strict=True) for slope in squared_error_slopes(y, a)]
        flat = [a_i for a in outputs for a_i in a]
        domain = f"spread to {spread:.0f}"
        from_logits = losses.categorical_cross_entropy_with_logits
        gradient = losses.categorical_cross_entropy_with_logits_gradient
        found += [
            measured(activations.softmax, domain, "relative", (z,), flat),
            measured(activations.log_softmax, domain, "relative", (z,), logs),
            measured(from_logits, f"hard y, {domain}", "relative", (hard, z), from_hard),
            measured(from_logits, f"soft y, {domain}", "relative", (soft, z), from_soft),
            measured(gradient, f"hard y, {domain}", "relative", (hard, z), errors),
            measured(losses.squared_error_softmax_gradient, f"hard y, {domain}", "relative", (hard, z), slopes),
        ]
    return found


def squared_error_slopes(y: Sequence[float], a: Sequence[mpf]) -> list[mpf]:
    """∂/∂z_i of ½ Σ_j (a_j − y_j)² by the chain rule, with ∂a_j/∂z_i = a_j ([i = j] − a_i)."""
    errors = [a_j - mpf(y_j) for y_j, a_j in zip(y, a, strict=True)]
    return [
        mpmath.fsum(errors[j] * a[j] * ((i == j) - a[i]) for j in range(len(a)))  # one Jacobian column
        for i in range(len(a))
    ]


def _information() -> list[Accuracy]:
    rng = np.random.default_rng(4)
    found = []
    for gap in (1e-8, 1e-4, 0.1, np.inf):
        pairs = dyadic_pairs(gap, rng)
        exact = [kl_divergence(p, q) for p, q in pairs]
        shared = [[mpf(p_i) / 2 + mpf(q_i) / 2 for p_i, q_i in zip(p, q, strict=True)] for p, q in pairs]
        middle = [(kl_divergence(p, m) + kl_divergence(q, m)) / 2 for (p, q), m in zip(pairs, shared, strict=True)]
        domain = f"relative gap to {gap:g}" if np.isfinite(gap) else "unrelated p, q"
        found += [
            measured(over_pairs(information.kl_divergence), domain, "relative", (pairs,), exact),
            measured(over_pairs(information.jensen_shannon_divergence), domain, "relative", (pairs,), middle),
        ]
    entropies = [cross_entropy(p, [mpf(p_i) for p_i in p]) for p, _ in pairs]
    crossed = [cross_entropy(p, [mpf(q_i) for q_i in q]) for p, q in pairs]
    return [
        *found,
        measured(over_pairs(information.entropy, 1), "2 to 10 classes", "relative", (pairs,), entropies),
        measured(over_pairs(information.cross_entropy), "2 to 10 classes", "relative", (pairs,), crossed),
    ]


def over_pairs(function: Callable[..., np.ndarray], arguments: int = 2) -> Callable[..., np.ndarray]:
    """A function of rows, over a list of pairs of rows that differ in length."""

    @functools.wraps(function)
    def listed(pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
        return np.array([function(*pair[:arguments]) for pair in pairs])

    return listed


def _distributions() -> list[Accuracy]:
    rng = np.random.default_rng(5)
    found = []
    for trials in (20, 10**3, 10**6):
        p = rng.uniform(size=150)
        k = np.concatenate([rng.binomial(trials, p[:100]), rng.integers(0, trials + 1, 50)])
        log_counts = [log_factorial(trials) - log_factorial(k_s) - log_factorial(trials - k_s) for k_s in k]
        exact = [
            log_count + int(k_s) * mpmath.log(p_s) + (trials - int(k_s)) * mpmath.log(complement(p_s))
            for log_count, k_s, p_s in zip(log_counts, k, p, strict=True)
        ]
        found.append(measured(distributions.binomial_log_pmf, f"n = {trials}", "absolute", (k, trials, p), exact))

        rows = rng.dirichlet(np.ones(4), 60)
        x = np.array([rng.multinomial(trials, row) for row in rows])
        exact = [
            log_factorial(trials) - mpmath.fsum(map(log_factorial, x_s)) - cross_entropy(map(int, x_s), row)
            for x_s, row in zip(x, rows, strict=True)
        ]
        found.append(measured(distributions.multinomial_log_pmf, f"m = {trials}", "absolute", (x, rows), exact))
    return found


if __name__ == "__main__":
    for row in largest_errors():
        print(f"{row.function:47} {row.domain:24} {row.error:9.2g} {row.unit}")
