import math

import numpy as np
import pytest

from core.app.drawing import specification
from core.charts.likelihood import classifier as charts

X = np.array([4.0, 4.0, 5.0, 4.0])
Y = np.array([0.0, 0.0, 1.0, 1.0])
LOGS = np.log([0.9, 0.8, 0.5, 1e-300])


def test_samples_of_one_feature_and_label_stack_outward():
    rows = charts.sample_rows(X, Y, np.exp(LOGS))
    assert rows["x"].tolist() == X.tolist()
    below, further, above, other = rows["y"]
    assert further < below < 0.0
    assert above == other > 1.0
    assert rows["likelihood"].tolist() == pytest.approx([0.9, 0.8, 0.5, 1e-300])


def test_all_irises_fit_into_the_picture():
    from core.data.iris import iris_two

    flowers = iris_two()
    rows = charts.sample_rows(flowers.raw[:, 2], flowers.labels.astype(float), np.ones(100))
    assert rows["y"].between(-0.32, 1.32).all()
    assert len(rows.drop_duplicates(["x", "y"])) == 100  # no flower hides another


def test_bars_keep_their_order_and_height():
    rows = charts.bar_rows(LOGS, Y, [3, 2, 1, 0], None)
    assert rows["height"].tolist() == pytest.approx([1e-300, 0.5, 0.8, 0.9])
    assert rows["weight"].tolist() == [1.0, 1.0, 0.5, 0.5]
    assert ((rows["left"] + rows["right"]) / 2).tolist() == pytest.approx([1, 2, 3, 4])
    ends = charts.end_rows(rows, False, 1.0)
    assert ends["height"].tolist() == [0.0, 1.0]


def test_logarithms_hang_from_zero():
    rows = charts.bar_rows(LOGS, Y, [0, 1, 2, 3], 1 / math.log(2))
    assert rows["height"].tolist() == pytest.approx([math.log2(0.9), math.log2(0.8), -1.0, -300 * math.log2(10)])
    low = charts.end_rows(rows, True, 1 / math.log(2))["height"].min()
    assert low < rows["height"].min()
    short = charts.bar_rows(np.log([0.9]), Y[:1], [0], 1.0)
    assert charts.end_rows(short, True, 1.0)["height"].min() == -1.0


def test_specifications_hold_no_numbers_of_the_data():
    words = {"x": "x", "y": "y", "place": "place", "height": "height"}
    left = specification(charts.sigmoid_chart, ("samples", "curve", "classes"), {"words": words})
    right = specification(charts.bars_chart, ("bars", "ends"), {"words": words})
    assert {layer["data"]["name"] for layer in left["layer"]} == {"samples", "curve", "classes"}
    assert {layer["data"]["name"] for layer in right["layer"]} == {"bars", "ends"}
