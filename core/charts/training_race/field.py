"""The field of predictions over two inputs, with the data on it, while two runs learn.

A picture for each of some eighty key frames stands in the chart from the start, and the frame decides which one can
be seen: exchanging one picture for another makes the browser load it, and blink, at every step.
"""

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.images import hex_colour, luminance
from core.charts.kit.measure import FRAME
from core.charts.kit.theme import NEUTRAL, axis, finish, frame_parameter
from core.charts.training_race.field_pictures import class_colours
from core.data.samples import Dataset

MOST_POINTS: Final = 600
HEIGHT: Final = 300
PADDING: Final = {"left": 0, "top": 0, "right": 0, "bottom": 6}  # a name such as x₁ reaches below its line
IN_A_ROW: Final = 4  # classes of the legend
DARK: Final = "#1B232B"
_STAR = "M0,-1L.235,-.324L.951,-.309L.38,.124L.588,.809L0,.4L-.588,.809L-.38,.124L-.951,-.309L-.235,-.324Z"
_SALTIRE = "M-.7,-1L0,-.3L.7,-1L1,-.7L.3,0L1,.7L.7,1L0,.3L-.7,1L-1,.7L-.3,0L-1,-.7Z"
SHAPES: Final = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    _STAR,
    _SALTIRE,
    "triangle-right",
    "triangle-left",
)


def points_frame(data: Dataset, columns: tuple[int, int]) -> pd.DataFrame:
    """The samples over two columns, at most 600 of them: ``x``, ``y``, ``name`` of the class and its looks.

    Of more, 600 are taken at equal distances from all samples in the order of their classes, so that every class
    keeps its share.
    """
    order, count = np.argsort(data.labels, kind="stable"), min(MOST_POINTS, len(data.labels))
    shown = order[np.linspace(0, len(order) - 1, count).round().astype(int)]
    looks = _looks(data).iloc[data.labels[shown]].reset_index(drop=True)
    size = float(np.clip(9000.0 / count, 26.0, 52.0))  # square px: many small ones hide less of each other
    rows: pd.DataFrame = looks.assign(x=data.raw[shown, columns[0]], y=data.raw[shown, columns[1]], size=size)
    return rows


def class_legend(data: Dataset) -> pd.DataFrame:
    """The classes' names and looks, at most ten, each with its ``place`` across the chart and its ``line`` above it."""
    looks = _looks(data).head(len(SHAPES))
    number, in_a_row = np.arange(len(looks)), min(len(looks), IN_A_ROW)
    lines = (len(looks) - 1) // in_a_row
    return looks.assign(
        size=80.0, place=number % in_a_row / in_a_row, line=lines - number // in_a_row, share=1.0 / in_a_row
    )


def field_chart(
    pictures: pd.DataFrame, points: pd.DataFrame, legend: pd.DataFrame, title: str, words: dict[str, str]
) -> alt.LayerChart:
    """The predictions of one run at the frame, the samples on top, and the classes' names above.

    ``pictures``: the rows of one run. ``words``: axis titles "x" and "y".
    """
    scale = alt.Scale(zero=False, nice=False, padding=0)  # the pictures span the axes: the window is data
    looks: dict[str, Any] = {"grid": False, "titlePadding": 3, "titleLimit": 220, "tickCount": 5}
    x_options: dict[str, Any] = {"scale": scale, "axis": axis(words["x"], **looks)}
    y_options: dict[str, Any] = {"scale": scale, "axis": axis(words["y"], **looks)}
    seen = f"datum.from_epoch <= {FRAME} && {FRAME} < datum.to_epoch"
    field = (
        alt.Chart(pictures)
        .mark_image(aspect=False)
        .encode(
            x=alt.X("x0:Q", **x_options),
            x2="x1:Q",
            y=alt.Y("y0:Q", **y_options),
            y2="y1:Q",
            url="url:N",
            opacity=alt.condition(seen, alt.value(1), alt.value(0)),
        )
    )
    marks: dict[str, Any] = {
        "fill": alt.Fill("fill:N", scale=None),
        "stroke": alt.Stroke("edge:N", scale=None),
        "shape": alt.Shape("shape:N", scale=None),
        "size": alt.Size("size:Q", scale=None),
    }
    mark: dict[str, Any] = {"strokeWidth": 1.2, "opacity": 1}
    samples = (
        alt.Chart(points).mark_point(**mark).encode(x=alt.X("x:Q", **x_options), y=alt.Y("y:Q", **y_options), **marks)
    )
    names = alt.Chart(legend)
    height = alt.YValue(alt.expr("-12 - 18 * datum.line"))
    keys = names.mark_point(**mark).encode(x=alt.XValue(alt.expr("8 + width * datum.place")), y=height, **marks)
    called = names.mark_text(
        align="left", baseline="middle", fontSize=13, color=NEUTRAL, limit=alt.expr("width * datum.share - 24")
    ).encode(x=alt.XValue(alt.expr("18 + width * datum.place")), y=height, text="name:N")
    layers = alt.layer(field, samples, keys, called).add_params(frame_parameter(FRAME))
    return finish(layers, HEIGHT, title).properties(padding=PADDING)


def _looks(data: Dataset) -> pd.DataFrame:
    """For each class its ``name``, its ``fill`` from viridis, an ``edge`` that stands out from it, and a ``shape``."""
    fills = class_colours(len(data.classes))
    return pd.DataFrame(
        {
            "name": list(data.classes),
            "fill": [hex_colour(rgb) for rgb in fills],
            "edge": np.where(luminance(fills) > 0.3, DARK, "#FFFFFF"),
            "shape": [SHAPES[number % len(SHAPES)] for number in range(len(fills))],
        }
    )
