"""What carries the loss: the worst rows, the pairs of classes, and the temperature that would mend it."""

import math
from typing import Final

import pandas as pd
import streamlit as st

from core.app.frame.page import Page
from core.app.predictions.kept import kept, percent
from core.app.predictions.measures import show as show_measures
from core.app.predictions.pictured import class_names
from core.app.predictions.reading.input import Given
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain, whole
from core.simulation.predictions.calibration import temperature_gain
from core.simulation.predictions.evaluation import base_rates, confusion
from core.simulation.predictions.report import Report, Verdict, label_text, said

MOST_PAIRS: Final = 8


def show(page: Page, report: Report, given: Given) -> None:
    """The table of measures; then for each model its temperature, its tail, its pairs of classes, its worst rows."""
    titles = given.titles
    show_measures(page, report, given)
    if len(report.models) == 1:
        facts, table = st.columns([1, 1.3], gap="large")
        with facts:
            _facts(page, report, 0)
        with table:
            _worst(page, report, report.models[0])
    else:
        places = st.columns(2, gap="large")
        for number, (model, title) in enumerate(zip(report.models, titles, strict=True)):
            with places[number % 2]:
                st.markdown(f"**{code_span(title)}**")
                _facts(page, report, number)
                _worst(page, report, model)


def _facts(page: Page, report: Report, place: int) -> None:
    text, model = page.text, report.models[place]
    rows, share = model.tail
    st.markdown(f":material/thermostat: {' '.join(temperature(page, report, place))}")
    count = model.summary.count
    if count > 1:  # of fewer than a hundred rows one per cent is no row
        carried = "tail_unknown" if share is None else "tail" if count >= 100 else "tail_row"
        said = text(carried, rows=whole(rows), count=whole(count), share=percent(share))
        st.markdown(f":material/bar_chart: {said}")
    if not model.scores.binary:
        _pairs(page, report, model)


def temperature(page: Page, report: Report, place: int) -> list[str]:
    """The mean that no temperature mends, the best temperature, and its gain on rows that it was not chosen by."""
    text, units, model = page.text, page.units, report.models[place]
    found, scores = model.temperature, model.scores
    gain = kept(f"gain_{place}", model, lambda: temperature_gain(scores))
    lines = []
    if scores.binary:
        said, happened = scores.mean(scores.outputs), float(base_rates(scores)[1])
        lines.append(text("temperature.means", said=plain(said), happened=plain(happened)))
    lines.append(
        text(
            f"temperature.{found.outcome}",
            value="" if found.value is None else plain(found.value, 2),
            before=plain(units.of(found.before), 4),
            after=plain(units.of(found.after), 4),
        )
    )
    if found.outcome not in ("infinite", "any"):
        kind = "unknown" if gain is None else "gain" if gain > 0.0 else "no_gain"
        shown = "" if gain is None or not math.isfinite(gain) else plain(units.of(abs(gain)), 4)
        lines.append(text(f"temperature.{kind}", gain=shown))
    return lines


def _pairs(page: Page, report: Report, model: Verdict) -> None:
    """Which pairs of classes carry the loss."""
    text, units, names = page.text, page.units, class_names(report)
    found, total = confusion(model.scores), model.summary.cross_entropy
    st.markdown(f"**{text('pairs.title')}**")
    shares = [percent(one.nats / total) if 0.0 < total < math.inf else "–" for one in found[:MOST_PAIRS]]
    frame = pd.DataFrame({
        "label": [names[one.label] for one in found[:MOST_PAIRS]],
        "said": [names[one.said] for one in found[:MOST_PAIRS]],
        "rows": [plain(one.rows, 0 if one.rows == int(one.rows) else 2) for one in found[:MOST_PAIRS]],
        "loss": [plain(units.of(one.nats), 4) for one in found[:MOST_PAIRS]],
        "share": shares,
    })  # fmt: skip
    heads = {name: text(f"pairs.{name}") for name in frame.columns}
    settings = {
        name: st.column_config.TextColumn(head, alignment="left" if name in ("label", "said") else "right")
        for name, head in heads.items()
    }
    st.dataframe(frame, hide_index=True, height="content", column_config=settings, alt=text("pairs.title"))


def _worst(page: Page, report: Report, model: Verdict) -> None:
    """The ten worst rows; text cells hold names from outside and are shown as they are."""
    text, units = page.text, page.units
    places = model.worst
    st.markdown(f"**{text('worst')}**")
    labels = [label_text(report.checked, int(place)) for place in places]
    frame = pd.DataFrame({
        "row": report.checked.lines[places],
        "label": [label if isinstance(label, str) else f"{label:g}" for label in labels],
        "said": [plain(float(value), 4) for value in said(model, places)],
        "loss": [plain(units.of(float(model.losses[place])), 4) for place in places],
    })  # fmt: skip
    binary = model.scores.binary
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        column_config={
            "row": st.column_config.NumberColumn(text("row"), format="%d", width="small"),
            "label": st.column_config.TextColumn(text("label")),
            "said": st.column_config.TextColumn(text("output" if binary else "of_label"), alignment="right"),
            "loss": st.column_config.TextColumn(text("loss"), alignment="right"),
        },
        alt=text("worst_alt"),
    )
