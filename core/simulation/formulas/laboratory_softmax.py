"""Ways to compute the softmax's cross-entropy in float64: three classes, the first one right, ahead by a gap."""

import decimal
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import numpy as np
from scipy.special import logsumexp

from core.maths.checks import FloatArray
from core.maths.losses import categorical_cross_entropy_with_logits
from core.simulation.formulas.laboratory import log_one_plus
from core.simulation.formulas.laboratory_survey import DIGITS, Experiment

Rows = Callable[[FloatArray], FloatArray]


def textbook(z: FloatArray) -> FloatArray:
    """−ln a₁, the softmax as it is written."""
    e = np.exp(z)
    a = e / e.sum(axis=-1, keepdims=True)
    loss: FloatArray = -np.log(a[..., 0])
    return loss


def shifted(z: FloatArray) -> FloatArray:
    """The same with the largest logit moved to 0, so that nothing overflows."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    a = e / e.sum(axis=-1, keepdims=True)
    loss: FloatArray = -np.log(a[..., 0])
    return loss


def clipped(z: FloatArray) -> FloatArray:
    """The shifted softmax kept away from 0 and 1."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    a = e / e.sum(axis=-1, keepdims=True)
    loss: FloatArray = -np.log(np.clip(a[..., 0], 1e-7, 1 - 1e-7))
    return loss


def difference(z: FloatArray) -> FloatArray:
    """From the logits: ln Σ e^z less the right class's logit."""
    loss: FloatArray = logsumexp(z, axis=-1) - z[..., 0]
    return loss


def ours(z: FloatArray) -> FloatArray:
    """The loss of core.maths for the label (1, 0, 0)."""
    return categorical_cross_entropy_with_logits(np.eye(z.shape[-1])[0], z)


VARIANTS: Final[Mapping[str, Rows]] = {
    "textbook": textbook,
    "shifted": shifted,
    "clip_7": clipped,
    "difference": difference,
    "ours": ours,
}
"""Cross-entropy of logits whose first class is right, by name: (…, K) → (…) nats."""


def rows(gaps: FloatArray) -> FloatArray:
    """The logits (g, 0, 0), (P,) → (P, 3)."""
    return np.stack([gaps, np.zeros_like(gaps), np.zeros_like(gaps)], axis=-1)


def exact(logits: Sequence[float]) -> Decimal:
    """ln(1 + Σ_{j>1} e^(z_j − z₁)), the loss of logits whose first class is right, to 60 digits and more."""
    with decimal.localcontext(DIGITS):
        right, *others = map(Decimal, logits)
        return log_one_plus(sum(((other - right).exp() for other in others), Decimal(0)))


def gap() -> Experiment:
    """The experiment for the logits (g, 0, 0); its axis is the gap g by which the right class is ahead."""
    along = {name: lambda gaps, variant=variant: variant(rows(gaps)) for name, variant in VARIANTS.items()}
    return Experiment(along, lambda g: exact((g, 0.0, 0.0)))
