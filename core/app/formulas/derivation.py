"""Formulas (1) to (13) in symbols and, under each, in the reader's numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app.formulas import hero
from core.app.formulas.sample import Sample
from core.app.frame.page import Page
from core.app.wording.figures import latex, latex_factor
from core.app.wording.formula_row import formula_row
from core.app.wording.notes import careful
from core.charts.kit.theme import Units

Line = tuple[str, str, str, str]  # its number, the key of its words, in symbols, in the reader's numbers


def _step(name: str, loss: str) -> str:
    """One step of gradient descent: parameter ← parameter − η · gradient."""
    return rf"{name} \leftarrow {name} - \eta\,\frac{{\partial\{loss}{{C}}}}{{\partial {name}}}"


SYMBOLS: Final = {
    "4": r"\frac{\partial\se{C}}{\partial w} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}\,x",
    "5": r"\frac{\partial\se{C}}{\partial b} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
    "6": _step("w", "se"),
    "7": _step("b", "se"),
    "8": r"\frac{\partial\ce{C}}{\partial a_s} = -\frac1n\Big[\frac{\truth{y_s}}{\model{a_s}}"
    r"-\frac{1-\truth{y_s}}{1-\model{a_s}}\Big]"
    r" = \frac1n\,\frac{\model{a_s}-\truth{y_s}}{\model{a_s}(1-\model{a_s})}",
    "9": r"\frac{\partial\ce{C}}{\partial z_s} = \frac{\partial\ce{C}}{\partial a_s}\,\slope{\sigma'(z_s)}"
    r" = \frac1n\,(\model{a_s}-\truth{y_s})",
    "10": r"\frac{\partial\ce{C}}{\partial w} = (\model{a}-\truth{y})\,x",
    "11": r"\frac{\partial\ce{C}}{\partial b} = \model{a}-\truth{y}",
    "12": _step("w", "ce"),
    "13": _step("b", "ce"),
}
WORDS: Final = {
    "4": "squared_w",
    "5": "squared_b",
    "6": "squared_update_w",
    "7": "squared_update_b",
    "8": "cross_a",
    "9": "cross_z",
    "10": "cross_w",
    "11": "cross_b",
    "12": "cross_update_w",
    "13": "cross_update_b",
}
# Where the article behind these numbers slips, the right form stands here and a note says what was amiss.
NOTES: Final = {"3": "careful_many", "4": "careful_batch", "9": "careful_sums", "13": "careful_middle"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the formulas are made of, in the reader's numbers and in colour, ready to stand beside one another."""

    y: str
    not_y: str
    a: str
    not_a: str
    error: str
    slope: str
    x: str


def parts(sample: Sample) -> Parts:
    """The numbers of a sample for its formulas."""
    return Parts(
        rf"\truth{{{sample.y:g}}}",
        rf"\truth{{{1 - sample.y:g}}}",
        rf"\model{{{_near_one(sample.a, sample.complement)}}}",
        rf"\model{{{_near_one(sample.complement, sample.a)}}}",
        latex_factor(sample.error),
        rf"\slope{{{latex(sample.slope)}}}",
        latex_factor(sample.x, 1),
    )


def _near_one(value: float, complement: float) -> str:
    """A probability for a formula; close to one it is written as one minus the rest, where its digits are."""
    return f"(1 - {latex(complement)})" if 0 < complement < 5e-4 else latex(value)


def in_numbers(sample: Sample, units: Units) -> dict[str, str]:
    """Both losses and formulas (4) to (13) in the reader's numbers."""
    p, log = parts(sample), units.logarithm
    error, squared_slope = sample.error, sample.squared_error_slope
    in_a, in_z = latex(sample.cross_entropy_slope_in_a, 4), latex(error, 4)
    squared_w, squared_b = latex(squared_slope * sample.x, 4), latex(squared_slope, 4)

    def step(loss: str, old: float, gradient: float) -> str:
        rate, new = latex(sample.learning_rate, 2), latex(old - sample.learning_rate * gradient, 4)
        return rf"{latex(old)} - {rate}\cdot{latex_factor(gradient, 4)} = \{loss}{{{new}}}"

    return {
        "squared": rf"\tfrac12\,({p.a}-{p.y})^2 = \se{{{latex(sample.squared_error, 4)}}}",
        "cross": rf"-\big[{p.y}\cdot{log}{p.a} + {p.not_y}\cdot{log}{p.not_a}\big]"
        rf" = \ce{{{latex(units.of(sample.cross_entropy), 4)}}}",
        "4": rf"{p.error}\cdot{p.slope}\cdot{p.x} = \se{{{squared_w}}}",
        "5": rf"{p.error}\cdot{p.slope} = \se{{{squared_b}}}",
        "6": step("se", sample.w, squared_slope * sample.x),
        "7": step("se", sample.b, squared_slope),
        "8": rf"\frac{{{latex(error)}}}{{{latex(sample.slope)}}} = \ce{{{in_a}}}",
        "9": rf"{latex_factor(sample.cross_entropy_slope_in_a)}\cdot{p.slope} = \ce{{{in_z}}}",
        "10": rf"{p.error}\cdot{p.x} = \ce{{{latex(error * sample.x, 4)}}}",
        "11": rf"{p.a}-{p.y} = \ce{{{in_z}}}",
        "12": step("ce", sample.w, error * sample.x),
        "13": step("ce", sample.b, error),
    }


def lines(sample: Sample, units: Units) -> Iterator[Line]:
    """Every formula with its numbers, the key of its words, its symbols and the same with numbers put in."""
    p, log, numbers = parts(sample), units.logarithm, in_numbers(sample, units)
    yield (
        "1, 2",
        "binary",
        rf"\ce{{C}} = -\frac1n\sum_s\big[\truth{{y_s}}{log}\model{{a_s}}"
        rf" + (1-\truth{{y_s}}){log}(1-\model{{a_s}})\big]",
        numbers["cross"],
    )
    yield (
        "3",
        "many",
        rf"\ce{{C}} = -\frac1n\sum_s\sum_i\truth{{y_{{si}}}}{log}\model{{a_{{si}}}}",
        rf"-\big[{p.not_y}\cdot{log}{p.not_a} + {p.y}\cdot{log}{p.a}\big]"
        rf" = \ce{{{latex(units.of(sample.cross_entropy), 4)}}}",
    )
    yield "", "squared", r"\se{C} = \frac1{2n}\sum_s(\model{a_s}-\truth{y_s})^2", numbers["squared"]
    for number, words in WORDS.items():
        yield number, words, SYMBOLS[number], numbers[number]


def working(page: Page) -> None:
    """All formulas at once: a row for each, its words beside its symbols and numbers."""
    text = page.text
    st.markdown(f"##### {text('theatre.all')}")
    st.caption(text("derivation.intro", units=text(page.units.name)))
    for number, words, symbols, numbers in lines(hero.read(page), page.units):
        name = f"**{f'({number}) ' if number else ''}{text(f'derivation.{words}')}**"
        with formula_row(name, symbols, f"= {numbers}"):
            if number in NOTES:
                careful(text, text(f"derivation.{NOTES[number]}"))
