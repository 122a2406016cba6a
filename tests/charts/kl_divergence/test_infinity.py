"""The chart of smoothing: p and q are its parameters, and no number of theirs is in its specification."""

from core.charts.kl_divergence import hero, infinity
from tests.charts.kl_divergence.test_hero import PAIRS, drawing

WORDS = {"epsilon": "ε", "value": "KL"}


def chart(name):
    return infinity.smoothing_chart(hero.rows(*PAIRS[name]), (1e-7, 0.1), ("KL(p‖q)", "KL(q‖p)"), WORDS, 1.0)


def test_only_the_data_change_with_p_and_q():
    assert drawing(chart("disjoint")) == drawing(chart("usual")) == drawing(chart("ten"))


def test_both_rows_are_parameters_that_say_nothing_at_first():
    found = {one["name"]: (one["value"], one["bind"]["input"]) for one in chart("usual").to_dict()["params"]}
    assert found == {"p": ("", "text"), "q": ("", "text")}
