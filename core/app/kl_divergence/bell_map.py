"""Where reverse KL ends from every start of q: a map over its mean and width, and what the reader's own end is."""

from dataclasses import dataclass
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
from core.simulation.kl_divergence.bell import Bells, measured
from core.simulation.kl_divergence.bell_fits import SAME_END, Basins, Fit, basins, kinds

PIXELS: Final = 48
WINDOW: Final = Window((-6.0, 6.0), (0.3, 4.0))


@dataclass(frozen=True, eq=False)
class Ends:
    """The map of a mixture: its picture, its ends with their kinds, and reverse KL at each of them."""

    picture: pd.DataFrame
    basins: Basins
    kinds: list[str]
    prices: list[float]


@lru_cache(maxsize=64)
def _ends(mixture: Bells) -> Ends:
    found = basins(mixture, *WINDOW.grid(PIXELS))
    named = kinds(mixture, found.minima)
    picture = maps.picture(charts.end_numbers(found.numbers, named), charts.end_palette(), WINDOW)
    prices = [measured(mixture, mean, width)["reverse"] for mean, width in found.minima.tolist()]
    return Ends(picture, found, named, prices)


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
    ends = _ends(mixture)
    shares = [ends.basins.share(number) for number in range(len(ends.kinds))]
    said = [
        f"{text(f'bell.map.{kind}')} {whole_percent(share)}" for kind, share in zip(ends.kinds, shares, strict=True)
    ]
    colours = [charts.KINDS.index(kind) for kind in ends.kinds]
    if (lost := 1.0 - sum(shares)) > 1e-9:
        said.append(f"{text('bell.map.nowhere')} {whole_percent(lost)}")
        colours.append(len(charts.KINDS))
    title = text("bell.map_title")
    draw(
        maps.map_chart,
        ends.picture,
        maps.named_bands(charts.end_palette()[colours], said),
        maps.places(start, [(*end, "") for end in ends.basins.minima.tolist()]),
        title,
        {"weight": text("bell.mean"), "bias": text("bell.width")},
        (live(held[0]), live(held[1])),
        alt=text("bell.alt_map", title=title, ends=", ".join(said)),
        key="kl_bell_map",
    )
    prices = [
        text("bell.price", kind=text(f"bell.map.{kind}"), price=plain(units.of(free_of_rounding(price))))
        for kind, price in zip(ends.kinds, ends.prices, strict=True)
    ]
    st.caption(text("bell.prices", prices=" · ".join(prices)))
    return _kind(ends, reverse)


def _kind(ends: Ends, reverse: Fit) -> str:
    if reverse.settled and reverse.on_ridge:
        return "ridge"
    for (mean, width), kind in zip(ends.basins.minima, ends.kinds, strict=True):
        if np.hypot(mean - reverse.mean, np.log(width / reverse.width)) < SAME_END:
            return kind
    return "nowhere"
