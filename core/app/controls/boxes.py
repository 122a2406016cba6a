"""Controls of several numbers: a row of boxes, and a table whose rows the reader adds."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Cell, Repair, Rows, Table, Vector
from core.app.controls.state import BoxesHolder, LinkState, link_state
from core.app.controls.widgets import say
from core.app.wording.language import Texts
from core.charts.kit.expressions import subscript

IN_A_ROW: Final = 5  # boxes


def vector(
    control: Control[tuple[float, ...]],
    symbol: str,
    text: Texts,
    quantity: str,
    *,
    width: int = 48,
    is_second: bool = False,
) -> None:
    """A box for each number of a :class:`Vector`, labelled with the symbol and its place.

    The boxes share the whole width evenly, at most five in a row, and none is narrower than ``width`` pixels.
    ``quantity`` ("truth", "model") gives their labels its colour; ``is_second``: there are bars of them too.
    """
    state, name, field = link_state(), control.name, control.over_a(Vector)
    key = state.key_of(name)
    values = state.read(control)
    (state.show_also if is_second else state.show)(control, BoxesHolder(key, values))
    rows = -(-len(values) // IN_A_ROW)
    with st.grid(-(-len(values) // rows), min_column_width=width, gap="xsmall", key=f"{key}_row_{quantity}"):
        for place in range(len(values)):
            label = f"{symbol}{subscript(place + 1)}"
            st.number_input(label, field.low, field.high, step=0.05, key=f"{key}:{place}", format="%.6g")
    if not is_second:
        say(name, values, text)
        say(f"{name}|length", values, text)


def fewer_or_more(
    text: Texts, words: Mapping[str, int], key: str, stuck: Sequence[int], resize: Callable[[int], None]
) -> None:
    """Buttons that take the last entry away, or add one.

    words: the key of the words of each button, with the change that it makes; stuck: the changes that cannot be made.
    """
    for name, change in words.items():
        st.button(
            text(name),
            on_click=resize,
            args=(change,),
            disabled=change in stuck,
            icon=f":material/{'add' if change > 0 else 'remove'}:",
            key=f"{key}_{name.rpartition('.')[2]}",
        )


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
