"""Your predictions: a table or a file of labels and outputs, its loss row by row and in total."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from core.app import controls
from core.app.fields import Cell, Table
from core.app.numbers import plain, whole
from core.app.page import Page
from core.maths.losses import binary_cross_entropy, squared_error
from core.simulation.predictions import Predictions, UnreadableFileError, check_rows, read_csv

ROWS: Final = Table(
    default=((1.0, 0.9), (0.0, 0.2), (1.0, 0.6), (0.0, 0.45), (1.0, 0.02)),
    columns=2,
    most=10,
)
NAMED: Final = 10  # bad rows that are listed one by one
SHOWN: Final = 1000  # rows of a long file that are listed


def show(page: Page) -> None:
    """The section: table and upload on the left, what they come to on the right."""
    text = page.text
    st.caption(text("predictions.intro"))
    given, result = st.columns([1, 1.5], gap="large")
    with given:
        rows = controls.table(
            "rows",
            ROWS,
            {
                "y": st.column_config.NumberColumn(text("predictions.label")),
                "a": st.column_config.NumberColumn(text("predictions.output")),
            },
            text,
            alt=text("predictions.table_alt"),
        )
        file = st.file_uploader(text("predictions.upload"), type=["csv", "txt", "tsv"], key="formulas_upload")
    with result:
        if file is None:
            _results(page, _from_table(rows))
            return
        controls.leave_out_of_link(text("predictions.the_file"))
        try:
            predictions = read_csv(file.getvalue())
        except UnreadableFileError as error:
            st.warning(text(f"predictions.file.{error.reason}"), icon=":material/error:")
            if error.detail:
                st.text(text("predictions.file.detail", detail=error.detail))
            return
        _results(page, predictions)


def _from_table(rows: Mapping[int, tuple[Cell, ...]]) -> Predictions:
    cells = {number: ["" if cell is None else repr(cell) for cell in row] for number, row in rows.items()}
    # A row without any entry is one that the reader has only just added.
    return check_rows((number, y, a) for number, (y, a) in cells.items() if y or a)


def _results(page: Page, predictions: Predictions) -> None:
    text, units = page.text, page.units
    _complain(page, predictions)
    count = len(predictions.numbers)
    if count == 0:
        st.info(text("predictions.none"), icon=":material/info:")
        return
    cross_entropy = units.of(1.0) * binary_cross_entropy(predictions.labels, predictions.outputs)
    squared = squared_error(predictions.labels, predictions.outputs)
    left, right, size = st.columns(3)
    left.metric(text("predictions.mean_ce", units=text(units.name)), plain(float(np.mean(cross_entropy)), 4))
    right.metric(text("predictions.mean_se"), plain(float(np.mean(squared)), 4))
    size.metric(text("predictions.count"), whole(count))
    totals = {"ce": plain(float(np.sum(cross_entropy)), 4), "se": plain(float(np.sum(squared)), 4)}
    st.caption(text("predictions.totals", units=text(units.name), **totals))
    endless = np.flatnonzero(np.isinf(cross_entropy))
    if len(endless):
        first = ", ".join(str(number) for number in predictions.numbers[endless[:NAMED]])
        st.markdown(f":material/all_inclusive: {text('predictions.infinite', count=whole(len(endless)), rows=first)}")
    shown = slice(None, SHOWN)
    st.dataframe(
        pd.DataFrame(
            {
                "row": predictions.numbers[shown],
                "y": predictions.labels[shown],
                "a": predictions.outputs[shown],
                "ce": [plain(value, 4) for value in cross_entropy[shown]],
                "se": [plain(value, 4) for value in squared[shown]],
            }
        ),
        hide_index=True,
        column_config={
            "row": text("predictions.row"),
            "y": text("predictions.label"),
            "a": text("predictions.output"),
            "ce": st.column_config.TextColumn(text("predictions.ce", units=text(units.name)), alignment="right"),
            "se": st.column_config.TextColumn(text("predictions.se"), alignment="right"),
        },
        alt=text("predictions.result_alt"),
    )
    if count > SHOWN:
        st.caption(text("predictions.first_rows", shown=whole(SHOWN), count=whole(count)))


def _complain(page: Page, predictions: Predictions) -> None:
    """Say which rows were left out and why, in plain text: what stood in them comes from outside."""
    text, bad = page.text, predictions.bad
    if not bad:
        return
    st.warning(text("predictions.left_out", count=whole(len(bad))), icon=":material/error:")
    lines = [
        text(
            "predictions.bad_row", row=row.number, reason=text(f"predictions.reason.{row.reason}", given=row.given[:40])
        )
        for row in bad[:NAMED]
    ]
    if len(bad) > NAMED:
        lines.append(text("predictions.more_bad", count=whole(len(bad) - NAMED)))
    st.text("\n".join(lines))
