"""Categorical and multinomial in symbols and in the reader's counts, and the gradient that both share."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import streamlit as st

from core.app.language import inline
from core.app.likelihood.powers import latex_exp_to_reckon
from core.app.notes import careful
from core.app.numbers import latex, plain, whole
from core.app.page import Page
from core.simulation.faces import Faces, gradients

WRITTEN_OUT: Final = 4  # classes; a phone holds no more


class Line(NamedTuple):
    """One formula: the key of its words, in symbols, and in the reader's numbers."""

    words: str
    symbols: str
    numbers: str


def show(page: Page, faces: Faces) -> None:
    """Each formula with its words beside it, then the gradients."""
    text = page.text
    for line in lines(page, faces):
        name, formula = st.columns([1, 2.6], vertical_alignment="center")
        name.markdown(f"**{text(f'faces.line.{line.words}')}**")
        with formula.container(gap="xsmall"):
            st.markdown(inline(line.symbols, display=True))
            st.markdown(inline(line.numbers, display=True))
    if faces.count == 1:
        st.caption(text("faces.one_draw"))
    _gradients(page, faces)


def lines(page: Page, faces: Faces) -> Iterator[Line]:
    """The product, the coefficient, the mass function, and what minus the logarithm per draw is."""
    log, of = page.units.logarithm, page.units.of
    counts = [rf"\truth{{{count}}}" for count in faces.counts]
    likelihood = latex_exp_to_reckon(faces.log_likelihood)
    coefficient = latex_exp_to_reckon(faces.log_coefficient)
    powers = _short([rf"\model{{{p:.4g}}}^{{\,{x}}}" for p, x in zip(faces.p, counts, strict=True)], r"\cdot")
    factorials = _short([rf"{count}!" for count in counts], r"\,")
    yield Line("product", r"L = \prod_i \model{p_i}^{\,\truth{x_i}}", rf"{powers} = {likelihood}")
    yield Line(
        "coefficient",
        r"\frac{n!}{\prod_i \truth{x_i}!}",
        rf"\frac{{{faces.count}!}}{{{factorials}}} = {coefficient}",
    )
    yield Line(
        "multinomial",
        r"f(\truth{x}) = \frac{n!}{\prod_i \truth{x_i}!}\prod_i \model{p_i}^{\,\truth{x_i}}",
        rf"{coefficient}\cdot {likelihood} = {latex_exp_to_reckon(faces.log_pmf)}",
    )
    if faces.shares is None or faces.entropy is None or faces.cross_entropy is None or faces.kl is None:
        return
    total, highest = latex(of(faces.log_likelihood), 4), latex(of(faces.highest), 4)
    cross, entropy, kl = (latex(of(value), 4) for value in (faces.cross_entropy, faces.entropy, faces.kl))
    yield Line(
        "mean",
        rf"-\frac{{{log} L}}{{n}} = \ce{{H(\hat p, p)}} = \entropy{{H(\hat p)}}"
        r" + \model{\mathrm{KL}(\hat p \Vert p)}",
        rf"-\frac{{{total}}}{{{faces.count}}} = \ce{{{cross}}} = \entropy{{{entropy}}} + \model{{{kl}}}",
    )
    shares = _short([rf"\tfrac{{{x}}}{{{faces.count}}}" for x in counts], r",\,")
    yield Line(
        "maximum",
        rf"\model{{p}} = \truth{{\hat p}} = \Big(\frac{{\truth{{x_i}}}}{{n}}\Big): \quad"
        rf" \max {log} L = -n\,\entropy{{H(\hat p)}}",
        rf"\Big({shares}\Big): \quad -{faces.count}\cdot\entropy{{{entropy}}} = {highest}",
    )


def _gradients(page: Page, faces: Faces) -> None:
    """The slope of both logarithms in every class, and the careful note on what one observation is."""
    text = page.text
    slopes = gradients(faces)
    if slopes is None:
        st.caption(text("faces.no_gradient"))
    else:
        st.markdown(f"**{text('faces.gradient')}**")
        heads = (
            text("faces.head.class"),
            inline(r"\truth{x_i}"),
            inline(r"\truth{x_i} - n\,\model{p_i}"),
            text("faces.head.categorical"),
            text("faces.head.multinomial"),
        )
        rows = ["| " + " | ".join(heads) + " |", "|" + "---:|" * len(heads)]
        numbers = zip(faces.counts, slopes.formula, slopes.ordered, slopes.unordered, strict=True)
        for number, (count, *three) in enumerate(numbers, start=1):
            # Central differences of large logarithms are rounded where 0 should stand.
            cells = [number, whole(count), *(plain(_rounded(float(slope))) for slope in three)]
            rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
        st.markdown("\n".join(rows))
    careful(text, text("faces.careful"))


def _rounded(slope: float) -> float:
    """A slope to three decimals; what is less than half of the last one is 0 and has no sign."""
    return round(slope, 3) + 0.0


def _short(parts: list[str], sign: str) -> str:
    """The parts between signs; of many, the first ones and the last."""
    shown = parts if len(parts) <= WRITTEN_OUT else [*parts[: WRITTEN_OUT - 2], r"\cdots", parts[-1]]
    return sign.join(shown)
