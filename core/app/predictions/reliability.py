"""Reliability: what was said against what happened, as the isotonic curve in its band, and the calibration error."""

from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.predictions.kept import kept, percent
from core.app.predictions.pictured import TOP, Pictured, choose, class_names
from core.app.wording.figures import plain
from core.charts.predictions import reliability as charts
from core.simulation.predictions import calibration
from core.simulation.predictions.consistency import Band, consistency
from core.simulation.predictions.pieces import Recalibration, recalibrated
from core.simulation.predictions.report import Report

BINS: Final = Control("bins", Choice("width", calibration.BINNINGS), "bins.label", "bins.{}")
CONTROLS: Final = (BINS,)
WITHOUT: Final = 0.1  # of the rows lie outside a band of 90 %, at each place, by chance


def show(page: Page, shown: Pictured) -> None:
    """The diagram of the model in front among the others, and what its calibration error is."""
    text, names, scores = page.text, shown.names, shown.scores
    curves = kept("curves", (shown.report, shown.of_class), lambda: [recalibrated(one) for one in scores])
    band = kept("band", (shown.report, shown.of_class, shown.shown), lambda: consistency(scores[shown.shown]))
    axes, rows = _axes(page, shown), scores[shown.shown].pooled
    outside = _outside(curves[shown.shown], band)
    st.markdown(f"**{text('reliability.title')}**")
    picture, words = st.columns([1.45, 1], gap="large")
    with picture:
        draw(
            charts.chart,
            charts.curve_rows(curves, names, shown.shown),
            charts.band_rows(band),
            charts.bar_rows(rows.said, rows.masses),
            axes | {name: text(f"reliability.{name}") for name in ("fitted", "rows")},
            len(names) > 1,
            alt=text("reliability.alt", name=names[shown.shown], outside=plain(100 * outside, 0), **axes),
            key="predictions_reliability",
        )
    with words:
        choose(page, shown.report, names)
        kind = "all" if outside == 0.0 else "outside" if outside > WITHOUT else "inside"
        st.markdown(text(f"reliability.verdict.{kind}", share=percent(outside)))
        st.caption(text("reliability.reading"))
        with page.fold():
            _error(page, shown)


def _axes(page: Page, shown: Pictured) -> dict[str, str]:
    text = page.text
    if shown.report.models[0].scores.binary:
        event = shown.report.checked.classes[1] if shown.report.checked.classes else "1"
    elif shown.of_class == TOP:
        return {"said": text("reliability.confidence"), "happened": text("reliability.right")}
    else:
        event = class_names(shown.report)[int(shown.of_class[1:]) - 1]
    return {"said": text("reliability.said", event=event), "happened": text("reliability.happened", event=event)}


def _outside(curve: Recalibration, band: Band) -> float:
    """The share of the rows at whose predictions the curve lies outside the band."""
    low, high = (np.interp(curve.said, band.grid, end) for end in (band.low, band.high))
    out = (curve.fitted < low - 1e-9) | (curve.fitted > high + 1e-9)
    return float((curve.masses * out).sum() / curve.masses.sum())


def _error(page: Page, shown: Pictured) -> None:
    """The expected calibration error in words: its definition, its bins, and class by class for more than two."""
    text, binning = page.text, page.show(BINS)
    found = binned(shown.report, binning)[shown.shown]
    scores = shown.report.models[shown.shown].scores
    said = {"error": plain(found.error, 4), "bins": str(len(found.counts)), "binning": text(f"bins.{binning}")}
    st.markdown(text("reliability.error" if scores.binary else "reliability.error_top", **said))
    if not scores.binary:
        made_for = (shown.report, shown.shown, binning)
        errors = kept("classwise", made_for, lambda: calibration.classwise_errors(scores, binning=binning))
        st.markdown(text("reliability.error_classes", error=plain(float(np.mean(errors)), 4)))


def binned(report: Report, binning: str) -> list[calibration.Reliability]:
    """The reliability of every model in bins of equal width or mass."""
    if binning == "width":
        return [model.reliability for model in report.models]
    return kept(
        "bins", report, lambda: [calibration.reliability(model.scores, binning="mass") for model in report.models]
    )
