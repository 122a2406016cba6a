"""The log-likelihood of three classes over the probability simplex."""

import numpy as np
from numpy.typing import ArrayLike

from core.maths.information import kl_divergence
from core.maths.simplex import HEIGHT, distribution
from core.maths.validation import FloatArray


def below_maximum(shares: ArrayLike, pixels: int) -> FloatArray:
    """How far the log-likelihood per draw lies below its maximum: KL(p̂ ‖ p) over the triangle's frame.

    Shapes: (pixels, pixels), row 0 at the foot, at the middle of each pixel; nan outside the triangle. Units: nats.
    Source: claim D: (max ℓ − ℓ)/n = H(p̂, p) − H(p̂).
    """
    middles = (np.arange(pixels) + 0.5) / pixels
    x, y = np.meshgrid(middles, middles * HEIGHT)
    p = distribution(x, y)
    inside = (p >= 0.0).all(axis=-1)
    over: FloatArray = np.full(x.shape, np.nan)
    over[inside] = kl_divergence(np.asarray(shares, dtype=np.float64), p[inside])
    return over
