"""Links into the section of n coins: hostile ones, round trips, and specifications that know no numbers."""

import pytest

from tests.app.likelihood.screens import link, specs


@pytest.mark.parametrize("p", ["0", "1"])
def test_at_the_ends_there_is_no_slope(visit, words, p):
    app = visit("likelihood", section="coins", p=p, n="1000000")
    assert not app.exception
    assert "by finite differences" not in words(app)


def test_a_link_with_n_means_it_and_goes_on_with_it(visit, words):
    app = visit("likelihood", section="coins", n="1000000")
    assert "n = 1\u202f000\u202f000" in words(app)
    assert "from your share p̂" in words(app)
    assert "neighbouring values of k" in words(app)
    assert link(app)["trials"] == "other"
    assert float(link(app)["n"]) == 1e6
    again = visit("likelihood", **link(app))
    assert link(again) == link(app)


@pytest.mark.parametrize(
    ("n", "expected", "repair"),
    [
        ("1e9", "1\u202f000\u202f000", "outside the range"),
        ("-3", "1", "outside the range"),
        ("nan", "100", "no number"),
        ("x", "100", "no number"),
    ],
)
def test_an_n_that_cannot_be(visit, words, n, expected, repair):
    app = visit("likelihood", section="coins", n=n)
    assert not app.exception
    assert f"n = {expected} " in words(app)
    assert repair in words(app)


def test_hostile_tosses(visit, words):
    app = visit("likelihood", section="coins", tosses="HHX")
    assert not app.exception
    assert "character 3" in words(app)
    app = visit("likelihood", section="coins", tosses="")
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 0
    assert "there is no n" in words(app)
    app = visit("likelihood", section="coins", tosses="", n="100")
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 1
    assert "there is no k" in words(app)


@pytest.mark.parametrize("units", ["nats", "bits"])
@pytest.mark.parametrize("tosses", ["H", "T", "0/1000000", "500000/1000000", "1/3"])
def test_all_counts(visit, words, tosses, units):
    app = visit("likelihood", section="coins", tosses=tosses, p="0.005", units=units)
    assert not app.exception
    assert "your tosses" in words(app)


def test_specs_do_not_depend_on_the_numbers(visit):
    def both(**query):
        return specs(visit("likelihood", section="coins", **query))

    assert both() == both(n="1000000", p="0.1") == both(tosses="7/10")
