import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from core.charts.kit.live import Live
from core.charts.kit.theme import QUANTITIES, UNITS, Units
from core.charts.likelihood import hero as charts
from core.charts.likelihood.example import class_chart, class_rows
from core.charts.likelihood.picture import Words

NATS, BITS = UNITS["nats"], UNITS["bits"]
CASES = {
    "usual": (5, 8),
    "none": (0, 0),
    "one": (1, 1),
    "tails": (0, 7),
    "certain": (7, 7),
    "million": (499_000, 10**6),
    "rare": (1, 10**6),
}
LIVE = Live("p", 0.625, 0.0, 1.0, 0.005)


TITLES = ("title", "p", "y")


def words(count: int = 8) -> Words:
    return Words(
        title="title",
        x="p",
        y="y",
        share="share" if count else "",
        extreme="extreme" if count else "",
        note="" if count else "no toss",
        names=("dots", "line"),
    )


ROWS = {
    "likelihood": lambda heads, count, units=NATS: charts.likelihood_rows(heads, count, words(count)),
    "log": lambda heads, count, units=NATS: charts.log_likelihood_rows(heads, count, units, words(count)),
    "mean": lambda heads, count, units=NATS: charts.mean_rows(heads, count, units, words(count)),
}


def rows_of(picture: str, heads: int, count: int, units: Units = NATS) -> list[dict[str, Any]]:
    return ROWS[picture](heads, count, units)[0].to_dict("records")


def of_kind(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] == kind]


def spec_of(chart: Any) -> Any:
    """The spec without its data."""
    spec = chart.to_dict()
    return {key: value for key, value in spec.items() if key not in ("data", "datasets")}


@pytest.mark.parametrize("picture", ROWS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
def test_every_row_is_finite_and_in_the_picture(picture, case, units):
    rows = rows_of(picture, *case, units)
    assert len(rows) == len(rows_of(picture, *CASES["usual"]))  # the browser then swaps them in place
    lowest, highest = {
        "likelihood": (0.0, 1.36),
        "log": (-2.5 * max(case[1], 1) * units.per_nat, 0.0),
        "mean": (0.0, 2.5 * units.per_nat),
    }[picture]
    for row in rows:
        assert math.isfinite(row["x"])
        assert math.isfinite(row["y"])
        assert 0 <= row["x"] <= 1
        assert lowest <= row["y"] <= highest
        assert row["quantity"] in QUANTITIES


@pytest.mark.parametrize("picture", ROWS)
def test_what_the_readers_mark_is_computed_from(picture):
    """The mark itself moves in the browser, where a test of its own follows it."""
    (mark,) = ROWS[picture](5, 8, BITS)[1].to_dict("records")
    assert (mark["heads"], mark["tails"], mark["count"]) == (5, 3, 8)
    assert mark["highest"] == pytest.approx(math.log(exact(5, 8, 0.625)))
    # Where the axis ends: beyond it the mark stands at the edge, with its value beside it.
    ends = {"likelihood": 1.0, "log": -20.0 / math.log(2), "mean": 2.5 / math.log(2)}
    assert mark["end"] == pytest.approx(ends[picture])
    assert ROWS[picture](499_000, 10**6)[1]["highest"][0] < -690_000  # no float holds this L, but its logarithm


def test_without_a_toss_there_is_no_mean_to_mark():
    assert len(ROWS["mean"](0, 0)[1]) == 0
    assert len(ROWS["log"](0, 0)[1]) == 1


def exact(heads: int, count: int, p: float) -> Fraction:
    """L, as a fraction."""
    return Fraction(p) ** heads * (1 - Fraction(p)) ** (count - heads)


def test_the_likelihood_is_drawn_as_a_share_of_its_maximum():
    rows = rows_of("likelihood", 5, 8)
    best = exact(5, 8, 0.625)
    for row in of_kind(rows, "curve"):
        assert row["y"] == pytest.approx(float(exact(5, 8, row["x"]) / best), rel=1e-9)
    assert float(best) == 84375 / 16777216
    (mark,) = of_kind(rows, "best")
    assert (mark["x"], mark["y"]) == (0.625, 1.0)


def test_a_narrow_peak_is_drawn_to_its_top():
    rows = rows_of("likelihood", 499_000, 10**6)
    curve = of_kind(rows, "curve")
    assert max(row["y"] for row in curve) == pytest.approx(1.0, abs=1e-9)
    steps = np.abs(np.diff([row["y"] for row in curve]))
    assert steps.max() < 0.1


def test_the_log_likelihood_on_its_true_scale():
    rows = rows_of("log", 5, 8, BITS)
    for row in of_kind(rows, "curve"):
        if row["y"] > -2.5 * 8 / math.log(2) + 1e-9:
            assert row["y"] == pytest.approx(math.log2(exact(5, 8, row["x"])), rel=1e-6)
    assert {row["y"] for row in of_kind(rows, "end")} == {0.0, -2.5 * 8 / math.log(2)}
    (mark,) = of_kind(rows, "best")
    assert mark["y"] == pytest.approx(math.log2(exact(5, 8, 0.625)))


@pytest.mark.parametrize(("heads", "count"), [(9, 10), (1, 10), (999, 1000), (5, 8)])
def test_the_curves_leave_the_picture_at_both_ends(heads, count):
    rows = rows_of("mean", heads, count)
    assert of_kind(rows, "curve")[0]["y"] == pytest.approx(2.5, abs=0.05)
    assert of_kind(rows, "curve")[-1]["y"] == pytest.approx(2.5, abs=0.05)


def test_curves_end_at_nothing_where_all_tosses_agree():
    curve = of_kind(rows_of("mean", 7, 7), "curve")
    assert (curve[-1]["x"], curve[-1]["y"]) == (1.0, 0.0)


def test_dots_and_line_are_one_curve():
    rows = rows_of("mean", 5, 8)
    for kind in ("curve", "dot"):
        for row in of_kind(rows, kind):
            if row["y"] < 2.5:
                p = row["x"]
                assert row["y"] == pytest.approx(-(5 * math.log(p) + 3 * math.log1p(-p)) / 8, rel=1e-9)
    assert {row["quantity"] for row in of_kind(rows, "dot")} == {"model"}
    assert {row["quantity"] for row in of_kind(rows, "curve")} == {"cross_entropy"}
    (mark,) = of_kind(rows, "best")
    assert mark["y"] == pytest.approx(0.661563, abs=1e-6)  # H(5/8) in nats


def test_without_a_toss_a_note_stands_in():
    for picture in ROWS:
        rows = rows_of(picture, 0, 0)
        assert [row["label"] for row in of_kind(rows, "note")] == ["no toss"]
        assert of_kind(rows, "best") == []
    assert {row["kind"] for row in rows_of("mean", 0, 0)} == {"note", "hidden"}
    assert {row["y"] for row in of_kind(rows_of("likelihood", 0, 0), "curve")} == {1.0}


def test_the_class_of_the_label_stands_out():
    labels = {"x": "class", "y": "p", "label": "label"}
    chart = class_chart(class_rows((0.1, 0.1, 0.7, 0.1), 3, labels["label"]), labels)
    rows = chart.data.to_dict("records")
    assert [row["name"] for row in rows] == ["", "", "label", ""]
    assert [row["weight"] == 1.0 for row in rows] == [False, False, True, False]
    assert [row["p"] for row in rows] == [0.1, 0.1, 0.7, 0.1]
    other = class_chart(class_rows((1.0, 0.0, 1.0, 0.25), 1, labels["label"]), labels)
    assert spec_of(other) == spec_of(chart)
