"""What stands along a chart: scales that end where they should, axes with a title, and places beside the plane."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import altair as alt

from core.charts.kit.theme import LABEL_SIZE, NEUTRAL, TITLE_SIZE

Across = Callable[[str], alt.X]
Up = Callable[[str], alt.Y]


def scale(*ends: Any, **more: Any) -> alt.Scale:
    """A scale that goes from one of two ends to the other, or else no further than the data."""
    domain: dict[str, Any] = {"domain": list(ends)} if ends else {}
    return alt.Scale(nice=False, **domain, **more)


SHARES: Final = scale(0, 1)
TIGHT: Final = scale(zero=False)
FROM_ZERO: Final = scale(zero=True)


def axis(title: str | None, **options: Any) -> alt.Axis:
    """An axis in the house style: sentence case, a light grid, few ticks."""
    settings: dict[str, Any] = {
        "labelFontSize": LABEL_SIZE,
        "titleFontSize": TITLE_SIZE,
        "titleFontWeight": "normal",
        "labelColor": NEUTRAL,
        "titleColor": NEUTRAL,
        "gridOpacity": 0.35,
        "tickCount": 6,
        "labelOverlap": True,
        "labelFlush": False,
    }
    return alt.Axis(title=title, **(settings | options))


def across(scale: alt.Scale, title: str | None = None, **looks: Any) -> Across:
    """Columns across the chart, all on one scale and axis; with neither title nor looks there is no axis."""
    shared: Any = {"scale": scale, "axis": axis(title, **looks) if title is not None or looks else None}
    return lambda column: alt.X(f"{column}:Q", **shared)


def up(scale: alt.Scale, title: str | None = None, **looks: Any) -> Up:
    """The same for columns up the chart."""
    shared: Any = {"scale": scale, "axis": axis(title, **looks) if title is not None or looks else None}
    return lambda column: alt.Y(f"{column}:Q", **shared)


def headed(titles: Sequence[str], size: int = LABEL_SIZE) -> Across:
    """Columns that are 1 wide: their titles above them, and nothing else."""
    return across(
        scale(0, len(titles)),
        values=list(range(len(titles))),
        labelExpr=f"{list(titles)!r}[datum.value]",
        labelAlign="left",
        labelFontSize=size,
        labelOverlap=False,
        orient="top",
        ticks=False,
        domain=False,
        grid=False,
    )


def end_of(data: str, column: str) -> alt.ExprRef:
    """An end of an axis that is data: what the first row of the data set of that name says in a column."""
    return alt.ExprRef(f"length(data('{data}')) ? data('{data}')[0].{column} : 1")


def at_x(place: float | str) -> alt.XValue:
    """A place across in pixels, or as an expression."""
    return alt.XValue(place if isinstance(place, float | int) or place == "width" else alt.expr(place))


def at_y(place: float | str) -> alt.YValue:
    """A place down in pixels, or as an expression."""
    return alt.YValue(place if isinstance(place, float | int) or place == "height" else alt.expr(place))


# From the top of the plane to its foot.
UPRIGHT: Final = (at_y(0), alt.Y2Value("height"))
