"""The pictures of the reader's predictions: losses, reliability, and two models' difference. Binned data only."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.wording.figures import plain
from core.charts.predictions import report as charts
from core.simulation.predictions.bootstrap import MOST_RESAMPLED
from core.simulation.predictions.evaluation import Histogram, histogram_edges, loss_histogram
from core.simulation.predictions.report import Report, difference

SEED: Final = Control("b_seed", Number(0, 0, 9999, 1), "difference.seed", kind="box")
CONTROLS: Final = (SEED,)
LONGEST: Final = 24


def losses(page: Page, report: Report, titles: Sequence[str]) -> None:
    """The histogram of the losses."""
    text, units = page.text, page.units
    st.markdown(f"**{text('chart.losses')}**")
    found = kept("histograms", (report, units.name), lambda: histograms(report, units.per_nat))
    means = ", ".join(plain(units.of(model.summary.cross_entropy), 4) for model in report.models)
    draw(
        charts.histogram_chart,
        charts.histogram_rows(found, [_cut(title) for title in titles], _short),
        {"loss": text("loss", units=text(units.name)), "rows": text("chart.rows")},
        len(report.models) > 1,
        alt=text("chart.losses_alt", means=means, units=text(units.name)),
        key="predictions_losses",
    )


def reliability(page: Page, report: Report, titles: Sequence[str]) -> None:
    """The reliability diagram."""
    text = page.text
    st.markdown(f"**{text('chart.reliability')}**")
    binary = report.models[0].scores.binary
    draw(
        charts.reliability_chart,
        charts.reliability_rows(
            [model.reliability for model in report.models], [_cut(title) for title in titles], _short
        ),
        {
            "said": text("chart.said" if binary else "chart.confidence"),
            "happened": text("chart.happened" if binary else "chart.right"),
            "bin": text("chart.bin"),
            "rows": text("chart.rows"),
            "calibrated": text("chart.calibrated"),
        },
        len(report.models) > 1,
        alt=text("chart.reliability_alt", errors=", ".join(plain(one.reliability.error) for one in report.models)),
        key="predictions_reliability",
    )


def two_models(page: Page, report: Report, titles: Sequence[str]) -> None:
    """How far the difference of the two models is more than chance."""
    text, units = page.text, page.units
    names = [_cut(title) for title in titles]
    endless = any(model.summary.infinite for model in report.models)
    drawn = 1 < report.constant.count <= MOST_RESAMPLED and not endless
    words, chart = (st.container(), st.container()) if endless else st.columns([1, 1.45], gap="large")
    with words:
        said = st.container()
        if drawn:
            page.show(SEED)
    seed = int(page.value(SEED))
    found = kept("difference", (report, seed), lambda: difference(report, seed))
    values = {
        name: "–" if value is None else plain(units.of(value), 4)
        for name, value in (("value", found.difference), ("low", found.low), ("high", found.high))
    }
    sentence = text(f"difference.{found.method}", units=text(units.name), **values)
    said.markdown(sentence)
    if found.low is None:
        return
    with chart:
        draw(
            charts.interval_chart,
            charts.interval_rows(found, units.per_nat, names, lambda value: plain(value, 3)),
            {"difference": text("difference.axis", units=text(units.name))},
            alt=sentence,
            key="predictions_difference",
        )


def histograms(report: Report, per_nat: float) -> list[Histogram]:
    """The losses of every model, in a unit of so many to the nat, in bins that they share."""
    losses = [per_nat * model.losses for model in report.models]
    edges = histogram_edges(*losses)
    return [loss_histogram(one, edges=edges) for one in losses]


def _short(value: float) -> str:
    return np.format_float_positional(value, precision=4, trim="-").replace("-", "−")


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
