"""The same number four ways, on the page."""

import math
import re

import pytest

from core.app.likelihood.tosses.hero import P
from core.app.likelihood.ways import said
from core.app.wording.language import Texts
from core.charts.kit.theme import UNITS
from core.simulation.likelihood.tosses import read_tosses
from tests.app.likelihood.screens import plainly

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def ways(visit, **arguments: str):
    return visit("likelihood", section="ways", **arguments)


def results(app):
    """The four results, as they stand at the end of their lines."""
    found = [re.match(r"\$\\displaystyle = (\S+)\$ ", plainly(m.value)) for m in app.markdown]
    return [match[1] for match in found if match]


@pytest.mark.parametrize(("units", "per"), [("nats", 1.0), ("bits", 1 / math.log(2))])
@pytest.mark.parametrize(("tosses", "heads", "tails", "p"), [("HHTHTTHH", 5, 3, 0.4), ("7/10", 7, 3, 0.9)])
def test_four_results_are_one_number(visit, words, tosses, heads, tails, p, units, per):
    app = ways(visit, tosses=tosses, p=str(p), units=units)
    expected = -(heads * math.log(p) + tails * math.log(1 - p)) * per
    assert results(app) == [f"{expected:#.10g}"] * 4
    assert "Four routes, one number. The largest relative difference between them: ≤\u00a010⁻¹²." in plainly(words(app))


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
    assert results(app) == ["∞", *[f"{expected:#.10g}"] * 3]
    assert "has underflowed to 0" in words(app)
    assert "Three routes" in words(app)


def test_a_subnormal_product_is_called_one(visit, words):
    app = ways(visit, tosses="1060/1060", p="0.5")
    assert "keeps only some of its digits" in words(app)
    assert "has underflowed" not in words(app)


def test_what_p_rules_out_is_infinite_in_all_four(visit, words):
    app = ways(visit, tosses="HT", p="0")
    assert results(app) == ["∞"] * 4
    assert "exactly 0, without underflow, and all four are ∞" in words(app)


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


@pytest.mark.parametrize("tosses", ["HHTHTTHH", "HHH", "900/1000"])
@pytest.mark.parametrize("units", UNITS)
def test_at_every_stop_of_p_the_words_are_right(tosses, units):
    read, per = read_tosses(tosses), UNITS[units].per_nat
    for p in P.field.grid:
        now = said(Texts("likelihood", "en"), UNITS[units], read, p)
        pairs = [(n, q) for n, q in ((read.heads, p), (read.tails, 1 - p)) if n]
        whole = math.inf if any(q == 0 for _, q in pairs) else -sum(n * math.log(q) for n, q in pairs) * per
        product = math.prod(q**n for n, q in pairs)
        results = [now[name] for name in ("product", "sum", "cross_entropy", "parts")]
        if math.isinf(whole):
            assert results == ["∞"] * 4
            assert "all four are ∞" in now["verdict"]
            continue
        lost = product < 2.0**-1022
        assert [float(result) for result in results[lost:]] == pytest.approx([whole] * (4 - lost), rel=1e-9)
        assert len(set(results[lost:])) == 1
        assert ("Three routes" if lost else "Four routes") in now["verdict"]
        assert (float(now["p"]), float(now["q"])) == pytest.approx((p, 1 - p), abs=1e-12)
        if product > 1e-2:
            assert float(now["held"]) == pytest.approx(product, rel=5e-4)
        # On a calculator: n times what stands there is the result.
        for parts in (("mean",), ("entropy", "kl")):
            total = sum(float(now[part].replace(" × 10", "e").translate(RAISED)) for part in parts)
            assert read.count * total == pytest.approx(float(results[1]), rel=1e-9)  # one unit of the last digit
