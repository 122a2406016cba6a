import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from core.charts import likelihood as charts
from core.charts.likelihood_classes import class_chart, class_rows
from core.charts.likelihood_picture import Words
from core.charts.theme import QUANTITIES, UNITS

NATS, BITS = UNITS["nats"], UNITS["bits"]
CASES = {
    "usual": (5, 8, 0.625),
    "elsewhere": (5, 8, 0.4),
    "none": (0, 0, 0.3),
    "one": (1, 1, 0.5),
    "tails": (0, 7, 0.9),
    "impossible": (5, 8, 0.0),
    "certain": (7, 7, 1.0),
    "million": (499_000, 10**6, 0.1),
    "rare": (1, 10**6, 0.995),
}


TITLES = ("title", "p", "y")


def words(count: int = 8) -> Words:
    return Words(
        title="title",
        x="p",
        y="y",
        share="share" if count else "",
        extreme="extreme" if count else "",
        reader="beyond",
        note="" if count else "no toss",
        names=("dots", "line"),
    )


PICTURES = {
    "likelihood": lambda heads, count, p, units=NATS: charts.likelihood_chart(
        charts.likelihood_rows(heads, count, p, words(count)), TITLES
    ),
    "log": lambda heads, count, p, units=NATS: charts.log_likelihood_chart(
        charts.log_likelihood_rows(heads, count, p, units, words(count)), TITLES
    ),
    "mean": lambda heads, count, p, units=NATS: charts.mean_chart(
        charts.mean_rows(heads, count, p, units, words(count)), TITLES, units
    ),
}


def spec_of(chart: Any) -> Any:
    """The spec without its data."""

    def nameless(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: nameless(value) for key, value in part.items() if key not in ("data", "datasets")}
        return [nameless(value) for value in part] if isinstance(part, list) else part

    chart = chart.copy()
    chart.data = chart.data.head(1)  # the rows are checked elsewhere, and Altair is slow on them
    return nameless(chart.to_dict())


def rows_of(chart: Any) -> list[dict[str, Any]]:
    return chart.data.to_dict("records")


def of_kind(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] == kind]


@pytest.mark.parametrize("picture", PICTURES)
def test_only_the_data_changes(picture):
    first = PICTURES[picture](*CASES["usual"])
    for case in CASES.values():
        chart = PICTURES[picture](*case)
        assert spec_of(chart) == spec_of(first)
        assert len(rows_of(chart)) == len(rows_of(first))  # the browser then swaps them in place


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("units", [NATS, BITS], ids=["nats", "bits"])
def test_every_row_is_finite_and_in_the_picture(picture, case, units):
    rows = rows_of(PICTURES[picture](*case, units))
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


def exact(heads: int, count: int, p: float) -> Fraction:
    """L, as a fraction."""
    return Fraction(p) ** heads * (1 - Fraction(p)) ** (count - heads)


def test_the_likelihood_is_drawn_as_a_share_of_its_maximum():
    rows = rows_of(PICTURES["likelihood"](5, 8, 0.4))
    best = exact(5, 8, 0.625)
    for row in of_kind(rows, "curve") + of_kind(rows, "reader"):
        assert row["y"] == pytest.approx(float(exact(5, 8, row["x"]) / best), rel=1e-9)
    (reader,) = of_kind(rows, "reader")
    assert reader["x"] == 0.4
    assert reader["y"] == pytest.approx(0.00221184 / (84375 / 16777216))
    (mark,) = of_kind(rows, "best")
    assert (mark["x"], mark["y"]) == (0.625, 1.0)


def test_a_narrow_peak_is_drawn_to_its_top():
    rows = rows_of(PICTURES["likelihood"](499_000, 10**6, 0.1))
    curve = of_kind(rows, "curve")
    assert max(row["y"] for row in curve) == pytest.approx(1.0, abs=1e-9)
    steps = np.abs(np.diff([row["y"] for row in curve]))
    assert steps.max() < 0.1


