import numpy as np
import pytest

from core.app.drawing import specification
from core.charts.kit.live import Live
from core.charts.likelihood import classifier as charts

X = np.array([4.0, 4.0, 5.0, 4.0])
Y = np.array([0.0, 0.0, 1.0, 1.0])
HAND = (Live("slope", 2.0, -20.0, 20.0, 0.01), Live("intercept", 0.0, -10.0, 10.0, 0.01))


def test_samples_of_one_feature_and_label_stack_outward():
    rows = charts.sample_rows(X, Y)
    assert rows["x"].tolist() == X.tolist()
    below, further, above, other = rows["y"]
    assert further < below < 0.0
    assert above == other > 1.0


def test_all_irises_fit_into_the_picture():
    from core.data.iris import iris_two

    flowers = iris_two()
    rows = charts.sample_rows(flowers.raw[:, 2], flowers.labels.astype(float))
    assert rows["y"].between(-0.32, 1.32).all()
    assert len(rows.drop_duplicates(["x", "y"])) == 100  # no flower hides another


def test_a_bar_for_each_sample_by_its_feature():
    rows = charts.bar_rows(X - 4.0, Y)
    assert rows["centred"].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert rows["sign"].tolist() == [-1.0, -1.0, 1.0, 1.0]
    assert rows["weight"].tolist() == [0.5, 0.5, 1.0, 1.0]
    assert rows["place"].tolist() == [1, 2, 3, 4]
    assert set(rows["count"]) == {4}


def test_the_curve_goes_from_end_to_end():
    rows = charts.curve_rows((2.0, 6.0), 5.0)
    assert rows["x"].iloc[[0, -1]].tolist() == [2.0, 6.0]
    assert rows["centred"].iloc[[0, -1]].tolist() == [-3.0, 1.0] == rows[["low", "high"]].iloc[0].tolist()


@pytest.mark.parametrize("per_unit", [None, 1.0])
@pytest.mark.parametrize("by_value", [True, False])
def test_specifications_hold_no_numbers_of_the_data(per_unit, by_value):
    words = {"x": "x", "y": "y", "place": "place", "height": "height"}
    left = specification(charts.sigmoid_chart, ("samples", "curve", "classes"), {"words": words, "hand": HAND})
    more = {"per_unit": per_unit, "by_value": by_value, "hand": HAND}
    right = specification(charts.bars_chart, ("bars",), {"words": words} | more)
    assert {layer["data"]["name"] for layer in left["layer"]} == {"samples", "curve", "classes"}
    assert "datasets" not in left | right
    for spec in (left, right):
        assert [one["name"] for one in spec["params"]] == ["slope", "intercept"]
