"""Data frames as charts are given them: tables of rows, and columns one under the other."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Frame = pd.DataFrame


def table(columns: str, rows: Iterable[tuple[Any, ...]], **same: Any) -> pd.DataFrame:
    """Rows under columns whose names are parted by spaces; further columns are the same in every row."""
    return pd.DataFrame(list(rows), columns=columns.split()).assign(**same)


def row(**columns: Any) -> pd.DataFrame:
    """A single row."""
    return pd.DataFrame([columns])


def stacked(parts: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Frames of the same columns, one under the other."""
    return pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)
