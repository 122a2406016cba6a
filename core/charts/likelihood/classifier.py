"""From coins to a classifier: the samples with the sigmoid through them, and each sample's likelihood as a bar."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import numpy as np

from core.charts.kit.axes import TIGHT, across, at_x, scale, up
from core.charts.kit.frames import Frame, table
from core.charts.kit.layers import Plane, finish, select
from core.charts.kit.theme import NEUTRAL, colour
from core.maths.validation import Floats

HEIGHT: Final = 280
_TALL: Final = 336  # beside the bars and the row of choices above them
_STEP: Final = 0.038  # of the axis: from dot to dot of samples that share a feature
_ROOM: Final = 0.32  # beyond 0 and 1: the tallest stack
_FLOOR: Final = -1.0  # nats: the log picture is at least so deep


def sample_rows(features: Floats, labels: Floats, likelihoods: Floats) -> Frame:
    """The samples as dots at 0 and 1, those of one feature stacked outward: ``x``, ``y``, ``likelihood``."""
    seen: Counter[tuple[float, float]] = Counter()
    rows = []
    for x, y, likelihood in zip(features.tolist(), labels.tolist(), likelihoods.tolist(), strict=True):
        away = _STEP * (seen[x, y] + 1)
        seen[x, y] += 1
        rows.append((x, y + away if y else -away, "truth", likelihood))
    return table("x y quantity likelihood", rows)


def curve_rows(x: Floats, a: Floats) -> Frame:
    """The prediction along the feature: ``x``, ``a``."""
    return Frame({"x": x, "a": a, "quantity": "model"})


def class_rows(names: Sequence[str]) -> Frame:
    """The names of the classes 0 and 1, each at its end of the axis."""
    return Frame({"y": [-_ROOM + 0.06, 1.0 + _ROOM - 0.06], "name": list(names), "quantity": "truth"})


def bar_rows(log_likelihoods: Floats, labels: Floats, order: Sequence[int], per_unit: float | None) -> Frame:
    """A bar for each sample in an ``order``: its likelihood, or ln L_s times ``per_unit`` where that is given.

    ``place`` counts from 1; ``weight`` is the strength of its colour, weaker for label 0.
    """
    logs = log_likelihoods[list(order)]
    height = np.exp(logs) if per_unit is None else logs * per_unit
    places = np.arange(1.0, len(logs) + 1.0)
    weight = np.where(labels[list(order)] == 1.0, 1.0, 0.5)
    return Frame({"left": places - 0.42, "right": places + 0.42, "height": height, "weight": weight}).assign(
        foot=0.0, quantity="model"
    )


def end_rows(bars: Frame, logarithm: bool, per_unit: float) -> Frame:
    """The two ends of the bars' axis: 0 and 1, or the lowest logarithm and 0."""
    lowest = min(float(bars["height"].min()) * 1.05, _FLOOR * per_unit) if logarithm else 1.0
    return Frame({"left": [0.0, len(bars) + 1.0], "height": [0.0, lowest]})


def sigmoid_chart(samples: Frame, curve: Frame, classes: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """The prediction against the feature, over the samples. ``words``: axis titles "x" and "y"."""
    x = across(TIGHT, words["x"])("x")
    y = up(scale(-_ROOM, 1.0 + _ROOM), words["y"], values=[0, 0.5, 1])
    plane, names = Plane(x, y("y"), colour()), Plane(y("y"), colour())
    # Where no flower of the class is: the short petals of class 1, the long ones of class 0.
    upper, lower = (select(classes, f"datum.y {side} 0.5") for side in "><")
    layers = [
        plane.dots(samples, 34, opacity=0.8),
        plane.line(curve, 3, y("a")),
        names.text(upper, "name", at_x(6), align="left", baseline="middle"),
        names.text(lower, "name", at_x("width - 6"), align="right", baseline="middle"),
    ]
    return finish(layers, height=_TALL)


def bars_chart(bars: Frame, ends: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """A bar for each sample. ``words``: axis titles "place" and "height"."""
    x, y = across(scale(), words["place"], grid=False)("left"), up(scale(), words["height"])("height")
    spread = Plane(x, alt.X2("right:Q"), y, alt.Y2("foot:Q"), colour())
    layers = [
        Plane(x, y).ends(ends),
        spread.rect(bars, alt.Opacity("weight:Q", scale=None)),
        Plane(alt.YDatum(0)).rule(ends, color=NEUTRAL),
    ]
    return finish(layers, height=HEIGHT)
