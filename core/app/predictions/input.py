"""Where the reader's predictions come from: a small table, a pasted text, a file, or a sample."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import boxes, widgets
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Table, Text
from core.app.frame.page import Page
from core.app.predictions import roles as predictions_roles
from core.app.predictions.kept import Bar, kept
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain
from core.data.reading.cells import cut
from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import read_sheet, sheet_of
from core.simulation.predictions.evaluation import summary
from core.simulation.predictions.reading.found import Reading
from core.simulation.predictions.reading.roles import read
from core.simulation.predictions.reading.rows import Checked, Labels, Values, check_rows
from core.simulation.predictions.samples import SAMPLES

SOURCES: Final = ("table", "paste", "file", "sample")
SOURCE: Final = Control("source", Choice("table", SOURCES), "source.label", "source.{}", label_is_hidden=True)
FIRST_ROWS: Final = ((1.0, 0.9), (0.0, 0.2), (1.0, 0.6), (0.0, 0.45), (1.0, 0.02))
ROWS: Final = Control("rows", Table(FIRST_ROWS, columns=2, most=10))
FIRST_TEXT: Final = "y,model_1,model_2\n1,0.9,0.99\n0,0.2,0.01\n1,0.6,0.8\n0,0.45,0.7\n1,0.3,0.1"
PASTED: Final = Control("paste", Text(FIRST_TEXT, 200_000), "paste")
IN_LINK: Final = 600  # characters
SAMPLE: Final = Control("sample", Choice("models", tuple(SAMPLES)), "source.sample", "sample.{}", label_is_hidden=True)
CONTROLS: Final = (SOURCE, ROWS, PASTED, SAMPLE)
UPLOADED: Final = "_predictions_file"  # name, identity and content of the last file
LAST: Final = "_predictions_last"  # what the roles were last chosen for
RESET: Final = {control.name: control.field.default for control in predictions_roles.CONTROLS} | {"bad": "ask"}


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """Rows with the models' names; ``at_once``: bad rows stand beside it and need no question."""

    checked: Checked
    titles: tuple[str, ...]
    size: int  # bytes it was read from
    at_once: bool
    scaled: Callable[[], Checked | None]  # the rows with each divided by its sum


def given(page: Page, bar: Bar) -> Given | None:
    """The controls of a source, and what they hold; None, with a sentence said, where that is nothing yet."""
    source = page.value(SOURCE)
    if source == "table":
        return _table(page)
    found = {"paste": _pasted, "file": _file, "sample": _sample}[source](page)
    if found is None:
        return None
    identity, content = found
    if st.session_state.get(LAST, identity) != identity:  # roles chosen for another file mean nothing here
        for name, value in RESET.items():
            page.state.put(name, value)
    st.session_state[LAST] = identity
    made_for = (identity, content if source == "paste" else None)
    try:
        sheet = kept("sheet", made_for, lambda: read_sheet(content, bar.phase("read", len(content))))
    except UnreadableFileError as error:
        bar.done()
        _say(page, error)
        return None
    reading, asked = predictions_roles.choose(page, sheet, None)
    only_sums = all(question.about == "sums" for question in reading.questions)
    checked = reading.checked if only_sums and (reading.refused is None or reading.refused.key == "no_rows") else None
    if checked is None:
        bar.done()
        if reading.refused is None:
            _per_label(page, reading)
        return None
    titles = tuple(model.name for model in reading.models)
    return kept(
        "given",
        (checked, titles),
        lambda: Given(checked, titles, len(content), False, lambda: read(sheet, replace(asked, sums="divide")).checked),
    )


def _per_label(page: Page, reading: Reading) -> None:
    """The losses of each label where rows have several at once, and their sum, for each model."""
    units = page.units
    losses = {name: [summary(one).cross_entropy for one in part.scores()] for name, part in reading.parts}
    if losses:
        rows = {code_span(cut(name)): found for name, found in losses.items()}
        rows["**Σ**"] = [sum(found) for found in zip(*losses.values(), strict=True)]
        lines = [
            f"| {name} | " + " | ".join(plain(units.of(loss), 4) for loss in found) for name, found in rows.items()
        ]
        heads = " | ".join(code_span(cut(model.name)) for model in reading.models)
        rule = "|".join(["---", *["--:"] * len(reading.models)])
        st.markdown("\n".join([f"| {page.text(units.name)} | {heads}", f"|{rule}", *lines]))


def _table(page: Page) -> Given:
    text = page.text
    columns = {
        "y": st.column_config.NumberColumn(text("label"), format="%.6g"),
        "a": st.column_config.NumberColumn(text("output"), format="%.6g"),
    }
    rows = boxes.table(ROWS, columns, text, alt=text("table_alt"))
    # A row without any entry is one that the reader has only just added.
    cells = {number: ["" if cell is None else repr(cell) for cell in row] for number, row in rows.items()}
    filled = tuple((number, row) for number, row in cells.items() if any(row))
    return kept("given", ("table", filled), lambda: Given(_two_columns(filled), ("a",), 0, True, lambda: None))


def _two_columns(filled: tuple[tuple[int, list[str]], ...]) -> Checked:
    """The rows of the small table: labels and probabilities, whatever they look like."""
    sheet = sheet_of(["y", "a"], filled or [(1, ["", ""])])
    y = sheet.columns[0]
    inside = np.where((y.numbers >= 0.0) & (y.numbers <= 1.0), y.numbers, np.nan)
    return check_rows(sheet, Labels((y,), inside, ("0", "1")), (Values("a", (1,), "probability"),))


def _pasted(page: Page) -> tuple[str, bytes]:
    pasted = widgets.text_area(PASTED, page.text, IN_LINK, page.text("the_text"))
    return "paste", pasted.encode(errors="replace")


def _file(page: Page) -> tuple[str, bytes] | None:
    text = page.text
    file = st.file_uploader(
        text("upload"),
        type=["csv", "txt", "tsv", "json", "jsonl", "md", "arff", "dat"],
        key="predictions_upload",
        on_change=lambda: st.session_state.pop(UPLOADED, None),
    )
    if file is not None:
        st.session_state[UPLOADED] = (file.name, f"file {file.file_id}", file.getvalue())
    if UPLOADED not in st.session_state:
        st.info(text("formats"), icon=":material/info:")
        return None
    name, identity, content = st.session_state[UPLOADED]
    if file is None:  # the widget forgets its file on another page
        st.text(text("kept", name=name))
    page.state.unshared.append(text("the_file"))
    return identity, content


def _sample(page: Page) -> tuple[str, bytes]:
    text, name = page.text, page.show(SAMPLE)
    content = SAMPLES[name]()
    st.caption(text(f"about.{name}"))
    st.download_button(
        text("download_sample"),
        content,
        f"predictions_{name}.csv",
        "text/csv",
        key=f"predictions_sample_{name}",
        on_click="ignore",
        icon=":material/download:",
    )
    return f"sample {name}", content


def _say(page: Page, error: UnreadableFileError) -> None:
    """Say why a file cannot be read; what it holds only as plain text."""
    text = page.text
    st.warning(text(f"file.{error.reason}"), icon=":material/error:")
    if error.detail:
        st.text(text("found", detail=error.detail))
