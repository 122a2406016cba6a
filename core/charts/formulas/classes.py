"""A sample of many classes, one row for each: its probability, its surprisal and its slope under both losses.

Four columns, each 1 wide, share one axis: the numbers stand above their bars. What is drawn is data, rows of a table
with their places; only the number of classes is in the specification, since it decides the height.
"""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import pandas as pd

from core.charts.formulas.losses import signed
from core.charts.kit.theme import NEUTRAL, Units, colour, finish
from core.simulation.formulas.classes import ClassSample

ROW: Final = 68  # px: a slider with its label, and the gap below it
HEAD: Final = 54  # px, above the first row: as much as the presets take above the sliders
MARGIN: Final = 30  # px, what the frame around the plane takes of its height
COLUMNS: Final = {  # what stands in each, and its colour
    "model": "model",
    "surprisal": "entropy",
    "cross_entropy": "cross_entropy",
    "squared_error": "squared_error",
}
BAR: Final = 0.9  # of a column, the longest bar
LABEL_END: Final = 0.86  # of a column, where the words of a label end
MIDDLE: Final = 0.46  # of a column, where a slope of 0 stands
GUTTER: Final = 0.24  # for the numbers of the classes
BESIDE, ABOVE = 15, -9  # px from the middle of a row: its bars, and its numbers
SURPRISALS: Final = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0, 50.0, 80.0, 120.0, 200.0, 300.0)
SLOPES: Final = (1.0, 2.0, 5.0, 10.0)


def first_above(stops: tuple[float, ...], value: float) -> float:
    """The first stop that is not below a value, or else the last."""
    return next((stop for stop in stops if stop >= value), stops[-1])


def brief(value: float) -> str:
    """A number beside its bar: three decimals, or a power of ten."""
    return signed(value) if value < 1000.0 else f"{value:.2g}"


def bar_rows(sample: ClassSample, units: Units) -> pd.DataFrame:
    """The bars: ``row``, ``start``, ``end``, ``quantity``, ``fill`` (how strong its colour is), ``tip``."""
    surprisals = sample.surprisals * units.per_nat
    furthest = first_above(SURPRISALS, float(surprisals.max()))
    slopes = {"cross_entropy": sample.cross_entropy_slopes, "squared_error": sample.squared_error_slopes}
    steepest = first_above(SLOPES, max(float(abs(slope).max()) for slope in slopes.values()))
    rows: list[tuple[int, float, float, str, float, str]] = []
    for row in range(sample.classes):
        share, cost = float(sample.probabilities[row]), float(surprisals[row])
        rows += [
            (row, 0.0, BAR * share, "model", 1.0, f"a = {share:.6g}"),
            (row, 1.0, 1.0 + BAR * cost / furthest, "entropy", 0.35, f"{cost:.6g}"),
            # The label's share of the surprisal is what the loss adds up.
            (row, 1.0, 1.0 + BAR * cost * float(sample.labels[row]) / furthest, "cross_entropy", 1.0, f"{cost:.6g}"),
        ]
        for loss, slope in slopes.items():
            middle = tuple(COLUMNS).index(loss) + MIDDLE
            end = middle + MIDDLE * float(slope[row]) / steepest
            rows.append((row, middle, end, loss, 1.0, f"{slope[row]:.6g}"))
    return pd.DataFrame(rows, columns=["row", "start", "end", "quantity", "fill", "tip"])


def number_rows(sample: ClassSample, units: Units) -> pd.DataFrame:
    """The numbers over the bars: ``row``, ``start``, ``text``, ``quantity``."""
    columns = {
        "model": (0.0, sample.probabilities),
        "entropy": (1.0, sample.surprisals * units.per_nat),
        "cross_entropy": (2.0, sample.cross_entropy_slopes),
        "squared_error": (3.0, sample.squared_error_slopes),
    }
    rows = [
        (row, start, brief(float(values[row])), quantity)
        for quantity, (start, values) in columns.items()
        for row in range(sample.classes)
    ]
    return pd.DataFrame(rows, columns=["row", "start", "text", "quantity"])


