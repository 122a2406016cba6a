"""One bell to two: the mixture as an area, three fits as lines with their names, and the colours of the ends' map."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.charts.kit.images import Pixels, viridis
from core.charts.kit.maps import GREY
from core.charts.kit.theme import NEUTRAL, axis, colour, finish
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
_DASH: Final = alt.Scale(domain=list(DASHES), range=list(DASHES.values()))
KINDS: Final = ("left", "across", "right")


def mixture_rows(bells: Bells, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The area of p, ``x`` and ``height``, and where its name stands, low inside the higher bell."""
    x = np.linspace(-SIDE, SIDE, _POINTS)
    height = np.exp(bells.log_density(x))
    peak = int(np.argmax(height))
    area = pd.DataFrame({"x": x, "height": height, "quantity": "truth"})
    return area, pd.DataFrame({"x": [x[peak]], "height": [0.2 * height[peak]], "quantity": ["truth"], "text": [name]})


def fit_rows(bells_of: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """The densities of fits, name → (mean, width): ``x``, ``height``, ``fit``, ``quantity``."""
    x = np.linspace(-SIDE, SIDE, _POINTS)
    return pd.concat(
        [
            pd.DataFrame({"x": x, "height": np.exp(log_bell(x, *bell)), "fit": fit, "quantity": QUANTITIES[fit]})
            for fit, bell in bells_of.items()
        ],
        ignore_index=True,
    )


def name_rows(bells_of: Mapping[str, tuple[float, float]], names: Mapping[str, str]) -> pd.DataFrame:
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
    return pd.DataFrame(rows, columns=["x", "height", "quantity", "text"])


def bells_chart(
    area: pd.DataFrame,
    area_name: pd.DataFrame,
    start: pd.DataFrame,
    fits: pd.DataFrame,
    names: pd.DataFrame,
    words: dict[str, str],
) -> alt.LayerChart:
    """The mixture, the start as a thin line and the three fits on fixed axes. ``words``: axis titles "x", "density"."""
    x = alt.X(
        "x:Q", scale=alt.Scale(domain=[-SIDE, SIDE], nice=False), axis=axis(words["x"], grid=False, titlePadding=3)
    )
    y = alt.Y(
        "height:Q",
        scale=alt.Scale(domain=[0.0, TOP], nice=False),
        axis=axis(words["density"], tickCount=4, format="g", titlePadding=3),
    )
    ground = alt.Chart(area).encode(x=x, y=y, color=colour())
    shade = ground.mark_area(opacity=0.3, clip=True)
    rim = ground.mark_line(strokeWidth=1.5, clip=True)
    begun = alt.Chart(start).mark_line(strokeWidth=1.5, color=NEUTRAL, opacity=0.7, clip=True).encode(x=x, y=y)
    lines = (
        alt.Chart(fits)
        .mark_line(strokeWidth=3, clip=True)
        .encode(x=x, y=y, color=colour(), detail="fit:N", strokeDash=alt.StrokeDash("fit:N", scale=_DASH, legend=None))
    )
    looks: dict[str, Any] = {"fontSize": 14, "fontWeight": 600}
    said = alt.Chart(names).mark_text(baseline="bottom", **looks).encode(x=x, y=y, color=colour(), text="text:N")
    inside = alt.Chart(area_name).mark_text(fontSize=16, fontWeight=700).encode(x=x, y=y, color=colour(), text="text:N")
    return finish(alt.layer(shade, rim, begun, lines, inside, said), HEIGHT)


def end_palette() -> Pixels:
    """A colour for the left bell, across both, the right bell, and for no answer."""
    return np.vstack([viridis([0.1, 0.5, 0.9]), np.array([GREY], dtype=np.uint8)])


def end_numbers(numbers: NDArray[np.int64], kinds: Sequence[str]) -> NDArray[np.int64]:
    """The colour of each start by what its end is; ``kinds`` names the ends."""
    colours = np.array([*(KINDS.index(kind) for kind in kinds), len(KINDS)], dtype=np.int64)
    found: NDArray[np.int64] = colours[np.where(numbers == NOWHERE, len(kinds), numbers)]
    return found
