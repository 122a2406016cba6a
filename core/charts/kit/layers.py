"""The layers of a chart: the rows each one shows, its marks, and how all of them become one picture.

A chart is a plane, channels that several layers share, and a layer for each kind of mark on it. What a layer is given
besides its rows are channels of its own, by place, and the looks of its mark, by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partialmethod
from typing import Any, Final

import altair as alt
import pandas as pd

from core.charts.kit.theme import DARK, HERO_HEIGHT, LABEL_SIZE, NEUTRAL

Frame = pd.DataFrame
Rows = Frame | alt.Chart | alt.LayerChart
# The looks of a rule that only says where something is.
THIN: Final[dict[str, Any]] = {"color": NEUTRAL, "strokeWidth": 1}
DASHED: Final[dict[str, Any]] = {"color": NEUTRAL, "strokeDash": [4, 4]}
DOTTED: Final[dict[str, Any]] = {"color": NEUTRAL, "strokeWidth": 1.5, "strokeDash": [2, 3]}
GREY: Final = alt.ColorValue(NEUTRAL)
# The looks of words to the right of the plane, which may have several lines.
ASIDE: Final[dict[str, Any]] = {"align": "left", "baseline": "middle", "lineBreak": "\n", "clip": False}


def table(columns: str, rows: Iterable[tuple[Any, ...]], **same: Any) -> Frame:
    """Rows under columns whose names are parted by spaces; further columns are the same in every row."""
    return Frame(list(rows), columns=columns.split()).assign(**same)


def row(**columns: Any) -> Frame:
    """A single row."""
    return Frame([columns])


def stacked(parts: Iterable[Frame | Mapping[str, Any] | Sequence[Mapping[str, Any]]]) -> Frame:
    """Frames of the same columns, one under the other; each is given by its columns or by its rows."""
    return pd.concat([Frame(part) for part in parts], ignore_index=True)


def select(data: Rows, where: str = "", **columns: str) -> Any:
    """The rows ``where`` an expression holds, and more columns by expressions, each of which sees those before it."""
    chart: Any = data if isinstance(data, alt.Chart | alt.LayerChart) else alt.Chart(data)
    if where:
        chart = chart.transform_filter(where)
    return chart.transform_calculate(**columns) if columns else chart


def only(data: Rows, **values: str) -> Any:
    """The rows that have these words in these columns."""
    for column, value in values.items():
        data = select(data, f"datum.{column} === '{value}'")
    return data


def tinted(data: Rows, quantity: str) -> Any:
    """Rows without a quantity, in the colour of one."""
    return select(data, quantity=f"'{quantity}'")


def of_row(*looks: str) -> dict[str, Any]:
    """Looks of a mark that each row has in columns of the same names."""
    return {look: alt.ExprRef(f"datum.{look}") for look in looks}


def beside(late: str, gap: float) -> dict[str, Any]:
    """The looks of words beside a mark: on its left where an expression says that there is more room, else right."""
    return {"align": alt.expr(f"{late} ? 'right' : 'left'"), "dx": alt.expr(f"{late} ? {-gap} : {gap}")}


class Plane:
    """Channels that several layers share; those of a layer itself come before them."""

    def __init__(self, *channels: Any) -> None:
        self._channels = channels

    def mark(self, kind: str, data: Rows, *channels: Any, **looks: Any) -> alt.Chart:
        """A layer of marks of any kind."""
        marked: alt.Chart = getattr(select(data), f"mark_{kind}")(**looks)
        return marked.encode(*self._channels).encode(*channels)

    def line(self, data: Rows, width: Any, *channels: Any, **looks: Any) -> alt.Chart:
        """Lines."""
        return self.mark("line", data, *channels, strokeWidth=width, **looks)

    rule = partialmethod[alt.Chart](mark, "rule")
    rect = partialmethod[alt.Chart](mark, "rect")
    bar = partialmethod[alt.Chart](mark, "bar")
    area = partialmethod[alt.Chart](mark, "area")
    tick = partialmethod[alt.Chart](mark, "tick")

    def dots(self, data: Rows, size: Any, *channels: Any, **looks: Any) -> alt.Chart:
        """Filled points."""
        return self.mark("point", data, *channels, **{"size": size, "filled": True, "opacity": 1} | looks)

    def rings(self, data: Rows, size: float) -> alt.Chart:
        """Hollow points."""
        return self.mark("point", data, size=size, strokeWidth=2.5, opacity=1)

    def grip(self, data: Rows, name: str) -> list[alt.Chart]:
        """Points that a hand takes hold of, with room for a finger around them; they come on top of other layers."""
        seen = self.mark("point", data, size=70, fill="white", stroke=DARK, strokeWidth=1.5, opacity=1, clip=True)
        return [seen, self.around(data, name, size=900, clip=True)]

    def around(self, data: Rows, name: str, **looks: Any) -> alt.Chart:
        """The room for a finger around points that a hand takes hold of; not seen."""
        return self.mark("point", data, fill="white", opacity=0, **looks).properties(name=name)

    def text(self, data: Rows, column: str, *channels: Any, size: Any = LABEL_SIZE, **looks: Any) -> alt.Chart:
        """The words in a column, bold."""
        looks = {"fontSize": size, "fontWeight": 600} | looks
        return self.mark("text", data, alt.Text(f"{column}:N"), *channels, **looks)

    def note(self, data: Rows, column: str, *channels: Any, size: int = LABEL_SIZE, **looks: Any) -> alt.Chart:
        """The words in a column, in the grey of axes; the plane has no colour."""
        return self.mark("text", data, alt.Text(f"{column}:N"), *channels, fontSize=size, color=NEUTRAL, **looks)

    def ends(self, data: Rows, *channels: Any) -> alt.Chart:
        """Nothing to be seen at places from which the axes take their ends."""
        return self.mark("point", data, *channels, opacity=0)


def finish(
    layers: Sequence[Any],
    height: int = HERO_HEIGHT,
    title: str | None = None,
    params: Sequence[alt.Parameter] = (),
    apart: str = "",
    **properties: Any,
) -> alt.LayerChart:
    """The layers as one chart with the house's size and frame, ready to be shown.

    apart: the axes, "x", "y" or both, on which layers have scales of their own.
    """
    chart: Any = alt.layer(*layers) if len(layers) > 1 else layers[0]
    chart = chart.properties(height=height, width="container", **properties).add_params(*params)
    if title is not None:
        looks: dict[str, Any] = {"anchor": "start", "fontSize": 15, "fontWeight": 600, "offset": 10}
        # Streamlit would measure the room of a title once, and shorten it for ever.
        chart = chart.properties(title=alt.TitleParams(title, limit=alt.expr("width + 40"), **looks))
    if apart:
        chart = chart.resolve_scale(**dict.fromkeys(apart, "independent"))
    finished: alt.LayerChart = chart.configure_view(stroke=None)
    return finished
