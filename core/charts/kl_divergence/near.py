"""Near equality: every curve along q_t, its name at the right end, and the reader's t.

All that changes with p and q is in the data, the ends of both axes too: heights travel as shares of the upper end.
What is infinite has no place; a curve that climbs there is cut far above the plane and runs out of it.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import FROM_ZERO, SHARES, TIGHT, across, at_x, up
from core.charts.kit.layers import GREY, THIN, Frame, Plane, finish, select, stacked, table
from core.charts.kit.live import Live
from core.charts.kit.theme import Units, colour, dash
from core.maths.checks import FloatArray
from core.simulation.kl_divergence.near import GRID, Line

HEIGHT: Final = 320
# The two directions of KL have the model's colour, bounds have none.
TINTS: Final = {"forward": "model", "reverse": "model", "squared": "squared_error", "quadratic": "", "pinsker": ""}
DASHES: Final[Mapping[str, list[int]]] = {
    "forward": [1, 0],
    "quadratic": [10, 4],
    "reverse": [3, 3],
    "pinsker": [1, 3],
    "squared": [7, 3],
}
_HEADROOM: Final = 1.12
_CUT: Final = 20.0  # planes above the foot
_LINE: Final = 0.09  # the height of a name, on a stage
_NEARLY: Final = 0.9  # of the way to an end, where what is infinite there is still a number
_PLACES: Final = 160
_TO_THE_EDGE: Final = (0.003, 0.001, 0.0001, 0.00001)


def in_units(line: Line, t: FloatArray, units: Units) -> dict[str, FloatArray]:
    """The curves at t in the reader's unit; the squared error has none."""
    return {name: v * (1.0 if name == "squared" else units.per_nat) for name, v in line.values(t).items()}


def top_of(line: Line, units: Units) -> float:
    """The upper end of the axis: a little above the highest finite value, and above 0."""
    places = np.array([_NEARLY * line.lowest, _NEARLY, 1.0])
    values = in_units(line, places, units)
    parabola = values.pop("quadratic")
    highest = max(float(v[np.isfinite(v)].max()) for v in values.values())
    # The parabola of a p next to 0 would leave nothing else to be seen.
    bent = float(parabola[-1])
    return _HEADROOM * max(highest, bent if bent < 2.0 * highest else 0.0)


def curve_rows(line: Line, units: Units) -> Frame:
    """The curves: ``t``, ``share`` of the top, ``curve``, ``quantity`` ("" for a bound); only finite numbers."""
    edge = [1.0 - gap for gap in _TO_THE_EDGE] + [line.lowest * (1.0 - gap) for gap in _TO_THE_EDGE]
    t = np.unique(np.concatenate([np.linspace(line.lowest, 1.0, _PLACES + 1), edge, [0.0]]))
    top = top_of(line, units)
    parts = []
    for name, values in in_units(line, t, units).items():
        some = np.isfinite(values)
        shares = np.minimum(values[some] / top, _CUT)
        if some.sum() > 1:  # a lonely number at t = 0 is no curve
            parts.append({"t": t[some], "share": shares, "curve": name, "quantity": TINTS[name]})
    return stacked(parts)


def name_rows(line: Line, units: Units, names: Mapping[str, str]) -> Frame:
    """The names at the right end, one above the other where curves end close by: ``share``, ``text``, ``quantity``."""
    top = top_of(line, units)
    drawn = set(curve_rows(line, units)["curve"])
    ends = {name: float(v) for name, v in in_units(line, np.array(1.0), units).items() if name in drawn}
    places = apart({name: min(value / top, 1.0) for name, value in ends.items()}, _LINE)
    rows = [
        (places[name], names[name] if math.isfinite(value) else f"{names[name]} → ∞", TINTS[name])
        for name, value in ends.items()
    ]
    return table("share text quantity", rows)


def apart(places: Mapping[str, float], gap: float) -> dict[str, float]:
    """Places in [0, 1], moved so that they keep their order and are ``gap`` apart."""
    order = sorted(places, key=places.__getitem__)
    moved: list[float] = []
    for number, name in enumerate(order):
        lowest = moved[-1] + gap if moved else 0.0
        moved.append(max(min(places[name], 1.0 - gap * (len(order) - 1 - number)), lowest))
    return {name: min(place, 1.0) for name, place in zip(order, moved, strict=True)}  # 1, but for rounding


def dot_rows(line: Line, units: Units) -> Frame:
    """Where each curve is at every t of the grid, "" out of the plane: ``series``, ``low``, ``quantity``."""
    top, t = top_of(line, units), np.linspace(line.lowest, 1.0, round((1.0 - line.lowest) * GRID) + 1)
    rows = [
        (",".join(f"{value / top:.4f}" if value <= top else "" for value in values), TINTS[name])
        for name, values in in_units(line, t, units).items()
    ]
    return table("series quantity", rows, low=line.lowest)


def end_rows(line: Line, units: Units) -> Frame:
    """The two ends of both axes."""
    return Frame({"t": [line.lowest, 1.0], "value": [0.0, top_of(line, units)]})


def chart(curves: Frame, names: Frame, dots: Frame, ends: Frame, at: Live, words: Mapping[str, str]) -> alt.LayerChart:
    """The curves against t, and the reader's t in the browser. ``words``: axis titles "t" and "value"."""
    x, y = across(TIGHT, words["t"])("t"), up(SHARES)("share")
    side = up(FROM_ZERO, words["value"], tickCount=5)("value")
    step = f"round((datum.t - datum.low) * {GRID})"
    now = select(dots, t=f"max({at.name}, datum.low)", said=f"split(datum.series, ',')[{step}]")
    seen = select(now, "datum.said !== ''", share="toNumber(datum.said)")
    layers = [Plane(x, side).ends(ends), Plane(x).rule(now.transform_aggregate(t="max(t)"), **THIN)]
    wide = alt.expr("datum.curve === 'forward' ? 3.5 : 2.5")
    aside: dict[str, Any] = {"align": "left", "baseline": "middle", "clip": False}
    for some, tint in (("datum.quantity === ''", GREY), ("datum.quantity", colour())):
        plane = Plane(x, y, tint)
        layers += [
            plane.line(select(curves, some), wide, dash("curve", DASHES), clip=True),
            plane.text(select(names, some), "text", at_x("width + 8"), **aside),
            plane.dots(select(seen, some), 110),
        ]
    return finish(layers, height=HEIGHT, apart="y", params=[at.parameter()])
