import json
from typing import Any

import pytest

from core.charts.kl_divergence import hero

WORDS = {"x": "x", "y": "y", "outcome": "outcome", "own": "o", "believed": "b", "term": "t"}
NAMES = ("H(p)", "KL(p‖q)", "H(p, q)", "H(q)", "KL(q‖p)", "H(q, p)")
PAIRS = {
    "usual": ((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)),
    "disjoint": ((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5)),
    "ten": ((0.1,) * 10, (0.0, 1.0, *(0.0,) * 8)),
}


def drawing(chart: Any) -> str:
    """The specification, checked against Vega-Lite's schema, without its data and the names that follow from them."""
    spec = chart.to_dict()
    del spec["datasets"]
    for layer in spec["layer"]:
        layer.pop("data", None)
    spec.pop("data", None)
    return json.dumps(spec, sort_keys=True)


@pytest.mark.parametrize("name", ["disjoint", "ten"])
def test_only_the_data_change_with_p_and_q(name: str) -> None:
    usual, other = (hero.rows(*PAIRS[which]) for which in ("usual", name))
    assert drawing(hero.areas(other, WORDS, 1.0)) == drawing(hero.areas(usual, WORDS, 1.0))
    assert drawing(hero.sums(other, "nats", NAMES, 1.0)) == drawing(hero.sums(usual, "nats", NAMES, 1.0))


def test_a_row_for_each_outcome_with_its_place_and_what_it_is_called() -> None:
    rows = hero.rows((0.5, 0.5, 0.0), (0.2, 0.3, 0.5), ("sun", "2", "snow"))
    assert rows["called"].tolist() == ["sun", "2", "snow"]
    assert rows["place"].tolist() == [0, 1, 2]
    assert set(rows["count"]) == {3}
    assert rows["q"].tolist() == [0.2, 0.3, 0.5]


def test_both_charts_have_both_rows_as_parameters_that_say_nothing_at_first() -> None:
    rows = hero.rows(*PAIRS["usual"])
    for chart in (hero.areas(rows, WORDS, 1.0), hero.sums(rows, "nats", NAMES, 1.0)):
        found = {one["name"]: (one["value"], one["bind"]["input"]) for one in chart.to_dict()["params"]}
        assert found == {"p": ("", "text"), "q": ("", "text")}
