"""The landscape of a loss: how large it is for every weight and bias of a neuron with one input."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import FloatArray, finite_numbers, samples_of_one_input, whole_number
from core.simulation.descent.loss_records import loss_record

CHUNK_VALUES = 2**17  # in one array of a pass over the samples: 1 MB stays in the cache
# A window is this wide, times a power of ten, and its middle a multiple of a quarter of that: few windows, of round
# numbers, so that most changes of a setting leave the window as it is.
WIDTHS = (0.8, 1.2, 1.6, 2.4, 4.0)
NARROWEST = 8.0
MARGIN = 0.07  # of the width, left free on every side
FINEST = 1e-6  # of the largest number: a narrower window could not be told from a point
MOST_PIXELS = 1024


@dataclass(frozen=True)
class Window:
    """The part of the plane of weight and bias that a picture shows: as wide as high, (low, high) for each."""

    weights: tuple[float, float]
    biases: tuple[float, float]

    def grid(self, pixels: int) -> tuple[FloatArray, FloatArray]:
        """Weights and biases (pixels,) in the middles of that many equal cells, from low to high."""
        places = (np.arange(whole_number("pixels", pixels, 1, MOST_PIXELS)) + 0.5) / pixels
        (left, right), (bottom, top) = self.weights, self.biases
        return left + places * (right - left), bottom + places * (top - bottom)


def mean_loss_surface(
    loss: str, inputs: ArrayLike, labels: ArrayLike, weights: ArrayLike, biases: ArrayLike
) -> FloatArray:
    """The mean loss over the samples at each weight and bias: C(w, b) = (1/n) Σ_s c(y_s, w x_s + b).

    loss "cross_entropy" (1), (2) in nats, or "squared_error" with its ½.
    Shapes: inputs (n,), labels (n,) in [0, 1], weights (W,), biases (B,) → (B, W). Always finite.
    Raises: ValueError if the loss is unknown, shapes are others, there is no sample, or a number is beyond 1e100.
    """
    per_sample = loss_record(loss).value
    x, y = samples_of_one_input(inputs, labels)
    w, b = weights_and_biases(weights, biases)
    total = np.zeros((len(b), len(w)))
    step = max(1, CHUNK_VALUES // max(total.size, 1))
    for first in range(0, len(x), step):  # a few samples at a time, so that the work stays in the cache
        some = slice(first, first + step)
        z = x[some, None, None] * w + b[:, None]
        total += per_sample(y[some, None, None], z).sum(axis=0)
    return total / len(x)


def weights_and_biases(weights: ArrayLike, biases: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The two axes of a map, (W,) and (B,), checked."""
    w, b = finite_numbers("weights", weights), finite_numbers("biases", biases)
    if w.ndim != 1 or b.ndim != 1:
        raise ValueError(f"weights and biases have shapes {w.shape} and {b.shape}, not (W,) and (B,)")
    return w, b


def landscape_window(weights: ArrayLike, biases: ArrayLike) -> Window:
    """The smallest window of round numbers that holds all the given places and some room around them.

    Raises: ValueError if weights and biases are not of one shape, there is no place, or a number is beyond 1e100.
    """
    w = finite_numbers("weights", weights)
    b = finite_numbers("biases", biases, w.shape)
    if not w.size:
        raise ValueError("weights is empty")
    lows, highs = np.array([w.min(), b.min()]), np.array([w.max(), b.max()])
    furthest = float(np.abs([lows, highs]).max())
    width = _round_width(max(NARROWEST, FINEST * furthest, float((highs - lows).max()) / (1.0 - 2.0 * MARGIN)))
    while True:
        grid = width / 4.0
        centres = np.round((lows + highs) / 2.0 / grid) * grid
        room = (0.5 - MARGIN) * width
        if np.all(lows >= centres - room) and np.all(highs <= centres + room):
            (left, bottom), (right, top) = (centres - width / 2.0).tolist(), (centres + width / 2.0).tolist()
            return Window((left, right), (bottom, top))
        width = _round_width(width * 1.01)


def _round_width(least: float) -> float:
    """The first round width that is not below `least`."""
    power = math.floor(math.log10(least))
    widths = (width * 10.0**exponent for exponent in (power, power + 1) for width in WIDTHS)
    return next(width for width in widths if width >= least * (1.0 - 1e-12))
