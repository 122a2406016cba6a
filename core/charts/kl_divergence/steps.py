"""The same steps: CE and KL against the epoch over their two floors, p beside q, and both in the triangle.

All follow one frame, and the softness of the label: the walks at all its stops travel together, each with its curve,
and with its numbers at the epoch at rest; the one at rest with those at every epoch. A walk that is not at rest is
shown at the epoch at rest. What moves is a share on a scale that does not: else Vega lays the axes out anew at every
frame.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np

from core.charts.kit import measure, simplex
from core.charts.kit.axes import SHARES, across, at_x, at_y, scale, up
from core.charts.kit.layers import DOTTED, Frame, Plane, Rows, finish, only, select, table, tinted
from core.charts.kit.live import Live
from core.charts.kit.measure import FRAME, at_frame, series
from core.charts.kit.theme import Units, colour, dash, frame_parameter
from core.maths.checks import FloatArray
from core.maths.simplex import CORNERS, HEIGHT, place
from core.simulation.kl_divergence.steps import Family, Walk

TALL: Final = 240
BAR: Final = 0.36  # of a class, either side of its middle
TALLEST: Final = 1.22  # room for the numbers over the bars
SIZE: Final = (250, TALL)  # pixels of the triangle's frame
ROUND: Final = [1, 2, 0]  # the classes at the triangle's corners: the label's own at the top
_ENDS: Final = (-0.12, 1.12)
_CLOSE: Final = 0.075  # of the plane: two floors nearer than this have one name


class AtRest(NamedTuple):
    """The softness and the epoch that the reader has set."""

    softness: float
    epoch: int

    def series(self, walk: Walk, values: FloatArray) -> str:
        """A walk's values as they travel: all of those of the walk at rest, and of another that at the epoch."""
        is_at_rest = walk.setting.softness == self.softness
        shown = values if is_at_rest else values[self.epoch : self.epoch + 1]
        return series(shown.tolist(), ".8g")  # three decimals of them are those of the words


def grips(classes: int) -> dict[str, tuple[float, float]]:
    """By how much the softness rises as a hand lifts the label's first bar, or p in the triangle, over its picture."""
    first = classes / (classes - 1)  # what the softness loses when p of the first class rises by 1
    high = (_ENDS[1] - _ENDS[0]) * SIZE[1] / SIZE[0]
    return {"grip_bar": (0.0, -TALLEST * first), "grip_point": (0.0, -high / HEIGHT * first)}


def top_of(family: Family, units: Units) -> float:
    """The upper end of the axis: a round number that is not below the loss at any start."""
    return measure.top_of(np.array([family.highest * units.per_nat]), "cross_entropy")


def loss_rows(family: Family, at: AtRest, units: Units, names: Mapping[str, str]) -> Frame:
    """CE, H(p) and KL as series in the reader's unit, with ``softness``, ``name``, ``row``, the ``top`` of the axis."""
    rows = []
    for softness, walk in family.walks.items():
        cross, divergence = (units.per_nat * values for values in (walk.cross_entropy, walk.divergence))
        texts = {
            "cross_entropy": at.series(walk, cross),
            "entropy": series([units.of(walk.floor)]),
            "model": at.series(walk, divergence),
        }
        rows += [(softness, name, names[name], nth, text) for nth, (name, text) in enumerate(texts.items())]
    more = {"top": top_of(family, units), "every": 1, "last": walk.setting.epochs, "rest": at.epoch}
    return table("softness quantity name row series", rows, **more)


def curve_rows(family: Family, units: Units) -> Frame:
    """KL as shares of the top over the ``floor`` H(p): ``softness`` and the texts ``places``, ``shares``."""
    walks, part = family.walks.values(), units.per_nat / top_of(family, units)
    curves = _bent(family, 0.002, shares=np.stack([part * walk.divergence for walk in walks]))
    return curves.assign(floor=[part * walk.floor for walk in walks])


