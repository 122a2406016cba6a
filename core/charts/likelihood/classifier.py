"""From coins to a classifier: the samples with the sigmoid through them, and each sample's likelihood as a bar."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.theme import LABEL_SIZE, NEUTRAL, axis, colour, finish
from core.maths.validation import Floats

HEIGHT: Final = 280
_TALL: Final = 336  # beside the bars and the row of choices above them
_STEP: Final = 0.038  # of the axis: from dot to dot of samples that share a feature
_ROOM: Final = 0.32  # beyond 0 and 1: the tallest stack
_FLOOR: Final = -1.0  # nats: the log picture is at least so deep


def sample_rows(features: Floats, labels: Floats, likelihoods: Floats) -> pd.DataFrame:
    """The samples as dots at 0 and 1, those of one feature stacked outward: ``x``, ``y``, ``likelihood``."""
    seen: Counter[tuple[float, float]] = Counter()
    rows = []
    for x, y, likelihood in zip(features.tolist(), labels.tolist(), likelihoods.tolist(), strict=True):
        away = _STEP * (seen[x, y] + 1)
        seen[x, y] += 1
        rows.append((x, y + away if y else -away, "truth", likelihood))
    return pd.DataFrame(rows, columns=["x", "y", "quantity", "likelihood"])


def curve_rows(x: Floats, a: Floats) -> pd.DataFrame:
    """The prediction along the feature: ``x``, ``a``."""
    return pd.DataFrame({"x": x, "a": a, "quantity": "model"})


def class_rows(names: Sequence[str]) -> pd.DataFrame:
    """The names of the classes 0 and 1, each at its end of the axis."""
    return pd.DataFrame({"y": [-_ROOM + 0.06, 1.0 + _ROOM - 0.06], "name": list(names), "quantity": "truth"})


def bar_rows(log_likelihoods: Floats, labels: Floats, order: Sequence[int], per_unit: float | None) -> pd.DataFrame:
    """A bar for each sample in an ``order``: its likelihood, or ln L_s times ``per_unit`` where that is given.

    ``place`` counts from 1; ``weight`` is the strength of its colour, weaker for label 0.
    """
    logs = log_likelihoods[list(order)]
    height = np.exp(logs) if per_unit is None else logs * per_unit
    places = np.arange(1.0, len(logs) + 1.0)
    weight = np.where(labels[list(order)] == 1.0, 1.0, 0.5)
    return pd.DataFrame({"left": places - 0.42, "right": places + 0.42, "height": height, "weight": weight}).assign(
        foot=0.0, quantity="model"
    )


def end_rows(bars: pd.DataFrame, logarithm: bool, per_unit: float) -> pd.DataFrame:
    """The two ends of the bars' axis: 0 and 1, or the lowest logarithm and 0."""
    lowest = min(float(bars["height"].min()) * 1.05, _FLOOR * per_unit) if logarithm else 1.0
    return pd.DataFrame({"left": [0.0, len(bars) + 1.0], "height": [0.0, lowest]})


def sigmoid_chart(
    samples: pd.DataFrame, curve: pd.DataFrame, classes: pd.DataFrame, words: Mapping[str, str]
) -> alt.LayerChart:
    """The prediction against the feature, over the samples. ``words``: axis titles "x" and "y"."""
    x = alt.X("x:Q", scale=alt.Scale(zero=False, nice=False), axis=axis(words["x"]))
    scale = alt.Scale(domain=[-_ROOM, 1.0 + _ROOM], nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis(words["y"], values=[0, 0.5, 1]))

    # Where no flower of the class is: the short petals of class 1, the long ones of class 0.
    called: dict[str, Any] = {"baseline": "middle", "fontSize": LABEL_SIZE, "fontWeight": 600}
    base = alt.Chart(classes).encode(y=y("y"), text="name:N", color=colour())
    upper, lower = (base.transform_filter(f"datum.y {side} 0.5") for side in (">", "<"))
    layers = [
        alt.Chart(samples).mark_point(filled=True, size=34, opacity=0.8).encode(x=x, y=y("y"), color=colour()),
        alt.Chart(curve).mark_line(strokeWidth=3).encode(x=x, y=y("a"), color=colour()),
        upper.mark_text(align="left", **called).encode(x=alt.XValue(6)),
        lower.mark_text(align="right", **called).encode(x=alt.XValue(alt.expr("width - 6"))),
    ]
    return finish(alt.layer(*layers), height=_TALL)


def bars_chart(bars: pd.DataFrame, ends: pd.DataFrame, words: Mapping[str, str]) -> alt.LayerChart:
    """A bar for each sample. ``words``: axis titles "place" and "height"."""
    x = alt.X("left:Q", scale=alt.Scale(nice=False), axis=axis(words["place"], grid=False))
    y = alt.Y("height:Q", scale=alt.Scale(nice=False), axis=axis(words["height"]))
    rectangles = (
        alt.Chart(bars)
        .mark_rect()
        .encode(x=x, x2="right:Q", y=y, y2="foot:Q", color=colour(), opacity=alt.Opacity("weight:Q", scale=None))
    )
    layers = [
        alt.Chart(ends).mark_point(opacity=0).encode(x=x, y=y),
        rectangles,
        alt.Chart(ends).mark_rule(color=NEUTRAL).encode(y=alt.datum(0)),
    ]
    return finish(alt.layer(*layers), height=HEIGHT)
