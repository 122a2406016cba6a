"""KL after smoothing, against ε on a log axis: a line that never levels off where something was ruled out."""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import numpy as np

from core.charts.kit.axes import across, scale, up
from core.charts.kit.expressions import POWERS_OF_TEN
from core.charts.kit.layers import Frame, Plane, finish, of_row, select, stacked, table, tinted
from core.charts.kit.theme import Units, colour, dash
from core.simulation.kl_divergence.infinity import smoothed_divergence

SMALLEST: Final = 1e-16
LARGEST: Final = 0.5
POINTS: Final = 81
NAMED_AT: Final = 19  # of the points: between the first two numbers beside the line, where a phone has room for a name
_CLOSE: Final = 0.15  # of the highest value: the height of a name and the gap to its line
Row = tuple[float, ...]


def epsilons() -> np.ndarray:
    """Where the lines are drawn."""
    return np.geomspace(SMALLEST, LARGEST, POINTS)


def line_rows(pairs: Mapping[str, tuple[Row, Row]], units: Units) -> Frame:
    """A line for each direction: ``epsilon``, ``value``, ``direction``, and at one place its ``name``.

    Where the name stands by its line: ``dy`` and ``align``.
    """
    lines = {name: smoothed_divergence(p, q, epsilons()) * units.per_nat for name, (p, q) in pairs.items()}
    highest = max(float(values.max()) for values in lines.values()) or 1.0
    places = _name_places({name: float(values[NAMED_AT]) for name, values in lines.items()}, highest)
    parts = []
    for name, values in lines.items():
        words = [""] * POINTS
        words[NAMED_AT] = name
        dy, align = places[name]
        line = {"epsilon": epsilons(), "value": values, "direction": name, "name": words, "dy": dy, "align": align}
        parts.append(line)
    return stacked(parts)


def _name_places(values: Mapping[str, float], highest: float) -> dict[str, tuple[float, str]]:
    """``dy`` in px and ``align`` of both names: apart from each other even where the two lines are one.

    The higher line has its name above. The lower has it below and to the left, since lines fall to the right; where
    that would be below the axis it is above too, and a higher line close by makes room.
    """
    low, high = sorted(values, key=values.__getitem__)
    if values[low] > _CLOSE * highest:
        return {high: (-8.0, "left"), low: (24.0, "right")}
    close = values[high] - values[low] < _CLOSE * highest
    return {high: (-26.0 if close else -8.0, "left"), low: (-8.0, "left")}


def mark_rows(pairs: Mapping[str, tuple[Row, Row]], marks: Sequence[float], units: Units) -> Frame:
    """The numbers that some ε in use would invent: ``epsilon``, ``value``, ``direction``, ``text``."""
    rows = []
    for name, (p, q) in pairs.items():
        values = smoothed_divergence(p, q, marks) * units.per_nat
        rows += [(epsilon, value, name, f"{value:.2f}") for epsilon, value in zip(marks, values, strict=True)]
    return table("epsilon value direction text", rows)


def smoothing_chart(lines: Frame, marks: Frame, order: list[str], words: dict[str, str]) -> alt.LayerChart:
    """Both directions against ε. ``order``: their names, the first is solid. ``words``: titles "epsilon", "value"."""
    ticks = [1e-15, 1e-12, 1e-9, 1e-6, 1e-3]
    logarithmic = scale(SMALLEST, LARGEST, type="log")
    x = across(logarithmic, words["epsilon"], values=ticks, labelExpr=POWERS_OF_TEN)("epsilon")
    y = up(alt.Scale(zero=True, nice=True), words["value"])("value")
    plane, curves, points = Plane(x, y, colour()), tinted(lines, "model"), tinted(marks, "model")
    dashes = dash("direction", dict(zip(order, ([1, 0], [6, 4]), strict=True)))
    named = select(curves, "datum.name !== ''")
    layers = [
        plane.line(curves, 2.5, dashes),
        plane.text(named, "name", size=15, baseline="bottom", **of_row("dy", "align")),
        plane.dots(points, 70),
        Plane(x, y).note(points, "text", align="left", dx=8, dy=-3),
    ]
    return finish(layers, height=250)
