"""The reader's p and q: examples, the number of outcomes, the boxes, and what to do when a row does not sum to 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import streamlit as st

from core.app.controls import boxes, widgets
from core.app.controls.fields import Vector
from core.app.controls.state import link_state
from core.app.kl_divergence import paste
from core.app.kl_divergence.comparison import normalised, sums_to_one, total
from core.app.wording.language import Texts
from core.charts.kit.expressions import subscript


@dataclass(frozen=True, slots=True)
class Pair:
    """The truth p and the model q over the same outcomes."""

    p: tuple[float, ...]
    q: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.p) != len(self.q):
            raise ValueError(f"p and q differ in their number of outcomes: {self}")


def smoothed(label: tuple[float, ...], epsilon: float) -> tuple[float, ...]:
    """A one-hot label y over K classes, smoothed to (1 − ε) y + ε/K."""
    return tuple((1.0 - epsilon) * y + epsilon / len(label) for y in label)


_THIRD_OF_FOUR: Final = (0.0, 0.0, 1.0, 0.0)
_PREDICTION: Final = (0.1, 0.1, 0.7, 0.1)

PAIRS: Final = MappingProxyType(
    {
        "permuted": Pair((0.5, 0.25, 0.125, 0.125), (0.125, 0.5, 0.25, 0.125)),
        "die": Pair((0.1, 0.1, 0.1, 0.1, 0.1, 0.5), (1 / 6,) * 6),
        "one_hot": Pair(_THIRD_OF_FOUR, _PREDICTION),
        "smoothed": Pair(smoothed(_THIRD_OF_FOUR, 0.1), _PREDICTION),
        "disjoint": Pair((0.5, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.5)),
        "point": Pair((1.0, 0.0, 0.0, 0.0), (0.25,) * 4),
    }
)


def name_of(pair: Pair) -> str | None:
    """The example that a pair is, if it is one."""
    return next((name for name, example in PAIRS.items() if example == pair), None)


FEWEST, MOST = 2, 10
IN_A_ROW: Final = 5  # boxes; more outcomes go into two rows
FIELDS: Final = {
    "p": Vector(PAIRS["permuted"].p, 0.0, 1.0, FEWEST, MOST),
    "q": Vector(PAIRS["permuted"].q, 0.0, 1.0, FEWEST, MOST),
}
QUANTITIES: Final = {"p": "truth", "q": "model"}


def toolbar(text: Texts) -> tuple[str, ...]:
    """The row above everything else; answers with a name for each outcome, "" for those that have none."""
    pair = Pair(**boxes.vectors_together(FIELDS))
    count = len(pair.p)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        widgets.examples(
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
        return paste.box(text, count)


def pair_boxes(text: Texts, count: int) -> Pair:
    """A box for every probability: what the reader typed, whatever it sums to."""
    rows = -(-count // IN_A_ROW)
    return Pair(
        **{
            name: boxes.vector(
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
        st.button(
            text("normalise"),
            on_click=_normalise,
            disabled=not any(total(values) for values in off.values()),
            type="primary",
        )
    for name, values in off.items():
        if not total(values):
            st.caption(text("nothing_to_scale", name=name))


def _now() -> Pair:
    return Pair(**{name: link_state().now(name, field) for name, field in FIELDS.items()})


def _put(pair: Pair) -> None:
    link_state().put("p", pair.p)
    link_state().put("q", pair.q)


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
