"""The probability simplex of three classes as a triangle."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from core.maths.validation import FloatArray

CORNERS: Final = ((0.0, 0.0), (1.0, 0.0), (0.5, float(np.sqrt(0.75))))  # of p = (1, 0, 0), (0, 1, 0), (0, 0, 1)
HEIGHT: Final = CORNERS[2][1]


def place(p: ArrayLike) -> FloatArray:
    """Where a distribution over three classes lies in the triangle: the mean of the corners, weighted by p.

    Shapes: (..., 3) → (..., 2), x to the right and y upwards, sides of length 1.
    """
    return np.asarray(np.asarray(p, dtype=np.float64) @ np.array(CORNERS))


def distribution(x: ArrayLike, y: ArrayLike) -> FloatArray:
    """The numbers p with Σ p = 1 whose place is (x, y); outside the triangle one of them is negative.

    Shapes: (...) → (..., 3).
    """
    third = np.asarray(y, dtype=np.float64) / HEIGHT
    second = np.asarray(x, dtype=np.float64) - third / 2.0
    return np.stack([1.0 - second - third, second, third], axis=-1)
