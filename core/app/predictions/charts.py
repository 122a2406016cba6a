"""The pictures of the reader's predictions: losses, reliability, and two models' difference. Binned data only."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain
from core.charts.predictions import report as charts
from core.simulation.predictions import calibration
from core.simulation.predictions.bootstrap import MOST_RESAMPLED, Interval
from core.simulation.predictions.evaluation import Histogram, histogram_edges, loss_histogram
from core.simulation.predictions.report import Report, difference

SEED: Final = Control("b_seed", Number(0, 0, 9999, 1), "difference.seed", kind="box")
BINS: Final = Control("bins", Choice("width", calibration.BINNINGS), "bins.label", "bins.{}")
CONTROLS: Final = (SEED, BINS)
PICTURED: Final = 2  # models that a picture has room for
LONGEST: Final = 24


def losses(page: Page, report: Report, titles: Sequence[str]) -> None:
    """The histogram of the losses."""
    text, units = page.text, page.units
    st.markdown(f"**{text('chart.losses')}**")
    found = kept("histograms", (report, units.name), lambda: histograms(report, units.per_nat))[:PICTURED]
    means = ", ".join(plain(units.of(model.summary.cross_entropy), 4) for model in report.models)
    draw(
        charts.histogram_chart,
        charts.histogram_rows(found, [_cut(title) for title in titles[:PICTURED]], _short),
        {"loss": text("loss", units=text(units.name)), "rows": text("chart.rows")},
        len(report.models) > 1,
        alt=text("chart.losses_alt", means=means, units=text(units.name)),
        key="predictions_losses",
    )


def reliability(page: Page, report: Report, titles: Sequence[str]) -> None:
    """The reliability diagram, and the calibration error of its bins."""
    text = page.text
    st.markdown(f"**{text('chart.reliability')}**")
    binary, binning = report.models[0].scores.binary, page.show(BINS)
    found = binned(report, binning)
    draw(
        charts.reliability_chart,
        charts.reliability_rows(found[:PICTURED], [_cut(title) for title in titles[:PICTURED]], _short),
        {
            "said": text("chart.said" if binary else "chart.confidence"),
            "happened": text("chart.happened" if binary else "chart.right"),
            "bin": text("chart.bin"),
            "rows": text("chart.rows"),
            "calibrated": text("chart.calibrated"),
        },
        len(report.models) > 1,
        alt=text("chart.reliability_alt", errors=", ".join(plain(one.error) for one in found)),
        key="predictions_reliability",
    )


def binned(report: Report, binning: str) -> list[calibration.Reliability]:
    """The reliability of every model in bins of equal width or mass."""
    if binning == "width":
        return [model.reliability for model in report.models]
    return kept(
        "bins", report, lambda: [calibration.reliability(model.scores, binning="mass") for model in report.models]
    )


def several_models(page: Page, report: Report, titles: Sequence[str]) -> None:
    """How far the difference of the first model and each other is more than chance, with the picture of the first."""
    text, units = page.text, page.units
    pairs = [(0, place) for place in range(1, len(report.models))]
    one = report.models[0].scores.count if report.checked.groups is None else len(set(report.checked.groups.tolist()))
    endless = any(model.summary.infinite for model in report.models[:2])
    words, chart = (st.container(), st.container()) if endless else st.columns([1, 1.45], gap="large")
    with words:
        said = st.container()
        if 1 < one <= MOST_RESAMPLED and not endless:
            page.show(SEED)
    seed = int(page.value(SEED))
    found = kept("difference", (report, seed), lambda: [difference(report, seed, pair) for pair in pairs])
    sentences = [_difference(page, one) for one in found]
    if len(pairs) > 1:
        said.caption(text("difference.pictured"))
        named = [f"{code_span(titles[0])} − {code_span(title)}: " for title in titles[1:]]
        sentences = [name + line for name, line in zip(named, sentences, strict=True)]
    said.markdown("\n\n".join(sentences))
    if found[0].low is None:
        return
    with chart:
        draw(
            charts.interval_chart,
            charts.interval_rows(
                found[0], units.per_nat, [_cut(title) for title in titles[:PICTURED]], lambda value: plain(value, 3)
            ),
            {"difference": text("difference.axis", units=text(units.name))},
            alt=_difference(page, found[0]),
            key="predictions_difference",
        )


def _difference(page: Page, found: Interval) -> str:
    units = page.units
    values = {
        name: "–" if value is None else plain(units.of(value), 4)
        for name, value in (("value", found.difference), ("low", found.low), ("high", found.high))
    }
    return page.text(f"difference.{found.method}", units=page.text(units.name), **values)


def histograms(report: Report, per_nat: float) -> list[Histogram]:
    """The losses of every model, in a unit of so many to the nat, in bins that they share."""
    losses = [per_nat * model.losses for model in report.models]
    edges = histogram_edges(*losses)
    return [loss_histogram(one, edges=edges) for one in losses]


def _short(value: float) -> str:
    return np.format_float_positional(value, precision=4, trim="-").replace("-", "−")


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
