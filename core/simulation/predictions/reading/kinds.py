"""What a model's columns hold, by their names and values: the first rule of a table that holds decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import hard
from core.maths.checks import FloatArray
from core.simulation.predictions.reading.asked import Said, Stop
from core.simulation.predictions.reading.families import simplex

_MOST: Final = 0.5  # of the numbers that must agree


@dataclass(frozen=True, eq=False)
class Evidence:
    """The numbers of a model's columns, what they are called, and the answers beside them, as far as there are any."""

    name: str
    values: FloatArray  # (n,) of a lone column for two classes, or (n, K)
    percent: bool
    answers: FloatArray | None = None  # (n,) 1 where the model answered the class the column is of, NaN where none

    @cached_property
    def known(self) -> FloatArray:
        """The numbers; of several columns those of whole rows."""
        return self.values[~np.isnan(self.values).reshape(len(self.values), -1).any(axis=1)]

    @cached_property
    def inside(self) -> float:
        """The share of numbers in [0, 1]."""
        return float(((self.known >= 0.0) & (self.known <= 1.0)).mean())

    @cached_property
    def whole(self) -> bool:
        """Whether most rows are parts of one whole."""
        return simplex(self.known)

    def all_within(self, low: float, high: float) -> bool:
        """Whether all numbers lie between these."""
        return bool((self.known >= low).all() and (self.known <= high).all())

    def called(self, *among: frozenset[str]) -> bool:
        """Whether its name has one of these words."""
        return any(words.words_of(self.name) & some for some in among)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, by its key and the kinds that may be the answer."""

    key: str
    kinds: tuple[str, ...]


Rules = Sequence[tuple[Callable[[Evidence], bool], str | Ask]]
P, Z, LP, PERCENT, CONFIDENCE = "probability", "logit", "log_probability", "percent", "confidence"

_LONE: Final[Rules] = (
    (lambda one: one.percent, PERCENT),
    (lambda one: not one.known.size, P),
    (lambda one: hard(one.known), Ask("answers_only", (P,))),
    (lambda one: one.called(words.LOG) and one.all_within(-np.inf, 0.0), LP),
    (lambda one: one.called(words.PERCENT) and one.inside == 1.0, Ask("percent_small", (PERCENT, P))),
    (lambda one: one.called(words.PERCENT), PERCENT),
    (lambda one: _called_logit(one) and one.inside == 1.0, Ask("logit_small", (Z, P))),
    (lambda one: _called_logit(one), Z),
    (lambda one: one.inside > (_MOST if one.called(words.CALLED_P) else 0.95), "unit"),
    (lambda one: one.all_within(0.0, 100.0) and one.called(words.CALLED_P), Ask("percent_or_logit", (PERCENT, Z, P))),
    (lambda one: one.all_within(0.0, 100.0), Ask("percent_or_logit", (PERCENT, Z))),
    (lambda one: one.called(words.CALLED_P) or one.inside > _MOST, Ask("outside", (Z, P))),
    (lambda one: True, Z),
)
# A number from 0 to 1 may speak of the answer rather than of one class: the answers beside it tell.
_UNIT: Final[Rules] = (
    (lambda one: one.answers is None and one.called(words.CONFIDENCE) and one.all_within(0.5, np.inf),
     Ask("confidence_of_what", (P,))),
    (lambda one: one.answers is None or not _of(one, 0.0).size, P),
    (lambda one: _of(one, 1.0).min(initial=1.0) >= 0.5 >= _of(one, 0.0).max(), P),
    (lambda one: min(_of(one, 0.0).min(), _of(one, 1.0).min(initial=1.0)) >= 0.5
     and (one.called(words.CONFIDENCE) or not one.called(words.CALLED_P)), CONFIDENCE),
    (lambda one: _of(one, 0.0).min() < 0.5 and _of(one, 1.0).size > 0 and _of(one, 1.0).min() > _of(one, 0.0).max(), P),
    (lambda one: True, Ask("confidence_or_probability", (CONFIDENCE, P))),
)  # fmt: skip
_FAMILY: Final[Rules] = (
    (lambda one: not one.known.size, P),
    (lambda one: one.percent or _sums_to_100(one), PERCENT),
    (lambda one: one.inside > _MOST and one.whole and one.all_within(-np.inf, 1.0), P),
    (lambda one: one.all_within(-np.inf, 0.0) and one.whole, LP),
    (lambda one: one.all_within(-np.inf, 0.0) and one.called(words.LOG) and not one.called(words.LOGIT),
     Ask("top_k", (Z,))),
    (lambda one: one.called(words.LOGIT), Z),
    (lambda one: one.inside > (_MOST if one.called(words.CALLED_P) else 0.99), P),
    (lambda one: True, Z),
)  # fmt: skip


def kind_of(one: Evidence, warnings: list[Said]) -> str:
    """The kind of a single column for two classes, or of one for each class. Stop: it cannot be known, or is none."""
    wide = one.values.ndim == 2
    rules, said = _FAMILY if wide else _LONE, {"columns" if wide else "column": one.name}
    while (found := next(result for holds, result in rules if holds(one))) == "unit":
        rules = _UNIT
    if isinstance(found, Ask):
        raise Stop(found.key, *(f"--kind {kind}" for kind in found.kinds), **said)
    if wide and found == P and one.known.size and one.called(words.LOGIT):
        warnings.append(Said("softmax_twice", said))
    if not wide and found == Z and not one.called(words.CALLED_Z):
        warnings.append(Said("logit_by_values", said))
    return found


def _called_logit(one: Evidence) -> bool:
    return one.called(words.CALLED_Z) and not one.called(words.CALLED_P)


def _of(one: Evidence, answer: float) -> FloatArray:
    """The numbers beside an answer."""
    return one.values[(one.answers == answer) & ~np.isnan(one.values)]


def _sums_to_100(one: Evidence) -> bool:
    if not one.all_within(0.0, np.inf):
        return False
    near = bool(np.median(np.abs(one.known.sum(axis=1) - 100.0)) < 2.0)
    return (simplex(one.known / 100.0) and not one.whole) or (one.inside <= 0.99 and near)
