"""The truth as numbers: which label is which class, and which of two is the event."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, number
from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.asked import Asked, Said, Stop, flag
from core.simulation.predictions.reading.families import Family, hard, share_of, splits, values_of
from core.simulation.predictions.reading.rows import Labels

_MOST: Final = 0.5
_FROM_ONE: Final = re.compile(r"1\s*[-−–]|one[_ ]minus", re.IGNORECASE)
_NEGATED: Final = re.compile(r"(?:no|non|not)[\s_.\-]")
_STRAY: Final = 0.05  # of the rows that may have a label which is no class


def whole(text: str) -> int | None:
    """The whole number a text is."""
    value = number(text)
    return int(value) if value is not None and abs(value) < 1e9 and value == int(value) else None


def matched(column: Column, family: Family, sheet: Sheet, asked: Asked, warnings: list[Said]) -> dict[str, int]:
    """The place of the class column that each label's text stands for.

    Raises:
        Stop: more than one reading is possible, or none.
    """
    counts, owns = column.counts(), [own.casefold() for own in family.classes]
    names = [sheet.names[place] for place in family.places]
    if asked.classes:
        told = dict(asked.classes)
        if set(told) >= set(names):
            return _sure(counts, {told[name].casefold(): place for place, name in enumerate(names)}, column.name)
        raise Stop(Said("no_column", {"column": ", ".join(told), "about": "classes", "columns": ", ".join(names)}))
    by_name = {own: place for place, own in enumerate(owns)}
    numbers = {text: value for text in counts if (value := whole(text)) is not None}
    of_owns = [value for own in owns if (value := whole(own)) is not None]
    last, values = len(owns), set(numbers.values())
    if asked.label_offset is not None and numbers:
        return _sure(counts, {text: value - asked.label_offset for text, value in numbers.items()}, column.name)
    if len(numbers) == len(counts) and len(of_owns) == len(owns):
        if sorted(of_owns) == list(range(last)):
            if values and last in values and 0 not in values:
                warnings.append(Said("counted_from_1", {"column": column.name}))
                return _sure(
                    counts,
                    {text: of_owns.index(value - 1) for text, value in numbers.items() if value - 1 in of_owns},
                    column.name,
                )
            if last > 2 and values and 0 not in values and values <= set(of_owns):
                said = Said("from_0_or_1", {"column": column.name, "first": names[of_owns.index(0)]})
                raise Stop(said, "label_offset", ("--label-offset 0", "--label-offset 1"))
        elif sorted(of_owns) == list(range(1, last + 1)) and 0 in values and last not in values:
            warnings.append(Said("columns_from_1", {"column": column.name}))
            return _sure(
                counts,
                {text: of_owns.index(value + 1) for text, value in numbers.items() if value + 1 in of_owns},
                column.name,
            )
    share = share_of(counts, owns)
    if share >= 1.0 - _STRAY or (share > _MOST and len(counts) > last):
        return _sure(counts, by_name, column.name)
    polar = {text: words.POLARITY.get(text.casefold()) for text in (*counts, *owns)}
    if last == 2 and None not in polar.values() and len({polar[own] for own in owns}) == 2:
        places = {polar[own]: place for place, own in enumerate(owns)}
        return _sure(counts, {text.casefold(): places[polar[text]] for text in counts}, column.name)
    raise _unknown(counts, numbers, names, column.name)


def _sure(counts: Mapping[str, int], places: Mapping[str, int], name: str) -> dict[str, int]:
    """The labels that have a class; a label of many rows must."""
    found = {
        text: places[text.casefold()] for text in counts if text.casefold() in places and places[text.casefold()] >= 0
    }
    total = sum(counts.values())
    for text, count in counts.items():
        if text not in found and count > max(1, _STRAY * total) and count > 0.2 * total:
            raise Stop(Said("class_without_column", {"column": name, "label": text}))
    if not found:
        raise Stop(Said("classes_unknown", {"column": name, "labels": ", ".join(list(counts)[:8])}))
    return found


def _unknown(counts: Mapping[str, int], numbers: Mapping[str, int], names: Sequence[str], column: str) -> Stop:
    """The question which column is which class, with the orders one may think of."""
    values = set(numbers.values())
    said = {"column": column, "labels": ", ".join(list(counts)[:8]), "columns": ", ".join(names[:8])}
    if len(numbers) == len(counts) and values and min(values) >= 0 and max(values) <= len(names):
        first = 1 if max(values) == len(names) else 0
        texts = [str(place + first) for place in range(len(names))]
        others = [texts[::-1]] if len(names) == 2 else []
    elif len(counts) == len(names):
        texts = sorted(counts)
        others = [order for order in ([texts[::-1]] if len(names) == 2 else [list(counts)]) if order != texts]
    else:
        return Stop(Said("classes_unknown", said))
    alphabetical = [texts[sorted(names).index(name)] for name in names]
    orders = [
        texts,
        *others,
        *([alphabetical] if alphabetical not in (texts, *others) and len(numbers) == len(counts) else []),
    ]
    flags = [flag("classes", *(f"{name}={text}" for name, text in zip(names, order, strict=True))) for order in orders]
    return Stop(Said("which_classes", said), "classes", flags)


def of_family(
    column: Column, family: Family, sheet: Sheet, asked: Asked, warnings: list[Said]
) -> tuple[Labels, tuple[int, ...]]:
    """The labels of a model with a column for each class, and the order of its columns: of two the event last."""
    places = matched(column, family, sheet, asked, warnings)
    names = list(family.classes)
    for text, place in places.items():
        names[place] = text
    if len(names) > 2:
        return Labels((column,), column.numbered(places), tuple(names)), tuple(range(len(names)))
    event = _event(names, asked)
    order = (1 - event, event)
    of_text = {text: int(place == event) for text, place in places.items()}
    values = column.numbered(of_text).astype(np.float64)
    values[values < 0] = np.nan
    return Labels((column,), values, (names[order[0]], names[order[1]])), order


def _event(names: Sequence[str], asked: Asked) -> int:
    """Which of two labels is the event: the one asked for, the one that says yes, else the last in order."""
    if asked.positive is not None:
        if asked.positive.casefold() not in [name.casefold() for name in names]:
            raise Stop(Said("no_value", {"value": asked.positive, "labels": ", ".join(names)}))
        return [name.casefold() for name in names].index(asked.positive.casefold())
    polar = [words.POLARITY.get(name.casefold()) for name in names]
    if set(polar) == {0, 1}:
        return polar.index(1)
    return 1 if [names[0], names[1]] == sorted(names) else 0


def of_shares(truth: Family, family: Family, sheet: Sheet, asked: Asked) -> tuple[Labels, tuple[int, ...]]:
    """The labels of a one-hot or soft truth, and the order of the model's columns: of two the event last."""
    own, theirs = [name.casefold() for name in truth.classes], [name.casefold() for name in family.classes]
    names = [sheet.names[place] for place in family.places]
    if asked.classes:
        told = {name: value.casefold() for name, value in asked.classes}
        theirs = [told.get(name, "") for name in names]
    if sorted(own) != sorted(theirs):
        if len(own) != len(theirs):
            raise Stop(Said("classes_unknown", {"column": truth.title, "labels": ", ".join(truth.classes[:8])}))
        said = Said(
            "which_classes", {"column": truth.title, "labels": ", ".join(own[:8]), "columns": ", ".join(names[:8])}
        )
        raise Stop(
            said, "classes", [flag("classes", *(f"{name}={value}" for name, value in zip(names, own, strict=True)))]
        )
    order = tuple(theirs.index(name) for name in own)
    columns = tuple(sheet.columns[place] for place in truth.places)
    values = values_of(sheet, truth.places)
    if len(own) == 2:
        event = _event(truth.classes, asked)
        values[~(np.abs(values.sum(axis=1) - 1.0) < 1e-9)] = np.nan
        return Labels(columns, values[:, event], (truth.classes[1 - event], truth.classes[event])), (
            order[1 - event],
            order[event],
        )
    if hard(values):
        numbers = np.where(values.sum(axis=1) == 1.0, np.nan_to_num(values).argmax(axis=1), -1)
        return Labels(columns, numbers.astype(np.int64), truth.classes), order
    return Labels(columns, values, truth.classes), order


