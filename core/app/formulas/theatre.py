"""The derivation line by line: each in symbols and in the reader's numbers, each gradient checked on the spot."""

from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.stepper import stepper, steps
from core.app.formulas import hero
from core.app.formulas.derivation import SYMBOLS, in_numbers, working
from core.app.formulas.sample import Sample, gradients_behind
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed
from core.app.wording.figures import error_size, plain
from core.charts.kit.theme import Units
from core.simulation.formulas import derivation
from core.simulation.formulas.derivation import Check, complex_step

# The lines of each act by the keys of their words, with their numbers if they have one.
ACTS: Final = {
    "squared_error": dict.fromkeys(("forward", "squared_loss", "squared_a", "slope", "inner", "squared_z"), "")
    | {"squared_w": "4", "squared_b": "5", "update_w": "6", "update_b": "7"},
    "cross_entropy": {"forward": "", "cross_loss": "", "cross_terms": "", "cross_a": "8", "slope": "", "cross_z": "9"}
    | {"cross_w": "10", "cross_b": "11", "update_w": "12", "update_b": "13"},
}
# As they are for one sample, where the list of all formulas has another form.
ONE: Final = {
    "forward": r"z = w x + b, \qquad \model{a} = \sigma(z) = \frac{1}{1 + e^{-z}}",
    "slope": r"\slope{\frac{da}{dz} = \sigma'(z)} = \model{a}\,(1-\model{a})",
    "inner": r"\frac{\partial z}{\partial w} = x, \qquad \frac{\partial z}{\partial b} = 1",
    "squared_loss": r"\se{C} = \tfrac12\,(\model{a}-\truth{y})^2",
    "squared_a": r"\frac{\partial\se{C}}{\partial a} = \model{a}-\truth{y}",
    "squared_z": r"\frac{\partial\se{C}}{\partial z} = \frac{\partial\se{C}}{\partial a}\,\slope{\frac{da}{dz}}"
    r" = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
    "cross_loss": r"\ce{C} = -\big[\truth{y}\,\ln\model{a} + (1-\truth{y})\,\ln(1-\model{a})\big]",
    "cross_terms": r"\frac{\partial\ce{C}}{\partial a} = -\frac{\truth{y}}{\model{a}}"
    r" + \frac{1-\truth{y}}{1-\model{a}}",
    "cross_a": r"\frac{\partial\ce{C}}{\partial a} = \frac{\model{a}-\truth{y}}{\model{a}(1-\model{a})}",
    "cross_z": r"\frac{\partial\ce{C}}{\partial z} = \frac{\model{a}-\truth{y}}{\cancel{\model{a}(1-\model{a})}}"
    r"\cdot\slope{\cancel{a(1-a)}} = \model{a}-\truth{y}",
    "cross_w": r"\frac{\partial\ce{C}}{\partial w} = \frac{\partial\ce{C}}{\partial z}\,\frac{\partial z}{\partial w}"
    r" = (\model{a}-\truth{y})\,x",
    "cross_b": r"\frac{\partial\ce{C}}{\partial b} = \frac{\partial\ce{C}}{\partial z}\,\frac{\partial z}{\partial b}"
    r" = \model{a}-\truth{y}",
}
ACT: Final = Control("act", Choice("squared_error", tuple(ACTS)), "theatre.act", "theatre.{}", label_is_hidden=True)
STEP: Final = steps("step", 10)  # as many lines as each act has
CONTROLS: Final = (ACT, STEP)

Line = tuple[str, str, str, str]  # its number if it has one, the key of its words, in symbols, in the reader's numbers


def show(page: Page) -> Snippet:
    """The section: which loss, forward and back, all lines up to the one that is reached, then all formulas at once."""
    page.show(ACT)
    step(page)
    draw_act(page)
    working(page)
    return gradients_behind(hero.read(page), page.units)


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
        name.markdown(f"{f'**({number})** ' if number else ''}{text(f'theatre.{words}')}")
        with formula.container(gap="xsmall"):
            displayed(symbols, f"= {numbers}")
            if check := found.get(words):
                said = {"value": plain(check.stepped, 6), "error": error_size(check.relative_error)}
                page.note(f":material/check: {text('theatre.check', **said)}")


def lines(act: str, sample: Sample, units: Units) -> list[Line]:
    """An act: from its loss to the gradients and one step of descent."""
    numbers = in_numbers(sample, units)
    symbols = {words: ONE.get(words) or SYMBOLS[number] for words, number in ACTS[act].items()}
    return [
        (number, words, symbols[words].replace(r"\ln", units.logarithm), numbers[number or words])
        for words, number in ACTS[act].items()
    ]


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
