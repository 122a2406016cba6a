"""The derivation line by line: each in symbols and in the reader's numbers, each gradient checked on the spot."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.stepper import stepper, steps
from core.app.formulas import hero
from core.app.formulas.derivation import SYMBOLS, Line, in_numbers, parts, working
from core.app.formulas.sample import Sample, gradients_behind
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.wording.figures import error_size, latex, latex_factor, plain
from core.app.wording.formula_row import formula_row
from core.charts.kit.theme import Units
from core.simulation.formulas import derivation
from core.simulation.formulas.derivation import Check, complex_step

ACT: Final = Control(
    "act",
    Choice("squared_error", ("squared_error", "cross_entropy")),
    "theatre.act",
    "theatre.{}",
    label_is_hidden=True,
)
STEP: Final = steps("step", 10)  # as many lines as each act has
CONTROLS: Final = (ACT, STEP)


def show(page: Page) -> Snippet:
    """The section: which loss, forward and back, all lines up to the one that is reached, then all formulas at once."""
    page.show(ACT)
    step(page)
    draw_act(page)
    working(page)
    return gradients_behind(hero.read(page), page.units)


def read(page: Page) -> list[Line]:
    """The lines that are reached."""
    act, reached = page.read(ACT, STEP)
    return list(ACTS[act](hero.read(page), page.units))[: int(reached)]


def step(page: Page) -> None:
    """The buttons forward and back."""
    stepper(STEP, page.text)


def draw_act(page: Page) -> None:
    """All lines that are reached."""
    _draw(page, read(page))


def draw_last(page: Page) -> None:
    """The last two of them, which are what is spoken of."""
    _draw(page, read(page)[-2:])


def _draw(page: Page, lines: Sequence[Line]) -> None:
    """Lines under one another, the last of them framed; a gradient has its check below."""
    text, found = page.text, checks(hero.read(page))
    for line in lines:
        number, words, symbols, numbers = line
        name = f"{f'**({number})** ' if number else ''}{text(f'theatre.{words}')}"
        with st.container(border=line is lines[-1]), formula_row(name, symbols, f"= {numbers}", width=1.6):
            if check := found.get(words):
                said = {"value": plain(check.stepped, 6), "error": error_size(check.relative_error)}
                st.caption(f":material/check: {text('theatre.check', **said)}")


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


def squared_lines(sample: Sample, units: Units) -> Iterator[Line]:
    """From squared error to (4), (5) and the steps (6), (7)."""
    p, numbers = parts(sample), in_numbers(sample, units)
    yield _forward(sample)
    yield "", "squared_loss", r"\se{C} = \tfrac12\,(\model{a}-\truth{y})^2", numbers["squared"]
    yield (
        "",
        "squared_a",
        r"\frac{\partial\se{C}}{\partial a} = \model{a}-\truth{y}",
        rf"{p.a}-{p.y} = \se{{{latex(sample.error, 4)}}}",
    )
    yield _slope(sample)
    yield (
        "",
        "inner",
        r"\frac{\partial z}{\partial w} = x, \qquad \frac{\partial z}{\partial b} = 1",
        rf"{latex(sample.x, 1)}, \qquad 1",
    )
    yield (
        "",
        "squared_z",
        r"\frac{\partial\se{C}}{\partial z} = \frac{\partial\se{C}}{\partial a}\,\slope{\frac{da}{dz}}"
        r" = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
        numbers["5"],
    )
    for number, words in {"4": "squared_w", "5": "squared_b", "6": "update_w", "7": "update_b"}.items():
        yield number, words, SYMBOLS[number], numbers[number]


def cross_lines(sample: Sample, units: Units) -> Iterator[Line]:
    """From cross-entropy to (8) – (11) and the steps (12), (13)."""
    p, log, numbers = parts(sample), units.logarithm, in_numbers(sample, units)
    yield _forward(sample)
    yield (
        "",
        "cross_loss",
        rf"\ce{{C}} = -\big[\truth{{y}}\,{log}\model{{a}} + (1-\truth{{y}})\,{log}(1-\model{{a}})\big]",
        numbers["cross"],
    )
    yield (
        "",
        "cross_terms",
        r"\frac{\partial\ce{C}}{\partial a} = -\frac{\truth{y}}{\model{a}} + \frac{1-\truth{y}}{1-\model{a}}",
        rf"-\frac{{{p.y}}}{{{p.a}}} + \frac{{{p.not_y}}}{{{p.not_a}}}"
        rf" = \ce{{{latex(sample.cross_entropy_slope_in_a, 4)}}}",
    )
    yield (
        "8",
        "cross_a",
        r"\frac{\partial\ce{C}}{\partial a} = \frac{\model{a}-\truth{y}}{\model{a}(1-\model{a})}",
        numbers["8"],
    )
    yield _slope(sample)
    yield (
        "9",
        "cross_z",
        r"\frac{\partial\ce{C}}{\partial z} = \frac{\model{a}-\truth{y}}{\cancel{\model{a}(1-\model{a})}}"
        r"\cdot\slope{\cancel{a(1-a)}} = \model{a}-\truth{y}",
        numbers["9"],
    )
    slope = r"\model{a}-\truth{y}"
    for number, name, product in (("10", "w", rf"({slope})\,x"), ("11", "b", slope)):
        chain = rf"\frac{{\partial\ce{{C}}}}{{\partial z}}\,\frac{{\partial z}}{{\partial {name}}}"
        symbols = rf"\frac{{\partial\ce{{C}}}}{{\partial {name}}} = {chain} = {product}"
        yield number, f"cross_{name}", symbols, numbers[number]
    for number, words in {"12": "update_w", "13": "update_b"}.items():
        yield number, words, SYMBOLS[number], numbers[number]


ACTS: Final[dict[str, Callable[[Sample, Units], Iterator[Line]]]] = {
    "squared_error": squared_lines,
    "cross_entropy": cross_lines,
}


def _forward(sample: Sample) -> Line:
    """The neuron itself: z and a."""
    p = parts(sample)
    return (
        "",
        "forward",
        r"z = w x + b, \qquad \model{a} = \sigma(z) = \frac{1}{1 + e^{-z}}",
        rf"{latex(sample.w)}\cdot{p.x} + {latex_factor(sample.b)} = {latex(sample.z, 1)}, \qquad {p.a}",
    )


def _slope(sample: Sample) -> Line:
    """The slope of the sigmoid."""
    p = parts(sample)
    return (
        "",
        "slope",
        r"\slope{\frac{da}{dz} = \sigma'(z)} = \model{a}\,(1-\model{a})",
        rf"{p.a}\cdot{p.not_a} = \slope{{{latex(sample.slope, 4)}}}",
    )


PART: Final = Part(draw_last, {**drawn_by(ACT), STEP.name: step})
