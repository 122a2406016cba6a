"""What a model's columns hold, by their names and values, and the same as probabilities or logits."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.data.reading import words
from core.maths.checks import FloatArray
from core.simulation.predictions.reading.asked import Said, Stop
from core.simulation.predictions.reading.families import hard, simplex
from core.simulation.predictions.scores import Kind

_MOST: Final = 0.5  # of the rows that must agree


@dataclass(frozen=True, eq=False, slots=True)
class Lone:
    """A single column of a model of two classes, and the answers beside it, as far as there are any."""

    name: str
    numbers: FloatArray  # (n,)
    percent: bool
    answers: FloatArray | None = None  # (n,) 1 where the model answered the class the column is of, NaN where none


def kind_of_family(name: str, values: FloatArray, percent: bool, warnings: list[Said]) -> str:
    """The kind of columns with one for each class.

    Raises:
        Stop: log-probabilities that leave more than a rounding to classes that are not there.
    """
    known = values[~np.isnan(values).any(axis=1)]
    said = words.words_of(name)
    called_logits, called_log = bool(said & words.LOGIT), bool(said & words.LOG)
    if not known.size:
        return "logit" if called_logits else "probability"
    unit = bool(((known >= 0.0) & (known <= 1.0)).mean() > 0.99)
    if (
        percent
        or (simplex(known / 100.0) and not simplex(known) and (known >= 0).all())
        or (not unit and (known >= 0).all() and np.median(np.abs(known.sum(axis=1) - 100.0)) < 2.0)
    ):
        return "percent"
    if (unit or _inside(known) > _MOST) and (known <= 1.0).all() and simplex(known):
        if called_logits:
            warnings.append(Said("softmax_twice", {"columns": name}))
        return "probability"
    if (known <= 0.0).all() and (called_log or simplex(known)) and not (called_logits and not simplex(known)):
        if not simplex(known):
            raise Stop(Said("top_k", {"columns": name}), "kind", ("--kind logit",))
        return "log_probability"
    called = bool(said & words.PROBABILITY) or words.one_letter(name, "apq")
    if not called_logits and (unit or called) and _inside(known) > _MOST:
        return "probability"
    return "logit"


def kind_of_lone(lone: Lone, warnings: list[Said]) -> str:
    """The kind of a single column for two classes.

    Raises:
        Stop: it cannot be known, or the column holds answers and no probabilities.
    """
    said, name = words.words_of(lone.name), {"column": lone.name}
    known = lone.numbers[~np.isnan(lone.numbers)]
    if lone.percent:
        return "percent"
    if not known.size:
        return "probability"
    if hard(known):
        raise Stop(Said("answers_only", name), "kind", ("--kind probability",))
    inside, positive = _inside(known), bool((known >= 0.0).all())
    called_logit = bool(said & words.LOGIT) or words.one_letter(lone.name, "z")
    called_probability = bool(said & words.PROBABILITY) or words.one_letter(lone.name, "apq")
    if said & words.LOG and (known <= 0.0).all():
        return "log_probability"
    if said & words.PERCENT:
        if inside == 1.0:
            raise Stop(Said("percent_small", name), "kind", ("--kind percent", "--kind probability"))
        return "percent"
    if called_logit and not called_probability:
        if inside == 1.0:
            raise Stop(Said("logit_small", name), "kind", ("--kind logit", "--kind probability"))
        return "logit"
    if inside > _MOST and (called_probability or inside == 1.0 or inside > 0.95):
        return "confidence" if _is_confidence(lone, known, said, called_probability) else "probability"
    if positive and known.max() <= 100.0:
        options = ("--kind percent", "--kind logit", *(["--kind probability"] if called_probability else []))
        raise Stop(Said("percent_or_logit", name), "kind", options)
    if called_probability or (inside > _MOST):
        raise Stop(Said("outside", name), "kind", ("--kind logit", "--kind probability"))
    warnings.append(Said("logit_by_values", name))
    return "logit"


def _is_confidence(lone: Lone, known: FloatArray, said: frozenset[str], called_probability: bool) -> bool:
    """Whether a number from 0 to 1 speaks of the answer rather than of one class.

    The answers tell: where both classes are answered and no number is below ½, it cannot be of one class, unless the
    line between the answers is drawn elsewhere.
    """
    called, name = bool(said & words.CONFIDENCE), {"column": lone.name}
    answers = lone.answers
    if answers is None or np.isnan(answers).all():
        if called and known.min() >= 0.5:
            raise Stop(Said("confidence_of_what", name), "kind", ("--kind probability",))
        return False
    told = ~np.isnan(answers) & ~np.isnan(lone.numbers)
    yes, no = lone.numbers[told & (answers == 1.0)], lone.numbers[told & (answers == 0.0)]
    if not no.size:
        return False
    if (not yes.size or yes.min() >= 0.5) and no.max() <= 0.5:
        return False
    if no.min() >= 0.5 and (not yes.size or yes.min() >= 0.5):
        if called or not called_probability:
            return True
        raise Stop(Said("confidence_or_probability", name), "kind", ("--kind confidence", "--kind probability"))
    if yes.size and yes.min() > no.max():  # the line between the answers is not at ½
        return False
    raise Stop(Said("confidence_or_probability", name), "kind", ("--kind confidence", "--kind probability"))


def _inside(known: FloatArray) -> float:
    return float(((known >= 0.0) & (known <= 1.0)).mean())


def binary(values: FloatArray, kind: str, answers: FloatArray | None, turn: bool) -> tuple[FloatArray, Kind]:
    """A lone column as probabilities or logits of the event; what is no such thing becomes NaN.

    What is turned becomes a logit: 1 − a would lose the digits of a small a.
    """
    found: Kind = "logits"
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        part = values / 100.0 if kind == "percent" else values
        if kind == "log_probability":
            part = np.where(part <= 0.0, part - np.log(-np.expm1(part)), np.nan) + 0.0
        elif kind == "confidence":
            sure = (
                np.full(len(part), np.nan)
                if answers is None
                else np.where(answers == 1.0, 1.0, np.where(answers == 0.0, -1.0, np.nan))
            )
            part = sure * _logit(part)
        elif kind != "logit" and turn:
            part = _logit(part)
        elif kind != "logit":
            found = "probabilities"
    return (0.0 - part if turn and kind != "confidence" else part), found


def _logit(a: FloatArray) -> FloatArray:
    z: FloatArray = np.log(a) - np.log1p(-a)
    return z


def two_columns(values: FloatArray, kind: str) -> FloatArray:
    """The logits of the second class's column over the first's: exact for probabilities near 0 and near 1 alike."""
    with np.errstate(invalid="ignore", divide="ignore"):
        pair = np.log(values) if kind in ("probability", "percent") else values
        logits: FloatArray = pair[:, 1] - pair[:, 0]
    return logits
