"""Where the reader's predictions come from: a table, a text, one or two files, a sample; which rows are judged."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import boxes, widgets
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Table, Text
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.predictions.reading import roles
from core.app.wording.blocks import table
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain, whole
from core.app.wording.notes import unusable_rows
from core.data.reading.cells import cut
from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import Sheet, read_sheet, sheet_of
from core.simulation.predictions.evaluation import summary
from core.simulation.predictions.reading.asked import Asked, ModelRead, Reading, Stop
from core.simulation.predictions.reading.roles import read
from core.simulation.predictions.reading.rows import Checked, Labels, Values, check_rows
from core.simulation.predictions.reading.tables import joined
from core.simulation.predictions.report import Report, evaluate
from core.simulation.predictions.samples import SAMPLES

SOURCES: Final = ("table", "paste", "file", "sample")
SOURCE: Final = Control("source", Choice("table", SOURCES), "source.label", "source.{}", label_is_hidden=True)
FIRST_ROWS: Final = ((1.0, 0.9), (0.0, 0.2), (1.0, 0.6), (0.0, 0.45), (1.0, 0.02))
ROWS: Final = Control("rows", Table(FIRST_ROWS, columns=2, most=10))
FIRST_TEXT: Final = "y,model_1,model_2\n1,0.9,0.99\n0,0.2,0.01\n1,0.6,0.8\n0,0.45,0.7\n1,0.3,0.1"
PASTED: Final = Control("paste", Text(FIRST_TEXT, 200_000), "paste")
IN_LINK: Final = 600  # characters
SAMPLE: Final = Control("sample", Choice("models", tuple(SAMPLES)), "source.sample", "sample.{}", label_is_hidden=True)
BAD: Final = Control("bad", Choice("ask", ("ask", "drop", "scale")), "bad.label", "bad.{}", label_is_hidden=True)
ENDINGS: Final = ["csv", "txt", "tsv", "json", "jsonl", "md", "arff", "dat"]
UPLOADED: Final = "_predictions_{}"  # name, identity and content of the last file, and of the one beside it
LAST: Final = "_predictions_last"  # what the roles were last chosen for
RESET: Final = {control.name: control.field.default for control in (*roles.CONTROLS, BAD)}

Content = tuple[str, bytes]  # what it is known by, and what it holds


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """What was read and how; ``at_once``: bad rows stand beside it and need no question."""

    reading: Reading
    checked: Checked
    sheet: Sheet | None = None
    asked: Asked = field(default_factory=Asked)
    at_once: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        """The models' names."""
        return tuple(model.name for model in self.reading.models)


def given(page: Page) -> Given | None:
    """The controls of a source, and what they hold; None, with a sentence said, where that is nothing yet."""
    source = page.value(SOURCE)
    if source == "table":
        return _table(page)
    contents = {"paste": _pasted, "file": _files, "sample": _sample}[source](page)
    if not contents:
        return None
    identity = contents[0][0]
    if st.session_state.get(LAST, identity) != identity:  # roles chosen for another file mean nothing here
        for name, value in RESET.items():
            page.state.put(name, value)
    st.session_state[LAST] = identity
    found = _sheet(page, contents)
    if found is None:
        return None
    reading, asked = roles.choose(page, found)
    only_sums = all(question.about == "sums" for question in reading.questions)
    checked = reading.checked if only_sums and (reading.refused is None or reading.refused.key == "no_rows") else None
    if checked is None:
        if reading.refused is None:
            _per_label(page, reading)
        return None
    return kept("given", (checked, reading), lambda: Given(reading, checked, found, asked))


def _sheet(page: Page, contents: list[Content]) -> Sheet | None:
    """The table of one file, or of two that share an id; None, with a sentence said, where there is none."""
    header = {"names": True, "data": False}.get(page.value(roles.HEADER))
    sheets: list[Sheet] = []
    for number, (identity, content) in enumerate(contents):
        made_for = (identity, content if identity == "paste" else None, header)
        try:
            make = partial(read_sheet, content, header=header)
            sheets.append(kept(f"sheet_{number}", made_for, make, page.text("phase.read")))
        except UnreadableFileError as error:
            st.warning(page.text(f"file.{error.reason}"), icon=":material/error:")
            if error.detail:  # what a file holds only as plain text
                st.text(page.text("found", detail=error.detail))
            return None
    if len(sheets) == 1:
        return sheets[0]
    by = roles.choose_id(page, sheets[0], sheets[1])
    try:
        return kept("joined", (*sheets, by), lambda: joined(sheets[0], sheets[1], by))
    except Stop as stop:
        st.warning(roles.sentence(page, stop.said), icon=":material/error:")
        return None


