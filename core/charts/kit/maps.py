"""A map over weights and biases: one picture under axes, the meaning of its colours beside it, places marked on it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.charts.kit.images import Pixels, data_uri, hex_colour
from core.charts.kit.theme import LABEL_SIZE, NEUTRAL, axis, finish
from core.simulation.descent.landscape import Window

HEIGHT: Final = 250
GREY: Final = (0x8A, 0x97, 0xA3)  # what is no colour of a scale
DARK: Final = "#1B232B"
FINE: Final = 256  # pixels from which on a browser may smooth between them
_SHARES: Final = alt.Scale(domain=[0, 1], nice=False)


def picture(numbers: NDArray[Any], palette: ArrayLike, window: Window) -> pd.DataFrame:
    """The picture of a map and its place: one row ``x0``, ``x1``, ``y0``, ``y1``, ``url``.

    numbers: (B, W), each that of a colour in the palette, row 0 at the lowest bias. Coarse ones are drawn as squares.
    """
    (x0, x1), (y0, y1) = window.weights, window.biases
    times = -(-FINE // len(numbers))
    url = data_uri(np.kron(numbers[::-1], np.ones((times, times), dtype=np.int64)), palette)
    return pd.DataFrame({"x0": [x0], "x1": [x1], "y0": [y0], "y1": [y1], "url": [url]})


def edged_bands(palette: Pixels, first: str, edges: Sequence[str]) -> pd.DataFrame:
    """What the colours stand for, from the lowest up: the first one's word in its middle, then a word at each edge.

    ``low`` and ``high`` are shares of the picture's height, ``at`` is the place of the ``text``; the last row has no
    height, only the top edge's text.
    """
    fills = [hex_colour(rgb) for rgb in palette]
    places = np.linspace(0.0, 1.0, len(fills) + 1)
    return pd.DataFrame(
        {
            "low": places,
            "high": [*places[1:], 1.0],
            "fill": [*fills, fills[-1]],
            "at": [places[1] / 2.0, *places[1:]],
            "text": [first, *edges],
        }
    )


def named_bands(palette: Pixels, names: Sequence[str]) -> pd.DataFrame:
    """The same for colours that each have a name of their own."""
    places = np.linspace(0.0, 1.0, len(names) + 1)
    return pd.DataFrame(
        {
            "low": places[:-1],
            "high": places[1:],
            "fill": [hex_colour(rgb) for rgb in palette],
            "at": (places[:-1] + places[1:]) / 2.0,
            "text": list(names),
        }
    )


def places(start: tuple[float, float], others: Iterable[tuple[float, float, str]] = ()) -> pd.DataFrame:
    """What is marked on a map: the reader's start as a dot, and other places as diamonds with a ``name``.

    The name of the one furthest left stands on its left, so that two close ones can both be read.
    """
    found = list(others)
    left = min((x for x, _, _ in found), default=0.0) if len(found) > 1 else -np.inf
    rows = [
        (*start, "circle", "", 0.0),
        *((x, y, "diamond", name, 17.0 * (1 - 2 * (x == left))) for x, y, name in found),
    ]
    return pd.DataFrame(rows, columns=["x", "y", "shape", "name", "dx"])


def map_chart(
    image: pd.DataFrame, bands: pd.DataFrame, marked: pd.DataFrame, title: str, words: dict[str, str]
) -> alt.LayerChart:
    """A map over all starts with the reader's on it. ``words``: axis titles "weight" and "bias"."""
    scale = alt.Scale(zero=False, nice=False, padding=0)  # the picture spans the axes: the window is data
    looks: dict[str, Any] = {"grid": False, "titlePadding": 3, "tickCount": 5}
    x_options: dict[str, Any] = {"scale": scale, "axis": axis(words["weight"], **looks)}
    y_options: dict[str, Any] = {"scale": scale, "axis": axis(words["bias"], **looks)}
    drawn = (
        alt.Chart(image)
        .mark_image(aspect=False)
        .encode(x=alt.X("x0:Q", **x_options), x2="x1:Q", y=alt.Y("y0:Q", **y_options), y2="y1:Q", url="url:N")
    )
    base = alt.Chart(marked).encode(x=alt.X("x:Q", **x_options), y=alt.Y("y:Q", **y_options))
    marks = base.mark_point(filled=True, size=110, fill="white", stroke=DARK, strokeWidth=2, opacity=1).encode(
        shape=alt.Shape("shape:N", scale=None)
    )
    # Twice: first a dark rim, so that a name can be read on any colour.
    names = [
        base.mark_text(dx=alt.ExprRef("datum.dx"), fontSize=17, fontWeight=700, **look).encode(text="name:N")
        for look in ({"stroke": DARK, "strokeWidth": 4, "color": DARK}, {"color": "white"})
    ]
    # The strip beside the map has a scale of its own: shares of its height, whatever the biases are.
    both = alt.layer(alt.layer(drawn, marks, *names), *_legend(bands)).resolve_scale(x="independent", y="independent")
    chart: alt.LayerChart = finish(both, HEIGHT, title)
    return chart


def _legend(bands: pd.DataFrame) -> Sequence[alt.Chart]:
    """A strip of the bands' colours beside the map, as high as it, with their words."""
    strip = (
        alt.Chart(bands)
        .mark_rect()
        .encode(
            x=alt.XValue(alt.expr("width + 10")),
            x2=alt.X2Value(alt.expr("width + 20")),
            y=alt.Y("low:Q", scale=_SHARES, axis=None),
            y2="high:Q",
            fill=alt.Fill("fill:N", scale=None),
        )
    )
    looks: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": LABEL_SIZE, "color": NEUTRAL}
    words = (
        alt.Chart(bands)
        .mark_text(**looks)
        .encode(x=alt.XValue(alt.expr("width + 24")), y=alt.Y("at:Q", scale=_SHARES, axis=None), text="text:N")
    )
    return strip, words
