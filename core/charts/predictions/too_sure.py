"""The three pieces of a small file: how far miscalibration goes follows how sure the model is, in the browser."""

from collections.abc import Callable, Sequence
from typing import Final

import altair as alt

from core.charts.kit.axes import FROM_ZERO, across, scale, up
from core.charts.kit.frames import Frame, stacked
from core.charts.kit.layers import finish, select
from core.charts.kit.live import Live
from core.charts.predictions.pieces import Named, bar_rows, layers
from core.simulation.predictions.pieces import Pieces

HEIGHT: Final = 190


def rows(found: Sequence[Pieces], loss: str, name: str, show: Callable[[float], str]) -> Frame:
    """The bars of `pieces.bar_rows`, with the miscalibration at every stop of the slider as ``series``."""
    series = ",".join(f"{one.miscalibration:.6g}" for one in found)
    still, widest = (bar_rows([Named(name, one)], loss, show) for one in (found[0], max(found, key=_total)))
    still.loc[still["layer"] == "end", "x"] = found[0].recalibrated
    moved = (still["layer"] == "end") | (still["quantity"] == "model")
    return stacked([still[still["layer"] != "room"], widest[widest["layer"] == "room"]]).assign(
        series=[series if one else "" for one in moved[still["layer"] != "room"]] + [""]
    )


def chart(rows: Frame, at: Live, title: str) -> alt.LayerChart:
    """The bars as the slider moves them, from `rows`. ``title``: of the axis."""
    place = f"round(({at.name} - {at.low}) / {at.step})"
    now = select(
        rows,
        moved=f"datum.series === '' ? 0 : toNumber(split(datum.series, ',')[{place}])",
        x="datum.layer === 'end' ? datum.x + datum.moved : datum.x",
        x2="datum.quantity === 'model' ? datum.x + datum.moved : datum.x2",
        text="datum.layer === 'end' ? format(datum.x, '.3f') : datum.text",
    )
    x, y = across(FROM_ZERO, title, tickCount=5)("x"), up(scale(1, 0))("y")
    return finish(layers(now, x, y), height=HEIGHT, params=[at.parameter()])


def _total(one: Pieces) -> float:
    return one.recalibrated + one.miscalibration
