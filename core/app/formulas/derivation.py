"""Formulas (1) to (13) in symbols and, under each, in the reader's numbers."""

from typing import Final

import streamlit as st

from core.app.formulas import hero
from core.app.formulas.sample import Sample
from core.app.frame.page import Page
from core.app.wording.blocks import named
from core.app.wording.figures import latex, latex_factor
from core.app.wording.notes import careful
from core.charts.kit.theme import Units


def _step(name: str, loss: str) -> str:
    """One step of gradient descent: parameter ← parameter − η · gradient."""
    return rf"{name} \leftarrow {name} - \eta\,\frac{{\partial\{loss}{{C}}}}{{\partial {name}}}"


# By their numbers; squared error itself has none.
SYMBOLS: Final = {
    "1, 2": r"\ce{C} = -\frac1n\sum_s\big[\truth{y_s}\ln\model{a_s} + (1-\truth{y_s})\ln(1-\model{a_s})\big]",
    "3": r"\ce{C} = -\frac1n\sum_s\sum_i\truth{y_{si}}\ln\model{a_{si}}",
    "": r"\se{C} = \frac1{2n}\sum_s(\model{a_s}-\truth{y_s})^2",
    "4": r"\frac{\partial\se{C}}{\partial w} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}\,x",
    "5": r"\frac{\partial\se{C}}{\partial b} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
    "6": _step("w", "se"),
    "7": _step("b", "se"),
    "8": r"\frac{\partial\ce{C}}{\partial a_s} = -\frac1n\Big[\frac{\truth{y_s}}{\model{a_s}}"
    r"-\frac{1-\truth{y_s}}{1-\model{a_s}}\Big] = \frac1n\,\frac{\model{a_s}-\truth{y_s}}{\model{a_s}(1-\model{a_s})}",
    "9": r"\frac{\partial\ce{C}}{\partial z_s} = \frac{\partial\ce{C}}{\partial a_s}\,\slope{\sigma'(z_s)}"
    r" = \frac1n\,(\model{a_s}-\truth{y_s})",
    "10": r"\frac{\partial\ce{C}}{\partial w} = (\model{a}-\truth{y})\,x",
    "11": r"\frac{\partial\ce{C}}{\partial b} = \model{a}-\truth{y}",
    "12": _step("w", "ce"),
    "13": _step("b", "ce"),
}
SQUARED: Final = ("squared_w", "squared_b", "squared_update_w", "squared_update_b")
CROSS: Final = ("cross_a", "cross_z", "cross_w", "cross_b", "cross_update_w", "cross_update_b")
WORDS: Final = dict(zip(SYMBOLS, ("binary", "many", "squared", *SQUARED, *CROSS), strict=True))
# Where the article behind these numbers slips, the right form stands here and a note says what was amiss.
NOTES: Final = {"3": "careful_many", "4": "careful_batch", "9": "careful_sums", "13": "careful_middle"}


def in_numbers(sample: Sample, units: Units) -> dict[str, str]:
    """The formulas in the reader's numbers; under the keys of their words, the lines between them for one sample."""
    y, not_y = rf"\truth{{{sample.y:g}}}", rf"\truth{{{1 - sample.y:g}}}"
    a = rf"\model{{{_near_one(sample.a, sample.complement)}}}"
    not_a = rf"\model{{{_near_one(sample.complement, sample.a)}}}"
    error, slope, x = latex_factor(sample.error), rf"\slope{{{latex(sample.slope)}}}", latex_factor(sample.x, 1)
    happened, did_not = rf"{y}\cdot{units.logarithm}{a}", rf"{not_y}\cdot{units.logarithm}{not_a}"
    loss = rf"\ce{{{latex(units.of(sample.cross_entropy), 4)}}}"
    squared = rf"\tfrac12\,({a}-{y})^2 = \se{{{latex(sample.squared_error, 4)}}}"
    cross = rf"-\big[{happened} + {did_not}\big] = {loss}"
    squared_w, cross_w = sample.squared_error_slope * sample.x, sample.error * sample.x
    squared_z = rf"{error}\cdot{slope} = \se{{{latex(sample.squared_error_slope, 4)}}}"
    in_a, in_z = (rf"\ce{{{latex(value, 4)}}}" for value in (sample.cross_entropy_slope_in_a, sample.error))

    def step(loss: str, old: float, gradient: float) -> str:
        rate, new = latex(sample.learning_rate, 2), latex(old - sample.learning_rate * gradient, 4)
        return rf"{latex(old)} - {rate}\cdot{latex_factor(gradient, 4)} = \{loss}{{{new}}}"

    return {
        "1, 2": cross,
        "3": rf"-\big[{did_not} + {happened}\big] = {loss}",
        "": squared,
        "4": rf"{error}\cdot{slope}\cdot{x} = \se{{{latex(squared_w, 4)}}}",
        "5": squared_z,
        "6": step("se", sample.w, squared_w),
        "7": step("se", sample.b, sample.squared_error_slope),
        "8": rf"\frac{{{latex(sample.error)}}}{{{latex(sample.slope)}}} = {in_a}",
        "9": rf"{latex_factor(sample.cross_entropy_slope_in_a)}\cdot{slope} = {in_z}",
        "10": rf"{error}\cdot{x} = \ce{{{latex(cross_w, 4)}}}",
        "11": rf"{a}-{y} = {in_z}",
        "12": step("ce", sample.w, cross_w),
        "13": step("ce", sample.b, sample.error),
        "forward": rf"{latex(sample.w)}\cdot{x} + {latex_factor(sample.b)} = {latex(sample.z, 1)}, \qquad {a}",
        "slope": rf"{a}\cdot{not_a} = \slope{{{latex(sample.slope, 4)}}}",
        "inner": rf"{latex(sample.x, 1)}, \qquad 1",
        "squared_loss": squared,
        "squared_a": rf"{a}-{y} = \se{{{latex(sample.error, 4)}}}",
        "squared_z": squared_z,
        "cross_loss": cross,
        "cross_terms": rf"-\frac{{{y}}}{{{a}}} + \frac{{{not_y}}}{{{not_a}}} = {in_a}",
    }


def _near_one(value: float, complement: float) -> str:
    """A probability for a formula; close to one it is written as one minus the rest, where its digits are."""
    return f"(1 - {latex(complement)})" if 0 < complement < 5e-4 else latex(value)


def working(page: Page) -> None:
    """All formulas at once: a row for each, its words beside its symbols and numbers."""
    text, numbers = page.text, in_numbers(hero.read(page), page.units)
    st.markdown(f"##### {text('theatre.all')}")
    st.caption(text("derivation.intro", units=text(page.units.name)))
    for number, symbols in SYMBOLS.items():
        name = f"{f'({number}) ' if number else ''}{text(f'derivation.{WORDS[number]}')}"
        below, *_ = named(name, symbols.replace(r"\ln", page.units.logarithm), f"= {numbers[number]}")
        if number in NOTES:
            with below:
                careful(text, text(f"derivation.{NOTES[number]}"))
