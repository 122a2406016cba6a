"""The same number four ways, on the page."""

import math
import re

import pytest

from tests.app.likelihood.screens import plainly


def ways(visit, **arguments: str):
    return visit("likelihood", section="ways", **arguments)


def results(app):
    """The four results, as they stand at the end of their lines."""
    found = [re.match(r"\$\\displaystyle = (\S+)\$ ", m.value) for m in app.markdown]
    return [match[1] for match in found if match]


@pytest.mark.parametrize(("units", "per"), [("nats", 1.0), ("bits", 1 / math.log(2))])
@pytest.mark.parametrize(("tosses", "heads", "tails", "p"), [("HHTHTTHH", 5, 3, 0.4), ("7/10", 7, 3, 0.9)])
def test_four_results_are_one_number(visit, words, tosses, heads, tails, p, units, per):
    app = ways(visit, tosses=tosses, p=str(p), units=units)
    expected = -(heads * math.log(p) + tails * math.log(1 - p)) * per
    assert results(app) == [f"{expected:#.10g}"] * 4
    said = words(app)
    difference = re.search(r"Four routes, one number\..*\*\*(.+)\*\*", said)[1]
    assert difference == "≤\u00a010⁻¹²"


@pytest.mark.parametrize(("tosses", "p"), [("7/10", "0.9"), ("333333/1000000", "0.3"), ("HHT", "0.5")])
def test_n_times_the_parts_is_the_result_on_a_calculator(visit, words, tosses, p):
    app = ways(visit, tosses=tosses, p=p)
    said, (_, _, result, _) = plainly(words(app)), results(app)
    count, entropy, kl = re.search(r"(\d+)\\cdot\\big\(\{([\d.]+)\} \+ \{([\d.]+)\}\\big\)", said).groups()
    assert f"{int(count) * (float(entropy) + float(kl)):#.10g}" == result
    cross = re.search(r"= \d+\\cdot\{([\d.]+)\}", said)[1]
    assert f"{int(count) * float(cross):#.10g}" == result


def test_an_underflow_is_called_one(visit, words):
    app = ways(visit, tosses="900/1000", p="0.4")
    expected = -(900 * math.log(0.4) + 100 * math.log(0.6))
    assert results(app) == [r"\infty", *[f"{expected:#.10g}"] * 3]
    assert "has underflowed to 0" in words(app)
    assert "Three routes" in words(app)


def test_a_subnormal_product_is_called_one(visit, words):
    app = ways(visit, tosses="1060/1060", p="0.5")
    assert "keeps only some of its digits" in words(app)
    assert "has underflowed" not in words(app)


def test_what_p_rules_out_is_infinite_in_all_four(visit, words):
    app = ways(visit, tosses="HT", p="0")
    assert results(app) == [r"\infty"] * 4
    assert "exactly 0, without underflow" in words(app)
    assert "All four are **∞**" in words(app)


def test_certainty_that_is_right(visit):
    app = ways(visit, tosses="HHH", p="1")
    assert not app.exception
    assert [float(result) for result in results(app)] == [0.0] * 4


def test_without_a_toss(visit, words):
    app = ways(visit, tosses="")
    assert not app.exception
    assert results(app) == []
    assert "nothing to multiply" in words(app)


def test_the_classifiers_case_is_named(visit, words):
    assert "one-hot" in words(ways(visit))


def test_the_picture_tells_its_numbers(visit):
    app = ways(visit, tosses="1/2", p="0.25")
    alt = app.get("vega_lite_chart")[-1].proto.alt
    whole, entropy = -math.log(0.25) - math.log(0.75), 2 * math.log(2)
    for number in (whole, entropy, whole - entropy):
        assert f"{number:.3f}" in alt
