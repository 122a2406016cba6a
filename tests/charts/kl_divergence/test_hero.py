import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.charts.kit.theme import QUANTITIES
from core.charts.kl_divergence import hero
from core.charts.kl_divergence import hero_rows as rows
from core.charts.kl_divergence.hero_rows import Outcome

WORDS = {"x": "x", "y": "y", "outcome": "outcome", "p": "p", "q": "q", "own": "o", "believed": "b", "term": "t"}
NAMES = (("H(p)", "KL(p‖q)", "H(p, q)"), ("H(q)", "KL(q‖p)", "H(q, p)"))


def show(value: float) -> str:
    return "∞" if math.isinf(value) else f"{value:.3f}"


def outcomes(p: tuple[float, ...], q: tuple[float, ...]) -> list[Outcome]:
    """By the definitions, term by term, in bits."""
    made = []
    for number, (a, b) in enumerate(zip(p, q, strict=True), 1):
        own = math.inf if a == 0 else -math.log2(a)
        believed = math.inf if b == 0 else -math.log2(b)
        term = 0.0 if a == 0 else a * (believed - own)
        made.append(Outcome(number, a, b, own, believed, term))
    return made


P, Q = (0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)
PAIRS = {
    "usual": (P, Q),
    "equal": (P, P),
    "swapped": (Q, P),
    "disjoint": ((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5)),
    "two": ((1.0, 0.0), (1e-300, 1.0)),
    "ten": ((0.1,) * 10, (0.0, 1.0, *(0.0,) * 8)),
    "narrow": ((1e-9, 1 - 1e-9), (0.0, 1.0)),
}
DIRECTIONS = {
    "usual": ((1.75, 0.625, 2.375), (1.75, 0.5, 2.25)),
    "infinite": ((0.0, 2.0, 2.0), (2.0, math.inf, math.inf)),
    "nothing": ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    "long": ((3.0, 990.0, 993.0), (0.1, 0.2, 0.3)),
    "paused": (),
}


def charts(name: str) -> dict[str, Any]:
    p, q = PAIRS.get(name, (P, Q))
    return {
        "bars": hero.probability_bars(rows.bar_rows(p, q, WORDS), "outcome", 190),
        "areas": hero.areas(rows.area_rows(outcomes(p, q), show), WORDS),
    }


def drawing(chart: Any) -> str:
    """The spec without its data and the names that follow from the data."""
    spec = chart.to_dict()
    del spec["datasets"], spec["data"]
    return json.dumps(spec, sort_keys=True)


def areas(p: tuple[float, ...], q: tuple[float, ...]) -> pd.DataFrame:
    return rows.area_rows(outcomes(p, q), show)


@pytest.mark.parametrize("name", [name for name in PAIRS if name != "usual"])
@pytest.mark.parametrize("kind", ["bars", "areas"])
def test_only_the_data_change_with_p_and_q(kind: str, name: str) -> None:
    usual, other = charts("usual")[kind], charts(name)[kind]
    assert drawing(other) == drawing(usual)
    assert not other.data.equals(usual.data)


@pytest.mark.parametrize("name", [name for name in DIRECTIONS if name != "usual"])
def test_only_the_data_change_with_the_sums(name: str) -> None:
    usual, other = (hero.sums(rows.sum_rows(DIRECTIONS[key], show, NAMES), "bits") for key in ("usual", name))
    assert drawing(other) == drawing(usual)
    assert not other.data.equals(usual.data)


def test_a_paused_chart_keeps_its_drawing_and_says_why() -> None:
    paused = hero.areas(rows.area_rows((), show, "waiting"), WORDS)
    assert drawing(paused) == drawing(charts("usual")["areas"])
    assert paused.data["label"].tolist() == ["", "waiting"]


@pytest.mark.parametrize(
    "data",
    [pytest.param(chart.data, id=f"{kind}-{name}") for name in PAIRS for kind, chart in charts(name).items()]
    + [
        pytest.param(rows.sum_rows(directions, show, NAMES), id=f"sums-{name}")
        for name, directions in DIRECTIONS.items()
    ],
)
def test_data_are_finite_whole_and_drawn_in_known_colours(data: pd.DataFrame) -> None:
    numbers = data.select_dtypes("number").to_numpy()
    assert np.isfinite(numbers).all()
    assert not data.isna().to_numpy().any()
    assert set(data["quantity"]) <= set(QUANTITIES)


