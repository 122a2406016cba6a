"""The labels for a single column of predictions: numbers from 0 to 1, or two words, and which of them is the event."""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, number
from core.maths.checks import FloatArray
from core.simulation.predictions.reading.asked import Asked, flag
from core.simulation.predictions.reading.classes import STRAY, asked_for, of_pair
from core.simulation.predictions.reading.families import splits
from core.simulation.predictions.reading.found import Stop
from core.simulation.predictions.reading.rows import Labels

_MOST: Final = 0.5
_FROM_ONE: Final = re.compile(r"1\s*[-−–]|one[_ ]minus", re.IGNORECASE)
_NEGATED: Final = re.compile(r"(?:no|non|not)[\s_.\-]")
_ENDS: Final = ("0", "1")


def of_lone(column: Column, name: str, asked: Asked, truth_words: frozenset[str], named: bool) -> tuple[Labels, bool]:
    """The labels for a single column of predictions, and whether that is of the class that is not the event.

    Stop: it cannot be known of which class the column is, or there are more classes than two.
    """
    counts = column.counts()
    owns = {own.strip().casefold() for _, _, own in splits(name, counts)} - {""}
    owns |= set(re.findall(r"\d+", name)) if re.fullmatch(r"\D*\d+\D*", name) else set()
    pair = _pair(column, counts)
    if pair is None:
        return _of_unit(column, counts, owns, name, asked, truth_words)
    polar = [words.polarity(text) for text in pair if text]
    says_yes = None not in polar and len(set(polar)) == len(polar)
    of = [text for text in pair if text and text.casefold() in owns and (says_yes or not text.isdecimal())]
    if len(of) == 1 and any(_NEGATED.match(own) for own in owns):  # prob_not_spam
        of = [text for text in pair if text != of[0]]
    event = "" if asked.positive is None else pair[asked_for(asked.positive, pair)]
    turn = False
    if len(of) == 1:  # the column's name says of which label it is
        event = event or (pair[1] if says_yes else of[0])
        turn = event != of[0]
    elif not event and says_yes and (named or "-1" in pair):
        event, turn = pair[1], _says_no(owns, truth_words)
    elif not event:
        raise Stop("which_positive", *(flag("positive", text) for text in pair), column=name, labels=", ".join(pair))
    other = pair[0] if event == pair[1] else pair[1]
    return of_pair(column, {text: text == event for text in pair if text}, other, event), turn


def _pair(column: Column, counts: Mapping[str, int]) -> tuple[str, str] | None:
    """The two labels, the one that says yes last; None: numbers from 0 to 1, or both. Stop: more labels, or unclear."""
    total, known = sum(counts.values()), column.known()
    polar = {text: words.polarity(text) for text in counts}
    inside = sum(count for text, count in counts.items() if _in_unit(text))
    soft = not counts or (len(counts) > 2 and inside > _MOST * total)
    if soft and not (len(known) and bool(((known >= 0) & (known <= 1)).mean() > _MOST)):
        raise Stop("many_labels", column=column.name)
    strange = sum(count for text, count in counts.items() if polar[text] is None and not _in_unit(text))
    two = len(counts) == 2 and not all(map(_in_unit, counts)) and all(number(text) is not None for text in counts)
    if soft or (inside >= _MOST * total and strange <= max(1, STRAY * total) and not two):
        return None
    if set(counts) <= {"-1", "1"}:
        return "-1", "1"
    if len(counts) == 2:
        first, second = sorted(counts)
        return (second, first) if (polar[first], polar[second]) == (1, 0) else (first, second)
    if len(counts) > 2 and sum(counts[text] for text in counts if polar[text] is not None) >= (1 - STRAY) * total:
        return None
    only = next(iter(counts))
    if len(counts) > 1 or polar[only] is None:
        raise Stop("many_labels" if len(counts) > 1 else "one_word", column=column.name)
    return ("", only) if polar[only] else (only, "")


def _in_unit(text: str) -> bool:
    value = number(text)
    return value is not None and 0.0 <= value <= 1.0


def _says_no(owns: set[str], truth_words: frozenset[str]) -> bool:
    """Whether a column's name says that it is of the class that is not the event: prob_no, p0."""
    said = {own for own in owns if len(own) > 1 or own.isdecimal()} - truth_words
    return any(words.polarity(own) == 0 or _NEGATED.match(own) for own in said)


def _of_unit(
    column: Column, counts: Mapping[str, int], owns: set[str], name: str, asked: Asked, truth_words: frozenset[str]
) -> tuple[Labels, bool]:
    """Labels from 0 to 1, and words that say yes or no."""
    of_word = np.array([np.nan, *(words.POLARITY.get(word.casefold(), np.nan) for word in column.words[1:])])
    values: FloatArray = np.where(column.codes == 0, column.numbers, of_word[column.codes])
    with np.errstate(invalid="ignore"):
        values[(values < 0.0) | (values > 1.0)] = np.nan
    said = words.words_of(name)
    called = name.strip().isdecimal() or (bool(said & words.MODEL) and not said & words.NAMES_MODELS)
    turn = bool(_FROM_ONE.match(name)) or (called and _says_no(owns, truth_words))
    if asked.positive is not None:
        if (side := words.polarity(asked.positive)) is None:
            raise Stop("no_value", value=asked.positive, labels=", ".join(list(counts)[:8]))
        turn = side == 0
    elif _NEGATED.match(column.name.casefold()) or (not turn and owns & words.NO_EVENT and not owns & truth_words):
        raise Stop("which_positive", *(flag("positive", end) for end in _ENDS), column=name, labels=", ".join(_ENDS))
    return Labels((column,), values, _ENDS), turn
