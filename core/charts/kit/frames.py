"""Data frames as charts are given them: tables of rows, and columns one under the other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

Frame = pd.DataFrame


def table(columns: str, rows: Iterable[tuple[Any, ...]], **same: Any) -> Frame:
    """Rows under columns whose names are parted by spaces; further columns are the same in every row."""
    return Frame(list(rows), columns=columns.split()).assign(**same)


def row(**columns: Any) -> Frame:
    """A single row."""
    return Frame([columns])


def stacked(parts: Iterable[Mapping[str, Any] | Sequence[Mapping[str, Any]]]) -> Frame:
    """Frames of the same columns, one under the other; each is given by its columns or by its rows."""
    return pd.concat([Frame(part) for part in parts], ignore_index=True)
