"""Formulas (1) to (13) in symbols and, under each, in the reader's numbers."""

from collections.abc import Iterator
from typing import Final

import streamlit as st

from core.app.formulas.sample import Sample, gradients_behind
from core.app.frame.page import Page
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import latex, latex_factor
from core.app.wording.language import inline
from core.app.wording.notes import careful
from core.charts.kit.theme import Units

Line = tuple[str, str, str, str]  # its numbers, the key of its words, in symbols, in the reader's numbers


def near_one(value: float, complement: float) -> str:
    """A probability for a formula; close to one it is written as one minus the rest, where its digits are."""
    return f"(1 - {latex(complement)})" if 0 < complement < 5e-4 else latex(value)


def lines(sample: Sample, units: Units) -> Iterator[Line]:
    """Every formula with its numbers, the key of its words, its symbols and the same with numbers put in."""
    y, not_y = f"{sample.y:g}", f"{1 - sample.y:g}"
    a, not_a = near_one(sample.a, sample.complement), near_one(sample.complement, sample.a)
    error, slope = latex_factor(sample.error), latex(sample.slope)
    x = latex_factor(sample.x, 1)
    log = units.logarithm
    loss = latex(units.of(sample.cross_entropy), 4)
    happened = rf"\truth{{{y}}}\cdot{log}\model{{{a}}}"
    did_not = rf"\truth{{{not_y}}}\cdot{log}\model{{{not_a}}}"

    yield (
        "1, 2",
        "binary",
        rf"\ce{{C}} = -\frac1n\sum_s\big[\truth{{y_s}}{log}\model{{a_s}}"
        rf" + (1-\truth{{y_s}}){log}(1-\model{{a_s}})\big]",
        rf"-\big[{happened} + {did_not}\big] = \ce{{{loss}}}",
    )
    yield (
        "3",
        "many",
        rf"\ce{{C}} = -\frac1n\sum_s\sum_i\truth{{y_{{si}}}}{log}\model{{a_{{si}}}}",
        rf"-\big[{did_not} + {happened}\big] = \ce{{{loss}}}",
    )
    yield (
        "",
        "squared",
        r"\se{C} = \frac1{2n}\sum_s(\model{a_s}-\truth{y_s})^2",
        rf"\tfrac12\,(\model{{{a}}}-\truth{{{y}}})^2 = \se{{{latex(sample.squared_error, 4)}}}",
    )
    squared_w, squared_b = latex(sample.squared_error_slope * sample.x, 4), latex(sample.squared_error_slope, 4)
    yield (
        "4",
        "squared_w",
        r"\frac{\partial\se{C}}{\partial w} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}\,x",
        rf"{error}\cdot\slope{{{slope}}}\cdot{x} = \se{{{squared_w}}}",
    )
    yield (
        "5",
        "squared_b",
        r"\frac{\partial\se{C}}{\partial b} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
        rf"{error}\cdot\slope{{{slope}}} = \se{{{squared_b}}}",
    )
    yield _update("6", "w", "se", sample, sample.w, sample.squared_error_slope * sample.x)
    yield _update("7", "b", "se", sample, sample.b, sample.squared_error_slope)
    yield (
        "8",
        "cross_a",
        r"\frac{\partial\ce{C}}{\partial a_s} = -\frac1n\Big[\frac{\truth{y_s}}{\model{a_s}}"
        r"-\frac{1-\truth{y_s}}{1-\model{a_s}}\Big]"
        r" = \frac1n\,\frac{\model{a_s}-\truth{y_s}}{\model{a_s}(1-\model{a_s})}",
        rf"\frac{{{latex(sample.error)}}}{{{latex(sample.slope)}}}"
        rf" = \ce{{{latex(sample.cross_entropy_slope_in_a, 4)}}}",
    )
    yield (
        "9",
        "cross_z",
        r"\frac{\partial\ce{C}}{\partial z_s} = \frac{\partial\ce{C}}{\partial a_s}\,\slope{\sigma'(z_s)}"
        r" = \frac1n\,(\model{a_s}-\truth{y_s})",
        rf"{latex_factor(sample.cross_entropy_slope_in_a)}\cdot\slope{{{slope}}} = \ce{{{latex(sample.error, 4)}}}",
    )
    yield (
        "10",
        "cross_w",
        r"\frac{\partial\ce{C}}{\partial w} = (\model{a}-\truth{y})\,x",
        rf"{error}\cdot{x} = \ce{{{latex(sample.error * sample.x, 4)}}}",
    )
    yield (
        "11",
        "cross_b",
        r"\frac{\partial\ce{C}}{\partial b} = \model{a}-\truth{y}",
        rf"\model{{{a}}}-\truth{{{y}}} = \ce{{{latex(sample.error, 4)}}}",
    )
    yield _update("12", "w", "ce", sample, sample.w, sample.error * sample.x)
    yield _update("13", "b", "ce", sample, sample.b, sample.error)


def update(name: str, loss: str, old: float, gradient: float, learning_rate: float) -> tuple[str, str]:
    """One step of gradient descent in symbols and in numbers: parameter ← parameter − η · gradient."""
    rate, new = latex(learning_rate, 2), latex(old - learning_rate * gradient, 4)
    return (
        rf"{name} \leftarrow {name} - \eta\,\frac{{\partial\{loss}{{C}}}}{{\partial {name}}}",
        rf"{latex(old)} - {rate}\cdot{latex_factor(gradient, 4)} = \{loss}{{{new}}}",
    )


def _update(number: str, name: str, loss: str, sample: Sample, old: float, gradient: float) -> Line:
    words = {"se": "squared_update", "ce": "cross_update"}[loss]
    return (number, f"{words}_{name}", *update(name, loss, old, gradient, sample.learning_rate))


# Where the article behind these numbers slips, the right form stands here and a note says what was amiss.
NOTES: Final = {"3": "careful_many", "4": "careful_batch", "9": "careful_sums", "13": "careful_middle"}


def show(page: Page, sample: Sample) -> Snippet:
    """The section: one row for each formula, its words beside its symbols and numbers."""
    text = page.text
    st.markdown(f"##### {text('theatre.all')}")
    st.caption(text("derivation.intro", units=text(page.units.name)))
    for number, words, symbols, numbers in lines(sample, page.units):
        name, formula = st.columns([1, 2.6], vertical_alignment="center")
        name.markdown(f"**{f'({number}) ' if number else ''}{text(f'derivation.{words}')}**")
        with formula.container(gap="xsmall"):
            st.markdown(inline(symbols, display=True))
            st.markdown(inline(f"= {numbers}", display=True))
            if number in NOTES:
                careful(text, text(f"derivation.{NOTES[number]}"))
    return gradients_behind(sample, page.units)