def way_rows(family: Family) -> Frame:
    """The way of q through the triangle: ``softness`` and the texts ``places``, ``xs``, ``ys``."""
    ways = place(np.stack([walk.outputs for walk in family.walks.values()])[..., ROUND])
    return _bent(family, 0.004, xs=ways[..., 0], ys=ways[..., 1])


def _bent(family: Family, tolerance: float, **curves: FloatArray) -> Frame:
    """Curves (S, epochs + 1) of the walks, as texts, at the epochs between which all of them are straight."""
    places = measure.bends(np.concatenate(list(curves.values())), tolerance)
    texts = {name: [series(run, ".3f") for run in rows[:, places].tolist()] for name, rows in curves.items()}
    return Frame({"softness": family.walks.keys(), "places": ",".join(map(str, places)), **texts})


def bar_rows(family: Family, at: AtRest) -> Frame:
    """q class by class as series: ``softness``, ``place`` of the class."""
    rows = [
        (softness, nth + 1.0, at.series(walk, walk.outputs[:, nth]))
        for softness, walk in family.walks.items()
        for nth in range(walk.setting.classes)
    ]
    return table("softness place series", rows, every=1)


def label_rows(classes: int) -> Frame:
    """The classes of p, whose values hang on the softness alone: ``place`` and ``count``."""
    return Frame({"place": np.arange(1.0, classes + 1.0), "count": classes})


def head_rows(names: Mapping[str, str]) -> Frame:
    """What the two kinds of bars are called: ``quantity``, ``text``."""
    return table("quantity text", names.items())


def _chosen(rows: Frame, softness: Live) -> Any:
    return select(rows, f"abs(datum.softness - {softness.name}) < {softness.step / 2}")


def _label(labels: Frame, softness: Live) -> Any:
    """p at the moment."""
    return select(labels, value=f"{softness.name} / datum.count + (datum.place === 1 ? 1 - {softness.name} : 0)")


def loss_chart(losses: Frame, curves: Frame, ends: Frame, softness: Live, words: Mapping[str, str]) -> alt.LayerChart:
    """CE and KL up to the frame, faintly what is ahead, the two floors. ``words``: axis titles "epoch", "loss"."""
    x, y = measure.along_epochs("losses", words["epoch"]), up(SHARES)
    epoch = f"length(datum.values) > 1 ? {FRAME} : datum.rest"
    now = select(at_frame(_chosen(losses, softness)), epoch=epoch, share="datum.value / datum.top")
    now = select(now, text="datum.name + ' = ' + format(datum.value, '.3f')")
    chosen = _chosen(curves, softness)
    both = select(chosen, both="['cross_entropy', 'model']").transform_flatten(["both"], as_=["quantity"])
    lift = "datum.quantity === 'model' ? 0 : datum.floor"
    long = select(measure.unrolled(both, "places", "shares"), epoch="datum.places", share=f"datum.shares + ({lift})")
    drawn = measure.joined(long)
    # The curves fall, so the upper right is free: numbers that move with their dots are hard to read.
    corner, level = Plane(at_x("width"), at_y(0), colour()), Plane(y("share"), colour())
    layers = [measure.open_side(ends, words["loss"], tickCount=5)]
    name = "'H(p)' + (datum.floor > 0 ? '' : ' = 0')"
    for quantity, share, said in (
        ("entropy", "datum.floor", name),
        ("model", "0", f"datum.floor > {_CLOSE} ? '0' : ''"),
    ):
        floor = select(tinted(chosen, quantity), share=share, said=said)
        beside = level.text(floor, "said", at_x("width + 8"), align="left", baseline="middle", clip=False)
        layers += [level.rule(floor, dash(), strokeWidth=2), beside]
    layers += [
        *measure.both_curves(drawn, drawn, x, y),
        Plane(x("epoch"), y("share"), colour()).dots(select(now, "datum.quantity !== 'entropy'"), 130),
        corner.text(now, "text", align="right", baseline="top", dx=-4, dy=alt.expr("datum.row * 20 + 4"), size=15),
    ]
    return finish(layers, height=TALL, params=[frame_parameter(FRAME), softness.parameter()], apart="y")