def _per_label(page: Page, reading: Reading) -> None:
    """The losses of each label where rows have several at once, and their sum, for each model."""
    units = page.units
    losses = {name: [summary(one).cross_entropy for one in part.scores()] for name, part in reading.parts}
    if losses:
        rows = {code_span(cut(name)): found for name, found in losses.items()}
        rows["**Σ**"] = [sum(found) for found in zip(*losses.values(), strict=True)]
        heads = [page.text.unit, *(code_span(cut(model.name)) for model in reading.models)]
        lines = [(name, *(plain(units.of(loss), 4) for loss in found)) for name, found in rows.items()]
        table(heads, lines, "l" + "r" * len(reading.models))


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
    return kept("given", ("table", filled), lambda: _two_columns(filled))


def _two_columns(filled: tuple[tuple[int, list[str]], ...]) -> Given:
    """The rows of the small table: labels and probabilities, whatever they look like."""
    sheet = sheet_of(["y", "a"], filled or [(1, ["", ""])])
    y = sheet.columns[0]
    inside = np.where((y.numbers >= 0.0) & (y.numbers <= 1.0), y.numbers, np.nan)
    checked = check_rows(sheet, Labels((y,), inside, ("0", "1")), (Values("a", (1,), "probability"),))
    read_as = Reading("y", "1", ("0", "1"), None, [ModelRead("a", ("a",), "probability")], checked=checked)
    return Given(read_as, checked, at_once=True)


def _pasted(page: Page) -> list[Content]:
    pasted = widgets.text_area(PASTED, page.text, IN_LINK, page.text("the_text"))
    return [("paste", pasted.encode(errors="replace"))]


def _files(page: Page) -> list[Content]:
    first = _upload(page, "upload")
    if first is None:
        st.info(page.text("formats"), icon=":material/info:")
        return []
    with st.expander(page.text("second"), expanded=UPLOADED.format("second") in st.session_state):
        second = _upload(page, "second_file", "second")
    page.state.unshared.append(page.text("the_file"))
    return [first] if second is None else [first, second]


def _upload(page: Page, words: str, name: str = "file") -> Content | None:
    """The place for a file, and its content; kept while the reader is on another page, where the widget forgets it."""
    slot, key = UPLOADED.format(name), "predictions_upload" if name == "file" else f"predictions_{name}"
    file = st.file_uploader(page.text(words), type=ENDINGS, key=key, on_change=lambda: st.session_state.pop(slot, None))
    if file is not None:
        st.session_state[slot] = (file.name, f"file {file.file_id}", file.getvalue())
    elif slot in st.session_state:
        st.text(page.text("kept", name=st.session_state[slot][0]))
    known: tuple[str, str, bytes] | None = st.session_state.get(slot)
    return known and known[1:]


def _sample(page: Page) -> list[Content]:
    text, name = page.text, page.show(SAMPLE)
    content = SAMPLES[name]()
    st.caption(text(f"about.{name}"))
    st.download_button(
        text("download_sample"), content, f"predictions_{name}.csv", "text/csv",
        key=f"predictions_sample_{name}", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    return [(f"sample {name}", content)]


def judged(page: Page, given: Given) -> Report | None:
    """What the losses say about the rows to go on with; None while there are none."""
    checked = _usable(page, given)
    return None if checked is None else kept("report", checked, lambda: evaluate(checked), page.text("phase.evaluate"))


def _usable(page: Page, given: Given) -> Checked | None:
    """The rows to go on with; None, with a sentence said, while the reader has to decide or no row is left."""
    text = page.text
    checked = given.checked
    asked = bool(checked.bad_count) and not given.at_once
    if checked.bad_count:
        warning = text("bad.count", count=whole(checked.bad_count), total=whole(checked.total))
        unusable_rows(text, warning, checked.bad, checked.bad_count, row="bad.row", reason="reason.{}", more="bad.more")
        if given.at_once:
            st.caption(text("bad.at_once"))
    options = ("ask", "drop", "scale") if checked.sums else ("ask", "drop")  # dividing by sums, where that would help
    answer = page.show(roles.within(page, BAD, options)) if asked else "drop"
    if answer == "ask":
        st.info(text("bad.waiting"), icon=":material/front_hand:")
        return None
    if answer == "scale" and given.sheet is not None:
        sheet, divided = given.sheet, replace(given.asked, sums="divide")
        checked = kept("scaled", given, lambda: read(sheet, divided, believing=True)).checked or checked
    if not len(checked.lines):
        st.info(text("none"), icon=":material/info:")
        return None
    if asked:
        st.caption(text("bad.used", used=whole(len(checked.lines)), total=whole(checked.total)))
    return checked
