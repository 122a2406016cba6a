"""One photo's tags under three losses: a row for each tag, a column for each loss, before training and after.

The bar is the output now, the grey mark where it began, the green one where the loss wants it. What is drawn is data.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt

from core.charts.formulas.classes import ABOVE, BARS, HEAD, MARGIN, ROW, TICKS, band, foot, lettering, sheet
from core.charts.kit.axes import at_x, at_y
from core.charts.kit.expressions import signed
from core.charts.kit.layers import GREY, Frame, Plane, finish, select, table, tinted
from core.charts.kit.theme import colour
from core.simulation.formulas.labels import KINDS, State

BAR: Final = 0.84  # of a column, which is 1 wide: an output of 1
GUTTER: Final = 0.5  # for the names of the tags


def cell_rows(states: Mapping[str, State], starts: Mapping[str, State]) -> Frame:
    """A cell for each tag under each kind: ``row``, ``start``, ``end`` and ``began`` of its bar, two numbers, ``tip``.

    ``share`` is the output, ``slope`` is ∂C/∂z where the loss has one. No cell holds an infinity.
    """
    rows = []
    for place, kind in enumerate(KINDS):
        now, then = states[kind], starts[kind]
        for row in range(len(now.outputs)):
            a, slope = float(now.outputs[row]), signed(float(now.slopes[row]))
            began = place + BAR * float(then.outputs[row])
            shown = "" if now.loss is None else slope
            rows.append((row, place, place + BAR * a, began, signed(a), shown, place + BAR, f"a = {a:.6g}"))
    return table("row start end began share slope right tip", rows)


def wish_rows(wishes: Mapping[str, Sequence[float]]) -> Frame:
    """Where each loss wants each output, the ends of its descent: ``row``, ``start``, ``quantity``.

    A loss that does not mind where an output is has none there: its wish is NaN.
    """
    rows = [
        (row, tuple(KINDS).index(kind) + BAR * wish)
        for kind, wished in wishes.items()
        for row, wish in enumerate(wished)
        if wish == wish
    ]
    return table("row start", rows, quantity="truth").astype({"row": int, "start": float})


def tag_rows(names: Sequence[str], labels: Sequence[int]) -> Frame:
    """The tags: ``row``, ``name``, and ``true``, 1 for those that hold."""
    rows = [(row, name, float(y)) for row, (name, y) in enumerate(zip(names, labels, strict=True))]
    return table("row name true", rows, quantity="truth")


def kind_rows(words: Mapping[str, str]) -> Frame:
    """What stands above the columns: ``start``, ``text``, ``formula``."""
    rows = [(float(place), words[kind], words[f"{kind}_formula"]) for place, kind in enumerate(KINDS)]
    return table("start text formula", rows)


def tag_chart(cells: Frame, wishes: Frame, tags: Frame, headings: Frame, count: int) -> alt.LayerChart:
    """One row for each of the ``count`` tags, as high as the rows of the many classes."""
    x, y = sheet(GUTTER, len(KINDS), count)
    plane, head = Plane(x("start"), y("row"), colour()), Plane(x("start"), GREY)
    output, slope = tinted(cells, "model"), tinted(cells, "cross_entropy")
    layers = [
        band(select(tags, "datum.true === 1"), y),
        foot(headings, x("start")),
        plane.bar(output, alt.X2("end:Q"), **BARS).encode(tooltip=[alt.Tooltip("tip:N", title=" ")]),
        Plane(x("began"), y("row"), GREY).tick(cells, thickness=2, height=13, **TICKS),
        plane.tick(wishes, thickness=3, height=25, **TICKS),
        plane.text(output, "share", dy=ABOVE, dx=2, **lettering(15, 13)),
        plane.text(slope, "slope", x("right"), dy=ABOVE, **lettering(13, 11, "right", bold=False)),
        Plane(at_x(0), y("row"), GREY).text(tags, "name", dx=6, **lettering(14, 11)),
        head.text(headings, "text", at_y(2), baseline="top", **lettering(15, 12)),
        head.text(headings, "formula", at_y(23), baseline="top", **lettering(13, 11, bold=False)),
    ]
    return finish(layers, height=MARGIN + HEAD + ROW * count)
