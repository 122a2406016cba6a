"""The reader's own samples: a file or a pasted table, checked row by row."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Text
from core.app.frame.page import Page
from core.app.wording.figures import whole
from core.app.wording.notes import unusable_rows
from core.data.own_data import EXAMPLE, MOST_INPUTS, OwnData, UnreadableTableError, read_own_data
from core.data.reading.faults import BadRow
from core.data.samples import Dataset

GUESS: Final = "(…)"  # stands for no choice of a label column; a header may hold any other name
PASTED: Final = Control("csv", Text(EXAMPLE, 200_000), "own.paste")
LABEL: Final = Control("label", Choice(GUESS, (GUESS,)), "own.label", kind="list")
INPUTS: Final = Control("inputs", Text("", 80), "own.inputs")
SCALE: Final = Control("scale", Choice("standard", ("standard", "raw")), "own.scale.label", "own.scale.{}")
CONTROLS: Final = (PASTED, LABEL, INPUTS, SCALE)
IN_LINK: Final = 600  # characters; more would make links too long
NAMED: Final = 6  # bad rows that are named one by one

Notes = tuple[tuple[str, str], ...]  # what else was done to the table: a key and what it is about
Trouble = tuple[str | None, str, tuple[BadRow, ...], Notes]

_read = st.cache_resource(max_entries=32, show_spinner=False)(read_own_data)


def entry(page: Page) -> tuple[Dataset | None, Trouble]:
    """The button that opens the entry; the samples in it, or None, and what was wrong with the table."""
    text = page.text
    with (
        st.container(key="level_own_data"),
        st.popover(text("own.open"), icon=":material/upload_file:", width="stretch", key="race_own_data"),
    ):
        st.markdown(text("own.intro"))
        file = st.file_uploader(text("own.upload"), type=["csv", "tsv", "txt"], key="race_own_file")
        content: bytes | str = widgets.text_area(PASTED, text, IN_LINK, text("own.the_table"))
        if file is not None:
            page.state.unshared.append(text("own.the_file"))
            content = file.getvalue()
        columns, choices, guess = _columns(content)
        label = page.show(
            LABEL.over(Choice(GUESS, (GUESS, *columns))),
            format_func=lambda name: text("own.guess") if name == GUESS else name,
        )
        truth = guess if label == GUESS else label
        names = {f"c{place}": name for place, name in enumerate(columns, 1) if name in choices and name != truth}
        said = {one: text("own.counting", column=name) if choices[name] else name for one, name in names.items()}
        inputs = tuple(names[one] for one in widgets.several(INPUTS, text, said, MOST_INPUTS, text("own.all")))
        scale = page.show(SCALE)
    try:
        found = _read(content, None if label == GUESS else label, scale == "standard", inputs)
    except UnreadableTableError as error:
        return None, (error.reason, error.detail, error.bad, ())
    drawn: Notes = (("drawn", whole(found.drawn_from)),) if found.drawn_from else ()
    return found.dataset, (None, "", found.bad, (*found.left_out, *drawn))


def _columns(content: bytes | str) -> tuple[tuple[str, ...], Mapping[str, bool], str | None]:
    """The names in the header, those of numbers, and the guessed label, as far as there are any."""
    found: OwnData | UnreadableTableError
    try:
        found = _read(content)
    except UnreadableTableError as error:
        found = error
    return found.columns, found.choices, found.label_column


def complain(page: Page, trouble: Trouble) -> None:
    """Say what was wrong with the table, in plain text where words come from it."""
    text = page.text
    reason, detail, bad, notes = trouble
    if reason is not None:
        st.warning(text(f"own.table.{reason}"), icon=":material/error:")
        if detail:
            st.text(text("own.detail", detail=detail))
    for note in dict.fromkeys(key for key, _ in notes):
        st.text(text(f"own.note.{note}", columns=", ".join(about for key, about in notes if key == note)))
    if bad:
        warning = text("own.left_out", count=whole(len(bad)))
        unusable_rows(text, warning, bad[:NAMED], len(bad), row="own.bad_row", reason="own.row.{}", more="own.more_bad")
