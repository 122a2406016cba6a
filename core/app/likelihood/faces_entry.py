"""The counts of the draws and the weights of the classes: typed, taken from an example, or set to the shares."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Number, Text, quote
from core.app.controls.last_read import Line, last_readable
from core.app.controls.state import link_state
from core.app.wording.code_span import code_span
from core.app.wording.figures import whole
from core.app.wording.language import Texts
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
COUNTS: Final = Text("12,7,31", 120)
LAST_READ: Final = "faces_read"  # the last counts that could be read: what the pictures show
WEIGHTS: Final = tuple(
    Number(weight, 0.0, 100.0, 0.1)
    for weight in (*PRESETS["three"].weights, *[LEFT_OVER] * (MOST - len(PRESETS["three"].weights)))
)


def entry(text: Texts) -> Preset:
    """The reader's counts and weights, each class with its own."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        # The list stands first, but which example it shows is known only after the rest.
        examples = st.container(width=250)
        typed = _typed(text)
    counts = _settled(text, typed)
    entered = Preset(counts, _weights(text, len(counts)))
    with examples:
        widgets.examples(
            text("faces.examples"),
            {name: text(f"faces.example.{name}") for name in PRESETS},
            next((name for name, preset in PRESETS.items() if preset == entered), None),
            text,
            _take,
            placeholder=text("faces.own"),
        )
    return entered


def _typed(text: Texts) -> str:
    """The line to type counts into, and the buttons that change it."""
    with st.container(width=250):
        typed = widgets.text_input(
            "faces", text("faces.counts"), COUNTS, text, help=text("faces.counts_help", most=whole(MOST_TRIALS))
        )
    read = _read(typed)
    size = len(read) if read else 0
    for name, change, icon, stop in (("fewer", -1, "remove", FEWEST), ("more", 1, "add", MOST)):
        st.button(
            text(f"faces.{name}"),
            on_click=_resize,
            args=(change,),
            disabled=size in (0, stop),
            icon=f":material/{icon}:",
            key=f"likelihood_faces_{name}",
        )
    st.button(
        text("faces.to_shares"),
        on_click=_to_shares,
        disabled=not read or not any(read),
        icon=":material/vertical_align_top:",
        key="likelihood_faces_shares",
    )
    return typed


def _settled(text: Texts, typed: str) -> tuple[int, ...]:
    """The counts that the pictures show: those typed, or the last that could be read, with a word on why."""

    def why(fault: Unreadable, kept: str, counts: tuple[int, ...]) -> tuple[str, str]:
        del counts
        reason = text(
            f"faces.unreadable.{fault.reason}",
            entry=code_span(quote(fault.entry)),
            place=fault.place,
            fewest=FEWEST,
            most=MOST,
            total=whole(MOST_TRIALS),
        )
        return reason, text("faces.unreadable.kept", counts=kept)

    line = Line("faces", COUNTS, LAST_READ, read_counts, Unreadable, keep=lambda _, counts: _written(counts))
    return last_readable(line, typed, why)


def _weights(text: Texts, count: int) -> tuple[float, ...]:
    """A slider for the weight of each class."""
    rows = -(-count // IN_A_ROW)
    with st.grid(-(-count // rows), min_column_width=130, gap="small", key="likelihood_faces_row_model"):
        return tuple(
            widgets.slider(f"w{number}", text("faces.weight", number=number), WEIGHTS[number - 1], text, form="%.6g")
            for number in range(1, count + 1)
        )


def _read(typed: str) -> tuple[int, ...] | None:
    try:
        return read_counts(typed)
    except Unreadable:
        return None


def _written(counts: tuple[int, ...]) -> str:
    return ",".join(str(count) for count in counts)


def _take(name: str) -> None:
    preset = PRESETS[name]
    link_state().put("faces", _written(preset.counts))
    for number, weight in enumerate(preset.weights, start=1):
        link_state().put(f"w{number}", weight)


def _resize(change: int) -> None:
    """One class more, not drawn yet, or the last one fewer."""
    counts = _read(link_state().now("faces", COUNTS))
    if counts is not None and FEWEST <= len(counts) + change <= MOST:
        link_state().put("faces", _written((*counts, 0)[: len(counts) + change]))


def _to_shares() -> None:
    """Weights at the observed shares, to within the sliders' steps."""
    counts = _read(link_state().now("faces", COUNTS))
    if counts is not None and any(counts):
        for number, count in enumerate(counts, start=1):
            field = WEIGHTS[number - 1]
            link_state().put(f"w{number}", field.snap(100.0 * count / sum(counts)))
