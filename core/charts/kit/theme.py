"""One look for every chart: a colour per quantity, units, sizes.

Colours: the scale has the six quantities as its fixed domain and *no* range, so that Vega takes the theme's own
category colours (``chartCategoricalColors`` in .streamlit/config.toml, in the same order). A reader who switches
between light and dark sees the charts change at once, without a run of the script.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

import altair as alt

from core.simulation.descent.training import MOST_EPOCHS

Quantity = Literal["cross_entropy", "squared_error", "truth", "model", "entropy", "slope"]
QUANTITIES: Final[tuple[Quantity, ...]] = get_args(Quantity)
# Each quantity is also told by its dashes, for print and for eyes that do not part the colours.
DASHES: Final = MappingProxyType(
    {
        "cross_entropy": [1, 0],
        "squared_error": [7, 3],
        "truth": [1, 0],
        "model": [7, 3],
        "entropy": [2, 2],
        "slope": [2, 3],
    }
)
DARK: Final = "#1B232B"  # rims of what stands on pictures
NEUTRAL: Final = "#6B7C8A"  # rules, notes, axes: at least 4.2 : 1 on both backgrounds
LABEL_SIZE: Final = 13
TITLE_SIZE: Final = 13
HERO_HEIGHT: Final = 280


@dataclass(frozen=True, slots=True)
class Units:
    """A unit of information: how many of it one nat is, and the base of its logarithm."""

    name: Literal["nats", "bits"]
    per_nat: float

    @property
    def logarithm(self) -> str:
        """Its logarithm in LaTeX: natural for nats, of base 2 for bits."""
        return r"\ln" if self.name == "nats" else r"\log_2"

    @property
    def log(self) -> str:
        """The same for prose."""
        return "ln" if self.name == "nats" else "log₂"

    def of(self, nats: float) -> float:
        """A value in nats, in this unit."""
        return nats * self.per_nat


UNITS: Final[Mapping[str, Units]] = MappingProxyType(
    {"nats": Units("nats", 1.0), "bits": Units("bits", 1.0 / math.log(2.0))}
)

_SCALE: Final = alt.Scale(domain=list(QUANTITIES))


def colour(field: str = "quantity") -> alt.Color:
    """The colour of the quantity named in a column."""
    return alt.Color(f"{field}:N", scale=_SCALE, legend=None)


def outline() -> alt.Stroke:
    """The colour of the quantity named in ``quantity``, for an edge alone."""
    return alt.Stroke("quantity:N", scale=_SCALE, legend=None)


def dash(field: str = "quantity", dashes: Mapping[str, list[int]] = DASHES) -> alt.StrokeDash:
    """The dashes of the quantity named in a column, or of whatever else has dashes."""
    return alt.StrokeDash(f"{field}:N", scale=alt.Scale(domain=list(dashes), range=list(dashes.values())), legend=None)


def frame_parameter(name: str) -> alt.Parameter:
    """The frame that a chart shows: a parameter of the same name in every chart that plays along.

    Its range is that of the longest play there is: how many frames this one has is data.
    """
    return alt.param(name=name, value=0, bind=alt.binding_range(min=0, max=MOST_EPOCHS, step=1, name=" "))
