"""The loss in three pieces, a row for each model or class: over the loss stands what the base rate alone would cost.

Upper bar: uncertainty, whose hollow end is discrimination, the part that telling the rows apart saves. Lower bar: what
is left, and miscalibration on top; its end is the loss. A grey rule below says what chance alone would show.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import altair as alt

from core.charts.kit.axes import FROM_ZERO, across, scale, up
from core.charts.kit.layers import Frame, Plane, Rows, finish, only, table
from core.charts.kit.theme import NEUTRAL, colour, outline
from core.simulation.predictions.pieces import Pieces

ROW: Final = 64  # pixels
FOOT: Final = 88  # the axis and its title
_NAME, _UPPER, _LOWER, _CHANCE = 0.16, (0.30, 0.50), (0.54, 0.80), 0.88  # shares of a row, from its top
ROOM: Final = 1.16  # of the longest bar: right of it stands the loss


class Named(NamedTuple):
    """What one row of the picture is drawn from, in the unit of its axis; chance: None where it is not known."""

    name: str
    pieces: Pieces
    chance: float | None = None


def bar_rows(named: Sequence[Named], loss: str, show: Callable[[float], str]) -> Frame:
    """The bars: ``layer``, ``quantity``, ``x``, ``x2``, ``y``, ``y2`` in rows, ``text``.

    Layers "full", "saved", "chance", "end" (where the loss is, with its number), "name". A miscalibration of ∞ has no
    bar, and the sign ∞ stands where it would begin.
    """
    rows: list[tuple[str, str, float, float, float, float, str]] = []
    for place, (name, one, chance) in enumerate(named):
        left = one.recalibrated
        total = one.loss
        upper, lower = ((place + bar[0], place + bar[1]) for bar in (_UPPER, _LOWER))
        rows += [
            ("full", "entropy", 0.0, left, *upper, ""),
            ("saved", "entropy", left, one.uncertainty, *upper, ""),
            ("full", "entropy", 0.0, left, *lower, ""),
            ("name", loss, 0.0, 0.0, place + _NAME, 0.0, name),
        ]
        end = total if math.isfinite(total) else left
        if math.isfinite(total):
            rows.append(("full", "model", left, total, *lower, ""))
        rows.append(("end", loss, end, end, *lower, f"{show(total)}" if math.isfinite(total) else "+ ∞"))
        if chance is not None:
            rows.append(("chance", "", left, left + chance, place + _CHANCE, place + _CHANCE, ""))
    longest = max(max(row[2], row[3]) for row in rows)
    rows.append(("room", "", ROOM * longest or 1.0, 0.0, 0.0, 0.0, ""))
    return table("layer quantity x x2 y y2 text", rows)


def chart(rows: Frame, title: str, count: int) -> alt.LayerChart:
    """The bars of so many models or classes, from `bar_rows`. ``title``: of the axis."""
    x, y = across(FROM_ZERO, title, tickCount=4)("x"), up(scale(count, 0))("y")
    return finish(layers(rows, x, y), height=ROW * count + FOOT)


def layers(rows: Rows, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The layers of the bars, whose ends are columns of the rows."""
    plane, spread = Plane(x, y), (alt.X2("x2:Q"), alt.Y2("y2:Q"))
    ends, saved = only(rows, layer="end"), only(rows, layer="saved")
    return [
        plane.rect(only(rows, layer="full"), *spread, colour(), opacity=0.85),
        plane.rect(saved, *spread, outline(), fillOpacity=0, strokeDash=[4, 3], strokeWidth=1.5),
        plane.rule(ends, alt.Y2("y2:Q"), colour(), strokeWidth=3),
        plane.text(ends, "text", colour(), align="left", baseline="top", dx=6, size=14),
        plane.rule(only(rows, layer="chance"), alt.X2("x2:Q"), color=NEUTRAL, strokeWidth=3),
        plane.note(only(rows, layer="name"), "text", align="left", baseline="middle"),
        plane.ends(only(rows, layer="room")),
    ]
