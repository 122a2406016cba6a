"""Maps of the epochs to the target over all starts: for each loss, and squared error against cross-entropy."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.training_race.axis_ends import axis_end
from core.app.training_race.remarks import SHORT
from core.app.wording.blocks import in_columns
from core.app.wording.figures import whole
from core.charts.kit import maps
from core.charts.training_race import law as charts
from core.maths.checks import LOSSES, FloatArray
from core.simulation.descent.landscape import Window
from core.simulation.descent.loss_records import loss_record
from core.simulation.training_race.law_map import BACKWARD, FORWARD, epochs_map
from core.simulation.training_race.race import RaceSettings

PIXELS: Final = 256
REACHES: Final = (6.0, 12.0)  # the largest weight and bias on a map; beyond them in steps of the last


def show(page: Page, settings: RaceSettings) -> None:
    """The three maps side by side, the reader's start on each, and how exact they are."""
    text = page.text
    window = map_window(settings.weight, settings.bias)
    rates = (settings.rate(LOSSES[0]), settings.rate(LOSSES[1]))
    pictures, edges = _pictures(window, settings.x, int(settings.label), settings.target, rates)
    st.markdown(f"##### {text('law.map_title')}")
    st.markdown(text("law.map_reading"))
    start = maps.places((settings.weight, settings.bias))
    titles = {name: text(f"law.map_{name}") for name in pictures}
    for name, picture in in_columns(pictures.items(), "small"):
        low, *_, high = edges[name]
        bands = charts.map_bands(edges[name], "" if name == "ratio" else "0")
        alt = text("law.alt_map", title=titles[name], low=f"{low:g}", high=f"{high:g}")
        draw_map(page, picture, bands, start, titles[name], alt=alt, key=f"race_law_map_{name}")
    st.caption(text("law.map_exact", backward=whole(BACKWARD)))
    if any(settings.rate(loss) * settings.kappa > loss_record(loss).rising for loss in LOSSES):
        said = {short: f"{loss_record(loss).rising:g}" for short, loss in SHORT.items()}
        st.caption(text("law.map_forward", forward=whole(FORWARD), **said))


def draw_map(page: Page, *parts: Any, alt: str, key: str) -> None:
    """A map over weight and bias, of the other parts of `map_chart`."""
    axes = {"weight": page.text("landscape.weight"), "bias": page.text("landscape.bias")}
    draw(maps.map_chart, *parts, axes, alt=alt, key=key)


def map_window(weight: float, bias: float) -> Window:
    """The starts a map shows: the same for all but far ones."""
    reach = axis_end(max(abs(weight), abs(bias)), REACHES)
    return Window((-reach, reach), (-reach, reach))


@lru_cache(maxsize=32)
def _pictures(
    window: Window, x: float, label: int, target: float, rates: tuple[float, float]
) -> tuple[Mapping[str, pd.DataFrame], Mapping[str, FloatArray]]:
    """The maps as pictures, and the edges of their bands: the same for both losses."""
    weights, biases = window.grid(PIXELS)
    runs = zip(LOSSES, rates, strict=True)
    counts = {loss: epochs_map(loss, weights, biases, x, label, target, rate) for loss, rate in runs}
    both = charts.band_edges(*counts.values())
    # Where neither needs any epochs, since both have the same target, the ratio is 0.
    once = counts["cross_entropy"]
    ratio = np.divide(counts["squared_error"], once, out=np.zeros_like(once), where=once > 0.0)
    edges = {**dict.fromkeys(LOSSES, both), "ratio": charts.band_edges(ratio)}
    maps = {**counts, "ratio": ratio}
    return {name: charts.map_picture(maps[name], edges[name], window) for name in maps}, edges
