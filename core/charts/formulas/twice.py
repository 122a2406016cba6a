"""Softmax twice: both losses over the margin of the right class, and the reader's margin in the browser."""

from collections.abc import Mapping
from typing import Final

import altair as alt
import numpy as np

from core.charts.kit.axes import across, at_x, at_y, end_of, scale, up
from core.charts.kit.expressions import signed_expression
from core.charts.kit.layers import DOTTED, Frame, Plane, finish, only, select, stacked, table, tinted
from core.charts.kit.live import Live
from core.charts.kit.theme import Units, colour, dash
from core.simulation.formulas.twice import bounds, losses

FURTHEST: Final = 8.0  # of the margin, to either side
DASHES: Final[Mapping[str, list[int]]] = {"once": [1, 0], "twice": [7, 3]}


def curve_rows(classes: int, units: Units) -> Frame:
    """Both losses along the axis: ``margin``, ``loss``, ``way``; ``top`` is the upper end of the axis."""
    margin = np.linspace(-FURTHEST, FURTHEST, 161)
    found = losses(margin, classes)
    top = 1.06 * units.of(float(found.once[0]))
    return stacked(
        {"margin": margin, "loss": units.per_nat * loss, "way": way, "top": top}
        for way, loss in (("once", found.once), ("twice", found.twice))
    )


def reader_rows(classes: int, units: Units, names: Mapping[str, str]) -> Frame:
    """What the reader's two points are computed from: ``way``, ``name``, ``others`` (K − 1), ``per_nat``."""
    return table("way name", names.items(), others=classes - 1, per_nat=units.per_nat)


def name_rows(classes: int, units: Units, names: Mapping[str, str]) -> Frame:
    """Where each curve has its name, right of the first and above the second: ``margin``, ``loss``, ``name``."""
    once, twice = losses(-6.0, classes).once, losses(-FURTHEST, classes).twice
    rows = ((-6.0, float(once), names["once"]), (-7.8, float(twice), names["twice"]))
    return table("margin loss name", [(at, units.of(loss), name) for at, loss, name in rows])


def bound_rows(classes: int, units: Units, words: Mapping[str, str]) -> Frame:
    """The two bounds of the loss of softmax(z), ``end``, ``loss``, ``said``: each named where its curve is not."""
    ends = zip(("lowest", "highest"), map(units.of, bounds(classes)), strict=True)
    return table("end loss said", [(end, loss, f"{words[end]} {loss:.3f}") for end, loss in ends])


def chart(
    curves: Frame, reader: Frame, labels: Frame, limits: Frame, margin: Live, words: Mapping[str, str]
) -> alt.LayerChart:
    """Both losses with the reader's points. ``words``: axis titles "margin" and "loss"."""
    x = across(scale(-FURTHEST, FURTHEST), words["margin"])("margin")
    y = up(scale(0, end_of("curves", "top")), words["loss"])("loss")
    plane, blue = Plane(x, y, colour()), "cross_entropy"
    a = f"1 / (1 + datum.others * exp(-({margin.name})))"
    here = select(
        tinted(reader, blue),
        margin=f"({margin.name})",
        ahead=f"datum.way === 'once' ? datum.margin : {a} - (1 - {a}) / datum.others",
        loss="datum.per_nat * log(1 + datum.others * exp(-datum.ahead))",
        said=f"datum.name + '  ' + {signed_expression('datum.loss')}",
    )
    corner = (at_x("width - 6"), at_y("datum.way === 'once' ? 4 : 26"))
    lines = Plane(y)
    layers = [
        lines.rule(limits, **DOTTED),
        plane.line(tinted(curves, blue), 3, dash("way", DASHES)),
        plane.text(tinted(labels, blue), "name", align="left", dx=6, dy=-16, size=15),
        # Below its rule where there is room, since the second curve comes down close above it.
        lines.note(only(limits, end="lowest"), "said", at_x(6), align="left", dy=alt.expr("datum.loss > 1 ? 11 : -9")),
        lines.note(only(limits, end="highest"), "said", at_x("width - 6"), align="right", dy=-9),
        plane.dots(here, 150),
        Plane(colour()).text(here, "said", *corner, align="right", baseline="top", size=15),
    ]
    return finish(layers, height=300, params=[margin.parameter()])
