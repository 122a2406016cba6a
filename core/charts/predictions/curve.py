"""The Murphy diagram: what it costs to act at each threshold; over c its area is squared error, over logit c the other.

The rule at the reader's threshold moves in the browser, and the points on the curves with it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import numpy as np

from core.charts.kit.axes import FROM_ZERO, SHARES, TIGHT, across, up
from core.charts.kit.layers import DOTTED, GREY, THIN, Frame, Plane, finish, select, stacked, tinted
from core.charts.kit.live import Live
from core.charts.kit.theme import colour
from core.charts.predictions.lines import by_model
from core.maths.checks import FloatArray
from core.simulation.predictions.murphy import Murphy

HEIGHT: Final = 250
POINTS: Final = 400
REACH: Final = 7.0  # logits: as far out as the second picture goes, unless something costs beyond
FURTHEST: Final = 30.0


def curve_rows(found: Sequence[Murphy], names: Sequence[str]) -> Frame:
    """The curves of all models: ``c``, ``logit``, ``cost``, ``model``, ``area``, 1 for the first."""
    parts = []
    for place, (one, name) in enumerate(zip(found, names, strict=True)):
        c, z, cost = one.drawn(POINTS)
        seen = np.abs(z) <= FURTHEST
        parts.append({"c": c[seen], "logit": z[seen], "cost": cost[seen], "model": name, "area": float(place == 0)})
    return stacked(parts)


def end_rows(curves: Frame) -> Frame:
    """The ends of the axis of logits: where all curves have come down, but no nearer than ±7 nor further than ±30."""
    z, cost = np.abs(curves["logit"].to_numpy()), curves["cost"].to_numpy()
    some = cost > 0.002 * cost.max() if len(cost) and cost.max() > 0.0 else z < 0.0
    reach = float(np.clip(z[some].max(initial=0.0), REACH, FURTHEST))
    return Frame({"logit": [-reach, reach], "c": [0.0, 1.0], "cost": [0.0, 0.0]})


def within(curves: Frame, ends: Frame) -> Frame:
    """What of the curves lies between the ends of the axis of logits."""
    return curves[curves["logit"].abs() <= float(ends["logit"].iloc[1])]


def point_rows(costs: Sequence[FloatArray], names: Sequence[str]) -> Frame:
    """The cost of each model at every stop of the threshold, as ``series``; ``model``."""
    series = [",".join(f"{value:.6g}" for value in one) for one in costs]
    return Frame({"series": series, "model": list(names)})


def chart(
    curves: Frame, base: Frame, points: Frame, ends: Frame, at: Live, loss: str, words: Mapping[str, str], several: bool
) -> alt.LayerChart:
    """The curves over c (loss "squared_error") or over logit c ("cross_entropy"), in the colour of the loss.

    ``words``: axis titles "x" and "y". Grey: always saying the base rate.
    """
    name = "c" if loss == "squared_error" else "logit"
    x, y = across(SHARES if name == "c" else TIGHT, words["x"], tickCount=5), up(FROM_ZERO, words["y"], tickCount=4)
    here = select(points, c=at.name, logit=f"log({at.name} / (1 - {at.name}))")
    here = select(here, cost=f"toNumber(split(datum.series, ',')[round(({at.name} - {at.low}) / {at.step})])")
    model, plane = tinted(curves, loss), Plane(x(name), y("cost"), colour())
    layers = [
        Plane(x(name), y("cost")).ends(ends),
        plane.area(select(model, "datum.area === 1"), alt.Y2(datum=0), opacity=0.16),
        Plane(x(name), y("cost"), GREY).mark("line", base, **DOTTED),
        plane.line(model, 2, by_model(several)),
        Plane(x(name)).rule(here.transform_aggregate(groupby=[name]), **THIN),
        plane.dots(tinted(here, loss), 80).encode(
            tooltip=[alt.Tooltip("model:N", title=" "), alt.Tooltip("cost:Q", title=words["y"], format=".4f")]
        ),
    ]
    return finish(layers, height=HEIGHT, params=[at.parameter()])
