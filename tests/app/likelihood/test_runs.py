"""Long runs on the page: what is said, what the link carries, and what a hostile link does."""

import math
import re

import pytest

from core.data.datasets import draw_tosses
from tests.app.likelihood.screens import adds_up, link, plainly, specs


@pytest.mark.parametrize("units", ["nats", "bits"])
def test_entropy_and_divergence_add_up(visit, words, units):
    app = visit("likelihood", section="runs", units=units)
    assert not app.exception
    said, per = plainly(words(app)), math.log(2) if units == "bits" else 1
    cross = -0.7 * math.log(0.4) - 0.3 * math.log(0.6)
    entropy = -0.7 * math.log(0.7) - 0.3 * math.log(0.3)
    *parts, whole = re.search(r"([\d.]+) \+ ([\d.]+) = \{([\d.]+)\}", said).groups()
    adds_up(parts, whole, (entropy / per, (cross - entropy) / per, cross / per))
    assert rf"{{H(p) = {entropy / per:.4f}}}" in said


def test_every_series_ends_where_its_tosses_say(visit, words):
    said = words(visit("likelihood", section="runs", run_seed="7", run_series="3", run_n="1000"))
    h = -0.7 * math.log(0.4) - 0.3 * math.log(0.6)
    inside = 0
    for seed in (7, 8, 9):
        share = draw_tosses(0.7, 1000, seed).mean()
        mean = -share * math.log(0.4) - (1 - share) * math.log(0.6)
        assert f"seed {seed}: {mean:.4f}" in said
        inside += abs(mean - h) <= 2 * math.sqrt(0.21) * math.log(1.5) / math.sqrt(1000)
    assert f"**{inside} of 3**" in said


def test_a_series_outside_the_funnel_is_marked(visit, words):
    h, half = -0.7 * math.log(0.4) - 0.3 * math.log(0.6), 2 * math.sqrt(0.21) * math.log(1.5) / 10

    def off(seed):
        share = draw_tosses(0.7, 100, seed).mean()
        return abs(-share * math.log(0.4) - (1 - share) * math.log(0.6) - h) > half

    seed = next(seed for seed in range(500) if off(seed))
    said = words(visit("likelihood", section="runs", run_seed=str(seed), run_series="1", run_n="100"))
    assert "**0 of 1**" in said
    assert "(* outside the funnel)" in said


def test_the_impossible_toss_is_named(visit, words):
    app = visit("likelihood", section="runs", run_p="0.1", run_q="0", run_series="2", run_n="1000", run_seed="1")
    assert not app.exception
    said = words(app)
    for seed in (1, 2):
        toss = draw_tosses(0.1, 1000, seed).tolist().index(1) + 1
        assert f"seed {seed}: toss {toss}" in said
    assert said.count("∞") >= 3
    assert "of 2**" not in said


def test_an_impossible_toss_that_has_not_come(visit, words):
    seed = next(seed for seed in range(500) if draw_tosses(0.01, 100, seed).sum() == 0)
    app = visit("likelihood", section="runs", run_p="0.01", run_q="0", run_series="1", run_n="100", run_seed=str(seed))
    assert "It has not happened in these series" in words(app)


@pytest.mark.parametrize(("p", "q"), [("0", "0"), ("1", "1"), ("0.5", "0.5"), ("0", "0.5"), ("1", "0"), ("0.3", "1")])
def test_all_ends_of_the_sliders(visit, words, p, q):
    app = visit("likelihood", section="runs", run_p=p, run_q=q, run_n="100")
    assert not app.exception
    assert "nan" not in words(app)


def test_the_budget_is_said(visit, words):
    said = words(visit("likelihood", section="runs", run_n="1000000", run_series="8"))
    assert "8 series of 1\u202f000\u202f000 are 8\u202f000\u202f000 tosses" in said
    assert "you see 1." in said
    assert "At most" not in words(visit("likelihood", section="runs", run_n="100000", run_series="8"))


def test_a_link_brings_it_back(visit):
    query = {"section": "runs", "run_p": "0.25", "run_q": "0.9", "run_n": "1000", "run_series": "8", "run_seed": "42"}
    assert link(visit("likelihood", **query)) == query


@pytest.mark.parametrize("bad", ["", "x", "nan", "1e400", "-inf", "9" * 10**7])
def test_hostile_links(visit, words, bad):
    names = ("run_p", "run_q", "run_n", "run_series", "run_seed")
    app = visit("likelihood", section="runs", **dict.fromkeys(names, bad))
    assert not app.exception
    assert len(words(app)) < 20_000


def test_the_specification_stays(visit):
    def spec(**query):
        return specs(visit("likelihood", section="runs", **query))

    assert spec() == spec(run_p="0.1", run_q="0", run_n="1000000")
