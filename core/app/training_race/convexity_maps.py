"""Maps over weight and bias on a small data set: the smallest curvature of each loss, and where every start ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.training_race.law_map import draw_map, map_window
from core.app.training_race.remarks import SHORT
from core.app.wording.blocks import in_columns
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


@dataclass(frozen=True, slots=True)
class Ground:
    """What the maps are of: samples, and the weight and bias at which the reader starts."""

    samples: Samples
    start: tuple[float, float]

    @property
    def window(self) -> Window:
        """The weights and biases on the maps."""
        return map_window(*self.start)


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Where the starts of a window end under a loss: the picture, the ends, and the mean loss at each minimum."""

    picture: pd.DataFrame
    ends: Ends
    names: tuple[str, ...]  # A, B, … for squared error's minima, C for cross-entropy's only one
    heights: FloatArray
    of_reader: int  # the number of the reader's own end


@lru_cache(maxsize=64)
def _bends(loss: str, ground: Ground) -> tuple[pd.DataFrame, float]:
    """How a loss bends over a window: the picture of its smallest eigenvalue, and the share that bends down."""
    inputs, labels = np.array(ground.samples.inputs)[:, None], ground.samples.labels
    parameters = np.stack(np.meshgrid(*ground.window.grid(BEND_PIXELS)), axis=-1)
    smallest = smallest_eigenvalue(loss, inputs, labels, parameters)
    rounding = rounding_error(loss, inputs, labels, parameters)
    picture = maps.picture(charts.bend_numbers(smallest, rounding), charts.bend_palette(), ground.window)
    return picture, float(np.mean(bends_down(smallest, rounding)))


@lru_cache(maxsize=64)
def _arrivals(loss: str, ground: Ground) -> Arrivals:
    inputs, labels = ground.samples.inputs, ground.samples.labels
    starts = np.stack([axis.ravel() for axis in np.meshgrid(*ground.window.grid(START_PIXELS))], axis=1)
    # The reader's own start goes along as one more, so that its end has the same number as the map's.
    found = flow_ends(loss, inputs, labels, np.vstack([starts, [ground.start]]))
    ends, count = Ends(found.minima, found.numbers[:-1]), len(found.minima)
    numbers = charts.end_numbers(ends).reshape(START_PIXELS, START_PIXELS)
    heights = np.array([mean_loss_surface(loss, inputs, labels, [w], [b])[0, 0] for w, b in found.minima])
    picture = maps.picture(numbers, charts.end_palette(count), ground.window)
    names = ("C",) * count if loss == "cross_entropy" else tuple(LETTERS[:count])
    return Arrivals(picture, ends, names, heights, int(found.numbers[-1]))


def draw_samples(page: Page, ground: Ground, losses: Sequence[str] = ()) -> None:
    """The samples, and the sigmoid that each minimum of the losses draws through them."""
    text, samples = page.text, ground.samples
    found = {loss: _arrivals(loss, ground) for loss in losses}
    minima = {loss: one.ends.minima for loss, one in found.items()}
    lines, ends = charts.beliefs(samples.inputs, minima, {loss: one.names for loss, one in found.items()})
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


def draw_bends(page: Page, ground: Ground) -> None:
    """How each loss bends, as a map."""
    text, shares, marks = page.text, {}, maps.places(ground.start)
    bands = maps.edged_bands(charts.bend_palette(), "", charts.BEND_WORDS)
    for short, loss in in_columns(SHORT.items(), "small"):
        picture, share = _bends(loss, ground)
        title, shares[short] = text(f"convexity.bend_{loss}"), whole_percent(share)
        alt = text("convexity.alt_bend", title=title, share=shares[short])
        draw_map(page, picture, bands, marks, title, alt=alt, key=f"race_convexity_bend_{loss}")
    page.note(text("convexity.bend_shares", **shares))


def draw_ends(page: Page, ground: Ground) -> None:
    """Where every start ends under each loss, as a map."""
    text = page.text
    for loss in in_columns(LOSSES, "small"):
        found = _arrivals(loss, ground)
        ends, minima = found.ends, found.ends.minima
        shares = [(name, ends.share(number)) for number, name in enumerate(found.names)]
        shares += [(text(f"convexity.{word}"), ends.share(number)) for number, word in OTHERS.items()]
        shown = [number for number, (_, share) in enumerate(shares) if share > 0.0]
        said = [f"{shares[number][0]} {whole_percent(shares[number][1])}" for number in shown]
        title = text(f"convexity.ends_{loss}")
        marked = [(*minimum, name) for minimum, name in zip(minima.tolist(), found.names, strict=True)]
        marks = maps.places(ground.start, marked)
        bands = maps.named_bands(charts.end_palette(len(minima))[shown], said)
        alt = text("convexity.alt_ends", title=title, ends=", ".join(said))
        draw_map(page, found.picture, bands, marks, title, alt=alt, key=f"race_convexity_ends_{loss}")


def say(page: Page, ground: Ground) -> None:
    """Which case the data is, what that means for cross-entropy, and what squared error makes of it."""
    text = page.text
    kind = case(ground.samples.inputs, ground.samples.labels)
    st.markdown(f"**{text(f'convexity.case.{kind}')}**")
    st.markdown(text(f"convexity.means.{kind}"))
    squared = _arrivals("squared_error", ground)
    if len(squared.names) > 1:
        st.markdown(text("convexity.several", count=len(squared.names)))
        said = [
            text("convexity.minimum", name=name, w=plain(weight, 2), b=plain(bias, 2), loss=plain(height, 3))
            for name, (weight, bias), height in zip(squared.names, squared.ends.minima, squared.heights, strict=True)
        ]
        st.markdown("\n".join(f"- {line}" for line in said))
    elif squared.names:
        st.markdown(text("convexity.single"))
    yours = {short: _end(page, _arrivals(loss, ground)) for short, loss in SHORT.items()}
    st.markdown(text("convexity.yours", **yours))


def _end(page: Page, arrivals: Arrivals) -> str:
    """Where the reader's own start ends, in words."""
    number = arrivals.of_reader
    if number >= 0:
        return page.text("convexity.in_minimum", name=arrivals.names[number])
    return page.text(f"convexity.in_{OTHERS[number]}")
