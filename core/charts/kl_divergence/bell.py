"""One bell to two: the mixture as an area, three fits as lines with their names, and the colours of the ends' map."""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import NDArray

from core.charts.kit.axes import across, scale, up
from core.charts.kit.frames import Frame, row, stacked, table
from core.charts.kit.images import Pixels, viridis
from core.charts.kit.layers import Plane, finish
from core.charts.kit.maps import GREY
from core.charts.kit.theme import NEUTRAL, colour, dash
from core.simulation.kl_divergence.bell import Bells, log_bell
from core.simulation.kl_divergence.bell_fits import NOWHERE

HEIGHT: Final = 300
SIDE: Final = 8.0  # the axis goes from −SIDE to SIDE
TOP: Final = 0.75
_POINTS: Final = 321
_LINE: Final = 0.055  # the height of a name, in density
_WIDE: Final = 2.6  # names closer than this stand one above the other
# Minimising forward KL is minimising cross-entropy, so it has that colour; the other two are models like any other.
QUANTITIES: Final = {"forward": "cross_entropy", "reverse": "model", "js": "model", "start": "start"}
DASHES: Final = {"forward": [1, 0], "reverse": [8, 3], "js": [2, 2]}
KINDS: Final = ("left", "across", "right")


def mixture_rows(bells: Bells, name: str) -> tuple[Frame, Frame]:
    """The area of p, ``x`` and ``height``, and where its name stands, low inside the higher bell."""
    x = np.linspace(-SIDE, SIDE, _POINTS)
    height = np.exp(bells.log_density(x))
    peak = int(np.argmax(height))
    area = Frame({"x": x, "height": height, "quantity": "truth"})
    return area, row(x=x[peak], height=0.2 * height[peak], quantity="truth", text=name)


def fit_rows(bells_of: Mapping[str, tuple[float, float]]) -> Frame:
    """The densities of fits, name → (mean, width): ``x``, ``height``, ``fit``, ``quantity``."""
    x = np.linspace(-SIDE, SIDE, _POINTS)
    return stacked(
        {"x": x, "height": np.exp(log_bell(x, *bell)), "fit": fit, "quantity": QUANTITIES[fit]}
        for fit, bell in bells_of.items()
    )


def name_rows(bells_of: Mapping[str, tuple[float, float]], names: Mapping[str, str]) -> Frame:
    """A name above the top of each fit; where two would meet, the later one stands higher."""
    placed: list[tuple[float, float]] = []
    rows = []
    peaks = {fit: (mean, float(np.exp(log_bell(mean, mean, width)))) for fit, (mean, width) in bells_of.items()}
    for fit, (x, peak) in sorted(peaks.items(), key=lambda entry: entry[1][1]):
        height = min(peak + 0.4 * _LINE, TOP - 3.2 * _LINE)
        while any(abs(x - other) < _WIDE and abs(height - at) < 0.95 * _LINE for other, at in placed):
            height += _LINE
        placed.append((x, height))
        rows.append((x, height, QUANTITIES[fit], names[fit]))
    return table("x height quantity text", rows)


def bells_chart(
    area: Frame, area_name: Frame, start: Frame, fits: Frame, names: Frame, words: dict[str, str]
) -> alt.LayerChart:
    """The mixture, the start as a thin line and the three fits on fixed axes. ``words``: axis titles "x", "density"."""
    x = across(scale(-SIDE, SIDE), words["x"], grid=False, titlePadding=3)("x")
    y = up(scale(0.0, TOP), words["density"], tickCount=4, format="g", titlePadding=3)("height")
    plane = Plane(x, y, colour())
    layers = [
        plane.area(area, opacity=0.3, clip=True),
        plane.line(area, 1.5, clip=True),
        Plane(x, y).line(start, 1.5, color=NEUTRAL, opacity=0.7, clip=True),
        plane.line(fits, 3, alt.Detail("fit:N"), dash("fit", DASHES), clip=True),
        plane.text(area_name, "text", size=16, fontWeight=700),
        plane.text(names, "text", size=14, baseline="bottom"),
    ]
    return finish(layers, height=HEIGHT)


def end_palette() -> Pixels:
    """A colour for the left bell, across both, the right bell, and for no answer."""
    return np.vstack([viridis([0.1, 0.5, 0.9]), np.array([GREY], dtype=np.uint8)])


def end_numbers(numbers: NDArray[np.int64], kinds: Sequence[str]) -> NDArray[np.int64]:
    """The colour of each start by what its end is; ``kinds`` names the ends."""
    colours = np.array([*(KINDS.index(kind) for kind in kinds), len(KINDS)], dtype=np.int64)
    found: NDArray[np.int64] = colours[np.where(numbers == NOWHERE, len(kinds), numbers)]
    return found
