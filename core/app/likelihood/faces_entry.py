"""The counts of the draws and the reader's p: typed, taken from an example, dragged as bars, or set to the shares."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import streamlit as st

from core.app.controls import boxes, widgets
from core.app.controls.bars import Bars, Row, bars
from core.app.controls.control import Control
from core.app.controls.fields import Number, Text, Vector, quote
from core.app.controls.last_read import Line, complain
from core.app.controls.state import link_state
from core.app.drawing import keyed
from core.app.frame.page import Page
from core.app.wording.code_span import code_span
from core.app.wording.figures import whole
from core.maths.distributions import MOST_TRIALS
from core.simulation.likelihood.faces import FEWEST, MOST, Faces, Unreadable, read_counts


@dataclass(frozen=True, slots=True)
class Preset:
    """Counts and a p to begin from; p need not sum to 1."""

    counts: tuple[int, ...]
    p: Row


PRESETS: Final = MappingProxyType(
    {
        "three": Preset((12, 7, 31), (0.3, 0.4, 0.3)),
        "worked": Preset((0, 0, 1, 0), (0.1, 0.1, 0.7, 0.1)),
        "die": Preset((8, 12, 9, 11, 7, 13), (1 / 6,) * 6),
        "ruled_out": Preset((5, 1, 4), (0.6, 0.0, 0.4)),
    }
)
COUNTS: Final[Control[str]] = Control("faces", Text("12,7,31", 120), "faces.counts")
P: Final = Control("q", Vector(PRESETS["three"].p, 0.0, 1.0, FEWEST, MOST))
# What p was made of in older links: weights, each divided by their sum.
WEIGHTS: Final = tuple(
    Control(f"w{number}", Number(weight, 0.0, 100.0, 0.1))
    for number, weight in enumerate((30.0, 40.0, 30.0, *[10.0] * (MOST - 3)), start=1)
)
CONTROLS: Final = (COUNTS, P, *WEIGHTS)
LINE: Final = Line(COUNTS, read_counts, Unreadable, keep=lambda typed, counts: ",".join(map(str, counts)))


def arrive(page: Page) -> None:
    """Before anything is read: what an older link means, which has weights, or counts alone, in place of p.

    One with counts of its own always says p now.
    """
    state = page.state
    if P.name not in state.entries and {COUNTS.name, *(control.name for control in WEIGHTS)} & set(state.entries):
        brought = [state.incoming(control) for control in WEIGHTS]
        weights = [w.field.default if given is None else given for w, given in zip(WEIGHTS, brought, strict=True)]
        state.put(P.name, _normalised(weights[: len(LINE.value(state))]))
    if page.value(COUNTS) != COUNTS.field.default:
        state.staying |= {P.name}


def _normalised(weights: Sequence[float]) -> Row:
    """Weights divided by their sum; where all are 0 they stay so."""
    total = math.fsum(weights)
    return tuple(weight / total for weight in weights) if total else tuple(weights)


def read(page: Page) -> Preset:
    """The counts that the pictures show, and the numbers of p; of another number of classes, all are equal."""
    counts, row = LINE.value(page.state), page.value(P)
    if len(row) != len(counts):
        row = (1.0 / len(counts),) * len(counts)
        page.state.put(P.name, row)
    return Preset(counts, page.value(P))


def show(page: Page) -> None:
    """Examples to begin from, the reader's counts, p at the shares, and the box of what is used less often."""
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
        drawn = LINE.reading(page.value(COUNTS))
        st.button(
            text("faces.to_shares"),
            on_click=_to_shares,
            disabled=not drawn or not any(drawn),
            icon=":material/vertical_align_top:",
            key="likelihood_faces_shares",
        )
        with st.container(width=130):
            page.more(_more)
    _complain(page)


def drag(page: Page, faces: Faces, texts: Mapping[str, str], chart: str, triangle: Mapping[str, object] | None) -> None:
    """The bars of p beside the observed shares: their tops are dragged."""
    text = page.text
    shares = {} if faces.shares is None else {"p": Bars(tuple(faces.shares.tolist()), text("faces.truth"), "truth")}
    bars(
        shares | {P.name: Bars(tuple(faces.p.tolist()), text("faces.model"), "model")},
        {P.name: P},
        [str(number + 1) for number in range(len(faces.counts))],
        texts=texts,
        units=page.units,
        chart=chart,
        height="max(17rem, min(40vh, 24vw))",
        key=keyed(f"{page.state.key_of(P.name)}_component"),
        text=text,
        says="draws",
        facts={"counts": faces.counts},
        triangle=triangle,
    )


def _more(page: Page) -> None:
    """A box for every number of p, and a class fewer or more."""
    boxes.vector(P, "p", page.text, "model", is_second=any(read(page).p))
    with st.container(horizontal=True, gap="small"):
        stuck = {0: (-1, 1), FEWEST: (-1,), MOST: (1,)}.get(len(LINE.reading(page.value(COUNTS)) or ()), ())
        words = {"faces.fewer": -1, "faces.more": 1}
        boxes.fewer_or_more(page.text, words, "likelihood_faces", stuck, _resize)


def _complain(page: Page) -> None:
    """Why what is typed cannot be read, and what the pictures show instead."""
    if fault := LINE.fault(page.state):
        limits = {"fewest": FEWEST, "most": MOST, "total": whole(MOST_TRIALS)}
        entry = code_span(quote(fault.entry))
        reason = page.text(f"faces.unreadable.{fault.reason}", entry=entry, place=fault.place, **limits)
        complain(reason, page.text("faces.unreadable.kept", counts=LINE.kept(page.state)))


def _take(name: str) -> None:
    _put_counts(PRESETS[name].counts)
    link_state().put(P.name, PRESETS[name].p)


def _put_counts(counts: Iterable[int]) -> None:
    link_state().put(COUNTS.name, ",".join(map(str, counts)))


def _resize(change: int) -> None:
    """One class more, which is not drawn yet and has p = 0, or the last one fewer."""
    counts, row = LINE.reading(link_state().now(COUNTS)), link_state().now(P)
    if counts is not None and FEWEST <= (size := len(counts) + change) <= MOST:
        _put_counts((*counts, 0)[:size])
        link_state().put(P.name, _normalised((*row, 0.0)[:size]))


def _to_shares() -> None:
    """p at the observed shares."""
    counts = LINE.reading(link_state().now(COUNTS))
    if counts is not None and any(counts):
        link_state().put(P.name, _normalised(counts))