def bar_chart(bars: Frame, labels: Frame, heads: Frame, classes: int, softness: Live, title: str) -> alt.LayerChart:
    """p beside q at the frame; p's first bar is the mark "grip_bar". ``title``: of the axis of classes."""
    numbers: dict[str, Any] = {"values": list(range(1, classes + 1)), "format": "d", "grid": False, "ticks": False}
    x = across(scale(0.5, classes + 0.5), title, **numbers)
    y = up(scale(0, TALLEST), values=[0, 0.25, 0.5, 0.75, 1], format=".2f")("value")
    feet = Plane(x("x"), alt.X2("x2:Q"), y, alt.Y2("foot:Q"), colour())
    over: dict[str, Any] = {"baseline": "bottom", "size": 14, "clip": False}
    layers = []
    for quantity, rows, side, align in (
        ("truth", _label(labels, softness), -1, "left"),
        ("model", at_frame(_chosen(bars, softness)), 1, "right"),
    ):
        columns = {"x": "datum.place", "x2": f"datum.place + {side * BAR}", "foot": "0"}
        now = select(tinted(rows, quantity), **columns, middle=f"datum.place + {side * BAR / 2}")
        head = Plane(at_x(0 if side < 0 else "width"), at_y(-4), colour())
        layers += [
            feet.rect(now, cornerRadius=2),
            Plane(x("middle"), y, colour()).text(
                select(now, text="format(datum.value, '.2f')"), "text", dy=-13, size=12, fontWeight="normal"
            ),
            head.text(only(heads, quantity=quantity), "text", align=align, **over),
        ]
    first = select(_label(labels, softness), "datum.place === 1", middle=f"datum.place - {BAR / 2}")
    layers += Plane(x("middle"), y).grip(first, "grip_bar")
    return finish(layers, height=TALL, params=[frame_parameter(FRAME), softness.parameter()])


def triangle_chart(
    ways: Frame, bars: Frame, labels: Frame, outline: Frame, corners: Frame, softness: Live
) -> alt.LayerChart:
    """p in the triangle, the mark "grip_point" on its line from a corner to the middle, and the way of q to it."""
    plane = Plane(*simplex.channels(SIZE, _ENDS))
    way = select(measure.unrolled(_chosen(ways, softness), "places", "xs", "ys"), x="datum.xs", y="datum.ys")
    p = _point(tinted(_label(labels, softness), "truth"))
    q = _point(tinted(at_frame(_chosen(bars, softness)), "model"))
    line = select(labels, "datum.place === 1", x="0.5", y=str(HEIGHT), y2=str(HEIGHT / 3.0))
    layers = [
        *simplex.sides(plane, outline, corners),
        plane.rule(line, alt.Y2("y2:Q"), **DOTTED),
        plane.line(tinted(way, "model"), 2.5, alt.Order("places:Q"), colour(), dash()),
        plane.dots(q, 130, colour()),
        plane.dots(p, 230, colour()),
        plane.text(select(p, text="'p'"), "text", colour(), dy=21, size=16),
        plane.text(select(q, text="'q'"), "text", colour(), dx=-16, size=16),
        *plane.grip(p, "grip_point"),
    ]
    return finish(layers, height=SIZE[1], params=[frame_parameter(FRAME), softness.parameter()])


def _point(shares: Rows) -> Any:
    """The place of a distribution, from its ``value`` in each class."""
    at = [CORNERS[ROUND.index(nth)] for nth in range(len(CORNERS))]
    parts = {axis: f"datum.value * {[corner[n] for corner in at]}[datum.place - 1]" for n, axis in enumerate("xy")}
    return select(shares, **parts).transform_aggregate(x="sum(x)", y="sum(y)", groupby=["quantity"])
