"""Your predictions: a table, a text or a file of labels and predictions, and what the losses say about them."""

from typing import Final

import streamlit as st

from core.app import controls
from core.app.fields import Choice
from core.app.formulas import (
    predictions_charts,
    predictions_details,
    predictions_input,
    predictions_measures,
    predictions_rows,
)
from core.app.formulas.predictions_kept import Bar, kept
from core.app.page import Page
from core.simulation.prediction_report import evaluate

SOURCE: Final = Choice("table", ("table", "paste", "file", "sample"))


def show(page: Page) -> None:
    """The section: what is given on the left, its measures on the right, what carries the loss below."""
    text = page.text
    st.caption(text("predictions.intro"))
    names = {name: text(f"predictions.source.{name}") for name in SOURCE.options}
    source = controls.choice("source", text("predictions.source.label"), SOURCE, text, names)
    bar = Bar(page)
    left, right = st.columns([1, 1.45], gap="large")
    with left:
        given = predictions_input.given(page, source, bar)
    if given is None:
        return
    with right:
        checked = predictions_rows.usable(page, given, bar)
        if checked is None:
            bar.done()
            return
        report = kept("report", checked, lambda: evaluate(checked, bar.phase("evaluate", given.size)))
        bar.done()
        predictions_measures.show(page, report, given.titles)
    predictions_charts.show(page, report, given.titles)
    predictions_details.show(page, report, given.titles)
