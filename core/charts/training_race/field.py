"""The field of predictions over two inputs, with the data on it, while two runs learn.

A picture for each of some eighty key frames stands in the chart from the start, and the frame decides which one can
be seen: exchanging one picture for another makes the browser load it, and blink, at every step.
"""

from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import across, at_x, at_y, up
from core.charts.kit.images import hex_colour, luminance
from core.charts.kit.layers import Frame, Plane, finish
from core.charts.kit.maps import MAP_AXIS, PICTURE, drawn
from core.charts.kit.measure import FRAME
from core.charts.kit.theme import DARK, frame_parameter
from core.charts.training_race.field_pictures import class_colours
from core.data.samples import Dataset

MOST_POINTS: Final = 600
HEIGHT: Final = 300
PADDING: Final = {"left": 0, "top": 0, "right": 0, "bottom": 6}  # a name such as x₁ reaches below its line
IN_A_ROW: Final = 4  # classes of the legend
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


def points_frame(data: Dataset, columns: tuple[int, int]) -> Frame:
    """The samples over two columns, at most 600 of them: ``x``, ``y``, ``name`` of the class and its looks.

    Of more, 600 are taken at equal distances from all samples in the order of their classes, so that every class
    keeps its share.
    """
    order, count = np.argsort(data.labels, kind="stable"), min(MOST_POINTS, len(data.labels))
    shown = order[np.linspace(0, len(order) - 1, count).round().astype(int)]
    looks = _looks(data).iloc[data.labels[shown]].reset_index(drop=True)
    size = float(np.clip(9000.0 / count, 26.0, 52.0))  # square px: many small ones hide less of each other
    rows: Frame = looks.assign(x=data.raw[shown, columns[0]], y=data.raw[shown, columns[1]], size=size)
    return rows


def class_legend(data: Dataset) -> Frame:
    """The classes' names and looks, at most ten, each with its ``place`` across the chart and its ``line`` above it."""
    looks = _looks(data).head(len(SHAPES))
    number, in_a_row = np.arange(len(looks)), min(len(looks), IN_A_ROW)
    lines = (len(looks) - 1) // in_a_row
    return looks.assign(
        size=80.0, place=number % in_a_row / in_a_row, line=lines - number // in_a_row, share=1.0 / in_a_row
    )


def field_chart(
    pictures: Frame, points: Frame, legend: Frame, title: str, words: dict[str, str], still: bool = False
) -> alt.LayerChart:
    """The predictions of one run at the frame, the samples on top, and the classes' names above.

    ``pictures``: the rows of one run. ``words``: axis titles "x" and "y". ``still``: it has one picture and no frame.
    """
    looks = MAP_AXIS | {"titleLimit": 220, "tickCount": 5}
    x, y = across(PICTURE, words["x"], **looks), up(PICTURE, words["y"], **looks)
    now = f"datum.from_epoch <= {FRAME} && {FRAME} < datum.to_epoch"
    seen = alt.OpacityValue(1) if still else alt.Opacity(**alt.condition(now, alt.value(1), alt.value(0)))
    looked = (
        alt.Fill("fill:N", scale=None),
        alt.Stroke("edge:N", scale=None),
        alt.Shape("shape:N", scale=None),
        alt.Size("size:Q", scale=None),
    )
    height = at_y("-12 - 18 * datum.line")
    keys, names = (Plane(at_x(f"{pixels} + width * datum.place"), height) for pixels in (8, 18))
    called: dict[str, Any] = {"align": "left", "baseline": "middle", "limit": alt.expr("width * datum.share - 24")}
    layers = [
        drawn(pictures, x, y, seen),
        Plane(x("x"), y("y")).mark("point", points, *looked, strokeWidth=1.2, opacity=1),
        keys.mark("point", legend, *looked, strokeWidth=1.2, opacity=1),
        names.note(legend, "name", **called),
    ]
    return finish(layers, height=HEIGHT, title=title, params=[] if still else [frame_parameter(FRAME)], padding=PADDING)


def _looks(data: Dataset) -> Frame:
    """For each class its ``name``, its ``fill`` from viridis, an ``edge`` that stands out from it, and a ``shape``."""
    fills = class_colours(len(data.classes))
    return Frame(
        {
            "name": list(data.classes),
            "fill": [hex_colour(rgb) for rgb in fills],
            "edge": np.where(luminance(fills) > 0.3, DARK, "#FFFFFF"),
            "shape": [SHAPES[number % len(SHAPES)] for number in range(len(fills))],
        }
    )
