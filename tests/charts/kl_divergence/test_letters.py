import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.charts.kit.theme import QUANTITIES
from core.charts.kl_divergence import letters as charts

NAMES = {"truth": "Text A", "model": "Text B"}
TITLES = {"x": "letters", "y": "share"}
LATIN = [chr(ord("a") + place) for place in range(26)] + list("äöüéèñç")
CASES: dict[str, tuple[list[str], list[float], list[float]]] = {
    "usual": (["a", "b", "c"], [0.5, 0.25, 0.25], [0.2, 0.2, 0.6]),
    "one": (["海"], [1.0], [1.0]),
    "apart": (["a", "b"], [1.0, 0.0], [0.0, 1.0]),
    "many": (LATIN, [1 / 33] * 33, [1 / 33] * 33),
}


def share_rows(name: str) -> pd.DataFrame:
    alphabet, p, q = CASES[name]
    return charts.share_rows(alphabet, np.array(p), np.array(q), NAMES)


def drawing(chart: Any) -> str:
    spec = chart.to_dict()
    del spec["datasets"], spec["data"]
    return json.dumps(spec, sort_keys=True)


@pytest.mark.parametrize("name", [name for name in CASES if name != "usual"])
def test_only_the_data_change_with_the_letters(name: str) -> None:
    usual, other = (charts.share_bars(share_rows(case), TITLES) for case in ("usual", name))
    assert drawing(other) == drawing(usual)
    assert not other.data.equals(usual.data)


def test_the_commonest_letters_of_both_stand_first() -> None:
    data = share_rows("usual")
    bars = data[data["layer"] == "bar"]
    assert bars["letter"].tolist() == ["c", "c", "a", "a", "b", "b"]  # 0.85, 0.7, 0.45
    assert bars["quantity"].tolist() == ["truth", "model"] * 3
    assert bars["share"].tolist() == [0.25, 0.6, 0.5, 0.2, 0.25, 0.2]


def test_no_more_letters_than_a_phone_holds() -> None:
    data = share_rows("many")
    assert data.loc[data["layer"] == "bar", "letter"].nunique() == charts.MOST


def test_only_a_letter_of_the_truth_that_the_model_rules_out_is_infinite() -> None:
    data = share_rows("apart")
    marked = data[data["label"] == "∞"]
    assert list(zip(marked["letter"], marked["quantity"], strict=True)) == [("a", "truth")]
    usual = share_rows("usual")
    assert not (usual["label"] == "∞").any()


def test_both_texts_are_named_and_the_highest_bar_has_room_over_it() -> None:
    data = share_rows("usual")
    heads = data[data["layer"] == "name"]
    assert heads["label"].tolist() == ["Text A", "Text B"]
    assert (heads["share"] > 0.6).all()


@pytest.mark.parametrize("name", CASES)
def test_data_are_finite_and_drawn_in_known_colours(name: str) -> None:
    data = share_rows(name)
    assert np.isfinite(data.select_dtypes("number").to_numpy()).all()
    assert not data.isna().to_numpy().any()
    assert set(data["quantity"]) <= set(QUANTITIES)


COSTS = {
    "usual": {"English": 3.0, "German": 3.25, "French": 4.0},
    "one": {"English": 3.0, "German": math.inf, "French": math.inf},
    "none": {"English": math.inf, "German": math.inf, "French": math.inf},
}


def show(value: float) -> str:
    return "∞" if math.isinf(value) else f"{value:.2f}"


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("usual", ["3.00", "3.25  (+0.25)", "4.00  (+1.00)"]),
        ("one", ["3.00", "∞", "∞"]),
        ("none", ["∞", "∞", "∞"]),
    ],
)
def test_languages_carry_their_cost_and_how_far_behind_they_are(name: str, labels: list[str]) -> None:
    data = charts.language_rows(COSTS[name], 2.5, show)
    assert data["label"].tolist() == labels
    assert np.isfinite(data.select_dtypes("number").to_numpy()).all()
    assert (data["cost"] <= data["end"]).all()


def test_the_nearest_language_stands_out_and_the_infinite_ones_are_pale() -> None:
    weights = charts.language_rows({"a": 1.0, "b": 2.0, "c": math.inf}, 0.5, show)["weight"].tolist()
    assert weights[0] == 1.0
    assert weights[0] > weights[1] > weights[2]


@pytest.mark.parametrize("name", ["one", "none"])
def test_only_the_data_change_with_the_costs(name: str) -> None:
    usual, other = (
        charts.language_bars(charts.language_rows(COSTS[case], 2.5, show), "bits") for case in ("usual", name)
    )
    assert drawing(other) == drawing(usual)


def test_the_entropy_is_a_floor_named_once() -> None:
    data = charts.language_rows(COSTS["none"], 2.5, show)
    assert set(data["floor"]) == {2.5}
    assert (data["end"] > 2.5).all()
    assert data["floor_label"].tolist() == ["H(p)", "", ""]
