"""The Murphy diagram: one curve under which both losses are areas."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from core.maths.activations import sigmoid
from core.maths.checks import FloatArray, whole_number
from core.simulation.predictions.scores import Kind, Scores

FAR = 6.0  # how far beyond the outermost finite logit the curve is drawn


@dataclass(frozen=True, eq=False, slots=True)
class Murphy:
    """The mean cost S̄_c of deciding "1" where a ≥ c, over all thresholds c: exact, from the rows themselves.

    A missed 1 costs 1 − c, a false alarm c, so that an honest probability is what decides best. For soft labels a row
    costs |y − c| where c lies between a and y, which is the same for hard ones.
    Between two thresholds, (c_{j−1}, c_j], S̄_c = (1 − c) missed_j + c alarms_j. It jumps at the thresholds.
    """

    thresholds: FloatArray  # (t,) rising from 0 to 1: all that was said, and soft labels
    missed: FloatArray  # (t,) mean of y 1{a < c}, up to this threshold from the last one; less that of y 1{y < c}
    alarms: FloatArray  # (t,) mean of (1 − y) 1{a ≥ c}; less that of (1 − y) 1{y ≥ c}
    places: FloatArray  # (t,) the thresholds as they were sorted: probabilities or logits
    kind: Kind

    @property
    def costs(self) -> FloatArray:
        """S̄ at the thresholds. Shape: (t,)."""
        return _others(self.places, self.kind) * self.missed + self.thresholds * self.alarms

    def at(self, c: float) -> float:
        """S̄ at any threshold from 0 to 1. At ½, hard labels: (1 − accuracy) / 2. ValueError: c outside [0, 1]."""
        missed, alarms = self.mistakes(c)
        return (1.0 - c) * missed + c * alarms

    def mistakes(self, c: float) -> tuple[float, float]:
        """The shares of the rows that are missed and that are false alarms at a threshold; hard labels."""
        if not 0.0 <= c <= 1.0:
            raise ValueError(f"c = {c!r} is outside [0, 1]")
        place = np.searchsorted(self.places, c if self.kind == "probabilities" else logit(c))
        return float(self.missed[place]), float(self.alarms[place])

    def squared_error(self) -> float:
        """The area ∫ S̄_c dc, which is the mean of ½ (a − y)²."""
        up, down = self.thresholds**2, _others(self.places, self.kind) ** 2
        return 0.5 * float((self.missed[1:] * -np.diff(down) + self.alarms[1:] * np.diff(up)).sum())

    def cross_entropy(self) -> float:
        """The area ∫ S̄_c dc / (c (1 − c)), over the logit of c: the mean cross-entropy, in nats.

        ∞ where a model said 0 to what happened. Soft labels: the mean of KL(y‖a), which is cross-entropy less the
        entropy of the labels.
        """
        with np.errstate(invalid="ignore"):
            of_one, of_zero = (np.diff(part) for part in logs(self.places, self.kind))
            parts = np.where(self.missed[1:] == 0.0, 0.0, self.missed[1:] * of_one)
            parts -= np.where(self.alarms[1:] == 0.0, 0.0, self.alarms[1:] * of_zero)
        return float(parts.sum())

    def drawn(self, points: int = 600) -> tuple[FloatArray, FloatArray, FloatArray]:
        """At most so many points of the curve, for a picture: c, logit c and S̄, rising; both ends of a jump if few.

        Half lie evenly in c, half in the logit. ValueError: points not 40 to 100,000.
        """
        whole_number("points", points, 40, 100_000)
        places = logit(self.places) if self.kind == "probabilities" else self.places
        ends = places[np.isfinite(places)]
        jumps = ends if 4 * len(ends) <= points else ends[:0]
        spread = (points - 2 * len(jumps)) // 2
        low, high = (float(ends[0]), float(ends[-1])) if len(ends) else (0.0, 0.0)
        grid = np.concatenate(
            [logit(np.linspace(0.0, 1.0, spread + 2)[1:-1]), np.linspace(low - FAR, high + FAR, spread)]
        )
        grid = np.unique(np.concatenate([grid, jumps]))
        at, after = np.searchsorted(places, grid), np.searchsorted(places, jumps, side="right")
        z = np.concatenate([grid, jumps])
        piece = np.concatenate([at, after])
        order = np.lexsort((piece, z))
        z, piece = z[order], piece[order]
        c = sigmoid(z)
        return c, z, sigmoid(-z) * self.missed[piece] + c * self.alarms[piece]


def murphy(scores: Scores) -> Murphy:
    """The Murphy diagram of two-class predictions, by one sort and cumulative sums.

    S_c(y, a) = (1 − c) y 1{a < c} + c (1 − y) 1{a ≥ c} for hard labels, and |y − c| between a and y for soft ones.
    Source: Ehm, Gneiting, Jordan, Krüger, "Of quantiles and expectiles" (2016), theorem 1; Buja, Stuetzle, Shen,
    "Loss functions for binary class probability estimation" (2005). ValueError: more classes.
    """
    rows = scores.pooled
    ends = np.array([0.0, 1.0] if scores.kind == "probabilities" else [-np.inf, np.inf])
    soft = (scores.labels > 0.0) & (scores.labels < 1.0)
    y = scores.labels[soft]
    weights = np.ones(len(y)) if scores.weights is None else scores.weights[soft]
    events = np.concatenate([ends, rows.values, y if scores.kind == "probabilities" else logit(y)])
    of_one = np.concatenate([np.zeros(2), rows.positives, -weights * y]) / scores.count
    of_zero = np.concatenate([np.zeros(2), rows.masses - rows.positives, -weights * (1.0 - y)]) / scores.count
    order = np.argsort(events, kind="stable")
    events = events[order]
    starts = np.flatnonzero(np.concatenate([[True], events[1:] != events[:-1]]))
    of_one, of_zero = (np.add.reduceat(part[order], starts) for part in (of_one, of_zero))
    # Each sum runs from the end at which its logarithm has none: a 0 there is a 0, not a rounding of one.
    missed = np.concatenate([[0.0], np.cumsum(of_one)[:-1]])
    alarms = np.cumsum(of_zero[::-1])[::-1]
    places = events[starts]
    return Murphy(places if scores.kind == "probabilities" else sigmoid(places), missed, alarms, places, scores.kind)


def logs(values: FloatArray, kind: Kind) -> tuple[FloatArray, FloatArray]:
    """ln a and ln(1 − a), exact from logits. Shapes: those of the values."""
    with np.errstate(divide="ignore"):
        if kind == "probabilities":
            return np.log(values), np.log1p(-values)
        small = np.log1p(np.exp(-np.abs(values)))
        return np.minimum(values, 0.0) - small, np.minimum(-values, 0.0) - small


def _others(places: FloatArray, kind: Kind) -> FloatArray:
    return 1.0 - places if kind == "probabilities" else sigmoid(-places)
