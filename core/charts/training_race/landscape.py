"""The landscape of a loss over weight and bias, and the way a run takes through it.

On one example both losses' runs go along the same straight line, in the direction (x, 1): each gradient is a number
times (x, 1). Only the pace differs, and the landscapes show why: where contours lie wide apart
the ground is level and the steps are short. Cross-entropy is a slope that never levels out on the wrong side;
squared error is a plateau there, with all its contours at the cliff in the middle.
"""

from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.charts.kit.axes import SHARES, across, up
from core.charts.kit.images import data_uri, viridis
from core.charts.kit.layers import Frame, Plane, finish, select
from core.charts.kit.maps import MAP_AXIS, PICTURE, drawn, edged_bands, framed, legend
from core.charts.kit.theme import Units, colour
from core.charts.training_race import race
from core.maths.checks import FloatArray
from core.simulation.descent.landscape import Window, mean_loss_surface

PIXELS: Final = 200
HEIGHT: Final = 280
MOST_BANDS: Final = 12  # and at least 8: more cannot be counted, fewer show no slope
STEPS: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)  # of the bands, times a power of ten
FLATTEST: Final = 1e-3  # a landscape that is nowhere higher is drawn level


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


def within(runs: Frame, window: Window) -> Frame:
    """The rows of runs (`race.family`) with the window in which their way is shown."""
    return runs.assign(left=window.weights[0], foot=window.biases[0], wide=window.weights[1] - window.weights[0])


def landscape_chart(surface: Frame, bands: Frame, runs: Frame, title: str, words: dict[str, str]) -> alt.LayerChart:
    """The landscape of one loss as a map, its run's way from the start to the frame, and the start, which can be held.

    runs: of this loss, `within` the window. ``title``: the loss and its unit. ``words``: titles "weight" and "bias".
    """
    x, y = across(PICTURE, words["weight"], **MAP_AXIS), up(PICTURE, words["bias"], **MAP_AXIS)
    # What moves has scales of its own, which do not: else Vega lays the axes out anew at every frame, at half the rate.
    plane = Plane(across(SHARES)("x"), up(SHARES)("y"))
    moved = "(datum.z - datum.z0) / (datum.input * datum.input + 1)"
    now = select(
        race.at_frame(runs),
        start_x="(datum.w0 - datum.left) / datum.wide",
        start_y="(datum.b0 - datum.foot) / datum.wide",
        x=f"datum.start_x + {moved} * datum.input / datum.wide",
        y=f"datum.start_y + {moved} / datum.wide",
    )
    start = select(now, x="datum.start_x", y="datum.start_y")
    way = (alt.X2("start_x:Q"), alt.Y2("start_y:Q"))
    layers = [
        drawn(surface, x, y),
        plane.rule(now, *way, strokeWidth=6, stroke="white", strokeCap="round", clip=True),
        plane.rule(now, *way, colour(), strokeWidth=3, strokeCap="round", clip=True),
        plane.dots(now, 150, colour(), stroke="white", strokeWidth=2, clip=True),
        *plane.grip(start, "grip"),
        *legend(bands, "low"),
    ]
    return finish(layers, height=HEIGHT, title=title, params=race.PARAMETERS, apart="xy")


def _heights(loss: str, inputs: ArrayLike, labels: ArrayLike, window: Window, units: Units) -> FloatArray:
    weights, biases = window.grid(PIXELS)
    unit = units.per_nat if loss == "cross_entropy" else 1.0
    heights: FloatArray = unit * mean_loss_surface(loss, inputs, labels, weights, biases)
    return heights


def _edges(highest: float) -> FloatArray:
    """Edges of 8 to 12 bands of one round height, from 0 to the first that is not below the highest place."""
    highest = max(highest, FLATTEST)
    least = highest / MOST_BANDS
    power = 10.0 ** np.floor(np.log10(least))
    step = next(step for step in (*(power * s for s in STEPS), 10.0 * power) if step >= least * (1 - 1e-12))
    edges: FloatArray = step * np.arange(int(np.ceil(highest / step * (1 - 1e-12))) + 1)
    return edges


def _colours(count: int) -> NDArray[np.uint8]:
    return viridis(np.linspace(0.0, 1.0, count))
