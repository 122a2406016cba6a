"""From coins to a classifier: a one-feature logistic regression, and the likelihood of every sample's label."""

import math
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number
from core.app.controls.state import link_state
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet, listed
from core.app.wording.blocks import displayed, in_a_row
from core.app.wording.figures import latex, plain
from core.app.wording.language import inline
from core.app.wording.powers import latex_exp, plain_exp
from core.charts.likelihood import classifier as charts
from core.data.iris import iris_two
from core.maths.validation import Floats
from core.simulation.likelihood.classifier import Fit, curve, fit, log_likelihoods

FEATURE: Final = 2  # petal length
SLOPE: Final = Control("slope", Number(2.0, -20.0, 20.0, 0.01), "classifier.slope")
INTERCEPT: Final = Control("intercept", Number(0.0, -10.0, 10.0, 0.01), "classifier.intercept")
HEIGHT: Final = Control("bars", Choice("plain", ("plain", "log")), "classifier.bars", "classifier.height.{}")
ORDER: Final = Control(
    "order", Choice("feature", ("feature", "value")), "classifier.order_label", "classifier.order.{}"
)
CONTROLS: Final = (SLOPE, INTERCEPT, HEIGHT, ORDER)


class Labels(NamedTuple):
    """The labels of the flowers and their log-likelihoods under the reader's slope and intercept."""

    lengths: Floats
    labels: Floats
    best: Fit
    logs: Floats
    total: float  # the log-likelihood of all of them
    mean: float  # minus its mean: the cross-entropy


@cache
def _flowers() -> tuple[Floats, Floats, Fit]:
    """The petal lengths in cm, the labels, and the best fit over the centred lengths."""
    flowers = iris_two()
    lengths, labels = flowers.raw[:, FEATURE].copy(), flowers.labels.astype(np.float64)
    return lengths, labels, fit(lengths - lengths.mean(), labels)


def read(page: Page) -> Labels:
    """The labels under what the reader has set."""
    lengths, labels, best = _flowers()
    logs = log_likelihoods(lengths - lengths.mean(), labels, *page.read(SLOPE, INTERCEPT))
    total = float(logs.sum())
    return Labels(lengths, labels, best, logs, total, -total / len(logs))


def show(page: Page) -> Snippet:
    """The section: slope and intercept, the sigmoid beside the bars, their product, and the best fit."""
    lengths, *_ = _flowers()
    st.caption(page.text("classifier.intro", count=len(lengths), centre=plain(float(lengths.mean()), 3)))
    page.row([2, 2, 1.2], SLOPE, INTERCEPT, _to_the_best)
    draw_classifier(page, _choose_bars)
    with page.fold():
        working(page)
    found = read(page)
    code = f"""
    x, y = np.array({listed(found.lengths)}), np.array({listed(found.labels)})  # petal lengths in cm
    logs = log_likelihoods(x - x.mean(), y, {page.value(SLOPE)!r}, {page.value(INTERCEPT)!r})
    logs.sum()  # 2 nats: log-likelihood
    -logs.mean()  # 4 nats: the cross-entropy
    """
    return Snippet(code, page.units, (log_likelihoods,))


def _to_the_best(page: Page) -> None:
    st.button(
        page.text("classifier.maximum"),
        on_click=_take,
        icon=":material/vertical_align_top:",
        width="stretch",
        key="likelihood_fit",
    )


def _take() -> None:
    """The best fit, to within the sliders' steps."""
    *_, best = _flowers()
    for control, value in ((SLOPE, best.slope), (INTERCEPT, best.intercept)):
        link_state().put(control.name, control.over_a(Number).snap(value))


def _choose_bars(page: Page) -> None:
    with st.container(horizontal=True, gap="medium", key="likelihood_bar_choices"):
        page.show(HEIGHT, format_func=lambda option: page.text(HEIGHT.options.format(option), log=page.units.log))
        page.show(ORDER)


