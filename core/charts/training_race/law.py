"""The law of the race: epochs against the start for both losses, and maps of them over all starts."""

import math
from collections.abc import Mapping
from typing import Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from core.charts.kit.axes import TIGHT, across, up
from core.charts.kit.expressions import superscript, thousands
from core.charts.kit.images import Pixels, viridis
from core.charts.kit.layers import DOTTED, Frame, Plane, finish, of_row, select, stacked, table
from core.charts.kit.maps import GREY, edged_bands, picture
from core.charts.kit.theme import colour, dash
from core.maths.checks import FloatArray
from core.simulation.descent.landscape import Window

HEIGHT: Final = 280
MOST_BANDS: Final = 12
MOST_WORDS: Final = 9  # beside a map; with more edges only powers of ten have theirs
IN_A_DECADE: Final = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))  # edges of bands, the finest first
_POWERS: Final = f"datum.value < 1e6 ? {thousands()} : format(datum.value, '.0e')"


def law_lines(logits: ArrayLike, epochs: Mapping[str, ArrayLike], names: Mapping[str, str]) -> Frame:
    """The law as lines: ``quantity``, ``z``, ``epochs``, and at the last place of each loss its ``name``.

    A log axis has no 0: counts below 1 are left out, and so is what is infinite.
    """
    finite = {loss: np.where(np.isfinite(counts), counts, 0.0) for loss, counts in epochs.items()}
    drawn = counted_points(logits, finite)
    last = drawn["quantity"] != drawn["quantity"].shift(-1)
    return drawn.assign(name=drawn["quantity"].map(dict(names)).where(last, ""))


def counted_points(logits: ArrayLike, epochs: Mapping[str, ArrayLike]) -> Frame:
    """Runs that were counted: ``quantity``, ``z``, ``epochs``; nan and 0 are left out."""
    z, counts = np.asarray(logits, dtype=np.float64), {loss: np.asarray(n, float) for loss, n in epochs.items()}
    return stacked({"quantity": loss, "z": z[n >= 1.0], "epochs": n[n >= 1.0]} for loss, n in counts.items())


def reader_points(z_start: float, epochs: Mapping[str, float], labels: Mapping[str, str]) -> Frame:
    """Where the reader stands on both lines: ``quantity``, ``z``, ``epochs``, ``label`` and its ``dy``.

    The larger number stands above its point, the other below; none where the start is at the target already.
    """
    shown = {loss: count for loss, count in epochs.items() if count >= 1.0 and math.isfinite(count)}
    highest = max(shown, key=lambda loss: shown[loss], default=None)
    above, below = (-14.0, -8.0, "right"), (16.0, 8.0, "left")
    rows = [
        (loss, z_start, count, labels[loss], *(above if loss == highest else below)) for loss, count in shown.items()
    ]
    return table("quantity z epochs label dy dx align", rows)


def law_chart(lines: Frame, counted: Frame, reader: Frame, words: dict[str, str]) -> alt.LayerChart:
    """Epochs to the target on a log axis against the logit at the start. ``words``: axis titles "logit", "epochs"."""
    x = across(TIGHT, words["logit"], tickCount=8)("z")
    powers = alt.Scale(type="log", nice=True)
    y = up(powers, words["epochs"], labelExpr=_POWERS, values=[10.0**power for power in range(13)])("epochs")
    plane, named = Plane(x, y, colour()), select(lines, "datum.name !== ''")
    tip = [alt.Tooltip("z:Q", title=words["logit"]), alt.Tooltip("epochs:Q", title=words["epochs"], format=",")]
    layers = [
        Plane(x).rule(reader, **DOTTED),
        plane.line(lines, 2.5, dash()),
        plane.text(named, "name", align="right", baseline="bottom", dx=-8, dy=-5, size=14),
        plane.dots(counted, 42).encode(tooltip=tip),
        plane.dots(reader, 170, stroke="white", strokeWidth=2),
        plane.text(reader, "label", size=16, baseline="middle", **of_row("dx", "dy", "align")),
    ]
    return finish(layers, height=HEIGHT)


def band_edges(*maps: ArrayLike) -> FloatArray:
    """Round edges, even on a log scale, of at most 12 bands that hold every value above 0 of all maps."""
    values = np.concatenate([np.ravel(np.asarray(one, dtype=np.float64)) for one in maps])
    values = values[(values > 0.0) & np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (1.0, 1.0)
    first, last = math.floor(math.log10(low)), math.floor(math.log10(high)) + 1
    found = np.array([])
    for numbers in IN_A_DECADE:
        found = _around(np.array([n * 10.0**p for p in range(first, last + 1) for n in numbers]), low, high)
        if len(found) - 1 <= MOST_BANDS:
            return found
    apart = 1
    while len(found) - 1 > MOST_BANDS:
        apart += 1
        found = _around(10.0 ** np.arange(first, last + apart, apart, dtype=np.float64), low, high)
    return found


def _around(edges: FloatArray, low: float, high: float) -> FloatArray:
    """The edges from the last one that is not above `low` to the first one above `high`."""
    start = int(np.searchsorted(edges, low * (1.0 + 1e-12), side="right")) - 1
    return edges[start : int(np.searchsorted(edges, high, side="right")) + 1]


def map_picture(values: ArrayLike, edges: FloatArray, window: Window) -> Frame:
    """The picture of a map.

    values: (B, W), row 0 at the lowest bias; 0, where a start is at the target already, is grey.
    """
    heights = np.asarray(values, dtype=np.float64)
    numbers = np.where(heights > 0.0, np.searchsorted(edges[1:-1], heights, side="right") + 1, 0)
    return picture(numbers, _palette(len(edges) - 1), window)


def map_bands(edges: FloatArray, arrived: str) -> Frame:
    """What a map's colours stand for; ``arrived`` is the text beside the grey band, the first."""
    crowded = len(edges) > MOST_WORDS
    words = ["" if crowded and round(math.log10(edge), 9) % 1 else _short(edge) for edge in edges]
    return edged_bands(_palette(len(edges) - 1), arrived, words)


def _palette(bands: int) -> Pixels:
    """Grey, and then the bands' colours."""
    colours: Pixels = np.vstack([np.array([GREY], dtype=np.uint8), viridis(np.linspace(0.0, 1.0, bands))])
    return colours


def _short(edge: float) -> str:
    """A round number in few signs: 0.01, 300, 3·10⁵."""
    if 1e-3 <= edge < 1e5:
        return f"{edge:,.10g}".replace(",", "\u202f")
    power = math.floor(math.log10(edge) + 1e-9)
    digit = round(edge / 10.0**power)
    sign = f"10{superscript(power)}"
    return sign if digit == 1 else f"{digit}·{sign}"
