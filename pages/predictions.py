"""Your predictions: a table, a text or a file of labels and predictions, and what the losses say about them."""

import streamlit as st

from core.app.frame.page import begin
from core.app.predictions import curve, details, measures, models, pictured, pieces, reliability, take_home
from core.app.predictions.reading import input, rows
from core.app.take_home import panel

page = begin()
text = page.text

st.title(text("claim"), anchor=False)
page.show(input.SOURCE)
report = shown = None
left, right = st.columns([1, 1.45], gap="large")
with left:
    given = input.given(page)
if given:
    with right:
        report = rows.judged(page, given)
        if report:
            measures.judge(page, report, given)
            shown = pictured.pictured(page, report, given.titles)
            pieces.show(page, shown)
if given and report and shown:
    st.divider()
    left, right = st.columns([1, 1.45], gap="large")
    with left:
        st.markdown(f"**{text('reliability.title')}**")
        pictured.choose(page, report, shown.names)
        reliability.show(page, shown)
    with right:
        curve.show(page, shown)
    if len(report.models) > 1:
        models.show(page, report, shown.names)
    details.show(page, report, given)
    take_home.offer(page, report, given, shown)
panel.offer(text, take_home.losses_behind(page.units, report) if report else None)
