"""The triangle of all distributions over three classes: its plane, its sides, and the names of its corners."""

from collections.abc import Sequence
from typing import Final

import altair as alt

from core.charts.kit.axes import across, scale, up
from core.charts.kit.layers import Frame, Plane, of_row, table
from core.charts.kit.theme import NEUTRAL
from core.maths.simplex import CORNERS

_FOOT: Final = -0.15  # room for the names below it


def outline_rows() -> Frame:
    """The triangle's sides, as one closed line."""
    return table("x y order", ((x, y, order) for order, (x, y) in enumerate((*CORNERS, CORNERS[0]))))


def corner_rows(names: Sequence[str]) -> Frame:
    """The corners' names beside them."""
    shifts = (17.0, 17.0, -13.0)
    return table("x y name dy", ((*corner, *more) for corner, *more in zip(CORNERS, names, shifts, strict=True)))


def ends_of_y(size: tuple[int, int], ends: tuple[float, float]) -> tuple[float, float]:
    """The ends of y in a frame of this shape, below the triangle and above, where x has these ``ends``."""
    return _FOOT, _FOOT + (ends[1] - ends[0]) * size[1] / size[0]


def channels(size: tuple[int, int], ends: tuple[float, float]) -> tuple[alt.X, alt.Y]:
    """Where ``x`` and ``y`` are drawn in a frame of this shape, in the middle of what is wider: all sides are equal.

    ``ends``: of x.
    """
    half = f"min(width, height * {size[0] / size[1]}) / 2"
    edges = [alt.ExprRef(f"width / 2 {sign} {half}") for sign in "-+"]
    return across(scale(*ends, range=edges))("x"), up(scale(*ends_of_y(size, ends)))("y")


def sides(plane: Plane, outline: Frame, corners: Frame) -> list[alt.Chart]:
    """The triangle, from the rows above."""
    return [
        plane.line(outline, 2.5, alt.Order("order:Q"), color=NEUTRAL),
        plane.note(corners, "name", baseline="middle", fontWeight=600, **of_row("dy")),
    ]
