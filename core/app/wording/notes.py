"""The rows of a table that cannot be used, named beside what is shown of the others."""

from collections.abc import Sequence

import streamlit as st

from core.app.wording.figures import whole
from core.app.wording.language import Texts
from core.data.reading.cells import cut
from core.data.reading.faults import BadRow


def unusable_rows(
    text: Texts,
    warning: str,
    named: Sequence[BadRow],
    count: int,
    *,
    row: str,
    reason: str,
    more: str,
) -> None:
    """A warning over the rows that cannot be used, and a line for each that is named.

    In plain text: what stood in the rows comes from outside. row, more: the keys for a line and for how many are not
    named; reason: the key of the words of a reason, with {} in its place.
    """
    st.warning(warning, icon=":material/error:")
    lines = [
        text(
            row,
            row=one.number,
            number=one.number,
            column=f", {cut(one.column)}" if one.column else "",
            reason=text(reason.format(one.reason), given=one.given),
        )
        for one in named
    ]
    if rest := count - len(named):
        lines.append(text(more, count=whole(rest)))
    st.text("\n".join(lines))
