"""A measure of both runs against the epoch: the chart every race has, and how charts follow its frame.

Each run's numbers travel as one text (``series``), for every epoch or, where there are many, every few (``every``).
What a chart shows at the current frame is computed from that by Vega, so that playing sends nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.charts.theme import NEUTRAL, axis, colour, dash, finish, frame_parameter

FRAME: Final = "epoch"
LABEL: Final[dict[str, Any]] = {"fontSize": 15, "fontWeight": 600}
HEIGHT: Final = 240
_FAINT: Final = 0.3


def series(values: Iterable[float]) -> str:
    """A run's numbers as one text, which a chart splits again."""
    return ",".join(f"{value:.5g}" for value in values)


def at_frame(data: pd.DataFrame) -> alt.Chart:
    """Rows of series with their ``value`` at the current frame."""
    return (
        alt.Chart(data)
        .transform_calculate(values="split(datum.series, ',')")
        .transform_calculate(
            value=f"toNumber(datum.values[min(ceil({FRAME} / datum.every), length(datum.values) - 1)])", frame=FRAME
        )
    )


def finish_line(target: float, text: str) -> pd.DataFrame:
    """The error at which a run has arrived, and what is written beside the line there."""
    return pd.DataFrame({"value": [target], "text": [f"{text}\n{target:g}"]})


def marks(arrived: Mapping[str, int | None], target: float) -> pd.DataFrame:
    """Where each run crosses the finish line, for those that do: ``quantity``, ``epoch``, ``value``."""
    rows = [(loss, epoch, target) for loss, epoch in arrived.items() if epoch is not None]
    return pd.DataFrame(rows, columns=["quantity", "epoch", "value"]).astype({"epoch": float, "value": float})


def curves(epochs: NDArray[np.int64], values: Mapping[str, NDArray[np.float64]]) -> pd.DataFrame:
    """Curves in long form: ``epoch``, ``value``, ``quantity``; a run that went astray is the shorter one."""
    parts = [
        pd.DataFrame({"epoch": epochs[: len(run)], "value": run, "quantity": loss}) for loss, run in values.items()
    ]
    return pd.concat(parts, ignore_index=True)


def measure_chart(
    runners: pd.DataFrame,
    so_far: pd.DataFrame,
    ahead: pd.DataFrame,
    line: pd.DataFrame,
    marks: pd.DataFrame,
    measure: str,
    epochs: int,
    words: Mapping[str, str],
    height: int = HEIGHT,
) -> alt.LayerChart:
    """A measure of both runs up to the frame, faintly what is ahead, the finish line, and where both are.

    ``runners``: a row of series for each loss; ``so_far`` and ``ahead``: `curves` of the whole race, the latter empty
    while nothing of it may be given away. ``words``: axis titles "epoch" and "measure".
    """
    x = alt.X("epoch:Q", scale=alt.Scale(domain=[0, epochs], nice=False), axis=axis(words["epoch"], format="~d"))
    y_scale = alt.Scale(domain=[0, 1], nice=False) if measure == "error" else alt.Scale(zero=True, nice=True)
    y = alt.Y("value:Q", scale=y_scale, axis=axis(words["measure"]))
    look = {"x": x, "y": y, "color": colour(), "strokeDash": dash()}
    faint = alt.Chart(ahead).mark_line(strokeWidth=2, clip=True, opacity=_FAINT)
    bold = alt.Chart(so_far).transform_filter(f"datum.epoch <= {FRAME}").mark_line(strokeWidth=2.5, clip=True)
    layers: list[alt.Chart] = [faint.encode(**look), bold.encode(**look)]
    if measure == "error":
        rule = alt.Chart(line).encode(y=y)
        layers.append(rule.mark_rule(color=NEUTRAL, strokeDash=[4, 4]))
        # Beside the plane, where no curve and no arrival can run into it.
        beside = rule.mark_text(align="left", baseline="middle", lineBreak="\n", fontSize=12, color=NEUTRAL, clip=False)
        layers.append(beside.encode(x=alt.value(alt.expr("width + 10")), text="text:N"))
        arrivals = alt.Chart(marks).encode(x=x, y=y, color=colour())
        layers.append(arrivals.mark_point(shape="triangle-down", size=90, filled=True, opacity=1, yOffset=-8))
    now = at_frame(runners).transform_calculate(epoch="datum.frame")
    layers.append(
        now.transform_filter("datum.quantity === 'cross_entropy'").mark_rule(color=NEUTRAL, strokeWidth=1).encode(x=x)
    )
    dots = now.encode(x=x, y=y, color=colour())
    layers.append(dots.mark_point(size=130, filled=True, opacity=1))
    # The name follows its dot on the side that has room; while both dots are close, one name above the other.
    late, share = f"datum.frame > {epochs / 2}", "datum.value / toNumber(datum.values[0])"
    up = f"datum.quantity === 'cross_entropy' ? ({share} > 0.5 ? 17 : -11) : ({share} < 0.25 ? -30 : -11)"
    name: Any = dots.mark_text(
        align=alt.expr(f"{late} ? 'right' : 'left'"), dx=alt.expr(f"{late} ? -9 : 9"), dy=alt.expr(up), **LABEL
    )
    layers.append(name.encode(text="name:N"))
    chart: alt.LayerChart = finish(alt.layer(*layers).add_params(frame_parameter(FRAME, epochs)), height=height)
    return chart
