"""What moves a chart in the browser, without a round trip to the server: a slider of the page, or news of its data."""

from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from core.charts.kit.layers import Frame, Rows, select


@dataclass(frozen=True, slots=True)
class Live:
    """Its name in the charts, its first value, and where it may go.

    The first value is a part of the specification: it stays, and the page's slider passes on the value of the moment.
    """

    name: str
    value: float
    low: float
    high: float
    step: float

    def parameter(self) -> alt.Parameter:
        """It, with a range input of Vega's own, which the page's slider moves."""
        bind = alt.binding_range(min=self.low, max=self.high, step=self.step, name=" ")
        return alt.param(name=self.name, value=self.value, bind=bind)


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A whole row of numbers as one parameter, "0.5,0.25,…", which the page's bars move.

    While it says nothing, or speaks of another number of places, the column of its name holds.
    """

    name: str

    def parameter(self) -> alt.Parameter:
        """It, with a text input of Vega's own."""
        return alt.param(name=self.name, value="", bind=alt.Binding(input="text", name=" "))

    @property
    def value(self) -> str:
        """The expression of a datum's number, where ``place`` is its place among ``count``."""
        parts = f"split({self.name} + '', ',')"
        return f"length({parts}) === datum.count ? toNumber({parts}[datum.place]) : datum.{self.name}"


# How often the data have changed. While the parameter goes from one number to the next, rows go over from where they
# were; where nothing moves it, they are where they are now.
TURN: Final = Live("turn", 1e6, 0.0, 1e6, 0.001)


def going_over(now: Frame, before: Frame, turn: int, *columns: str) -> Frame:
    """Rows with what these columns were before the data changed for the ``turn``-th time, row for row, as ``…_was``."""
    was = before if len(before) == len(now) else now
    return now.assign(turn=float(turn), **{f"{column}_was": was[column].to_numpy() for column in columns})


def moment(rows: Rows, *columns: str) -> Any:
    """Rows with these columns as they are at the moment, as ``…_at``."""
    part = f"clamp({TURN.name} - datum.turn + 1, 0, 1)"
    return select(
        rows,
        **{
            f"{column}_at": f"datum.{column}_was + {part} * (datum.{column} - datum.{column}_was)" for column in columns
        },
    )
