"""Iris: the numbers of Fisher's paper, as scikit-learn has them too."""

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn.datasets import load_iris

from core.data import iris
from core.data.iris import iris_three, iris_two


def separable(inputs, labels):
    """Whether some (w, b) has (2y − 1)(w·x + b) ≥ 1 for every sample: a linear programme that says yes or no."""
    signed = (2.0 * labels - 1.0)[:, None] * np.column_stack([inputs, np.ones(len(inputs))])
    return linprog(np.zeros(signed.shape[1]), A_ub=-signed, b_ub=-np.ones(len(signed)), bounds=(None, None)).status == 0


def test_every_value_is_that_of_scikit_learn():
    known, data = load_iris(), iris_three()
    np.testing.assert_array_equal(data.raw, known.data)
    np.testing.assert_array_equal(data.labels, known.target)
    assert data.columns == tuple(known.feature_names)
    assert data.classes == tuple(known.target_names)


def test_the_two_rows_in_which_another_common_file_differs():
    raw = iris_three().raw
    assert raw[34].tolist() == [4.9, 3.1, 1.5, 0.2]  # elsewhere 0.1 at the end
    assert raw[37].tolist() == [4.9, 3.6, 1.4, 0.1]  # elsewhere 3.1, 1.5 in the middle


def test_two_species_are_the_last_hundred_flowers():
    data = iris_two()
    assert data.classes == ("versicolor", "virginica")
    np.testing.assert_array_equal(data.raw, load_iris().data[50:])
    np.testing.assert_array_equal(data.labels, np.repeat([0, 1], 50))


@pytest.mark.parametrize("make", [iris_two, iris_three])
def test_standardised_and_made_once(make):
    data = make()
    assert data.standardised
    np.testing.assert_allclose(data.inputs.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(data.inputs.std(axis=0), 1.0, rtol=1e-12)
    assert make() is data


def test_a_plane_parts_setosa_from_the_others_but_not_the_others_from_each_other():
    three, two = iris_three(), iris_two()
    assert separable(three.inputs, (three.labels > 0).astype(float))
    assert not separable(two.inputs, two.labels)


def test_the_file_names_its_source_first():
    first = iris.SOURCE.read_text(encoding="utf-8").partition("\n")[0]
    for word in ("# R. A. Fisher", "Annals of Eugenics 7 (1936)", "E. Anderson", "UCI"):
        assert word in first
