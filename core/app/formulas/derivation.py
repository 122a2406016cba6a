"""The derivation line by line: each in symbols and in the reader's numbers, each gradient checked on the spot."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from core.app.controls import live_words
from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.controls.stepper import stepper, steps
from core.app.formulas import hero
from core.app.formulas.calculations import CALCULATIONS, checks, numbers
from core.app.formulas.sample import Sample, losses_behind
from core.app.frame.page import Page, Part, drawn_by
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed
from core.app.wording.figures import error_size, plain
from core.charts.kit.theme import Units

# The lines of each act by the keys of their words, with their numbers if they have one.
ACTS: Final = {
    "squared_error": dict.fromkeys(("forward", "squared_loss", "squared_a", "slope", "inner", "squared_z"), "")
    | {"squared_w": "4", "squared_b": "5", "update_w": "6", "update_b": "7"},
    "cross_entropy": {"forward": "", "cross_loss": "1, 2, 3", "cross_terms": "", "cross_a": "8", "slope": ""}
    | {"cross_z": "9", "cross_w": "10", "cross_b": "11", "update_w": "12", "update_b": "13"},
    "softmax": dict.fromkeys(("soft_forward", "soft_loss", "soft_in_a", "soft_own", "soft_other", "soft_both"), "")
    | dict.fromkeys(("soft_chain", "soft_split", "soft_one", "soft_left"), ""),
}
# Where the article behind these numbers slips, the right form stands here and a note says what was amiss.
NOTES: Final = {
    "squared_error": ("batch", "middle", "linear", "name"),
    "cross_entropy": ("many", "sums", "batch", "middle", "convex", "hidden"),
    "softmax": ("one",),
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
    "soft_forward": r"\model{a_i} = \frac{e^{z_i}}{\sum_j e^{z_j}}",
    "soft_loss": r"\ce{C} = -\sum_i\truth{y_i}\,\ln\model{a_i}",
    "soft_in_a": r"\frac{\partial\ce{C}}{\partial a_i} = -\frac{\truth{y_i}}{\model{a_i}}",
    "soft_own": r"\slope{\frac{\partial a_j}{\partial z_j}} = \model{a_j}\,(1-\model{a_j})",
    "soft_other": r"\slope{\frac{\partial a_i}{\partial z_j}} = -\model{a_i}\,\model{a_j} \qquad (i \ne j)",
    "soft_both": r"\slope{\frac{\partial a_i}{\partial z_j}} = \model{a_i}\,(\delta_{ij}-\model{a_j})",
    "soft_chain": r"\frac{\partial\ce{C}}{\partial z_j} = \sum_i -\frac{\truth{y_i}}{\cancel{\model{a_i}}}\cdot"
    r"\cancel{\model{a_i}}\,(\delta_{ij}-\model{a_j})",
    "soft_split": r"\frac{\partial\ce{C}}{\partial z_j} = \model{a_j}\sum_i\truth{y_i} - \truth{y_j}",
    "soft_one": r"\sum_i\truth{y_i} = 1",
    "soft_left": r"\frac{\partial\ce{C}}{\partial z_j} = \model{a_j}-\truth{y_j}",
    "update_w": r"w \leftarrow w - \eta\,\frac{\partial\loss{C}}{\partial w}",
    "update_b": r"b \leftarrow b - \eta\,\frac{\partial\loss{C}}{\partial b}",
}
ACT: Final = Control(
    "act", Choice("squared_error", tuple(ACTS)), "derivation.act", "derivation.{}", label_is_hidden=True
)
STEP: Final = steps("step", 10)  # as many lines as each act has
CONTROLS: Final = (ACT, STEP)


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
    """The lines that are reached, the last of them framed; each gradient has its check below. All follow the logit."""
    text, units, act = page.text, page.units, page.value(ACT)
    sample = replace(hero.read(page), z=0.0)  # the one for all logits
    so_far = list(ACTS[act])[: int(page.value(STEP))]
    has_check = checks(sample)
    for words in so_far[-most:]:
        number = ACTS[act][words]
        with st.container(border=words == so_far[-1]):
            name, formula = st.columns([1, 1.6], vertical_alignment="center")
        name.markdown(f"{f'**({number})** ' if number else ''}{text(f'derivation.{words}')}")
        with formula.container(gap="xsmall"):
            symbols, printed = written_out(act, words, units)
            displayed(symbols)
            said = partial(numbers, act, words, sample, units)
            live_words.write(_live(page, f"$\\displaystyle = {printed}$", said))
            if words in has_check and not page.is_on_stage:
                note = f":material/check: {text.template('derivation.check')}"
                live_words.write(_live(page, note, partial(_check, words, sample)), small=True)


def _live(page: Page, template: str, said: Callable[[float], Mapping[str, str]]) -> str:
    return live_words.following(template, hero.Z, page.value(hero.Z), said)


def working(page: Page) -> None:
    """What is often written wrongly."""
    for note in NOTES[page.value(ACT)]:
        page.careful(page.text(f"derivation.careful_{note}"))


def written_out(act: str, words: str, units: Units) -> tuple[str, str]:
    """A line of an act in symbols, and its calculation with places for the numbers."""
    loss = r"\se" if act == "squared_error" else r"\ce"
    symbols, printed = (
        part.replace(r"\loss", loss).replace(r"\ln", units.logarithm)
        for part in (SYMBOLS[words], CALCULATIONS[words].printed)
    )
    return symbols, printed


def _check(words: str, sample: Sample, z: float) -> dict[str, str]:
    check = checks(replace(sample, z=z))[words]
    return {"value": plain(check.stepped, 6), "error": error_size(check.relative_error)}


PART: Final = Part(draw_last, {**drawn_by(ACT), STEP.name: step})
