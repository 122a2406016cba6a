"""Controls of several numbers: a row of boxes, and a table whose rows the reader adds."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Cell, Repair, Rows, Table, Vector
from core.app.controls.state import BoxesHolder, LinkState, link_state
from core.app.controls.widgets import say
from core.app.wording.language import Texts


def vector(
    control: Control[tuple[float, ...]],
    labels: Sequence[str],
    text: Texts,
    width: int,
    *,
    columns: int | None = None,
    quantity: str = "",
    is_second: bool = False,
) -> tuple[float, ...]:
    """A row of number boxes, one for each label, over a :class:`Vector`; wraps where the screen is narrow.

    With ``columns`` the boxes share the whole width evenly, that many in a row and none below ``width``;
    ``quantity`` ("truth", "model") gives their labels its colour; ``is_second``: there are bars of them too.
    """
    state, name, field = link_state(), control.name, control.over_a(Vector)
    key = state.key_of(name)
    values = state.read(control)
    if len(values) != len(labels):
        raise ValueError(f"{name} has {len(values)} entries under {len(labels)} labels")
    (state.show_also if is_second else state.show)(control, BoxesHolder(key, values))
    row_key = f"{key}_row_{quantity}" if quantity else f"{key}_row"
    if columns is None:
        row = st.container(horizontal=True, gap="small", key=row_key)
    else:
        row = st.grid(columns, min_column_width=width, gap="xsmall", key=row_key)
    with row:
        for place, label in enumerate(labels):
            st.number_input(
                label,
                field.low,
                field.high,
                step=0.05,
                key=f"{key}:{place}",
                format="%.6g",
                width=width if columns is None else "stretch",
            )
    if not is_second:
        say(name, values, text)
        say(f"{name}|length", values, text)
    return values


def vectors_together(state: LinkState, *controls: Control[tuple[float, ...]]) -> dict[str, tuple[float, ...]]:
    """Vectors that need one length, before their boxes are drawn; a shorter one is filled up with zeros and says so."""
    now = {control.name: state.read(control) for control in controls}
    longest = max(len(values) for values in now.values())
    for control in controls:
        name, values = control.name, now[control.name]
        if len(values) < longest:
            now[name] = values + (0.0,) * (longest - len(values))
            state.put(name, now[name])
            state.carry(control, now[name])
            state.note(name, state.repair_of(name, values), now[name])  # what was said of the shorter one stays true
            state.note(f"{name}|length", Repair("unequal", str(len(values)), str(longest)), now[name])
    return now


def table(control: Control[Rows], columns: Mapping[str, Any], text: Texts, alt: str) -> Mapping[int, tuple[Cell, ...]]:
    """An editable table of numbers, as row number → cells; ``columns`` maps each column's name to its configuration."""
    state, name, field = link_state(), control.name, control.over_a(Table)
    kept: Rows = state.read(control)
    key = state.key_of(name)
    if key in state.unshown:
        state.unshown.discard(key)
        state.news[key] = state.news.get(key, 0) + 1
    # The editor keeps its edits beside the rows it was given, so it is given the same rows for as long as it lives.
    editor, base = f"{key}_editor:{text.language}:{state.news.get(key, 0)}", f"{key}_base"
    if editor not in st.session_state:
        numbered = pd.RangeIndex(1, len(kept) + 1)
        st.session_state[base] = pd.DataFrame(kept, columns=list(columns), index=numbered, dtype="float64")
    edited = st.data_editor(
        st.session_state[base], key=editor, num_rows="dynamic", hide_index=False, column_config=dict(columns), alt=alt
    )
    rows: Rows = tuple(
        tuple(float(cell) if math.isfinite(cell) else None for cell in row)
        for row in edited.to_numpy(dtype=float, na_value=math.nan)
    )
    state.put(name, rows)
    state.unshown.discard(key)
    state.query.pop(name, None)
    if len(rows) > field.most:
        state.unshared.append(text("link.long_table", most=field.most))
    else:
        state.carry(control, rows)
    say(name, rows, text)
    return dict(zip((int(number) for number in edited.index), rows, strict=True))
