"""Samples to train on: what was measured, and to which class each one belongs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.maths.checks import LARGEST, FloatArray, IntArray, finite_numbers, sealed
from core.maths.validation import refuse_where

LEAST_SAMPLES = 2


@dataclass(frozen=True, eq=False)
class Dataset:
    """n samples of d measured inputs, each of one of K classes; the arrays are read-only copies.

    `raw` holds the inputs as measured, to be shown to people; `inputs` what a model sees: the same or, where
    `standardised`, every column moved and scaled to mean 0 and standard deviation 1 (over n, not n − 1).
    Raises: ValueError if a number is not finite or beyond ±1e100, samples are fewer than 2, shapes do not fit, names
    are empty or come twice, a label is outside 0 … K−1, a class has no sample, or, where `standardised`, a column has
    one value only.
    """

    columns: tuple[str, ...]  # d ≥ 1 names of the inputs
    classes: tuple[str, ...]  # K ≥ 2 names of the classes
    raw: FloatArray  # (n, d)
    labels: IntArray  # (n,) class numbers 0 … K−1
    standardised: bool

    def __post_init__(self) -> None:
        """Check every value once, and seal the arrays."""
        object.__setattr__(self, "columns", _names("columns", self.columns, 1))
        object.__setattr__(self, "classes", _names("classes", self.classes, 2))
        raw = finite_numbers("raw", self.raw)
        if raw.ndim != 2 or len(raw) < LEAST_SAMPLES or raw.shape[1] != len(self.columns):
            raise ValueError(
                f"raw has shape {raw.shape}, not at least {LEAST_SAMPLES} samples × {len(self.columns)} columns"
            )
        object.__setattr__(self, "raw", sealed(np.ascontiguousarray(raw)))
        object.__setattr__(self, "labels", sealed(_class_numbers(self.labels, len(raw), len(self.classes))))
        if not isinstance(self.standardised, bool):
            raise ValueError(f"standardised = {self.standardised!r} is neither True nor False")
        constant = np.flatnonzero(raw.min(axis=0) == raw.max(axis=0))
        if self.standardised and len(constant):
            name = self.columns[constant[0]]
            raise ValueError(f"column {name!r} has one value only: no scale makes its standard deviation 1")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its fields and made anew: NumPy alone would forget that the arrays are read-only."""
        return type(self), (self.columns, self.classes, self.raw, self.labels, self.standardised)

    @cached_property
    def inputs(self) -> FloatArray:
        """What the model sees, (n, d)."""
        return self.raw if not self.standardised else sealed(self.model_units(self.raw))

    def model_units(self, points: ArrayLike) -> FloatArray:
        """Points in raw units as the model sees them, (…, d) → (…, d).

        Raises: ValueError if there is no such shape, or a number is not finite or beyond ±1e100, before or after.
        """
        given = finite_numbers("points", points)
        if given.shape[-1:] != (len(self.columns),):
            raise ValueError(f"points has shape {given.shape}, not (…, {len(self.columns)})")
        if not self.standardised:
            return given
        low, width, mean, deviation = self._scale
        with np.errstate(over="ignore"):  # far points of a column of tiny width: refused below
            scaled = ((given - low) / width - mean) / deviation
        refuse_where(np.abs(scaled) > LARGEST, "points", given, "is too far from the data")
        return scaled

    @cached_property
    def _scale(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Lowest value and width of each column, then mean and deviation of the column moved into [0, 1].

        By way of [0, 1], since the square of a very small width is 0 in float64.
        """
        low = self.raw.min(axis=0)
        width = self.raw.max(axis=0) - low
        unit = (self.raw - low) / width
        return low, width, unit.mean(axis=0), unit.std(axis=0)


def _names(field: str, names: Sequence[str], least: int) -> tuple[str, ...]:
    if isinstance(names, str) or not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError(f"{field} = {names!r} is not a row of names that say something")
    if len(names) < least or len(set(names)) < len(names):
        raise ValueError(f"{field} = {names!r} is not a row of at least {least}, each a different one")
    return tuple(names)


def _class_numbers(labels: ArrayLike, samples: int, classes: int) -> IntArray:
    numbers = np.array(labels)
    if numbers.dtype.kind not in "iu" or numbers.shape != (samples,):
        raise ValueError(f"labels has shape {numbers.shape} and type {numbers.dtype}, not one class number per sample")
    refuse_where((numbers < 0) | (numbers >= classes), "labels", numbers, f"is no class of {classes}")
    missing = np.flatnonzero(np.bincount(numbers, minlength=classes) == 0)
    if len(missing):
        raise ValueError(f"class {missing[0]} has no sample")
    return numbers.astype(np.int64)
