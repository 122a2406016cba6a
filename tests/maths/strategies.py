"""What the properties are tried on: distributions, logits, counts."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

few = settings(max_examples=60, deadline=None, derandomize=True)

probability = st.floats(0.0, 1.0)
logit = st.floats(-800.0, 800.0)


def row_of(weights: list[int]) -> np.ndarray:
    return np.array(weights) / sum(weights)


def distributions(classes: int, least: int = 0) -> st.SearchStrategy[np.ndarray]:
    """Rows that sum to 1; with least > 0 no class is impossible."""
    return st.lists(st.integers(least, 1000), min_size=classes, max_size=classes).filter(any).map(row_of)


def distribution_pairs(least: int = 0) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray]]:
    return st.integers(2, 6).flatmap(lambda k: st.tuples(distributions(k, least), distributions(k, least)))


def logit_rows(reach: float = 50.0) -> st.SearchStrategy[np.ndarray]:
    return st.lists(st.floats(-reach, reach), min_size=2, max_size=6).map(np.array)
