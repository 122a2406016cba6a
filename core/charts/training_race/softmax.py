"""The lead of the right class against the epoch: descent as dots, the closed form as a line under them."""

from collections.abc import Mapping
from typing import Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit.expressions import thousands
from core.charts.kit.measure import LABEL
from core.charts.kit.theme import NEUTRAL, axis, colour, dash, finish
from core.simulation.training_race.softmax import Climb, Setting, flow_epochs

HEIGHT: Final = 260
_HEADROOM: Final = 0.34  # of the rise, above the finish line: two lines of words
_PLACES: Final = 160
_TICKS: Final = (0, *(10**power for power in range(9)))


def line_rows(climbs: Mapping[str, Climb], setting: Setting) -> pd.DataFrame:
    """The closed form, ``epoch`` = T/η at evenly spread leads ``u``, and its loss as ``quantity``."""
    leads = np.linspace(setting.u_start, setting.u_end, _PLACES)
    parts = [
        pd.DataFrame({"epoch": flow_epochs(loss, setting, leads), "u": leads, "quantity": loss}) for loss in climbs
    ]
    return pd.concat(parts, ignore_index=True)


def dot_rows(climbs: Mapping[str, Climb], setting: Setting) -> pd.DataFrame:
    """Descent: ``epoch``, ``u``, ``quantity``; a last step that leaps out of the picture is left to its arrival."""
    parts = [
        pd.DataFrame({"epoch": climb.epochs, "u": climb.leads, "quantity": loss}) for loss, climb in climbs.items()
    ]
    dots = pd.concat(parts, ignore_index=True)
    return dots[dots["u"] <= _top(setting)].reset_index(drop=True)


def arrival_rows(climbs: Mapping[str, Climb], setting: Setting, names: Mapping[str, str]) -> pd.DataFrame:
    """Where each loss crosses the finish line: ``epoch`` (counted, else of the closed form), ``u``, ``text``.

    ``share`` is how far to the right of the plane it stands, which tells where there is room for the words.
    """
    epochs = {loss: climb.law if climb.arrived is None else float(climb.arrived) for loss, climb in climbs.items()}
    furthest = np.log1p(max([*epochs.values(), *(climb.law for climb in climbs.values())]))
    rows = [
        (loss, epoch, setting.u_end, names[loss], float(np.log1p(epoch) / furthest)) for loss, epoch in epochs.items()
    ]
    return pd.DataFrame(rows, columns=["quantity", "epoch", "u", "text", "share"])


def finish_rows(setting: Setting, text: str) -> pd.DataFrame:
    """The finish line: ``u`` and the ``text`` on it."""
    return pd.DataFrame({"u": [setting.u_end], "text": [text]})


def end_rows(setting: Setting) -> pd.DataFrame:
    """The two ends of the axis of u."""
    return pd.DataFrame({"epoch": [0.0, 0.0], "u": [setting.u_start, _top(setting)]})


def _top(setting: Setting) -> float:
    return setting.u_end + _HEADROOM * (setting.u_end - setting.u_start)


def climb_chart(
    lines: pd.DataFrame,
    dots: pd.DataFrame,
    arrivals: pd.DataFrame,
    finish_line: pd.DataFrame,
    ends: pd.DataFrame,
    words: Mapping[str, str],
) -> alt.LayerChart:
    """The lead u against the epoch, on an axis that is logarithmic from 1 on and still begins at 0.

    ``words``: axis titles "epoch" and "lead".
    """
    x = alt.X(
        "epoch:Q",
        scale=alt.Scale(type="symlog", constant=1, nice=False),
        axis=axis(words["epoch"], values=list(_TICKS), labelExpr=thousands()),
    )
    y = alt.Y("u:Q", scale=alt.Scale(zero=False, nice=False), axis=axis(words["lead"]))
    frame = alt.Chart(ends).mark_point(opacity=0).encode(x=x, y=y)
    rule = alt.Chart(finish_line).encode(y=y)
    level = rule.mark_rule(color=NEUTRAL, strokeDash=[4, 4])
    called = rule.mark_text(align="left", baseline="top", dx=6, dy=5, fontSize=12, color=NEUTRAL)
    law = alt.Chart(lines).mark_line(strokeWidth=2, opacity=0.6).encode(x=x, y=y, color=colour(), strokeDash=dash())
    steps = alt.Chart(dots).mark_point(size=34, filled=True, opacity=1).encode(x=x, y=y, color=colour())
    there = alt.Chart(arrivals).encode(x=x, y=y, color=colour())
    layers = [
        frame,
        level,
        called.encode(x=alt.XValue(0), text="text:N"),
        law,
        steps,
        there.mark_point(shape="triangle-down", size=90, filled=True, opacity=1, yOffset=-8),
    ]
    # One name above the other: the two may arrive side by side.
    for loss, lift in (("cross_entropy", -42), ("squared_error", -22)):
        right = "datum.share * width > 190"
        name = there.transform_filter(f"datum.quantity === '{loss}'").mark_text(
            align=alt.expr(f"{right} ? 'right' : 'left'"), dx=alt.expr(f"{right} ? 6 : -6"), dy=lift, **LABEL
        )
        layers.append(name.encode(text="text:N"))
    return finish(alt.layer(*layers), height=HEIGHT)
