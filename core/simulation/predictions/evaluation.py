"""How good predictions are: the scores of all rows in a few numbers, and what carries them."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.maths.activations import log_softmax
from core.maths.checks import FloatArray, IntArray
from core.maths.information import surprisal
from core.maths.losses import binary_cross_entropy
from core.maths.terms import times
from core.simulation.predictions.scores import Scores, blocks, cross_entropies, hits, in_blocks, squared_errors


@dataclass(frozen=True, slots=True)
class Summary:
    """The scores of all rows in a few numbers.

    cross_entropy: the mean, in nats; ∞ if it is for one row. perplexity: e to that power. squared_error: the mean of
    ½ (a − y)², the app's MSE. brier: twice that, which is what scikit-learn's brier_score_loss reports: the mean of
    (a − y)² for two classes told by one number, of Σ_k (a_k − y_k)² for K ≥ 3. Two classes with a column each are
    taken like K classes here, and halved by scikit-learn (unless scale_by_half=False).
    accuracy: the share of right answers. infinite: how many rows the model said 0 to what happened in.
    """

    count: int
    cross_entropy: float
    perplexity: float
    squared_error: float
    brier: float
    accuracy: float
    infinite: int


class Pair(NamedTuple):
    """The rows of one class that a model takes for another one, or rightly for this one."""

    label: int
    said: int  # the class with the largest probability, of equal ones the first
    nats: float  # what they add to the mean cross-entropy
    rows: float  # how many they are, or their weights; a soft label's share counts as so much of a row


def confusion(scores: Scores) -> tuple[Pair, ...]:
    """Which pairs of classes carry the loss of K classes: all that occur, the dearest first; their nats sum to it.

    ValueError: two classes told by one number.
    """
    if scores.binary:
        raise ValueError("two classes told by one number are no pairs")
    said, one_hot = scores.values.argmax(axis=1), np.eye(scores.classes)
    nats, rows = np.zeros_like(one_hot), np.zeros_like(one_hot)  # by what was said, and by the label
    for block in blocks(scores.values):
        labels, values = scores.labels[block], scores.values[block]
        y = np.asarray(labels if scores.soft else one_hot[labels])
        y = y if scores.weights is None else y * scores.weights[block, np.newaxis]
        np.add.at(rows, said[block], y)
        np.add.at(
            nats, said[block], times(y, surprisal(values) if scores.kind == "probabilities" else -log_softmax(values))
        )
    pairs = [
        Pair(int(label), int(answer), float(nats[answer, label]) / scores.count, float(rows[answer, label]))
        for answer, label in zip(*np.nonzero(rows), strict=True)
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair.nats))


def summary(scores: Scores) -> Summary:
    """The scores of all rows in a few numbers."""
    surprisals = cross_entropies(scores)
    cross_entropy, half = scores.mean(surprisals), scores.mean(squared_errors(scores))
    with np.errstate(over="ignore"):  # beyond the largest float: ∞
        perplexity = float(np.exp(cross_entropy))
    accuracy, infinite = scores.mean(hits(scores)), int(np.isinf(surprisals).sum())
    return Summary(scores.count, cross_entropy, perplexity, half, 2.0 * half, accuracy, infinite)


def base_rates(scores: Scores) -> FloatArray:
    """The share of each class among the labels; two classes: (1 − ȳ, ȳ), also for soft labels.

    Shape: (K,).
    """
    if scores.binary:
        mean = min(1.0, max(0.0, scores.mean(scores.labels)))
        return np.array([1.0 - mean, mean])
    if scores.soft:
        return np.average(scores.labels, axis=0, weights=scores.weights)
    counts = np.bincount(scores.labels.astype(np.int64), scores.weights, minlength=scores.classes)
    shares: FloatArray = counts / scores.count
    return shares


def constant(scores: Scores) -> Scores:
    """The predictor that knows only the base rates, and gives them to every row of these labels."""
    shares = base_rates(scores)
    shape = (scores.count,) if scores.binary else (scores.count, scores.classes)
    return Scores(
        scores.labels, np.broadcast_to(shares[1] if scores.binary else shares, shape), "probabilities", scores.weights
    )


def skill(model: Summary, constant: Summary) -> float | None:
    """The part of the constant predictor's cross-entropy that the model saves: 1 − CE / CE_constant.

    1 is perfect, 0 no better than the base rates, below 0 worse. None where the constant predictor is perfect.
    """
    if constant.cross_entropy == 0.0:
        return None
    return 1.0 - model.cross_entropy / constant.cross_entropy


def worst_rows(losses: FloatArray, most: int = 10) -> IntArray:
    """The places of the largest losses, largest first, equal ones in their order.

    Shapes: losses (n,) → (min(most, n),).
    """
    most = min(most, len(losses))
    if most == 0:
        return np.zeros(0, dtype=np.int64)
    last = np.partition(losses, len(losses) - most)[len(losses) - most]  # the smallest loss that gets in
    above = np.flatnonzero(losses > last)
    level = np.flatnonzero(losses == last)[: most - len(above)]
    places = np.concatenate([above, level])
    return places[np.lexsort((places, -losses[places]))]


def worst_share(losses: FloatArray, share: float = 0.01) -> tuple[int, float | None]:
    """How many rows make up the worst share of them (rounded up), and which part of the total loss they carry.

    The part is None where there is none to speak of: the total is 0 or ∞.
    Shape: losses (n,), n ≥ 1. ValueError: share outside (0, 1].
    """
    if not 0.0 < share <= 1.0:
        raise ValueError(f"share = {share!r} is not in (0, 1]")
    rows = max(1, math.ceil(round(len(losses) * share, 9)))  # 0.07 · 100 is 7.000000000000001
    with np.errstate(over="ignore"):
        total = float(losses.sum())
    if total == 0.0 or math.isinf(total):
        return rows, None
    # A sum in another order may come out larger than the total by a rounding.
    return rows, min(1.0, float(np.partition(losses, len(losses) - rows)[len(losses) - rows :].sum()) / total)


def clipped(scores: Scores, epsilon: float) -> float:
    """The mean cross-entropy, in nats, that a library reports which moves probabilities away from 0 and 1.

    Every probability is cut to [ε, 1 − ε]; rows are not made to sum to 1 again. So do scikit-learn (since 1.3) and
    Keras (ε = 1e-7).
    ValueError: ε not in (0, ½).
    """
    if not 0.0 < epsilon < 0.5:
        raise ValueError(f"epsilon = {epsilon!r} is not between 0 and 1/2")
    low, high = epsilon, 1.0 - epsilon
    if scores.binary:
        cut = Scores(scores.labels, np.clip(scores.outputs, low, high), "probabilities")
        return scores.mean(in_blocks(binary_cross_entropy, cut))
    return scores.mean(scores.of_label(surprisal(np.clip(scores.outputs, low, high))))
