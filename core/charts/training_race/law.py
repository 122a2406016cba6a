"""The law of the race: epochs against the start for both losses, and maps of them over all starts."""

import math
from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.charts.kit.expressions import superscript, thousands
from core.charts.kit.images import Pixels, viridis
from core.charts.kit.maps import GREY, edged_bands, picture
from core.charts.kit.theme import NEUTRAL, axis, colour, dash, finish
from core.simulation.descent.landscape import Window

HEIGHT: Final = 280
MOST_BANDS: Final = 12
MOST_WORDS: Final = 9  # beside a map; with more edges only powers of ten have theirs
IN_A_DECADE: Final = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))  # edges of bands, the finest first
_POWERS: Final = f"datum.value < 1e6 ? {thousands()} : format(datum.value, '.0e')"


def law_lines(logits: ArrayLike, epochs: Mapping[str, ArrayLike], names: Mapping[str, str]) -> pd.DataFrame:
    """The law as lines: ``quantity``, ``z``, ``epochs``, and at the last place of each loss its ``name``.

    A log axis has no 0: counts below 1 are left out, and so is what is infinite.
    """
    z = np.asarray(logits, dtype=np.float64)
    parts = []
    for loss, counts in epochs.items():
        values = np.asarray(counts, dtype=np.float64)
        drawn = np.isfinite(values) & (values >= 1.0)
        places = int(drawn.sum())
        parts.append(
            pd.DataFrame(
                {
                    "quantity": loss,
                    "z": z[drawn],
                    "epochs": values[drawn],
                    "name": [""] * (places - 1) + [names[loss]] * min(places, 1),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def counted_points(logits: ArrayLike, epochs: Mapping[str, ArrayLike]) -> pd.DataFrame:
    """Runs that were counted: ``quantity``, ``z``, ``epochs``; nan and 0 are left out."""
    z = np.asarray(logits, dtype=np.float64)
    parts = []
    for loss, counts in epochs.items():
        values = np.asarray(counts, dtype=np.float64)
        drawn = values >= 1.0
        parts.append(pd.DataFrame({"quantity": loss, "z": z[drawn], "epochs": values[drawn]}))
    return pd.concat(parts, ignore_index=True)


def reader_points(z_start: float, epochs: Mapping[str, float], labels: Mapping[str, str]) -> pd.DataFrame:
    """Where the reader stands on both lines: ``quantity``, ``z``, ``epochs``, ``label`` and its ``dy``.

    The larger number stands above its point, the other below; none where the start is at the target already.
    """
    shown = {loss: count for loss, count in epochs.items() if count >= 1.0 and math.isfinite(count)}
    highest = max(shown, key=lambda loss: shown[loss], default=None)
    return pd.DataFrame(
        {
            "quantity": list(shown),
            "z": np.full(len(shown), z_start),
            "epochs": np.array(list(shown.values()), dtype=np.float64),
            "label": [labels[loss] for loss in shown],
            "dy": np.array([-14.0 if loss == highest else 16.0 for loss in shown]),
            "dx": np.array([-8.0 if loss == highest else 8.0 for loss in shown]),
            "align": ["right" if loss == highest else "left" for loss in shown],
        }
    )


def law_chart(
    lines: pd.DataFrame, counted: pd.DataFrame, reader: pd.DataFrame, words: dict[str, str]
) -> alt.LayerChart:
    """Epochs to the target on a log axis against the logit at the start. ``words``: axis titles "logit", "epochs"."""
    x = alt.X("z:Q", scale=alt.Scale(zero=False, nice=False), axis=axis(words["logit"], tickCount=8))
    y = alt.Y(
        "epochs:Q",
        scale=alt.Scale(type="log", nice=True),
        axis=axis(words["epochs"], labelExpr=_POWERS, values=[10.0**power for power in range(13)]),
    )
    tip = [alt.Tooltip("z:Q", title=words["logit"]), alt.Tooltip("epochs:Q", title=words["epochs"], format=",")]
    law = alt.Chart(lines).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour(), strokeDash=dash())
    names = (
        alt.Chart(lines)
        .transform_filter("datum.name !== ''")
        .mark_text(align="right", baseline="bottom", dx=-8, dy=-5, fontSize=14, fontWeight=600)
        .encode(x=x, y=y, text="name:N", color=colour())
    )
    runs = alt.Chart(counted).mark_point(filled=True, size=42, opacity=1).encode(x=x, y=y, color=colour(), tooltip=tip)
    rule = alt.Chart(reader).mark_rule(color=NEUTRAL, strokeWidth=1.5, strokeDash=[2, 3]).encode(x=x)
    here = (
        alt.Chart(reader)
        .mark_point(filled=True, size=170, stroke="white", strokeWidth=2, opacity=1)
        .encode(x=x, y=y, color=colour())
    )
    looks: dict[str, Any] = {"fontSize": 16, "fontWeight": 600, "baseline": "middle"}
    numbers = (
        alt.Chart(reader)
        .mark_text(dx=alt.ExprRef("datum.dx"), dy=alt.ExprRef("datum.dy"), align=alt.ExprRef("datum.align"), **looks)
        .encode(x=x, y=y, text="label:N", color=colour())
    )
    return finish(alt.layer(rule, law, names, runs, here, numbers), HEIGHT)


def band_edges(*maps: ArrayLike) -> NDArray[np.float64]:
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


def _around(edges: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """The edges from the last one that is not above `low` to the first one above `high`."""
    start = int(np.searchsorted(edges, low * (1.0 + 1e-12), side="right")) - 1
    return edges[start : int(np.searchsorted(edges, high, side="right")) + 1]


def map_picture(values: ArrayLike, edges: NDArray[np.float64], window: Window) -> pd.DataFrame:
    """The picture of a map.

    values: (B, W), row 0 at the lowest bias; 0, where a start is at the target already, is grey.
    """
    heights = np.asarray(values, dtype=np.float64)
    numbers = np.where(heights > 0.0, np.searchsorted(edges[1:-1], heights, side="right") + 1, 0)
    return picture(numbers, _palette(len(edges) - 1), window)


def map_bands(edges: NDArray[np.float64], arrived: str) -> pd.DataFrame:
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
