"""Tables put into one with a row for each sample: a column that names the model, two files that share an id."""

from dataclasses import replace
from typing import Final

import numpy as np

from core.data.reading import words
from core.data.reading.cells import Column, missing
from core.data.reading.sheet import Sheet
from core.maths.checks import IntArray
from core.simulation.predictions.reading.asked import Said, Stop, flag, place_of

_MOST_MODELS: Final = 20

Keys = dict[str | float, int]  # the row of each id


def unfolded(sheet: Sheet, asked: str | None) -> tuple[Sheet, tuple[Said, ...]]:
    """The same with a column for each model, where one column names the model each row is from; and what was done.

    Stop: the rows of the models do not fit one another.
    """
    column = _naming(sheet, asked)
    if column is None:
        return sheet, ()
    names, warnings = list(column.counts(_MOST_MODELS)), list[Said]()
    if not names:
        empty = not len(column.known()) and all(map(missing, column.words))
        raise Stop("long_empty" if empty else "long_many", column=column.name, most=str(_MOST_MODELS))
    rows = [np.flatnonzero(column.numbered({name: 1}) == 1) for name in names]
    aligned = _aligned(sheet, column, rows, warnings)
    columns: list[Column] = []
    for one in (one for one in sheet.columns if one is not column):
        parts = [one.part(found) for found in aligned]
        if all(_equal(parts[0], part) for part in parts[1:]):
            columns.append(parts[0])
        elif one.said & words.MODEL:
            columns += [replace(part, name=f"{one.name} · {name}") for name, part in zip(names, parts, strict=True)]
        elif one.said & (words.TRUTH | words.TRULY):
            raise Stop("long_truths_differ", column=one.name)
    warnings.append(Said("long", {"column": column.name, "models": ", ".join(names)}))
    return replace(sheet.part(aligned[0]), columns=tuple(columns)), tuple(warnings)


def _naming(sheet: Sheet, asked: str | None) -> Column | None:
    """The column that names the models: the one asked for, or the first that is called so and holds several words."""
    if asked is not None:
        return None if asked == "none" else sheet.columns[place_of(sheet, asked, "long")]
    called = (one for one in sheet.columns if one.said & words.NAMES_MODELS and len(one.words) > 2)
    found = next((one for one in called if not len(one.known())), None)
    return found if found and len(found.counts(_MOST_MODELS)) > 1 else None


def _aligned(sheet: Sheet, naming: Column, rows: list[IntArray], warnings: list[Said]) -> list[IntArray]:
    """The rows of every model, in one order: by an id, or as they stand where there are as many of each."""
    for ids in sheet.columns:
        keys = [_keys(ids, found) for found in rows]
        if ids is naming or not ids.said & words.COUNTING or [*map(len, keys)] != [*map(len, rows)]:
            continue
        common = [key for key in keys[0] if all(key in of for of in keys)]
        if lost := max(map(len, keys)) - len(common):
            warnings.append(Said("common_rows", {"rows": str(len(common)), "lost": str(lost)}))
        return [np.array([of[key] for key in common], dtype=np.int64) for of in keys]
    if len({len(found) for found in rows}) > 1:
        raise Stop("long_without_ids", column=naming.name)
    return rows


def _keys(column: Column, rows: IntArray) -> Keys:
    codes, numbers = column.codes[rows].tolist(), column.numbers[rows].tolist()
    each = zip(rows.tolist(), codes, numbers, strict=True)
    return {column.words[code] if code else value: row for row, code, value in each}


def _equal(one: Column, other: Column) -> bool:
    return bool(np.array_equal(one.codes, other.codes) and np.array_equal(one.numbers, other.numbers, equal_nan=True))


def shared_ids(first: Sheet, second: Sheet) -> tuple[str, ...]:
    """The columns by which two tables may be joined, those that are called an id first."""
    common = [one for one in first.names if one in second.names]
    return tuple(sorted(common, key=lambda one: not words.words_of(one) & words.COUNTING))


def joined(first: Sheet, second: Sheet, name: str | None) -> Sheet:
    """Two tables side by side, their rows matched by an id.

    Stop: no common id, or ids that come twice or stand in one table only and were not asked for by name.
    """
    chosen = name or next(iter(shared_ids(first, second)), None)
    if chosen is None:
        raise Stop("no_common_id", columns=", ".join(first.names[:8]))
    here, there = (
        _keys(sheet.columns[place_of(sheet, chosen, "id")], np.arange(len(sheet.lines))) for sheet in (first, second)
    )
    rows = len(first.lines) + len(second.lines)
    if twice := rows - len(here) - len(there):
        raise Stop("ids_twice", column=chosen, rows=str(twice))
    common = [key for key in here if key in there]
    lost = rows - 2 * len(common)
    if lost and (name is None or not common):
        flags = (flag("id", chosen),) if common else ()
        raise Stop("ids_unmatched", *flags, column=chosen, rows=str(lost), common=str(len(common)))
    left = first.part(np.array([here[key] for key in common], dtype=np.int64))
    right = second.part(np.array([there[key] for key in common], dtype=np.int64))
    others = [one for one in right.columns if one.name != chosen]
    others.sort(key=lambda one: one.name in first.names)
    renamed = (replace(one, name=f"{one.name} · 2") if one.name in first.names else one for one in others)
    return replace(left, columns=(*left.columns, *renamed))
