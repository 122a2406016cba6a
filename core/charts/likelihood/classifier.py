"""From coins to a classifier: the samples with the sigmoid through them, and each sample's likelihood as a bar.

Curve and bars are drawn from slope and intercept in the browser, so that they follow a hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import TIGHT, across, at_x, scale, up
from core.charts.kit.expressions import first_stop
from core.charts.kit.layers import Frame, Plane, finish, select
from core.charts.kit.live import Live
from core.charts.kit.theme import NEUTRAL, colour
from core.maths.validation import FloatArray

HEIGHT: Final = 280
_TALL: Final = 336  # beside the bars and the row of choices above them
_STEP: Final = 0.038  # of the axis: from dot to dot of samples that share a feature
_ROOM: Final = 0.32  # beyond 0 and 1: the tallest stack
_STOPS: Final = (1.0, 2.5, 5.0, 10.0, 25.0, 65.0)  # nats: how deep the log picture may be; the last holds every bar
TURNS: Final = 2.0  # logits above the middle: where a hand turns the curve

Hand = tuple[Live, Live]  # slope and intercept


def sample_rows(features: FloatArray, labels: FloatArray) -> Frame:
    """The samples as dots at 0 and 1, those of one feature stacked outward: ``x``, ``y``."""
    dots = Frame({"x": features, "y": labels})
    away = _STEP * (dots.groupby(["x", "y"]).cumcount() + 1)
    return dots.assign(y=labels + np.where(labels > 0.0, away, -away), quantity="truth")


def curve_rows(ends: tuple[float, float], centre: float) -> Frame:
    """Places along the feature, of which the prediction is drawn: ``x``, ``centred``, and the picture's ends."""
    x = np.linspace(*ends, 201)
    low, high = (end - centre for end in ends)
    return Frame({"x": x, "centred": x - centre, "centre": centre, "low": low, "high": high, "quantity": "model"})


def class_rows(names: Sequence[str]) -> Frame:
    """The names of the classes 0 and 1, each at its end of the axis."""
    return Frame({"y": [-_ROOM + 0.06, 1.0 + _ROOM - 0.06], "name": list(names), "quantity": "truth"})


def bar_rows(centred: FloatArray, labels: FloatArray) -> Frame:
    """A bar for each sample, by its feature: ``place``, how many, ``sign`` of its label, ``weight`` of colour."""
    by = np.argsort(centred, kind="stable")
    rows = {"centred": centred[by], "sign": 2.0 * labels[by] - 1.0, "weight": np.where(labels[by] == 1.0, 1.0, 0.5)}
    return Frame(rows).assign(place=np.arange(1.0, len(by) + 1.0), count=len(by), quantity="model")


def logit(hand: Hand, x: str) -> str:
    """The Vega expression of w x + b."""
    slope, intercept = hand
    return f"({slope.name} * {x} + {intercept.name})"


def sigmoid(z: str) -> str:
    """The Vega expression of σ(z)."""
    return f"1 / (1 + exp(-{z}))"


def sigmoid_chart(samples: Frame, curve: Frame, classes: Frame, words: Mapping[str, str], hand: Hand) -> alt.LayerChart:
    """The prediction against the feature, over the samples. ``words``: axis titles "x" and "y"."""
    x = across(TIGHT, words["x"])("x")
    y = up(scale(-_ROOM, 1.0 + _ROOM), words["y"], values=[0, 0.5, 1])
    plane, names = Plane(x, y("y"), colour()), Plane(y("y"), colour())
    # Where no flower of the class is: the short petals of class 1, the long ones of class 0.
    upper, lower = (select(classes, f"datum.y {side} 0.5") for side in "><")
    layers = [
        plane.dots(samples, 34, opacity=0.8),
        plane.line(select(curve, a=sigmoid(logit(hand, "datum.centred"))), 3, y("a")),
        *(plane.rings(_grip(curve, hand, place), 150).encode(y("a")) for place in ("middle", "turn")),
        names.text(upper, "name", at_x(6), align="left", baseline="middle"),
        names.text(lower, "name", at_x("width - 6"), align="right", baseline="middle"),
    ]
    return finish(layers, height=_TALL, params=[each.parameter() for each in hand])


def _grip(curve: Frame, hand: Hand, place: str) -> Any:
    """Where a hand takes hold of the curve: in its middle, and beside it, where it is turned; never outside."""
    slope, intercept = hand
    middle = (
        f"isNaN(-{intercept.name} / {slope.name}) ? 0 : clamp(-{intercept.name} / {slope.name}, datum.low, datum.high)"
    )
    return select(
        curve,
        "datum.centred === datum.low",
        middle=middle,
        turn=f"clamp(datum.middle + {TURNS} / {slope.name}, datum.low, datum.high)",
        a=sigmoid(logit(hand, f"datum.{place}")),
        x=f"datum.{place} + datum.centre",
    )


def bars_chart(
    bars: Frame, words: Mapping[str, str], per_unit: float | None, by_value: bool, hand: Hand
) -> alt.LayerChart:
    """A bar for each sample: its likelihood, or ln L_s times ``per_unit`` where that is given.

    ``words``: axis titles "place" and "height"; ``by_value``: from the smallest likelihood on, not by the feature.
    """
    # ln σ(z) = min(z, 0) − ln(1 + e^−|z|): nothing overflows.
    now = select(
        bars,
        z=f"datum.sign * {logit(hand, 'datum.centred')}",
        log="min(datum.z, 0) - log(1 + exp(-abs(datum.z)))",
        height="exp(datum.log)" if per_unit is None else f"datum.log * {per_unit!r}",
        foot="0",
    )
    if by_value:
        now = now.transform_window(place="row_number()", sort=[alt.SortField("log")])
    now = now.transform_joinaggregate(least="min(log)")
    now = select(now, left="datum.place - 0.42", right="datum.place + 0.42")
    depth = "1" if per_unit is None else f"-({first_stop('-datum.least', _STOPS)}) * {per_unit!r}"
    ends = select(now, left="datum.place === 1 ? 0 : datum.count + 1", height=f"datum.place === 1 ? 0 : {depth}")
    x, y = across(scale(), words["place"], grid=False)("left"), up(scale(), words["height"])("height")
    spread = Plane(x, alt.X2("right:Q"), y, alt.Y2("foot:Q"), colour())
    layers = [
        Plane(x, y).ends(ends),
        spread.rect(now, alt.Opacity("weight:Q", scale=None)),
        Plane(alt.YDatum(0)).rule(bars, color=NEUTRAL),
    ]
    return finish(layers, height=HEIGHT, params=[each.parameter() for each in hand])
