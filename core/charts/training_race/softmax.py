"""The lead of the right class against the epoch: descent as dots, the closed form as a line under them."""

from collections.abc import Mapping
from typing import Final

import altair as alt
import numpy as np

from core.charts.kit.axes import TIGHT, across, at_x, scale, up
from core.charts.kit.expressions import thousands
from core.charts.kit.layers import DASHED, Frame, Plane, beside, finish, only, row, stacked, table
from core.charts.kit.measure import ARRIVED
from core.charts.kit.theme import colour, dash
from core.simulation.training_race.softmax import Climb, Setting, flow_epochs

HEIGHT: Final = 260
_HEADROOM: Final = 0.5  # of the way up: two lines of words stand above the finish, however low the plane
_PLACES: Final = 160
_TICKS: Final = (0, *(10**power for power in range(9)))


def line_rows(climbs: Mapping[str, Climb], setting: Setting) -> Frame:
    """The closed form, ``epoch`` = T/η at evenly spread leads ``u``, and its loss as ``quantity``."""
    leads = np.linspace(setting.u_start, setting.u_end, _PLACES)
    return stacked({"epoch": flow_epochs(loss, setting, leads), "u": leads, "quantity": loss} for loss in climbs)


def dot_rows(climbs: Mapping[str, Climb], setting: Setting) -> Frame:
    """Descent: ``epoch``, ``u``, ``quantity``; a last step that leaps out of the picture is left to its arrival."""
    dots = stacked({"epoch": climb.epochs, "u": climb.leads, "quantity": loss} for loss, climb in climbs.items())
    return dots[dots["u"] <= _top(setting)].reset_index(drop=True)


def arrival_rows(climbs: Mapping[str, Climb], setting: Setting, names: Mapping[str, str]) -> Frame:
    """Where each loss crosses the finish line: ``epoch`` (counted, else of the closed form), ``u``, ``text``.

    ``share`` is how far to the right of the plane it stands, which tells where there is room for the words.
    """
    epochs = {loss: climb.law if climb.arrived is None else float(climb.arrived) for loss, climb in climbs.items()}
    furthest = np.log1p(max([*epochs.values(), *(climb.law for climb in climbs.values())]))
    rows = [
        (loss, epoch, setting.u_end, names[loss], float(np.log1p(epoch) / furthest)) for loss, epoch in epochs.items()
    ]
    return table("quantity epoch u text share", rows)


def finish_rows(setting: Setting, text: str) -> Frame:
    """The finish line: ``u`` and the ``text`` on it."""
    return row(u=setting.u_end, text=text)


def end_rows(setting: Setting) -> Frame:
    """The two ends of the axis of u."""
    return Frame({"epoch": [0.0, 0.0], "u": [setting.u_start, _top(setting)]})


def _top(setting: Setting) -> float:
    return setting.u_end + _HEADROOM * (setting.u_end - setting.u_start)


def climb_chart(
    lines: Frame, dots: Frame, arrivals: Frame, finish_line: Frame, ends: Frame, words: Mapping[str, str]
) -> alt.LayerChart:
    """The lead u against the epoch, on an axis that is logarithmic from 1 on and still begins at 0.

    ``words``: axis titles "epoch" and "lead".
    """
    x = across(scale(type="symlog", constant=1), words["epoch"], values=list(_TICKS), labelExpr=thousands())("epoch")
    y = up(TIGHT, words["lead"])("u")
    plane, level = Plane(x, y, colour()), Plane(y)
    late = beside("datum.share * width > 190", -6)
    layers = [
        Plane(x, y).ends(ends),
        level.rule(finish_line, **DASHED),
        level.note(finish_line, "text", at_x(0), size=12, align="left", baseline="top", dx=6, dy=5),
        plane.line(lines, 2, dash(), opacity=0.6),
        plane.dots(dots, 34),
        plane.dots(arrivals, 90, **ARRIVED),
        # One name above the other: the two may arrive side by side.
        plane.text(only(arrivals, quantity="cross_entropy"), "text", dy=-42, size=15, **late),
        plane.text(only(arrivals, quantity="squared_error"), "text", dy=-22, size=15, **late),
    ]
    return finish(layers, height=HEIGHT)
