"""From coins to a classifier: a one-feature logistic regression, and the likelihood of every sample's label."""

import math
from functools import cache
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Number
from core.app.controls.state import link_state
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind, in_units, listed
from core.app.wording.figures import latex, plain
from core.app.wording.language import inline
from core.app.wording.notes import careful
from core.app.wording.powers import latex_exp, plain_exp
from core.charts.likelihood import classifier as charts
from core.data.iris import iris_two
from core.maths.validation import Floats
from core.simulation.likelihood.classifier import Fit, curve, fit, log_likelihoods

FEATURE: Final = 2  # petal length
SLOPE: Final = Number(2.0, -20.0, 20.0, 0.01)
INTERCEPT: Final = Number(0.0, -10.0, 10.0, 0.01)
ORDER: Final = Choice("feature", ("feature", "value"))
HEIGHT: Final = Choice("plain", ("plain", "log"))


@cache
def _flowers() -> tuple[Floats, Floats, Fit]:
    """The petal lengths in cm, the labels, and the best fit over the centred lengths."""
    flowers = iris_two()
    lengths, labels = flowers.raw[:, FEATURE].copy(), flowers.labels.astype(np.float64)
    return lengths, labels, fit(lengths - lengths.mean(), labels)


def show(page: Page) -> Snippet:
    """The section: slope and intercept, the sigmoid beside the bars, their product, and the best fit."""
    text = page.text
    lengths, labels, best = _flowers()
    centre = float(lengths.mean())
    st.caption(text("classifier.intro", count=len(lengths), centre=plain(centre, 3)))
    slope, intercept = _fit_controls(page, best)
    logs = log_likelihoods(lengths - centre, labels, slope, intercept)
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        _sigmoid(page, (lengths, labels), logs, slope, intercept)
    with right:
        _bars(page, (lengths, labels), logs)
    total = float(logs.sum())
    with st.container(horizontal=True, gap="medium"):
        for item in _line(page, total, len(logs)):
            st.markdown(item, width="content")
    if (underflow := _underflow(page, logs, total)) is not None:
        st.caption(f":material/info: {underflow}")
    st.markdown(_at_best(page, best, total, len(logs)))
    _formulas(page, total, len(logs))
    return _behind(page, (lengths, labels), (slope, intercept), total)


def _fit_controls(page: Page, best: Fit) -> tuple[float, float]:
    """Slope and intercept by hand, or both by the button."""
    text = page.text
    slope_column, intercept_column, button_column = st.columns([2, 2, 1.2], vertical_alignment="bottom", gap="medium")
    with button_column:
        st.button(
            text("classifier.maximum"),
            on_click=_take,
            args=(best,),
            icon=":material/vertical_align_top:",
            width="stretch",
            key="likelihood_fit",
        )
    with slope_column:
        slope = widgets.slider("slope", text("classifier.slope"), SLOPE, text)
    with intercept_column:
        intercept = widgets.slider("intercept", text("classifier.intercept"), INTERCEPT, text)
    return slope, intercept


def _take(best: Fit) -> None:
    """The best fit, to within the sliders' steps."""
    link_state().put("slope", SLOPE.snap(best.slope))
    link_state().put("intercept", INTERCEPT.snap(best.intercept))


def _sigmoid(page: Page, samples: tuple[Floats, Floats], logs: Floats, slope: float, intercept: float) -> None:
    text = page.text
    lengths, labels = samples
    along = np.linspace(lengths.min() - 0.2, lengths.max() + 0.2, 201)
    draw(
        charts.sigmoid_chart,
        charts.sample_rows(lengths, labels, np.exp(logs)),
        charts.curve_rows(along, curve(along - lengths.mean(), slope, intercept)),
        charts.class_rows((f"y = 0, {text('classifier.versicolor')}", f"y = 1, {text('classifier.virginica')}")),
        {"x": text("classifier.axis_x"), "y": text("classifier.axis_y")},
        alt=text("classifier.alt_sigmoid", slope=plain(slope, 2), intercept=plain(intercept, 2)),
        key="likelihood_sigmoid",
    )


