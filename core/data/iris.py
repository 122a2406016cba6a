"""Iris: 150 flowers of three species, measured by E. Anderson and published by R. A. Fisher in 1936."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from core.data.samples import Dataset

SOURCE: Final = Path(__file__).with_name("iris.csv")  # its first line says where the numbers come from
SPECIES: Final = ("setosa", "versicolor", "virginica")


def iris_two() -> Dataset:
    """Versicolor and virginica, 50 flowers each, standardised: no plane parts them, so the best weights are finite."""
    return _flowers(SPECIES[1:])


def iris_three() -> Dataset:
    """All three species, 50 flowers each, standardised."""
    return _flowers(SPECIES)


@cache
def _flowers(species: tuple[str, ...]) -> Dataset:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(line for line in file if not line.startswith("#"))
    kept = [row for row in rows if row[-1] in species]
    labels = np.array([species.index(row[-1]) for row in kept])
    raw = np.array([row[:-1] for row in kept], dtype=np.float64)
    return Dataset(tuple(header[:-1]), species, raw, labels, standardised=True)