def test_the_filled_areas_are_cross_entropy_and_the_outlined_ones_complete_the_entropy() -> None:
    data = areas(P, Q)
    size = (data["x2"] - data["x"]) * (data["y2"] - data["y"])
    entropy, outlined = data["quantity"] == "entropy", data["line"] == 1.0
    added = (data["quantity"] == "model") & (data["fill"] > 0) & ~outlined
    assert size[entropy | added].sum() == pytest.approx(2.375)  # H(p, q)
    assert size[entropy | outlined].sum() == pytest.approx(1.75)  # H(p)
    assert size[added].sum() - size[outlined].sum() == pytest.approx(0.625)  # KL


def test_each_area_has_its_term_over_it_and_in_its_tooltip() -> None:
    data = areas(P, Q)
    expected = ["+1.000", "−0.250".replace("−", "-"), "-0.125", "0"]
    assert data.loc[data["layer"] == "term", "label"].tolist() == expected
    hover = data[data["outcome"] != ""]
    assert hover["term"].tolist() == expected
    assert hover["outcome"].tolist() == ["1", "2", "3", "4"]
    assert (hover["y2"] == data["y2"].max()).all()


def test_an_impossible_outcome_runs_out_of_the_top_and_is_called_infinite() -> None:
    data = areas((0.5, 0.5), (0.0, 1.0))
    top = data["y2"].max()
    first = data[(data["x"] == 0.0) & (data["fill"] > 0.5)]
    assert first["y2"].tolist() == [top]
    sign = data[(data["layer"] == "term") & (data["x"] == 0.0)]
    assert sign["label"].tolist() == ["∞"]
    assert sign["y"].tolist() == [top]
    assert data[(data["layer"] == "edge") & (data["x"] == 0.0)]["quantity"].tolist() == ["entropy"]  # no top edge


def test_a_narrow_infinite_outcome_still_shows_its_sign() -> None:
    data = areas((1e-9, 1 - 1e-9), (0.0, 1.0))
    assert data.loc[data["label"] == "∞", "share"].tolist() == [1.0]


def test_a_finite_length_beyond_the_axis_has_an_arrow_and_its_number() -> None:
    data = areas((0.5, 0.5), (2.0**-40, 1 - 2.0**-40))
    assert data["y2"].max() == rows.STOPS[-1]
    assert "↑ +19.500" in data["label"].tolist()  # ½ (40 − 1)


def test_an_outcome_that_never_happens_has_no_area() -> None:
    data = areas((1.0, 0.0), (0.5, 0.5))
    assert data.loc[data["outcome"] != "", "outcome"].tolist() == ["1"]


def test_stacked_bar_and_bar_below_have_the_same_length() -> None:
    data = rows.sum_rows(DIRECTIONS["usual"], show, NAMES)
    bars = data[(data["layer"] == "bar") & (data["label"] != "")]
    assert bars["label"].tolist()[:3] == ["H(p) 1.750", "KL(p‖q) 0.625", "H(p, q) 2.375"]
    assert bars["x"].tolist() == [0, 1.75, 0, 0, 1.75, 0]
    assert bars["x2"].tolist() == [1.75, 2.375, 2.375, 1.75, 2.25, 2.25]
    assert data["x2"][0] == 2.5  # the axis


def test_infinite_bars_end_just_before_the_axis_and_carry_the_sign() -> None:
    data = rows.sum_rows(DIRECTIONS["infinite"], show, NAMES)
    end = data["x2"][0]
    reverse = data[(data["layer"] == "bar") & data["label"].str.contains("∞")]
    assert reverse["x2"].tolist() == pytest.approx([0.94 * end] * 2)
    assert data.loc[data["layer"] == "infinite", "quantity"].tolist() == ["model", "cross_entropy"]


def test_headline_words_do_not_meet() -> None:
    long = ((1.0, 1.0, 2.0), (1.0, 1.0, 2.0))
    data = rows.sum_rows(long, lambda value: "1.23 × 10⁻⁵", NAMES)
    first = data[data["layer"] == "headline"].head(3)
    ends = first["x2"] + 7.0 * first["label"].str.len()
    assert (first["x2"].to_numpy()[1:] > ends.to_numpy()[:-1]).all()


@pytest.mark.parametrize(("few", "shown"), [(5, "0.2"), (6, "")])
def test_bars_carry_numbers_while_they_are_wide_enough(few: int, shown: str) -> None:
    data = rows.bar_rows((0.2,) * few, (0.2,) * few, WORDS)
    assert set(data.loc[(data["layer"] == "bar") & (data["fill"] == 1.0), "label"]) == {shown}


@pytest.mark.parametrize(
    ("lengths", "end"), [((0.2, 0.1), 0.25), ((2.5,), 2.5), ((math.inf, 0.3), 0.5), ((99.0,), 10.0)]
)
def test_axis_ends_at_a_round_stop_that_holds_what_is_finite(lengths: tuple[float, ...], end: float) -> None:
    assert rows.end_of_axis(lengths) == end
