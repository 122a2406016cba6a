"""Your predictions: a table, a text or a file of labels and predictions, and what the losses say about them."""

import streamlit as st

from core.app.frame.page import begin
from core.app.frame.sections import Screen, cards, opened
from core.app.predictions import (
    curve,
    details,
    measures,
    models,
    pictured,
    pieces,
    reliability,
    take_home,
    too_sure,
)
from core.app.predictions.reading import input

page = begin()

if not opened(page, {"too_sure": Screen(too_sure.show)}):
    page.show(input.SOURCE)
    report = None
    left, right = st.columns([1, 1.45], gap="large")
    with left:
        given = input.given(page)
    if given:
        with right, st.container(key="predictions_judged"):
            report = input.judged(page, given)
            if report:
                measures.judge(page, report, given)
                shown = pictured.pictured(page, report, given.titles)
                pieces.show(page, shown)
    if given and report:
        st.divider()
        reliability.show(page, shown)
        curve.show(page, shown)
        if len(report.models) > 1:
            models.show(page, report, shown.names)
        details.show(page, report, given)
        take_home.offer(page, report, given, shown)
    cards(page, take_home.losses_behind(page.units, report) if report else None)
