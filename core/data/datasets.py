"""Data drawn by chance, the same for the same seed."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.special import ndtri

from core.data.samples import Dataset
from core.maths.checks import FloatArray, IntArray, finite_numbers, number_within, seeded, whole_number
from core.maths.validation import refuse_where

MOST_DRAWS = 10**6
LEAST_SAMPLES, MOST_SAMPLES = 4, 10**5
LEAST_OVERLAP, MOST_OVERLAP = 0.001, 0.9  # clouds 6.6 and 0.25 standard deviations apart; 0 would be infinitely far
MOST_NOISE = 10.0
SLANT: Final = (0.8, 0.6)  # from cloud to cloud, of length 1: both inputs matter, and not equally
MOON_RADIUS = math.sqrt(2.0)  # here and below: a mean square near 1 over both inputs
CIRCLE_RADII: Final = (1.8, 0.9)
INPUTS: Final = ("x₁", "x₂")
CLASSES: Final = ("0", "1")


def draw_tosses(probability: float, count: int, seed: int) -> IntArray:
    """Independent tosses of a coin that shows heads with `probability`: 1 for heads, 0 for tails, in order.

    Shape (count,). The first tosses of a longer series with the same seed are the same; so are the coin's
    random numbers for another probability, so heads only join as it grows.
    Raises: ValueError if probability is outside [0, 1], count not 0 to 10⁶, or seed not 0 to 2⁶³ − 1.
    """
    chance = number_within("probability", probability, 0.0, 1.0)
    return (seeded(seed).random(whole_number("count", count, 0, MOST_DRAWS)) < chance).astype(np.int64)


def two_clouds(n: int, overlap: float, flipped: float, seed: int) -> Dataset:
    """Two round Gaussian clouds of standard deviation 1, half of the samples each, and some labels turned over.

    `overlap` is the share the two densities have in common: 2 Φ(−d/2), d the distance of the centres, which lie at
    ∓(d/2)·(0.8, 0.6). No classifier errs on less than overlap/2 of the clouds' labels. Then exactly
    round(flipped·n) labels are turned over, by turns one of each class, so the classes stay balanced.
    The same seed has the same noise at every overlap, and flips the same labels first.
    Raises: ValueError if n is not 4 to 10⁵, overlap outside [0.001, 0.9], flipped outside [0, 0.5), or seed not 0 to
    2⁶³ − 1.
    """
    labels = _alternating(n)
    share = number_within("overlap", overlap, LEAST_OVERLAP, MOST_OVERLAP)
    turned = finite_numbers("flipped", flipped, ())
    refuse_where((turned < 0.0) | (turned >= 0.5), "flipped", turned, "is outside [0, 0.5)")
    rng = seeded(seed)
    noise = rng.normal(size=(n, 2))
    order = np.empty(n, dtype=np.int64)
    for label in (0, 1):
        order[label::2] = rng.permutation(np.arange(label, n, 2))
    distance = -2.0 * ndtri(share / 2.0)
    points = noise + np.outer((labels - 0.5) * distance, SLANT)
    labels[order[: round(float(turned) * n)]] ^= 1
    return Dataset(INPUTS, CLASSES, points, labels, standardised=False)


def exclusive_or(n: int, noise: float, seed: int) -> Dataset:
    """Four heaps at the corners (±1, ±1): class 1 where the two signs differ. No straight line parts the classes.

    noise: standard deviation of both inputs about their corner. Same seed, same noise, only scaled.
    Raises: ValueError if n is not 4 to 10⁵, noise outside [0, 10], or seed not 0 to 2⁶³ − 1.
    """
    labels = _alternating(n)
    first = np.where(np.arange(n) // 2 % 2 == 0, 1.0, -1.0)
    return _blurred(np.column_stack([first, np.where(labels == 1, -first, first)]), labels, noise, seed)


def moons(n: int, noise: float, seed: int) -> Dataset:
    """Two half circles of radius √2 that reach into each other, the upper one class 0; their middle is the origin.

    Evenly spaced along (cos t, sin t) and (1 − cos t, ½ − sin t), 0 ≤ t ≤ π; noise and errors as in `exclusive_or`.
    """
    labels = _alternating(n)
    angle = math.pi * _along(labels, ends=True)
    arc = np.column_stack([np.cos(angle), np.sin(angle)])
    points = np.where(labels[:, None] == 1, (1.0, 0.5) - arc, arc)
    return _blurred(MOON_RADIUS * (points - (0.5, 0.25)), labels, noise, seed)


def circles(n: int, noise: float, seed: int) -> Dataset:
    """Two circles about the origin, class 0 of radius 1.8 around class 1 of radius 0.9.

    Evenly spaced along each; noise and errors as in `exclusive_or`.
    """
    labels = _alternating(n)
    angle = 2.0 * math.pi * _along(labels, ends=False)
    radius = np.take(CIRCLE_RADII, labels)
    return _blurred(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), labels, noise, seed)


SHAPES: Final[dict[str, Callable[[int, float, int], Dataset]]] = {
    "exclusive_or": exclusive_or,
    "moons": moons,
    "circles": circles,
}
"""Data that no straight line parts, by name: (n, noise, seed) → Dataset."""


def _alternating(n: int) -> IntArray:
    """The labels 0, 1, 0, 1, … of n samples."""
    return np.arange(whole_number("n", n, LEAST_SAMPLES, MOST_SAMPLES), dtype=np.int64) % 2


def _along(labels: IntArray, ends: bool) -> FloatArray:
    """How far along its class each of the alternating samples lies, from 0 to 1; 1 itself only with `ends`."""
    return np.asarray(np.arange(len(labels)) // 2 / (np.bincount(labels)[labels] - int(ends)))


def _blurred(points: FloatArray, labels: IntArray, noise: float, seed: int) -> Dataset:
    moved = points + number_within("noise", noise, 0.0, MOST_NOISE) * seeded(seed).normal(size=points.shape)
    return Dataset(INPUTS, CLASSES, moved, labels, standardised=False)
