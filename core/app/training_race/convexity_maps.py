"""Maps over weight and bias on a small data set: the smallest curvature of each loss, and where every start ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.training_race.law_map import map_window
from core.app.wording.figures import plain, whole_percent
from core.charts.kit import maps
from core.charts.training_race import convexity as charts
from core.maths.checks import LOSSES, FloatArray
from core.simulation.descent.curvature import bends_down, rounding_error, smallest_eigenvalue
from core.simulation.descent.landscape import Window, mean_loss_surface
from core.simulation.descent.minima import RUNS_OFF, UNDECIDED, VALLEY, Ends, Samples, case, flow_ends

BEND_PIXELS: Final = 128
START_PIXELS: Final = 64
LETTERS: Final = "ABDEFGHIJKLMNOPQRSTUVWXYZ"  # C is cross-entropy's
OTHERS: Final = {VALLEY: "valley", RUNS_OFF: "off", UNDECIDED: "undecided"}


@dataclass(frozen=True, eq=False)
class Bends:
    """How a loss bends over a window: the picture of its smallest eigenvalue, and the share that bends down."""

    picture: pd.DataFrame
    share: float


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Where the starts of a window end under a loss: the picture, the ends, and the mean loss at each minimum."""

    picture: pd.DataFrame
    ends: Ends
    heights: FloatArray
    of_reader: int  # the number of the reader's own end


@st.cache_data(max_entries=64, show_spinner=False)
def _bends(loss: str, samples: Samples, window: Window) -> Bends:
    inputs = np.array(samples.inputs)[:, None]
    weights, biases = window.grid(BEND_PIXELS)
    parameters = np.stack(np.meshgrid(weights, biases), axis=-1)
    smallest = smallest_eigenvalue(loss, inputs, samples.labels, parameters)
    rounding = rounding_error(loss, inputs, samples.labels, parameters)
    picture = maps.picture(charts.bend_numbers(smallest, rounding), charts.bend_palette(), window)
    return Bends(picture, float(np.mean(bends_down(smallest, rounding))))


@st.cache_data(max_entries=64, show_spinner=False)
def _arrivals(loss: str, samples: Samples, window: Window, start: tuple[float, float]) -> Arrivals:
    weights, biases = window.grid(START_PIXELS)
    starts = np.stack([axis.ravel() for axis in np.meshgrid(weights, biases)], axis=1)
    # The reader's own start goes along as one more, so that its end has the same number as the map's.
    found = flow_ends(loss, samples.inputs, samples.labels, np.vstack([starts, [start]]))
    ends = Ends(found.minima, found.numbers[:-1])
    numbers = charts.end_numbers(ends).reshape(START_PIXELS, START_PIXELS)
    heights = np.array(
        [
            mean_loss_surface(loss, samples.inputs, samples.labels, [weight], [bias])[0, 0]
            for weight, bias in found.minima
        ]
    )
    picture = maps.picture(numbers, charts.end_palette(len(found.minima)), window)
    return Arrivals(picture, ends, heights, int(found.numbers[-1]))


def show(page: Page, samples: Samples, start: tuple[float, float]) -> None:
    """Two rows of maps, each with cross-entropy beside squared error, and in words what they show."""
    window = map_window(*start)
    bends = {loss: _bends(loss, samples, window) for loss in LOSSES}
    found = {loss: _arrivals(loss, samples, window, start) for loss in LOSSES}
    names = {loss: minima_names(loss, len(found[loss].ends.minima)) for loss in LOSSES}
    words = {"weight": page.text("landscape.weight"), "bias": page.text("landscape.bias")}
    first, second = st.columns([1, 2], gap="small"), st.columns([1, 2], gap="small")
    with first[0]:
        _data(page, samples, {loss: found[loss].ends.minima for loss in LOSSES}, names)
    with first[1]:
        _bend_maps(page, bends, start, words)
    with second[0]:
        _verdict(page, samples, found, names)
    with second[1]:
        _end_maps(page, found, names, start, words)
    st.caption(page.text("convexity.flow"))


def minima_names(loss: str, count: int) -> list[str]:
    """Names for the minima of a loss: A, B, … for squared error's, C for cross-entropy's only one."""
    return ["C"] * count if loss == "cross_entropy" else list(LETTERS[:count])


