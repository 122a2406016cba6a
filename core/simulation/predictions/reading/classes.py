"""The labels for a column for each class: which label is which class, and which of two is the event."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, hard, number
from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.asked import Asked, flag
from core.simulation.predictions.reading.families import Family, share_of
from core.simulation.predictions.reading.found import Said, Stop
from core.simulation.predictions.reading.rows import Labels

Order = tuple[int, ...]

_MOST: Final = 0.5
STRAY: Final = 0.05  # of the rows that may have a label which is no class
# Where the class columns count from, whether a label is 0, whether one is their number: what labels are off, and why.
_SHIFTS: Final = {(0, False, True): (1, "counted_from_1"), (1, True, False): (-1, "columns_from_1")}


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
    event = _event(names, asked)
    order = (1 - event, event)
    events = {text: place == event for text, place in places.items()}
    return of_pair(column, events, names[1 - event], names[event]), order


def of_pair(column: Column, events: Mapping[str, bool], other: str, event: str) -> Labels:
    """Labels of two classes: 1 where a text stands for the event, 0 where for the other, NaN where for neither."""
    values = column.numbered({text: int(is_event) for text, is_event in events.items()}).astype(np.float64)
    values[values < 0] = np.nan
    return Labels((column,), values, (other, event))


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


def _event(names: Sequence[str], asked: Asked) -> int:
    """Which of two labels is the event: the one asked for, the one that says yes, else the last in order."""
    if asked.positive is not None:
        return asked_for(asked.positive, names)
    polar = [words.polarity(name) for name in names]
    return polar.index(1) if set(polar) == {0, 1} else int(names[0] <= names[1])


def asked_for(value: str, names: Sequence[str]) -> int:
    """The place of the label that the reader calls the event."""
    folded = [name.casefold() for name in names]
    if value.casefold() not in folded:
        raise Stop("no_value", value=value, labels=", ".join(names))
    return folded.index(value.casefold())


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
        event = _event(classes, asked)
        values[~(np.abs(values.sum(axis=1) - 1.0) < 1e-9)] = np.nan
        return Labels(columns, values[:, event], (classes[1 - event], classes[event])), (order[1 - event], order[event])
    if hard(values):
        numbers = np.where(values.sum(axis=1) == 1.0, np.nan_to_num(values).argmax(axis=1), -1)
        return Labels(columns, numbers.astype(np.int64), classes), order
    return Labels(columns, values, classes), order
