"""The derivation line by line: each in symbols and in the reader's numbers, each gradient checked on the spot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice
from core.app.controls.stepper import stepper
from core.app.drawing import keyed
from core.app.formulas.derivation import near_one, update
from core.app.formulas.sample import Sample
from core.app.frame.page import Page
from core.app.wording.figures import error_size, latex, latex_factor, plain
from core.app.wording.language import inline
from core.charts.kit.theme import Units
from core.simulation.formulas import derivation
from core.simulation.formulas.derivation import Check, complex_step

ACT: Final = Choice("squared_error", ("squared_error", "cross_entropy"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the derivation: key of its words, number if it has one, symbols, numbers, and the check if it can."""

    words: str
    symbols: str
    numbers: str
    number: str = ""
    check: Check | None = None


def show(page: Page, sample: Sample) -> None:
    """The stage: which loss, forward and back, and all lines up to the one that is reached."""
    text = page.text
    names = {name: text(f"theatre.{name}") for name in ACT.options}
    act = widgets.choice("act", text("theatre.act"), ACT, text, names)
    lines = list(ACTS[act](sample, page.units))
    reached = stepper("step", len(lines), text)
    for place, line in enumerate(lines[:reached], 1):
        with st.container(border=place == reached, key=keyed(f"formulas_line_{place}")):
            _line(page, line)


def _line(page: Page, line: Line) -> None:
    text = page.text
    name, formula = st.columns([1, 1.6], vertical_alignment="center")
    name.markdown(f"{f'**({line.number})** ' if line.number else ''}{text(f'theatre.{line.words}')}")
    with formula.container(gap="xsmall"):
        st.markdown(inline(line.symbols, display=True))
        st.markdown(inline(f"= {line.numbers}", display=True))
        if line.check is not None:
            said = {"value": plain(line.check.stepped, 6), "error": error_size(line.check.relative_error)}
            st.caption(f":material/check: {text('theatre.check', **said)}")


def checks(sample: Sample) -> dict[str, Check]:
    """Every gradient of one neuron by its formula and by the complex step."""
    y, z, x, w, b = sample.y, sample.z, sample.x, sample.w, sample.b
    squared, cross = "squared_error", "cross_entropy"
    in_a = {loss: derivation.in_output(loss, y, sample.complement) for loss in (squared, cross)}
    in_z = {loss: derivation.in_logit(loss, y) for loss in (squared, cross)}
    in_w = {loss: derivation.in_weight(loss, y, x, b) for loss in (squared, cross)}
    in_b = {loss: derivation.in_bias(loss, y, x, w) for loss in (squared, cross)}
    return {
        "slope": Check(sample.slope, complex_step(derivation.sigma, z)),
        "squared_a": Check(sample.error, complex_step(in_a[squared], sample.a)),
        "squared_z": Check(sample.squared_error_slope, complex_step(in_z[squared], z)),
        "squared_w": Check(sample.squared_error_slope * x, complex_step(in_w[squared], w)),
        "squared_b": Check(sample.squared_error_slope, complex_step(in_b[squared], b)),
        "cross_a": Check(sample.cross_entropy_slope_in_a, complex_step(in_a[cross], sample.a)),
        "cross_z": Check(sample.error, complex_step(in_z[cross], z)),
        "cross_w": Check(sample.error * x, complex_step(in_w[cross], w)),
        "cross_b": Check(sample.error, complex_step(in_b[cross], b)),
    }


def squared_lines(sample: Sample, units: Units) -> Iterator[Line]:
    """From squared error to (4), (5) and the steps (6), (7)."""
    del units  # squared error has none
    found = checks(sample)
    y, a, error, slope, x = _parts(sample)
    yield _forward(sample)
    yield Line(
        "squared_loss",
        r"\se{C} = \tfrac12\,(\model{a}-\truth{y})^2",
        rf"\tfrac12\,({a}-{y})^2 = \se{{{latex(sample.squared_error, 4)}}}",
    )
    yield Line(
        "squared_a",
        r"\frac{\partial\se{C}}{\partial a} = \model{a}-\truth{y}",
        rf"{a}-{y} = \se{{{latex(sample.error, 4)}}}",
        check=found["squared_a"],
    )
    yield _slope(sample, found["slope"])
    yield Line(
        "inner",
        r"\frac{\partial z}{\partial w} = x, \qquad \frac{\partial z}{\partial b} = 1",
        rf"{latex(sample.x, 1)}, \qquad 1",
    )
    product = latex(sample.squared_error_slope, 4)
    yield Line(
        "squared_z",
        r"\frac{\partial\se{C}}{\partial z} = \frac{\partial\se{C}}{\partial a}\,\slope{\frac{da}{dz}}"
        r" = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
        rf"{error}\cdot{slope} = \se{{{product}}}",
        check=found["squared_z"],
    )
    yield Line(
        "squared_w",
        r"\frac{\partial\se{C}}{\partial w} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}\,x",
        rf"{error}\cdot{slope}\cdot{x} = \se{{{latex(sample.squared_error_slope * sample.x, 4)}}}",
        "4",
        found["squared_w"],
    )
    yield Line(
        "squared_b",
        r"\frac{\partial\se{C}}{\partial b} = (\model{a}-\truth{y})\,\slope{\sigma'(z)}",
        rf"{error}\cdot{slope} = \se{{{product}}}",
        "5",
        found["squared_b"],
    )
    yield _update("6", "w", "se", sample, sample.w, sample.squared_error_slope * sample.x)
    yield _update("7", "b", "se", sample, sample.b, sample.squared_error_slope)


