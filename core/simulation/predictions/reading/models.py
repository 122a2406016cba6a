"""Which columns are a model's: families with one for each class, else the single columns that look most like one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, hard
from core.data.reading.sheet import Sheet
from core.simulation.predictions.calibration import reliability
from core.simulation.predictions.reading.asked import Asked, Said, Stop, flag, place_of
from core.simulation.predictions.reading.families import Family, asked_family, families
from core.simulation.predictions.reading.truth import Candidate
from core.simulation.predictions.scores import Scores

# How much a lone column looks like a model's, the most first: by its name, by numbers from 0 to 1, by any numbers.
_TIERS: Final[tuple[Callable[[Column], object], ...]] = (
    lambda one: one.said & words.CALLED_P,
    lambda one: one.said & (words.CALLED_Z | words.LOG),
    lambda one: one.said & (words.MODEL | words.PERCENT),
    lambda one: one.in_unit and not one.said & words.AGAINST,
    lambda one: len(one.known()) and not one.said & words.AGAINST,
    lambda one: True,
)
_CALLED, _UNIT, _NUMBERS, _NONE = 3, 4, 5, 6  # the last tier by names, and those behind it
NEUTRAL: Final = f"tier_{_UNIT}"
_FLAGS: Final = 8  # columns that are offered at most
_MOST_ANSWERS: Final = 100
_NO_LOSS: Final = frozenset({"answers_only", "many_labels", "no_model", "no_model_sure", "confidence_of_what"})


def models_of(sheet: Sheet, asked: Asked, truth: Candidate) -> tuple[Family, ...]:
    """The columns of every model. Stop: none is one, or more than one may be it."""
    counts = dict.fromkeys(truth.family.classes, 1) or truth.counts
    if asked.models:
        return tuple(_asked_model(sheet, names, counts) for names in asked.models)
    able = [
        place for place, column in enumerate(sheet.columns)
        if place not in truth.family.places and (column.numeric or (column.said & words.MODEL and len(column.known())))
        and (not column.said & words.COUNTING or column.said & (words.PROBABILITY | words.LOGIT))
        and not column.said & words.WEIGHT
    ]  # fmt: skip
    wide = [
        family for family in families(sheet, able, counts)  # zeros and ones are answers or inputs
        if words.words_of(family.title) & (words.PROBABILITY | words.LOGIT) or not hard(sheet.values(family.places))
    ]  # fmt: skip
    if wide:
        most = max(len(family.classes) for family in wide)
        return tuple(family for family in wide if len(family.classes) == most or not truth.counts)
    tiers: dict[int, list[int]] = {}
    for place in able:
        column = sheet.columns[place]
        if not _is_answer(column, truth):
            tiers.setdefault(next(tier for tier, holds in enumerate(_TIERS, 1) if holds(column)), []).append(place)
    best = min(tiers, default=_NONE)
    likely = tuple(Family((place,), sheet.names[place], why=f"tier_{best}") for place in tiers.get(best, ()))
    if best <= _CALLED or (best == _UNIT and len(likely) == 1):
        return likely
    offered = [one.title for one in likely[:_FLAGS]]
    if best == _UNIT:
        raise Stop("which_model", *(flag("model", name) for name in offered), columns=", ".join(offered))
    if answers := [one.name for one in map(sheet.columns.__getitem__, able) if one.said & words.MODEL and one.hard]:
        raise Stop("answers_only", f"{flag('model', answers[0])} --kind probability", column=answers[0])
    if best == _NUMBERS:
        flags = (f"{flag('model', name)} --kind logit" for name in offered)
        raise Stop("no_model_sure", *flags, columns=", ".join(offered))
    raise Stop("no_model", columns=", ".join(sheet.names[:12]))


def _asked_model(sheet: Sheet, names: Sequence[str], counts: dict[str, int]) -> Family:
    places = tuple(place_of(sheet, name, "model") for name in names)
    known = families(sheet, places, counts) if len(places) > 1 else ()
    whole = len(known) == 1 and set(known[0].places) == set(places)
    return replace(known[0], why="asked") if whole else asked_family(sheet, places, counts)


def _is_answer(column: Column, truth: Candidate) -> bool:
    """Whether a column holds what the model answered rather than how sure it is."""
    known, counts = column.known(), column.counts(most=100)
    if hard(known):
        return not column.said & words.CALLED_P
    return bool(counts) and set(counts) <= set(truth.counts) and bool(np.all(known == np.round(known)))


def right_answers(sheet: Sheet, truth: Candidate, stop: Stop) -> Said | None:
    """How often the model's answers are right, where there is no loss to tell, and how well their confidence fits."""
    if stop.said.key not in _NO_LOSS or truth.family.classes:
        return None

    def meaning(text: str) -> str:
        side = words.polarity(text)
        return text.casefold() if side is None else str(side)

    labels = {meaning(text): place for place, text in enumerate(truth.counts, 1)}
    right = truth.column.numbered({text: labels[meaning(text)] for text in truth.counts})
    for place, column in enumerate(sheet.columns):
        texts = column.counts(_MOST_ANSWERS)
        answers = column.said & words.ANSWER or column.name == stop.said.values.get("column")
        if place in truth.family.places or not answers or not {*map(meaning, texts)} & labels.keys():
            continue
        answered = column.numbered({text: labels.get(meaning(text), 0) for text in texts})
        rows = np.flatnonzero((right > 0) & (answered >= 0))
        if not len(rows):
            continue
        hit = (right == answered)[rows].astype(np.float64)
        said = {"column": column.name, "rows": str(len(rows)), "share": f"{100 * hit.mean():.4g} %"}
        for sure in sheet.columns:
            numbers = sure.numbers[rows]
            called = sure.said & (words.CONFIDENCE | words.PROBABILITY)
            if called and sure.in_unit and not sure.hard and not np.isnan(numbers).any():
                error = reliability(Scores(hit, numbers, "probabilities")).error
                return Said("accuracy_ece", said | {"confidence": sure.name, "error": f"{error:.3g}"})
        return Said("accuracy", said)
    return None
