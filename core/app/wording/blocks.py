"""Words and formulas as they are laid out: a row of live numbers, formulas under one another, a small table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.app.wording.language import inline

T = TypeVar("T")


def in_a_row(items: Iterable[str]) -> None:
    """Short items beside one another, on as many lines as they need."""
    with st.container(horizontal=True, gap="medium"):
        for item in items:
            st.markdown(item, width="content")


def in_columns(items: Iterable[T], gap: Literal["small", "medium", "large"] = "medium") -> Iterator[T]:
    """Each item in turn; what is drawn until the next stands in a column of its own."""
    every = list(items)
    for place, item in zip(st.columns(len(every), gap=gap), every, strict=True):
        with place:
            yield item


def displayed(*formulas: str, show: Callable[[str], object] = st.markdown) -> None:
    """Formulas under one another, in their full size; ``show`` draws those whose numbers follow a control."""
    for formula in formulas:
        show(rf"$\displaystyle {formula}$" if "[[" in formula else inline(formula, display=True))


def named(
    name: str,
    *formulas: str,
    widths: Sequence[float] = (1, 2.6),
    show: Callable[[str], object] = st.markdown,
) -> list[DeltaGenerator]:
    """Formulas with their name beside them; gives the place under the formulas, and any further columns."""
    left, right, *further = st.columns(widths, vertical_alignment="center")
    left.markdown(f"**{name}**")
    body = right.container(gap="xsmall")
    with body:
        displayed(*formulas, show=show)
    return [body, *further]


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    align: str,
    show: Callable[[str], object] = st.markdown,
) -> None:
    """A small table to read, its cells in Markdown; ``align`` has an "l" or an "r" for each column.

    show: draws the Markdown, where its words follow a control.
    """
    rules = [":---" if side == "l" else "---:" for side in align]
    show("\n".join(f"| {' | '.join(map(str, row))} |" for row in (heads, rules, *rows)))
