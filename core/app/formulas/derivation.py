"""The derivation line by line: each in symbols and in the reader's numbers, each gradient checked on the spot."""

from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.stepper import stepper, steps
from core.app.formulas import hero
from core.app.formulas.sample import Sample, losses_behind
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed
from core.app.wording.figures import error_size, latex, latex_factor, plain
from core.app.wording.notes import careful
from core.charts.kit.theme import Units
from core.simulation.formulas import derivation
from core.simulation.formulas.derivation import Check, complex_step

# The lines of each act by the keys of their words, with their numbers if they have one.
ACTS: Final = {
    "squared_error": dict.fromkeys(("forward", "squared_loss", "squared_a", "slope", "inner", "squared_z"), "")
    | {"squared_w": "4", "squared_b": "5", "update_w": "6", "update_b": "7"},
    "cross_entropy": {"forward": "", "cross_loss": "1, 2, 3", "cross_terms": "", "cross_a": "8", "slope": ""}
    | {"cross_z": "9", "cross_w": "10", "cross_b": "11", "update_w": "12", "update_b": "13"},
}
# Where the article behind these numbers slips, the right form stands here and a note says what was amiss.
NOTES: Final = {
    "squared_error": ("careful_batch", "careful_middle"),
    "cross_entropy": ("careful_many", "careful_sums", "careful_batch", "careful_middle"),
}
SYMBOLS: Final = {
    "forward": r"z = w x + b, \qquad \model{a} = \sigma(z) = \frac{1}{1 + e^{-z}}",
    "slope": r"\slope{\frac{da}{dz} = \sigma'(z)} = \model{a}\,(1-\model{a})",
    "inner": r"\frac{\partial z}{\partial w} = x, \qquad \frac{\partial z}{\partial b} = 1",
    "squared_loss": r"\se{C} = \tfrac12\,(\model{a}-\truth{y})^2",
    "squared_a": r"\frac{\partial\se{C}}{\partial a} = \model{a}-\truth{y}",
    "squared_z": r"\frac{\partial\se{C}}{\partial z} = \frac{\partial\se{C}}{\partial a}\,\slope{\frac{da}{dz}}"
    r" = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
    "squared_w": r"\frac{\partial\se{C}}{\partial w} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}\,x",
    "squared_b": r"\frac{\partial\se{C}}{\partial b} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
    "cross_loss": r"\begin{aligned} \ce{C} &= -\frac1n\sum_s\big[\truth{y_s}\,\ln\model{a_s}"
    r" + (1-\truth{y_s})\,\ln(1-\model{a_s})\big] \\ &= -\frac1n\sum_s\sum_i\truth{y_{si}}\,\ln\model{a_{si}}"
    r" \end{aligned}",
    "cross_terms": r"\frac{\partial\ce{C}}{\partial a} = -\frac{\truth{y}}{\model{a}}"
    r" + \frac{1-\truth{y}}{1-\model{a}}",
    "cross_a": r"\frac{\partial\ce{C}}{\partial a} = \frac{\model{a}-\truth{y}}{\model{a}(1-\model{a})}",
    "cross_z": r"\frac{\partial\ce{C}}{\partial z} = \frac{\model{a}-\truth{y}}{\cancel{\model{a}(1-\model{a})}}"
    r"\cdot\slope{\cancel{a(1-a)}} = \model{a}-\truth{y}",
    "cross_w": r"\frac{\partial\ce{C}}{\partial w} = \frac{\partial\ce{C}}{\partial z}\,\frac{\partial z}{\partial w}"
    r" = (\model{a}-\truth{y})\,x",
    "cross_b": r"\frac{\partial\ce{C}}{\partial b} = \frac{\partial\ce{C}}{\partial z}\,\frac{\partial z}{\partial b}"
    r" = \model{a}-\truth{y}",
    "update_w": r"w \leftarrow w - \eta\,\frac{\partial\loss{C}}{\partial w}",
    "update_b": r"b \leftarrow b - \eta\,\frac{\partial\loss{C}}{\partial b}",
}
ACT: Final = Control(
    "act", Choice("squared_error", tuple(ACTS)), "derivation.act", "derivation.{}", label_is_hidden=True
)
STEP: Final = steps("step", 10)  # as many lines as each act has
CONTROLS: Final = (ACT, STEP)

Line = tuple[str, str, str, str]  # its number if it has one, the key of its words, in symbols, in the reader's numbers


def show(page: Page) -> Snippet:
    """The section: which loss, forward and back, all lines up to the one that is reached."""
    page.show(ACT)
    step(page)
    draw_act(page)
    hero.say_numbers(page)
    working(page)
    return losses_behind(hero.read(page), page.units)


def step(page: Page) -> None:
    """The buttons forward and back."""
    stepper(STEP, page.text)


def draw_last(page: Page) -> None:
    """The last two lines that are reached, which are what is spoken of."""
    draw_act(page, 2)


