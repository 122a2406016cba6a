"""A map over weights and biases: one picture under axes, the meaning of its colours beside it, places marked on it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.charts.kit.axes import SHARES, Across, Up, across, at_x, scale, up
from core.charts.kit.images import Pixels, data_uri, hex_colour
from core.charts.kit.layers import Frame, Plane, finish, of_row, row, select, table
from core.charts.kit.live import Live
from core.charts.kit.theme import DARK
from core.simulation.descent.landscape import Window

HEIGHT: Final = 250
GREY: Final = (0x8A, 0x97, 0xA3)  # what is no colour of a scale
FINE: Final = 256  # pixels from which on a browser may smooth between them
PICTURE: Final = scale(zero=False, padding=0)  # the picture spans the axes: the window is data
MAP_AXIS: Final[dict[str, Any]] = {"grid": False, "titlePadding": 3}


def picture(numbers: NDArray[Any], palette: ArrayLike, window: Window) -> Frame:
    """The picture of a map and its place: one row ``x0``, ``x1``, ``y0``, ``y1``, ``url``.

    numbers: (B, W), each that of a colour in the palette, row 0 at the lowest bias. Coarse ones are drawn as squares.
    """
    times = -(-FINE // len(numbers))
    return framed(data_uri(np.kron(numbers[::-1], np.ones((times, times), dtype=np.int64)), palette), window)


def framed(url: str, window: Window) -> Frame:
    """A picture in the place of a window."""
    (x0, x1), (y0, y1) = window.weights, window.biases
    return row(x0=x0, x1=x1, y0=y0, y1=y1, url=url)


def edged_bands(palette: Pixels, first: str, edges: Sequence[str]) -> Frame:
    """What the colours stand for, from the lowest up: the first one's word in its middle, then a word at each edge.

    ``low`` and ``high`` are shares of the picture's height, ``at`` is the place of the ``text``; the last row has no
    height, only the top edge's text.
    """
    fills = [hex_colour(rgb) for rgb in palette]
    places = np.linspace(0.0, 1.0, len(fills) + 1)
    at, text = [places[1] / 2.0, *places[1:]], [first, *edges]
    columns = {"low": places, "high": [*places[1:], 1.0], "fill": [*fills, fills[-1]], "at": at, "text": text}
    return Frame(columns)


def named_bands(palette: Pixels, names: Sequence[str]) -> Frame:
    """The same for colours that each have a name of their own."""
    bands = edged_bands(palette, "", names).iloc[:-1]
    return bands.assign(at=(bands["low"] + bands["high"]) / 2.0, text=list(names))


def places(start: tuple[float, float], others: Iterable[tuple[float, float, str]] = ()) -> Frame:
    """What is marked on a map: the reader's start as a dot, and other places as diamonds with a ``name``.

    The name of the one furthest left stands on its left, so that two close ones can both be read.
    """
    found = list(others)
    left = min((x for x, _, _ in found), default=0.0) if len(found) > 1 else -np.inf
    rows = [
        (*start, "circle", "", 0.0),
        *((x, y, "diamond", name, 17.0 * (1 - 2 * (x == left))) for x, y, name in found),
    ]
    return table("x y shape name dx", rows)


def drawn(data: Frame, x: Across, y: Up, *channels: Any) -> alt.Chart:
    """The picture of a map in its place, or one of many."""
    spread = Plane(x("x0"), alt.X2("x1:Q"), y("y0"), alt.Y2("y1:Q"))
    return spread.mark("image", data, alt.Url("url:N"), *channels, aspect=False)


def rimmed(plane: Plane, data: Frame) -> list[alt.Chart]:
    """Names beside what is marked: first a dark rim, so that they can be read on any colour."""
    looks: tuple[dict[str, Any], ...] = ({"stroke": DARK, "strokeWidth": 4, "color": DARK}, {"color": "white"})
    return [plane.text(data, "name", size=17, fontWeight=700, **of_row("dx"), **look) for look in looks]


def legend(bands: Frame, place: str) -> list[alt.Chart]:
    """A strip of the bands' colours beside the map, as high as it, with their words at a ``place`` of each.

    Its scale is its own: shares of its height, whatever the biases are.
    """
    height = up(SHARES)
    strip = Plane(at_x("width + 10"), alt.X2Value(alt.expr("width + 20")), height("low"), alt.Y2("high:Q"))
    words = Plane(at_x("width + 24"), height(place))
    return [
        strip.rect(bands, alt.Fill("fill:N", scale=None)),
        words.note(bands, "text", align="left", baseline="middle"),
    ]


def map_chart(
    image: Frame,
    bands: Frame,
    marked: Frame,
    title: str,
    words: dict[str, str],
    held: tuple[Live, Live] | None = None,
) -> alt.LayerChart:
    """A map over all starts with the reader's on it. ``words``: axis titles "weight" and "bias".

    held: the start's weight and bias where they are live; then it is the mark "grip_start".
    """
    x = across(PICTURE, words["weight"], tickCount=5, **MAP_AXIS)
    y = up(PICTURE, words["bias"], tickCount=5, **MAP_AXIS)
    plane = Plane(x("x"), y("y"))
    start, grip = "datum.shape === 'circle'", []
    if held:
        along, up_there = (f"{start} ? {one.name} : datum.{axis}" for one, axis in zip(held, "xy", strict=True))
        marked = select(marked, x=along, y=up_there)
        grip = plane.grip(select(marked, start), "grip_start")
    marks = plane.dots(marked, 110, alt.Shape("shape:N", scale=None), fill="white", stroke=DARK, strokeWidth=2)
    mapped = alt.layer(drawn(image, x, y), marks, *rimmed(plane, marked), *grip)
    params = [one.parameter() for one in held or ()]
    return finish([mapped, *legend(bands, "at")], height=HEIGHT, title=title, apart="xy", params=params)
