"""The curvature of a loss over the weights and bias of a neuron: where it is convex, and where it is not."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.maths import validation
from core.maths.checks import FloatArray, finite_numbers
from core.simulation.descent.loss_records import loss_record

ROUNDING: Final = 1e-12  # of the largest eigenvalue there could be: a smaller one may be 0, rounded


def smallest_eigenvalue(loss: str, inputs: ArrayLike, labels: ArrayLike, parameters: ArrayLike) -> FloatArray:
    """The least curvature of the mean loss in any direction: the smallest eigenvalue of its Hessian.

    Right to 1e-15 of the largest.
    Shapes: inputs (n, d), labels (n,) in [0, 1], parameters (..., d+1), the bias last → (...).
    Raises: ValueError if the loss is unknown, the shapes are others, or there is no sample.
    """
    every = np.linalg.eigvalsh(weighed_curvature(loss, *_checked(inputs, labels, parameters)))
    return np.asarray(every[..., 0])


def rounding_error(loss: str, inputs: ArrayLike, labels: ArrayLike, parameters: ArrayLike) -> FloatArray:
    """How far from 0 a smallest eigenvalue must be not to be 0, rounded.

    It grows with (1/n) Σ_s |c''(z_s)| ‖x̃_s‖², the largest that one can be. Shapes and errors as `smallest_eigenvalue`.
    """
    extended, y, theta = _checked(inputs, labels, parameters)
    curvatures = np.abs(loss_record(loss).curvature(y, theta @ extended.T))
    return np.asarray(ROUNDING * (curvatures @ (extended**2).sum(axis=1) / len(y)))


def bends_down(smallest: FloatArray, rounding: FloatArray) -> NDArray[np.bool_]:
    """Whether some direction is curved downwards, by what `smallest_eigenvalue` and `rounding_error` answer."""
    return np.asarray(smallest < -rounding)


def weighed_slopes(loss: str, extended: FloatArray, y: FloatArray, theta: FloatArray) -> FloatArray:
    """The gradient of the mean loss, ∂C/∂θ = (1/n) Σ_s c'(z_s) x̃_s, unchecked: x̃ (n, d+1) as `with_ones` makes them.

    Shapes: parameters (..., d+1) → (..., d+1). Source: (4), (5), (10), (11).
    """
    return np.asarray(loss_record(loss).slope(y, theta @ extended.T) @ extended / len(y))


def weighed_curvature(loss: str, extended: FloatArray, y: FloatArray, theta: FloatArray) -> FloatArray:
    """The matrix of second derivatives of the mean loss, H = (1/n) Σ_s c''(z_s) x̃_s x̃_sᵀ, unchecked.

    Shapes: parameters (..., d+1) → (..., d+1, d+1). Source: erratum 8; Bishop, PRML (4.97).
    """
    products = (extended[:, :, None] * extended[:, None, :]).reshape(len(y), -1)
    found = loss_record(loss).curvature(y, theta @ extended.T) @ products / len(y)
    return np.asarray(found).reshape(*theta.shape, -1)


def _checked(inputs: ArrayLike, labels: ArrayLike, parameters: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The inputs with a 1 behind each for the bias, the labels, the parameters."""
    x = finite_numbers("inputs", inputs)
    if x.ndim != 2 or not len(x):
        raise ValueError(f"inputs has shape {x.shape}, not (n, d) with at least one sample")
    y = finite_numbers("labels", validation.labels(labels, "labels"), (len(x),))
    theta = finite_numbers("parameters", parameters)
    if theta.ndim == 0 or theta.shape[-1] != x.shape[1] + 1:
        raise ValueError(f"parameters has shape {theta.shape}, not (..., {x.shape[1] + 1})")
    return with_ones(x), y, theta


def with_ones(x: FloatArray) -> FloatArray:
    """Inputs (n, d) or (n,) with a 1 behind each for the bias, (n, d+1) or (n, 2)."""
    return np.column_stack([x, np.ones(len(x))])
