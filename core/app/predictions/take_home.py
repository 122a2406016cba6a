"""What an engineer keeps: a report to print, the numbers, the losses of all rows, and the Python behind them."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
import streamlit as st

from core.app.frame.page import Page
from core.app.predictions import sheet
from core.app.predictions.models import SEED
from core.app.predictions.pictured import Pictured
from core.app.predictions.reading.input import Given
from core.app.predictions.reading.roles import sentence
from core.app.predictions.reliability import BINS
from core.app.take_home.snippet import Snippet, listed
from core.charts.kit.theme import Units
from core.simulation.predictions.record import numbers_csv, record
from core.simulation.predictions.report import Report, rows_csv
from core.simulation.predictions.scores import FUNCTIONS

MOST_WRITTEN: Final = 200  # rows that go into a piece of Python


def offer(page: Page, report: Report, given: Given, shown: Pictured) -> None:
    """The buttons; what they give is made when they are pressed."""
    seed, binning = int(page.value(SEED)), page.value(BINS)
    in_json = partial(json.dumps, ensure_ascii=False, indent=2, allow_nan=False)

    def numbers() -> dict[str, Any]:
        return record(given.reading, report, {}, partial(sentence, page, mark=str), seed, binning)

    files: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "report": ("html", "text/html", lambda: sheet.printed(page, report, given, shown)),
        "measures": ("csv", "text/csv", lambda: numbers_csv(numbers())),
        "rows": ("csv", "text/csv", lambda: rows_csv(report, given.titles)),
        "summary": ("json", "application/json", lambda: in_json(numbers()).encode()),
    }
    buttons = st.container(horizontal=True, key="predictions_files")
    for name, (ending, kind, content) in files.items():
        buttons.download_button(
            page.text(f"download_{name}"), content, f"predictions_{name}.{ending}", kind,
            key=f"predictions_{name}_{ending}", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def losses_behind(units: Units, report: Report) -> Snippet:
    """The Python for the first model's mean loss where the rows are few, else for its worst row's."""
    model, few = report.models[0], report.models[0].scores.count <= MOST_WRITTEN
    scores = model.scores
    function = FUNCTIONS[scores.kind, scores.binary][1]
    places = np.arange(scores.count) if few else model.worst[:1]
    labels = listed(scores.labels[places])
    if not scores.binary:
        labels = f"np.eye({scores.classes})[{scores.labels[places].astype(int).tolist()!r}]  # one-hot rows"
    code = f"""
    y = {labels}
    said = {listed(scores.values[places])}
    losses = {function.__name__}(y, said)
    {"losses.mean()  # 4 nats: the mean" if few else ""}
    losses.max()  # 4 nats: the worst row
    """
    return Snippet(code, units, (function,))
