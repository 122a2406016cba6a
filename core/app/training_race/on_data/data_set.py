"""Which samples the race runs on: drawn by a seed, Iris, or the reader's own."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.frame.page import Page
from core.data import datasets
from core.data.iris import iris_three, iris_two
from core.data.samples import Dataset

KINDS: Final = ("one", "clouds", "flipped", "xor", "moons", "circles", "iris2", "iris3", "own")
DATA: Final = Control("data", Choice("one", KINDS), "data.label", "data.{}", kind="list")
CURVED: Final = {"xor": "exclusive_or", "moons": "moons", "circles": "circles"}
"""Data that no straight line parts: the id in the link and the name in core.data.datasets."""
IRIS: Final = {"iris2": iris_two, "iris3": iris_three}
OVERLAP: Final = Control("overlap", Number(0.1, 0.01, 0.6, 0.01), "data.overlap")
FLIP: Final = Control("flip", Number(0.1, 0.0, 0.4, 0.01), "data.flip")
NOISE: Final = Control("noise", Number(0.2, 0.0, 0.6, 0.05), "data.noise")
KNOBS: Final[Mapping[str, tuple[Control[float], ...]]] = {
    "clouds": (OVERLAP,),
    "flipped": (OVERLAP, FLIP),
    **dict.fromkeys(CURVED, (NOISE,)),
}
"""What shapes the data of a kind that is drawn."""
SAMPLES: Final = Control(
    "n", Stops(200.0, (20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)), "data.samples", form="{:.0f}".format
)
SEED: Final = Control("dseed", Number(1.0, 0.0, 9999.0, 1.0), "data.seed", kind="box")
COLUMNS: Final = tuple(map(str, range(8)))  # as many as a table may have
IRIS_AXES: Final = (  # the petals say most
    Control("ix", Choice("2", COLUMNS), "data.across", kind="list"),
    Control("iy", Choice("3", COLUMNS), "data.up", kind="list"),
)
OWN_AXES: Final = (
    Control("ox", Choice("0", COLUMNS), "data.across", kind="list"),
    Control("oy", Choice("1", COLUMNS), "data.up", kind="list"),
)
CONTROLS: Final = (DATA, OVERLAP, FLIP, NOISE, SAMPLES, SEED, *IRIS_AXES, *OWN_AXES)

_clouds = st.cache_resource(max_entries=64, show_spinner=False)(datasets.two_clouds)


@st.cache_resource(max_entries=64, show_spinner=False)
def _curved(name: str, count: int, noise: float, seed: int) -> Dataset:
    return datasets.SHAPES[name](count, noise, seed)


def read(page: Page) -> Dataset:
    """The samples of a kind of data that is not the reader's own."""
    kind = page.value(DATA)
    if kind in IRIS:
        return IRIS[kind]()
    count, seed = (int(value) for value in page.read(SAMPLES, SEED))
    knobs = page.read(*KNOBS[kind])
    if kind in CURVED:
        return _curved(CURVED[kind], count, knobs[0], seed)
    return _clouds(count, knobs[0], knobs[1] if len(knobs) > 1 else 0.0, seed)


def axes(page: Page, count: int) -> tuple[Control[str], Control[str]]:
    """The choices of the two of so many columns that a picture is drawn over."""
    across, up = IRIS_AXES if page.value(DATA) in IRIS else OWN_AXES
    across = across.over(Choice(across.field.default, COLUMNS[:count]))
    left = tuple(column for column in COLUMNS[:count] if column != page.value(across))
    return across, up.over(Choice(up.field.default if up.field.default in left else left[0], left))