def of_lone(column: Column, name: str, asked: Asked, truth_words: frozenset[str], named: bool) -> tuple[Labels, bool]:
    """The labels for a single column of predictions, and whether that is of the class that is not the event.

    Raises:
        Stop: it cannot be known of which class the column is, or there are more classes than two.
    """
    counts = column.counts()
    texts = {text.casefold(): text for text in counts}
    inside = sum(count for text, count in counts.items() if (value := number(text)) is not None and 0.0 <= value <= 1.0)
    total = sum(counts.values())
    known = column.known()
    owns = {own.strip().casefold() for _, _, own in splits(name, counts)} - {""}
    owns |= {own for own in re.findall(r"\d+", name) if re.fullmatch(r"\D*\d+\D*", name)}
    signs = {"-1", "1"}
    soft = not counts or (len(counts) > 2 and inside > _MOST * total)
    pairs = len(counts) == 2 and not all(map(_in_unit, counts)) and all(number(text) is not None for text in counts)
    if soft or (inside >= _MOST * total and not _third(counts) and not pairs):
        if soft and not (len(known) and bool(((known >= 0) & (known <= 1)).mean() > _MOST)):
            raise Stop(Said("many_labels", {"column": column.name}))
        return _of_unit(column, counts, owns, name, asked, truth_words)
    polar = {text: words.POLARITY.get(text) for text in texts}
    if set(counts) <= signs:
        pair = ("-1", "1")
    elif len(counts) == 2:
        pair = (min(counts), max(counts))
        if set(polar.values()) == {0, 1}:
            pair = tuple(texts[text] for text in sorted(polar, key=lambda text: polar[text] or 0))  # type: ignore[assignment]
    elif len(counts) == 1 and polar[next(iter(texts))] is not None:
        only = next(iter(counts))
        pair = ("", only) if polar[only.casefold()] else (only, "")
    elif (
        {text for text in texts if polar[text] is None}
        and len(counts) > 2
        and sum(counts[texts[text]] for text in texts if polar[text] is not None) >= (1 - _STRAY) * total
    ) or (len(counts) > 2 and None not in polar.values()):
        return _of_unit(column, counts, owns, name, asked, truth_words)
    else:
        raise Stop(Said("many_labels" if len(counts) > 1 else "one_word", {"column": column.name}))
    said_yes = set(polar.values()) == {0, 1} or set(counts) <= signs
    mine = [text for text in pair if text and text.casefold() in owns and not (text.isdecimal() and not said_yes)]
    if asked.positive is not None and asked.positive.casefold() not in [text.casefold() for text in pair]:
        raise Stop(Said("no_value", {"value": asked.positive, "labels": ", ".join(pair)}))
    if len(mine) == 1 and any(_NEGATED.match(own) for own in owns):  # prob_not_spam
        mine = [text for text in pair if text != mine[0]]
    if len(mine) == 1:  # the column's name says of which label it is
        event = next((text for text in pair if asked.positive and text.casefold() == asked.positive.casefold()), "")
        event = event or (pair[1] if said_yes else mine[0])
        turn = event != mine[0]
    elif asked.positive is not None:
        event, turn = next(text for text in pair if text.casefold() == asked.positive.casefold()), False
    elif said_yes and (named or set(counts) <= signs):
        event, turn = pair[1], _says_no(owns, truth_words)
    else:
        said = Said("which_positive", {"column": name, "labels": ", ".join(pair)})
        raise Stop(said, "positive", [flag("positive", text) for text in pair])
    other = pair[0] if event == pair[1] else pair[1]
    values = column.numbered({text: int(text == event) for text in pair if text}).astype(np.float64)
    values[values < 0] = np.nan
    return Labels((column,), values, (other, event)), turn


