"""The differences of pairs of models beside 0, each with its interval."""

from collections.abc import Sequence

import altair as alt

from core.charts.kit.axes import FROM_ZERO, across, scale, up
from core.charts.kit.layers import DOTTED, Frame, Plane, finish, only, table
from core.charts.kit.theme import colour
from core.simulation.predictions.bootstrap import Interval

ROW, FOOT = 46, 10  # pixels


def rows(found: Sequence[Interval], per_nat: float, names: Sequence[tuple[str, str]]) -> Frame:
    """The intervals in the reader's unit, one below the other: ``layer``, ``x``, ``x2``, ``row``, ``text``.

    Layers: "interval", "middle" (the difference), "zero", and "left", "right" for the models' names: below 0 the
    first is better, so its name stands left. A pair without an interval has its names and the word that there is none.
    """
    ends = [abs(per_nat * end) for one in found for end in (one.low, one.high) if end is not None]
    reach = 1.15 * max(ends, default=1.0) or 1.0
    drawn: list[tuple[str, float, float, float, str]] = [("zero", 0.0, 0.0, 0.0, "")]
    for row, (one, (first, second)) in enumerate(zip(found, names, strict=True)):
        drawn += [("left", -reach, 0.0, row, f"◂ {first}"), ("right", reach, 0.0, row, f"{second} ▸")]
        if one.low is not None and one.high is not None and one.difference is not None:
            drawn += [
                ("interval", per_nat * one.low, per_nat * one.high, row, ""),
                ("middle", per_nat * one.difference, 0.0, row, ""),
            ]
    return table("layer x x2 row text", drawn, quantity="cross_entropy")


def chart(rows: Frame, title: str, count: int) -> alt.LayerChart:
    """A rule for each of so many pairs, from `rows`. ``title``: of the axis."""
    x, y = across(FROM_ZERO, title, tickCount=5)("x"), up(scale(-0.5, count - 0.5, reverse=True))("row")
    plane, words = Plane(x, y, colour()), Plane(x, y)
    layers = [
        Plane(x).rule(only(rows, layer="zero"), **DOTTED),
        words.note(only(rows, layer="left"), "text", align="left", baseline="bottom", dy=-4),
        words.note(only(rows, layer="right"), "text", align="right", baseline="bottom", dy=-4),
        plane.rule(only(rows, layer="interval"), alt.X2("x2:Q"), strokeWidth=6, opacity=0.45, yOffset=8),
        plane.dots(only(rows, layer="middle"), 110, yOffset=8),
    ]
    return finish(layers, height=ROW * count + FOOT)
