"""Where reverse KL ends from every start of q: a map over its mean and width, and what the reader's own end is."""

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.live_slider import live
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.wording.figures import free_of_rounding, plain, whole_percent
from core.charts.kit import maps
from core.charts.kl_divergence import bell as charts
from core.simulation.descent.landscape import Window
from core.simulation.descent.minima import Ends
from core.simulation.kl_divergence.bell import Bells, measured
from core.simulation.kl_divergence.bell_fits import SAME_END, Fit, basins, kinds

PIXELS: Final = 48
WINDOW: Final = Window((-6.0, 6.0), (0.3, 4.0))
costs = lru_cache(maxsize=256)(measured)


@lru_cache(maxsize=64)
def _map(mixture: Bells) -> tuple[pd.DataFrame, Ends, list[str]]:
    """The picture of a mixture's map, its ends and their kinds."""
    found = basins(mixture, *WINDOW.grid(PIXELS))
    named = kinds(mixture, found.minima)
    return maps.picture(charts.end_numbers(found.numbers, named), charts.end_palette(), WINDOW), found, named


def draw_ends(
    page: Page,
    setting: tuple[Bells, tuple[float, float]],
    held: tuple[Control[float], Control[float]],
    reverse: Fit,
) -> str:
    """Draw the map, on which the start can be ``held``.

    Answers what the reader's end is: "left", "across", "right", "ridge" or "nowhere".
    """
    text, units, (mixture, start) = page.text, page.units, setting
    picture, ends, named = _map(mixture)
    minima: list[tuple[float, float]] = ends.minima.tolist()
    shares = [ends.share(number) for number in range(len(named))]
    said = [f"{text(f'bell.map.{kind}')} {whole_percent(share)}" for kind, share in zip(named, shares, strict=True)]
    colours = [charts.KINDS.index(kind) for kind in named]
    if (lost := 1.0 - sum(shares)) > 1e-9:
        said.append(f"{text('bell.map.nowhere')} {whole_percent(lost)}")
        colours.append(len(charts.KINDS))
    title = text("bell.map_title")
    draw(
        maps.map_chart,
        picture,
        maps.named_bands(charts.end_palette()[colours], said),
        maps.places(start, [(*end, "") for end in minima]),
        title,
        {"weight": text("bell.mean"), "bias": text("bell.width")},
        (live(held[0]), live(held[1])),
        alt=text("bell.alt_map", title=title, ends=", ".join(said)),
        key="kl_bell_map",
    )
    prices = [
        text("bell.price", kind=text(f"bell.map.{kind}"), price=plain(units.of(free_of_rounding(price))))
        for kind, price in zip(named, (costs(mixture, *end)["reverse"] for end in minima), strict=True)
    ]
    st.caption(text("bell.prices", prices=" · ".join(prices)))
    if reverse.settled and reverse.on_ridge:
        return "ridge"
    for (mean, width), kind in zip(minima, named, strict=True):
        if np.hypot(mean - reverse.mean, np.log(width / reverse.width)) < SAME_END:
            return kind
    return "nowhere"
