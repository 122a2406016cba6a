"""The reliability diagram: what had better been said, over what was said; below it how often it was said."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit.axes import SHARES, across, scale, up
from core.charts.kit.layers import DOTTED, THIN, Frame, Plane, finish, select, table, tinted
from core.charts.kit.theme import NEUTRAL, colour
from core.charts.predictions.lines import by_model
from core.maths.checks import FloatArray
from core.simulation.predictions.consistency import Band
from core.simulation.predictions.pieces import Recalibration

HEIGHT: Final = 360
BINS: Final = 40
FLOOR: Final = -0.2  # where the bars of the histogram stand
HIGHEST: Final = 0.17  # of the axis: its tallest bar
MOST_CORNERS: Final = 400


def curve_rows(found: Sequence[Recalibration], names: Sequence[str], shown: int) -> Frame:
    """The curves of all models: ``said``, ``fitted``, ``model``, and ``wide``, 1 for the one that is shown."""
    rows: list[tuple[float, float, str, float]] = []
    for place, (one, name) in enumerate(zip(found, names, strict=True)):
        rows += [(x, y, name, float(place == shown)) for x, y in zip(*_corners(one), strict=True)]
    return table("said fitted model wide", rows)


def _corners(found: Recalibration) -> tuple[list[float], list[float]]:
    """The corners of a curve, or as many places on it as a picture shows."""
    said, fitted = found.curve
    if len(said) > MOST_CORNERS:
        grid = np.linspace(said[0], said[-1], MOST_CORNERS)
        said, fitted = grid, np.interp(grid, said, fitted)
    return said.tolist(), fitted.tolist()


def band_rows(band: Band) -> Frame:
    """The consistency band: ``said``, ``low``, ``high``."""
    return Frame({"said": band.grid, "low": band.low, "high": band.high})


def bar_rows(said: FloatArray, masses: FloatArray) -> Frame:
    """How often each range of predictions was said: ``said``, ``to``, ``top``, ``share`` of the rows."""
    edges = np.linspace(0.0, 1.0, BINS + 1)
    counts = np.histogram(said, edges, weights=masses)[0]
    shares = counts / counts.sum()
    tops = FLOOR + HIGHEST * shares / shares.max()
    some = shares > 0.0
    return Frame({"said": edges[:-1][some], "to": edges[1:][some], "top": tops[some], "share": shares[some]})


def chart(curves: Frame, band: Frame, bars: Frame, words: Mapping[str, str], several: bool) -> alt.LayerChart:
    """The curves over the consistency band of the one that is shown, and its histogram below the axis of shares.

    ``words``: axis titles "said" and "happened"; "fitted" and "rows" in tips.
    """
    shares: dict[str, Any] = {"values": [0, 0.2, 0.4, 0.6, 0.8, 1]}
    x, y = across(SHARES, words["said"], tickCount=5), up(scale(FLOOR, 1), words["happened"], **shares)
    at, grey = Plane(x("said"), colour()), Plane(x("said"))
    diagonal = table("said fitted", [(0.0, 0.0), (1.0, 1.0)])
    tip = [
        alt.Tooltip("said:Q", title=words["said"], format=".3f"),
        alt.Tooltip("fitted:Q", title=words["fitted"], format=".3f"),
        alt.Tooltip("model:N", title=" "),
    ]
    lines = Plane(x("said"), y("fitted"), colour(), by_model(several))
    model = tinted(curves, "model")
    shown = select(model, "datum.wide === 1")
    layers = [
        grey.area(band, y("low"), alt.Y2("high:Q"), color=NEUTRAL, opacity=0.22),
        grey.mark("line", diagonal, y("fitted"), **DOTTED),
        Plane(y("fitted")).rule(select(diagonal, "datum.said === 0"), **THIN),
        at.rect(
            tinted(bars, "model"), alt.X2("to:Q"), y("top"), alt.Y2(datum=FLOOR),
            opacity=0.45, xOffset=0.5, x2Offset=-0.5,
        ).encode(tooltip=[alt.Tooltip("said:Q", title="≥"), alt.Tooltip("share:Q", title=words["rows"], format=".1%")]),
        lines.line(model, 1.5, opacity=0.75),
        Plane(x("said"), y("fitted"), colour()).line(shown, 3),
        Plane(x("said"), y("fitted"), colour()).mark("point", shown, opacity=0, size=80).encode(tooltip=tip),
    ]  # fmt: skip
    return finish(layers, height=HEIGHT)
