"""One curve, two losses: what acting at each threshold costs, and both losses as areas under it."""

from typing import Final

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.controls.live_slider import live, live_slider
from core.app.drawing import draw, views
from core.app.frame.page import Page
from core.app.predictions.kept import kept
from core.app.predictions.pictured import TOP, Pictured
from core.app.wording.code_span import code_span
from core.app.wording.figures import plain
from core.charts.predictions import curve as charts
from core.simulation.predictions.evaluation import constant
from core.simulation.predictions.murphy import Murphy, murphy

THRESHOLD: Final = Control("threshold", Number(0.5, 0.01, 0.99, 0.01), "curve.threshold")
CONTROLS: Final = (THRESHOLD,)
VIEWS: Final = "predictions_curve"
LOSSES: Final = ("squared_error", "cross_entropy")
IN_A_ROW: Final = 4  # models


def found(shown: Pictured) -> tuple[list[Murphy], Murphy]:
    """The curves of all models, and of always saying the base rate."""
    scores = shown.scores
    made_for = (shown.report, shown.of_class)
    return kept("murphy", made_for, lambda: ([murphy(one) for one in scores], murphy(constant(scores[0]))))


def show(page: Page, shown: Pictured) -> None:
    """The two pictures of the curves, the slider of the threshold, and what acting there costs in words."""
    text, units = page.text, page.units
    curves, base = found(shown)
    st.markdown(f"**{text('curve.title')}**")
    stops = np.array(THRESHOLD.over_a(Number).grid)
    rows, ground = charts.curve_rows(curves, shown.names), charts.curve_rows([base], [text("constant")])
    ends = charts.end_rows(rows)
    points = charts.point_rows([np.array([one.at(c) for c in stops]) for one in curves], shown.names)
    soft = bool(((shown.scores[0].labels > 0.0) & (shown.scores[0].labels < 1.0)).any())
    areas = {
        "squared_error": [plain(one.squared_error(), 4) for one in curves],
        "cross_entropy": [plain(units.of(one.cross_entropy()), 4) for one in curves],
    }
    with views(VIEWS):
        for loss, place in zip(LOSSES, st.columns(2, gap="medium"), strict=True):
            over_logit = loss == "cross_entropy"
            named = text(f"curve.area_{loss}{'_soft' if soft else ''}")
            with place:
                st.markdown(f":small[{named}: **{', '.join(areas[loss])}**]")
                draw(
                    charts.chart,
                    charts.within(rows, ends) if over_logit else rows,
                    charts.within(ground, ends) if over_logit else ground,
                    points,
                    ends,
                    live(THRESHOLD),
                    loss,
                    {"x": text(f"curve.x_{loss}"), "y": text("curve.y")},
                    len(curves) > 1,
                    alt=text("curve.alt", loss=named, values=", ".join(areas[loss])),
                    key=f"predictions_curve_{loss}",
                )
    live_slider(THRESHOLD, text, chart=VIEWS, symbols=("c",), along="c", ends=(0.01, 0.99))
    kind = "event" if shown.report.models[0].scores.binary else "top" if shown.of_class == TOP else "class"
    page.follow(
        THRESHOLD, text.template(f"curve.act.{kind}"),
        lambda c: {"c": plain(c, 2), "rest": plain(1.0 - c, 2), "base": plain(base.at(c), 4)},
    )  # fmt: skip
    places = st.columns(min(len(curves), IN_A_ROW), gap="medium")
    for number, (one, name) in enumerate(zip(curves, shown.names, strict=True)):
        with places[number % len(places)]:
            if len(curves) > 1:
                st.markdown(code_span(name))
            template = text.template("curve.costs_soft" if soft else "curve.costs")
            page.follow(THRESHOLD, template, lambda c, one=one: costs(one, c))  # type: ignore[misc]
    st.caption(text("curve.reading") + (" " + text("curve.soft") if soft else ""))
    if units.name == "bits":
        st.caption(text("curve.bits"))


def costs(one: Murphy, c: float) -> dict[str, str]:
    """What acting at a threshold costs: the mean cost, and of 100 rows those that are missed or acted on in vain."""
    missed, alarms = one.mistakes(c)
    return {"cost": plain(one.at(c), 4), "missed": plain(100 * missed, 1), "alarms": plain(100 * alarms, 1)}