def test_the_log_likelihood_on_its_true_scale():
    rows = rows_of(PICTURES["log"](5, 8, 0.4, BITS))
    for row in of_kind(rows, "curve"):
        if row["y"] > -2.5 * 8 / math.log(2) + 1e-9:
            assert row["y"] == pytest.approx(math.log2(exact(5, 8, row["x"])), rel=1e-6)
    assert {row["y"] for row in of_kind(rows, "end")} == {0.0, -2.5 * 8 / math.log(2)}
    (mark,) = of_kind(rows, "best")
    assert mark["y"] == pytest.approx(math.log2(exact(5, 8, 0.625)))


@pytest.mark.parametrize(("heads", "count"), [(9, 10), (1, 10), (999, 1000), (5, 8)])
def test_the_curves_leave_the_picture_at_both_ends(heads, count):
    rows = rows_of(PICTURES["mean"](heads, count, 0.5))
    assert of_kind(rows, "curve")[0]["y"] == pytest.approx(2.5, abs=0.05)
    assert of_kind(rows, "curve")[-1]["y"] == pytest.approx(2.5, abs=0.05)


def test_curves_end_at_nothing_where_all_tosses_agree():
    curve = of_kind(rows_of(PICTURES["mean"](7, 7, 0.5)), "curve")
    assert (curve[-1]["x"], curve[-1]["y"]) == (1.0, 0.0)


def test_dots_and_line_are_one_curve():
    rows = rows_of(PICTURES["mean"](5, 8, 0.4))
    for kind in ("curve", "dot", "reader"):
        for row in of_kind(rows, kind):
            if row["y"] < 2.5:
                p = row["x"]
                assert row["y"] == pytest.approx(-(5 * math.log(p) + 3 * math.log1p(-p)) / 8, rel=1e-9)
    assert {row["quantity"] for row in of_kind(rows, "dot")} == {"model"}
    assert {row["quantity"] for row in of_kind(rows, "curve")} == {"cross_entropy"}
    (mark,) = of_kind(rows, "best")
    assert mark["y"] == pytest.approx(0.661563, abs=1e-6)  # H(5/8) in nats


@pytest.mark.parametrize("picture", ["log", "mean"])
def test_a_mark_beyond_the_picture_says_so_at_its_edge(picture):
    (inside,) = of_kind(rows_of(PICTURES[picture](5, 8, 0.4)), "reader")
    (outside,) = of_kind(rows_of(PICTURES[picture](5, 8, 0.0)), "reader")
    assert inside["label"] == ""
    assert outside["label"] == "beyond"
    assert outside["y"] == {"log": -20.0, "mean": 2.5}[picture]


def test_without_a_toss_a_note_stands_in():
    for picture in PICTURES:
        rows = rows_of(PICTURES[picture](0, 0, 0.3))
        assert [row["label"] for row in of_kind(rows, "note")] == ["no toss"]
        assert of_kind(rows, "best") == []
    assert {row["kind"] for row in rows_of(PICTURES["mean"](0, 0, 0.3))} == {"note", "hidden"}
    assert {row["y"] for row in of_kind(rows_of(PICTURES["likelihood"](0, 0, 0.3)), "curve")} == {1.0}


def test_the_class_of_the_label_stands_out():
    labels = {"x": "class", "y": "p", "label": "label"}
    chart = class_chart(class_rows((0.1, 0.1, 0.7, 0.1), 3, labels["label"]), labels)
    rows = rows_of(chart)
    assert [row["name"] for row in rows] == ["", "", "label", ""]
    assert [row["weight"] == 1.0 for row in rows] == [False, False, True, False]
    assert [row["p"] for row in rows] == [0.1, 0.1, 0.7, 0.1]
    assert spec_of(class_chart(class_rows((1.0, 0.0, 1.0, 0.25), 1, labels["label"]), labels)) == spec_of(chart)
