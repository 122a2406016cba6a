"""The chart of the worked example: the bars of one prediction, with the label's class marked."""

from collections.abc import Mapping, Sequence

import altair as alt

from core.charts.kit.axes import axis, scale, up
from core.charts.kit.layers import Frame, Plane, finish, table
from core.charts.kit.theme import colour


def class_rows(p: Sequence[float], label: int, mark: str) -> Frame:
    """A bar for each class; the ``label`` class, counted from 1, has the ``mark`` over it."""
    looks = [(mark, 1.0) if place == label else ("", 0.35) for place in range(1, len(p) + 1)]
    rows = [
        (str(place), value, f"{value:.4g}", "model", name, "truth", weight)
        for place, (value, (name, weight)) in enumerate(zip(p, looks, strict=True), 1)
    ]
    return table("number p shown quantity name name_quantity weight", rows)


def class_chart(rows: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """The predicted probability of each class as bars, from ``class_rows``; ``words`` has the axes' titles."""
    x = alt.X("number:N", sort=None, axis=axis(words["x"], labelAngle=0, grid=False, labelFontSize=15))
    plane = Plane(x, up(scale(0, 1.3), words["y"], values=[0, 0.5, 1])("p"), colour())
    layers = [
        plane.bar(rows, alt.Opacity("weight:Q", scale=None), width={"band": 0.6}, cornerRadiusEnd=3),
        plane.text(rows, "shown", dy=-10, size=14, fontWeight="normal"),
        plane.text(rows, "name", colour("name_quantity"), dy=-29, size=14),
    ]
    return finish(layers, height=340)
