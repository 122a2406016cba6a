"""The rows that cannot be used: named, and left to the reader's decision."""

from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice
from core.app.controls.state import link_state
from core.app.frame.page import Page
from core.app.predictions.input import Given
from core.app.predictions.kept import Bar, kept
from core.app.wording.figures import whole
from core.app.wording.notes import unusable_rows
from core.data.own_table import cut
from core.simulation.predictions.report import Report, evaluate
from core.simulation.predictions.rows import Checked, check_rows

BAD: Final = Choice("ask", ("ask", "drop", "scale"))


def judged(page: Page, given: Given, bar: Bar) -> Report | None:
    """What the losses say about the rows to go on with; None while there are none."""
    checked = usable(page, given, bar)
    if checked is None:
        bar.done()
        return None
    report = kept("report", checked, lambda: evaluate(checked, bar.phase("evaluate", given.size)))
    bar.done()
    return report


def usable(page: Page, given: Given, bar: Bar) -> Checked | None:
    """The rows to go on with; None, with a sentence said, while the reader has to decide or no row is left."""
    text = page.text
    tell = bar.phase("check", given.size)
    checked = kept("checked", given, lambda: check_rows(given.sheet, given.roles))
    tell(1.0)
    asked = bool(checked.bad_count) and not given.at_once
    if checked.bad_count:
        bar.done()
        _name(page, checked)
    if checked.bad_count and given.at_once:
        st.caption(text("bad.at_once"))
    answer = _ask(page, checked) if asked else "drop"
    if answer == "ask":
        st.info(text("bad.waiting"), icon=":material/front_hand:")
        return None
    if answer == "scale" and checked.sums:
        checked = kept("scaled", given, lambda: check_rows(given.sheet, given.roles, scale=True))
    if not len(checked.lines):
        st.info(text("none"), icon=":material/info:")
        return None
    if asked:
        st.caption(text("bad.used", used=whole(len(checked.lines)), total=whole(checked.total)))
    return checked


def _ask(page: Page, checked: Checked) -> str:
    """What to do with bad rows; dividing by sums is offered where that would help."""
    text = page.text
    options = BAD.options if checked.sums else BAD.options[:2]
    if link_state().get("bad", BAD.default) not in options:
        link_state().put("bad", BAD.default)
    names = {name: text(f"bad.{name}") for name in options}
    return widgets.choice("bad", text("bad.label"), Choice("ask", options), text, names)


def _name(page: Page, checked: Checked) -> None:
    """Name the first ten bad rows."""
    text = page.text
    lines = [
        text(
            "bad.row",
            row=row.number,
            column=f", {cut(row.column)}" if row.column else "",
            reason=text(f"reason.{row.reason}", given=row.given),
        )
        for row in checked.bad
    ]
    warning = text("bad.count", count=whole(checked.bad_count), total=whole(checked.total))
    unusable_rows(text, warning, lines, checked.bad_count, more="bad.more")
