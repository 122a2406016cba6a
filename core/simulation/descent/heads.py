"""All that follows from logits and labels at once, for a whole chunk of epochs: the fast way of core.maths.losses.

The formulas are those of core.maths, which checks its arguments and takes any shape. Here nothing is checked again,
what two quantities share is computed once, and classes lie before samples, so that every sum over a few classes runs
along long rows: about ten times as fast. Errors keep their digits where a prediction is rounded to 0 or 1.
"""

from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.maths.checks import FloatArray


class Head(Protocol):
    """What both heads tell of each sample; shapes in brackets are those of the logits they were given."""

    @property
    def outputs(self) -> FloatArray:
        """Prediction a [as the logits]."""

    @property
    def errors(self) -> FloatArray:
        """a − y [as the logits]: also the slope ∂C/∂z of cross-entropy, (9)."""

    @property
    def squared_error_slopes(self) -> FloatArray:
        """∂C/∂z of the squared error [as the logits]."""

    @property
    def cross_entropy(self) -> FloatArray:
        """Loss (…, n) in nats."""

    @property
    def squared_error(self) -> FloatArray:
        """Loss (…, n) with its ½."""

    @property
    def misplaced(self) -> FloatArray:
        """Probability in the wrong place (…, n), ½ Σ_i |a_i − y_i| over the classes."""

    @property
    def right(self) -> FloatArray:
        """1 where the likeliest class is the label's, else 0, also at a tie (…, n)."""


class SigmoidHead:
    """One logit z (…, n) for each sample, and labels y (n,) in [0, 1]."""

    def __init__(self, z: FloatArray, y: FloatArray) -> None:
        self.z, self.y = z, y

    @cached_property
    def _above(self) -> NDArray[np.bool_]:
        above: NDArray[np.bool_] = self.z >= 0.0
        return above

    @cached_property
    def _rival(self) -> FloatArray:
        """e^−|z|: the odds against the likelier label."""
        e = np.abs(self.z)
        np.negative(e, out=e)
        return np.exp(e, out=e)

    @cached_property
    def _smaller(self) -> FloatArray:
        """The smaller of a and 1 − a, which has all its digits."""
        smaller: FloatArray = self._rival / (1.0 + self._rival)
        return smaller

    @cached_property
    def outputs(self) -> FloatArray:
        """σ(z)."""
        return np.where(self._above, 1.0 - self._smaller, self._smaller)

    @cached_property
    def errors(self) -> FloatArray:
        """σ(z) − y, (9)."""
        return np.where(self._above, (1.0 - self.y) - self._smaller, self._smaller - self.y)

    @cached_property
    def sigmoid_slope(self) -> FloatArray:
        """σ'(z) = a (1 − a)."""
        slope: FloatArray = self._smaller / (1.0 + self._rival)
        return slope

    @property
    def squared_error_slopes(self) -> FloatArray:
        """(σ(z) − y) σ'(z), (5)."""
        return self.errors * self.sigmoid_slope

    @property
    def cross_entropy(self) -> FloatArray:
        """ln(1 + e^z) − y z, as a sum of two terms that are not below 0; (1), (2)."""
        loss = np.where(self._above, 1.0 - self.y, -self.y)
        loss *= self.z
        loss += np.log1p(self._rival)
        return loss

    @property
    def squared_error(self) -> FloatArray:
        """½ (σ(z) − y)²."""
        return 0.5 * self.errors**2

    @property
    def misplaced(self) -> FloatArray:
        """|σ(z) − y|."""
        return np.abs(self.errors)

    @property
    def right(self) -> FloatArray:
        """Is z on the label's side of 0? A label of ½ has no side."""
        return (np.sign(self.z) * (self.y - 0.5) > 0.0).astype(np.float64)