def _bars(page: Page, samples: tuple[Floats, Floats], logs: Floats) -> None:
    text, units = page.text, page.units
    lengths, labels = samples
    with st.container(horizontal=True, gap="medium", key="likelihood_bar_choices"):
        height = widgets.choice("bars", text("classifier.bars"), HEIGHT, text, _names(page, "height", HEIGHT))
        order = widgets.choice("order", text("classifier.order_label"), ORDER, text, _names(page, "order", ORDER))
    logarithm = height == "log"
    by = np.argsort(logs, kind="stable") if order == "value" else np.argsort(lengths, kind="stable")
    rows = charts.bar_rows(logs, labels, by.tolist(), units.per_nat if logarithm else None)
    draw(
        charts.bars_chart,
        rows,
        charts.end_rows(rows, logarithm, units.per_nat),
        {
            "place": text(f"classifier.axis_{order}"),
            "height": text("classifier.axis_log", log=_plain_log(page), units=text(units.name))
            if logarithm
            else text("classifier.axis_likelihood"),
        },
        alt=text("classifier.alt_bars", count=len(logs), least=plain_exp(float(logs.min()))),
        key="likelihood_bars",
    )
    st.caption(text("classifier.shades"))


def _names(page: Page, kind: str, field: Choice) -> dict[str, str]:
    return {option: page.text(f"classifier.{kind}.{option}", log=_plain_log(page)) for option in field.options}


def _plain_log(page: Page) -> str:
    return "ln" if page.units.name == "nats" else "log₂"


def _line(page: Page, total: float, count: int) -> list[str]:
    """The product, its logarithm, and the cross-entropy."""
    unit, log, of = page.text(page.units.name), page.units.logarithm, page.units.of
    logarithm = inline(rf"{log} L = \sum_s {log} L_s = {latex(of(total), 2)}")
    mean = inline(rf"\ce{{-{log} L / n = {latex(of(-total / count), 4)}}}")
    return [
        inline(rf"L = \prod_s L_s = {latex_exp(total)}"),
        f"{logarithm} {unit}",
        f"{mean} {unit} {page.text('classifier.is_cross_entropy')}",
    ]


def _underflow(page: Page, logs: Floats, total: float) -> str | None:
    """A word where the product of the floats has lost what the sum of the logarithms still has."""
    product = float(np.prod(np.exp(logs)))
    if product >= np.finfo(np.float64).tiny:
        return None
    lost = "0.0" if product == 0.0 else plain(product)
    return page.text("classifier.underflow", product=lost, total=plain(total, 2))


def _at_best(page: Page, best: Fit, total: float, count: int) -> str:
    """The reader's likelihood against the greatest there is."""
    of = page.units.of
    least, yours = -best.log_likelihood / count, -total / count
    said = {
        "slope": plain(best.slope, 4),
        "intercept": plain(best.intercept, 4),
        "log_likelihood": plain(of(best.log_likelihood), 4),
        "least": plain(of(least), 4),
        "units": page.text(page.units.name),
        "log": _plain_log(page),
        "norm": plain(best.gradient_norm),
        "steps": best.steps,
        "factor": plain_exp(max(best.log_likelihood - total, 0.0)),
    }
    near = math.isclose(yours, least, rel_tol=0.0, abs_tol=1e-6)
    verdict = page.text("classifier.there" if near else "classifier.away", **said)
    return f"{page.text('classifier.best', **said)} {verdict}"


def _formulas(page: Page, total: float, count: int) -> None:
    text, log, of = page.text, page.units.logarithm, page.units.of
    st.markdown(
        inline(
            r"L_s = \model{a_s}^{\truth{y_s}}(1-\model{a_s})^{1-\truth{y_s}}, \quad "
            r"\model{a_s} = \sigma\big(w\,(x_s - \bar x) + b\big)",
            display=True,
        )
    )
    mean = rf"-\frac{{{latex(of(total), 2)}}}{{{count}}} = \ce{{{latex(of(-total / count), 4)}}}"
    st.markdown(inline(rf"\ce{{C}} = -\frac1n\,{log} L = {mean}", display=True))
    for note in ("careful_independent", "careful_sign"):
        careful(text, text(f"classifier.{note}"))


def _behind(page: Page, samples: tuple[Floats, Floats], parameters: tuple[float, float], total: float) -> Snippet:
    """The Python for the log-likelihood of all labels, and for the cross-entropy."""
    units, (lengths, labels) = page.units, samples
    code = f"""
x = np.array({listed(lengths)})  # petal lengths in cm
y = np.array({listed(labels)})
slope, intercept = {parameters[0]!r}, {parameters[1]!r}
logs = log_likelihoods(x - x.mean(), y, slope, intercept)
"""
    return behind(
        (log_likelihoods,),
        code,
        Printed(in_units("logs.sum()", units), units.of(total), 2, f"log-likelihood in {units.name}"),
        Printed(in_units("-logs.mean()", units), units.of(-total / len(labels)), 4, "the cross-entropy"),
    )