def _data(page: Page, samples: Samples, minima: Mapping[str, FloatArray], names: Mapping[str, Sequence[str]]) -> None:
    """The samples, and the sigmoid that each minimum draws through them."""
    text = page.text
    lines, ends = charts.beliefs(samples.inputs, minima, names)
    draw(
        charts.beliefs_chart,
        charts.samples_frame(samples.inputs, samples.labels),
        lines,
        ends,
        text("convexity.beliefs"),
        {"x": text("convexity.input"), "y": text("convexity.label_or_output")},
        alt=text("convexity.alt_beliefs", count=len(samples.inputs)),
        key="race_convexity_data",
    )


def _bend_maps(page: Page, bends: Mapping[str, Bends], start: tuple[float, float], words: dict[str, str]) -> None:
    text = page.text
    bands = maps.edged_bands(charts.bend_palette(), "", charts.BEND_WORDS)
    for place, loss in zip(st.columns(2, gap="small"), LOSSES, strict=True):
        title = text(f"convexity.bend_{loss}")
        with place:
            draw(
                maps.map_chart,
                bends[loss].picture,
                bands,
                maps.places(start),
                title,
                words,
                alt=text("convexity.alt_bend", title=title, share=whole_percent(bends[loss].share)),
                key=f"race_convexity_bend_{loss}",
            )
    shares = {"ce": whole_percent(bends["cross_entropy"].share), "se": whole_percent(bends["squared_error"].share)}
    st.caption(text("convexity.bend_shares", **shares))


def _end_maps(
    page: Page,
    found: Mapping[str, Arrivals],
    names: Mapping[str, Sequence[str]],
    start: tuple[float, float],
    words: dict[str, str],
) -> None:
    text = page.text
    for place, loss in zip(st.columns(2, gap="small"), LOSSES, strict=True):
        ends = found[loss].ends
        shares = [(name, ends.share(number)) for number, name in enumerate(names[loss])]
        shares += [(text(f"convexity.{word}"), ends.share(number)) for number, word in OTHERS.items()]
        palette = charts.end_palette(len(ends.minima))
        shown = [number for number, (_, share) in enumerate(shares) if share > 0.0]
        said = [f"{shares[number][0]} {whole_percent(shares[number][1])}" for number in shown]
        title = text(f"convexity.ends_{loss}")
        marked = [(*place, name) for place, name in zip(ends.minima.tolist(), names[loss], strict=True)]
        with place:
            draw(
                maps.map_chart,
                found[loss].picture,
                maps.named_bands(palette[shown], said),
                maps.places(start, marked),
                title,
                words,
                alt=text("convexity.alt_ends", title=title, ends=", ".join(said)),
                key=f"race_convexity_ends_{loss}",
            )


def _verdict(page: Page, samples: Samples, found: Mapping[str, Arrivals], names: Mapping[str, Sequence[str]]) -> None:
    """Which case the data is, what that means for cross-entropy, and what squared error makes of it."""
    text = page.text
    kind = case(samples.inputs, samples.labels)
    st.markdown(f"**{text(f'convexity.case.{kind}')}**")
    st.markdown(text(f"convexity.means.{kind}"))
    squared = found["squared_error"]
    if len(squared.ends.minima) > 1:
        st.markdown(text("convexity.several", count=len(squared.ends.minima)))
        rows = zip(names["squared_error"], squared.ends.minima, squared.heights, strict=True)
        said = [
            text("convexity.minimum", name=name, w=plain(place[0], 2), b=plain(place[1], 2), loss=plain(height, 3))
            for name, place, height in rows
        ]
        st.markdown("\n".join(f"- {line}" for line in said))
    elif len(squared.ends.minima) == 1:
        st.markdown(text("convexity.single"))
    ends = {
        short: _end(page, found[loss], names[loss])
        for short, loss in (("ce", "cross_entropy"), ("se", "squared_error"))
    }
    st.markdown(text("convexity.yours", **ends))


def _end(page: Page, arrivals: Arrivals, names: Sequence[str]) -> str:
    """Where the reader's own start ends, in words."""
    number = arrivals.of_reader
    if number >= 0:
        return page.text("convexity.in_minimum", name=names[number])
    return page.text(f"convexity.in_{OTHERS[number]}")
