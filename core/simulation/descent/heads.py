"""All that follows from logits and labels at once, for a whole chunk of epochs: the fast way of core.maths.losses.

The formulas are those of core.maths, which checks its arguments and takes any shape. Here nothing is checked again,
what two quantities share is computed once, and classes lie before samples, so that every sum over a few classes runs
along long rows: about ten times as fast. Errors keep their digits where a prediction is rounded to 0 or 1.

Both heads tell the same of each sample: the prediction `outputs`, the `errors` a − y, which are the slopes ∂C/∂z of
cross-entropy, and the `squared_error_slopes`, all shaped as the logits; and (…, n) each loss, squared error with its
½, the probability that is `misplaced`, and whether the likeliest class is `right`, which at a tie it is not.
"""

from functools import cached_property

import numpy as np

from core.maths.checks import FloatArray


class SigmoidHead:
    """One logit z (…, n) for each sample, and labels y (n,) in [0, 1]."""

    def __init__(self, z: FloatArray, y: FloatArray) -> None:
        self.z, self.y = z, y
        self._above = np.asarray(z >= 0.0)

    @cached_property
    def _rival(self) -> FloatArray:
        """e^−|z|: the odds against the likelier label."""
        return np.exp(-np.abs(self.z))

    @cached_property
    def _smaller(self) -> FloatArray:
        """The smaller of a and 1 − a, which has all its digits."""
        return np.asarray(self._rival / (1.0 + self._rival))

    @property
    def outputs(self) -> FloatArray:
        """σ(z)."""
        return np.where(self._above, 1.0 - self._smaller, self._smaller)

    @cached_property
    def errors(self) -> FloatArray:
        """σ(z) − y, (9)."""
        return np.where(self._above, (1.0 - self.y) - self._smaller, self._smaller - self.y)

    @property
    def sigmoid_slope(self) -> FloatArray:
        """σ'(z) = a (1 − a)."""
        return np.asarray(self._smaller / (1.0 + self._rival))

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
        classes_first = np.swapaxes(z, -1, -2)
        self.z, self.y = z, np.ascontiguousarray(y.T)  # y (K, n)
        # All (…, K, n), or (…, 1, n) where they are sums over the classes; several are at the top at a tie.
        self._below = classes_first - classes_first.max(axis=-2, keepdims=True)
        self._top = (self._below == 0.0).astype(np.float64)
        self._tops = np.asarray(self._top.sum(axis=-2, keepdims=True))
        self._powers = np.exp(self._below)
        # Σ e^(z_j − z_top) over all but the top: added to its 1, a small sum would lose its digits.
        self._others = np.asarray((self._powers - self._top).sum(axis=-2, keepdims=True))
        self._total = self._tops + self._others

    @cached_property
    def _a(self) -> FloatArray:
        return np.asarray(self._powers / self._total)

    @cached_property
    def _errors(self) -> FloatArray:
        """a − y; at a top class as (1 − y) − (1 − a), since 1 − a is known better than a."""
        not_top = (self._tops - 1.0 + self._others) / self._total
        return np.where(self._below == 0.0, (1.0 - self.y) - not_top, self._a - self.y)

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
        """a_i [(a_i − y_i) − Σ_j (a_j − y_j) a_j], erratum 11.

        Taken as a_i Σ_j a_j (e_i − e_j), the top class's terms apart: a sure prediction loses no digits.
        """
        at_top = np.einsum("...kn,...kn->...n", self._top, self._errors)[..., None, :]
        rest = np.einsum("...kn,...kn->...n", self._powers - self._top, self._errors)[..., None, :]
        slopes = self._tops * self._errors
        slopes -= at_top
        slopes += self._others * self._errors - rest
        slopes *= self._a
        slopes /= self._total
        return np.swapaxes(slopes, -1, -2)

    @property
    def cross_entropy(self) -> FloatArray:
        """−Σ_i y_i ln a_i, (3)."""
        loss = np.log1p(self._tops - 1.0 + self._others)[..., 0, :] * self.y.sum(axis=0)
        loss -= np.einsum("...kn,kn->...n", self._below, self.y)
        return np.asarray(loss)

    @property
    def squared_error(self) -> FloatArray:
        """½ Σ_i (a_i − y_i)²."""
        return np.asarray(0.5 * np.einsum("...kn,...kn->...n", self._errors, self._errors))

    @property
    def misplaced(self) -> FloatArray:
        """½ Σ_i |a_i − y_i|: for a hard label 1 − a of the right class."""
        return np.asarray(0.5 * np.abs(self._errors).sum(axis=-2))

    @property
    def right(self) -> FloatArray:
        """Is the one top class the one that the label has as its top?"""
        likeliest = (self.y == self.y.max(axis=0)).astype(np.float64)
        both = np.einsum("...kn,kn->...n", self._top, likeliest)
        alone = (self._tops[..., 0, :] == 1.0) & (likeliest.sum(axis=0) == 1.0)
        return np.where(alone, both, 0.0)


Head = SigmoidHead | SoftmaxHead


def lengths(vectors: FloatArray) -> FloatArray:
    """Euclidean lengths (…,) of vectors (…, m), also where their squares would leave float64."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    scaled = vectors / np.where(largest > 0.0, largest, 1.0)
    return np.asarray(np.sqrt(np.einsum("...m,...m->...", scaled, scaled)) * largest[..., 0])
