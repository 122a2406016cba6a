"""What carries the loss: the worst rows, the temperature that would mend it, and files to keep."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.app.frame.page import Page
from core.app.predictions.charts import BINS, SEED
from core.app.predictions.reading.input import Given
from core.app.predictions.measures import percent
from core.app.predictions.reading.roles import sentence
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain, whole
from core.simulation.predictions.calibration import Temperature
from core.simulation.predictions.record import record
from core.simulation.predictions.report import Report, Verdict, label_text, rows_csv, said


def show(page: Page, report: Report, given: Given) -> None:
    """What carries the loss: for each model its tail, its temperature and its worst rows; then the files."""
    text, titles, reading = page.text, given.titles, given.reading
    if len(report.models) == 1:
        facts, table = st.columns([1, 1.3], gap="large")
        with facts:
            _facts(page, report.models[0])
        with table:
            _worst(page, report, report.models[0])
    else:
        places = st.columns(2, gap="large")
        for number, (model, title) in enumerate(zip(report.models, titles, strict=True)):
            with places[number % 2]:
                st.markdown(f"**{code_span(title)}**")
                _facts(page, model)
                _worst(page, report, model)
    seed, binning = int(page.value(SEED)), page.value(BINS)
    say = partial(sentence, page, mark=str)
    files: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "rows": ("csv", "text/csv", lambda: rows_csv(report, titles)),
        "summary": ("json", "application/json", lambda: as_json(record(reading, report, {}, say, seed, binning))),
    }
    buttons = st.container(horizontal=True, key="predictions_files")
    for name, (ending, kind, content) in files.items():
        buttons.download_button(
            text(f"download_{name}"),
            content,
            f"predictions_{name}.{ending}",
            kind,
            key=f"predictions_{name}_{ending}",
            on_click="ignore",
            icon=":material/download:",
        )


def as_json(found: dict[str, Any]) -> bytes:
    """An object as the content of a file."""
    return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False).encode()


def _facts(page: Page, model: Verdict) -> None:
    text = page.text
    rows, share = model.tail
    carried = "tail" if share is not None else "tail_unknown"
    st.markdown(f":material/bar_chart: {text(carried, rows=whole(rows), share=percent(share))}")
    st.markdown(f":material/thermostat: {_temperature(page, model.temperature)}")


def _temperature(page: Page, found: Temperature) -> str:
    text, units = page.text, page.units
    return text(
        f"temperature.{found.outcome}",
        value="" if found.value is None else plain(found.value, 2),
        before=plain(units.of(found.before), 4),
        after=plain(units.of(found.after), 4),
        gain=plain(units.of(found.gain), 4),
        units=text(units.name),
    )


def _worst(page: Page, report: Report, model: Verdict) -> None:
    """The ten worst rows; text cells hold names from outside and are shown as they are."""
    text, units = page.text, page.units
    places = model.worst
    st.markdown(f"**{text('worst')}**")
    frame = pd.DataFrame(
        {
            "row": report.checked.lines[places],
            "label": [_label(report, int(place)) for place in places],
            "said": [plain(float(value), 4) for value in said(model, places)],
            "loss": [plain(units.of(float(model.losses[place])), 4) for place in places],
        }
    )
    binary = model.scores.binary
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        column_config={
            "row": st.column_config.NumberColumn(text("row"), format="%d", width="small"),
            "label": st.column_config.TextColumn(text("label")),
            "said": st.column_config.TextColumn(text("output" if binary else "of_label"), alignment="right"),
            "loss": st.column_config.TextColumn(text("loss", units=text(units.name)), alignment="right"),
        },
        alt=text("worst_alt"),
    )


def _label(report: Report, place: int) -> str:
    label = label_text(report.checked, place)
    return label if isinstance(label, str) else f"{label:g}"
