"""Checks at the door of the simulations, beyond those of the formulas (core.maths.validation)."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.maths import validation
from core.maths.validation import FloatArray as FloatArray

IntArray = NDArray[np.int64]
_Array = TypeVar("_Array", FloatArray, IntArray)

LOSSES = ("cross_entropy", "squared_error")

# No argument may be larger: then no sum, square or product taken on the way can leave float64.
LARGEST = 1e100


def known(kind: str, name: str, names: Iterable[str]) -> str:
    """The name of a thing of some kind if it is among those known."""
    if name not in names:
        raise ValueError(f"unknown {kind} {name!r}: expected one of {', '.join(names)}")
    return name


def finite_numbers(name: str, values: ArrayLike, shape: Sequence[int] | None = None) -> FloatArray:
    """Numbers of at most LARGEST in size, of `shape` where one is asked for."""
    array = validation.numbers(values, name)
    if shape is not None and array.shape != tuple(shape):
        raise ValueError(f"{name} has shape {array.shape}, not {tuple(shape)}")
    too_large = f"is not finite, or larger than {LARGEST:g} in size"
    validation.refuse_where(np.abs(array) > LARGEST, name, array, too_large)
    return array


def positive_numbers(name: str, values: ArrayLike, shape: Sequence[int] | None = None) -> FloatArray:
    """Numbers above 0 and at most LARGEST, of `shape` where one is asked for."""
    array = finite_numbers(name, values, shape)
    validation.refuse_where(array <= 0.0, name, array, "is not above 0")
    return array


def open_unit_numbers(name: str, values: ArrayLike, shape: Sequence[int] | None = None) -> FloatArray:
    """Numbers strictly between 0 and 1, of `shape` where one is asked for."""
    array = finite_numbers(name, values, shape)
    validation.refuse_where((array <= 0.0) | (array >= 1.0), name, array, "is not strictly between 0 and 1")
    return array


def number_within(name: str, value: float, low: float, high: float) -> float:
    """A number from `low` to `high`."""
    number = finite_numbers(name, value, ())
    validation.refuse_where((number < low) | (number > high), name, number, f"is outside [{low:g}, {high:g}]")
    return float(number)


def whole_number(name: str, value: int, low: int = 0, high: int = 2**63 - 1) -> int:
    """A whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise ValueError(f"{name} = {value!r} is not a whole number from {low} to {high}")
    return int(value)


def sealed(array: _Array) -> _Array:
    """The array itself, from now on read-only: what is cached is shared by all who ask for it."""
    array.setflags(write=False)
    return array


def seeded(seed: int) -> np.random.Generator:
    """A generator of chance that gives the same numbers for the same seed, 0 to 2⁶³ − 1."""
    return np.random.default_rng(whole_number("seed", seed))


def samples_of_one_input(inputs: ArrayLike, labels: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Inputs (n,) with at least one sample, and their labels (n,) in [0, 1]."""
    x = finite_numbers("inputs", inputs)
    if x.ndim != 1 or not x.size:
        raise ValueError(f"inputs has shape {x.shape}, not (n,) with at least one sample")
    return x, finite_numbers("labels", validation.labels(labels, "labels"), x.shape)
