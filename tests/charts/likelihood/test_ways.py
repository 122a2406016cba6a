"""One length in one bar and in two, drawn in the browser from the tosses and p."""

import math

import altair as alt
import pytest

from core.charts.kit.live import Live
from core.charts.kit.theme import UNITS
from core.charts.likelihood import ways as charts

LIVE = Live("p", 0.3, 0.0, 1.0, 0.005)
WORDS = ("nats", "whole ", "H ", "KL ")


@pytest.mark.parametrize(("heads", "count"), [(3, 10), (0, 4), (10**6, 10**6)])
def test_what_the_bars_are_drawn_from(heads, count):
    rows = charts.toss_row(heads, count)
    lowest = -sum(n * math.log(n / count) for n in (heads, count - heads) if n)
    assert rows.iloc[0].to_dict() == pytest.approx(
        {"heads": heads, "tails": count - heads, "count": count, "entropy": lowest}
    )


def test_the_last_stop_of_the_axis_holds_every_finite_length():
    assert charts.STOPS[-1] > -math.log(LIVE.step)


def test_the_specification_knows_no_numbers():
    spec = charts.bars_chart(alt.NamedData("tosses"), WORDS, UNITS["bits"], LIVE).to_dict()
    assert "datasets" not in spec
    assert spec["data"]["name"] == "tosses"
    assert [one["name"] for one in spec["params"]] == ["p"]
