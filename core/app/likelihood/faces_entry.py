"""The counts of the draws and the weights of the classes: typed, taken from an example, or set to the shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Number, Text, quote
from core.app.controls.last_read import Line
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.wording.code_span import code_span
from core.app.wording.figures import whole
from core.maths.distributions import MOST_TRIALS
from core.simulation.likelihood.faces import FEWEST, MOST, Unreadable, read_counts

LEFT_OVER: Final = 10.0  # the weight of a class that nobody has set
IN_A_ROW: Final = 5  # sliders


@dataclass(frozen=True, slots=True)
class Preset:
    """Counts and weights to begin from."""

    counts: tuple[int, ...]
    weights: tuple[float, ...]


PRESETS: Final = MappingProxyType(
    {
        "three": Preset((12, 7, 31), (30.0, 40.0, 30.0)),
        "worked": Preset((0, 0, 1, 0), (10.0, 10.0, 70.0, 10.0)),
        "die": Preset((8, 12, 9, 11, 7, 13), (10.0,) * 6),
        "ruled_out": Preset((5, 1, 4), (60.0, 0.0, 40.0)),
    }
)
COUNTS: Final[Control[str]] = Control("faces", Text("12,7,31", 120), "faces.counts")
WEIGHTS: Final = tuple(
    Control(f"w{number}", Number(weight, 0.0, 100.0, 0.1), "faces.weight")
    for number, weight in enumerate((*PRESETS["three"].weights, *[LEFT_OVER] * (MOST - 3)), start=1)
)
CONTROLS: Final = (COUNTS, *WEIGHTS)
LAST_READ: Final = "faces_read"  # the last counts that could be read: what the pictures show
LINE: Final = Line(COUNTS, LAST_READ, read_counts, Unreadable, keep=lambda typed, counts: ",".join(map(str, counts)))


def read(page: Page) -> Preset:
    """The counts that the pictures show, and the weight of each class."""
    counts = LINE.value(page.state)
    return Preset(counts, page.read(*WEIGHTS[: len(counts)]))


def show(page: Page) -> None:
    """The reader's counts and weights, each class with its own, and examples to begin from."""
    text, entered = page.text, read(page)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        widgets.examples(
            text("faces.examples"),
            {name: text(f"faces.example.{name}") for name in PRESETS},
            next((name for name, preset in PRESETS.items() if preset == entered), None),
            text,
            _take,
            placeholder=text("faces.own"),
            width=250,
        )
        page.show(COUNTS, help=text("faces.counts_help", most=whole(MOST_TRIALS)), width=250)
        _buttons(page)
    _complain(page)
    count = len(entered.counts)
    rows = -(-count // IN_A_ROW)
    with st.grid(-(-count // rows), min_column_width=130, gap="small", key="likelihood_faces_row_model"):
        for number, control in enumerate(WEIGHTS[:count], start=1):
            page.show(control, label=text(control.label, number=number), format="%.6g")


def _buttons(page: Page) -> None:
    """A class fewer, a class more, and weights at the shares."""
    read = _read(page.value(COUNTS))
    size = len(read) if read else 0
    for name, change, icon, stop in (("fewer", -1, "remove", FEWEST), ("more", 1, "add", MOST)):
        st.button(
            page.text(f"faces.{name}"),
            on_click=_resize,
            args=(change,),
            disabled=size in (0, stop),
            icon=f":material/{icon}:",
            key=f"likelihood_faces_{name}",
        )
    st.button(
        page.text("faces.to_shares"),
        on_click=_to_shares,
        disabled=not read or not any(read),
        icon=":material/vertical_align_top:",
        key="likelihood_faces_shares",
    )


def _complain(page: Page) -> None:
    """Why what is typed cannot be read, and what the pictures show instead."""

    def why(fault: Unreadable, kept: str, counts: tuple[int, ...]) -> tuple[str, str]:
        del counts
        limits = {"fewest": FEWEST, "most": MOST, "total": whole(MOST_TRIALS)}
        entry = code_span(quote(fault.entry))
        reason = page.text(f"faces.unreadable.{fault.reason}", entry=entry, place=fault.place, **limits)
        return reason, page.text("faces.unreadable.kept", counts=kept)

    LINE.complain(page.state, why)


def _read(typed: str) -> tuple[int, ...] | None:
    try:
        return read_counts(typed)
    except Unreadable:
        return None


def _take(name: str) -> None:
    preset = PRESETS[name]
    _put_counts(preset.counts)
    _put_weights(preset.weights)


def _put_counts(counts: Iterable[int]) -> None:
    link_state().put(COUNTS.name, ",".join(map(str, counts)))


def _put_weights(weights: Iterable[float]) -> None:
    """Weights, to within the sliders' steps."""
    for control, weight in zip(WEIGHTS, weights, strict=False):
        link_state().put(control.name, control.over_a(Number).snap(weight))


def _resize(change: int) -> None:
    """One class more, not drawn yet, or the last one fewer."""
    counts = _read(link_state().now(COUNTS))
    if counts is not None and FEWEST <= len(counts) + change <= MOST:
        _put_counts((*counts, 0)[: len(counts) + change])


def _to_shares() -> None:
    """Weights at the observed shares."""
    counts = _read(link_state().now(COUNTS))
    if counts is not None and any(counts):
        _put_weights(100.0 * count / sum(counts) for count in counts)
