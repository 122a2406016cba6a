"""The three pieces of a small file: how far miscalibration goes follows how sure the model is, in the browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import altair as alt
import pandas as pd

from core.charts.kit.axes import FROM_ZERO, across, scale, up
from core.charts.kit.layers import Frame, Plane, finish, only, select, table
from core.charts.kit.live import Live
from core.charts.kit.theme import colour
from core.charts.predictions.pieces import ROOM, Named, bar_rows, layers
from core.simulation.predictions.pieces import Pieces

HEIGHT: Final = 230


def rows(found: Sequence[Pieces], loss: str, names: Mapping[str, str], show: Callable[[float], str]) -> Frame:
    """The bars of `pieces.bar_rows`, with the miscalibration at every stop of the slider as ``series``.

    ``names``: of the three pieces, which stand beside their bars in a layer "piece".
    """
    series = ",".join(f"{one.miscalibration:.6g}" for one in found)
    first, widest = found[0], max(found, key=lambda one: one.miscalibration)
    left = first.recalibrated
    named = [
        ("uncertainty", "entropy", 0.0, 0.16),
        ("discrimination", "entropy", left, 0.16),
        ("miscalibration", "model", left, 0.92),
    ]
    words = [("piece", quantity, x, x, y, y, names[piece]) for piece, quantity, x, y in named]
    still = pd.concat([bar_rows([Named("", first)], loss, show), table("layer quantity x x2 y y2 text", words)])
    moves = (still["layer"] == "end") | ((still["layer"] == "full") & (still["quantity"] == "model"))
    still.loc[still["layer"] == "end", "x"] = first.recalibrated
    still.loc[still["layer"] == "room", "x"] = ROOM * widest.loss
    # Vega writes what it computes into the row itself, so what moves begins in columns of other names.
    renamed = {"x": "left", "x2": "right", "text": "words"}
    return still.rename(columns=renamed).assign(series=[series if one else "" for one in moves])


def chart(rows: Frame, at: Live, title: str) -> alt.LayerChart:
    """The bars as the slider moves them, from `rows`. ``title``: of the axis."""
    place = f"round(({at.name} - {at.low}) / {at.step})"
    now = select(
        rows,
        moved=f"datum.series === '' ? 0 : toNumber(split(datum.series, ',')[{place}])",
        x="datum.left + (datum.layer === 'end' ? datum.moved : 0)",
        x2="datum.series ? datum.left + datum.moved : datum.right",
        text="datum.layer === 'end' ? format(datum.x, '.3f') : datum.words",
    )
    x, y = across(FROM_ZERO, title, tickCount=5)("x"), up(scale(1, 0))("y")
    named = Plane(x, y, colour()).text(only(now, layer="piece"), "text", align="left", baseline="middle", size=14)
    return finish([*layers(now, x, y), named], height=HEIGHT, params=[at.parameter()])
