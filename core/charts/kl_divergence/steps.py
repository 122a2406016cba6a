"""The same steps: CE and KL against the epoch over their two floors, and p beside q. Both follow one frame.

What moves is a share on a scale that does not: else Vega lays the axes out anew at every frame.
"""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit import measure
from core.charts.kit.axes import SHARES, across, at_x, at_y, scale, up
from core.charts.kit.frames import Frame, table
from core.charts.kit.layers import Plane, finish, only, select
from core.charts.kit.measure import FRAME, at_frame, series
from core.charts.kit.theme import Units, colour, dash, frame_parameter
from core.simulation.kl_divergence.steps import Walk

HEIGHT: Final = 240
BAR: Final = 0.36  # of a class, either side of its middle
TALLEST: Final = 1.12
_CLOSE: Final = 0.08  # of the plane: two floors nearer than this have one name


def top_of(walk: Walk, units: Units) -> float:
    """The upper end of the axis: a round number that is not below the loss at the start."""
    return measure.top_of(walk.cross_entropy * units.per_nat, "cross_entropy")


def loss_rows(walk: Walk, units: Units, names: Mapping[str, str]) -> Frame:
    """CE, KL and H(p) as series in the reader's unit, with ``name``, ``row``, and the ``top`` of the axis."""
    losses = {
        "cross_entropy": walk.cross_entropy,
        "entropy": np.array([walk.floor]),
        "model": walk.divergence,
    }
    series = {quantity: values * units.per_nat for quantity, values in losses.items()}
    more = {"row": range(len(losses)), "top": top_of(walk, units), "every": 1, "last": walk.setting.epochs}
    return measure.runners(series, names, **more)


def curve_rows(walk: Walk, units: Units) -> Frame:
    """Both curves as shares of the top, as `measure.curves` has them."""
    values = np.stack([walk.cross_entropy, walk.divergence]) * (units.per_nat / top_of(walk, units))
    epochs = measure.bends(values)
    return measure.curves(epochs, dict(zip(("cross_entropy", "model"), values[:, epochs], strict=True)))


def floor_rows(walk: Walk, units: Units, entropy: str) -> Frame:
    """The two floors: ``share``, ``quantity``, ``text``; where they are one, only the first is named."""
    share = units.of(walk.floor) / top_of(walk, units)
    rows = [(share, "entropy", entropy), (0.0, "model", "0" if share > _CLOSE else "")]
    return table("share quantity text", rows)


def bar_rows(walk: Walk) -> Frame:
    """A bar for each class of p and of q: series, its sides ``x`` and ``x2``, ``quantity``."""
    rows = []
    for place in range(walk.setting.classes):
        middle = place + 1.0
        rows.append((middle - BAR, middle, "truth", series([walk.setting.label[place]])))
        rows.append((middle, middle + BAR, "model", series(walk.outputs[:, place])))
    return table("x x2 quantity series", rows, every=1)


def head_rows(names: Mapping[str, str]) -> Frame:
    """What the two kinds of bars are called: ``quantity``, ``text``."""
    return table("quantity text", names.items())


def loss_chart(losses: Frame, curves: Frame, floors: Frame, ends: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """CE and KL up to the frame, faintly what is ahead, the two floors. ``words``: axis titles "epoch", "loss"."""
    x, y = measure.along_epochs("losses", words["epoch"]), up(SHARES)
    now = select(at_frame(losses), epoch="datum.frame", share="datum.value / datum.top")
    # The curves fall, so the upper right is free: numbers that move with their dots are hard to read.
    corner, level = Plane(at_x("width"), at_y(0), colour()), Plane(y("share"), colour())
    said = select(now, text="datum.name + ' = ' + format(datum.value, '.3f')")
    layers = [
        measure.open_side(ends, words["loss"], tickCount=5),
        level.rule(floors, dash(), strokeWidth=2),
        level.text(floors, "text", at_x("width + 8"), align="left", baseline="middle", clip=False),
        *measure.both_curves(curves, curves, x, y),
        Plane(x("epoch"), y("share"), colour()).dots(select(now, "datum.quantity !== 'entropy'"), 130),
        corner.text(said, "text", align="right", baseline="top", dx=-4, dy=alt.expr("datum.row * 20 + 4"), size=15),
    ]
    return finish(layers, height=HEIGHT, params=[frame_parameter(FRAME)], apart="y")


def bar_chart(bars: Frame, heads: Frame, classes: int, title: str) -> alt.LayerChart:
    """p beside q at the frame, class by class. ``title``: of the axis of classes."""
    numbers: dict[str, Any] = {"values": list(range(1, classes + 1)), "format": "d", "grid": False, "ticks": False}
    x = across(scale(0.5, classes + 0.5), title, **numbers)
    y = up(scale(0, TALLEST), values=[0, 0.25, 0.5, 0.75, 1], format=".2f")("value")
    now = at_frame(bars)
    middles = select(now, middle="(datum.x + datum.x2) / 2", text="format(datum.value, '.2f')")
    feet = Plane(x("x"), alt.X2("x2:Q"), y, alt.Y2("foot:Q"), colour())
    over: dict[str, Any] = {"baseline": "bottom", "size": 14, "clip": False}
    left, right = (Plane(at_x(place), at_y(-4), colour()) for place in (0, "width"))
    layers = [
        feet.rect(select(now, foot="0"), cornerRadius=2),
        Plane(x("middle"), y, colour()).text(middles, "text", dy=-9, size=12, fontWeight="normal"),
        left.text(only(heads, quantity="truth"), "text", align="left", **over),
        right.text(only(heads, quantity="model"), "text", align="right", **over),
    ]
    return finish(layers, height=HEIGHT, params=[frame_parameter(FRAME)])
