"""One photo's tags under three losses: a row for each tag, a column for each loss, before training and after.

The bar is the output now, the grey mark where it began, the green one where the loss wants it. What is drawn is data.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from core.charts.formulas.classes import ABOVE, BESIDE, HEAD, MARGIN, ROW, lettering
from core.charts.formulas.losses import signed
from core.charts.kit.theme import NEUTRAL, colour, finish
from core.simulation.formulas.labels import KINDS, State

BAR: Final = 0.84  # of a column, which is 1 wide: an output of 1
GUTTER: Final = 0.5  # for the names of the tags


def cell_rows(states: Mapping[str, State], starts: Mapping[str, State]) -> pd.DataFrame:
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
    return pd.DataFrame(rows, columns=["row", "start", "end", "began", "share", "slope", "right", "tip"])


def wish_rows(wishes: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Where each loss wants each output, the ends of its descent: ``row``, ``start``, ``quantity``.

    A loss that does not mind where an output is has none there: its wish is NaN.
    """
    rows = [
        (row, tuple(KINDS).index(kind) + BAR * wish, "truth")
        for kind, wished in wishes.items()
        for row, wish in enumerate(wished)
        if wish == wish
    ]
    return pd.DataFrame(rows, columns=["row", "start", "quantity"]).astype({"row": int, "start": float})


def tag_rows(names: Sequence[str], labels: Sequence[int]) -> pd.DataFrame:
    """The tags: ``row``, ``name``, and ``true``, 1 for those that hold."""
    return pd.DataFrame(
        {"row": range(len(names)), "name": list(names), "true": [float(y) for y in labels], "quantity": "truth"}
    )


def kind_rows(words: Mapping[str, str]) -> pd.DataFrame:
    """What stands above the columns: ``start``, ``text``, ``formula``."""
    rows = [(float(place), words[kind], words[f"{kind}_formula"]) for place, kind in enumerate(KINDS)]
    return pd.DataFrame(rows, columns=["start", "text", "formula"])


def tag_chart(
    cells: pd.DataFrame, wishes: pd.DataFrame, tags: pd.DataFrame, headings: pd.DataFrame, count: int
) -> alt.LayerChart:
    """One row for each of the ``count`` tags, as high as the rows of the many classes."""
    along: dict[str, Any] = {"scale": alt.Scale(domain=[-GUTTER, len(KINDS)], nice=False), "axis": None}
    x = alt.X("start:Q", **along)
    y = alt.Y("row:Q", scale=alt.Scale(domain=[count - 0.5, -0.5 - HEAD / ROW], nice=False), axis=None)
    cell, tag = alt.Chart(cells).encode(y=y), alt.Chart(tags).encode(y=y)
    head = alt.Chart(headings).encode(x=x)
    grey, width = alt.ColorValue(NEUTRAL), alt.X2Value(alt.expr("width"))
    tick: dict[str, Any] = {"orient": "vertical", "yOffset": BESIDE, "opacity": 1}
    layers = [
        tag.transform_filter("datum.true === 1")
        .mark_bar(opacity=0.1, height=ROW - 4, cornerRadius=4)
        .encode(x=alt.XValue(0), x2=width, color=colour()),
        head.mark_rule(opacity=0.6).encode(y=alt.YValue(HEAD), y2=alt.Y2Value(alt.expr("height")), color=grey),
        cell.transform_calculate(quantity="'model'")
        .mark_bar(height=13, yOffset=BESIDE, cornerRadiusEnd=2)
        .encode(x=x, x2="end:Q", color=colour(), tooltip=[alt.Tooltip("tip:N", title=" ")]),
        cell.mark_tick(thickness=2, height=13, **tick).encode(x=alt.X("began:Q", **along), color=grey),
        alt.Chart(wishes).mark_tick(thickness=3, height=25, **tick).encode(x=x, y=y, color=colour()),
        cell.transform_calculate(quantity="'model'")
        .mark_text(dy=ABOVE, dx=2, fontWeight=600, **lettering(15, 13))
        .encode(x=x, text="share:N", color=colour()),
        cell.transform_calculate(quantity="'cross_entropy'")
        .mark_text(dy=ABOVE, **lettering(13, 11, "right"))
        .encode(x=alt.X("right:Q", **along), text="slope:N", color=colour()),
        tag.mark_text(dx=6, fontWeight=600, **lettering(14, 11)).encode(x=alt.XValue(0), text="name:N", color=grey),
        head.mark_text(baseline="top", fontWeight=600, **lettering(15, 12)).encode(
            y=alt.YValue(2), text="text:N", color=grey
        ),
        head.mark_text(baseline="top", **lettering(13, 11)).encode(y=alt.YValue(23), text="formula:N", color=grey),
    ]
    return finish(alt.layer(*layers), height=MARGIN + HEAD + ROW * count)
