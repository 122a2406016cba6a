"""Checks at the door of the simulations, beyond those of the formulas (core.maths.validation)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.maths import validation

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LOSSES = ("cross_entropy", "squared_error")

# No argument may be larger: then no sum, square or product taken on the way can leave float64.
LARGEST = 1e100


def known_loss(loss: str) -> str:
    """Return the loss's name if there is such a loss."""
    if loss not in LOSSES:
        raise ValueError(f"unknown loss {loss!r}: expected one of {', '.join(LOSSES)}")
    return loss


def finite_numbers(name: str, values: ArrayLike, shape: Sequence[int] | None = None) -> FloatArray:
    """Numbers of at most LARGEST in size, of `shape` where one is asked for."""
    array = validation.numbers(values, name)
    if shape is not None and array.shape != tuple(shape):
        raise ValueError(f"{name} has shape {array.shape}, not {tuple(shape)}")
    refuse_where(np.abs(array) > LARGEST, name, array, f"is not finite, or larger than {LARGEST:g} in size")
    return array


def positive_numbers(name: str, values: ArrayLike) -> FloatArray:
    """Numbers above 0 and at most LARGEST."""
    array = finite_numbers(name, values)
    refuse_where(array <= 0.0, name, array, "is not above 0")
    return array


def open_unit_numbers(name: str, values: ArrayLike) -> FloatArray:
    """Numbers strictly between 0 and 1."""
    array = finite_numbers(name, values)
    refuse_where((array <= 0.0) | (array >= 1.0), name, array, "is not strictly between 0 and 1")
    return array


def whole_number(name: str, value: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise ValueError(f"{name} = {value!r} is not a whole number from {low} to {high}")
    return int(value)


def refuse_where(wrong: NDArray[np.bool_], name: str, array: FloatArray, reason: str) -> None:
    """Raise a ValueError that names the first value where `wrong` holds, and its place."""
    if np.any(wrong):
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = f"[{', '.join(map(str, place))}]" if place else ""
        value = float(np.broadcast_to(array, np.shape(wrong))[place])
        raise ValueError(f"{name}{where} = {value!r} {reason}")
