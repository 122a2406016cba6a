"""Home's first screen: two runners on a straight track of epochs, and a view that pulls back behind the slower one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import across, at_x, scale, up
from core.charts.kit.expressions import thousands
from core.charts.kit.layers import GREY, THIN, Frame, Plane, finish, only, select, stacked
from core.charts.kit.live import Live
from core.charts.kit.theme import NEUTRAL, colour
from core.maths.checks import IntArray

LANES: Final = {"cross_entropy": 0.82, "squared_error": 0.38}
# Where the longer road ends in the picture, for the least and for the most wrong start: there the hand finds it.
ENDS: Final = (0.2, 0.9)
_EDGE: Final = 0.85  # of the view: from here on it pulls back
_PULL: Final = 0.3  # of a tenfold way: while it pulls back
_SLOW: Final = 20.0  # epochs at first go by evenly, then ever faster
_AHEAD: Final = 1.15  # the first view goes on so far beyond the first arrival
# The epoch of the race, how often its view has pulled back ten times, and so how many epochs the view is wide.
_VIEW: Final = {
    "epoch": f"{_SLOW!r} * (exp(run * log(1 + datum.furthest / {_SLOW!r})) - 1)",
    "tens": f"log(max(datum.epoch, 1e-9) / ({_EDGE!r} * datum.first)) / LN10",
    "part": f"min(1, (datum.tens - floor(datum.tens)) / {_PULL!r})",
    "pulled": "datum.tens <= 0 ? 0"
    " : min(datum.pulls, floor(datum.tens) + datum.part * datum.part * (3 - 2 * datum.part))",
    "wide": "datum.first * pow(10, datum.pulled)",
}

_INSIDE: Final = "datum.at > 0.95 ? 'right' : 'center'"


def epoch_rows(starts: Sequence[float], epochs: Mapping[str, IntArray], names: Mapping[str, str]) -> Frame:
    """What each loss needs from each start: ``start``, ``quantity``, ``name``, ``epochs``, ``ratio`` to the least.

    And how the race from there is seen: the ``furthest`` epoch, how many epochs the ``first`` view is wide, and how
    often it ``pulls`` back ten times.
    """
    least, furthest = (extreme.reduce(list(epochs.values())) for extreme in (np.minimum, np.maximum))
    ends = np.interp(starts, (starts[0], starts[-1]), ENDS)
    pulls = np.floor(np.log10(np.maximum(furthest / ends / (_AHEAD * np.maximum(least, 1)), 1)))
    views = {"furthest": furthest, "first": furthest / ends / 10**pulls, "pulls": pulls}
    ratio = furthest / np.maximum(least, 1)
    return stacked(
        {"start": starts, "quantity": loss, "name": names[loss], "epochs": counts, "ratio": ratio, **views}
        for loss, counts in epochs.items()
    )


def epochs_hero(rows: Frame, start: Live, run: Live, words: Mapping[str, str]) -> alt.LayerChart:
    """The epochs that put a wrong neuron right, for both losses, as roads on a linear axis.

    ``rows``: of `epoch_rows` for every start the slider has; ``start`` is that start, and ``run`` how much of the race
    has passed, from 0 to 1. ``words``: the "axis"; "passing" and "arrived" with [[n]] epochs, "times" with the ratio
    and "view" with how many times the view is as wide as at first, in the same place.
    """
    x, y = across(scale(0, 1)), up(scale(0, 1))
    plane, right, seen = Plane(x("place"), y("lane"), colour()), Plane(at_x("width")), alt.Opacity("seen:Q", scale=None)
    side = {"align": alt.expr("datum.is_right ? 'right' : 'left'"), "dx": alt.expr("datum.is_right ? 10 : -2")}
    race = alt.Chart()  # the rows of the whole: what all layers are computed from is computed once
    track = Plane(y("lane"), GREY).rule(race, strokeWidth=10, opacity=0.16, strokeCap="round")
    runners = [
        plane.rule(race, alt.X2("zero:Q"), strokeWidth=10, strokeCap="round"),
        plane.dots(race, 330, stroke=NEUTRAL, strokeWidth=1),
        plane.text(race, "said", x("words"), dy=-24, size=18, clip=False, **side),
    ]
    notes = alt.layer(
        right.text(race, "times", y("between"), colour(), align="right", baseline="middle", size=28, fontWeight=700),
        Plane(x("zero"), y("zero")).note(race, "axis", align="left", baseline="bottom"),
        right.note(race, "view", y("zero"), align="right", baseline="bottom"),
    )
    ticks = alt.layer(
        Plane(x("at"), y("foot"), seen).rule(race, alt.Y2("top:Q"), **THIN, strokeOpacity=0.35),
        Plane(x("at"), y("foot"), seen).note(race, "number", baseline="top", dy=4, align=alt.expr(_INSIDE)),
    )
    drawn = finish(
        [track, _ticks(ticks), *runners, _notes(notes, words)], height=250, params=[start.parameter(), run.parameter()]
    )
    found: alt.LayerChart = select(
        drawn.properties(data=rows),
        f"abs(datum.start - {start.name}) < {start.step / 2!r}",
        **_VIEW,
        gone="min(datum.epoch, datum.epochs)",
        is_there="run >= 1 || datum.epoch >= datum.epochs",
        place="datum.gone / datum.wide",
        zero="0",
        lane=f"datum.quantity === 'cross_entropy' ? {LANES['cross_entropy']} : {LANES['squared_error']}",
        # On a narrow screen the words have no room beside a runner.
        is_right="datum.place > 0.5 && width > 500",
        words="width > 500 ? datum.place : 0",
        said=f"datum.name + (datum.is_there ? {_said(words['arrived'], 'datum.gone')}"
        f" : {_said(words['passing'], 'floor(datum.gone)')})",
    )
    return found


def _notes(layers: Any, words: Mapping[str, str]) -> alt.LayerChart:
    """How many times as long the longer road is, what the axis has, and how wide the view is."""
    notes: alt.LayerChart = select(
        only(layers, quantity="squared_error"),
        times=f"run < 1 ? '' : datum.ratio < 99.95 ? {_said(words['times'], 'datum.ratio', '.1f')}"
        f" : {_said(words['times'], 'datum.ratio')}",
        view=f"datum.pulled >= 0.3 ? {_said(words['view'], 'pow(10, datum.pulled)')} : ''",
        axis=repr(words["axis"]),
        between="0.66",
    )
    return notes


def _ticks(layers: Any) -> alt.LayerChart:
    """Round numbers of epochs; those of the next ten times come as the view pulls back, and the last ones go."""
    ticks: alt.LayerChart = select(
        only(layers, quantity="squared_error").transform_calculate(tick="sequence(0, 20)").transform_flatten(["tick"]),
        unit="pow(10, 1 + floor(datum.tick / 5))",
        epochs="(2 + 2 * (datum.tick % 5)) * datum.unit",
        at="datum.epochs / datum.wide",
        # On a narrow screen every second number has to do.
        is_close="2 * datum.unit / datum.wide * width < 62 && datum.epochs / datum.unit % 4 !== 0",
        seen="datum.is_close ? 0 : clamp((datum.at - 0.1) / 0.08, 0, 1)",
        number=thousands("datum.epochs"),
        foot="0.17",
        top="1",
        # What is out of the picture would make room for itself.
    ).transform_filter("datum.at <= 1 && datum.seen > 0")
    return ticks


def _said(words: str, number: str, form: str = ",.0f") -> str:
    """The expression for words with a number in the place of [[n]]."""
    before, after = words.split("[[n]]")
    return f"({before!r} + {thousands(number, form)} + {after!r})"
