"""Rows of the accuracy table: entropy, cross-entropy and the divergences, beside SciPy's."""

import mpmath
import numpy as np
from mpmath import mpf
from scipy import special, stats
from scipy.spatial import distance

from core.maths import information
from tests.maths import exact
from tests.maths.accuracy import Accuracy, listed, measured

OTHERS = {
    "kl_divergence": {"SciPy Σ rel_entr": lambda p, q: special.rel_entr(p, q).sum()},
    "jensen_shannon_divergence": {"SciPy jensenshannon²": lambda p, q: distance.jensenshannon(p, q) ** 2},
}


def rows(share: float) -> list[Accuracy]:
    rng = np.random.default_rng(4)
    size = max(int(120 * share), 12)
    unrelated = exact.dyadic_pairs(np.inf, rng, size)
    tiny = exact.tiny_pairs(rng, size)
    found = [_surprisal(share, rng)]
    for gap in (1e-8, 1e-4, 0.1):
        found += _divergences(exact.dyadic_pairs(gap, rng, size), f"relative gaps to {gap:g}", 1e-13)
    found += _divergences(unrelated, "unrelated p, q, 2 to 10 classes", 1e-13)
    found += _divergences(tiny, "q₁ from 5e-324 to 1e-300", 1e-13)
    found += _sums(unrelated, "2 to 10 classes", 1e-14)
    found += _sums([(q, p) for p, q in tiny], "p₁ from 5e-324 to 1e-300", 1e-14)
    # A power carries the rounding of its exponent, here some 700.
    return [*found, _cross(tiny, "q₁ from 5e-324 to 1e-300"), _perplexity(tiny, "q₁ from 5e-324 to 1e-300", 2e-13)]


def _surprisal(share: float, rng: np.random.Generator) -> Accuracy:
    p = exact.probability_points(int(200 * share), rng)
    return measured(information.surprisal, "5e-324 ≤ p ≤ 1", "ulp", 1.0, (p,), [-mpmath.log(mpf(p_s)) for p_s in p])


def _divergences(pairs: list, domain: str, target: float) -> list[Accuracy]:
    truths = {
        "kl_divergence": [exact.kl_divergence(p, q) for p, q in pairs],
        "jensen_shannon_divergence": [exact.jensen_shannon(p, q) for p, q in pairs],
    }
    return [
        measured(
            *(listed(getattr(information, name)), domain, "relative", target, (pairs,), truth),
            {other: listed(form) for other, form in OTHERS[name].items()},
        )
        for name, truth in truths.items()
    ]


def _sums(pairs: list, domain: str, target: float) -> list[Accuracy]:
    entropies = [exact.cross_entropy(p, map(mpf, p)) for p, _ in pairs]
    apart = [mpmath.fsum(abs(mpf(a) - mpf(b)) for a, b in zip(p, q, strict=True)) / 2 for p, q in pairs]
    return [
        measured(
            *(listed(information.entropy, 1), domain, "relative", 1e-15, (pairs,), entropies),
            {"SciPy stats.entropy": listed(stats.entropy, 1)},
        ),
        _cross(pairs, domain),
        _perplexity(pairs, domain, target),
        measured(
            *(listed(information.total_variation), domain, "relative", 1e-15, (pairs,), apart),
            {"SciPy cityblock / 2": listed(lambda p, q: distance.cityblock(p, q) / 2)},
        ),
    ]


def _crossed(pairs: list) -> list[mpf]:
    return [exact.cross_entropy(p, map(mpf, q)) for p, q in pairs]


def _cross(pairs: list, domain: str) -> Accuracy:
    return measured(
        *(listed(information.cross_entropy), domain, "relative", 1e-15, (pairs,), _crossed(pairs)),
        {"SciPy entropy(p) + entropy(p, q)": listed(lambda p, q: stats.entropy(p) + stats.entropy(p, q))},
    )


def _perplexity(pairs: list, domain: str, target: float) -> Accuracy:
    powers = [mpmath.exp(nats) for nats in _crossed(pairs)]
    return measured(listed(information.perplexity), domain, "relative", target, (pairs,), powers)
