"""The triangle: its picture has the colour of its band at every place, and nothing outside."""

import base64
import io
import math

import altair as alt
import numpy as np
import pytest
from PIL import Image

from core.charts.kit import simplex as triangle
from core.charts.kit.images import viridis
from core.charts.kit.theme import UNITS
from core.charts.likelihood import simplex
from core.maths.simplex import HEIGHT, place

SHARES = (0.24, 0.14, 0.62)


def pixels(frame):
    """Red, green, blue and how opaque, row 0 at the foot."""
    content = frame["url"][0].removeprefix("data:image/png;base64,")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(content))).convert("RGBA"))[::-1]


def colour_at(shown, p):
    x, y = place(np.array(p))
    return shown[int(y / HEIGHT * len(shown)), int(x * len(shown))]


def test_every_place_has_the_colour_of_its_band():
    for units in UNITS.values():
        shown = pixels(simplex.picture(SHARES, units))
        palette = viridis(np.linspace(1.0, 0.0, len(simplex.EDGES) + 1))
        for p in ((0.24, 0.14, 0.62), (0.3, 0.4, 0.3), (0.1, 0.8, 0.1), (0.6, 0.3, 0.1), (0.01, 0.01, 0.98)):
            kl = sum(a * math.log(a / b) for a, b in zip(SHARES, p, strict=True)) * units.per_nat
            band = sum(kl >= edge for edge in simplex.EDGES)
            assert colour_at(shown, p).tolist() == [*palette[band].tolist(), 255]


def test_the_picture_is_clear_outside_the_triangle():
    shown = pixels(simplex.picture(SHARES, UNITS["nats"]))
    assert shown[-1, 0, 3] == shown[-1, -1, 3] == shown[len(shown) // 2, 0, 3] == 0
    assert shown[1, len(shown) // 2, 3] == 255


def test_without_a_draw_all_places_are_alike():
    shown = pixels(simplex.picture(None, UNITS["nats"]))
    inside = shown[shown[..., 3] == 255]
    assert (inside[:, :3] == viridis(1.0)).all()
    assert set(simplex.mark_rows(None, (0.2, 0.3, 0.5))["quantity"]) == {"model"}


def test_marks_are_weights_of_the_corners():
    marks = simplex.mark_rows(SHARES, (0.5, 0.25, 0.25))
    assert marks["quantity"].tolist() == ["truth"] * 3 + ["model"] * 3
    for quantity, p in (("truth", SHARES), ("model", (0.5, 0.25, 0.25))):
        own = marks[marks["quantity"] == quantity]
        found = [float((own["q"] * own[column]).sum()) for column in ("across", "above")]
        assert found == pytest.approx(place(p).tolist())
    # A row that is dragged has three places, and is the reader's alone.
    assert marks["count"].tolist() == [0] * 3 + [3] * 3


def test_the_strip_has_every_colour_once_and_every_edge():
    rows = simplex.legend_rows("title")
    assert rows["word"].tolist() == ["0", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "∞"]
    drawn = rows[rows["y"] != rows["y2"]]
    assert drawn["fill"].is_unique
    assert len(drawn) == len(simplex.EDGES) + 1
    assert (drawn["y"].to_numpy()[1:] == drawn["y2"].to_numpy()[:-1]).all()
    assert rows["title"].tolist() == ["title"] + [""] * 8


def test_the_outline_closes():
    rows = triangle.outline_rows()
    assert rows.iloc[0][["x", "y"]].tolist() == rows.iloc[-1][["x", "y"]].tolist()
    assert triangle.corner_rows(["a", "b", "c"])["name"].tolist() == ["a", "b", "c"]


def test_the_specifications_hold_no_numbers_of_the_reader():
    named = [alt.NamedData(name) for name in ("image", "outline", "corners", "marks", "legend")]
    picture = simplex.triangle_chart(*named).to_dict()
    assert "datasets" not in picture
    x = picture["layer"][0]["encoding"]["x"]
    # As wide as high: the sides stay equal on any page.
    (left, right), top = x["scale"]["domain"], picture["layer"][0]["encoding"]["y"]["scale"]["domain"]
    across, up = simplex.SIZE[0] / (right - left), picture["height"] / (top[1] - top[0])
    assert math.isclose(across, up, rel_tol=1e-9)
