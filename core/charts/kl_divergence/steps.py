"""The same steps: CE and KL against the epoch over their two floors, and p beside q. Both follow one frame.

What moves is a share on a scale that does not: else Vega lays the axes out anew at every frame.
"""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from core.charts.kit import measure
from core.charts.kit.measure import FRAME, LABEL, SHARES, along_epochs, at_frame, series, up_to_frame
from core.charts.kit.theme import LABEL_SIZE, Units, axis, colour, dash, finish, frame_parameter
from core.simulation.kl_divergence.steps import Walk

HEIGHT: Final = 240
BAR: Final = 0.36  # of a class, either side of its middle
TALLEST: Final = 1.12
_CLOSE: Final = 0.08  # of the plane: two floors nearer than this have one name
_FAINT: Final = 0.3


def top_of(walk: Walk, units: Units) -> float:
    """The upper end of the axis: a round number that is not below the loss at the start."""
    return measure.top_of(walk.cross_entropy * units.per_nat, "cross_entropy")


def loss_rows(walk: Walk, units: Units, names: Mapping[str, str]) -> pd.DataFrame:
    """CE, KL and H(p) as series in the reader's unit, with ``name``, ``row``, and the ``top`` of the axis."""
    losses = {
        "cross_entropy": walk.cross_entropy,
        "entropy": np.array([walk.floor]),
        "model": walk.divergence,
    }
    return pd.DataFrame(
        {
            "quantity": list(losses),
            "name": [names[quantity] for quantity in losses],
            "row": range(len(losses)),
            "top": top_of(walk, units),
            "every": 1,
            "last": walk.setting.epochs,
            "series": [series(values * units.per_nat) for values in losses.values()],
        }
    )


def curve_rows(walk: Walk, units: Units) -> pd.DataFrame:
    """Both curves as shares of the top, as `measure.curves` has them."""
    values = np.stack([walk.cross_entropy, walk.divergence]) * (units.per_nat / top_of(walk, units))
    epochs = measure.bends(values)
    return measure.curves(epochs, dict(zip(("cross_entropy", "model"), values[:, epochs], strict=True)))


def floor_rows(walk: Walk, units: Units, entropy: str) -> pd.DataFrame:
    """The two floors: ``share``, ``quantity``, ``text``; where they are one, only the first is named."""
    share = units.of(walk.floor) / top_of(walk, units)
    rows = [(share, "entropy", entropy), (0.0, "model", "0" if share > _CLOSE else "")]
    return pd.DataFrame(rows, columns=["share", "quantity", "text"])


def bar_rows(walk: Walk) -> pd.DataFrame:
    """A bar for each class of p and of q: series, its sides ``x`` and ``x2``, ``quantity``."""
    rows = []
    for place in range(walk.setting.classes):
        middle = place + 1.0
        rows.append((middle - BAR, middle, "truth", series([walk.setting.label[place]])))
        rows.append((middle, middle + BAR, "model", series(walk.outputs[:, place])))
    return pd.DataFrame(rows, columns=["x", "x2", "quantity", "series"]).assign(every=1)


def head_rows(names: Mapping[str, str]) -> pd.DataFrame:
    """What the two kinds of bars are called: ``quantity``, ``text``."""
    return pd.DataFrame({"quantity": list(names), "text": list(names.values())})


def loss_chart(
    losses: pd.DataFrame,
    curves: pd.DataFrame,
    floors: pd.DataFrame,
    ends: pd.DataFrame,
    words: Mapping[str, str],
) -> alt.LayerChart:
    """CE and KL up to the frame, faintly what is ahead, the two floors. ``words``: axis titles "epoch", "loss"."""
    along = along_epochs("losses", words["epoch"])
    x = alt.X("epoch:Q", **along)
    up: dict[str, Any] = {"scale": SHARES, "axis": None}
    y = alt.Y("share:Q", **up)
    side = alt.Y("end:Q", scale=alt.Scale(zero=True, nice=False), axis=axis(words["loss"], tickCount=5))
    look = {"x": x, "y": y, "color": colour(), "strokeDash": dash()}
    floor = alt.Chart(floors).encode(y=y, color=colour())
    now = (
        at_frame(losses)
        .transform_calculate(epoch="datum.frame", share="datum.value / datum.top")
        .encode(color=colour())
    )
    runs = now.transform_filter("datum.quantity !== 'entropy'")
    # The curves fall, so the upper right is free: numbers that move with their dots are hard to read.
    said = now.transform_calculate(text="datum.name + ' = ' + format(datum.value, '.3f')").mark_text(
        align="right", baseline="top", dx=-4, dy=alt.expr("20 * datum.row + 4"), **LABEL
    )
    layers = [
        alt.Chart(ends).mark_point(opacity=0).encode(y=side),
        floor.mark_rule(strokeWidth=2).encode(strokeDash=dash()),
        floor.mark_text(align="left", baseline="middle", fontSize=LABEL_SIZE, fontWeight=600, clip=False).encode(
            x=alt.XValue(alt.expr("width + 8")), text="text:N"
        ),
        alt.Chart(curves).mark_line(strokeWidth=2, clip=True, opacity=_FAINT).encode(**look),
        up_to_frame(curves, look, along, up),
        runs.mark_point(size=130, filled=True, opacity=1).encode(x=x, y=y),
        said.encode(x=alt.XValue("width"), y=alt.YValue(0), text="text:N"),
    ]
    both = alt.layer(*layers).resolve_scale(y="independent").add_params(frame_parameter(FRAME))
    chart: alt.LayerChart = finish(both, height=HEIGHT)
    return chart


def bar_chart(bars: pd.DataFrame, heads: pd.DataFrame, classes: int, title: str) -> alt.LayerChart:
    """p beside q at the frame, class by class. ``title``: of the axis of classes."""
    numbers = axis(title, values=list(range(1, classes + 1)), format="d", grid=False, ticks=False)
    along: dict[str, Any] = {"scale": alt.Scale(domain=[0.5, classes + 0.5], nice=False), "axis": numbers}
    x = alt.X("x:Q", **along)
    up: dict[str, Any] = {
        "scale": alt.Scale(domain=[0, TALLEST], nice=False),
        "axis": axis(None, values=[0, 0.25, 0.5, 0.75, 1], format=".2f"),
    }
    now = at_frame(bars).encode(y=alt.Y("value:Q", **up), color=colour())
    middles = now.transform_calculate(middle="(datum.x + datum.x2) / 2", text="format(datum.value, '.2f')")
    layers = [
        now.transform_calculate(foot="0").mark_rect(cornerRadius=2).encode(x=x, x2="x2:Q", y2="foot:Q"),
        middles.mark_text(dy=-9, fontSize=12).encode(x=alt.X("middle:Q", **along), text="text:N"),
    ]
    sides: tuple[tuple[str, Any, Any], ...] = (("truth", 0, "left"), ("model", "width", "right"))
    for quantity, place, align in sides:
        head = alt.Chart(heads).transform_filter(f"datum.quantity === '{quantity}'")
        written = head.mark_text(align=align, baseline="bottom", fontSize=14, fontWeight=600, clip=False)
        layers.append(written.encode(x=alt.XValue(place), y=alt.YValue(-4), text="text:N", color=colour()))
    both = alt.layer(*layers).add_params(frame_parameter(FRAME))
    return finish(both, height=HEIGHT)
