"""Formulas (14) and (16) to (18) in symbols and, under each, in the reader's tosses."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from core.app.frame.page import Page, Part, section
from core.app.likelihood.tosses import hero
from core.app.likelihood.tosses.numbers import Numbers, numbers_behind
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import named
from core.app.wording.figures import latex
from core.app.wording.language import inline
from core.app.wording.powers import LEAST_SIGNIFICANT, latex_exp_to_reckon
from core.maths.distributions import bernoulli_log_pmf, binomial_log_pmf, log_binomial_coefficient

WRITTEN_OUT: Final = 8  # factors of a product; beyond, only its powers stand there
IN_A_LINE: Final = 4  # factors: what a phone holds
NUMBERS: Final = {"bernoulli": "(14) ", "product": "(16) ", "logarithm": "(17) ", "cross_entropy": "(18) "}
# Where this matter is often told wrongly, a note stands beside the right form.
NOTES: Final = {
    "bernoulli": ("careful_mass",),
    "binomial": ("careful_coefficient", "careful_one_trial"),
    "product": ("careful_independent", "careful_area"),
    "logarithm": ("careful_underflow", "careful_sign"),
    "cross_entropy": ("careful_empirical",),
}


def _behind(page: Page) -> Snippet:
    numbers = hero.read(page)
    if numbers.tosses.count:
        return numbers_behind(numbers, 4)
    code = f"p = {numbers.p!r}\n"
    for outcome in (1, 0):
        form = ".3e" if 0.0 < np.exp(bernoulli_log_pmf(outcome, numbers.p)) < LEAST_SIGNIFICANT else ".4g"
        code += f"np.exp(bernoulli_log_pmf({outcome}, p))  # {form}: f({outcome})\n"
    return Snippet(code, page.units, (bernoulli_log_pmf,))


def draw_formulas(page: Page) -> None:
    """One row for each formula: its words beside its symbols and numbers."""
    text, numbers = page.text, hero.read(page)
    heads, count = numbers.tosses.heads, numbers.tosses.count
    # Under L over [0, 1]: 1 / ((n + 1) · (n choose k)).
    area = inline(latex_exp_to_reckon(-math.log(count + 1) - float(log_binomial_coefficient(count, heads))))
    page.note(text("formulas.intro" if count else "formulas.intro_empty", units=page.unit()))
    words = text("formulas.label_word"), text("formulas.prediction_word")
    for name, symbols, *filled in lines(numbers, words):
        shown = filled if count or name == "bernoulli" else []
        body, *_ = named(f"{NUMBERS.get(name, '')}{text(f'formulas.{name}')}", symbols, *shown)
        with body:
            for note in NOTES[name]:
                if count or note != "careful_area":
                    page.careful(text(f"formulas.{note}", area=area))


def lines(n: Numbers, words: tuple[str, str]) -> Iterator[tuple[str, ...]]:
    """Every formula of the section: the key of its words, in symbols, and in the reader's numbers.

    ``words`` are those for a label and a prediction.
    """
    label, prediction = rf"\truth{{\text{{{words[0]}}}_{{si}}}}", rf"\model{{\text{{{words[1]}}}_{{si}}}}"
    heads, count, log, written = n.tosses.heads, n.tosses.count, n.units.logarithm, n.written
    p, q, k, rest, *_ = written
    total = latex(n.units.of(n.log_likelihood), 4)
    one, zero = (latex_exp_to_reckon(float(bernoulli_log_pmf(x, n.p))) for x in (1, 0))
    yield (
        "bernoulli",
        r"f(\truth{x}) = \model{p}^{\truth{x}}\,(1-\model{p})^{1-\truth{x}}, \quad"
        r"\truth{x} \in \{0, 1\}, \quad q = 1-\model{p}",
        rf"f(\truth{{1}}) = {p}^{{\,\truth{{1}}}}\cdot{q}^{{\,\truth{{0}}}} = {one}",
        rf"f(\truth{{0}}) = {p}^{{\,\truth{{0}}}}\cdot{q}^{{\,\truth{{1}}}} = {zero}",
    )
    coefficient = latex_exp_to_reckon(float(log_binomial_coefficient(count, heads)))
    yield (
        "binomial",
        r"f(\truth{k}) = \binom{m}{\truth{k}}\, \model{p}^{\truth{k}}\,(1-\model{p})^{m-\truth{k}}",
        rf"\binom{{{count}}}{{{k}}}\,{p}^{{\,{k}}}\cdot{q}^{{\,{rest}}}"
        rf" = {coefficient}\cdot {latex_exp_to_reckon(n.log_likelihood)}"
        rf" = {latex_exp_to_reckon(float(binomial_log_pmf(heads, count, n.p)))}",
        *_slope(n),
    )
    yield "product", rf"L = \prod_s \prod_i {prediction}^{{\,{label}}}", _product(n)
    mean = rf"\model{{{latex(n.units.of(n.mean), 4)}}}" if n.mean is not None else ""
    yield (
        "logarithm",
        rf"\ell = {log} L = \sum_s \sum_i {label}\,{log}{prediction}, \quad \model{{-\ell/n}}",
        rf"\ell = {written.terms} = {total}",
        rf"\model{{-\frac{{\ell}}{{n}}}} = -\frac{{{total}}}{{{count}}} = {mean}",
    )
    cross = rf"\ce{{{latex(n.units.of(n.cross_entropy), 4)}}}" if n.cross_entropy is not None else ""
    yield (
        "cross_entropy",
        rf"\ce{{H(\hat p, p)}} = -\sum_x \truth{{\hat p(x)}}\,{log}\model{{p(x)}}",
        rf"-\Big[{written.shares}\Big] = {cross}",
    )


def _product(n: Numbers) -> str:
    """The batch's product, factor by factor where there are few, and collected into powers."""
    p, q, heads, tails, factors, *_ = n.written
    powers = rf"{p}^{{\,{heads}}}\cdot{q}^{{\,{tails}}} = {latex_exp_to_reckon(n.log_likelihood)}"
    if not factors or len(factors) > WRITTEN_OUT:
        return rf"L = {powers}"
    half = len(factors) if len(factors) <= IN_A_LINE else -(-len(factors) // 2)
    parts = [r"\cdot".join(part) for part in (factors[:half], factors[half:]) if part]
    product = r" \\ &\quad {}\cdot ".join(parts)
    return rf"\begin{{aligned}} L &= {product} \\ &= {powers} \end{{aligned}}"


def _slope(n: Numbers) -> tuple[str, ...]:
    """The slope in p of the logarithm: the coefficient's is 0. At the ends of [0, 1] there may be none."""
    if not 0.0 < n.p < 1.0:
        return ()
    heads, tails = n.tosses.heads, n.tosses.tails
    slope = heads / n.p - tails / (1.0 - n.p)
    return (
        r"\begin{aligned}"
        r"&\frac{\partial}{\partial \model{p}}\Big[\ln\tbinom{m}{\truth{k}} + \ln L\Big] \\"
        r"&= 0 + \frac{\truth{k}}{\model{p}} - \frac{m-\truth{k}}{1-\model{p}} \\"
        rf"&= 0 + \frac{{\truth{{{heads}}}}}{{\model{{{n.p:.4g}}}}}"
        rf" - \frac{{\truth{{{tails}}}}}{{\model{{{1 - n.p:.4g}}}}} = {latex(slope, 2)}"
        r"\end{aligned}",
    )


SECTION: Final = section(Part(draw_formulas), _behind)
