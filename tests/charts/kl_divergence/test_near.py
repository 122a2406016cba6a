"""The chart of near equality: p, q and t are its parameters, and no number of theirs is in its specification."""

from core.app.controls.live_slider import live
from core.app.kl_divergence.near import AT, SYMBOLS
from core.charts.kl_divergence import hero
from core.charts.kl_divergence import near as charts
from tests.charts.kl_divergence.test_hero import PAIRS, drawing

NAMES = {name: name for name in SYMBOLS}


def chart(name):
    return charts.chart(hero.rows(*PAIRS[name]), live(AT), NAMES, {"t": "t", "value": "nats"}, 1.0)


def test_only_the_data_change_with_p_and_q():
    assert drawing(chart("disjoint")) == drawing(chart("usual")) == drawing(chart("ten"))


def test_p_q_and_t_are_parameters():
    found = {one["name"]: one["value"] for one in chart("usual").to_dict()["params"]}
    assert found == {"near_t": 0.5, "p": "", "q": ""}


def test_every_curve_has_a_dash_and_a_tint_of_its_own():
    assert set(charts.TINTS) == set(charts.DASHES) == set(SYMBOLS)
    assert len({tuple(dash) for dash in charts.DASHES.values()}) == len(SYMBOLS)
