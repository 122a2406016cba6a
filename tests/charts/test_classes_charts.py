"""The rows of many classes and of many labels: places by hand, and specifications without data."""

import json
import math

import altair as alt
import numpy as np
import pytest

from core.charts import classes, many_labels
from core.charts.theme import UNITS
from core.simulation.label_kinds import KINDS, Tagged, descend, state
from core.simulation.smoothing import ClassSample

SAMPLE = ClassSample(tuple(np.log([0.7, 0.2, 0.1]).tolist()), 0, epsilon=0.3)


def test_bars_have_the_length_of_their_numbers():
    rows = classes.bar_rows(SAMPLE, UNITS["nats"])
    model = rows[rows["quantity"] == "model"]
    np.testing.assert_allclose(model["end"] - model["start"], [0.63, 0.18, 0.09])  # 0.9 of a column is 1
    slopes = rows[(rows["quantity"] == "cross_entropy") & (rows["start"] > 1.5)]
    np.testing.assert_allclose(
        slopes["end"] - slopes["start"], 0.46 * (np.array([0.7, 0.2, 0.1]) - [0.8, 0.1, 0.1]), atol=1e-12
    )


def test_the_labels_share_of_the_surprisal_is_the_loss():
    rows = classes.bar_rows(SAMPLE, UNITS["bits"])
    share = rows[(rows["quantity"] == "cross_entropy") & (rows["start"] == 1.0)]
    whole = rows[rows["quantity"] == "entropy"]
    surprisals = -np.log2([0.7, 0.2, 0.1])
    scale = (whole["end"] - whole["start"]).to_numpy() / surprisals
    assert np.ptp(scale) < 1e-12
    assert (share["end"] - share["start"]).sum() / scale[0] == pytest.approx(surprisals @ [0.8, 0.1, 0.1])


def test_a_surprisal_beyond_every_axis_stays_inside_it():
    far = ClassSample((10.0, -10.0), 1, 0.1)
    rows = classes.bar_rows(far, UNITS["bits"])
    assert rows["end"].max() < 4.0
    assert np.isfinite(rows[["start", "end"]].to_numpy()).all()


def test_labels_and_numbers():
    labels = classes.label_rows(SAMPLE, "y′")
    assert labels["mine"].tolist() == [1.0, 0.0, 0.0]
    assert labels["text"].tolist() == ["y′ 0.8", "y′ 0.1", "y′ 0.1"]
    numbers = classes.number_rows(SAMPLE, UNITS["nats"])
    assert numbers[numbers["quantity"] == "entropy"]["text"].tolist() == ["0.357", "1.609", "2.303"]


def test_cells_of_the_tags():
    tagged = Tagged((0.0, 0.0), (1, 0))
    y = np.array([1.0, 0.0])
    starts = {kind: state(kind, y, np.zeros(2)) for kind in KINDS}
    ends = {kind: state(kind, y, descend(kind, tagged, 1, 0.5)[-1]) for kind in KINDS}
    cells = many_labels.cell_rows(ends, starts)
    assert len(cells) == 6
    sigmoids = cells[(cells["start"] == 1)].reset_index()
    a = 1 / (1 + math.exp(-0.25))
    assert sigmoids["end"][0] == pytest.approx(1 + 0.84 * a)
    assert sigmoids["began"][0] == pytest.approx(1 + 0.84 * 0.5)
    wishes = many_labels.wish_rows(
        {"softmax": [math.nan, math.nan], "sigmoids": [1.0, 0.0], "mixture": [1.0, math.nan]}
    )
    assert wishes["start"].tolist() == pytest.approx([1.84, 1.0, 2.84])


def test_the_specifications_hold_no_data():
    named = [alt.NamedData(name) for name in ("bars", "numbers", "labels", "headings")]
    specs = [
        classes.class_chart(*named, 4).to_dict(),
        many_labels.tag_chart(*named, 4).to_dict(),
    ]
    for spec in specs:
        assert '"values"' not in json.dumps(spec)
