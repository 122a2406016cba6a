"""The loss of two classes in three pieces, and what a temperature would gain on rows it has not seen."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.special import xlogy

from core.maths.checks import IntArray
from core.maths.information import entropy
from core.simulation.predictions.calibration import best_temperature
from core.simulation.predictions.evaluation import base_rates
from core.simulation.predictions.scores import BoolArray, Scores, cross_entropies

FOLDS: Final = 5
MOST_FOLDED: Final = 200_000  # rows; with more, a seeded draw of so many says as much


@dataclass(frozen=True, slots=True)
class Pieces:
    """Cross-entropy = uncertainty − discrimination + miscalibration, all in nats.

    uncertainty: H(ȳ), the loss of the base rate. discrimination: what the best non-decreasing recalibration saves of
    it. miscalibration: what the model costs more than that recalibration; ∞ where it said 0 to what happened.
    """

    uncertainty: float
    discrimination: float
    miscalibration: float


def pieces(scores: Scores) -> Pieces | None:
    """The three pieces of the mean cross-entropy of two classes; None for more.

    The recalibration is the isotonic regression of the labels on the predictions; equal predictions are pooled first.
    Source: Dimitriadis, Gneiting, Jordan, "Stable reliability diagrams for probabilistic classifiers" (2021).
    """
    if not scores.binary:
        return None
    order = np.argsort(scores.values, kind="stable")  # by logits where there are some: σ makes different ones equal
    said, labels = scores.values[order], scores.labels[order]
    starts = np.flatnonzero(np.concatenate([[True], said[1:] != said[:-1]]))
    weights = np.ones(len(order)) if scores.weights is None else scores.weights[order]
    masses = np.add.reduceat(weights, starts)
    counting = masses > 0.0
    masses, means = masses[counting], np.add.reduceat(weights * labels, starts)[counting] / masses[counting]
    fitted = np.clip(isotonic_regression(np.clip(means, 0.0, 1.0), weights=masses).x, 0.0, 1.0)
    best = -float((masses * (xlogy(means, fitted) + xlogy(1.0 - means, 1.0 - fitted))).sum()) / scores.count
    uncertainty = float(entropy(base_rates(scores)))
    return Pieces(uncertainty, max(0.0, uncertainty - best), max(0.0, scores.mean(cross_entropies(scores)) - best))


def floor(scores: Scores) -> float:
    """The mean entropy of the labels themselves, which no prediction can go below; 0 where they are hard."""
    if scores.binary:
        y = scores.labels
        return scores.mean(np.abs(xlogy(y, y) + xlogy(1.0 - y, 1.0 - y)))
    return scores.mean(np.abs(xlogy(scores.labels, scores.labels).sum(axis=1))) if scores.soft else 0.0


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


def _part(scores: Scores, rows: BoolArray | IntArray) -> Scores | None:
    weights = None if scores.weights is None else scores.weights[rows]
    if not len(scores.values[rows]) or (weights is not None and not weights.any()):
        return None
    return Scores(scores.labels[rows], scores.values[rows], scores.kind, weights)
