"""A sample of many classes, one row for each: its probability, its surprisal and its slope under both losses.

Four columns, each 1 wide, share one axis: the numbers stand above their bars. What is drawn is data, rows of a table
with their places; only the number of classes is in the specification, since it decides the height.
"""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt

from core.charts.kit.axes import Across, Up, across, at_x, at_y, scale, up
from core.charts.kit.expressions import signed
from core.charts.kit.layers import GREY, Frame, Plane, finish, select, table
from core.charts.kit.theme import Units, colour
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
BARS: Final[dict[str, Any]] = {"height": 13, "yOffset": BESIDE, "cornerRadiusEnd": 2}
TICKS: Final[dict[str, Any]] = {"orient": "vertical", "yOffset": BESIDE, "opacity": 1}
SURPRISALS: Final = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0, 50.0, 80.0, 120.0, 200.0, 300.0)
SLOPES: Final = (1.0, 2.0, 5.0, 10.0)


def first_above(stops: tuple[float, ...], value: float) -> float:
    """The first stop that is not below a value, or else the last."""
    return next((stop for stop in stops if stop >= value), stops[-1])


def brief(value: float) -> str:
    """A number beside its bar: three decimals, or a power of ten."""
    return signed(value) if value < 1000.0 else f"{value:.2g}"


def bar_rows(sample: ClassSample, units: Units) -> Frame:
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
    return table("row start end quantity fill tip", rows)


def number_rows(sample: ClassSample, units: Units) -> Frame:
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
    return table("row start text quantity", rows)


def label_rows(sample: ClassSample, sign: str) -> Frame:
    """The label of each class: ``row``, ``start`` (its place on the axis of a), ``text``, ``name``, ``mine``.

    ``sign`` is the label's letter, y or y′; ``mine`` is 1 for the class that the label names, ``name`` its number.
    """
    rows = [
        (row, BAR * float(y), f"{sign} {float(y):.3g}", str(row + 1), float(row == sample.label))
        for row, y in enumerate(sample.labels)
    ]
    return table("row start text name mine", rows, right=LABEL_END, quantity="truth")


def heading_rows(words: Mapping[str, str]) -> Frame:
    """What stands above each column: ``start``, ``text``, ``formula``, ``quantity``, and the ``base`` of its bars."""
    rows = [
        (float(place), words[name], words[f"{name}_formula"], quantity, place + (MIDDLE if place > 1 else 0.0))
        for place, (name, quantity) in enumerate(COLUMNS.items())
    ]
    return table("start text formula quantity base", rows)


def class_chart(bars: Frame, numbers: Frame, labels: Frame, headings: Frame, classes: int) -> alt.LayerChart:
    """One row of :data:`ROW` pixels for each class, below headings of :data:`HEAD` pixels."""
    x, y = sheet(GUTTER, len(COLUMNS), classes)
    plane, head = Plane(x("start"), y("row"), colour()), Plane(x("start"), colour())
    strength, tip = alt.Opacity("fill:Q", scale=None, legend=None), [alt.Tooltip("tip:N", title=" ")]
    wanted = lettering(13, 11, "right", bold=False) | {"dy": ABOVE}
    layers = [
        band(select(labels, "datum.mine === 1"), y),
        foot(headings, x("base")),
        plane.bar(bars, alt.X2("end:Q"), strength, **BARS).encode(tooltip=tip),
        plane.tick(labels, thickness=3, height=25, **TICKS),
        plane.text(numbers, "text", dy=ABOVE, dx=2, **lettering(15, 13)),
        # On a phone the green mark must do: two numbers have no room beside each other.
        plane.text(labels, "text", x("right"), opacity=alt.expr("width < 460 ? 0 : 1"), **wanted),
        plane.text(labels, "name", at_x(0), GREY, dx=6, **lettering(15, 13)),
        head.text(headings, "text", at_y(2), baseline="top", **lettering(15, 12)),
        head.text(headings, "formula", at_y(23), GREY, baseline="top", **lettering(13, 11, bold=False)),
    ]
    return finish(layers, height=MARGIN + HEAD + ROW * classes)


def sheet(gutter: float, columns: int, count: int) -> tuple[Across, Up]:
    """Columns that are 1 wide, right of a gutter, and rows of :data:`ROW` pixels below their headings."""
    return across(scale(-gutter, columns)), up(scale(count - 0.5, -0.5 - HEAD / ROW))


def band(marked: alt.Chart, y: Up) -> alt.Chart:
    """The shade of the rows that the label names."""
    whole = Plane(at_x(0), alt.X2Value(alt.expr("width")), y("row"), colour())
    return whole.bar(marked, opacity=0.1, height=ROW - 4, cornerRadius=4)


def foot(headings: Frame, x: alt.X) -> alt.Chart:
    """The lines on which the bars of the columns stand."""
    return Plane(x, at_y(HEAD), alt.Y2Value(alt.expr("height")), GREY).rule(headings, opacity=0.6)


def lettering(size: int, on_phone: int, align: str = "left", bold: bool = True) -> dict[str, Any]:
    """The look of words, smaller where several columns share the width of a phone."""
    looks = {"align": align, "size": alt.expr(f"width < 460 ? {on_phone} : {size}")}
    return looks if bold else looks | {"fontWeight": "normal"}
