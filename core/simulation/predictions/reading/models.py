"""Which columns are a model's: families with one for each class, else the single columns that look most like one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column
from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading import truth
from core.simulation.predictions.reading.asked import Asked, Said, Stop, flag
from core.simulation.predictions.reading.families import Family, families, hard, splits, values_of
from core.simulation.predictions.reading.truth import Candidate, place_of


def models_of(sheet: Sheet, asked: Asked, candidate: Candidate) -> tuple[Family, ...]:
    """The columns of every model.

    Raises:
        Stop: none is one, or more than one may be it.
    """
    taken = set(candidate.family.places)
    counts = dict.fromkeys(candidate.family.classes, 1) or candidate.counts
    if asked.models:
        return tuple(_asked_model(sheet, names, counts) for names in asked.models)
    able = [
        place
        for place, column in enumerate(sheet.columns)
        if place not in taken
        and 2 * len(column.known()) >= (1 if _says_model(column.name) else len(column.codes))
        and not _counts_rows(column.name)
        and not words.words_of(column.name) & words.WEIGHT
    ]
    wide = [family for family in families(sheet, able, counts) if not _is_other(sheet, family)]
    if wide:
        most = max(len(family.classes) for family in wide)
        return tuple(family for family in wide if len(family.classes) == most or not candidate.counts)
    lone = [place for place in able if not _is_answer(sheet, place, candidate)]
    tiers: dict[int, list[int]] = {}
    for place in lone:
        tiers.setdefault(_tier(sheet.columns[place]), []).append(place)
    best = min(tiers, default=9)
    if best > 4:
        if answers := [
            place for place in able if hard(sheet.columns[place].known()) and _says_model(sheet.names[place])
        ]:
            raise Stop(Said("answers_only", {"column": sheet.names[answers[0]]}), "kind", [
                f"{flag('model', sheet.names[answers[0]])} --kind probability"])  # fmt: skip
        outside = tiers.get(5, [])
        if outside:
            flags = [f"{flag('model', sheet.names[place])} --kind logit" for place in outside[:8]]
            raise Stop(
                Said("no_model_sure", {"columns": ", ".join(sheet.names[place] for place in outside[:8])}),
                "model",
                flags,
            )
        raise Stop(Said("no_model", {"columns": ", ".join(sheet.names[:12])}))
    chosen = tiers[best]
    if best == 4 and len(chosen) > 1:
        flags = [flag("model", sheet.names[place]) for place in chosen[:8]]
        raise Stop(
            Said("which_model", {"columns": ", ".join(sheet.names[place] for place in chosen[:8])}), "model", flags
        )
    return tuple(Family((place,), sheet.names[place], why=f"tier_{best}") for place in chosen)


def _asked_model(sheet: Sheet, names: Sequence[str], counts: dict[str, int]) -> Family:
    places = tuple(place_of(sheet, name, "model") for name in names)
    if len(places) == 1:
        return Family(places, sheet.names[places[0]], why="asked")
    known = families(sheet, places, counts)
    if len(known) == 1 and set(known[0].places) == set(places):
        return replace(known[0], why="asked")
    columns = [sheet.names[place] for place in places]
    for way in range(9):
        parts = [{w: (shared, own) for w, shared, own in splits(name, counts)}.get(way) for name in columns]
        owns = tuple(part[1] for part in parts if part)
        if len(set(owns)) == len(columns) and len({part[0] for part in parts if part}) == 1:
            return Family(places, str(parts[0][0] if parts[0] else "").strip(" _.") or columns[0], owns, "asked")
    return Family(places, f"{columns[0]} … {columns[-1]}", tuple(columns), "asked")


def _is_other(sheet: Sheet, family: Family) -> bool:
    """Whether a family is no model's: zeros and ones are answers or inputs."""
    return hard(values_of(sheet, family.places)) and not words.words_of(family.title) & (
        words.PROBABILITY | words.LOGIT
    )


def _is_answer(sheet: Sheet, place: int, candidate: Candidate) -> bool:
    """Whether a column holds what the model answered rather than how sure it is."""
    column = sheet.columns[place]
    known = column.known()
    if hard(known):
        return not (words.words_of(column.name) & words.PROBABILITY or words.one_letter(column.name, "apq"))
    counts = column.counts(most=100)
    return bool(counts) and set(counts) <= set(candidate.counts) and bool(np.all(known == np.round(known)))


def _says_model(name: str) -> bool:
    return bool(words.words_of(name) & words.MODEL) or words.one_letter(name, "apqz")


def _counts_rows(name: str) -> bool:
    """Whether a name is of row numbers or folds, and of no model besides."""
    said = words.words_of(name)
    return bool(said & words.COUNTING) and not said & (words.PROBABILITY | words.LOGIT)


def _tier(column: Column) -> int:
    """How much a column looks like a lone model's: 1 called a probability … 4 only numbers from 0 to 1, 5 others."""
    said = words.words_of(column.name)
    if said & words.PROBABILITY or words.one_letter(column.name, "apq"):
        return 1
    if said & (words.LOGIT | words.LOG) or words.one_letter(column.name, "z"):
        return 2
    if said & (words.SCORE | words.CONFIDENCE | words.ANSWER | words.PERCENT):
        return 3
    if said & words.AGAINST:
        return 6
    return 4 if truth.hard_or_soft(column) else 5 if len(column.known()) else 9
