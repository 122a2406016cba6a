"""Near equality on the page: its numbers, what it says where there is no parabola, its link."""

import json
import math
import re

import pytest

from core.app.kl_divergence.inputs import PAIRS
from tests.app.kl_divergence.screens import link

P, Q = "0.5,0.25,0.125,0.125", "0.125,0.5,0.25,0.125"


def near(visit, **query):
    app = visit("kl_divergence", section="near", **query)
    assert not app.exception
    return app


def row(app, start):
    """The cells of a row of the table, without their markup."""
    table = next(element.value for element in app.markdown if "t = 0.1" in element.value)
    line = next(line for line in table.splitlines() if start in line)
    cells = line.strip("| ").split(" | ")[1:]
    return [re.sub("<[^>]*>", "", cell).removeprefix(":small[").removesuffix("]").strip(" *") for cell in cells]


def slider(app):
    """What the slider of t is given, if there is one."""
    found = [one.proto.json for one in app.get("bidi_component") if "near_t_component" in one.proto.id]
    return json.loads(found[0]) if found else None


def test_the_numbers_of_the_table(visit):
    app = near(visit, near_t="1")
    kl = 0.625 * math.log(2)
    assert row(app, "(p\\Vert q_t)}")[0] == f"{kl:.4f}"
    assert row(app, "(q_t\\Vert p)}")[0] == f"{0.5 * math.log(2):.4f}"
    assert row(app, "/ p")[0] == f"{21 / 64:.4f}"
    assert row(app, "TV")[0] == f"{9 / 32:.4f}"
    assert row(app, "q_t - p")[0] == f"{7 / 64:.4f}"
    first, second, third = map(float, row(app, "KL / parabola"))
    assert first == pytest.approx(kl / (21 / 64), abs=5e-5)
    # KL = ½ t² Σ d²/p − ⅓ t³ Σ d³/p² + …: 1 − ⅔ t (Σ d³/p²)/(Σ d²/p)
    tilt = 2 / 3 * (-(3**3) / 2**7 + 2**3 / 2**5 + 1 / 2**3) / (21 / 32)
    assert second == pytest.approx(1 - 0.1 * tilt, abs=0.01)
    assert third == pytest.approx(1 - 0.01 * tilt, abs=2e-4)


def test_in_bits_all_but_the_squared_error_change(visit, words):
    app = near(visit, near_t="1", units="bits")
    assert row(app, "(p\\Vert q_t)}")[0] == "0.6250"
    assert row(app, "/ \\ln 2")[0] == f"{21 / 64 / math.log(2):.4f}"
    assert row(app, "q_t - p")[0] == f"{7 / 64:.4f}"
    assert f"{21 / 32 / math.log(2):.5f}" in words(app)


def test_the_curvature_by_formula_and_by_a_difference(visit, words):
    said = words(near(visit))
    assert "A central difference of KL" in said
    assert said.count("0.65625") == 2
    assert "= 0.21875" in said
    assert "1.213" in said  # H(p, p) = H(p) = 1.75 bits


def test_at_p_itself_the_ratio_is_a_limit(visit):
    app = near(visit, near_t="0")
    assert row(app, "KL / parabola")[0] == "→ 1"
    assert row(app, "(p\\Vert q_t)}")[0] == "0.0000"


def test_a_zero_of_p_is_said(visit, words):
    app = near(visit, p="0,0,1,0", q="0.1,0.1,0.7,0.1", near_t="1")
    assert "No parabola here" in words(app)
    assert "0.300" in words(app)  # the slope
    assert row(app, "/ p") == ["∞"] * 3
    assert row(app, "KL /") == ["–"] * 3
    assert row(app, "(p\\Vert q_t)}")[0] == f"{-math.log(0.7):.4f}"
    assert slider(app)["low"] == 0.0


@pytest.mark.parametrize("name", PAIRS)
def test_every_example_draws_no_infinities(visit, name):
    pair = PAIRS[name]
    for t in ("-1", "0", "1"):
        query = {key: ",".join(map(repr, row)) for key, row in (("p", pair.p), ("q", pair.q))}
        app = near(visit, near_t=t, **query)
        assert len(app.get("vega_lite_chart")) == 1


def test_equal_rows_have_no_direction(visit, words):
    app = near(visit, p="0.5,0.5", q="0.5,0.5")
    assert "every curve is 0" in words(app)
    assert row(app, "KL / parabola") == ["–"] * 3
    assert row(app, "TV") == ["0.0000"] * 3


@pytest.mark.parametrize(
    ("t", "said", "stands"),
    [
        ("half", "no number", 0.5),
        ("nan", "no number", 0.5),
        ("7", "outside the range", 1.0),
        ("-1e999", "outside the range", -1.0),
        ("0.123", "", 0.12),
    ],
)
def test_a_bad_t_is_named(visit, words, t, said, stands):
    app = near(visit, near_t=t)
    assert said in words(app)
    assert slider(app)["value"] == stands


def move_the_end(app):
    """To d = (−½, ⅜, ⅛, 0): p₂ reaches 0 at t = −⅔."""
    app.session_state["link_state"].put("q", (0.0, 0.625, 0.25, 0.125))
    app.run()


def test_t_stays_where_it_is_when_only_the_end_moves(visit, words):
    app = near(visit, p=P, q=Q, near_t="0.3")
    move_the_end(app)
    assert slider(app)["low"] == -0.66
    assert slider(app)["value"] == 0.3
    assert "outside the range" not in words(app)


def test_t_stays_inside_the_simplex_when_p_and_q_change(visit, words):
    app = near(visit, p=P, q=Q, near_t="-1")
    assert slider(app)["low"] == -1.0
    move_the_end(app)
    assert not app.exception
    assert slider(app)["low"] == -0.66
    assert slider(app)["value"] == -0.66
    assert "outside the range" in words(app)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ("1e-300,1", "0.5,0.5"),
        ("5e-324,1", "0.5,0.5"),
        ("0.5,0.5", "1e-300,1"),
        (
            "0.3333333362333333,0.3333333333333333,0.3333333333333333",
            "0.3333333304333333,0.3333333333333333,0.3333333333333333",
        ),
        ("0.5,0.5", "0.5000000000000002,0.4999999999999998"),
    ],
)
def test_rows_next_to_the_edge_or_next_to_each_other(visit, p, q):
    for t in ("-1", "0", "0.01", "1"):
        near(visit, p=p, q=q, near_t=t)


def test_the_link_carries_t_and_the_drawing_stays(visit):
    app = near(visit)
    assert "near_t" not in link(app)
    before = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    app.session_state["link_state"].put("near_t", -0.25)
    app.run()
    assert link(app)["near_t"] == "-0.25"
    after = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    before["data"] = after["data"] = {}
    assert before == after
    assert row(app, "KL / parabola")[0] != row(near(visit), "KL / parabola")[0]
