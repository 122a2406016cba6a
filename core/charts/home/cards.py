"""One small picture for each page."""

from typing import Any

import altair as alt

from core.charts.kit.axes import scale
from core.charts.kit.layers import Frame, Plane, finish
from core.charts.kit.theme import colour


def picture(frame: Frame, height: int = 110) -> alt.LayerChart:
    """A small picture for a card: lines of ``y`` over ``x`` by ``quantity``, no axes."""
    hidden: dict[str, Any] = {"axis": alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)}
    plane = Plane(alt.X("x:Q", scale=scale(), **hidden), alt.Y("y:Q", scale=scale(), **hidden), colour())
    return finish([plane.line(frame, 3, clip=True, interpolate="monotone")], height=height)
