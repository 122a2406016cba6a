"""The record a model trains on: checked when made, sealed, and a good key for a cache."""

import copy
import math
import pickle

import numpy as np
import pytest
import streamlit as st
from sklearn.preprocessing import StandardScaler

from core.data.samples import Dataset

GOOD = {
    "columns": ("width", "height"),
    "classes": ("no", "yes"),
    "raw": np.array([[0.0, 10.0], [2.0, 10.0], [4.0, 40.0]]),
    "labels": np.array([0, 1, 1]),
    "standardised": True,
}


def test_columns_of_mean_0_and_deviation_1():
    data = Dataset(**GOOD)
    side = math.sqrt(1.5)  # 0, 2, 4: mean 2, variance 8/3
    np.testing.assert_allclose(data.inputs[:, 0], [-side, 0.0, side], rtol=1e-15, atol=1e-15)
    np.testing.assert_allclose(data.inputs[:, 1], [-math.sqrt(0.5)] * 2 + [math.sqrt(2.0)], rtol=1e-15)
    np.testing.assert_array_equal(data.raw, GOOD["raw"])


def test_standardised_like_scikit_learn():
    rng = np.random.default_rng(0)
    raw = rng.normal([5.0, -300.0, 1e-6], [2.0, 1000.0, 1e-7], (60, 3))
    data = Dataset(("a", "b", "c"), ("0", "1"), raw, np.arange(60) % 2, True)
    scaler = StandardScaler().fit(raw)
    np.testing.assert_allclose(data.inputs, scaler.transform(raw), rtol=1e-9, atol=1e-12)
    grid = rng.normal(0.0, 10.0, (4, 5, 3))
    expected = scaler.transform(grid.reshape(-1, 3)).reshape(grid.shape)
    np.testing.assert_allclose(data.model_units(grid), expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(data.model_units(grid[0, 0]), expected[0, 0], rtol=1e-9, atol=1e-12)


def test_units_stay_where_nothing_is_standardised():
    data = Dataset(**GOOD | {"standardised": False})
    np.testing.assert_array_equal(data.inputs, GOOD["raw"])
    np.testing.assert_array_equal(data.model_units([3.0, 4.0]), [3.0, 4.0])


@pytest.mark.parametrize("unit", [1e100, 1e-170, 5e-324])
def test_columns_of_any_size_are_standardised(unit):
    raw = np.array([[-1.0], [1.0], [1.0], [-1.0]]) * unit
    data = Dataset(("a",), ("0", "1"), raw, np.array([0, 1, 0, 1]), True)
    np.testing.assert_allclose(data.inputs[:, 0], [-1.0, 1.0, 1.0, -1.0], rtol=1e-12)


def test_points_too_far_from_a_narrow_column():
    raw = np.array([[-1e-300], [1e-300]])
    data = Dataset(("a",), ("0", "1"), raw, np.array([0, 1]), True)
    for far in (1.0, 1e100):
        with pytest.raises(ValueError, match=r"points\[0\] = .* is too far from the data"):
            data.model_units([far])


def arrays(data):
    return data.raw, data.labels, data.inputs


@pytest.mark.parametrize("through", [lambda data: data, lambda data: pickle.loads(pickle.dumps(data)), copy.deepcopy])
def test_arrays_are_read_only_copies_also_after_pickling(through):
    raw, labels = GOOD["raw"].copy(), GOOD["labels"].copy()
    data = through(Dataset(**GOOD | {"raw": raw, "labels": labels}))
    raw[:], labels[:] = 7.0, 0
    np.testing.assert_array_equal(data.raw, GOOD["raw"])
    np.testing.assert_array_equal(data.labels, GOOD["labels"])
    assert (data.columns, data.classes, data.standardised) == (GOOD["columns"], GOOD["classes"], True)
    for array in arrays(data):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_equal_data_share_a_cache_entry_and_different_data_do_not():
    calls = []

    @st.cache_data
    def count(data):
        calls.append(data)
        return data

    first = Dataset(**GOOD)
    _ = first.inputs  # what was computed on the way is no part of the key
    again = count(first)
    assert count(Dataset(**GOOD)).raw.tolist() == again.raw.tolist()
    assert count(Dataset(**GOOD | {"raw": np.asfortranarray(GOOD["raw"])})) is not None
    assert len(calls) == 1
    with pytest.raises(ValueError, match="read-only"):
        again.raw[0] = 0.0
    raw = GOOD["raw"].copy()
    raw[2, 1] = 40.5
    others = [
        {"raw": raw},
        {"labels": np.array([1, 0, 1])},
        {"columns": ("width", "depth")},
        {"classes": ("yes", "no")},
        {"standardised": False},
    ]
    for other in others:
        count(Dataset(**GOOD | other))
    assert len(calls) == 1 + len(others)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"raw": [[0.0, math.nan]] * 3}, r"raw.*nan"),
        ({"raw": [[0.0, 1.0], [0.0, math.inf], [0.0, 1.0]]}, r"raw\[1, 1\] = inf is not finite"),
        ({"raw": [[0.0, 1.0], [2e100, 1.0], [0.0, 1.0]]}, r"raw\[1, 0\] = 2e\+100"),
        ({"raw": [0.0, 1.0, 2.0]}, r"raw has shape \(3,\)"),
        ({"raw": [[0.0, 1.0, 2.0]] * 3}, r"raw has shape \(3, 3\), not at least 2 samples × 2 columns"),
        ({"raw": [[0.0, 1.0]], "labels": [0]}, r"raw has shape \(1, 2\)"),
        ({"labels": [0, 1]}, r"labels has shape \(2,\)"),
        ({"labels": [0.0, 1.0, 1.0]}, "type float64"),
        ({"labels": [0, 1, 2]}, r"labels\[2\] = 2 is no class of 2"),
        ({"labels": [-1, 1, 0]}, r"labels\[0\] = -1 is no class"),
        ({"labels": [1, 1, 1]}, "class 0 has no sample"),
        ({"classes": ("no", "yes", "maybe")}, "class 2 has no sample"),
        ({"classes": ("no",), "labels": [0, 0, 0]}, "at least 2"),
        ({"classes": ("no", "no")}, "each a different one"),
        ({"columns": ("width", " ")}, "names that say something"),
        ({"columns": "ab"}, "names that say something"),
        ({"columns": ()}, "at least 1"),
        ({"standardised": 1}, "neither True nor False"),
        ({"raw": [[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]]}, "column 'width' has one value only"),
    ],
)
def test_refused_when_made(change, message):
    with pytest.raises(ValueError, match=message):
        Dataset(**GOOD | change)


def test_a_constant_column_is_fine_as_long_as_it_keeps_its_units():
    assert Dataset(**GOOD | {"raw": [[0.1, 1.0]] * 3, "standardised": False}).inputs.tolist() == [[0.1, 1.0]] * 3


def test_points_of_another_width():
    with pytest.raises(ValueError, match=r"points has shape \(3,\), not \(…, 2\)"):
        Dataset(**GOOD).model_units([1.0, 2.0, 3.0])
