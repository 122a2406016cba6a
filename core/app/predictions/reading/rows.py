"""The rows that cannot be used: named, and left to the reader's decision."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.predictions.reading.input import Given
from core.app.predictions.reading.roles import within
from core.app.wording.figures import whole
from core.app.wording.notes import unusable_rows
from core.simulation.predictions.reading.roles import read
from core.simulation.predictions.reading.rows import Checked
from core.simulation.predictions.report import Report, evaluate

BAD: Final = Control("bad", Choice("ask", ("ask", "drop", "scale")), "bad.label", "bad.{}", label_is_hidden=True)
CONTROLS: Final = (BAD,)


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
    answer = page.show(within(page, BAD, options)) if asked else "drop"
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
