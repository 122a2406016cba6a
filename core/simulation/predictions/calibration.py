"""Whether a model is as sure as it may be: the reliability diagram, and the temperature that would mend it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from core.maths import activations
from core.maths.checks import FloatArray, IntArray, whole_number
from core.maths.information import surprisal
from core.maths.losses import binary_cross_entropy_with_logits, categorical_cross_entropy_with_logits
from core.maths.terms import over_classes
from core.simulation.predictions.scores import BoolArray, Scores, blocks, cross_entropies, hits, in_blocks

MOST_BINS: Final = 1000
LOWEST, HIGHEST = 0.01, 100.0  # temperatures
EXACT: Final = 1e-10  # relative, of the temperature
MOST_STEPS: Final = 200
SAMPLE: Final = 20_000  # rows that the search begins on

Outcome = Literal["found", "lowest", "highest", "any", "infinite"]
# The first and the second derivative of the mean cross-entropy in β, each divided by one and the same number > 0.
Slopes = Callable[[float], tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Reliability:
    """What the model said beside what happened, for rows in bins of equal width over [0, 1].

    Bins are (edge, next edge], the first one with 0; a bin without rows has nan as its mean and its share.
    """

    edges: FloatArray  # (bins + 1,)
    counts: IntArray  # (bins,) rows in each
    means: FloatArray  # (bins,) the mean predicted probability
    shares: FloatArray  # (bins,) how often it came true: the mean label, or the share of right answers
    error: float  # the expected calibration error Σ (rows in the bin / n) |share − mean|

    @property
    def filled(self) -> BoolArray:
        """Which bins have rows."""
        return self.counts > 0


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

    @property
    def gain(self) -> float:
        """The nats saved in the mean; 0 where nothing can be, or no more than a rounding."""
        return 0.0 if self.value is None else max(0.0, self.before - self.after)


def reliability(scores: Scores, bins: int = 10) -> Reliability:
    """The reliability diagram: predicted probabilities against how often they come true.

    Two classes told by one number: the probability a of label 1 against the mean label. K classes: the largest
    probability of the row, its confidence, against the share of right answers.
    The bins are those of scikit-learn's calibration_curve(strategy="uniform"), empty ones kept.
    ValueError: bins not 1 to 1000. Source: Guo et al., "On calibration of modern neural networks" (2017), (3), (5).
    """
    edges = np.linspace(0.0, 1.0, whole_number("bins", bins, 1, MOST_BINS) + 1)
    said = scores.outputs if scores.binary else scores.outputs.max(axis=1)
    came = scores.labels.astype(np.float64, copy=False) if scores.binary else hits(scores).astype(np.float64)
    place = np.searchsorted(edges[1:-1], said)
    counts = np.bincount(place, minlength=bins)
    sums = [np.bincount(place, weights=values, minlength=bins) for values in (said, came)]
    means, shares = (np.where(counts > 0, part / np.maximum(counts, 1), np.nan) for part in sums)
    error = float(np.nansum(counts / scores.count * np.abs(shares - means)))
    return Reliability(edges, counts, means, shares, error)


def best_temperature(scores: Scores) -> Temperature:
    """The temperature in [0.01, 100] that the labels themselves would choose.

    It minimises (1/n) Σ_s CE(y_s, z_s / T), which is convex in β = 1/T; the logits of probabilities are logit(a), or
    ln a for K classes. A row that is right with certainty costs nothing at any T.
    The minimum is where the slope in β is 0: Newton's method in ln β, with bisection wherever that is not quick,
    begun on some of the rows.
    Source: Guo et al., "On calibration of modern neural networks" (2017), section 4.2.
    """
    before = float(cross_entropies(scores).mean())
    if math.isinf(before):
        return Temperature(None, before, before, "infinite")
    plain = _with_logits(scores)
    slopes = _binary_slopes if scores.binary else _class_slopes
    whole = slopes(plain.labels, plain.values)
    low, high = 1.0 / HIGHEST, 1.0 / LOWEST
    at_low, at_high = whole(low)[0], whole(high)[0]
    outcome: Outcome
    if at_low >= 0.0:
        beta, outcome = (1.0, "any") if at_high == 0.0 else (low, "highest")
    elif at_high <= 0.0:
        beta, outcome = high, "lowest"
    else:
        beta, outcome = _root(whole, _guess(slopes, plain.labels, plain.values)), "found"
    loss = binary_cross_entropy_with_logits if scores.binary else categorical_cross_entropy_with_logits
    with np.errstate(over="ignore"):  # a logit beyond the largest float is a certain prediction
        after = float(in_blocks(lambda y, z: loss(y, beta * z), plain).mean())
    return Temperature(1.0 / beta, before, after, outcome)


def _with_logits(scores: Scores) -> Scores:
    """The same rows by their logits; those of K classes as distances from the row's top one, which is 0."""
    if scores.binary:
        return scores if scores.kind == "logits" else Scores(scores.labels, activations.logit(scores.values), "logits")

    def below_top(_: FloatArray, values: FloatArray) -> FloatArray:
        logits = values if scores.kind == "logits" else 0.0 - surprisal(values)
        with np.errstate(over="ignore"):  # a distance beyond the largest float is rightly −∞
            below: FloatArray = logits - logits.max(axis=1, keepdims=True)
        return below

    return Scores(scores.labels, in_blocks(below_top, scores, np.empty_like(scores.values)), "logits")


