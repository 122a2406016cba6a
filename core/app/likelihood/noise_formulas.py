"""−ℓ of the chosen noise model in symbols and in the reader's numbers, at its minimum."""

import streamlit as st

from core.app.language import inline
from core.app.notes import careful
from core.app.numbers import latex, latex_factor
from core.app.page import Page
from core.charts.theme import Units
from core.simulation.noise_models import Bernoulli, Categorical, Gaussian, NoiseModel, cross_entropy_of

IN_A_LINE = 3  # classes written out; a phone holds no more


def show(page: Page, model: NoiseModel) -> None:
    """What the loss is, its formula, the numbers under it, and what to be careful about."""
    text, units = page.text, page.units
    name = name_of(model)
    st.markdown(f"**{text(f'noise.means.{name}')}**")
    for line in lines(model, units):
        st.markdown(inline(line, display=True))
    st.caption(text(f"noise.note.{name}"))
    note = "careful_density" if isinstance(model, Gaussian) else "careful_mean"
    careful(text, text(f"noise.{note}"))


def name_of(model: NoiseModel) -> str:
    """The id of a model."""
    return type(model).__name__.lower()


def lines(model: NoiseModel, units: Units) -> list[str]:
    """The formula in symbols, the same with numbers, and its mean as a cross-entropy or a squared error."""
    if isinstance(model, Gaussian):
        return _gaussian(model, units)
    if not isinstance(model, Bernoulli | Categorical):
        raise TypeError(f"there is no formula for {type(model).__name__}")
    log, count, best = units.logarithm, len(model.values), model.closed_form
    loss = float(model.loss(best))
    if isinstance(model, Bernoulli):
        ones = int(sum(model.values))
        symbols = (
            rf"-\ell = -\sum_s\big[\truth{{x_s}}{log}\model{{p}}"
            rf" + (1-\truth{{x_s}}){log}(1-\model{{p}})\big]"
        )
        terms = [(ones, best), (count - ones, 1.0 - best)]
    else:
        symbols = (
            rf"-\ell = -\sum_s\sum_i \truth{{y_{{si}}}}{log}\model{{p_i}}, \quad \model{{p}} = \mathrm{{softmax}}(z)"
        )
        terms = list(zip(model.counts, model.shares.tolist(), strict=True))
    written = [rf"\truth{{{hits}}}\,{log}\model{{{latex(share)}}}" for hits, share in terms if hits]
    many = [*written[:IN_A_LINE], r"\dots"] if len(written) > IN_A_LINE else written
    return [
        symbols,
        rf"= -\big[{' + '.join(many)}\big] = {latex(units.of(loss), 4)}",
        rf"= n\cdot\ce{{H(\hat p, p)}} = {count}\cdot\ce{{{latex(units.of(cross_entropy_of(model, best)), 4)}}}",
    ]


def _gaussian(model: Gaussian, units: Units) -> list[str]:
    """−ℓ(μ) is a sum of squares, up to a factor and a constant; in bits all of it is divided by ln 2."""
    count, best, sigma = len(model.values), model.closed_form, model.sigma
    per = "" if units.name == "nats" else r"\frac1{\ln 2}"
    left, right = ("", "") if units.name == "nats" else (r"\Big[", r"\Big]")
    squares, constant = float(model.squares(best)), model.constant
    total = float(model.loss(best))
    wide = latex(2.0 * sigma**2) if sigma < 1 else f"{2.0 * sigma**2:g}"
    return [
        rf"-\ell = {per}{left}\se{{\frac{{\sum_s(\truth{{x_s}}-\model{{\mu}})^2}}{{2\sigma^2}}}}"
        rf" + n\ln(\sigma\sqrt{{2\pi}}){right}",
        rf"= {per}{left}\se{{\frac{{{latex(squares, 4)}}}{{{wide}}}}}"
        rf" + {count}\cdot{latex_factor(constant, 4)}{right} = {latex(units.of(total), 4)}",
        rf"-\frac{{\ell}}{{n}} = {per}{left}\frac{{\se{{C}}}}{{\sigma^2}} + \text{{const}}{right},"
        r"\quad \se{C} = \frac1{2n}\sum_s(\model{\mu}-\truth{x_s})^2",
    ]
