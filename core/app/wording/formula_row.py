"""A formula on a page: its words beside it, and under its symbols the reader's numbers."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.app.wording.language import inline


@contextmanager
def formula_row(words: str, *formulas: str, width: float = 2.6) -> Iterator[None]:
    """Words beside formulas, one under another, which get ``width`` times as much room; within it more may follow."""
    name, lines = st.columns([1, width], vertical_alignment="center")
    name.markdown(words)
    with lines.container(gap="xsmall"):
        for formula in formulas:
            st.markdown(inline(formula, display=True))
        yield
