"""The probability simplex of three classes as a triangle, and the log-likelihood over it."""

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.maths.information import kl_divergence
from core.maths.validation import Floats

CORNERS: Final = ((0.0, 0.0), (1.0, 0.0), (0.5, math.sqrt(0.75)))  # of p = (1, 0, 0), (0, 1, 0), (0, 0, 1)
HEIGHT: Final = CORNERS[2][1]


def place(p: ArrayLike) -> Floats:
    """Where a distribution over three classes lies in the triangle: the mean of the corners, weighted by p.

    Shapes: (..., 3) → (..., 2), x to the right and y upwards, sides of length 1.
    """
    return np.asarray(np.asarray(p, dtype=np.float64) @ np.array(CORNERS))


def distribution(x: ArrayLike, y: ArrayLike) -> Floats:
    """The numbers p with Σ p = 1 whose place is (x, y); outside the triangle one of them is negative.

    Shapes: (...) → (..., 3).
    """
    third = np.asarray(y, dtype=np.float64) / HEIGHT
    second = np.asarray(x, dtype=np.float64) - third / 2.0
    return np.stack([1.0 - second - third, second, third], axis=-1)


def below_maximum(shares: ArrayLike, pixels: int) -> Floats:
    """How far the log-likelihood per draw lies below its maximum: KL(p̂ ‖ p) over the triangle's frame.

    Shapes: (pixels, pixels), row 0 at the foot, at the middle of each pixel; nan outside the triangle. Units: nats.
    Source: claim D: (max ℓ − ℓ)/n = H(p̂, p) − H(p̂).
    """
    middles = (np.arange(pixels) + 0.5) / pixels
    x, y = np.meshgrid(middles, middles * HEIGHT)
    p = distribution(x, y)
    inside = (p >= 0.0).all(axis=-1)
    over: Floats = np.full(x.shape, np.nan)
    over[inside] = kl_divergence(np.asarray(shares, dtype=np.float64), p[inside])
    return over
