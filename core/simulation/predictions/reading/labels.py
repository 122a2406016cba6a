"""The labels beside a model's columns, one for each class or a lone one: which label is which, which is the event."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, hard, number
from core.data.reading.sheet import Sheet
from core.maths.checks import FloatArray
from core.simulation.predictions.reading.asked import Asked, Said, Stop, flag
from core.simulation.predictions.reading.families import Family, share_of, splits
from core.simulation.predictions.reading.rows import Labels

Order = tuple[int, ...]

_MOST: Final = 0.5
STRAY: Final = 0.05  # of the rows that may have a label which is no class
# Where the class columns count from, whether a label is 0, whether one is their number: what labels are off, and why.
_SHIFTS: Final = {(0, False, True): (1, "counted_from_1"), (1, True, False): (-1, "columns_from_1")}
_FROM_ONE: Final = re.compile(r"1\s*[-−–]|one[_ ]minus", re.IGNORECASE)
_NEGATED: Final = re.compile(r"(?:no|non|not)[\s_.\-]")
_ENDS: Final = ("0", "1")


def of_columns(
    column: Column, family: Family, sheet: Sheet, asked: Asked, warnings: list[Said]
) -> tuple[Labels, Order]:
    """The labels of a model with a column for each class, and the order of its columns: of two the event last."""
    places = _matched(column, family, sheet, asked, warnings)
    text_of = {place: text for text, place in places.items()}
    names = [
        text_of.get(place, own if own not in places else sheet.names[family.places[place]])
        for place, own in enumerate(family.classes)
    ]
    if len(names) > 2:
        return Labels((column,), column.numbered(places), tuple(names)), tuple(range(len(names)))
    other, event = order = _in_order(names, asked)
    events = column.valued({text: float(place == event) for text, place in places.items()})
    return Labels((column,), events, (names[other], names[event])), order


def _matched(column: Column, family: Family, sheet: Sheet, asked: Asked, warnings: list[Said]) -> dict[str, int]:
    """The place of the class column that each label's text stands for. Stop: more than one is possible, or none."""
    counts, owns = column.counts(), [own.casefold() for own in family.classes]
    names, last = [sheet.names[place] for place in family.places], len(owns)
    if asked.classes:
        told = dict(asked.classes)
        if not set(told) >= set(names):
            raise Stop("no_column", column=", ".join(told), about="classes", columns=", ".join(names))
        return _sure(counts, {told[name].casefold(): place for place, name in enumerate(names)}, column.name)
    numbers = {text: value for text in counts if (value := _whole(text)) is not None}
    values, of_owns = set(numbers.values()), [_whole(own) for own in owns]
    by_number = {value: place for place, value in enumerate(of_owns) if value is not None}
    first = min(by_number, default=-1)
    counting = sorted(by_number) == list(range(first, first + last)) and first in (0, 1)
    if not counting:
        by_number, first = {place: place for place in range(last)}, 0
    shift: int | None = None
    if asked.label_offset is not None and numbers:
        shift = asked.label_offset - first
    elif counting and len(numbers) == len(counts) > 0:
        shift, said = _SHIFTS.get((first, 0 in values, last in values), (None, ""))
        if said:
            warnings.append(Said(said, {"column": column.name}))
        elif first == 0 and last > 2 and 0 not in values and values <= set(by_number):
            flags = ("--label-offset 0", "--label-offset 1")
            raise Stop("from_0_or_1", *flags, column=column.name, first=names[by_number[0]])
    if shift is not None:
        shifted = {text: by_number.get(value - shift, -1) for text, value in numbers.items()}
        return _sure(counts, shifted, column.name)
    share = share_of(counts, owns)
    if share >= 1.0 - STRAY or (share > _MOST and len(counts) > last):
        return _sure(counts, {own: place for place, own in enumerate(owns)}, column.name)
    polar = {text: words.polarity(text) for text in (*counts, *owns)}
    if last == 2 and None not in polar.values() and polar[owns[0]] != polar[owns[1]]:
        sides = {polar[own]: place for place, own in enumerate(owns)}
        return _sure(counts, {text.casefold(): sides[polar[text]] for text in counts}, column.name)
    raise _unknown(list(counts), numbers, names, column.name)


def _whole(text: str) -> int | None:
    """The whole number a text is."""
    value = number(text)
    return int(value) if value is not None and abs(value) < 1e9 and value == int(value) else None


def _sure(counts: Mapping[str, int], places: Mapping[str, int], name: str) -> dict[str, int]:
    """The labels that have a class; a label of many rows must."""
    found = {text: place for text in counts if (place := places.get(text.casefold(), -1)) >= 0}
    total = sum(counts.values())
    for text, count in counts.items():
        if text not in found and count > max(1, 0.2 * total):
            raise Stop("class_without_column", column=name, label=text)
    if not found:
        raise Stop("classes_unknown", column=name, labels=", ".join(list(counts)[:8]))
    return found


