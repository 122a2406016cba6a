"""The door of the package: what enters the formulas is checked here, once.

Every check returns a float64 array or raises a ValueError that names the offending value and its place.
Nothing is repaired on the way in: no row is normalised, no probability is moved away from 0 or 1.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

# What the formulas return: an array or, for scalar arguments, a NumPy float (which behaves like a 0-d array).
Floats: TypeAlias = NDArray[np.float64]

ROW_SUM_TOLERANCE = 1e-9  # for each class of the row


def numbers(values: ArrayLike, name: str, kind: str = "number") -> Floats:
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
    _refuse(np.isnan(array), array, name, kind, "is not a number")
    return array


def probabilities(values: ArrayLike, name: str, kind: str = "probability") -> Floats:
    """Numbers in [0, 1], of any shape."""
    array = numbers(values, name, kind)
    _refuse((array < 0.0) | (array > 1.0), array, name, kind, "is outside [0, 1]")
    return array


def labels(values: ArrayLike, name: str) -> Floats:
    """Hard labels 0 and 1 or soft labels between them, of any shape."""
    return probabilities(values, name, "label")


def distributions(values: ArrayLike, name: str, kind: str = "probability") -> Floats:
    """Rows of probabilities that sum to 1 along the last axis, to within 1e-9 for each class."""
    array = _rows(probabilities(values, name, kind), name)
    sums = np.asarray(array.sum(axis=-1))
    off = np.abs(sums - 1.0) > ROW_SUM_TOLERANCE * array.shape[-1]
    _refuse_row(off, sums, name, "not to 1")
    return array


def logits(values: ArrayLike, name: str) -> Floats:
    """Logits of any shape; ±∞ stand for the certain predictions 0 and 1."""
    return numbers(values, name, "logit")


def logit_rows(values: ArrayLike, name: str) -> Floats:
    """Rows of logits, one for each class; −∞ rules a class out, but some class must have a finite logit.

    +∞ is refused, since two of them in a row would have no softmax.
    """
    array = _rows(logits(values, name), name)
    _refuse(array == np.inf, array, name, "logit", "leaves the softmax undefined")
    ruled_out = np.asarray((array == -np.inf).all(axis=-1))
    if ruled_out.any():
        raise ValueError(f"row {_place(name, _first(ruled_out))} rules every class out: all its logits are -inf")
    return array


def counts(values: ArrayLike, name: str, least: int = 0, most: float = np.inf) -> Floats:
    """Whole numbers from `least` to `most`, of any shape."""
    array = numbers(values, name, "count")
    whole = np.isfinite(array) & (array >= least) & (array == np.floor(array))
    _refuse(~whole, array, name, "count", f"is not a whole number from {least} up")
    _refuse(array > most, array, name, "count", f"is larger than {most:.0f}")
    return array


def count_rows(values: ArrayLike, name: str, least: int = 0, most: float = np.inf) -> Floats:
    """Rows of whole numbers from 0 up, one for each class, that sum to a number from `least` to `most`."""
    array = _rows(counts(values, name), name)
    sums = np.asarray(array.sum(axis=-1))
    _refuse_row(sums < least, sums, name, f"less than {least}")
    _refuse_row(sums > most, sums, name, f"more than {most:.0f}")
    return array


def one_hot_rows(values: ArrayLike, name: str) -> Floats:
    """Rows with a single 1 and otherwise 0."""
    array = count_rows(values, name)
    sums = np.asarray(array.sum(axis=-1))
    _refuse_row(sums != 1.0, sums, name, "not to 1: it is not one-hot")
    return array


def part_of_whole(part: Floats, whole: Floats, part_name: str, whole_name: str) -> None:
    """Refuse counts that exceed the total they are part of, or do not broadcast with it."""
    broadcastable({part_name: part, whole_name: whole})
    parts, wholes = np.broadcast_arrays(part, whole)
    if (parts > wholes).any():
        total = _text(wholes[_first(parts > wholes)])
        _refuse(parts > wholes, parts, part_name, "count", f"is larger than {whole_name} = {total}")


def broadcastable(arrays: dict[str, Floats]) -> None:
    """Refuse arrays, given by name, whose shapes do not broadcast."""
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError as error:
        raise ValueError(f"the shapes of {_shapes(arrays)} do not broadcast") from error


def same_classes(arrays: dict[str, Floats]) -> None:
    """Refuse rows, given by name, that differ in their number of classes or do not broadcast before it."""
    if len({array.shape[-1] for array in arrays.values()}) > 1:  # one class would broadcast silently
        raise ValueError(f"the shapes of {_shapes(arrays)} differ in the number of classes (the last axis)")
    broadcastable(arrays)


def _rows(array: Floats, name: str) -> Floats:
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(f"{name} has shape {array.shape}: its last axis must hold one value for each class")
    return array


def _refuse(bad: NDArray[np.bool_], array: Floats, name: str, kind: str, reason: str) -> None:
    if bad.any():
        index = _first(bad)
        raise ValueError(f"{kind} {_place(name, index)} = {_text(array[index])} {reason}")


def _refuse_row(bad: NDArray[np.bool_], sums: Floats, name: str, reason: str) -> None:
    if bad.any():
        index = _first(bad)
        raise ValueError(f"row {_place(name, index)} sums to {_text(sums[index])}, {reason}")


def _first(marked: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(marked)[0])


def _place(name: str, index: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def _text(value: np.float64) -> str:
    return repr(float(value)).removesuffix(".0")


def _shapes(arrays: dict[str, Floats]) -> str:
    return " and ".join(f"{name} {array.shape}" for name, array in arrays.items())