def cross_lines(sample: Sample, units: Units) -> Iterator[Line]:
    """From cross-entropy to (8) – (11) and the steps (12), (13)."""
    found = checks(sample)
    y, a, error, slope, x = _parts(sample)
    not_y, not_a = rf"\truth{{{1 - sample.y:g}}}", rf"\model{{{near_one(sample.complement, sample.a)}}}"
    log = units.logarithm
    yield _forward(sample)
    yield Line(
        "cross_loss",
        rf"\ce{{C}} = -\big[\truth{{y}}\,{log}\model{{a}} + (1-\truth{{y}})\,{log}(1-\model{{a}})\big]",
        rf"-\big[{y}\cdot{log}{a} + {not_y}\cdot{log}{not_a}\big] = \ce{{{latex(units.of(sample.cross_entropy), 4)}}}",
    )
    in_a = latex(sample.cross_entropy_slope_in_a, 4)
    yield Line(
        "cross_terms",
        r"\frac{\partial\ce{C}}{\partial a} = -\frac{\truth{y}}{\model{a}} + \frac{1-\truth{y}}{1-\model{a}}",
        rf"-\frac{{{y}}}{{{a}}} + \frac{{{not_y}}}{{{not_a}}} = \ce{{{in_a}}}",
    )
    yield Line(
        "cross_a",
        r"\frac{\partial\ce{C}}{\partial a} = \frac{\model{a}-\truth{y}}{\model{a}(1-\model{a})}",
        rf"\frac{{{latex(sample.error)}}}{{{latex(sample.slope)}}} = \ce{{{in_a}}}",
        "8",
        found["cross_a"],
    )
    yield _slope(sample, found["slope"])
    yield Line(
        "cross_z",
        r"\frac{\partial\ce{C}}{\partial z} = \frac{\model{a}-\truth{y}}{\cancel{\model{a}(1-\model{a})}}"
        r"\cdot\slope{\cancel{a(1-a)}} = \model{a}-\truth{y}",
        rf"{latex_factor(sample.cross_entropy_slope_in_a)}\cdot{slope} = \ce{{{latex(sample.error, 4)}}}",
        "9",
        found["cross_z"],
    )
    yield Line(
        "cross_w",
        r"\frac{\partial\ce{C}}{\partial w} = \frac{\partial\ce{C}}{\partial z}\,\frac{\partial z}{\partial w}"
        r" = (\model{a}-\truth{y})\,x",
        rf"{error}\cdot{x} = \ce{{{latex(sample.error * sample.x, 4)}}}",
        "10",
        found["cross_w"],
    )
    yield Line(
        "cross_b",
        r"\frac{\partial\ce{C}}{\partial b} = \frac{\partial\ce{C}}{\partial z}\,\frac{\partial z}{\partial b}"
        r" = \model{a}-\truth{y}",
        rf"{a}-{y} = \ce{{{latex(sample.error, 4)}}}",
        "11",
        found["cross_b"],
    )
    yield _update("12", "w", "ce", sample, sample.w, sample.error * sample.x)
    yield _update("13", "b", "ce", sample, sample.b, sample.error)


ACTS: Final[dict[str, Callable[[Sample, Units], Iterator[Line]]]] = {
    "squared_error": squared_lines,
    "cross_entropy": cross_lines,
}


def _parts(sample: Sample) -> tuple[str, str, str, str, str]:
    """The label, the output, the error, the slope and the input for a formula, in their colours."""
    return (
        rf"\truth{{{sample.y:g}}}",
        rf"\model{{{near_one(sample.a, sample.complement)}}}",
        latex_factor(sample.error),
        rf"\slope{{{latex(sample.slope)}}}",
        latex_factor(sample.x, 1),
    )


def _forward(sample: Sample) -> Line:
    """The neuron itself: z and a."""
    z, a = latex(sample.z, 1), rf"\model{{{near_one(sample.a, sample.complement)}}}"
    return Line(
        "forward",
        r"z = w x + b, \qquad \model{a} = \sigma(z) = \frac{1}{1 + e^{-z}}",
        rf"{latex(sample.w)}\cdot{latex_factor(sample.x, 1)} + {latex_factor(sample.b)} = {z}, \qquad {a}",
    )


def _slope(sample: Sample, check: Check) -> Line:
    """The slope of the sigmoid."""
    a, not_a = near_one(sample.a, sample.complement), near_one(sample.complement, sample.a)
    return Line(
        "slope",
        r"\slope{\frac{da}{dz} = \sigma'(z)} = \model{a}\,(1-\model{a})",
        rf"\model{{{a}}}\cdot\model{{{not_a}}} = \slope{{{latex(sample.slope, 4)}}}",
        check=check,
    )


def _update(number: str, name: str, loss: str, sample: Sample, old: float, gradient: float) -> Line:
    """One step of gradient descent in one parameter."""
    return Line(f"update_{name}", *update(name, loss, old, gradient, sample.learning_rate), number)
