"""The landscape of a loss over weight and bias, and the way a run takes through it.

By plain descent on one example both losses' paths run along the same straight line, in the direction (x, 1): each
gradient is a number times (x, 1). Only the pace differs, and the landscapes show why: where contours lie wide apart
the ground is level and the steps are short. Cross-entropy is a slope that never levels out on the wrong side;
squared error is a plateau there, with all its contours at the cliff in the middle.
"""

from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.charts.kit.axes import SHARES, across, up
from core.charts.kit.frames import Frame
from core.charts.kit.images import data_uri, viridis
from core.charts.kit.layers import Plane, finish, select
from core.charts.kit.maps import MAP_AXIS, PICTURE, drawn, edged_bands, framed, legend
from core.charts.kit.measure import FRAME
from core.charts.kit.theme import DARK, Units, colour, frame_parameter
from core.simulation.descent.landscape import Window, mean_loss_surface

PIXELS: Final = 200
HEIGHT: Final = 280
MOST_BANDS: Final = 12  # and at least 8: more cannot be counted, fewer show no slope
STEPS: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)  # of the bands, times a power of ten
FLATTEST: Final = 1e-3  # a landscape that is nowhere higher is drawn level
DRAWN: Final = 300  # points of a path
END: Final = 10**9  # the last place of a path holds from there on


def surface(loss: str, inputs: ArrayLike, labels: ArrayLike, window: Window, units: Units) -> Frame:
    """The picture of a landscape and its place: one row ``x0``, ``x1``, ``y0``, ``y1``, ``url``.

    Every band of colour covers the same height, so that the width of a band tells how level the ground is.
    """
    values = _heights(loss, inputs, labels, window, units)
    edges = _edges(float(values.max()))
    url = data_uri((np.searchsorted(edges[1:-1], values, side="right"))[::-1], _colours(len(edges) - 1))
    return framed(url, window)


def bands(loss: str, inputs: ArrayLike, labels: ArrayLike, window: Window, units: Units) -> Frame:
    """What the colours of ``surface`` stand for: for each band its ``fill``, and at every second edge a ``text``.

    ``low`` and ``high`` are shares of the picture's height; the last row has no height, only the top edge's text.
    """
    edges = _edges(float(_heights(loss, inputs, labels, window, units).max()))
    first, *others = [f"{edge:.6g}" if place % 2 == 0 else "" for place, edge in enumerate(edges)]
    return edged_bands(_colours(len(edges) - 1), first, others).drop(columns="at")


def path(loss: str, weights: ArrayLike, biases: ArrayLike, window: Window) -> Frame:
    """The way of a run through the window, thinned out: ``epoch``, ``x``, ``y``, and the next place on it.

    Places are shares of the window's width and height. weights, biases: (E+1,). At most 300 places: a third
    evenly in time, a third evenly along the way, and the epoch before each of those, so that from one place straight
    on to the next is right to a few pixels at any epoch in between, and exact where a step is longer than that.
    """
    (left, right), (bottom, top) = window.weights, window.biases
    x = (np.asarray(weights, dtype=np.float64) - left) / (right - left)
    y = (np.asarray(biases, dtype=np.float64) - bottom) / (top - bottom)
    last = len(x) - 1
    way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    in_time = np.linspace(0, last, min(DRAWN // 3, last + 1)).round()
    along = np.searchsorted(way, np.linspace(0.0, way[-1], DRAWN // 3))
    epochs = np.unique(np.clip(np.concatenate([in_time, along, along - 1]), 0, last).astype(int))
    following = np.append(epochs[1:], last)
    return Frame(
        {
            "quantity": loss,
            "epoch": epochs,
            "x": x[epochs],
            "y": y[epochs],
            "next_epoch": np.append(epochs[1:], END),
            "next_x": x[following],
            "next_y": y[following],
        }
    )


def landscape_chart(surface: Frame, bands: Frame, path: Frame, title: str, words: dict[str, str]) -> alt.LayerChart:
    """The landscape of one loss as a map, the path to the frame, its start and its end.

    ``title``: the loss and its unit. ``words``: axis titles "weight" and "bias".
    """
    x, y = across(PICTURE, words["weight"], **MAP_AXIS), up(PICTURE, words["bias"], **MAP_AXIS)
    # What moves has scales of its own, which do not: else Vega lays the axes out anew at every frame, at half the rate.
    plane = Plane(across(SHARES)("x"), up(SHARES)("y"))
    so_far = f"datum.epoch <= {FRAME}"
    line: dict[str, Any] = {"strokeCap": "round", "strokeJoin": "round", "clip": True}
    here = select(
        path,
        f"{so_far} && {FRAME} < datum.next_epoch",
        passed=f"({FRAME} - datum.epoch) / (datum.next_epoch - datum.epoch)",
        x="datum.x + datum.passed * (datum.next_x - datum.x)",
        y="datum.y + datum.passed * (datum.next_y - datum.y)",
    )
    begun: dict[str, Any] = {"fill": "white", "stroke": DARK, "strokeWidth": 1.5, "opacity": 1}
    layers = [
        drawn(surface, x, y),
        plane.line(select(path, so_far), 6, alt.Order("epoch:Q"), stroke="white", **line),
        plane.line(select(path, so_far), 3, alt.Order("epoch:Q"), colour(), **line),
        plane.mark("point", select(path, "datum.epoch === 0"), size=70, **begun),
        plane.dots(here, 150, colour(), stroke="white", strokeWidth=2),
        *legend(bands, "low"),
    ]
    return finish(layers, height=HEIGHT, title=title, params=[frame_parameter(FRAME)], apart="xy")


def _heights(loss: str, inputs: ArrayLike, labels: ArrayLike, window: Window, units: Units) -> NDArray[np.float64]:
    weights, biases = window.grid(PIXELS)
    unit = units.per_nat if loss == "cross_entropy" else 1.0
    heights: NDArray[np.float64] = unit * mean_loss_surface(loss, inputs, labels, weights, biases)
    return heights


def _edges(highest: float) -> NDArray[np.float64]:
    """Edges of 8 to 12 bands of one round height, from 0 to the first that is not below the highest place."""
    highest = max(highest, FLATTEST)
    least = highest / MOST_BANDS
    power = 10.0 ** np.floor(np.log10(least))
    step = next(step for step in (*(power * s for s in STEPS), 10.0 * power) if step >= least * (1 - 1e-12))
    edges: NDArray[np.float64] = step * np.arange(int(np.ceil(highest / step * (1 - 1e-12))) + 1)
    return edges


def _colours(count: int) -> NDArray[np.uint8]:
    return viridis(np.linspace(0.0, 1.0, count))
