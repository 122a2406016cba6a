"""Labels with what a model said about them, and the score of every row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from core.maths import activations, losses, validation
from core.maths.checks import FloatArray, IntArray
from core.maths.information import surprisal
from core.maths.terms import over_classes

Kind = Literal["probabilities", "logits"]
BoolArray = NDArray[np.bool_]
# A score of some rows, given their labels (for classes as one-hot rows) and their values.
RowScore = Callable[[FloatArray, FloatArray], FloatArray]

# Rows are scored in blocks of about so many numbers: the arrays on the way stay in the processor's cache, which is
# twice as fast, and need no memory worth speaking of.
BLOCK: Final = 2**15


class Pooled(NamedTuple):
    """The rows of two classes by their predictions, rising: those with the same prediction are one. No weight is 0."""

    values: FloatArray  # (m,) different probabilities, or logits where there are some: σ makes different ones equal
    said: FloatArray  # (m,) as probabilities
    masses: FloatArray  # (m,) the rows that say so, or their weights
    positives: FloatArray  # (m,) and their labels, summed
    starts: IntArray  # (m,) where they begin among the sorted rows
    weights: FloatArray | None  # (n,) of the sorted rows

    @property
    def shares(self) -> FloatArray:
        """How often each prediction came true: its mean label. Shape: (m,)."""
        return np.clip(self.positives / self.masses, 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Scores:
    """The labels of n rows, and a model's probabilities or logits for them.

    Two classes: labels (n,) in [0, 1], hard or soft; values (n,), the probability a of label 1 or its logit z, which
    may be ±∞. K ≥ 2 classes: labels (n,), the numbers 0 … K−1 of the right classes, or (n, K), soft ones in rows that
    sum to 1; values (n, K), rows of probabilities that sum to 1 (to within 1e-9 K), or of logits, where −∞ rules a
    class out. weights (n,) count rows more or less in every mean; they are scaled to a mean of 1.
    All are copied and sealed. ValueError: anything else, no rows, unknown kind, weights below 0 or all 0.
    """

    labels: FloatArray | IntArray
    values: FloatArray
    kind: Kind
    weights: FloatArray | None = None

    def __post_init__(self) -> None:
        """Check every value once."""
        if self.kind not in ("probabilities", "logits"):
            raise ValueError(f"unknown kind {self.kind!r}: expected probabilities or logits")
        shape = np.shape(self.values)
        if len(shape) not in (1, 2) or shape[0] == 0 or (len(shape) == 2 and shape[1] < 2):
            raise ValueError(f"values has shape {shape}, not (n,) or (n, K) with rows, and two classes or more")
        soft = len(shape) == 2 and np.shape(self.labels) == shape
        if np.shape(self.labels) != shape[:1] and not soft:
            raise ValueError(f"labels has shape {np.shape(self.labels)}, not {shape[:1]}")
        values = _checked(FUNCTIONS[self.kind, len(shape) == 1][0], np.asarray(self.values))
        labels: FloatArray | IntArray
        if soft:
            labels = validation.distributions(self.labels, "labels", "label")
        elif len(shape) == 1:
            labels = validation.labels(self.labels, "labels")
        else:
            labels = validation.counts(self.labels, "labels", most=shape[1] - 1).astype(np.int64)
        sealed = {"labels": labels, "values": values}
        if self.weights is not None:
            weights = validation.numbers(self.weights, "weights", "weight")
            if weights.shape != shape[:1] or not (np.isfinite(weights) & (weights >= 0.0)).all() or not weights.any():
                raise ValueError(
                    f"weights has shape {weights.shape}: one for each row is needed, none below 0, not all 0"
                )
            sealed["weights"] = weights / weights.mean()
        for name, array in sealed.items():
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def binary(self) -> bool:
        """Whether one number tells both classes."""
        return self.values.ndim == 1

    @property
    def soft(self) -> bool:
        """Whether the labels of classes are rows of shares."""
        return self.labels.ndim == 2

    def mean(self, values: FloatArray | IntArray | BoolArray) -> float:
        """The mean over the rows of what each of them has, weighted where there are weights."""
        if self.weights is None:
            return float(values.mean())
        counting = self.weights > 0.0  # 0 · ∞ is no part of it
        return float((self.weights[counting] * values[counting]).sum() / self.count)

    def of_label(self, rows: FloatArray, places: IntArray | slice = slice(None)) -> FloatArray:
        """What rows of one number for each class hold for the labels of these; their mean for soft ones."""
        labels = self.labels[places]
        if self.soft:
            return over_classes(labels * rows)
        of_label: FloatArray = rows[np.arange(len(rows)), labels.astype(np.int64)]
        return of_label

    def with_logits(self) -> "Scores":
        """The same rows by their logits; those of K classes as distances from the row's top one, which is 0."""
        if self.binary:
            if self.kind == "logits":
                return self
            return Scores(self.labels, activations.logit(self.values), "logits", self.weights)

        def below_top(_: FloatArray, values: FloatArray) -> FloatArray:
            logits = values if self.kind == "logits" else 0.0 - surprisal(values)
            with np.errstate(over="ignore"):  # a distance beyond the largest float is rightly −∞
                below: FloatArray = logits - logits.max(axis=1, keepdims=True)
            return below

        return Scores(self.labels, in_blocks(below_top, self, np.empty_like(self.values)), "logits", self.weights)

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return 2 if self.binary else int(self.values.shape[1])

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.values)

    @cached_property
    def outputs(self) -> FloatArray:
        """The predicted probabilities: (n,) of label 1, or (n, K)."""
        if self.kind == "probabilities":
            return self.values
        function = activations.sigmoid if self.binary else activations.softmax
        outputs = in_blocks(lambda _, z: function(z), self, np.empty_like(self.values))
        outputs.flags.writeable = False
        return outputs

    @cached_property
    def log_odds(self) -> FloatArray:
        """ln (a_k / (1 − a_k)) of K logits, from these: z_k − ln Σ_{j≠k} e^(z_j), exact however far out. (n, K)."""

        def against_others(_: FloatArray, values: FloatArray) -> FloatArray:
            below, rivals, top = activations.split_at_top(values)
            of_rivals = logsumexp(np.where(top, -np.inf, below), axis=1, keepdims=True)
            return np.where(top, -of_rivals, below - np.log1p(np.maximum(0.0, rivals - np.exp(below))))

        return in_blocks(against_others, self, np.empty_like(self.values))

    @cached_property
    def pooled(self) -> Pooled:
        """Rows of two classes with the same prediction taken together. ValueError: more classes."""
        if not self.binary:
            raise ValueError("rows of one number each can be sorted by it, not rows of classes")
        order = np.argsort(self.values, kind="stable")
        if self.weights is not None:
            order = order[self.weights[order] > 0.0]
        values, labels = self.values[order], self.labels[order].astype(np.float64, copy=False)
        starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
        weights = None if self.weights is None else self.weights[order]
        masses = (
            np.diff(starts, append=len(order)).astype(np.float64) if weights is None
            else np.add.reduceat(weights, starts)
        )  # fmt: skip
        positives = np.add.reduceat(labels if weights is None else weights * labels, starts)
        values = values[starts]
        said = values if self.kind == "probabilities" else activations.sigmoid(values)
        return Pooled(values, said, masses, positives, starts, weights)


