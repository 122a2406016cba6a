"""The loss of two classes in three pieces, by the best recalibration; more classes one against the rest."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.special import xlogy

from core.maths.checks import LOSSES, FloatArray, known, whole_number
from core.maths.information import entropy
from core.simulation.predictions.evaluation import base_rates
from core.simulation.predictions.scores import Scores, cross_entropies

Loss = Literal["cross_entropy", "squared_error"]


@dataclass(frozen=True, eq=False, slots=True)
class Recalibration:
    """What two-class predictions had better have said: the isotonic regression of the labels on them (CORP).

    Different predictions in rising order, (m,) each. It is the best of all non-decreasing recalibrations, for both
    losses.
    """

    said: FloatArray  # as probabilities
    shares: FloatArray  # the mean label of the rows that say so
    masses: FloatArray  # how many they are, or their weights
    fitted: FloatArray  # what they had better have said
    values: FloatArray  # as they were sorted: logits where there are some

    @property
    def curve(self) -> tuple[FloatArray, FloatArray]:
        """The corners of the curve, (said, fitted): between them it is a straight line."""
        level = np.diff(self.fitted) == 0.0
        corner = ~(np.concatenate([[False], level]) & np.concatenate([level, [False]]))
        return self.said[corner], self.fitted[corner]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Loss = uncertainty − discrimination + miscalibration; cross-entropy in nats, or ½ (a − y)².

    uncertainty: the loss of the base rate, H(ȳ), or ½ ȳ(1 − ȳ) for hard labels and ½ Var y for soft ones.
    discrimination: what the best non-decreasing recalibration saves of it. miscalibration: what the model costs more
    than that recalibration; of cross-entropy ∞ where the model said 0 to what happened, when the others stay finite.
    """

    uncertainty: float
    discrimination: float
    miscalibration: float

    @property
    def recalibrated(self) -> float:
        """The loss of the recalibrated model."""
        return self.uncertainty - self.discrimination

    @property
    def loss(self) -> float:
        """The loss of the model itself."""
        return self.recalibrated + self.miscalibration

    def times(self, factor: float) -> "Pieces":
        """The same in a unit of which so many are a nat."""
        return Pieces(factor * self.uncertainty, factor * self.discrimination, factor * self.miscalibration)


def recalibrated(scores: Scores) -> Recalibration:
    """The best non-decreasing recalibration of two-class predictions; equal predictions are pooled first.

    Source: Dimitriadis, Gneiting, Jordan, "Stable reliability diagrams for probabilistic classifiers" (2021).
    ValueError: more classes.
    """
    rows = scores.pooled
    fitted = np.clip(isotonic_regression(rows.shares, weights=rows.masses).x, 0.0, 1.0)
    return Recalibration(rows.said, rows.shares, rows.masses, fitted, rows.values)


def pieces(scores: Scores, loss: Loss = "cross_entropy") -> Pieces | None:
    """The three pieces of the mean loss of two classes; None for more. Source: that of the recalibration."""
    known("loss", loss, LOSSES)
    if not scores.binary:
        return None
    best = recalibrated(scores)
    return (_of_cross_entropy if loss == "cross_entropy" else _of_squared_error)(scores, best)


def _of_cross_entropy(scores: Scores, best: Recalibration) -> Pieces:
    y, a = best.shares, best.fitted
    lowest = -float((best.masses * (xlogy(y, a) + xlogy(1.0 - y, 1.0 - a))).sum()) / scores.count
    uncertainty = float(entropy(base_rates(scores)))
    return Pieces(uncertainty, max(0.0, uncertainty - lowest), max(0.0, scores.mean(cross_entropies(scores)) - lowest))


def _of_squared_error(scores: Scores, best: Recalibration) -> Pieces:
    mean = base_rates(scores)[1]
    uncertainty = 0.5 * scores.mean((scores.labels - mean) ** 2)
    discrimination = 0.5 * float((best.masses * (best.fitted - mean) ** 2).sum()) / scores.count
    gaps = (best.fitted - best.said) * (2.0 * best.shares - best.said - best.fitted)
    return Pieces(uncertainty, discrimination, max(0.0, 0.5 * float((best.masses * gaps).sum()) / scores.count))


def against_rest(scores: Scores, number: int) -> Scores:
    """The probability of one of K classes against that of all others, as a problem of two classes.

    From logits it is exact: the logit is z_k − ln Σ_{j≠k} e^(z_j), however far out. ValueError: two classes by one
    number, or no such class.
    """
    if scores.binary:
        raise ValueError("two classes told by one number have no rest")
    whole_number("number", number, 0, scores.classes - 1)
    labels = scores.labels[:, number] if scores.soft else (scores.labels == number).astype(np.float64)
    values = (scores.values if scores.kind == "probabilities" else scores.log_odds)[:, number]
    if scores.kind == "probabilities":
        values = np.minimum(values, 1.0)
    return Scores(np.minimum(labels, 1.0), values, scores.kind, scores.weights)


def one_against_rest(scores: Scores) -> list[Scores]:
    """Each class against the rest. Their losses do not add up to that of the K classes."""
    return [against_rest(scores, number) for number in range(scores.classes)]


def floor(scores: Scores) -> float:
    """The mean entropy of the labels themselves, which no prediction can go below; 0 where they are hard."""
    if scores.binary:
        y = scores.labels
        return scores.mean(np.abs(xlogy(y, y) + xlogy(1.0 - y, 1.0 - y)))
    return scores.mean(np.abs(xlogy(scores.labels, scores.labels).sum(axis=1))) if scores.soft else 0.0
