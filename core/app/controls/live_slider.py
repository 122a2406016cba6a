"""A slider that moves a chart while it is dragged, without a round trip to the server.

Vega binds a chart's parameter to a range input of its own, small and below the chart. This component draws the
slider where the page wants it and passes every movement on to that input. Should the component fail to load, the
chart's own input is still there: the component hides it, not the page. On release the value goes to Python, for
the link and for everything outside the chart.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.app import components
from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.wording.language import Texts
from core.charts.kit.live import Live


def live(control: Control[float]) -> Live:
    """The charts' own side of a slider: its first value stays the default, so that no move rebuilds a chart."""
    field = control.over_a(Number)
    return Live(control.name, field.default, field.low, field.high, field.step)


def live_slider(
    control: Control[float],
    text: Texts,
    *,
    chart: str,
    symbols: tuple[str, ...],
    along: str = "",
    draggable: int = 1,
    ends: tuple[float, float] = (0.0, 1.0),
    grips: Mapping[str, tuple[float, float]] = MappingProxyType({}),
) -> float:
    """A slider that drives the parameter of its own name in the charts of the container ``chart``.

    ``symbols`` are the value's sign and, for a logit, that of its sigmoid; both are shown while the slider moves.
    ``along`` names what the first so many charts in the container have across, the value itself or "a", its sigmoid:
    then a pointer can drag their points as well. ``ends`` are the shares of the width at which the lowest and the
    highest value stand. ``grips`` are marks (`Plane.grip`) that can be held where the rest of the charts cannot: by how
    much the value rises while the hand goes over the whole width, and the whole height. Over ``Stops`` it goes from
    stop to stop.
    """
    field: Any = control.field
    is_even = isinstance(field, Number)
    limits = (field.low, field.high, field.step) if is_even else (0, len(field.stops) - 1, 1)

    return widgets.component(
        control,
        text,
        components.live_slider,
        label=text(control.label),
        parameter=control.name,
        chart=chart,
        **dict(zip(("low", "high", "step"), limits, strict=True)),
        decimals=field.decimals if is_even else 0,
        stops=[] if is_even else [[stop, control.form(stop)] for stop in field.stops],
        symbols=list(symbols),
        along=along,
        draggable=draggable,
        ends=list(ends),
        grips={name: list(rises) for name, rises in grips.items()},
    )
