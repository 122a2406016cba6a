"""The log-likelihood of three classes over the probability simplex: a triangle in bands, with two places marked."""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit import simplex
from core.charts.kit.images import data_uri, hex_colour, viridis
from core.charts.kit.layers import Frame, Plane, finish, only, row, select, table
from core.charts.kit.live import LiveRow
from core.charts.kit.maps import rimmed
from core.charts.kit.theme import Units, colour
from core.maths.simplex import CORNERS, HEIGHT
from core.simulation.likelihood.faces import below_maximum

PIXELS: Final = 384
EDGES: Final = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)  # of the bands, in the reader's unit per draw
SIZE: Final = (360, 330)  # pixels of the frame, in which the triangle has equal sides
RATIO: Final = SIZE[0] / SIZE[1]
X: Final = (-0.1, 1.2)
Y: Final = simplex.ends_of_y(SIZE, X)
ROW: Final = LiveRow("q")
_STRIP: Final = (0.86, 0.9, 0.44, 0.92)  # the strip of the bands' colours: left, right, foot, top


def picture(shares: Sequence[float] | None, units: Units) -> Frame:
    """The triangle as one image, transparent around it, and its place; without a draw every p is as good."""
    below = below_maximum((1 / 3, 1 / 3, 1 / 3) if shares is None else shares, PIXELS) * units.per_nat
    bands = np.searchsorted(np.array(EDGES), below, side="right") if shares is not None else np.zeros(below.shape)
    numbers = np.where(np.isnan(below), len(EDGES) + 1, bands)[::-1].astype(np.uint8)
    palette = np.vstack([_palette(), np.zeros((1, 3), dtype=np.uint8)])
    url = data_uri(numbers, palette, transparency=len(EDGES) + 1)
    return row(x=0.0, x2=1.0, y=0.0, y2=HEIGHT, url=url)


def mark_rows(shares: Sequence[float] | None, p: Sequence[float]) -> Frame:
    """The maximum, where there is one, and the reader's p: each as weights ``q`` of the corners ``across``, ``above``.

    The browser sums them, since p may be dragged.
    """
    marks = (("truth", "diamond", "p̂", shares), ("model", "circle", "p", p))
    rows = [
        # The reader's row is the only one of as many places as a row that is dragged has.
        (x, y, quantity, shape, name, float(weight), number, len(CORNERS) if quantity == "model" else 0)
        for quantity, shape, name, weights in marks
        if weights is not None
        for number, ((x, y), weight) in enumerate(zip(CORNERS, weights, strict=True))
    ]
    return table("across above quantity shape name q place count", rows)


def legend_rows(title: str) -> Frame:
    """The bands' colours from the maximum down, with a word at each edge and the ``title`` on top."""
    left, right, foot, top = _STRIP
    edges = np.linspace(top, foot, len(EDGES) + 2)
    words = ["0", *(f"{edge:g}" for edge in EDGES), "∞"]
    fills = [hex_colour(rgb) for rgb in _palette()]
    rows = [
        (left, right, edges[number], edges[min(number + 1, len(fills))], fills[min(number, len(fills) - 1)], word)
        for number, word in enumerate(words)
    ]
    return table("x x2 y y2 fill word", rows, title=[title] + [""] * (len(rows) - 1))


def triangle_chart(image: Frame, outline: Frame, corners: Frame, marks: Frame, legend: Frame) -> alt.LayerChart:
    """The map, from the rows above."""
    x, y = simplex.channels(SIZE, X)
    plane, spread = Plane(x, y), Plane(x, y, alt.X2("x2:Q"), alt.Y2("y2:Q"))
    ring: dict[str, Any] = {"stroke": "white", "strokeWidth": 2.5}
    on_top = (X[1] - _STRIP[0]) * SIZE[0] / (X[1] - X[0])
    weighed = select(marks, weight=ROW.value, x="datum.weight * datum.across", y="datum.weight * datum.above")
    now = weighed.transform_aggregate(x="sum(x)", y="sum(y)", groupby=["quantity", "shape", "name"])
    # The one further left has its name on its left, so that two close ones can both be read.
    now = now.transform_window(nth="row_number()", sort=[alt.SortField("x")])
    now = select(now, dx="datum.nth === 1 ? -16 : 16")
    layers = [
        spread.mark("image", image, alt.Url("url:N"), aspect=False),
        *simplex.sides(plane, outline, corners),
        spread.rect(legend, alt.Fill("fill:N", scale=None)),
        plane.note(legend, "word", baseline="middle", align="left", dx=19),
        plane.note(legend, "title", baseline="middle", align="right", dy=-20, dx=on_top),
        plane.dots(now, 230, colour(), alt.Shape("shape:N", scale=None), **ring),
        *rimmed(plane, now),
        plane.around(only(now, quantity="model"), "grip", size=1600),
    ]
    return finish(layers, height=SIZE[1], params=[ROW.parameter()])


def _palette() -> Any:
    """The colours of the bands, the lightest for the nearest to the maximum."""
    return viridis(np.linspace(1.0, 0.0, len(EDGES) + 1))
