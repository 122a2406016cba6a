"""Whether a model is as sure as it may be: the reliability diagram, and the temperature that would mend it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.optimize import brentq

from core.maths.checks import FloatArray, IntArray, whole_number
from core.maths.terms import over_classes
from core.simulation.predictions.pieces import against_rest
from core.simulation.predictions.scores import FUNCTIONS, BoolArray, Scores, blocks, cross_entropies, hits, in_blocks

MOST_BINS: Final = 1000
BINNINGS: Final = ("width", "mass")  # bins are equally wide, or hold equally many rows
LOWEST, HIGHEST = 0.01, 100.0  # temperatures
FOLDS: Final = 5
MOST_FOLDED: Final = 200_000  # rows; with more, a seeded draw of so many says as much

Outcome = Literal["found", "lowest", "highest", "any", "infinite"]
# The derivative of the mean cross-entropy in β, divided by some number > 0.
Slope = Callable[[float], float]


@dataclass(frozen=True, eq=False)
class Reliability:
    """What the model said beside what happened, for rows in bins over [0, 1].

    Bins are (edge, next edge], the first one with 0; a bin without rows has nan as its mean and its share.
    """

    edges: FloatArray  # (bins + 1,)
    counts: IntArray  # (bins,) rows in each
    means: FloatArray  # (bins,) the mean predicted probability
    shares: FloatArray  # (bins,) how often it came true: the mean label, or the share of right answers
    error: float  # the expected calibration error Σ (rows in the bin / n) |share − mean|


@dataclass(frozen=True, slots=True)
class Temperature:
    """The temperature T at which the logits z / T have the smallest mean cross-entropy, and what that gains.

    outcome "found": inside [0.01, 100]. "lowest", "highest": the best is at that end or beyond it; a model that is
    right in every row always gains by being surer. "any": T changes nothing, and is 1. "infinite": the model said 0
    to what happened; then the mean stays ∞ at every T, and value is None.
    """

    value: float | None
    before: float  # mean cross-entropy in nats
    after: float
    outcome: Outcome


def reliability(scores: Scores, bins: int = 10, binning: str = "width") -> Reliability:
    """The reliability diagram: predicted probabilities against how often they come true.

    Two classes told by one number: the probability a of label 1 against the mean label. K classes: the largest
    probability of the row, its confidence, against the share of right answers.
    Bins of equal width are those of scikit-learn's calibration_curve(strategy="uniform"), empty ones kept. Bins of
    equal mass hold as nearly as many rows each as equal predictions let them: these stay in one bin, the one in which
    the middle of them lies.
    ValueError: bins not 1 to 1000, or another binning.
    Source: Guo et al., "On calibration of modern neural networks" (2017), (3), (5).
    """
    whole_number("bins", bins, 1, MOST_BINS)
    if binning not in BINNINGS:
        raise ValueError(f"unknown binning {binning!r}: expected width or mass")
    said = scores.outputs if scores.binary else scores.outputs.max(axis=1)
    came = scores.labels.astype(np.float64, copy=False) if scores.binary else hits(scores).astype(np.float64)
    weights = np.ones(1) if scores.weights is None else scores.weights
    if binning == "width":
        edges = np.linspace(0.0, 1.0, bins + 1)
        place = np.searchsorted(edges[1:-1], said)
    else:
        edges, place = _of_equal_mass(said, weights, bins)
    counts = np.bincount(place, minlength=len(edges) - 1)
    masses = counts if scores.weights is None else np.bincount(place, weights=weights, minlength=len(counts))
    sums = [np.bincount(place, weights=weights * values, minlength=len(counts)) for values in (said, came)]
    means, shares = (np.where(masses > 0, part / np.where(masses > 0, masses, 1), np.nan) for part in sums)
    error = float(np.nansum(masses / scores.count * np.abs(shares - means)))
    return Reliability(edges, counts, means, shares, error)


def classwise_errors(scores: Scores, bins: int = 10, binning: str = "width") -> list[float]:
    """The calibration error of each of K classes against the rest: Σ_bins (rows in the bin / n) |share − mean a|.

    Their mean is the class-wise calibration error. ValueError: two classes told by one number, or what the reliability
    diagram refuses. Source: Kull et al., "Beyond temperature scaling" (2019), (2).
    """
    return [reliability(against_rest(scores, k), bins, binning).error for k in range(scores.classes)]


def _of_equal_mass(said: FloatArray, weights: FloatArray, bins: int) -> tuple[FloatArray, IntArray]:
    """The edges of the bins, which lie half-way between predictions, and the bin of each row."""
    values, group = np.unique(said, return_inverse=True)
    masses = np.bincount(group, np.broadcast_to(weights, said.shape))
    middles = (np.cumsum(masses) - 0.5 * masses) / masses.sum()
    _, bin_of = np.unique(np.minimum((bins * middles).astype(np.int64), bins - 1), return_inverse=True)
    first = np.flatnonzero(np.diff(bin_of)) + 1
    edges = np.concatenate([[0.0], 0.5 * (values[first - 1] + values[first]), [1.0]])
    place: IntArray = bin_of[group].astype(np.int64)
    return edges, place


def best_temperature(scores: Scores) -> Temperature:
    """The temperature in [0.01, 100] that the labels themselves would choose.

    It minimises (1/n) Σ_s CE(y_s, z_s / T), which is convex in β = 1/T; the logits of probabilities are logit(a), or
    ln a for K classes. A row that is right with certainty costs nothing at any T.
    The minimum is where the slope in β is 0, looked for in ln β.
    Source: Guo et al., "On calibration of modern neural networks" (2017), section 4.2.
    """
    before = scores.mean(cross_entropies(scores))
    if math.isinf(before):
        return Temperature(None, before, before, "infinite")
    plain = scores.with_logits()
    slope = (_binary_slope if scores.binary else _class_slope)(plain)
    low, high = 1.0 / HIGHEST, 1.0 / LOWEST
    at_low, at_high = slope(low), slope(high)
    outcome: Outcome
    if at_low >= 0.0:
        beta, outcome = (1.0, "any") if at_high == 0.0 else (low, "highest")
    elif at_high <= 0.0:
        beta, outcome = high, "lowest"
    else:
        place = brentq(lambda place: slope(math.exp(place)), math.log(low), math.log(high))
        beta, outcome = math.exp(place), "found"
    loss = FUNCTIONS["logits", scores.binary][1]
    with np.errstate(over="ignore"):  # a logit beyond the largest float is a certain prediction
        after = plain.mean(in_blocks(lambda y, z: loss(y, beta * z), plain))
    return Temperature(1.0 / beta, before, after, outcome)


def temperature_gain(scores: Scores, seed: int = 1) -> float | None:
    """The nats that a temperature saves on rows it was not chosen by: the mean over five seeded folds; None for ∞."""
    if scores.count < FOLDS:
        return None
    rng = np.random.default_rng(seed)
    if scores.count > MOST_FOLDED:
        drawn = _part(scores, rng.choice(scores.count, MOST_FOLDED, replace=False))
        return None if drawn is None else temperature_gain(drawn, seed)
    fold = rng.permutation(scores.count) % FOLDS
    saved = 0.0
    for number in range(FOLDS):
        chosen, held = _part(scores, fold != number), _part(scores, fold == number)
        if chosen is None or held is None:
            continue
        value = best_temperature(chosen).value
        if value is None:
            return None
        logits = held.with_logits()
        with np.errstate(over="ignore"):
            warmed = Scores(logits.labels, logits.values / value, "logits", logits.weights)
        gain = logits.mean(cross_entropies(logits)) - warmed.mean(cross_entropies(warmed))
        saved += gain * float(
            (fold == number).sum() if scores.weights is None else scores.weights[fold == number].sum()
        )
    return saved / scores.count if math.isfinite(saved) else None


def _binary_slope(plain: Scores) -> Slope:
    """The slope in β of Σ [v β t + ln(1 + e^(−β t))], with t = |z| and v the label's weight on the unlikelier class.

    In this form nothing cancels where the model is right and sure. No row may be certain and wrong.
    """
    labels, logits = plain.labels, plain.values
    finite = np.isfinite(logits)
    counting = None if plain.weights is None else plain.weights[finite]
    sizes = np.abs(logits)[finite]
    against = np.where(logits >= 0.0, 1.0 - labels, labels)[finite]
    scale = float(sizes.max(initial=0.0)) or 1.0

    def slope(beta: float) -> float:
        total = 0.0
        for block in blocks(sizes):
            size, weight = sizes[block], against[block]
            with np.errstate(over="ignore"):
                e = np.exp(-beta * size)
            small = e / (1.0 + e)  # the probability of the unlikelier class
            share = size / scale  # so that no square or sum of sizes leaves the floats
            parts = share * (weight - small)
            total += float((parts if counting is None else parts * counting[block]).sum())
        return total

    return slope


def _class_slope(plain: Scores) -> Slope:
    """The slope in β of Σ [ln Σ_j e^(β d_j) − β d_label], with d_j ≤ 0 the distance of a logit from the top one.

    It is Σ (E d − d_label), under the softmax of β d. No label may be ruled out.
    """
    below = plain.values
    scale = (
        -min(float(below[block].min(initial=0.0, where=np.isfinite(below[block]))) for block in blocks(below)) or 1.0
    )

    def slope(beta: float) -> float:
        total = 0.0
        for block in blocks(below):
            with np.errstate(over="ignore"):
                weights = np.exp(beta * below[block])
            weights /= weights.sum(axis=1, keepdims=True)
            share = np.where(np.isfinite(below[block]), below[block], 0.0) / scale  # a class ruled out has the weight 0
            mean = over_classes(weights * share)
            parts = mean - plain.of_label(share, block)
            total += float((parts if plain.weights is None else parts * plain.weights[block]).sum())
        return total

    return slope


def _part(scores: Scores, rows: BoolArray | IntArray) -> Scores | None:
    weights = None if scores.weights is None else scores.weights[rows]
    if not len(scores.values[rows]) or (weights is not None and not weights.any()):
        return None
    return Scores(scores.labels[rows], scores.values[rows], scores.kind, weights)
