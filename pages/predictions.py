"""Your predictions: a table, a text or a file of labels and predictions, and what the losses say about them."""

import streamlit as st

from core.app.frame.page import begin
from core.app.predictions import charts, details, input, measures, rows
from core.app.predictions.kept import Bar
from core.app.predictions.python_behind import losses_behind
from core.app.take_home import panel

page = begin()
text = page.text

st.title(text("claim"), anchor=False)
st.caption(text("intro"))
page.show(input.SOURCE)
bar = Bar(page)
report = None
left, right = st.columns([1, 1.45], gap="large")
with left:
    given = input.given(page, bar)
if given:
    with right:
        report = rows.judged(page, given, bar)
        if report:
            measures.show(page, report, given)
if given and report:
    with left:
        charts.losses(page, report, given.titles)
    with right:
        charts.reliability(page, report, given.titles)
    if len(report.models) > 1:
        charts.several_models(page, report, given.titles)
    details.show(page, report, given)
panel.offer(text, losses_behind(page.units, report) if report else None)
