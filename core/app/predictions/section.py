"""Your predictions: a table, a text or a file of labels and predictions, and what the losses say about them."""

from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice
from core.app.frame.page import Page
from core.app.predictions import charts, details, input, measures, rows
from core.app.predictions.kept import Bar, kept
from core.app.take_home.printed import Printed, behind, in_units, listed
from core.app.take_home.snippet import Snippet
from core.charts.kit.theme import Units
from core.maths import losses
from core.simulation.predictions.report import Report, evaluate

MOST_WRITTEN: Final = 200  # rows that go into a piece of Python
SOURCE: Final = Choice("table", ("table", "paste", "file", "sample"))


def show(page: Page) -> Snippet | None:
    """The section: what is given on the left, its measures on the right, what carries the loss below."""
    text = page.text
    st.caption(text("predictions.intro"))
    names = {name: text(f"predictions.source.{name}") for name in SOURCE.options}
    source = widgets.choice("source", text("predictions.source.label"), SOURCE, text, names)
    bar = Bar(page)
    left, right = st.columns([1, 1.45], gap="large")
    with left:
        given = input.given(page, source, bar)
    if given is None:
        return None
    with right:
        checked = rows.usable(page, given, bar)
        if checked is None:
            bar.done()
            return None
        report = kept("report", checked, lambda: evaluate(checked, bar.phase("evaluate", given.size)))
        bar.done()
        measures.show(page, report, given.titles)
    charts.show(page, report, given.titles)
    details.show(page, report, given.titles)
    return _behind(page.units, report)


def _behind(units: Units, report: Report) -> Snippet:
    """The Python for the first model's mean loss where the rows are few, else for its worst row's."""
    model, few = report.models[0], report.models[0].scores.count <= MOST_WRITTEN
    scores = model.scores
    function = {
        ("probabilities", True): losses.binary_cross_entropy,
        ("logits", True): losses.binary_cross_entropy_with_logits,
        ("probabilities", False): losses.categorical_cross_entropy,
        ("logits", False): losses.categorical_cross_entropy_with_logits,
    }[scores.kind, scores.binary]
    places = np.arange(scores.count) if few else model.worst[:1]
    labels = listed(scores.labels[places])
    if not scores.binary:
        labels = f"np.eye({scores.classes})[{scores.labels[places].astype(int).tolist()!r}]  # one-hot rows"
    code = f"y = {labels}\nsaid = {listed(scores.values[places])}\nlosses = {function.__name__}(y, said)"
    worst = Printed(
        in_units("losses.max()", units),
        units.of(float(model.losses[model.worst[0]])),
        4,
        f"the worst row, {units.name}",
    )
    if not few:
        return behind((function,), code, worst)
    mean = Printed(
        in_units("losses.mean()", units), units.of(model.summary.cross_entropy), 4, f"the mean, in {units.name}"
    )
    return behind((function,), code, mean, worst)
