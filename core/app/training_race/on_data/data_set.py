"""Which samples the race runs on: drawn by a seed, Iris, or the reader's own."""

from collections.abc import Iterator, Mapping
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number, Stops
from core.app.frame.page import Page
from core.data import datasets
from core.data.iris import iris_three, iris_two
from core.data.samples import Dataset

DATA: Final = Choice("one", ("one", "clouds", "flipped", "xor", "moons", "circles", "iris2", "iris3", "own"))
CURVED: Final = {"xor": "exclusive_or", "moons": "moons", "circles": "circles"}
"""Data that no straight line parts: the id in the link and the name in core.data.datasets."""
IRIS: Final = {"iris2": iris_two, "iris3": iris_three}
KNOBS: Final[Mapping[str, tuple[str, ...]]] = {
    "clouds": ("overlap",),
    "flipped": ("overlap", "flip"),
    **dict.fromkeys(CURVED, ("noise",)),
}
"""The numbers that shape a kind of data."""
NUMBERS: Final = {
    "overlap": Number(0.1, 0.01, 0.6, 0.01),
    "flip": Number(0.1, 0.0, 0.4, 0.01),
    "noise": Number(0.2, 0.0, 0.6, 0.05),
}
SAMPLES: Final = Stops(200.0, (20.0, 50.0, 100.0, 200.0, 500.0, 1000.0))
SEED: Final = Number(1.0, 0.0, 9999.0, 1.0)
AXES: Final = {"iris2": (2, 3), "iris3": (2, 3)}  # the petals say most

_clouds = st.cache_resource(max_entries=64, show_spinner=False)(datasets.two_clouds)


@st.cache_resource(max_entries=64, show_spinner=False)
def _curved(name: str, count: int, noise: float, seed: int) -> Dataset:
    return datasets.SHAPES[name](count, noise, seed)


def kind(page: Page) -> str:
    """What the race runs on: one example, or one of the data sets."""
    names = {name: page.text(f"data.{name}") for name in DATA.options}
    return widgets.choice("data", page.text("data.label"), DATA, page.text, names, hide_label=False, style="list")


def knob(page: Page, name: str) -> float:
    """One of the numbers that shape the data."""
    return widgets.slider(name, page.text(f"data.{name}"), NUMBERS[name], page.text)


def size(page: Page, chosen: str, shown: bool) -> tuple[int, int]:
    """How many samples are drawn, and by which seed; of no matter for measured data."""
    if chosen not in KNOBS:
        return 0, 0
    text = page.text
    count = widgets.stops("n", text("data.samples"), SAMPLES, text, lambda value: f"{value:.0f}", shown=shown)
    return int(count), int(widgets.number("dseed", text("data.seed"), SEED, text, shown=shown))


def drawn(chosen: str, knobs: Mapping[str, float], count: int, seed: int) -> Dataset:
    """The samples of a kind of data that is not the reader's own."""
    if chosen in IRIS:
        return IRIS[chosen]()
    if chosen in CURVED:
        return _curved(CURVED[chosen], count, knobs["noise"], seed)
    return _clouds(count, knobs["overlap"], knobs.get("flip", 0.0), seed)


def axes(page: Page, chosen: str, dataset: Dataset, places: Iterator[DeltaGenerator]) -> tuple[int, int]:
    """The two columns a picture is drawn over, picked in two of the places."""
    names = {str(place): name for place, name in enumerate(dataset.columns)}
    first, second = AXES.get(chosen, (0, 1))
    prefix = "i" if chosen in IRIS else "o"
    across = Choice(str(first), tuple(names))
    with next(places):
        x = widgets.choice(
            f"{prefix}x", page.text("data.across"), across, page.text, names, hide_label=False, style="list"
        )
    left = tuple(name for name in names if name != x)
    up = Choice(str(second) if str(second) in left else left[0], left)
    with next(places):
        y = widgets.choice(f"{prefix}y", page.text("data.up"), up, page.text, names, hide_label=False, style="list")
    return int(x), int(y)