def draw_act(page: Page, most: int = 10) -> None:
    """The lines that are reached, the last of them framed; each gradient has its check below."""
    text, sample, reached = page.text, hero.read(page), int(page.value(STEP))
    found, so_far = checks(sample), lines(page.value(ACT), sample, page.units)[:reached]
    for line in so_far[-most:]:
        number, words, symbols, numbers = line
        with st.container(border=line == so_far[-1]):
            name, formula = st.columns([1, 1.6], vertical_alignment="center")
        name.markdown(f"{f'**({number})** ' if number else ''}{text(f'derivation.{words}')}")
        with formula.container(gap="xsmall"):
            displayed(symbols, f"= {numbers}")
            if check := found.get(words):
                said = {"value": plain(check.stepped, 6), "error": error_size(check.relative_error)}
                page.note(f":material/check: {text('derivation.check', **said)}")


def working(page: Page) -> None:
    """What is often written wrongly."""
    for note in NOTES[page.value(ACT)]:
        careful(page.text, page.text(f"derivation.{note}"))


def lines(act: str, sample: Sample, units: Units) -> list[Line]:
    """An act: from its loss to the gradients and one step of descent."""
    loss, in_z = (r"\se", sample.squared_error_slope) if act == "squared_error" else (r"\ce", sample.error)
    y, not_y = rf"\truth{{{sample.y:g}}}", rf"\truth{{{1 - sample.y:g}}}"
    a = rf"\model{{{_near_one(sample.a, sample.complement)}}}"
    not_a = rf"\model{{{_near_one(sample.complement, sample.a)}}}"
    error, slope, x = latex_factor(sample.error), rf"\slope{{{latex(sample.slope)}}}", latex_factor(sample.x, 1)
    rate, log, in_a = latex(sample.learning_rate, 2), units.logarithm, sample.cross_entropy_slope_in_a
    surprisals = rf"{y}\cdot{log}{a} + {not_y}\cdot{log}{not_a}"

    def result(value: float) -> str:
        return rf"{loss}{{{latex(value, 4)}}}"

    def step(old: float, gradient: float) -> str:
        new = result(old - sample.learning_rate * gradient)
        return rf"{latex(old)} - {rate}\cdot{latex_factor(gradient, 4)} = {new}"

    numbers = {
        "forward": rf"{latex(sample.w)}\cdot{x} + {latex_factor(sample.b)} = {latex(sample.z, 1)}, \qquad {a}",
        "slope": rf"{a}\cdot{not_a} = \slope{{{latex(sample.slope, 4)}}}",
        "inner": rf"{latex(sample.x, 1)}, \qquad 1",
        "squared_loss": rf"\tfrac12\,({a}-{y})^2 = {result(sample.squared_error)}",
        "squared_a": rf"{a}-{y} = {result(sample.error)}",
        "squared_z": rf"{error}\cdot{slope} = {result(in_z)}",
        "squared_w": rf"{error}\cdot{slope}\cdot{x} = {result(in_z * sample.x)}",
        "squared_b": rf"{error}\cdot{slope} = {result(in_z)}",
        "cross_loss": rf"-\big[{surprisals}\big] = {result(units.of(sample.cross_entropy))}",
        "cross_terms": rf"-\frac{{{y}}}{{{a}}} + \frac{{{not_y}}}{{{not_a}}} = {result(in_a)}",
        "cross_a": rf"\frac{{{latex(sample.error)}}}{{{latex(sample.slope)}}} = {result(in_a)}",
        "cross_z": rf"{latex_factor(in_a)}\cdot{slope} = {result(in_z)}",
        "cross_w": rf"{error}\cdot{x} = {result(in_z * sample.x)}",
        "cross_b": rf"{a}-{y} = {result(in_z)}",
        "update_w": step(sample.w, in_z * sample.x),
        "update_b": step(sample.b, in_z),
    }
    symbols = {
        words: symbols.replace(r"\loss", loss).replace(r"\ln", units.logarithm) for words, symbols in SYMBOLS.items()
    }
    return [(number, words, symbols[words], numbers[words]) for words, number in ACTS[act].items()]


def _near_one(value: float, complement: float) -> str:
    """A probability for a formula; close to one it is written as one minus the rest, where its digits are."""
    return f"(1 - {latex(complement)})" if 0 < complement < 5e-4 else latex(value)


def checks(sample: Sample) -> dict[str, Check]:
    """Every gradient of one neuron by its formula and by the complex step, under the key of its words."""
    y, z, x, w, b = sample.y, sample.z, sample.x, sample.w, sample.b
    found = {"slope": Check(sample.slope, complex_step(derivation.sigma, z))}
    for act, loss, in_a, in_z in (
        ("squared", "squared_error", sample.error, sample.squared_error_slope),
        ("cross", "cross_entropy", sample.cross_entropy_slope_in_a, sample.error),
    ):
        found |= {
            f"{act}_a": Check(in_a, complex_step(derivation.in_output(loss, y, sample.complement), sample.a)),
            f"{act}_z": Check(in_z, complex_step(derivation.in_logit(loss, y), z)),
            f"{act}_w": Check(in_z * x, complex_step(derivation.in_weight(loss, y, x, b), w)),
            f"{act}_b": Check(in_z, complex_step(derivation.in_bias(loss, y, x, w), b)),
        }
    return found


PART: Final = Part(draw_last, {**drawn_by(ACT), STEP.name: step})
