"""The pictures that play: their specification knows no number of tosses' outcome, and Vega's formulas are right."""

import json
import math
import re

import altair as alt
import pytest

from core.charts.kit.theme import UNITS
from core.charts.likelihood import play as charts
from core.charts.likelihood.picture import log_likelihood
from core.simulation.descent.training import MOST_EPOCHS
from core.simulation.likelihood.tosses import heads_so_far

NATS = UNITS["nats"]
TITLES = ("title", "p", "y")


def specs() -> dict[str, dict]:
    frames, ends, tosses = (alt.NamedData(name) for name in ("frames", "ends", "tosses"))
    return {
        "likelihood": charts.likelihood_chart(frames, TITLES, "better").to_dict(),
        "log": charts.log_likelihood_chart(frames, ends, TITLES, "better").to_dict(),
        "mean": charts.mean_chart(frames, TITLES, NATS, "better").to_dict(),
        "strip": charts.strip_chart(tosses, ends, frames).to_dict(),
    }


@pytest.mark.parametrize("name", ["likelihood", "log", "mean", "strip"])
def test_every_picture_follows_the_frame(name):
    spec = specs()[name]
    assert [p["name"] for p in spec["params"]] == [charts.FRAME]
    assert spec["params"][0]["bind"]["max"] == MOST_EPOCHS


@pytest.mark.parametrize("name", ["likelihood", "log", "mean"])
def test_nothing_that_moves_touches_a_scale(name):
    for layer in specs()[name]["layer"]:
        y = layer.get("encoding", {}).get("y", {})
        if y.get("field") == "y":
            assert len(y["scale"]["domain"]) == 2


def evaluated(expression: str, **datum: float) -> float:
    """A Vega expression of the house, as Python: only what these formulas use."""
    code = re.sub(r"datum\.(\w+)", r"\1", expression)
    while "?" in code:
        # (condition ? yes : no), innermost first
        code = re.sub(r"\(([^()?:]*) \? ((?:[^()?:]|\([^()?:]*\))*) : ([^()?:]*)\)", r"((\2) if \1 else (\3))", code)
    return eval(code, {"log": math.log, "exp": math.exp, "max": max, "min": min}, datum)


@pytest.mark.parametrize(("h", "k"), [(0, 0), (1, 1), (0, 3), (3, 5), (200, 400)])
@pytest.mark.parametrize("p", [0.2, 0.5, 0.95])
def test_the_formula_of_the_log_likelihood(h, k, p):
    found = evaluated(log_likelihood("datum.h", "datum.t", "datum.x"), h=h, t=k - h, x=p)
    assert found == pytest.approx(h * math.log(p) + (k - h) * math.log(1 - p))


def test_what_travels():
    heads = heads_so_far("HHT")
    (row,) = charts.frame_rows(heads, 0.4, {"said": ["a", "b", "c", "d"]}).to_dict("records")
    assert row == {"heads": "0,1,2,2", "n": 3.0, "p": 0.4, "said": "a|b|c|d"}
    rows = charts.toss_rows("HHT", {"H": "h", "T": "t"})
    assert rows["side"].tolist() == [1.0, 1.0, -1.0]
    assert rows["letter"].tolist() == ["h", "h", "t"]
    assert set(charts.toss_rows("H" * 41, {"H": "h", "T": "t"})["letter"]) == {""}
    assert charts.end_rows(4, UNITS["bits"])["log"].tolist() == [pytest.approx(-10 / math.log(2)), 0.0]


def test_no_tosses_outcome_is_in_a_specification():
    assert "HHT" not in json.dumps(specs())
