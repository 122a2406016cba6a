"""The worked example of (15): four classes, one label, and the likelihood of the label under the prediction."""

import math
from typing import Final

import numpy as np
import streamlit as st

from core.app.controls import boxes
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Vector
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by, section
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed
from core.app.wording.figures import latex, plain
from core.app.wording.powers import latex_exp_to_reckon
from core.charts.likelihood.example import class_chart, class_rows
from core.maths.distributions import categorical_log_pmf, log_multinomial_coefficient
from core.maths.information import cross_entropy
from core.maths.validation import ROW_SUM_TOLERANCE, FloatArray

PREDICTION: Final = Control("probs", Vector((0.1, 0.1, 0.7, 0.1), 0.0, 1.0, 4, 4))
LABEL: Final = Control("label", Choice("3", ("1", "2", "3", "4")), "example.label")
CONTROLS: Final = (PREDICTION, LABEL)


def _behind(page: Page) -> Snippet | None:
    """The Python for the loss by both routes; None while p does not sum to 1."""
    p, _, y = read(page)
    code = f"""
    y, p = {y.tolist()!r}, {list(p)!r}
    (0.0 - categorical_log_pmf(y, p))  # 4 nats: from the likelihood
    cross_entropy(y, p)  # 4 nats: as a cross-entropy
    """
    return Snippet(code, page.units, (categorical_log_pmf, cross_entropy)) if _is_distribution(p) else None


def type_prediction(page: Page) -> None:
    """A box for each class."""
    boxes.vector(PREDICTION, "p", page.text, "model", width=72)


def read(page: Page) -> tuple[tuple[float, ...], int, FloatArray]:
    """The prediction, the class of the label, and the label as a one-hot vector."""
    label = int(page.value(LABEL))
    return page.value(PREDICTION), label, np.eye(4)[label - 1]


def _is_distribution(p: tuple[float, ...]) -> bool:
    return abs(math.fsum(p) - 1.0) <= ROW_SUM_TOLERANCE * len(p)


def draw_bars(page: Page) -> None:
    """The prediction as bars, the label's class marked."""
    text, (p, label, _) = page.text, read(page)
    draw(
        class_chart,
        class_rows(p, label, text("example.mark")),
        {"x": text("example.axis_class"), "y": text("example.axis_p")},
        alt=text("example.alt", p=", ".join(f"{value:g}" for value in p), label=label),
        key="likelihood_classes",
    )


def draw_loss(page: Page) -> None:
    """The bars, and the loss of the label in one line under them."""
    units, (p, label, y) = page.units, read(page)
    draw_bars(page)
    loss = latex(units.of(float(cross_entropy(y, p))), 4)
    value = latex_value(p[label - 1])
    displayed(
        rf"\ce{{H(y, p)}} = -{units.logarithm}\,\model{{p_{{{label}}}}} = -{units.logarithm} {value} = \ce{{{loss}}}"
    )


def draw_example(page: Page) -> None:
    """The prediction as bars, and the label's likelihood and loss in numbers beside them."""
    text, (p, label, y) = page.text, read(page)
    picture, formula = st.columns([1, 1.25], gap="medium")
    with picture:
        draw_bars(page)
    with formula:
        if _is_distribution(p):
            _in_numbers(page, p, label, y)
            page.careful(text("example.careful_categorical"))
        else:
            st.warning(text("example.not_one", total=f"{math.fsum(p):.10g}"), icon=":material/pause_circle:")


def _in_numbers(page: Page, p: tuple[float, ...], label: int, y: FloatArray) -> None:
    """The likelihood as the product of (15), and its logarithm as a cross-entropy."""
    text, units, log = page.text, page.units, page.units.logarithm
    log_likelihood = float(categorical_log_pmf(y, p))
    loss = float(cross_entropy(y, p))
    likelihood = latex_exp_to_reckon(log_likelihood)
    minus_log = latex(units.of(0.0 - log_likelihood), 4)
    orders = plain(math.exp(float(log_multinomial_coefficient(y))), 0)
    product = r"\cdot".join(
        rf"\model{{{latex_value(value)}}}^{{\,\truth{{{int(hit)}}}}}" for value, hit in zip(p, y, strict=True)
    )
    label_word = rf"\truth{{\text{{{text('formulas.label_word')}}}}}"
    prediction_word = rf"\model{{\text{{{text('formulas.prediction_word')}}}}}"
    lines = {
        "likelihood": (
            rf"L = f({label_word};\ {prediction_word}) = \prod_i \model{{p_i}}^{{\,\truth{{y_i}}}}",
            rf"{product} = {likelihood} = \model{{p_{{{label}}}}}",
        ),
        "loss": (
            rf"\model{{-{log} L}} = -{log} {latex_value(p[label - 1])} = \model{{{minus_log}}}",
            rf"\ce{{H(y, p)}} = -\sum_i \truth{{y_i}}\,{log}\model{{p_i}} = \ce{{{latex(units.of(loss), 4)}}}",
        ),
        "multinomial": (
            r"\frac{m!}{\prod_i \truth{x_i}!}\prod_i \model{p_i}^{\,\truth{x_i}}, \quad m = \sum_i \truth{x_i}",
            rf"m = 1: \quad {orders}\cdot {likelihood} = {likelihood}",
        ),
    }
    for words, formulas in lines.items():
        number = "(15) " if words == "likelihood" else ""
        page.say(f"**{number}{text(f'example.{words}')}**")
        displayed(*formulas)


def latex_value(value: float) -> str:
    """A probability as it was typed, as far as a formula has room for it."""
    return latex(value, 4) if 0 < value < 5e-5 else f"{value:.4g}"


ROW: Final = {PREDICTION.name: type_prediction, **drawn_by(LABEL)}
SECTION: Final = section(Part(draw_example, ROW), _behind, [2, 1], "example.intro")
BARS: Final = Part(draw_bars, drawn_by(LABEL))
LOSS: Final = Part(draw_loss, drawn_by(LABEL))
