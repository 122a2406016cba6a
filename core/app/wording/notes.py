"""Notes beside what a section shows: a line that warns, and the rows of a table that cannot be used."""

from collections.abc import Sequence

import streamlit as st

from core.app.wording.figures import whole
from core.app.wording.language import Texts


def careful(text: Texts, sentence: str) -> None:
    """A small line that begins with "Careful": what is easily taken for something else."""
    st.caption(f":material/priority_high: **{text('careful')}** {sentence}")


def unusable_rows(text: Texts, warning: str, named: Sequence[str], count: int, more: str) -> None:
    """A warning over the rows that cannot be used, and a line for each that is named; ``more`` is the key for the rest.

    In plain text: what stood in the rows comes from outside.
    """
    st.warning(warning, icon=":material/error:")
    rest = count - len(named)
    st.text("\n".join([*named, text(more, count=whole(rest))] if rest else named))
