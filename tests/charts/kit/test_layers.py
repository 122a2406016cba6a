"""Planes, axes and tables: what is shared, what a layer has of its own, and what is left out."""

import altair as alt
import pandas as pd

from core.charts.kit.axes import SHARES, across, at_x, up
from core.charts.kit.layers import Plane, beside, finish, only, row, select, stacked, table, tinted
from core.charts.kit.theme import colour

DATA = alt.NamedData("rows")


def test_a_layer_has_the_planes_channels_and_its_own_before_them():
    x, y = across(SHARES, "share"), up(SHARES)
    layer = Plane(x("x"), y("y"), colour()).dots(DATA, 40, x("left"), stroke="white").to_dict()
    assert layer["encoding"]["x"]["field"] == "left"
    assert layer["encoding"]["x"]["axis"]["title"] == "share"
    assert layer["encoding"]["y"] == {"field": "y", "type": "quantitative", "axis": None} | {
        "scale": {"domain": [0, 1], "nice": False}
    }
    assert layer["encoding"]["color"]["field"] == "quantity"
    assert layer["mark"] == {"type": "point", "size": 40, "filled": True, "opacity": 1, "stroke": "white"}


def test_rows_are_selected_before_they_get_columns():
    chosen = tinted(select(only(DATA, kind="dot"), "datum.x > 0", twice="2 * datum.x"), "model")
    assert Plane().rule(chosen).to_dict()["transform"] == [
        {"filter": "datum.kind === 'dot'"},
        {"filter": "datum.x > 0"},
        {"calculate": "2 * datum.x", "as": "twice"},
        {"calculate": "'model'", "as": "quantity"},
    ]


def test_words_stand_on_the_side_that_has_room():
    looks = {name: look.to_dict()["expr"] for name, look in beside("datum.x > 1", 8).items()}
    assert looks == {"align": "datum.x > 1 ? 'right' : 'left'", "dx": "datum.x > 1 ? -8 : 8"}


def test_layers_become_one_chart_with_the_houses_frame():
    plane = Plane(at_x("width / 2"), up(SHARES)("y"))
    alone = finish([plane.ends(DATA)], height=90).to_dict()
    assert (alone["height"], alone["width"], alone["config"]["view"]["stroke"]) == (90, "container", None)
    assert "layer" not in alone
    both = finish([plane.ends(DATA), plane.text(DATA, "name")], title="title", apart="xy").to_dict()
    assert both["title"]["text"] == "title"
    assert both["resolve"]["scale"] == {"x": "independent", "y": "independent"}
    assert both["layer"][1]["encoding"]["x"] == {"value": {"expr": "width / 2"}}


def test_tables():
    assert table("x y", [(1.0, 2.0)], quantity="model").to_dict("records") == [
        {"x": 1.0, "y": 2.0, "quantity": "model"}
    ]
    assert table("x y", []).columns.tolist() == ["x", "y"]
    assert row(x=1, name="a").equals(pd.DataFrame({"x": [1], "name": ["a"]}))
    assert stacked([{"x": [1, 2], "of": "a"}, [{"x": 3, "of": "b"}]])["of"].tolist() == ["a", "a", "b"]
