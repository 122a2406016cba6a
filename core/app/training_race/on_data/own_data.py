"""The reader's own samples: a file or a pasted table, checked row by row."""

from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Text
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.wording.figures import whole
from core.app.wording.notes import unusable_rows
from core.data.own_data import EXAMPLE, BadRow, UnreadableTableError, read_own_data
from core.data.samples import Dataset

PASTED: Final = Text(EXAMPLE, 200_000)
IN_LINK: Final = 600  # characters; more would make links too long
SCALE: Final = Choice("standard", ("standard", "raw"))
NAMED: Final = 6  # bad rows that are named one by one
GUESS: Final = "(…)"  # stands for no choice of a label column; a header may hold any other name

Trouble = tuple[str | None, str, tuple[BadRow, ...]]

_read = st.cache_resource(max_entries=32, show_spinner=False)(read_own_data)


def entry(page: Page) -> tuple[Dataset | None, Trouble]:
    """The button that opens the entry; the samples in it, or None, and what was wrong with the table."""
    text = page.text
    with st.popover(text("own.open"), icon=":material/upload_file:", width="stretch", key="race_own_data"):
        st.markdown(text("own.intro"))
        file = st.file_uploader(text("own.upload"), type=["csv", "tsv", "txt"], key="race_own_file")
        pasted = widgets.text_area("csv", text("own.paste"), PASTED, text, IN_LINK, text("own.the_table"))
        if file is not None:
            link_state().unshared.append(text("own.the_file"))
        content = file.getvalue() if file is not None else pasted
        names = {GUESS: text("own.guess")} | {name: name for name in _columns(content)}
        choice = Choice(GUESS, tuple(names))
        label = widgets.choice("label", text("own.label"), choice, text, names, hide_label=False, style="list")
        scales = {name: text(f"own.scale.{name}") for name in SCALE.options}
        scale = widgets.choice("scale", text("own.scale.label"), SCALE, text, scales, hide_label=False)
    try:
        found = _read(content, None if label == GUESS else label, scale == "standard")
    except UnreadableTableError as error:
        return None, (error.reason, error.detail, error.bad)
    return found.dataset, (None, "", found.bad)


def _columns(content: bytes | str) -> tuple[str, ...]:
    """The names in the header, as far as there is one."""
    try:
        return _read(content).columns
    except UnreadableTableError as error:
        return error.columns


def complain(page: Page, trouble: Trouble) -> None:
    """Say what was wrong with the table, in plain text where words come from it."""
    text = page.text
    reason, detail, bad = trouble
    if reason is not None:
        st.warning(text(f"own.table.{reason}"), icon=":material/error:")
        if detail:
            st.text(text("own.detail", detail=detail))
    if bad:
        _name(page, bad)


def _name(page: Page, bad: tuple[BadRow, ...]) -> None:
    text = page.text
    lines = [
        text(
            "own.bad_row",
            number=row.number,
            column=f", {row.column}" if row.column else "",
            reason=text(f"own.row.{row.reason}", given=row.given),
        )
        for row in bad[:NAMED]
    ]
    unusable_rows(text, text("own.left_out", count=whole(len(bad))), lines, len(bad), more="own.more_bad")
