"""The charts of the reader's own predictions: what is drawn, and how two models are told apart."""

import math
from functools import cache

import altair as alt
import numpy as np
import pandas as pd
import pytest

from core.charts.predictions import report as charts
from core.simulation.predictions.bootstrap import Interval, paired_difference
from core.simulation.predictions.calibration import reliability
from core.simulation.predictions.evaluation import Histogram, histogram_edges, loss_histogram
from core.simulation.predictions.scores import Scores, cross_entropies

NAMES = ("model A", "model B")
HISTOGRAM_WORDS = {"loss": "loss", "rows": "rows"}
RELIABILITY_WORDS = {"said": "said", "happened": "happened", "bin": "bin", "rows": "rows", "calibrated": "calibrated"}
EDGES = np.array([0.0, 0.5, 1.0])
ONE = Histogram(EDGES, np.array([3, 1]), 0, 0)
TAILED = Histogram(EDGES, np.array([3, 1]), 12, 2)
OTHER = Histogram(EDGES, np.array([0, 4]), 0, 14)


def show(value: float) -> str:
    return f"{value:g}"


def histogram(*found: Histogram) -> pd.DataFrame:
    return charts.histogram_rows(found, NAMES[: len(found)], show)


def predictions(n: int, certain: bool = False) -> Scores:
    rng = np.random.default_rng(n)
    a = rng.random(n)
    y = (rng.random(n) < a).astype(float)
    a[: n // 4] = a[: n // 4].round() if certain else a[: n // 4]
    return Scores(y, a, "probabilities")


def diagram(*found: Scores) -> pd.DataFrame:
    return charts.reliability_rows([reliability(scores) for scores in found], NAMES[: len(found)], show)


@cache
def specs() -> dict[str, dict]:
    rows = alt.NamedData("rows")
    return {
        "histogram": charts.histogram_chart(rows, HISTOGRAM_WORDS, False).to_dict(),
        "histograms": charts.histogram_chart(rows, HISTOGRAM_WORDS, True).to_dict(),
        "reliability": charts.reliability_chart(rows, RELIABILITY_WORDS, False).to_dict(),
        "reliabilities": charts.reliability_chart(rows, RELIABILITY_WORDS, True).to_dict(),
        "interval": charts.interval_chart(rows, {"difference": "difference"}).to_dict(),
    }


def marks(spec: dict) -> list[dict]:
    """The layers of a chart, those inside others as well."""
    return [mark for layer in spec["layer"] for mark in (marks(layer) if "layer" in layer else [layer])]


def filters(layer: dict) -> str:
    return " ".join(step["filter"] for step in layer["transform"])


def test_one_histogram_by_hand():
    rows = histogram(ONE)
    bars = rows[rows["layer"] == "bar"]
    assert bars[["x", "x2", "y", "y2"]].to_numpy().tolist() == [[0.0, 0.5, 3.0, 0.0], [0.5, 1.0, 1.0, 0.0]]
    assert bars["tip"].tolist() == ["0 – 0.5", "0.5 – 1"]
    assert set(rows["layer"]) == {"bar", "tick", "end"}
    assert rows.loc[rows["layer"] == "tick", "text"].tolist() == ["0", "0.5", "1"]


def test_rows_beyond_the_bins_and_infinite_ones_stand_apart_with_their_number():
    rows = histogram(TAILED)
    bars = rows[rows["layer"] == "bar"]
    beyond, endless = bars.iloc[2], bars.iloc[3]
    assert (beyond["tip"], beyond["y"]) == ("> 1", 12.0)
    assert (endless["tip"], endless["y"]) == ("∞", 2.0)
    assert 1.0 < beyond["x"] < beyond["x2"] < endless["x"] < endless["x2"]
    assert rows.loc[rows["layer"] == "count", "text"].tolist() == ["12", "2"]
    ticks = rows[rows["layer"] == "tick"]
    assert ticks["text"].tolist() == ["0", "0.5", "> 1", "∞"]
    assert ticks["align"].tolist() == ["center", "center", "right", "left"]
    assert rows.loc[rows["layer"] == "end", "y"].item() > 12.0


def test_two_histograms_one_filled_one_as_its_skyline():
    rows = histogram(TAILED, OTHER)
    assert rows.loc[rows["layer"] == "count", "text"].tolist() == ["12\n0", "2\n14"]
    assert rows.loc[rows["layer"] == "key", "text"].tolist() == ["■ model A", "□ model B"]
    lines = rows[(rows["layer"] == "outline") & (rows["x2"] <= 1.0)]
    found = sorted(lines[["x", "x2", "y", "y2"]].to_numpy().tolist())
    assert found == [[0.5, 0.5, 0.0, 4.0], [0.5, 1.0, 4.0, 4.0], [1.0, 1.0, 4.0, 0.0]]
    apart = rows[(rows["layer"] == "outline") & (rows["x"] > 1.0)]
    assert apart["y"].max() == 14.0
    assert len(apart) == 3  # around the infinite ones; none are beyond
    assert rows.loc[rows["layer"] == "bar", "tip"].iloc[0] == "model A: 0 – 0.5"


def test_histograms_with_other_edges_are_not_drawn_together():
    with pytest.raises(ValueError, match="different edges"):
        histogram(ONE, Histogram(2 * EDGES, np.array([1, 1]), 0, 0))


@pytest.mark.parametrize("bins", [1, 2, 5, 6, 14, 40, 1000])
def test_few_numbers_stand_below_the_bins(bins):
    edges = np.linspace(0.0, 1.0, bins + 1)
    for infinite in (0, 1):
        rows = histogram(Histogram(edges, np.ones(bins, dtype=int), 0, infinite))
        ticks = rows[(rows["layer"] == "tick") & (rows["text"] != "∞")]
        assert 1 <= len(ticks) <= 6
        assert ticks["x"].iloc[0] == 0.0
        assert set(ticks["x"]) <= set(edges)


def test_points_of_the_diagram_by_hand():
    scores = Scores([1, 0, 1, 1], [0.15, 0.15, 0.95, 0.95], "probabilities")
    rows = diagram(scores)
    points = rows[rows["layer"] == "point"]
    assert points["mean"].tolist() == pytest.approx([0.15, 0.95])
    assert points["share"].tolist() == [0.5, 1.0]
    assert points["count"].tolist() == [2, 2]
    assert points["size"].tolist() == [charts.LARGEST_POINT / 2] * 2
    assert points["text"].tolist() == ["0.1 – 0.2", "0.9 – 1"]
    ends = rows[rows["layer"] == "diagonal"]
    assert ends[["mean", "share"]].to_numpy().tolist() == [[0.0, 0.0], [1.0, 1.0]]


def test_the_smallest_point_can_still_be_seen():
    scores = Scores(np.zeros(5000), np.r_[0.95, np.full(4999, 0.05)], "probabilities")
    points = diagram(scores).query("layer == 'point'")
    assert points["size"].min() == charts.SMALLEST_POINT
    assert points["size"].max() == pytest.approx(charts.LARGEST_POINT, rel=1e-3)


@pytest.mark.parametrize("n", [1, 7, 3000])
@pytest.mark.parametrize("certain", [False, True])
def test_no_infinity_and_no_nan_is_drawn(n, certain):
    first, second = predictions(n), predictions(n, certain)
    losses = [cross_entropies(first), cross_entropies(second)]
    edges = histogram_edges(*losses)
    frames = [
        histogram(*(loss_histogram(part, edges=edges) for part in losses)),
        histogram(loss_histogram(losses[1])),
        diagram(first, second),
        diagram(second),
    ]
    for frame in frames:
        assert np.isfinite(frame.select_dtypes("number").to_numpy()).all()
        assert not frame.isna().any(axis=None)


def test_the_interval_in_the_readers_unit():
    rng = np.random.default_rng(0)
    found = paired_difference(rng.random(50), rng.random(50), seed=1)
    per_nat = 1 / math.log(2)
    rows = charts.interval_rows(found, per_nat, NAMES, show).set_index("layer")
    assert rows.loc["interval", ["x", "x2"]].tolist() == pytest.approx([found.low * per_nat, found.high * per_nat])
    assert rows.loc["middle", "x"] == pytest.approx(found.difference * per_nat)
    assert rows.loc["zero", "x"] == 0.0
    assert rows.loc["left", "x"] == -rows.loc["right", "x"] < min(0.0, rows.loc["interval", "x"])
    assert "model A" in rows.loc["left", "text"]
    assert "model B" in rows.loc["right", "text"]
    assert np.isfinite(rows.select_dtypes("number").to_numpy()).all()


def test_two_equal_models_have_an_interval_too():
    rows = charts.interval_rows(paired_difference([0.5, 0.2], [0.5, 0.2], seed=1), 1.0, NAMES, show)
    assert rows.set_index("layer").loc["right", "x"] > 0.0


def test_what_is_no_interval_is_not_drawn():
    with pytest.raises(ValueError, match="no interval"):
        charts.interval_rows(paired_difference([math.inf, 1.0], [1.0, 1.0], seed=1), 1.0, NAMES, show)
    empty = Interval(0.1, None, None, 0.95, 2000, 1, "none", 0)
    with pytest.raises(ValueError, match="no interval"):
        charts.interval_rows(empty, 1.0, NAMES, show)


@pytest.mark.parametrize("name", specs())
def test_every_layer_finds_its_rows_and_columns(name):
    losses = [np.array([0.1, 0.4, math.inf]), np.array([0.2, 0.3, 0.4])]
    edges = histogram_edges(*losses)
    both = name.endswith("s")
    frames = {
        "histogram": histogram(*(loss_histogram(part, edges=edges) for part in losses[: 1 + both])),
        "reliability": diagram(*[predictions(50), predictions(60)][: 1 + both]),
        "interval": charts.interval_rows(paired_difference(losses[1], [0.1, 0.5, 0.4], seed=1), 1.0, NAMES, show),
    }
    rows = frames[{"histograms": "histogram", "reliabilities": "reliability"}.get(name, name)]
    for layer in marks(specs()[name]):
        kept = rows
        for step in layer["transform"]:
            column, value = step["filter"].removeprefix("datum.").split(" === ")
            kept = kept[kept[column] == (value.strip("'") if "'" in value else float(value))]
        assert len(kept), f"{filters(layer)} keeps nothing"
        for channel in layer["encoding"].values():
            for part in channel if isinstance(channel, list) else [channel]:
                assert part.get("field", rows.columns[0]) in rows.columns


def test_both_models_have_one_colour_and_two_looks():
    points = [layer for layer in marks(specs()["reliabilities"]) if layer["mark"]["type"] == "point"]
    first, second = ([mark for mark in points if f"'{model}'" in filters(mark)] for model in ("first", "second"))
    assert [mark["mark"]["filled"] for mark in first] == [True]
    assert [(mark["mark"]["filled"], mark["mark"]["shape"]) for mark in second] == [(False, "square")]
    for name in ("histograms", "reliabilities"):
        keys = [layer for layer in marks(specs()[name]) if "'key'" in filters(layer)]
        assert len(keys) == 2
        assert all("color" in layer["encoding"] for layer in keys)
    for frame in (histogram(ONE, OTHER), diagram(predictions(9), predictions(8))):
        assert set(frame["quantity"]) == {"model"}


def test_shares_stand_on_axes_from_0_to_1():
    for layer in marks(specs()["reliabilities"]):
        for channel in ("x", "y"):
            scale = layer["encoding"][channel].get("scale")
            assert scale is None or scale["domain"] == [0, 1]