def label_rows(sample: ClassSample, sign: str) -> pd.DataFrame:
    """The label of each class: ``row``, ``start`` (its place on the axis of a), ``text``, ``name``, ``mine``.

    ``sign`` is the label's letter, y or y′; ``mine`` is 1 for the class that the label names, ``name`` its number.
    """
    rows = [
        (row, BAR * float(y), f"{sign} {float(y):.3g}", str(row + 1), float(row == sample.label), LABEL_END, "truth")
        for row, y in enumerate(sample.labels)
    ]
    return pd.DataFrame(rows, columns=["row", "start", "text", "name", "mine", "right", "quantity"])


def heading_rows(words: Mapping[str, str]) -> pd.DataFrame:
    """What stands above each column: ``start``, ``text``, ``formula``, ``quantity``, and the ``base`` of its bars."""
    rows = [
        (float(place), words[name], words[f"{name}_formula"], quantity, place + (MIDDLE if place > 1 else 0.0))
        for place, (name, quantity) in enumerate(COLUMNS.items())
    ]
    return pd.DataFrame(rows, columns=["start", "text", "formula", "quantity", "base"])


def class_chart(
    bars: pd.DataFrame, numbers: pd.DataFrame, labels: pd.DataFrame, headings: pd.DataFrame, classes: int
) -> alt.LayerChart:
    """One row of :data:`ROW` pixels for each class, below headings of :data:`HEAD` pixels."""
    along: dict[str, Any] = {"scale": alt.Scale(domain=[-GUTTER, len(COLUMNS)], nice=False), "axis": None}
    x = alt.X("start:Q", **along)
    down = alt.Scale(domain=[classes - 0.5, -0.5 - HEAD / ROW], nice=False)
    y = alt.Y("row:Q", scale=down, axis=None)
    label = alt.Chart(labels).encode(x=x, y=y, color=colour())
    head = alt.Chart(headings).encode(x=x, color=colour())
    number = alt.Chart(numbers).encode(x=x, y=y, color=colour(), text="text:N")
    bar = alt.Chart(bars).mark_bar(height=13, yOffset=BESIDE, cornerRadiusEnd=2)
    whole: dict[str, Any] = {"x": alt.XValue(0), "x2": alt.X2Value(alt.expr("width"))}
    mine = label.transform_filter("datum.mine === 1").mark_bar(opacity=0.1, height=ROW - 4, cornerRadius=4)
    base = head.mark_rule(color=NEUTRAL, opacity=0.6)
    layers = [
        mine.encode(**whole),
        base.encode(
            x=alt.X("base:Q", **along),
            y=alt.YValue(HEAD),
            y2=alt.Y2Value(alt.expr("height")),
            color=alt.ColorValue(NEUTRAL),
        ),
        bar.encode(
            x=x,
            x2="end:Q",
            y=y,
            color=colour(),
            opacity=alt.Opacity("fill:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("tip:N", title=" ")],
        ),
        label.mark_tick(orient="vertical", thickness=3, height=25, yOffset=BESIDE, opacity=1),
        number.mark_text(dy=ABOVE, dx=2, **lettering(15, 13), fontWeight=600),
        # On a phone the green mark must do: two numbers have no room beside each other.
        label.mark_text(dy=ABOVE, opacity=alt.expr("width < 460 ? 0 : 1"), **lettering(13, 11, "right")).encode(
            x=alt.X("right:Q", **along), text="text:N"
        ),
        label.mark_text(dx=6, **lettering(15, 13), fontWeight=600).encode(
            x=alt.XValue(0), text="name:N", color=alt.ColorValue(NEUTRAL)
        ),
        head.mark_text(baseline="top", **lettering(15, 12), fontWeight=600).encode(y=alt.YValue(2), text="text:N"),
        head.mark_text(baseline="top", **lettering(13, 11)).encode(
            y=alt.YValue(23), text="formula:N", color=alt.ColorValue(NEUTRAL)
        ),
    ]
    return finish(alt.layer(*layers), height=MARGIN + HEAD + ROW * classes)


def lettering(size: int, on_phone: int, align: str = "left") -> dict[str, Any]:
    """The look of words, smaller where several columns share the width of a phone."""
    return {"align": align, "fontSize": alt.expr(f"width < 460 ? {on_phone} : {size}")}
