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