def draw_classifier(page: Page, above_the_bars: Callable[[Page], object] = lambda page: None) -> None:
    """The sigmoid beside a bar for each label; their product, its logarithm, and how far it is from the best."""
    text, found = page.text, read(page)
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        _sigmoid(page, found)
    with right:
        above_the_bars(page)
        _bars(page, found)
    unit, log, of = text(page.units.name), page.units.logarithm, page.units.of
    logarithm = rf"{log} L = \sum_s {log} L_s = {latex(of(found.total), 2)}"
    mean = rf"\ce{{-{log} L / n = {latex(of(found.mean), 4)}}}"
    items = (
        inline(rf"L = \prod_s L_s = {latex_exp(found.total)}"),
        f"{inline(logarithm)} {unit}",
        f"{inline(mean)} {unit} {text('classifier.is_cross_entropy')}",
    )
    in_a_row(items)
    product = float(np.prod(np.exp(found.logs)))
    if product < np.finfo(np.float64).tiny:
        lost = "0.0" if product == 0.0 else plain(product)
        st.caption(f":material/info: {text('classifier.underflow', product=lost, total=plain(found.total, 2))}")
    page.say(_at_best(page, found))


def _sigmoid(page: Page, found: Labels) -> None:
    text, (slope, intercept), lengths = page.text, page.read(SLOPE, INTERCEPT), found.lengths
    along = np.linspace(lengths.min() - 0.2, lengths.max() + 0.2, 201)
    draw(
        charts.sigmoid_chart,
        charts.sample_rows(lengths, found.labels, np.exp(found.logs)),
        charts.curve_rows(along, curve(along - lengths.mean(), slope, intercept)),
        charts.class_rows((f"y = 0, {text('classifier.versicolor')}", f"y = 1, {text('classifier.virginica')}")),
        {"x": text("classifier.axis_x"), "y": text("classifier.axis_y")},
        alt=text("classifier.alt_sigmoid", slope=plain(slope, 2), intercept=plain(intercept, 2)),
        key="likelihood_sigmoid",
    )


def _bars(page: Page, found: Labels) -> None:
    text, units, logs, order = page.text, page.units, found.logs, page.value(ORDER)
    logarithm = page.value(HEIGHT) == "log"
    by = np.argsort(logs if order == "value" else found.lengths, kind="stable")
    rows = charts.bar_rows(logs, found.labels, by.tolist(), units.per_nat if logarithm else None)
    height = text("classifier.axis_likelihood")
    if logarithm:
        height = text("classifier.axis_log", log=units.log, units=text(units.name))
    draw(
        charts.bars_chart,
        rows,
        charts.end_rows(rows, logarithm, units.per_nat),
        {"place": text(f"classifier.axis_{order}"), "height": height},
        alt=text("classifier.alt_bars", count=len(logs), least=plain_exp(float(logs.min()))),
        key="likelihood_bars",
    )
    page.note(text("classifier.shades"))


def _at_best(page: Page, found: Labels) -> str:
    """The reader's likelihood against the greatest there is."""
    of, best = page.units.of, found.best
    least = -best.log_likelihood / len(found.logs)
    said = {
        "slope": plain(best.slope, 4),
        "intercept": plain(best.intercept, 4),
        "log_likelihood": plain(of(best.log_likelihood), 4),
        "least": plain(of(least), 4),
        "units": page.text(page.units.name),
        "log": page.units.log,
        "norm": plain(best.gradient_norm),
        "steps": best.steps,
        "factor": plain_exp(max(best.log_likelihood - found.total, 0.0)),
    }
    near = math.isclose(found.mean, least, rel_tol=0.0, abs_tol=1e-6)
    verdict = page.text("classifier.there" if near else "classifier.away", **said)
    return f"{page.text('classifier.best', **said)} {verdict}"


def working(page: Page) -> None:
    """The likelihood of one label and the cross-entropy of all, in symbols and numbers."""
    text, log, of, found = page.text, page.units.logarithm, page.units.of, read(page)
    mean = rf"-\frac{{{latex(of(found.total), 2)}}}{{{len(found.logs)}}} = \ce{{{latex(of(found.mean), 4)}}}"
    displayed(
        r"L_s = \model{a_s}^{\truth{y_s}}(1-\model{a_s})^{1-\truth{y_s}}, \quad "
        r"\model{a_s} = \sigma\big(w\,(x_s - \bar x) + b\big)",
        rf"\ce{{C}} = -\frac1n\,{log} L = {mean}",
    )
    for note in ("careful_independent", "careful_sign"):
        page.careful(text(f"classifier.{note}"))


PART: Final = Part(draw_classifier, drawn_by(SLOPE, INTERCEPT), working)
