"""Observed shares against probabilities, class by class: a pair of bars for each."""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt

from core.charts.kit.axes import at_x, at_y, axis
from core.charts.kit.frames import Frame, table
from core.charts.kit.layers import Plane, finish, of_row
from core.charts.kit.theme import colour

HEIGHT: Final = 320
MOST_NUMBERED: Final = 6  # classes: beyond it the numbers over the bars would run into each other


def bar_rows(shares: Sequence[float] | None, p: Sequence[float]) -> Frame:
    """A bar for each class and each of "truth", the observed shares where there are any, and "model", p."""
    given = {"model": p} if shares is None else {"truth": shares, "model": p}
    rows = [
        (str(number), quantity, float(value), _short(float(value)) if len(p) <= MOST_NUMBERED else "")
        for quantity, values in given.items()
        for number, value in enumerate(values, start=1)
    ]
    return table("number quantity value shown", rows)


def name_rows(names: Mapping[str, str]) -> Frame:
    """What the two colours stand for, one line under the other."""
    lines = enumerate(names.items())
    return table("quantity name dy", ((key, f"■ {name}", -20.0 * (len(names) - line)) for line, (key, name) in lines))


def bars_chart(rows: Frame, names: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """The pairs of bars, from ``bar_rows`` and ``name_rows``. ``words``: axis titles "x" and "y"."""
    side = alt.XOffset("quantity:N", scale=alt.Scale(domain=["truth", "model"]))
    numbers = axis(words["x"], labelAngle=0, grid=False, labelFontSize=15, labelOverlap=False)
    x = alt.X("number:O", sort=None, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.15), axis=numbers)
    y = alt.Y("value:Q", scale=alt.Scale(zero=True), axis=axis(words["y"], tickCount=4))
    plane, corner = Plane(x, side, y, colour()), Plane(at_x("width"), at_y(0), colour())
    tips = [alt.Tooltip("number:O", title=words["x"]), alt.Tooltip("value:Q", title=words["y"])]
    layers = [
        plane.bar(rows, cornerRadiusEnd=2).encode(tooltip=tips),
        plane.text(rows, "shown", dy=-9, fontWeight="normal"),
        corner.text(names, "name", align="right", **of_row("dy")),
    ]
    return finish(layers, height=HEIGHT)


def _short(value: float) -> str:
    return f"{value:.2f}" if value == 0 or value >= 0.005 else f"{value:.0e}"