def _binary_slopes(labels: FloatArray | IntArray, logits: FloatArray) -> Slopes:
    """The derivatives of Σ [v β t + ln(1 + e^(−β t))], with t = |z| and v the label's weight on the unlikelier class.

    In this form nothing cancels where the model is right and sure. No row may be certain and wrong.
    """
    finite = np.isfinite(logits)
    sizes = np.abs(logits)[finite]
    against = np.where(logits >= 0.0, 1.0 - labels, labels)[finite]
    scale = float(sizes.max(initial=0.0)) or 1.0

    def slopes(beta: float) -> tuple[float, float]:
        first = second = 0.0
        for block in blocks(sizes):
            size, weight = sizes[block], against[block]
            with np.errstate(over="ignore"):
                e = np.exp(-beta * size)
            small = e / (1.0 + e)  # the probability of the unlikelier class
            share = size / scale  # so that no square or sum of sizes leaves the floats
            first += float((share * (weight - small)).sum())
            second += float((share * size * (small / (1.0 + e))).sum())
        return first, second

    return slopes


def _class_slopes(labels: FloatArray | IntArray, below: FloatArray) -> Slopes:
    """The derivatives of Σ [ln Σ_j e^(β d_j) − β d_label], with d_j ≤ 0 the distance of a logit from the top one.

    They are Σ (E d − d_label) and Σ Var d, under the softmax of β d. No label may be ruled out.
    """
    scale = (
        -min(float(below[block].min(initial=0.0, where=np.isfinite(below[block]))) for block in blocks(below)) or 1.0
    )
    right = labels.astype(np.int64)

    def slopes(beta: float) -> tuple[float, float]:
        first = second = 0.0
        for block in blocks(below):
            with np.errstate(over="ignore"):
                weights = np.exp(beta * below[block])
            weights /= weights.sum(axis=1, keepdims=True)
            share = np.where(np.isfinite(below[block]), below[block], 0.0) / scale  # a class ruled out has the weight 0
            mean = over_classes(weights * share)
            first += float((mean - share[np.arange(len(share)), right[block]]).sum())
            second += scale * float((weights * (share - mean[:, None]) ** 2).sum())
        return first, second

    return slopes


def _guess(slopes: Callable[..., Slopes], labels: FloatArray | IntArray, logits: FloatArray) -> float:
    """Where β is 0 on evenly chosen rows; 1 if there are few, or the answer there is at an end."""
    step = len(labels) // SAMPLE
    if step < 2:
        return 1.0
    part = slopes(labels[::step], logits[::step])
    return _root(part, 1.0) if part(1.0 / HIGHEST)[0] < 0.0 < part(1.0 / LOWEST)[0] else 1.0


def _root(slopes: Slopes, guess: float) -> float:
    """The β between 1/HIGHEST and 1/LOWEST at which a slope that rises through 0 there is 0.

    Source: rtsafe in Press et al., "Numerical Recipes", section 9.4: Newton's step if it stays in the bracket and at
    least halves the one before the last, else half the bracket.
    """
    low, high, place = math.log(1.0 / HIGHEST), math.log(1.0 / LOWEST), math.log(guess)
    last = last_but_one = high - low
    for _ in range(MOST_STEPS):
        beta = math.exp(place)
        slope, bend = slopes(beta)
        low, high = (place, high) if slope < 0.0 else (low, place)
        step = -slope / (bend * beta) if bend > 0.0 else math.inf
        if abs(step) < EXACT:
            return math.exp(place + step)
        if not low < place + step < high or abs(step) > 0.5 * abs(last_but_one):
            step = (low + high) / 2.0 - place
        last_but_one, last = last, step
        place += step
        if high - low < EXACT:
            return math.exp(place)
    raise AssertionError("the bracket is halved at least every third step")
