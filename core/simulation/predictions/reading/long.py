"""Tables in which a column names the model, and files that belong together by their ids."""

from dataclasses import replace

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column
from core.data.reading.sheet import Sheet
from core.maths.checks import IntArray
from core.simulation.predictions.reading.asked import Asked, Said, Stop, flag
from core.simulation.predictions.reading.truth import place_of

_MOST_MODELS = 20


def unfolded(sheet: Sheet, asked: Asked, warnings: list[Said]) -> tuple[Asked, Sheet]:
    """The same with a column for each model, where one column names the model each row is from.

    Raises:
        Stop: the rows of the models do not fit one another.
    """
    place = _naming(sheet, asked)
    if place is None:
        return asked, sheet
    column = sheet.columns[place]
    names = list(column.counts(_MOST_MODELS))
    if asked.long is None and len(names) < 2:
        return asked, sheet
    rows = {name: np.flatnonzero(column.numbered({name: 1}) == 1) for name in names}
    ids = next((one for one in sheet.columns if one is not column and words.words_of(one.name) & words.COUNTING
                and all(_distinct(one, rows[name]) for name in names)), None)  # fmt: skip
    if ids is not None:
        keys = [{_key(ids, row): row for row in rows[name].tolist()} for name in names]
        common = [key for key in keys[0] if all(key in of for of in keys)]
        lost = max(map(len, keys)) - len(common)
        aligned = [np.array([of[key] for key in common], dtype=np.int64) for of in keys]
        if lost:
            warnings.append(Said("common_rows", {"rows": str(len(common)), "lost": str(lost)}))
    elif len({len(found) for found in rows.values()}) == 1:
        aligned = list(rows.values())
    else:
        raise Stop(Said("long_without_ids", {"column": column.name}))
    first = sheet.part(aligned[0])
    columns: list[Column] = []
    models: list[str] = []
    for number, one in enumerate(sheet.columns):
        if number == place:
            continue
        parts = [_picked(one, found) for found in aligned]
        if all(_equal(parts[0], part) for part in parts[1:]):
            columns.append(first.columns[number])
        elif words.words_of(one.name) & words.MODEL or words.one_letter(one.name, "apqz"):
            for name, part in zip(names, parts, strict=True):
                columns.append(
                    Column(f"{one.name} · {name}", part.numbers, part.codes, part.words, part.percent, part.digits)
                )
                models.append(columns[-1].name)
        elif words.words_of(one.name) & (words.TRUTH | words.TRULY):
            raise Stop(Said("long_truths_differ", {"column": one.name}))
    warnings.append(Said("long", {"column": column.name, "models": ", ".join(names)}))
    return replace(asked, long=None), Sheet(tuple(columns), first.lines, {}, sheet.headerless, sheet.skipped)


def _naming(sheet: Sheet, asked: Asked) -> int | None:
    if asked.long is not None:
        return None if asked.long == "none" else place_of(sheet, asked.long, "long")
    for place, column in enumerate(sheet.columns):
        said = words.words_of(column.name)
        if said & words.NAMES_MODELS and len(column.words) > 2 and not len(column.known()):
            return place if len(column.counts(_MOST_MODELS)) > 1 else None
    return None


def _distinct(column: Column, rows: IntArray) -> bool:
    return len({_key(column, row) for row in rows.tolist()}) == len(rows)


def _key(column: Column, row: int) -> str | float:
    code = column.codes[row]
    return column.words[code] if code else float(column.numbers[row])


def _picked(column: Column, rows: IntArray) -> Column:
    return Column(column.name, column.numbers[rows], column.codes[rows], column.words, column.percent, column.digits)


def _equal(one: Column, other: Column) -> bool:
    return bool(np.array_equal(one.codes, other.codes) and np.array_equal(one.numbers, other.numbers, equal_nan=True))


def joined(first: Sheet, second: Sheet, name: str | None) -> Sheet:
    """Two tables side by side, their rows matched by an id.

    Raises:
        Stop: no common id, or ids that come twice or stand in one table only and were not asked for by name.
    """
    common = [one for one in first.names if one in second.names]
    of_name = [one for one in common if words.words_of(one) & words.COUNTING] or common[:1]
    chosen = name if name is not None else of_name[0] if of_name else None
    if chosen is None:
        raise Stop(Said("no_common_id", {"columns": ", ".join(first.names[:8])}))
    a, b = (sheet.columns[place_of(sheet, chosen, "id")] for sheet in (first, second))
    keys = {_key(b, row): row for row in range(len(second.lines))}
    twice = len(second.lines) - len(keys) + len(first.lines) - len({_key(a, row) for row in range(len(first.lines))})
    if twice:
        raise Stop(Said("ids_twice", {"column": chosen, "rows": str(twice)}))
    here = np.array([row for row in range(len(first.lines)) if _key(a, row) in keys], dtype=np.int64)
    lost = len(first.lines) + len(second.lines) - 2 * len(here)
    if lost and (name is None or not len(here)):
        said = Said("ids_unmatched", {"column": chosen, "rows": str(lost), "common": str(len(here))})
        raise Stop(said, "id", [flag("id", chosen)] if len(here) else [])
    there = np.array([keys[_key(a, row)] for row in here.tolist()], dtype=np.int64)
    left, right = first.part(here), second.part(there)
    columns = [one for one in right.columns if one.name != chosen and one.name not in first.names]
    twins = [one for one in right.columns if one.name != chosen and one.name in first.names]
    renamed = [Column(f"{one.name} · 2", one.numbers, one.codes, one.words, one.percent, one.digits) for one in twins]
    return Sheet((*left.columns, *columns, *renamed), left.lines, {}, first.headerless, first.skipped)
