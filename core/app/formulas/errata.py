"""The fourteen places where introductions often slip: what is printed, what is right, and where it can be seen."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.app.frame.catalogue import TOPICS
from core.app.frame.page import Page
from core.app.frame.sections import lead
from core.app.take_home.snippet import Snippet
from core.app.wording.language import inline
from core.maths.distributions import bernoulli_log_likelihood


@dataclass(frozen=True, slots=True)
class Erratum:
    """One correction: "page/section" where it is an experiment, and its formula, right and as printed."""

    place: str
    formula: str = ""
    printed: str = ""


ERRATA: Final = (
    Erratum(
        "formulas/labels",
        r"\ce{C} = -\sum_i \big[\truth{y_i}\ln\model{a_i} + (1-\truth{y_i})\ln(1-\model{a_i})\big]",
        r"C = -\frac1n\sum_i y_i\ln a_i",
    ),
    Erratum(
        "formulas/derivation",
        r"\frac{\partial\ce{C}}{\partial z_s} = \frac{\partial\ce{C}}{\partial a_s}\,\slope{\sigma'(z_s)}"
        r" = \frac1n\,(\model{a_s}-\truth{y_s})",
        r"\frac{\partial C}{\partial z} = -\frac1n\sum \frac{y}{\sigma(x)} - \frac{1-y}{1-\sigma(x)}\,\sigma'(x)",
    ),
    Erratum(
        "kl_divergence/formulas",
        r"D_{\mathrm{KL}} = \sum_j \truth{p_j}\ln\frac{\truth{p_j}}{\model{q_j}} = \ce{H(p, q)} - \entropy{H(p)}",
        r"D_{\mathrm{KL}} = \sum_j \ln\frac{p_j}{q_j}",
    ),
    Erratum("formulas/batch", r"J = n\,\ce{C}, \qquad \nabla J = n\,\nabla\ce{C}", "J = C"),
    Erratum("formulas/laboratory", r"0 \cdot \ln 0 = 0", r"0 \cdot \ln 0 = \mathtt{NaN}"),
    Erratum(
        "likelihood/underflow",
        r"0.5^{1075} \to 0.0, \qquad 1075\,\ln 0.5 = -745.13",
        r"\ln\big(0.5^{1075}\big) = \ln 0.0 = -\infty",
    ),
    Erratum("likelihood/coins", r"\frac{\partial}{\partial \model{p_i}} \ln\frac{m!}{\prod_j x_j!} = 0"),
    Erratum(
        "training_race/convexity",
        r"\frac1n \sum_s \model{a_s}(1-\model{a_s})\,\tilde x_s \tilde x_s^{\mathsf T} \succeq 0",
    ),
    Erratum(
        "training_race/convexity",
        r"\se{\frac{d^2C}{dz^2}} = \model{a}^2(1-\model{a})(2-3\model{a}) < 0"
        r" \quad (\truth{y} = 0,\ \model{a} > \tfrac23)",
        r"\frac{d^2C}{dz^2} \ge 0",
    ),
    Erratum(
        "kl_divergence/formulas",
        r"D_{\mathrm{KL}} \approx \tfrac12 \sum_j \frac{(\truth{p_j}-\model{q_j})^2}{\truth{p_j}}",
        r"D_{\mathrm{KL}} = \frac1K\sum_j (p_j - q_j)^2",
    ),
    Erratum(
        "formulas/classes",
        r"\se{\frac{\partial C}{\partial z_i}} = \model{a_i}\Big[(\model{a_i}-\truth{y_i})"
        r" - \sum_j(\model{a_j}-\truth{y_j})\,\model{a_j}\Big]",
    ),
    Erratum("likelihood/formulas", r"\ce{C} = -\tfrac1n\,\ln L", r"C = \ln L"),
    Erratum("training_race", r"\text{均方误差} = \tfrac12(\model{a}-\truth{y})^2", r"\text{均方差}"),
    Erratum(
        "training_race/playground",
        r"\begin{aligned} \se{\tfrac12(\tanh z - t)^2} &= 4\cdot\se{\tfrac12(\sigma(2z)-\truth{y})^2}"
        r" \\ \truth{t} &= 2\truth{y}-1 \end{aligned}",
    ),
)


def show(page: Page) -> Snippet:
    """The section: one row for each, its words, its formula, and the way to its experiment."""
    text = page.text
    page.note(text("errata.intro"))
    for number, erratum in enumerate(ERRATA, 1):
        words, formula, way = st.columns([2.1, 2, 0.9], vertical_alignment="center", gap="medium")
        words.markdown(f"**{number}.** {text(f'errata.e{number}')}")
        with formula.container(gap="xsmall"):
            if erratum.printed:
                st.markdown(inline(rf"\slope{{\sout{{{erratum.printed}}}}}", display=True))
            if erratum.formula:
                st.markdown(inline(erratum.formula, display=True))
        with way:
            icon = TOPICS[erratum.place.partition("/")[0]].icon
            lead(page, text("errata.see"), erratum.place, key=f"see_{number}", icon=icon)
    page.careful(text("errata.own"))
    code = """
    0.5**1075  # 1: number 6: the product is lost
    bernoulli_log_likelihood(1075, 1075, 0.5)  # 2: its logarithm in nats is not
    """
    return Snippet(code, page.units, (bernoulli_log_likelihood,))
