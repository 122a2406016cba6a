"""The door of the package: what enters the formulas is checked here, once.

Every check returns a float64 array or raises a ValueError that names the offending value and its place.
Nothing is repaired on the way in: no row is normalised, no probability is moved away from 0 or 1.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

# What the formulas return: an array or, for scalar arguments, a NumPy float (which behaves like a 0-d array).
FloatArray: TypeAlias = NDArray[np.float64]

ROW_SUM_TOLERANCE = 1e-9  # for each class of the row


def numbers(values: ArrayLike, name: str, kind: str = "number") -> FloatArray:
    """Real numbers of any shape, ±∞ allowed, NaN refused."""
    try:
        raw = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} is not a rectangular array of numbers") from error
    if raw.dtype.kind not in "biufO":
        raise ValueError(f"{name} holds values of type {raw.dtype}, not real numbers")
    try:
        # Adding 0.0 turns −0.0 into 0.0, so that 1/a tends to +∞ at a = 0; it also copies.
        array = np.asarray(raw.astype(np.float64) + 0.0)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} holds a value that is not a real number") from error
    refuse_where(np.isnan(array), f"{kind} {name}", array, "is not a number")
    return array


def probabilities(values: ArrayLike, name: str, kind: str = "probability") -> FloatArray:
    """Numbers in [0, 1], of any shape."""
    array = numbers(values, name, kind)
    refuse_where((array < 0.0) | (array > 1.0), f"{kind} {name}", array, "is outside [0, 1]")
    return array


def labels(values: ArrayLike, name: str) -> FloatArray:
    """Hard labels 0 and 1 or soft labels between them, of any shape."""
    return probabilities(values, name, "label")


def distributions(values: ArrayLike, name: str, kind: str = "probability") -> FloatArray:
    """Rows of probabilities that sum to 1 along the last axis, to within 1e-9 for each class."""
    array = _rows(probabilities(values, name, kind), name)
    sums = array.sum(axis=-1)
    _refuse_sums(np.abs(sums - 1.0) > ROW_SUM_TOLERANCE * array.shape[-1], name, sums, "not to 1")
    return array


def logits(values: ArrayLike, name: str) -> FloatArray:
    """Logits of any shape; ±∞ stand for the certain predictions 0 and 1."""
    return numbers(values, name, "logit")


def logit_rows(values: ArrayLike, name: str) -> FloatArray:
    """Rows of logits, one for each class; −∞ rules a class out, but some class must have a finite logit.

    +∞ is refused, since two of them in a row would have no softmax.
    """
    array = _rows(logits(values, name), name)
    refuse_where(array == np.inf, f"logit {name}", array, "leaves the softmax undefined")
    nothing = (array == -np.inf).all(axis=-1)
    refuse_where(nothing, f"row {name}", array[..., 0], "all its logits are -inf", "rules every class out:")
    return array


def counts(values: ArrayLike, name: str, least: int = 0, most: float = np.inf) -> FloatArray:
    """Whole numbers from `least` to `most`, of any shape."""
    array = numbers(values, name, "count")
    whole = np.isfinite(array) & (array >= least) & (array == np.floor(array))
    refuse_where(~whole, f"count {name}", array, f"is not a whole number from {least} up")
    refuse_where(array > most, f"count {name}", array, f"is larger than {most:.0f}")
    return array


def count_rows(values: ArrayLike, name: str, least: int = 0, most: float = np.inf) -> FloatArray:
    """Rows of whole numbers from 0 up, one for each class, that sum to a number from `least` to `most`."""
    array = _rows(counts(values, name), name)
    sums = array.sum(axis=-1)
    _refuse_sums(sums < least, name, sums, f"less than {least}")
    _refuse_sums(sums > most, name, sums, f"more than {most:.0f}")
    return array


def broadcastable(arrays: dict[str, FloatArray]) -> None:
    """Refuse arrays, given by name, whose shapes do not broadcast."""
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError as error:
        raise ValueError(f"the shapes of {_shapes(arrays)} do not broadcast") from error


def same_classes(arrays: dict[str, FloatArray]) -> None:
    """Refuse rows, given by name, that differ in their number of classes or do not broadcast before it."""
    if len({array.shape[-1] for array in arrays.values()}) > 1:  # one class would broadcast silently
        raise ValueError(f"the shapes of {_shapes(arrays)} differ in the number of classes (the last axis)")
    broadcastable(arrays)


def refuse_where(bad: NDArray[np.bool_], name: str, values: FloatArray, reason: str, verb: str = "= {}") -> None:
    """Raise a ValueError that names the first value where `bad` holds, and its place."""
    if np.any(bad):
        index = tuple(np.argwhere(bad)[0].tolist())
        value = repr(float(np.broadcast_to(values, np.shape(bad))[index])).removesuffix(".0")
        raise ValueError(f"{name}{list(index) if index else ''} {verb.format(value)} {reason}")


def _rows(array: FloatArray, name: str) -> FloatArray:
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(f"{name} has shape {array.shape}: its last axis must hold one value for each class")
    return array


def _refuse_sums(bad: NDArray[np.bool_], name: str, sums: FloatArray, reason: str) -> None:
    refuse_where(bad, f"row {name}", sums, reason, "sums to {},")


def _shapes(arrays: dict[str, FloatArray]) -> str:
    return " and ".join(f"{name} {array.shape}" for name, array in arrays.items())
