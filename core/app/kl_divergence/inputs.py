"""The reader's p and q: examples, the number of outcomes, the boxes, and what to do when a row does not sum to 1."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from core.app import controls
from core.app.fields import Vector
from core.app.kl_divergence import paste
from core.app.kl_divergence.comparison import normalised, sums_to_one, total
from core.app.kl_divergence.examples import PAIRS, Pair, name_of
from core.app.language import Texts
from core.charts.scripts import subscript

FEWEST, MOST = 2, 10
IN_A_ROW: Final = 5  # boxes; more outcomes go into two rows
FIELDS: Final = {
    "p": Vector(PAIRS["permuted"].p, 0.0, 1.0, FEWEST, MOST),
    "q": Vector(PAIRS["permuted"].q, 0.0, 1.0, FEWEST, MOST),
}
QUANTITIES: Final = {"p": "truth", "q": "model"}


def toolbar(text: Texts) -> tuple[str, ...]:
    """The row above everything else; answers with a name for each outcome, "" for those that have none."""
    pair = Pair(**controls.vectors_together(FIELDS))
    count = len(pair.p)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        controls.examples(
            text("examples"),
            {name: text(f"example.{name}") for name in PAIRS},
            name_of(pair),
            text,
            lambda name: _put(PAIRS[name]),
            placeholder=text("example.own"),
            width=360,
        )
        controls.button(
            text("fewer"),
            on_click=_resize,
            args=(-1,),
            disabled=count == FEWEST,
            icon=":material/remove:",
            key="kl_fewer",
        )
        controls.button(
            text("more"), on_click=_resize, args=(1,), disabled=count == MOST, icon=":material/add:", key="kl_more"
        )
        controls.button(text("swap"), on_click=_swap, icon=":material/swap_horiz:")
        return paste.box(text, count)


def boxes(text: Texts, count: int) -> Pair:
    """A box for every probability: what the reader typed, whatever it sums to."""
    rows = -(-count // IN_A_ROW)
    return Pair(
        **{
            name: controls.vector(
                name,
                [f"{name}{subscript(place + 1)}" for place in range(count)],
                field,
                text,
                48,
                columns=-(-count // rows),
                quantity=QUANTITIES[name],
            )
            for name, field in FIELDS.items()
        }
    )


def not_summing_to_one(pair: Pair) -> dict[str, tuple[float, ...]]:
    """Those of p and q that are no distributions, by name."""
    return {name: values for name, values in (("p", pair.p), ("q", pair.q)) if not sums_to_one(values)}


def complaint(text: Texts, off: Mapping[str, tuple[float, ...]]) -> None:
    """What each of them sums to, and the button that divides by the sum where there is something to divide."""
    said = [text("sums_to", name=name, sum=f"{total(values):.10g}") for name, values in off.items()]
    with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center"):
        st.markdown(f":material/pause_circle: {' '.join(said)}", width="stretch")
        controls.button(
            text("normalise"),
            on_click=_normalise,
            disabled=not any(total(values) for values in off.values()),
            type="primary",
        )
    for name, values in off.items():
        if not total(values):
            st.caption(text("nothing_to_scale", name=name))


def _now() -> Pair:
    return Pair(**{name: controls.vector_now(name, field) for name, field in FIELDS.items()})


def _put(pair: Pair) -> None:
    controls.put("p", pair.p)
    controls.put("q", pair.q)


def _resize(change: int) -> None:
    """One outcome more, which nothing happens in yet, or the last one fewer."""
    now = _now()
    _put(Pair(_resized(now.p, change), _resized(now.q, change)))


def _resized(values: Sequence[float], change: int) -> tuple[float, ...]:
    return (*values, 0.0)[: min(max(len(values) + change, FEWEST), MOST)]


def _swap() -> None:
    now = _now()
    _put(Pair(p=now.q, q=now.p))


def _normalise() -> None:
    now = _now()
    _put(Pair(*(normalised(values) if total(values) else values for values in (now.p, now.q))))
