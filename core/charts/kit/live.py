"""A parameter of a chart that a slider of the page moves in the browser, without a round trip to the server."""

from dataclasses import dataclass

import altair as alt


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