def _unknown(labels: Sequence[str], numbers: Mapping[str, int], names: Sequence[str], column: str) -> Stop:
    """The question which column is which class, with the orders one may think of."""
    values, as_many = set(numbers.values()), len(labels) == len(names)
    said = {"column": column, "labels": ", ".join(labels[:8]), "columns": ", ".join(names[:8])}
    in_numbers = len(numbers) == len(labels)
    if in_numbers and values and min(values) >= 0 and max(values) <= len(names):
        first = int(max(values) == len(names))
        texts = [str(place + first) for place in range(len(names))]
    elif as_many:
        texts = sorted(labels)
    else:
        return Stop("classes_unknown", **said)
    orders = {
        "as sorted": (texts, True),
        "turned": (texts[::-1], len(names) == 2),
        "as they came": (labels, len(names) != 2 and as_many and not in_numbers),
        "by the columns' names": ([texts[sorted(names).index(name)] for name in names], in_numbers),
    }
    different = dict.fromkeys(tuple(order) for order, is_likely in orders.values() if is_likely)
    pairs = ([f"{name}={text}" for name, text in zip(names, order, strict=True)] for order in different)
    return Stop("which_classes", *(flag("classes", *order) for order in pairs), **said)


def _in_order(names: Sequence[str], asked: Asked) -> tuple[int, int]:
    """The places of two labels, the event last: the one asked for, the one that says yes, else the last in order."""
    polar, folded = [words.polarity(name) for name in names], [name.casefold() for name in names]
    event = polar.index(1) if set(polar) == {0, 1} else int(names[0] <= names[1])
    if asked.positive is not None:
        if asked.positive.casefold() not in folded:
            raise Stop("no_value", value=asked.positive, labels=", ".join(names))
        event = folded.index(asked.positive.casefold())
    return 1 - event, event


def of_shares(truth: Family, family: Family, sheet: Sheet, asked: Asked) -> tuple[Labels, Order]:
    """The labels of a one-hot or soft truth, and the order of the model's columns: of two the event last."""
    names = [sheet.names[place] for place in family.places]
    own, theirs = [name.casefold() for name in truth.classes], [name.casefold() for name in family.classes]
    if asked.classes:
        told = {name: value.casefold() for name, value in asked.classes}
        theirs = [told.get(name, "") for name in names]
    if sorted(own) != sorted(theirs):
        said = {"column": truth.title, "labels": ", ".join(truth.classes[:8])}
        if len(own) != len(theirs):
            raise Stop("classes_unknown", **said)
        pairs = (f"{name}={value}" for name, value in zip(names, own, strict=True))
        raise Stop("which_classes", flag("classes", *pairs), **said, columns=", ".join(names[:8]))
    order = tuple(theirs.index(name) for name in own)
    columns = tuple(sheet.columns[place] for place in truth.places)
    values, classes = sheet.values(truth.places), truth.classes
    if len(own) == 2:
        other, event = _in_order(classes, asked)
        values[~(np.abs(values.sum(axis=1) - 1.0) < 1e-9)] = np.nan
        return Labels(columns, values[:, event], (classes[other], classes[event])), (order[other], order[event])
    if hard(values):
        numbers = np.where(values.sum(axis=1) == 1.0, np.nan_to_num(values).argmax(axis=1), -1)
        return Labels(columns, numbers.astype(np.int64), classes), order
    return Labels(columns, values, classes), order


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
    event = "" if asked.positive is None else pair[_in_order(pair, asked)[1]]
    turn = False
    if len(of) == 1:  # the column's name says of which label it is
        event = event or (pair[1] if says_yes else of[0])
        turn = event != of[0]
    elif not event and says_yes and (named or "-1" in pair):
        event, turn = pair[1], _says_no(owns, truth_words)
    elif not event:
        raise Stop("which_positive", *(flag("positive", text) for text in pair), column=name, labels=", ".join(pair))
    other = pair[0] if event == pair[1] else pair[1]
    values = column.valued({text: float(text == event) for text in pair if text})
    return Labels((column,), values, (other, event)), turn


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
        names = list(counts)
        other, event = _in_order(names, Asked())
        return names[other], names[event]
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
    called = name.strip().isdecimal() or (said & words.MODEL and not said & words.NAMES_MODELS)
    turn = bool(_FROM_ONE.match(name) or (called and _says_no(owns, truth_words)))
    if asked.positive is not None:
        if (side := words.polarity(asked.positive)) is None:
            raise Stop("no_value", value=asked.positive, labels=", ".join(list(counts)[:8]))
        turn = side == 0
    elif _NEGATED.match(column.name.casefold()) or (not turn and owns & words.NO_EVENT and not owns & truth_words):
        raise Stop("which_positive", *(flag("positive", end) for end in _ENDS), column=name, labels=", ".join(_ENDS))
    return Labels((column,), values, _ENDS), turn
