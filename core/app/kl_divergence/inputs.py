"""The reader's p and q: examples, the number of outcomes, the boxes, and what to do when a row does not sum to 1."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.app import controls
from core.app.fields import Vector
from core.app.kl_divergence.comparison import normalised, sums_to_one, total
from core.app.kl_divergence.examples import PAIRS, Pair, name_of
from core.app.language import Texts

FEWEST, MOST = 2, 10
IN_A_ROW: Final = 5  # boxes; more outcomes go into two rows
FIELDS: Final = {
    "p": Vector(PAIRS["permuted"].p, 0.0, 1.0, FEWEST, MOST),
    "q": Vector(PAIRS["permuted"].q, 0.0, 1.0, FEWEST, MOST),
}
QUANTITIES: Final = {"p": "truth", "q": "model"}
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def toolbar(text: Texts) -> int:
    """The row above everything else; answers with the number of outcomes."""
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
        st.button(
            text("fewer"),
            on_click=_resize,
            args=(-1,),
            disabled=count == FEWEST,
            icon=":material/remove:",
            key="kl_fewer",
        )
        st.button(
            text("more"), on_click=_resize, args=(1,), disabled=count == MOST, icon=":material/add:", key="kl_more"
        )
        st.button(text("swap"), on_click=_swap, icon=":material/swap_horiz:")
    return count


def boxes(text: Texts, count: int) -> Pair:
    """A box for every probability: what the reader typed, whatever it sums to."""
    rows = -(-count // IN_A_ROW)
    return Pair(
        **{
            name: controls.vector(
                name,
                [f"{name}{str(place + 1).translate(_SUBSCRIPTS)}" for place in range(count)],
                field,
                text,
                48,
                columns=-(-count // rows),
                quantity=QUANTITIES[name],
            )
            for name, field in FIELDS.items()
        }
    )


def complaints(text: Texts, pair: Pair) -> list[str]:
    """One sentence for each of p and q that does not sum to 1."""
    return [
        text("sums_to", name=name, sum=f"{total(values):.10g}")
        for name, values in (("p", pair.p), ("q", pair.q))
        if not sums_to_one(values)
    ]


def offer_normalising(text: Texts, pair: Pair) -> None:
    """The button that divides by the sum, where there is something to divide."""
    empty = [name for name, values in (("p", pair.p), ("q", pair.q)) if total(values) == 0.0]
    off = [values for values in (pair.p, pair.q) if not sums_to_one(values)]
    possible = any(total(values) > 0.0 for values in off)
    st.button(text("normalise"), on_click=_normalise, disabled=not possible, type="primary", icon=":material/balance:")
    for name in empty:
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
    _put(Pair(*(values if total(values) == 0.0 else normalised(values) for values in (now.p, now.q))))
