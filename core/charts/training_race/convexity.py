"""Landscape and convexity: a loss and its slope along the logit, the data with what each minimum believes, maps."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.charts.kit.axes import across, at_y, end_of, scale, up
from core.charts.kit.images import Pixels, viridis
from core.charts.kit.layers import Frame, Plane, finish, of_row, row, select, stacked, table
from core.charts.kit.maps import GREY
from core.charts.kit.theme import NEUTRAL, Units, colour, dash
from core.maths.activations import sigmoid
from core.maths.checks import FloatArray
from core.simulation.descent.loss_records import loss_record
from core.simulation.descent.minima import RUNS_OFF, UNDECIDED, VALLEY, Ends

HEIGHT: Final = 210
POINTS: Final = 201
TANGENT: Final = 3.0  # how far a tangent reaches to either side, in z
# Curvature in bands: below 0, 0 but for rounding, above it. Warm colours bend down, cold ones up.
BELOW: Final = (-0.01, -0.001)
ABOVE: Final = (0.0001, 0.001, 0.01, 0.1)
WARM: Final = ((0x7A, 0x2E, 0x00), (0xBF, 0x54, 0x00), (0xF2, 0xA3, 0x6B))
BEND_WORDS: Final = ("−0.01", "−0.001", "0", "0", "0.0001", "0.001", "0.01", "0.1", "")


def along(loss: str, label: float, reach: float, units: Units) -> tuple[Frame, Frame]:
    """A loss and its slope along the logit −reach … reach: two frames of ``z``, ``height``, ``quantity``."""
    z = np.linspace(-reach, reach, POINTS)
    unit = units.per_nat if loss == "cross_entropy" else 1.0
    heights, slopes = loss_record(loss).value(label, z) * unit, loss_record(loss).slope(label, z)
    return _points(loss, z, heights), _points(loss, z, slopes)


def _points(loss: str, z: ArrayLike, heights: ArrayLike) -> Frame:
    return Frame({"z": np.atleast_1d(z), "height": np.atleast_1d(heights), "quantity": loss})


def here(loss: str, label: float, z: float, units: Units) -> tuple[Frame, Frame, Frame]:
    """Where the reader stands: the point on the loss, the tangent there, and the point on the slope."""
    unit = units.per_nat if loss == "cross_entropy" else 1.0
    height, slope = float(loss_record(loss).value(label, z)) * unit, float(loss_record(loss).slope(label, z))
    steps = np.array([-TANGENT, TANGENT])
    tangent = _points(loss, z + steps, height + unit * slope * steps)
    return _points(loss, z, height), tangent, _points(loss, z, slope)


def bent_part(label: float, reach: float, name: str) -> Frame:
    """Where squared error bends down, beyond |a − y| = 2/3: its two ends in z, and a word for it."""
    turn = float(np.log(2.0))
    ends = (turn, reach) if label == 0.0 else (-reach, -turn)
    return row(z0=ends[0], z1=ends[1], name=name)


def turning_point(label: float, on_slope: bool, name: str) -> Frame:
    """The inflection of squared error at |a − y| = 2/3, on the loss or on its slope, where it is the peak."""
    side = 1.0 if label == 0.0 else -1.0
    z, squared_error = side * float(np.log(2.0)), loss_record("squared_error")
    curve = squared_error.slope if on_slope else squared_error.value
    outward = side if on_slope else -side  # where the name stands: clear of both curves
    return row(
        z=z,
        height=float(curve(label, z)),
        quantity="squared_error",
        name=name,
        dx=10.0 * outward,
        align="left" if outward > 0 else "right",
        dy=12.0 if on_slope and side < 0 else -12.0,
    )


def along_chart(
    curve: Frame, tangent: Frame, point: Frame, bent: Frame, turn: Frame, words: dict[str, str]
) -> alt.LayerChart:
    """A curve along the logit with the reader's point and tangent, its bent part shaded and its turn named.

    ``curve`` also says the ends of both axes: ``left``, ``right``, ``bottom``, ``top``. ``words``: axis titles "z" and
    "height".
    """
    x = across(scale(end_of("curve", "left"), end_of("curve", "right")), words["z"])
    y = up(scale(end_of("curve", "bottom"), end_of("curve", "top")), words["height"], tickCount=5)
    plane, low = Plane(x("z"), y("height"), colour()), Plane(x("middle"), at_y("height / 2"))
    layers = [
        Plane(x("z0"), alt.X2("z1:Q")).rect(bent, color=NEUTRAL, opacity=0.13),
        low.note(select(bent, middle="(datum.z0 + datum.z1) / 2"), "name", size=14),
        plane.line(curve, 3, dash(), clip=True),
        plane.line(tangent, 1.5, clip=True),
        plane.rings(turn, 90),
        plane.text(turn, "name", size=14, **of_row("dx", "dy", "align")),
        plane.dots(point, 140, clip=True),
    ]
    return finish(layers, height=HEIGHT)


def samples_frame(inputs: ArrayLike, labels: ArrayLike) -> Frame:
    """The samples of a data set: ``x``, ``y``, ``quantity``."""
    return Frame({"x": np.asarray(inputs, float), "y": np.asarray(labels, float), "quantity": "truth"})


def beliefs(
    inputs: ArrayLike, minima: Mapping[str, FloatArray], names: Mapping[str, Sequence[str]]
) -> tuple[Frame, Frame]:
    """What each minimum believes, σ(wx + b) over the data: the lines, and a name at the right end of each."""
    low, high = float(np.min(inputs)), float(np.max(inputs))
    margin = max(0.08 * (high - low), 1.0 if high == low else 0.0)
    x = np.linspace(low - margin, high + margin, 121)
    lines, ends = [], []
    for loss, found in minima.items():
        for place, name in zip(found, names[loss], strict=True):
            a = sigmoid(place[0] * x + place[1])
            lines.append({"x": x, "y": a, "quantity": loss, "line": f"{loss} {name}"})
            below = loss == "cross_entropy"
            ends.append((x[-1], a[-1], loss, name, 13.0 if below else -11.0))
    frame = stacked(lines) if lines else table("x y quantity line", []).astype(float)
    return frame, table("x y quantity name dy", ends)


def beliefs_chart(samples: Frame, lines: Frame, ends: Frame, title: str, words: dict[str, str]) -> alt.LayerChart:
    """The samples and what each minimum says of them. ``words``: titles "x", "y"."""
    x = across(scale(zero=False, padding=14), words["x"], titlePadding=3, format=".6~g")("x")
    plane = Plane(x, up(scale(0, 1, padding=10), words["y"], titlePadding=3)("y"), colour())
    layers = [
        plane.line(lines, 2.5, dash(), alt.Detail("line:N")),
        plane.dots(samples, 120),
        plane.text(ends, "name", size=15, fontWeight=700, align="right", **of_row("dy")),
    ]
    return finish(layers, height=250, title=title)


def bend_numbers(smallest: FloatArray, rounding: FloatArray) -> NDArray[np.int64]:
    """The band of each smallest eigenvalue; what is no further from 0 than its rounding error is level."""
    below = np.searchsorted(np.array(BELOW), smallest, side="left")
    level = len(BELOW) + 1
    above = level + 1 + np.searchsorted(np.array(ABOVE), smallest, side="right")
    return np.where(smallest < -rounding, below, np.where(smallest > rounding, above, level)).astype(np.int64)


def bend_palette() -> Pixels:
    """The colours of those bands: three warm ones, grey for level ground, viridis up to its green."""
    above: Pixels = viridis(np.linspace(0.0, 0.8, len(ABOVE) + 1))
    return np.vstack([np.array(WARM, dtype=np.uint8), np.array([GREY], dtype=np.uint8), above])


def end_numbers(ends: Ends) -> NDArray[np.int64]:
    """The colour of every start: its minimum's, then that of the valley, of running off, of no answer."""
    count = len(ends.minima)
    others = {VALLEY: count, RUNS_OFF: count + 1, UNDECIDED: count + 2}
    numbers = ends.numbers.astype(np.int64).copy()
    for number, colour_number in others.items():
        numbers[ends.numbers == number] = colour_number
    return numbers


def end_palette(minima: int) -> Pixels:
    """A colour for each minimum, and for the valley, running off, and no answer."""
    found: Pixels = viridis(np.linspace(0.12, 0.85, max(minima, 2)))[:minima]
    others: Any = [(0x5E, 0xC9, 0x62), GREY, (0x1B, 0x23, 0x2B)]
    return np.vstack([found.reshape(-1, 3), np.array(others, dtype=np.uint8)])