def _third(counts: Mapping[str, int]) -> bool:
    """Whether there is a third label that is no stray."""
    odd = {
        text: count
        for text, count in counts.items()
        if words.POLARITY.get(text.casefold()) is None and not _in_unit(text)
    }
    return (
        bool(odd)
        and sum(odd.values()) > max(1, _STRAY * sum(counts.values()))
        and not _in_unit(max(odd, key=odd.__getitem__))
    )


def _in_unit(text: str) -> bool:
    value = number(text)
    return value is not None and 0.0 <= value <= 1.0


def _says_no(owns: frozenset[str] | set[str], truth_words: frozenset[str]) -> bool:
    """Whether a column's name says that it is of the class that is not the event: prob_no, p0."""
    said = {own for own in owns if len(own) > 1 or own.isdecimal()} - truth_words
    return any(words.POLARITY.get(own) == 0 or _NEGATED.match(own) for own in said)


def _of_unit(
    column: Column, counts: Mapping[str, int], owns: set[str], name: str, asked: Asked, truth_words: frozenset[str]
) -> tuple[Labels, bool]:
    """Labels from 0 to 1, and words that say yes or no."""
    of_word = np.array(
        [np.nan, *(words.POLARITY.get(word.casefold(), np.nan) for word in column.words[1:])], dtype=np.float64
    )
    values = (
        np.where(column.codes == 0, column.numbers, of_word[column.codes])
        if len(column.words) > 1
        else column.numbers.copy()
    )
    with np.errstate(invalid="ignore"):
        values[(values < 0.0) | (values > 1.0)] = np.nan
    said = words.words_of(name)
    called = (
        bool(said & (words.MODEL - words.NAMES_MODELS) or words.one_letter(name, "pq"))
        and not said & words.NAMES_MODELS
    )
    called = called or name.strip().isdecimal()
    turn = bool(_FROM_ONE.match(name)) or (called and _says_no(owns, truth_words))
    if asked.positive is not None:
        if asked.positive.casefold() not in words.POLARITY:
            raise Stop(Said("no_value", {"value": asked.positive, "labels": ", ".join(list(counts)[:8])}))
        turn = words.POLARITY[asked.positive.casefold()] == 0
    elif _NEGATED.match(column.name.casefold()) or (not turn and owns & words.NO_EVENT and not owns & truth_words):
        raise Stop(
            Said("which_positive", {"column": name, "labels": "0, 1"}), "positive", ("--positive 0", "--positive 1")
        )
    return Labels((column,), values, ("0", "1")), turn
