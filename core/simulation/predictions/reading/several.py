"""Rows with several labels at once: a yes or no for each label, and the loss is the sum of the binary ones."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.data.reading.sheet import Sheet
from core.simulation.predictions.reading.asked import Said, Stop
from core.simulation.predictions.reading.families import Family, hard, values_of
from core.simulation.predictions.reading.rows import Checked, Labels, Values, check_rows

_STRAY = 0.05

Parts = tuple[tuple[str, Checked], ...]


def has_several(sheet: Sheet, truth: Family) -> bool:
    """Whether a truth of zeros and ones has more than a few rows without exactly one 1."""
    values = values_of(sheet, truth.places) if truth.classes else np.zeros((1, 1))
    return bool(truth.classes) and hard(values) and float((values.sum(axis=1) == 1.0).mean()) < 1.0 - _STRAY


def parts_of(sheet: Sheet, truth: Family, models: Sequence[Family], kinds: Sequence[str]) -> Parts:
    """Each label with the rows that can be used for all of them, every model a lone column.

    Raises:
        Stop: a model has other labels.
    """
    parts: list[tuple[str, Checked]] = []
    for name, place in zip(truth.classes, truth.places, strict=True):
        values = []
        for model, kind in zip(models, kinds, strict=True):
            owns = [own.casefold() for own in model.classes]
            if sorted(owns) != sorted(own.casefold() for own in truth.classes):
                raise Stop(Said("other_classes", {"model": model.title}))
            values.append(Values(model.title, (model.places[owns.index(name.casefold())],), kind))
        column = sheet.columns[place]
        parts.append((name, check_rows(sheet, Labels((column,), column.numbers, ("0", "1")), tuple(values))))
    common = parts[0][1].lines
    for _, one in parts[1:]:
        common = np.intersect1d(common, one.lines)
    return tuple((name, _part(one, np.isin(one.lines, common))) for name, one in parts)


def _part(one: Checked, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Checked:
    values = tuple(array[rows] for array in one.values)
    bad = one.total - int(rows.sum())
    return replace(one, lines=one.lines[rows], labels=one.labels[rows], values=values, bad_count=bad)