def cross_entropies(scores: Scores) -> FloatArray:
    """The surprisal of each label under its prediction, in nats; ∞ where the model said 0 to what happened.

    −[y ln a + (1−y) ln(1−a)], or −ln a_label. From logits it is computed without the probabilities, so that no
    rounding of those to 0 or 1 gets in.
    Shape: (n,). Source: (2), (3).
    """
    return in_blocks(FUNCTIONS[scores.kind, scores.binary][1], scores)


def squared_errors(scores: Scores) -> FloatArray:
    """Half the squared error of each prediction: ½ (a − y)², or ½ Σ_k (a_k − y_k)² with a one-hot y.

    Shape: (n,). Source: the squared error beside (4), erratum 11.
    """
    return in_blocks(FUNCTIONS[scores.kind, scores.binary][2], scores)


def hits(scores: Scores) -> BoolArray:
    """Which rows the model's likelier class gets right.

    Two classes: a ≥ ½ answers 1, so a tie does too, and a label y ≥ ½ counts as 1. K classes: of equally likely ones
    the first is the answer.
    Shape: (n,).
    """
    if not scores.binary:
        labels = scores.labels.argmax(axis=1) if scores.soft else scores.labels
        right: BoolArray = scores.values.argmax(axis=1) == labels
        return right
    half = 0.5 if scores.kind == "probabilities" else 0.0  # of the logit: σ(−1e−17) is already rounded to ½
    agrees: BoolArray = (scores.values >= half) == (scores.labels >= 0.5)
    return agrees


def in_blocks(function: RowScore, scores: Scores, into: FloatArray | None = None) -> FloatArray:
    """The function's values for all rows, from one block of rows at a time.

    The function gets the labels and the values of a block, a class's label as a one-hot row. Shape: (n,), or that of
    ``into``, which is filled and returned.
    """
    found = np.empty(scores.count) if into is None else into
    one_hot = np.eye(1 if scores.binary else scores.classes)
    for block in blocks(scores.values):
        labels = scores.labels[block]
        found[block] = function(
            np.asarray(labels if scores.binary or scores.soft else one_hot[labels]), scores.values[block]
        )
    return found


def blocks(array: FloatArray) -> Iterator[slice]:
    """The rows of an array, in blocks of about BLOCK numbers."""
    rows = max(1, BLOCK * len(array) // max(1, array.size))
    return (slice(start, start + rows) for start in range(0, len(array), rows))


def _checked(check: Callable[[FloatArray, str], FloatArray], values: FloatArray) -> FloatArray:
    """The values as floats, checked block by block."""
    found = np.empty(values.shape)
    try:
        for block in blocks(values):
            found[block] = check(values[block], "values")
    except ValueError:
        check(values, "values")  # names the place among all rows, where the block's check counts from its own first
        raise
    return found


def _squared_errors_of_classes(y: FloatArray, a: FloatArray) -> FloatArray:
    return over_classes(losses.squared_error(y, a))


# By the kind of the values, and whether one number tells both classes: their check, and the two scores of a row.
FUNCTIONS: Final[Mapping[tuple[str, bool], tuple[Callable[[FloatArray, str], FloatArray], RowScore, RowScore]]] = (
    MappingProxyType({
        ("probabilities", True): (validation.probabilities, losses.binary_cross_entropy, losses.squared_error),
        ("probabilities", False): (
            validation.distributions, losses.categorical_cross_entropy, _squared_errors_of_classes,
        ),
        ("logits", True): (
            validation.logits, losses.binary_cross_entropy_with_logits, losses.squared_error_with_logits,
        ),
        ("logits", False): (
            validation.logit_rows, losses.categorical_cross_entropy_with_logits, losses.squared_error_softmax,
        ),
    })
)  # fmt: skip
