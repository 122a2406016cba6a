"""The chart of the tags: outputs before and after, where each loss wants them, and that only data change."""

import json
import math

import altair as alt
import numpy as np
import pytest

from core.charts.formulas import labels as charts
from core.charts.kit.theme import QUANTITIES
from core.simulation.formulas.labels import KINDS, state

Y = np.array([1.0, 0.0, 1.0, 0.0])
LEVEL, MOVED = np.zeros(4), np.array([0.0, math.log(3.0), -500.0, 500.0])


def states(scores: np.ndarray, y: np.ndarray = Y) -> dict:
    return {kind: state(kind, y, scores) for kind in KINDS}


def test_each_cell_has_its_output_where_it_began_and_its_slope():
    cells = charts.cell_rows(states(MOVED), states(LEVEL))
    assert len(cells) == 12
    sigmoids = cells[cells["start"] == 1]
    assert sigmoids["began"].tolist() == pytest.approx([1 + 0.84 * 0.5] * 4)
    assert sigmoids["end"].tolist() == pytest.approx([1 + 0.84 * a for a in (0.5, 0.75, 0.0, 1.0)])
    assert sigmoids["share"].tolist()[:2] == ["0.500", "0.750"]
    assert sigmoids["slope"].tolist() == ["−0.500", "0.750", "−1.000", "1.000"]
    mixture = cells[cells["start"] == 2]
    assert mixture["slope"].tolist() == ["−0.500", "0.000", "−1.000", "0.000"]


def test_a_loss_that_is_not_there_has_no_slope_to_show():
    none = states(LEVEL, np.zeros(4))
    cells = charts.cell_rows(none, none)
    assert cells[cells["start"] == 0]["slope"].tolist() == [""] * 4
    assert cells[cells["start"] == 1]["slope"].tolist() == ["0.500"] * 4


def test_wishes_stand_where_a_loss_has_one():
    rows = charts.wish_rows({"softmax": [0.5, 0.0, 0.5, 0.0], "mixture": [1.0, math.nan, 1.0, math.nan]})
    assert rows["row"].tolist() == [0, 1, 2, 3, 0, 2]
    assert rows["start"].tolist() == pytest.approx([0.42, 0.0, 0.42, 0.0, 2.84, 2.84])
    nothing = charts.wish_rows({kind: [math.nan] * 4 for kind in KINDS})
    assert nothing.empty
    assert nothing["start"].dtype == float


def test_all_that_is_drawn_is_finite_and_inside_its_column():
    cells = charts.cell_rows(states(MOVED), states(-MOVED))
    numbers = cells[["start", "end", "began", "right"]].to_numpy()
    assert np.isfinite(numbers).all()
    assert ((numbers >= cells[["start"]].to_numpy()) & (numbers < cells[["start"]].to_numpy() + 1)).all()


def test_true_tags_are_marked():
    assert charts.tag_rows(["a", "b"], [1, 0])["true"].tolist() == [1.0, 0.0]


def test_the_specification_knows_the_number_of_tags_only():
    frames = {name: alt.NamedData(name) for name in ("cells", "wishes", "tags", "headings")}
    spec = charts.tag_chart(**frames, count=4).to_dict()
    assert spec == charts.tag_chart(**frames, count=4).to_dict()
    words = json.dumps(spec)
    assert json.dumps(list(QUANTITIES)) in words
    assert '"range": ["#' not in words


def test_headings_stand_in_the_order_of_the_losses():
    words = {f"{kind}{end}": f"{kind}{end}" for kind in KINDS for end in ("", "_formula")}
    headings = charts.kind_rows(words)
    assert headings["text"].tolist() == ["softmax", "sigmoids", "mixture"]
    assert headings["start"].tolist() == [0.0, 1.0, 2.0]
