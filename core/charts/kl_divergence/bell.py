"""One bell to two: the mixture, the reader's q, which can be held, three fits, and the colours of the ends' map."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import NDArray

from core.charts.kit.axes import across, scale, up
from core.charts.kit.images import Pixels, viridis
from core.charts.kit.layers import Frame, Plane, finish, row, select, table
from core.charts.kit.live import Live
from core.charts.kit.maps import GREY
from core.charts.kit.theme import NEUTRAL, colour, dash
from core.simulation.kl_divergence.bell import LOG_ROOT, Bells, log_bell
from core.simulation.kl_divergence.bell_fits import NOWHERE

HEIGHT: Final = 300
SIDE: Final = 8.0  # the axis goes from −SIDE to SIDE
TOP: Final = 0.75
_POINTS: Final = 321
_LINE: Final = 0.055  # the height of a name, in density
_WIDE: Final = 2.6  # names closer than this stand one above the other
# Minimising forward KL is minimising cross-entropy, so it has that colour; the other two are models like any other.
QUANTITIES: Final = {"forward": "cross_entropy", "reverse": "model", "js": "model"}
DASHES: Final = {"forward": [1, 0], "reverse": [8, 3], "js": [2, 2]}
KINDS: Final = ("left", "across", "right")
# How far a hand goes across the chart: the top of q has its mean, its flanks are its width away from it.
MEAN_GRIPS: Final = {"grip_top": (2.0 * SIDE, 0.0)}
WIDTH_GRIPS: Final = {"grip_right": (2.0 * SIDE, 0.0), "grip_left": (-2.0 * SIDE, 0.0)}
_UNSETTLED: Final = 0.3  # the opacity of fits that have another start than the q that is held


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
    rows = [
        (place, height, fit, QUANTITIES[fit])
        for fit, bell in bells_of.items()
        for place, height in zip(x, np.exp(log_bell(x, *bell)), strict=True)
    ]
    return table("x height fit quantity", rows)


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
    area: Frame,
    area_name: Frame,
    start: Frame,
    fits: Frame,
    names: Frame,
    mean: Live,
    width: Live,
    words: dict[str, str],
) -> alt.LayerChart:
    """The mixture, the reader's q with its marks to be held, and the three fits from its ``start``, on fixed axes.

    ``start``: one row, the ``mean`` and ``width`` from which the fits were made. ``words``: axis titles "x", "density".
    """
    x = across(scale(-SIDE, SIDE), words["x"], grid=False, titlePadding=3)("x")
    y = up(scale(0.0, TOP), words["density"], tickCount=4, format="g", titlePadding=3)("height")
    plane, grey = Plane(x, y, colour()), Plane(x, y)
    peak = f"{math.exp(-LOG_ROOT)} / {width.name}"
    own = select(area, height=f"{peak} * exp(-pow((datum.x - {mean.name}) / {width.name}, 2) / 2)")
    at_start = " && ".join(
        f"abs({one.name} - data('start')[0].{column}) < {one.step / 2}"
        for one, column in ((mean, "mean"), (width, "width"))
    )
    settled = alt.expr(f"length(data('start')) && {at_start} ? 1 : {_UNSETTLED}")
    layers = [
        plane.area(area, opacity=0.3, clip=True),
        plane.line(area, 1.5, clip=True),
        grey.line(own, 2, color=NEUTRAL, clip=True),
        plane.line(fits, 3, alt.Detail("fit:N"), dash("fit", DASHES), opacity=settled, clip=True),
        plane.text(area_name, "text", size=16, fontWeight=700),
        plane.text(names, "text", size=14, baseline="bottom", opacity=settled),
    ]
    grips: list[alt.Chart] = []
    # Of a bell that is cut they stay in the plane, and apart from each other.
    for name, place, share, highest in (
        ("grip_left", f"{mean.name} - {width.name}", math.exp(-0.5), 0.75 * TOP),
        ("grip_right", f"{mean.name} + {width.name}", math.exp(-0.5), 0.75 * TOP),
        ("grip_top", mean.name, 1.0, 0.97 * TOP),
    ):
        at = select(start, x=place, height=f"min({highest}, {peak} * {share})", text="'q'")
        grips += grey.grip(at, name)
        if name == "grip_right":
            layers.append(grey.note(at, "text", size=16, align="left", dx=9, dy=-4, clip=True, fontWeight=700))
    return finish([*layers, *grips], height=HEIGHT, params=[mean.parameter(), width.parameter()])


def end_palette() -> Pixels:
    """A colour for the left bell, across both, the right bell, and for no answer."""
    return np.vstack([viridis([0.1, 0.5, 0.9]), np.array([GREY], dtype=np.uint8)])


def end_numbers(numbers: NDArray[np.int64], kinds: Sequence[str]) -> NDArray[np.int64]:
    """The colour of each start by what its end is; ``kinds`` names the ends."""
    colours = np.array([*(KINDS.index(kind) for kind in kinds), len(KINDS)], dtype=np.int64)
    found: NDArray[np.int64] = colours[np.where(numbers == NOWHERE, len(kinds), numbers)]
    return found