class SoftmaxHead:
    """K logits z (…, n, K) for each sample, and label rows y (n, K) that sum to 1."""

    def __init__(self, z: FloatArray, y: FloatArray) -> None:
        self.z, self.y = np.swapaxes(z, -1, -2), np.ascontiguousarray(y.T)  # (…, K, n), (K, n)

    @cached_property
    def _below(self) -> FloatArray:
        below: FloatArray = self.z - self.z.max(axis=-2, keepdims=True)
        return below

    @cached_property
    def _powers(self) -> FloatArray:
        powers: FloatArray = np.exp(self._below)
        return powers

    @cached_property
    def _top(self) -> FloatArray:
        """1.0 at the top class of each sample (several at a tie), 0.0 elsewhere."""
        top: FloatArray = (self._below == 0.0).astype(np.float64)
        return top

    @cached_property
    def _tops(self) -> FloatArray:
        tops: FloatArray = self._top.sum(axis=-2, keepdims=True)
        return tops

    @cached_property
    def _others(self) -> FloatArray:
        """Σ e^(z_j − z_top) over all but the top: added to its 1, a small sum would lose its digits."""
        others: FloatArray = (self._powers - self._top).sum(axis=-2, keepdims=True)
        return others

    @cached_property
    def _total(self) -> FloatArray:
        total: FloatArray = self._tops + self._others
        return total

    @cached_property
    def _a(self) -> FloatArray:
        a: FloatArray = self._powers / self._total
        return a

    @cached_property
    def _errors(self) -> FloatArray:
        """a − y; at a top class as (1 − y) − (1 − a), since 1 − a is known better than a."""
        not_top = (self._tops - 1.0 + self._others) / self._total
        errors: FloatArray = np.where(self._below == 0.0, (1.0 - self.y) - not_top, self._a - self.y)
        return errors

    @property
    def _slopes(self) -> FloatArray:
        """a_i Σ_j a_j (e_i − e_j), the top class's terms apart: a sure prediction loses no digits. Erratum 11."""
        at_top = np.einsum("...kn,...kn->...n", self._top, self._errors)[..., None, :]
        rest = np.einsum("...kn,...kn->...n", self._powers - self._top, self._errors)[..., None, :]
        slopes = self._tops * self._errors
        slopes -= at_top
        slopes += self._others * self._errors - rest
        slopes *= self._a
        slopes /= self._total
        return slopes

    @property
    def outputs(self) -> FloatArray:
        """softmax(z)."""
        return np.swapaxes(self._a, -1, -2)

    @property
    def errors(self) -> FloatArray:
        """softmax(z) − y."""
        return np.swapaxes(self._errors, -1, -2)

    @property
    def squared_error_slopes(self) -> FloatArray:
        """a_i [(a_i − y_i) − Σ_j (a_j − y_j) a_j], erratum 11."""
        return np.swapaxes(self._slopes, -1, -2)

    @property
    def cross_entropy(self) -> FloatArray:
        """−Σ_i y_i ln a_i, (3)."""
        loss: FloatArray = np.log1p(self._tops - 1.0 + self._others)[..., 0, :] * self.y.sum(axis=0)
        loss -= np.einsum("...kn,kn->...n", self._below, self.y)
        return loss

    @property
    def squared_error(self) -> FloatArray:
        """½ Σ_i (a_i − y_i)²."""
        squares: FloatArray = np.einsum("...kn,...kn->...n", self._errors, self._errors)
        return 0.5 * squares

    @property
    def misplaced(self) -> FloatArray:
        """½ Σ_i |a_i − y_i|: for a hard label 1 − a of the right class."""
        sizes: FloatArray = np.abs(self._errors).sum(axis=-2)
        return 0.5 * sizes

    @property
    def right(self) -> FloatArray:
        """Is the one top class the one that the label has as its top?"""
        likeliest = (self.y == self.y.max(axis=0)).astype(np.float64)
        both: FloatArray = np.einsum("...kn,kn->...n", self._top, likeliest)
        alone = (self._tops[..., 0, :] == 1.0) & (likeliest.sum(axis=0) == 1.0)
        return np.where(alone, both, 0.0)


def lengths(vectors: FloatArray) -> FloatArray:
    """Euclidean lengths (…,) of vectors (…, m), also where their squares would leave float64."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    scaled = vectors / np.where(largest > 0.0, largest, 1.0)
    found: FloatArray = np.sqrt(np.einsum("...m,...m->...", scaled, scaled)) * largest[..., 0]
    return found
