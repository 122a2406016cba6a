"""The picture of the story: one picture that turns into the next while its step runs through the real numbers."""

from typing import Any, Final

import altair as alt

from core.charts.kit.axes import across, scale, up
from core.charts.kit.layers import Frame, Plane, finish, of_row, select
from core.charts.kit.live import Live
from core.charts.kit.theme import NEUTRAL, colour

HEIGHT: Final = 420
_FROM, _TO, _PART = "floor(step)", "ceil(step)", "(step - floor(step))"
_OF_SHOWN: Final = "toNumber(slice(datum.shown, {0} - 1, {0}))"


def _between(before: str, after: str) -> str:
    """An expression for what lies between two steps."""
    return f"(1 - {_PART}) * ({before}) + {_PART} * ({after})"


_SEEN: Final = _between(_OF_SHOWN.format(_FROM), _OF_SHOWN.format(_TO))


def _named(column: str, step: str) -> str:
    """The place that a thing has at a step: a number, or the column that has it."""
    name = f"datum['{column}' + {step}]"
    return f"isNaN(toNumber({name})) ? datum.here[{name}] : toNumber({name})"


def _now(rows: Any, *columns: str) -> Any:
    """Things with their places of the moment, and how much of them is ``seen``."""
    places = {column: _between(_named(column, _FROM), _named(column, _TO)) for column in columns}
    return select(select(rows, seen=_SEEN), "datum.seen > 0").transform_calculate(**places)


def _at_start(rows: Frame, places: Frame, start: Live) -> Any:
    """Rows with the places and the words of the neuron of the moment."""
    stop = f"round(({start.name} - {start.low!r}) / {start.step!r})"
    return select(rows, stop=stop).transform_lookup("stop", alt.LookupData(places, "stop"), as_="here")


def story_chart(curves: Frame, things: Frame, words: Frame, places: Frame, start: Live, step: Live) -> alt.LayerChart:
    """The picture at a ``step``, for the neuron of the ``start``.

    ``curves``, ``things``, ``places``: of `story_rows`, the last with words as well; ``words``: `word_rows`.
    """
    x, y = across(scale(0, 1)), up(scale(0, 1))
    seen = alt.Opacity("seen:Q", scale=None)
    plane = Plane(x("x"), y("y"), colour(), seen)
    here = _now(_at_start(things, places, start), "x", "y", "u", "v")
    curve = {column: _between(f"datum['{column}' + {_FROM}]", f"datum['{column}' + {_TO}]") for column in ("x", "y")}
    drawn = select(select(curves, seen=_SEEN), "datum.seen > 0").transform_calculate(**curve)
    said = select(_at_start(words, places, start), seen="clamp(1 - 2.5 * abs(step - datum.at), 0, 1)")
    said = select(
        said,
        "datum.seen > 0",
        x=_named("x", "''"),
        y=_named("y", "''"),
        # Beside the neuron the words stand on the side that has room.
        is_left="datum.align === 'right' || (datum.align === 'side' && datum.x > 0.55)",
        text="datum.before + (datum.number ? datum.here[datum.number] : '') + datum.after",
    )
    looks: dict[str, Any] = {"clip": False, "limit": alt.expr("width"), **of_row("baseline", "dy")}
    looks["align"] = alt.expr("datum.is_left ? 'right' : datum.align === 'side' ? 'left' : datum.align")
    looks["dx"] = alt.expr("datum.align === 'side' && datum.is_left ? -datum.dx : datum.dx")
    layers = [
        plane.line(drawn, 3.5, alt.Detail("quantity:N"), alt.Order("order:Q"), clip=True),
        plane.rule(
            select(here, "datum.thick > 0"), alt.X2("u:Q"), alt.Y2("v:Q"), strokeWidth=alt.expr("datum.thick * width")
        ),
        plane.dots(select(here, "datum.thick === 0"), 260, stroke=NEUTRAL, strokeWidth=1.5),
        plane.text(select(said, "datum.quantity !== ''"), "text", size=17, **looks),
        Plane(x("x"), y("y"), seen).note(select(said, "datum.quantity === ''"), "text", size=14, **looks),
    ]
    return finish(layers, height=HEIGHT, params=[start.parameter(), step.parameter()])
